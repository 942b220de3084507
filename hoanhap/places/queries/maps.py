"""Reading a total on another map: as it was, as it is today, or as another day drew the lines."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from hoanhap.places.models import Unit, UnitEdition, UnitReach, UnitSuccession
from hoanhap.places.queries.editions import in_force, lines_of
from hoanhap.places.queries.successions import Link, successors_of
from hoanhap.places.rules import maps
from hoanhap.places.rules.maps import Fate, Projection, Reason, Residue

__all__ = ["Fate", "Projection", "Reason", "Residue", "ground", "placing", "project"]

UNKNOWN: Final = ""


def project(counts: Mapping[str, int], *, onto: date, level: str | None = None) -> Projection:
    """The counts by unit, placed among the units of the day `onto`, at their own level or a higher one.

    A commune that was divided, or that nobody can trace, has no row of its own level; it has one
    of a higher level where everything it may be lies in the same province. What has no row is the
    residue, with its reason: rows and residue are always the whole input.
    """
    return maps.project(counts, placing(counts, onto=onto, level=level))


def placing(unit_ids: Iterable[str], *, onto: date, level: str | None = None) -> dict[str, Fate]:
    """Where each of these units is found on the map of the day, at its own level or a given one. See `project`."""
    units = {unit.id: unit for unit in Unit.objects.filter(id__in=set(unit_ids))}
    tracing = _Tracing(units.values(), onto)
    standing = tracing.standing()
    areas = _areas({old for olds in standing.values() for old in olds}, onto)
    went = successors_of([unit.id for unit in units.values() if _has_ended(unit, onto)], on=onto)
    levels = set(UnitEdition.objects.filter(in_force(onto)).values_list("level", flat=True).distinct())
    fates = {}
    for unit in units.values():
        wanted = level or unit.level
        containers = [areas.get(old, {}).get(wanted, frozenset()) for old in standing[unit.id]]
        among = _among(unit, standing[unit.id], went.get(unit.id, ()), onto)
        stands = wanted in levels and not tracing.is_known_at_another_level(unit, among)
        reason = _reason(unit, among, onto) if stands else Reason.NO_SUCH_LEVEL
        fates[unit.id] = maps.fate(containers, reason, among)
    return fates


def _has_ended(unit: Unit, onto: date) -> bool:
    return unit.ended_on is not None and unit.ended_on <= onto


def _among(unit: Unit, olds: frozenset[str], links: tuple[Link, ...], onto: date) -> tuple[str, ...]:
    if _has_ended(unit, onto):
        return tuple(link.unit_id for link in links)
    return tuple(sorted(olds - {unit.id, UNKNOWN}))


def _reason(unit: Unit, among: tuple[str, ...], onto: date) -> Reason:
    if len(among) <= 1:
        return Reason.UNRESOLVED
    return Reason.DIVIDED if _has_ended(unit, onto) else Reason.MERGED


class _Tracing:
    """Goes back from units that did not exist yet to those that stood in their place."""

    def __init__(self, units: Iterable[Unit], onto: date) -> None:
        self._onto = onto
        self._began = {unit.id: unit.began_on for unit in units}
        self._wanted = list(self._began)
        self._origins: dict[str, list[str]] = {}
        self._rootless: set[str] = set()
        ahead = {unit for unit in self._wanted if self._is_to_come(unit)}
        while ahead:
            ahead = self._look_back(ahead)

    def standing(self) -> dict[str, frozenset[str]]:
        """Unit → the units of the day in its place; `UNKNOWN` among them if it cannot be traced wholly."""
        return {unit: frozenset(self._stand(unit)) for unit in self._wanted}

    def is_known_at_another_level(self, unit: Unit, among: tuple[str, ...]) -> bool:
        """A special zone that was a district without communes: its ground is known, at another level."""
        return len(among) == 1 and unit.id in self._origins and unit.id not in self._rootless

    def _stand(self, unit: str) -> set[str]:
        if not self._is_to_come(unit):
            return {unit}
        return {old for origin in self._origins[unit] for old in self._stand(origin)} or {UNKNOWN}

    def _is_to_come(self, unit: str) -> bool:
        day = self._began[unit]
        return day is not None and day > self._onto

    def _look_back(self, ahead: set[str]) -> set[str]:
        self._origins.update({unit: [] for unit in ahead})
        for new, old, day in UnitSuccession.objects.filter(new_id__in=ahead).values_list(
            "new_id", "old_id", "old__began_on"
        ):
            self._origins[new].append(old)
            self._began.setdefault(old, day)
        self._lean_on_parents({unit for unit in ahead if not self._origins[unit]})
        found = {old for unit in ahead for old in self._origins[unit]}
        return {old for old in found if self._is_to_come(old)} - self._origins.keys()

    def _lean_on_parents(self, rootless: set[str]) -> None:
        """What has no known origin came at least from what it lay in at first."""
        self._rootless |= rootless
        for day in {self._began[unit] for unit in rootless}:
            assert day is not None
            known = lines_of([unit for unit in rootless if self._began[unit] == day], on=day)
            parents = {unit: line.parent_id for unit, line in known.items() if line.parent_id}
            for parent in Unit.objects.filter(id__in=list(parents.values())):
                self._began.setdefault(parent.id, parent.began_on)
            for unit, parent_id in parents.items():
                self._origins[unit] = [parent_id]


def _areas(unit_ids: Iterable[str], onto: date) -> dict[str, dict[str, frozenset[str]]]:
    """Unit → level → the units of that level that reach it on the day and exist then."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    rows = UnitReach.objects.filter(in_force(onto), unit_id__in=set(unit_ids)).values_list(
        "unit_id", "area_id", "area__level"
    )
    for unit, area, level in rows:
        levels = found.setdefault(unit, {})
        levels[level] = levels.get(level, frozenset()) | {area}
    return found


def ground(area_id: str, *, on: date) -> frozenset[str]:
    """Every unit, of any time, whose ground lies wholly in the area as it was on the day: ended ones, and later ones.

    Where the area did not exist on the day, the nearest day of its life counts.
    """
    area = Unit.objects.filter(pk=area_id).first()
    if area is None:
        return frozenset()
    if area.ended_on is not None and area.ended_on <= on:
        on = area.ended_on - timedelta(days=1)
    if area.began_on is not None and area.began_on > on:
        on = area.began_on
    known = set(UnitReach.objects.filter(in_force(on), area_id=area_id).values_list("unit_id", flat=True))
    ahead = known
    while ahead:
        ahead = set(UnitSuccession.objects.filter(old_id__in=ahead).values_list("new_id", flat=True)) - known
        known |= ahead
    fates = placing(known, onto=on, level=area.level)
    return frozenset(unit for unit, fate in fates.items() if fate.target == area_id)


def has_level(level: str, *, on: date) -> bool:
    """Whether units of the level existed on the day: districts until 30/6/2025."""
    return UnitEdition.objects.filter(in_force(on), level=level).exists()


def days_of_change(area_id: str) -> list[date]:
    """The days on which the map of an area changed, the earliest first; between two of them it always reads the same."""
    reached = UnitReach.objects.filter(area_id=area_id)
    editions = UnitEdition.objects.filter(unit_id__in=reached.values("unit_id"))
    days: set[date | None] = set()
    for rows in (reached, editions):
        for column in ("valid_from", "valid_until"):
            days.update(rows.order_by().values_list(column, flat=True).distinct())
    return sorted(day for day in days if day is not None)
