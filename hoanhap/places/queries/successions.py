"""What became of a unit, where it came from, and what the lists leave undecided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from hoanhap.places.models import Level, Unit, UnitReach, UnitSuccession
from hoanhap.places.queries.editions import UnitLine, in_force, lines_of
from hoanhap.places.rules.maps import Reason


@dataclass(frozen=True)
class Link:
    """One end of a succession. `is_whole` if all of the older unit lies in the newer one, over every step between."""

    unit_id: str
    is_whole: bool
    kind: str
    on: date
    basis: str


@dataclass(frozen=True)
class Undecided:
    """An ended unit whose people must be placed one by one, why, and the units that may be meant."""

    line: UnitLine
    reason: Reason
    candidates: tuple[str, ...]


def successors(unit_id: str, *, on: date) -> tuple[Link, ...]:
    """Where the unit's ground is on the day; empty if it has not ended by then, or nobody knows."""
    return successors_of([unit_id], on=on).get(unit_id, ())


def successors_of(unit_ids: Iterable[str], *, on: date) -> dict[str, tuple[Link, ...]]:
    """`successors` for many units: one query for each step of the chain."""
    wanted = set(unit_ids)
    steps: dict[str, list[UnitSuccession]] = {}
    ahead = wanted
    while ahead:
        steps.update({unit: [] for unit in ahead})
        for step in UnitSuccession.objects.filter(old_id__in=ahead, on__lte=on).order_by("new_id"):
            steps[step.old_id].append(step)
        ahead = {step.new_id for known in steps.values() for step in known} - steps.keys()
    return {unit: _last_links(unit, steps) for unit in wanted if steps[unit]}


def _last_links(unit: str, steps: dict[str, list[UnitSuccession]]) -> tuple[Link, ...]:
    last: dict[str, Link] = {}
    for step in steps[unit]:
        if not steps[step.new_id]:
            last[step.new_id] = Link(step.new_id, step.is_whole, step.kind, step.on, step.basis)
        for link in _last_links(step.new_id, steps):
            last.setdefault(link.unit_id, link)
    is_whole = len(last) == 1
    return tuple(
        Link(link.unit_id, is_whole, link.kind, link.on, link.basis) for _, link in sorted(last.items())
    )


def origins(unit_id: str) -> tuple[Link, ...]:
    """The units it was made of, one step back."""
    return tuple(
        Link(step.old_id, step.is_whole, step.kind, step.on, step.basis)
        for step in UnitSuccession.objects.filter(new_id=unit_id).order_by("old_id")
    )


def unresolved_units(
    area_ids: Iterable[str] | None, *, on: date, level: str = Level.COMMUNE
) -> list[Undecided]:
    """Ended units within the areas (none: the whole country) that have no one successor.

    Divided, or without any known successor. Whose records still stand there must be placed by a person.
    """
    ended = Unit.objects.filter(ended_on__lte=on, level=level)
    if area_ids is not None:
        reached = UnitReach.objects.filter(in_force(on), area_id__in=set(area_ids), unit_id=OuterRef("id"))
        ended = ended.filter(Exists(reached))
    whole = UnitSuccession.objects.filter(old_id=OuterRef("id"), is_whole=True)
    found = list(ended.filter(~Exists(whole)).order_by("id").values_list("id", flat=True))
    went = successors_of(found, on=on)
    known = lines_of(found, on=on)
    return [
        Undecided(
            line=known[unit],
            reason=Reason.DIVIDED if unit in went else Reason.UNRESOLVED,
            candidates=tuple(link.unit_id for link in went.get(unit, ())),
        )
        for unit in found
    ]
