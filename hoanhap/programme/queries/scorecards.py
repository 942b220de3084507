"""Where a plan stands on a day: every target, for its area and for each unit below, on the map one asks for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.places.queries.units import full_names
from hoanhap.programme.queries import disclosure, placing, plan_bodies
from hoanhap.programme.queries.disclosure import OPEN, Veil, grouped
from hoanhap.programme.queries.figures import Figure
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.queries.target_questions import (
    LEVELS,
    READ,
    Asked,
    Map,
    area_of,
    asked_of,
    day_of_map,
    figure_of,
    figures_of,
    levels_below,
    looking_back,
    month_before,
    reach,
    subjects_of,
)
from hoanhap.programme.queries.target_values import Value, of_unit, value_of, whole
from hoanhap.programme.rules.indicators import SHARES, Indicator, Reading
from hoanhap.programme.rules.marks import Keep, Mark, PerParent, Verdict
from hoanhap.programme.rules.plan_files import Target

__all__ = [
    "LEVELS",
    "READ",
    "AreaValue",
    "Asked",
    "LostValue",
    "Map",
    "Row",
    "Scorecard",
    "Value",
    "area_of",
    "asked_of",
    "card_of",
    "counted",
    "day_of_map",
    "figure_of",
    "figures_of",
    "is_share",
    "levels_below",
    "of_held",
    "of_unit",
    "reach",
    "row_of",
    "scorecard",
    "subjects_of",
    "value_of",
    "veiled_whole",
    "whole",
]


@dataclass(frozen=True)
class AreaValue:
    """The value of one unit of the map."""

    unit_id: str
    name: str
    value: Value


@dataclass(frozen=True)
class LostValue:
    """What was counted in a unit that has no place on the map: why, and to which units it may belong."""

    unit_id: str
    name: str
    value: Value
    reason: str
    among: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Row:
    """One target. `areas`: by unit, where a level was asked for; `lost`: what has no place on that map."""

    target: Target
    indicator: Indicator
    reading: Reading
    from_on: date
    to_on: date
    is_final: bool
    value: Value
    before: Value | None = None
    areas: tuple[AreaValue, ...] = ()
    lost: tuple[LostValue, ...] = ()

    @property
    def mark(self) -> Mark:
        return self.target.mark


@dataclass(frozen=True)
class Scorecard:
    """A plan for an area on a day. `map_on`: the day whose map shows the units of `level`."""

    plan: PlanHeld
    area_id: str
    area_name: str
    as_of: date
    map: Map
    map_on: date
    level: str | None
    rows: tuple[Row, ...]
    known: datetime | None = None


def scorecard(
    plan_id: UUID,
    *,
    scope: Scope,
    on: date,
    area_id: str | None = None,
    chosen: Map = Map.AS_WAS,
    level: str | None = None,
    targets: Collection[str] | None = None,
    with_before: bool = False,
    known: datetime | None = None,
    publish: bool = False,
) -> Scorecard:
    """Where the plan stands at the end of `on`, for its area or one below it in reach.

    `level`: also each unit of that level. `targets`: only these. `with_before`: also a month earlier. `known`: from the
    records as they were known then. Small numbers are hidden from who may not see the people of the area, and from
    everybody with `publish`. A period that has ended counts as it ended. Raises Forbidden, NotFound.
    """
    held = plan_bodies.held(plan_id, scope=scope)
    area = area_id or area_of(held, scope)
    reach(held, area, scope)
    reader = disclosure.Reader(scope, publish=publish)
    return counted(held, area, reader, on, chosen, level, targets, with_before=with_before, known=known)


def of_held(held: PlanHeld, *, scope: Scope, on: date, with_before: bool = False) -> Scorecard:
    """The same for a plan that the caller holds already, over its whole area: for one that is not issued yet."""
    return counted(held, held.area_id, disclosure.Reader(scope), on, with_before=with_before)


@placing.SameLists()
def counted(
    held: PlanHeld,
    area: str,
    reader: disclosure.Reader,
    on: date,
    chosen: Map = Map.AS_WAS,
    level: str | None = None,
    targets: Collection[str] | None = None,
    *,
    with_before: bool = False,
    known: datetime | None = None,
) -> Scorecard:
    """The same, for an area whose reach was asked for already."""
    as_of = min(on, held.body.period.to_on)
    map_on = day_of_map(held, chosen, as_of=as_of, today=on)
    asked = [
        one
        for target in held.body.targets
        if targets is None or target.code in targets
        if (one := asked_of(held, target, as_of)) is not None
    ]
    earlier = [month_before(one) for one in asked] if with_before else [None] * len(asked)
    with looking_back(known):
        seen = disclosure.figures_for(
            held, [one for one in (*asked, *earlier) if one is not None], area, reader, today=on
        )
    found = iter(seen)
    now = [next(found) for _ in asked]
    before = [None if one is None else veiled_whole(held, one, area, *next(found)) for one in earlier]
    rows = [
        row_of(held, one, area, level, map_on, figure, then, veil=veil)
        for one, (figure, veil), then in zip(asked, now, before, strict=True)
    ]
    return card_of(held, area, as_of, chosen, map_on, level, rows, known)


def veiled_whole(held: PlanHeld, asked: Asked, area: str, found: Figure, veil: Veil) -> Value:
    """The value of the area as a whole, as far as it is told."""
    return veil.told(whole(held, asked, area, found), found.by_unit)


def card_of(
    held: PlanHeld,
    area: str,
    as_of: date,
    chosen: Map,
    map_on: date,
    level: str | None,
    rows: Sequence[Row],
    known: datetime | None = None,
) -> Scorecard:
    """The rows as one card, its units called as they are on the map; lost ones as they were called when counted."""
    names = full_names({area, *(one.unit_id for row in rows for one in row.areas)}, on=map_on)
    lost = {unit_id for row in rows for one in row.lost for unit_id in (one.unit_id, *dict(one.among))}
    then = full_names(lost, on=as_of) if lost else {}
    now = {**full_names(lost - then.keys(), on=map_on), **then} if lost - then.keys() else then
    return Scorecard(
        held,
        area,
        names.get(area, area),
        as_of,
        chosen,
        map_on,
        level,
        tuple(_named(rows, names, now)),
        known,
    )


def row_of(
    held: PlanHeld,
    asked: Asked,
    area_id: str,
    level: str | None,
    map_on: date,
    found: Figure,
    before: Value | None = None,
    *,
    veil: Veil = OPEN,
) -> Row:
    """One target with its verdict and, where a level is asked for, the units of it; names are given later."""
    areas: tuple[AreaValue, ...] = ()
    lost: tuple[LostValue, ...] = ()
    if level is not None:
        fates = placing.fates(area_id, on=asked.to_on, onto=map_on, level=level)
        placed, unplaced = found.placed(fates)
        inside = grouped(found.by_unit, fates)
        areas = tuple(
            AreaValue(
                unit_id,
                "",
                veil.told(
                    of_unit(held, asked, unit_id, level, placed[unit_id], found, map_on), inside[unit_id]
                ),
            )
            for unit_id in sorted(placed)
        )
        lost = tuple(
            LostValue(
                one.unit_id,
                "",
                veil.told(
                    Value(one.counted.numerator, one.counted.denominator, Verdict.WATCHED), {one.unit_id}
                ),
                one.reason,
                tuple((unit_id, "") for unit_id in one.among),
            )
            for one in unplaced
        )
    return Row(
        asked.target,
        asked.indicator,
        asked.reading,
        asked.from_on,
        asked.to_on,
        asked.is_final,
        veiled_whole(held, asked, area_id, found, veil),
        before,
        areas,
        lost,
    )


def _named(rows: Iterable[Row], names: Mapping[str, str], lost: Mapping[str, str]) -> Iterable[Row]:
    for row in rows:
        yield replace(
            row,
            areas=tuple(replace(one, name=names.get(one.unit_id, one.unit_id)) for one in row.areas),
            lost=tuple(
                replace(
                    one,
                    name=lost.get(one.unit_id, one.unit_id),
                    among=tuple((unit_id, lost.get(unit_id, unit_id)) for unit_id, _name in one.among),
                )
                for one in row.lost
            ),
        )


def is_share(row: Row) -> bool:
    """Whether the value is shown as n/d (p %)."""
    return row.indicator.kind in SHARES or isinstance(row.mark, Keep | PerParent)
