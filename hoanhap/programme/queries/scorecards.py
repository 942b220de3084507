"""Where a plan stands on a day: every target, for its area and for each unit below, on the map one asks for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.places.models import Level
from hoanhap.places.queries import maps
from hoanhap.places.queries.maps import Fate
from hoanhap.places.queries.units import full_names, unit
from hoanhap.programme.queries import figures, placing, plan_bodies
from hoanhap.programme.queries.figures import Counted, Figure, Lost
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.rules.indicators import SHARES, Indicator, Reading
from hoanhap.programme.rules.marks import Band, Judged, Keep, Mark, PerParent, Verdict, judge
from hoanhap.programme.rules.plan_files import Target

READ: Final = "programme.read"
LEVELS: Final = ("province", "district", "commune")


class Map(StrEnum):
    """The map on which units are shown: as the plan found it, as it is today, or as it was at the end of the period."""

    OLD = "old"
    NEW = "new"
    AS_WAS = "as-was"


@dataclass(frozen=True)
class Value:
    """An exact value: `denominator` None for a count; both None where there is not enough data."""

    numerator: int | None
    denominator: int | None
    verdict: Verdict
    missing: int | None = None


@dataclass(frozen=True)
class AreaValue:
    """The value of one unit of the map."""

    unit_id: str
    name: str
    value: Value


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
    lost: tuple[Lost, ...] = ()

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


@dataclass(frozen=True)
class Asked:
    """One target to be counted, with the days that it is about."""

    target: Target
    indicator: Indicator
    reading: Reading
    from_on: date
    to_on: date
    is_final: bool


@placing.SameLists()
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
) -> Scorecard:
    """Where the plan stands at the end of `on`, for its area or one below it in reach.

    `level`: also each unit of that level. `targets`: only these. `with_before`: also a month earlier. A period that has
    ended counts as it ended. Raises Forbidden, NotFound.
    """
    held = plan_bodies.held(plan_id, scope=scope)
    area = area_id or area_of(held, scope)
    reach(held, area, scope)
    as_of = min(on, held.body.period.to_on)
    map_on = day_of_map(held, chosen, as_of=as_of, today=on)
    asked = [
        one
        for target in held.body.targets
        if targets is None or target.code in targets
        if (one := asked_of(held, target, as_of)) is not None
    ]
    earlier = [_month_before(one) for one in asked] if with_before else [None] * len(asked)
    found = iter(figures_of(held, [one for one in (*asked, *earlier) if one is not None], area))
    now = [next(found) for _ in asked]
    before = [None if one is None else whole(held, one, area, next(found)) for one in earlier]
    rows = [
        row_of(held, one, area, level, map_on, figure, then)
        for one, figure, then in zip(asked, now, before, strict=True)
    ]
    return card_of(held, area, as_of, chosen, map_on, level, rows)


def card_of(
    held: PlanHeld, area: str, as_of: date, chosen: Map, map_on: date, level: str | None, rows: Sequence[Row]
) -> Scorecard:
    """The rows as one card, its units called as they are on the map."""
    names = full_names({area, *(one.unit_id for row in rows for one in row.areas)}, on=map_on)
    return Scorecard(
        held, area, names.get(area, area), as_of, chosen, map_on, level, tuple(_named(rows, names))
    )


def area_of(held: PlanHeld, scope: Scope) -> str:
    """The plan's area, or, for who does not reach it, their own area in it. Raises NotFound."""
    if scope.reaches(READ, held.area_id):
        return held.area_id
    inside = placing.ground(held.area_id, on=held.body.period.to_on)
    own = sorted(scope.area_ids(READ) & inside)
    if not own:
        raise NotFound(plan_bodies.NO_SUCH_PLAN)
    return own[0]


def reach(held: PlanHeld, area_id: str, scope: Scope) -> None:
    """Raise NotFound unless the area is the plan's or lies in it, and is in reach."""
    if not scope.reaches(READ, area_id) or (
        area_id != held.area_id and area_id not in placing.ground(held.area_id, on=held.body.period.to_on)
    ):
        raise NotFound(Problem("no-such-unit", _("There is no such administrative unit."), "area"))


def day_of_map(held: PlanHeld, chosen: Map, *, as_of: date, today: date) -> date:
    """The day whose map is meant."""
    if chosen is Map.OLD:
        return held.body.issued_on
    return today if chosen is Map.NEW else as_of


def asked_of(held: PlanHeld, target: Target, as_of: date) -> Asked | None:
    """The days that a target is about on a day; None while its period has not begun.

    A band is about the year of the day, in which it began on 1 January or with the plan.
    """
    period = target.period or held.body.period
    if as_of < period.from_on:
        return None
    to_on = min(as_of, period.to_on)
    from_on, ends_on = period.from_on, period.to_on
    if isinstance(target.mark, Band):
        from_on = max(from_on, date(to_on.year, 1, 1))
        ends_on = min(ends_on, date(to_on.year, 12, 31))
    indicator = held.indicator_of(target)
    return Asked(target, indicator, indicator.reading(target.reading), from_on, to_on, to_on >= ends_on)


def figure_of(held: PlanHeld, asked: Asked, area_id: str) -> Figure:
    """What is counted for a target over an area."""
    return figures_of(held, [asked], area_id)[0]


def figures_of(held: PlanHeld, asked: Sequence[Asked], area_id: str) -> list[Figure]:
    """The same for many targets and days, in one statement."""
    questions = [
        figures.Question(
            one.indicator,
            one.reading,
            one.from_on,
            one.to_on,
            placing.ground(area_id, on=one.to_on),
            subjects_of(held, one.target),
        )
        for one in asked
    ]
    return [
        _of_list(one, question, found)
        for one, question, found in zip(asked, questions, figures.figures(questions), strict=True)
    ]


def _of_list(asked: Asked, question: figures.Question, found: Figure) -> Figure:
    """Where a list is to be kept, every unit of it in the area counts; what nobody recorded says nothing."""
    if not isinstance(asked.target.mark, Keep) or not found.total.needed:
        return found
    listed = [one for one in question.subjects or () if one in (question.unit_ids or ())]
    return replace(found, by_unit=_kept(found.by_unit, listed), is_share=True)


def subjects_of(held: PlanHeld, target: Target) -> Sequence[str] | None:
    """The units of the list that a target is about; None where it is about no list."""
    return held.lists.get(target.mark.of, ()) if isinstance(target.mark, Keep) else None


def _kept(found: Mapping[str, Counted], listed: Iterable[str]) -> dict[str, Counted]:
    """Every unit of the list counts once below, and above if it was found."""
    return {
        unit_id: Counted(1 if unit_id in found and found[unit_id].numerator else 0, 1) for unit_id in listed
    }


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


def row_of(
    held: PlanHeld,
    asked: Asked,
    area_id: str,
    level: str | None,
    map_on: date,
    found: Figure,
    before: Value | None = None,
) -> Row:
    """One target with its verdict and, where a level is asked for, the units of it; names are given later."""
    areas: tuple[AreaValue, ...] = ()
    lost: list[Lost] = []
    if level is not None:
        placed, lost = found.placed(placing.fates(area_id, on=asked.to_on, onto=map_on, level=level))
        areas = tuple(
            AreaValue(unit_id, "", of_unit(held, asked, unit_id, level, placed[unit_id], found, map_on))
            for unit_id in sorted(placed)
        )
    return Row(
        asked.target,
        asked.indicator,
        asked.reading,
        asked.from_on,
        asked.to_on,
        asked.is_final,
        whole(held, asked, area_id, found),
        before,
        areas,
        tuple(lost),
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


def _month_before(asked: Asked) -> Asked | None:
    """The same a month earlier; None where the period had not begun."""
    day = asked.to_on
    first = day.replace(day=1) - timedelta(days=1)
    earlier = first.replace(day=min(day.day, first.day))
    if (day + timedelta(days=1)).day == 1:
        earlier = first
    return replace(asked, to_on=earlier, is_final=False) if earlier >= asked.from_on else None


def _named(rows: Iterable[Row], names: Mapping[str, str]) -> Iterable[Row]:
    for row in rows:
        areas = [replace(one, name=names.get(one.unit_id, one.unit_id)) for one in row.areas]
        yield replace(row, areas=tuple(areas))


def levels_below(area_id: str, *, on: date) -> tuple[str, ...]:
    """The levels of units below the area that exist on the map of a day, the highest first."""
    own = unit(area_id, on=on).level
    below = LEVELS[LEVELS.index(own) + 1 :]
    return tuple(level for level in below if level != Level.DISTRICT or maps.has_level(level, on=on))


def is_share(row: Row) -> bool:
    """Whether the value is shown as n/d (p %)."""
    return row.indicator.kind in SHARES or isinstance(row.mark, Keep | PerParent)
