"""What a unit was called on a day, and what it lay in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Value

from hoanhap.kit.lookups import array_of
from hoanhap.places.models import UnitEdition, UnitKind
from hoanhap.places.rules import names, spans


@dataclass(frozen=True)
class Above:
    """One of the units that a unit lay in."""

    unit_id: str
    kind: str
    name: str
    level: str

    @property
    def full_name(self) -> str:
        return names.full_name(self.kind, self.name)


@dataclass(frozen=True)
class UnitLine:
    """One edition of a unit, with all that lay above it then, nearest first."""

    unit_id: str
    code: str
    name: str
    kind: str
    level: str
    valid_from: date | None
    valid_until: date | None
    date_is_estimated: bool
    basis: str
    above: tuple[Above, ...]

    @property
    def full_name(self) -> str:
        """Thị trấn Yên Lạc."""
        return names.full_name(self.kind, self.name)

    @property
    def kind_label(self) -> str:
        """The kind in the reader's language."""
        return str(UnitKind(self.kind).label)

    @property
    def path(self) -> str:
        """Thị trấn Yên Lạc, huyện Yên Lạc, tỉnh Vĩnh Phúc."""
        return names.path([(self.kind, self.name), *((one.kind, one.name) for one in self.above)])

    @property
    def parent_id(self) -> str | None:
        return self.above[0].unit_id if self.above else None

    def holds_on(self, day: date) -> bool:
        return spans.holds((self.valid_from, self.valid_until), day)


def in_force(on: date, prefix: str = "") -> Q:
    """Rows with `valid_from`/`valid_until` that hold on the day."""
    start, end = f"{prefix}valid_from", f"{prefix}valid_until"
    return (Q(**{f"{start}__isnull": True}) | Q(**{f"{start}__lte": on})) & (
        Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": on})
    )


# The units with these ids, and everything that any edition of theirs, or of what lay above them, lay in.
_AND_ABOVE: Final = """
unit_id IN (WITH RECURSIVE up (unit_id) AS (
    SELECT unnest(%s::text[])
    UNION SELECT e.parent_id FROM places_unitedition e JOIN up ON e.unit_id = up.unit_id WHERE e.parent_id IS NOT NULL
) SELECT unit_id FROM up)
"""


def lines(
    editions: QuerySet[UnitEdition] | Sequence[UnitEdition], *, on: date, with_above: bool = True
) -> list[UnitLine]:
    """The editions in their order, each with what lay above it on the day, or on its own day nearest to it.

    One query for the editions and one for all that lies above them, unless nobody needs that.
    """
    chosen = list(editions)
    parents = {one.parent_id for one in chosen if one.parent_id} if with_above else set()
    known = _by_unit(_and_above(parents)) if parents else {}
    return [_line(one, known, on, with_above) for one in chosen]


def _and_above(unit_ids: Iterable[str]) -> QuerySet[UnitEdition]:
    """Every edition of these units and of all that ever lay above them, in one query."""
    return UnitEdition.objects.extra(  # noqa: S610 (a constant of this file; the ids are a parameter)  # nosec B610
        where=[_AND_ABOVE], params=[array_of(unit_ids)]
    )


def _by_unit(editions: Iterable[UnitEdition]) -> dict[str, list[UnitEdition]]:
    known: dict[str, list[UnitEdition]] = {}
    for edition in editions:
        known.setdefault(edition.unit_id, []).append(edition)
    return known


def _line(edition: UnitEdition, known: dict[str, list[UnitEdition]], on: date, with_above: bool) -> UnitLine:
    day = _nearest_day(edition, on)
    above: list[Above] = []
    parent_id = edition.parent_id if with_above else None
    while parent_id:
        parent = next(one for one in known[parent_id] if spans.holds((one.valid_from, one.valid_until), day))
        above.append(Above(parent.unit_id, parent.kind, parent.name, parent.level))
        parent_id = parent.parent_id
    return UnitLine(
        unit_id=edition.unit_id,
        code=edition.code,
        name=edition.name,
        kind=edition.kind,
        level=edition.level,
        valid_from=edition.valid_from,
        valid_until=edition.valid_until,
        date_is_estimated=edition.date_is_estimated,
        basis=edition.basis,
        above=tuple(above),
    )


def _nearest_day(edition: UnitEdition, on: date) -> date:
    if edition.valid_until and edition.valid_until <= on:
        return edition.valid_until - timedelta(days=1)
    if edition.valid_from and edition.valid_from > on:
        return edition.valid_from
    return on


def lines_of(unit_ids: Iterable[str], *, on: date, with_above: bool = True) -> dict[str, UnitLine]:
    """For each unit its edition on the day; for one that has ended its last, for one still to come its first.

    One query, also for what lay above them.
    """
    wanted = set(unit_ids)
    if not wanted:
        return {}
    known = _by_unit(_and_above(wanted) if with_above else UnitEdition.objects.filter(unit_id__in=wanted))
    best = [min(known[unit], key=lambda edition: _distance(edition, on)) for unit in wanted if unit in known]
    return {one.unit_id: _line(one, known, on, with_above) for one in best}


class CalledOn(Subquery):
    """`[kind, name]` of the unit at the path `unit`, chosen as `lines_of` chooses: beside rows of another table."""

    output_field = ArrayField(CharField())

    def __init__(self, unit: str, on: date) -> None:
        begins = Func(F("valid_from"), Value(on), template="(%(expressions)s)", arg_joiner=" - ")
        ended = Func(
            Value(on + timedelta(days=1)), F("valid_until"), template="(%(expressions)s)", arg_joiner=" - "
        )
        nearest = Func(begins, ended, template="GREATEST(%(expressions)s, 0)", output_field=IntegerField())
        called = Func(F("kind"), F("name"), template="ARRAY[%(expressions)s]", output_field=self.output_field)
        found = UnitEdition.objects.filter(unit_id=OuterRef(unit)).order_by(nearest, "id")
        super().__init__(found.values(called=called)[:1])


def called(kind_and_name: Sequence[str] | None) -> str:
    """What `CalledOn` found, as one says it; nothing where it found no unit."""
    return names.full_name(*kind_and_name) if kind_and_name else ""


def _distance(edition: UnitEdition, on: date) -> int:
    return abs((_nearest_day(edition, on) - on).days)
