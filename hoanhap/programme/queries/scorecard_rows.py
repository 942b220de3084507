"""One target of a scorecard: its value, those of the units of a map, and what has no place there."""

from dataclasses import dataclass
from datetime import date

from hoanhap.programme.queries import placing
from hoanhap.programme.queries.disclosure import OPEN, Veil, grouped
from hoanhap.programme.queries.figures import Figure
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.queries.quality import Late
from hoanhap.programme.queries.target_questions import Asked
from hoanhap.programme.queries.target_values import Value, of_unit, whole
from hoanhap.programme.rules.indicators import Indicator, Reading
from hoanhap.programme.rules.marks import Mark, Verdict
from hoanhap.programme.rules.plan_files import Target


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
    """One target. `areas`: by unit, where a level was asked for; `lost`: what has no place on that map.

    `late`: how late its records were written; `warnings`: what else keeps one from relying on it.
    """

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
    late: Late | None = None
    warnings: tuple[str, ...] = ()

    @property
    def mark(self) -> Mark:
        return self.target.mark


def veiled_whole(held: PlanHeld, asked: Asked, area: str, found: Figure, veil: Veil) -> Value:
    """The value of the area as a whole, as far as it is told."""
    return veil.told(whole(held, asked, area, found), found.by_unit)


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
