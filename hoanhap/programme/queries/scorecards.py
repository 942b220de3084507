"""Where a plan stands on a day: every target, for its area and for each unit below, on the map one asks for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.places.queries.units import full_names
from hoanhap.programme.queries import disclosure, placing, plan_bodies, quality
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.queries.scorecard_rows import AreaValue, LostValue, Row, row_of, veiled_whole
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
from hoanhap.programme.rules.indicators import SHARES
from hoanhap.programme.rules.marks import Keep, PerParent
from hoanhap.programme.rules.quality import ASKED

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
    with_quality: bool = False,
    known: datetime | None = None,
    publish: bool = False,
) -> Scorecard:
    """Where the plan stands at the end of `on`, for its area or one below it in reach.

    `level`: also each unit of that level. `targets`: only these. `with_before`: also a month earlier. `with_quality`: also
    what is to be known of the records. `known`: from the records as they were known then. Small numbers are hidden from who
    may not see the people of the area, and from everybody with `publish`. A period that has ended counts as it ended.
    Raises Forbidden, NotFound.
    """
    held = plan_bodies.held(plan_id, scope=scope)
    area = area_id or area_of(held, scope)
    reach(held, area, scope)
    reader = disclosure.Reader(scope, publish=publish)
    return counted(
        held,
        area,
        reader,
        on,
        chosen,
        level,
        targets,
        with_before=with_before,
        with_quality=with_quality,
        known=known,
    )


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
    with_quality: bool = False,
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
    companions = [quality.companions(one, only=ASKED) if with_quality else [] for one in asked]
    with looking_back(known):
        seen, aside = disclosure.figures_for(
            held,
            [one for one in (*asked, *earlier) if one is not None],
            area,
            reader,
            today=on,
            beside=[other for some in companions for other in some],
        )
        late = quality.late(held, asked, area, reader=reader) if with_quality else [None] * len(asked)
    found, others = iter(seen), iter(aside)
    now = [next(found) for _ in asked]
    before = [None if one is None else veiled_whole(held, one, area, *next(found)) for one in earlier]
    rows = []
    for one, (figure, veil), then, some, own_late in zip(asked, now, before, companions, late, strict=True):
        row = row_of(held, one, area, level, map_on, figure, then, veil=veil)
        told = [quality.told_companion(held, other, area, next(others), row.value, reader) for other in some]
        rows.append(
            replace(row, late=own_late and own_late.beside(row.value), warnings=tuple(quality.warnings(told)))
        )
    return card_of(held, area, as_of, chosen, map_on, level, rows, known)


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
    then = full_names(lost, on=as_of)
    return Scorecard(
        held,
        area,
        names.get(area, area),
        as_of,
        chosen,
        map_on,
        level,
        tuple(_named(rows, names, then)),
        known,
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
