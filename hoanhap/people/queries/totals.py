"""How many people are under responsibility, by unit: on the map of the day, on today's or on another day's."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound
from hoanhap.kit.text import given_name_sort_key
from hoanhap.people.models import Responsibility
from hoanhap.people.queries.rows import in_force
from hoanhap.people.queries.unplaced import alive
from hoanhap.places.queries import editions, maps, units
from hoanhap.places.queries.editions import UnitLine
from hoanhap.places.rules.maps import Reason

POWER: Final = "reporting.read"
LEVELS: Final = ("province", "district", "commune")
"""From the highest down."""
HIGHER_LEVEL: Final = "higher-level"
"""A residue of our own: the office that answers belongs to a level above the one asked for."""


@dataclass(frozen=True)
class TotalRow:
    """A unit of the map, and how many people its offices answer for."""

    unit_id: str
    name: str
    path: str
    count: int

    @property
    def above(self) -> str:
        """What the unit lies in: huyện Yên Lạc, tỉnh Vĩnh Phúc."""
        return self.path.removeprefix(self.name).removeprefix(", ")


@dataclass(frozen=True)
class Left:
    """People who have no row on the map: where they were counted, why, and among which units they lie."""

    unit_id: str
    path: str
    count: int
    reason: str
    among: tuple[str, ...]


@dataclass(frozen=True)
class Totals:
    """People under responsibility on the day `on`, on the map of `map_on`. Rows and residue are always the total."""

    on: date
    map_on: date
    level: str
    rows: tuple[TotalRow, ...]
    residue: tuple[Left, ...]

    @property
    def placed(self) -> int:
        return sum(row.count for row in self.rows)

    @property
    def unplaced(self) -> int:
        return sum(one.count for one in self.residue)

    @property
    def total(self) -> int:
        return self.placed + self.unplaced

    @property
    def by_reason(self) -> dict[str, int]:
        """The residue by reason: divided and unresolved always, even at 0; any other where there is one."""
        sums: dict[str, int] = {Reason.DIVIDED.value: 0, Reason.UNRESOLVED.value: 0}
        for one in self.residue:
            sums[one.reason] = sums.get(one.reason, 0) + one.count
        return sums


def people_by_unit(
    *, scope: Scope, on: date, within: Collection[str] | None = None, power: str = POWER
) -> dict[str, int]:
    """Unit → how many living people it answers for on the day, in one query; only units that the scope reaches.

    Each person counts once, at the unit that took them over last, as in the lists of people. That does not depend on
    who asks, so the figures of neighbours add up. Raises Forbidden.
    """
    scope.require(power)
    later = Responsibility.objects.filter(
        in_force(on),
        Q(valid_from__gt=OuterRef("valid_from"))
        | Q(valid_from=OuterRef("valid_from"), id__gt=OuterRef("id")),
        person_id=OuterRef("person_id"),
        is_set_aside=False,
    )
    found = Responsibility.objects.filter(in_force(on), alive(on), ~Exists(later), is_set_aside=False)
    if not scope.everywhere(power):
        found = found.filter(unit_id__in=scope.unit_ids(power))
    if within is not None:
        found = found.filter(unit_id__in=within)
    return dict(found.order_by().values_list("unit_id").annotate(Count("id")))


def totals(
    *, scope: Scope, on: date, map_on: date | None = None, level: str = "commune", area_id: str | None = None
) -> Totals:
    """The people of the scope (of the area, if one is named) on the day, by the units that the map's day had.

    No `map_on`: the map as it was then. A count at a unit that was divided since, or that cannot be traced, is not
    shared out by a guess: it stands in the residue. Raises Forbidden, and NotFound for an area out of reach.
    """
    scope.require(POWER)
    map_day = map_on or on
    within = None if area_id is None else _within(area_id, scope=scope, days=(on, map_day))
    counts = people_by_unit(scope=scope, on=on, within=within)
    found = maps.project(counts, onto=map_day, level=level)
    among = {unit for one in found.residue for unit in one.among}
    known = editions.lines_of({*found.rows, *among, *(one.unit_id for one in found.residue)}, on=map_day)
    rows = [
        TotalRow(unit, known[unit].full_name, known[unit].path, count)
        for unit, count in sorted(found.rows.items(), key=lambda row: _by_name(known[row[0]]))
    ]
    residue = [
        Left(
            one.unit_id,
            known[one.unit_id].path,
            one.count,
            _reason(one, known[one.unit_id], level),
            tuple(known[unit].full_name for unit in one.among),
        )
        for one in sorted(found.residue, key=lambda one: _by_name(known[one.unit_id]))
    ]
    return Totals(on, map_day, level, tuple(rows), tuple(residue))


def _within(area_id: str, *, scope: Scope, days: tuple[date, date]) -> frozenset[str]:
    """What the area answers for on the day of the count; if it did not exist then, on the day of the map."""
    if scope.reaches(POWER, area_id):
        for day in days:
            if reached := units.reach([area_id], on=day)[area_id]:
                return reached
    raise NotFound(units.NO_SUCH_UNIT)


def _reason(one: maps.Residue, line: UnitLine, level: str) -> str:
    """A province's own office is no riddle: it only has no row in a list of communes."""
    if one.reason is Reason.UNRESOLVED and LEVELS.index(line.level) < LEVELS.index(level):
        return HIGHER_LEVEL
    return one.reason.value


def _by_name(line: UnitLine) -> Any:
    """Provinces, districts in them, communes in those: each in Vietnamese alphabetical order."""
    names = [*(one.name for one in reversed(line.above)), line.name]
    return [[given_name_sort_key(word) for word in name.split()] for name in names]
