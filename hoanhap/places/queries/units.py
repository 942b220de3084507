"""Reading units as of a day. Reference data about nobody, so these queries take no scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.text import given_name_sort_key
from hoanhap.places.models import Level, UnitEdition, UnitLoad, UnitReach
from hoanhap.places.queries.editions import Above, UnitLine, in_force, lines, lines_of
from hoanhap.places.queries.search import Found, Gazetteer, find, suggest
from hoanhap.places.queries.successions import (
    Link,
    Undecided,
    origins,
    successors,
    unresolved_units,
)

__all__ = [
    "Above",
    "Choice",
    "Found",
    "Gazetteer",
    "Level",
    "Link",
    "ListInUse",
    "Undecided",
    "UnitLine",
    "ancestors",
    "children",
    "communes",
    "counts",
    "counts_below",
    "find",
    "full_names",
    "history",
    "lines_of",
    "list_in_use",
    "origins",
    "paths",
    "reach",
    "successors",
    "suggest",
    "unit",
    "unresolved_units",
]  # fmt: skip


NO_SUCH_UNIT = Problem("no-such-unit", gettext_lazy("There is no such administrative unit."))


@dataclass(frozen=True)
class Choice:
    """A unit to choose in a form."""

    id: str
    name: str


@dataclass(frozen=True)
class ListInUse:
    """Which edition of the committed lists this database holds."""

    fingerprint: str
    loaded_at: datetime


def reach(area_ids: Iterable[str], *, on: date) -> dict[str, frozenset[str]]:
    """For each area, the units that whoever is responsible for it is responsible for on that day, in one query."""
    wanted = set(area_ids)
    found: dict[str, set[str]] = {area: set() for area in wanted}
    if wanted:
        rows = UnitReach.objects.filter(in_force(on), area_id__in=wanted).values_list("area_id", "unit_id")
        for area, unit_id in rows:
            found[area].add(unit_id)
    return {area: frozenset(units) for area, units in found.items()}


def unit(unit_id: str, *, on: date) -> UnitLine:
    """The unit as it was on the day, or nearest to it. Raises NotFound."""
    found = lines_of([unit_id], on=on)
    if unit_id not in found:
        raise NotFound(NO_SUCH_UNIT)
    return found[unit_id]


def history(unit_id: str, *, on: date) -> list[UnitLine]:
    """All editions of the unit, oldest first. Raises NotFound."""
    found = sorted(
        UnitEdition.objects.filter(unit_id=unit_id), key=lambda edition: edition.valid_from or date.min
    )
    if not found:
        raise NotFound(NO_SUCH_UNIT)
    return lines(found, on=on)


def children(parent_id: str | None, *, on: date, with_above: bool = True) -> list[UnitLine]:
    """The units directly below, or the provinces, in the order of their codes."""
    found = UnitEdition.objects.filter(in_force(on), parent_id=parent_id).order_by("code")
    return lines(found, on=on, with_above=with_above)


def communes(unit_ids: Iterable[str], *, on: date, also_ended: bool = False) -> list[Choice]:
    """Those of the units that are communes on the day, with their path, in alphabetical order.

    `also_ended` adds, after them, those that ended by the day, as they were called at their end.
    """
    holds = in_force(on)
    if also_ended:
        holds |= Q(valid_until__lte=on, valid_until=F("unit__ended_on"))
    found = UnitEdition.objects.filter(holds, level=Level.COMMUNE, unit_id__in=set(unit_ids))
    listed = _alphabetical(lines(found, on=on))
    return [Choice(line.unit_id, line.path) for line in listed if line.holds_on(on)] + [
        Choice(
            line.unit_id,
            _("%(place)s (until %(day)s)") % {"place": line.path, "day": f"{line.valid_until:%d/%m/%Y}"},
        )
        for line in listed
        if not line.holds_on(on)
    ]


def _alphabetical(found: list[UnitLine]) -> list[UnitLine]:
    return sorted(
        found, key=lambda line: ([given_name_sort_key(word) for word in line.name.split()], line.path)
    )


def ancestors(unit_id: str, *, on: date) -> tuple[Above, ...]:
    """What the unit lay in, nearest first."""
    return unit(unit_id, on=on).above


def counts(*, on: date) -> dict[str, int]:
    """How many provinces, districts and communes there were. Levels without any are 0."""
    found = dict(
        UnitEdition.objects.filter(in_force(on)).values_list("level").annotate(Count("id")).order_by("level")
    )
    return {level.value: found.get(level.value, 0) for level in Level}


def counts_below(area_ids: Iterable[str], *, on: date) -> dict[str, dict[str, int]]:
    """For each area, how many units of each level existed within it on the day (itself not counted)."""
    wanted = set(area_ids)
    found: dict[str, dict[str, int]] = {area: {} for area in wanted}
    existing = (Q(unit__began_on__isnull=True) | Q(unit__began_on__lte=on)) & (
        Q(unit__ended_on__isnull=True) | Q(unit__ended_on__gt=on)
    )
    rows = (
        UnitReach.objects.filter(in_force(on), existing, area_id__in=wanted)
        .values_list("area_id", "area__level", "unit__level")
        .annotate(Count("id"))
        .order_by("area_id")
    )
    for area, own_level, level, count in rows:
        below = count - (1 if own_level == level else 0)
        if below:
            found[area][level] = below
    return found


def full_names(unit_ids: Iterable[str], *, on: date) -> dict[str, str]:
    """Thị trấn Yên Lạc, for many units at once."""
    return {unit: line.full_name for unit, line in lines_of(unit_ids, on=on, with_above=False).items()}


def paths(unit_ids: Iterable[str], *, on: date) -> dict[str, str]:
    """Thị trấn Yên Lạc, huyện Yên Lạc, tỉnh Vĩnh Phúc, for many units at once."""
    return {unit: line.path for unit, line in lines_of(unit_ids, on=on).items()}


def list_in_use() -> ListInUse | None:
    """The lists this database was loaded from; None before the first loading."""
    last = UnitLoad.objects.order_by("-id").first()
    return ListInUse(last.fingerprint, last.loaded_at) if last else None
