"""One target of a plan on the map: every unit of a level with its value, told as far as the reader may be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound
from hoanhap.kit.text import given_name_sort_key
from hoanhap.places.queries.cells import Cell, drawing
from hoanhap.places.queries.units import lines_of
from hoanhap.programme.queries import placing, plan_bodies, scorecards
from hoanhap.programme.queries.disclosure import Reader
from hoanhap.programme.queries.scorecards import Map, Row, Scorecard, Value
from hoanhap.programme.queries.target_pages import NO_SUCH_TARGET
from hoanhap.programme.rules.plan_files import Target


@dataclass(frozen=True)
class Place:
    """A unit of the map. `value` None: nothing was counted there. `group`: the district it lies in, if there are any."""

    unit_id: str
    name: str
    group: str
    value: Value | None
    cell: Cell | None


@dataclass(frozen=True)
class PlanMap:
    """`boxes` stand apart: far islands, and the archipelagos, which have no value where they are not part of the area."""

    card: Scorecard
    row: Row
    targets: Sequence[Target]
    levels: tuple[str, ...]
    places: tuple[Place, ...]
    boxes: tuple[tuple[Cell, str], ...]

    @property
    def is_drawn(self) -> bool:
        """Whether the map is drawn. While districts stood (before 1/7/2025) it is not: tiles stand for all units.

        Some communes of that time carried on and have a cell, but a few cells among hundreds are no map.
        """
        return any(place.cell for place in self.places) and not any(place.group for place in self.places)

    @property
    def not_drawn(self) -> tuple[Place, ...]:
        """Units that the drawing leaves out, although it draws others."""
        return tuple(place for place in self.places if place.cell is None) if self.is_drawn else ()


@placing.SameLists()
def plan_map(
    plan_id: UUID,
    *,
    scope: Scope,
    on: date,
    code: str = "",
    area_id: str | None = None,
    chosen: Map = Map.AS_WAS,
    level: str | None = None,
    known: datetime | None = None,
) -> PlanMap:
    """A target (the first, if none is named) for every unit of a level below the area (the next one).

    In the reading of the plan only: readings side by side, unit by unit, would tell what small numbers hide.
    Raises Forbidden, NotFound.
    """
    held = plan_bodies.held(plan_id, scope=scope)
    area = area_id or scorecards.area_of(held, scope)
    scorecards.reach(held, area, scope)
    codes = [target.code for target in held.body.targets]
    code = code or next(iter(codes), "")
    as_of = min(on, held.body.period.to_on)
    map_on = scorecards.day_of_map(held, chosen, as_of=as_of, today=on)
    levels = scorecards.levels_below(area, on=map_on) or ("commune",)
    level = level if level in levels else levels[0]
    card = scorecards.counted(held, area, Reader(scope), on, chosen, level, [code], known=known)
    if not card.rows:
        raise NotFound(NO_SUCH_TARGET)
    row = card.rows[0]
    found = {one.unit_id: one.value for one in row.areas}
    fates = placing.fates(area, on=row.to_on, onto=map_on, level=level)
    unit_ids = {fate.target for fate in fates.values() if fate.target} | found.keys()
    drawn = drawing(sorted(unit_ids))
    boxes = {cell.unit_id for cell in drawn.boxes}
    lines = lines_of(unit_ids | boxes, on=map_on)
    cells = {cell.unit_id: cell for cell in (*drawn.together, *drawn.boxes)}
    places = [
        Place(
            unit_id,
            line.full_name if line else unit_id,
            next((above.full_name for above in line.above if above.level == "district"), "") if line else "",
            found.get(unit_id),
            cells.get(unit_id),
        )
        for unit_id in unit_ids
        for line in [lines.get(unit_id)]
    ]
    places.sort(key=lambda one: (one.group, [given_name_sort_key(word) for word in one.name.split()]))
    return PlanMap(
        card,
        row,
        held.body.targets,
        levels,
        tuple(places),
        tuple(
            (cell, lines[cell.unit_id].full_name if cell.unit_id in lines else cell.unit_id)
            for cell in drawn.boxes
        ),
    )
