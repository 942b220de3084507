"""The value of a target for an area, judged by its mark."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from hoanhap.places.queries.maps import Fate
from hoanhap.programme.queries import placing
from hoanhap.programme.queries.figures import Counted, Figure
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.queries.target_questions import LEVELS, Asked
from hoanhap.programme.rules.marks import Judged, PerParent, Verdict, judge


@dataclass(frozen=True)
class Value:
    """An exact value: `denominator` None for a count; both None where there is not enough data.

    `is_hidden`: a number was taken out, because it could point at somebody; then nothing is judged either.
    """

    numerator: int | None
    denominator: int | None
    verdict: Verdict
    missing: int | None = None
    is_hidden: bool = False


def value_of(held: PlanHeld, asked: Asked, counted: Counted) -> Value:
    """The value of one area with its verdict."""
    if not counted.needed:
        return Value(None, None, Verdict.NOT_ENOUGH_DATA)
    judged = _judged(held, asked, counted)
    return Value(counted.numerator, counted.denominator, judged.verdict, judged.missing)


def _judged(held: PlanHeld, asked: Asked, counted: Counted) -> Judged:
    return judge(
        asked.target.mark,
        counted.numerator,
        counted.denominator,
        year=asked.to_on.year,
        near=held.body.near,
    )


def whole(held: PlanHeld, asked: Asked, area_id: str, found: Figure) -> Value:
    """The value of the area as a whole. At least so many in each unit above: those units are counted."""
    mark = asked.target.mark
    if not isinstance(mark, PerParent) or not found.total.needed:
        return value_of(held, asked, found.total)
    parents, _lost = found.placed(_parents(area_id, asked, mark.parent))
    return value_of(held, asked, _reached(parents, mark))


def of_unit(
    held: PlanHeld,
    asked: Asked,
    unit_id: str,
    level: str,
    counted: Counted,
    found: Figure,
    map_on: date,
) -> Value:
    """The value of one unit of a level, from what was counted in it and, for units above, in all."""
    mark = asked.target.mark
    if not isinstance(mark, PerParent):
        return value_of(held, asked, counted)
    if LEVELS.index(level) < LEVELS.index(mark.parent):
        inside = {
            one: some for one, some in found.by_unit.items() if one in placing.ground(unit_id, on=map_on)
        }
        parents, _lost = replace(found, by_unit=inside).placed(_parents(unit_id, asked, mark.parent))
        return value_of(held, asked, _reached(parents, mark))
    if level == mark.parent:
        own = _reached({unit_id: counted}, mark)
        judged = _judged(held, asked, own)
        missing = max(0, mark.count - counted.numerator) if own.denominator else None
        return Value(counted.numerator, counted.denominator, judged.verdict, missing)
    return Value(counted.numerator, counted.denominator, Verdict.WATCHED)


def _parents(area_id: str, asked: Asked, level: str) -> Mapping[str, Fate]:
    """Units above as they were at the beginning of the period: a level that was abolished since still counts."""
    return placing.fates(area_id, on=asked.to_on, onto=asked.from_on, level=level)


def _reached(parents: Mapping[str, Counted], mark: PerParent) -> Counted:
    """How many units above reached the number, of those that have something to count at all."""
    with_any = {unit_id: one for unit_id, one in parents.items() if one.denominator}
    return Counted(sum(1 for one in with_any.values() if one.numerator >= mark.count), len(with_any))
