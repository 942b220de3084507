"""What somebody who leads an area sees at once: where its plans stand, what is late, and where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONArray

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound
from hoanhap.places.models import Unit, UnitReach
from hoanhap.places.queries.units import NO_SUCH_UNIT, full_names
from hoanhap.programme.models import (
    Plan,
    PlanEdition,
    PlanUnit,
    Submission,
)
from hoanhap.programme.queries import disclosure, placing
from hoanhap.programme.queries.late_units import LateIn, LateKind, late_in
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.queries.scorecard_rows import AreaValue, Row, row_of, veiled_whole
from hoanhap.programme.queries.target_questions import LEVELS, Asked, asked_of, figures_of_plans, month_before
from hoanhap.programme.queries.target_values import Value as Counted
from hoanhap.programme.rules.marks import Verdict
from hoanhap.programme.rules.plan_files import PlanBody

READ: Final = "programme.read"
PLANS: Final = 4
"""So many plans stand on one screen; the others are a list away."""
WORST: Final = 3
FURTHEST: Final = (
    Verdict.MISSED,
    Verdict.NEAR,
    Verdict.NOT_ENOUGH_DATA,
    Verdict.HIDDEN,
    Verdict.WATCHED,
    Verdict.MET,
    Verdict.EXCEEDED,
    Verdict.NOT_APPLICABLE,
)


class Trend(StrEnum):
    """How a value moved in a month."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Line:
    """A target with where it is missed most. `is_better`: None where it did not move or no side is better."""

    row: Row
    trend: Trend
    is_better: bool | None
    worst: tuple[AreaValue, ...]


@dataclass(frozen=True)
class Standing:
    """A plan over an area on a day. `handed_in_on`: the last day of the figures that were handed in for it."""

    plan: PlanHeld
    area_id: str
    as_of: date
    is_over: bool
    lines: tuple[Line, ...]
    handed_in_on: date | None

    @property
    def is_to_hand_in(self) -> bool:
        """Its period is over and nobody handed in the figures of its last day."""
        return self.is_over and (self.handed_in_on is None or self.handed_in_on < self.plan.body.period.to_on)


@dataclass(frozen=True)
class Leading:
    """Everything for one screen. `is_past`: no plan is in force, these are the last ones."""

    area_id: str
    area_name: str
    on: date
    standings: tuple[Standing, ...]
    is_past: bool
    others: int
    late: tuple[LateKind, ...]


@placing.SameLists()
def leading(*, scope: Scope, on: date, area_id: str | None = None) -> Leading:
    """The screen of an area in reach, else of the first area of the reader. Raises Forbidden, NotFound."""
    scope.require(READ)
    own = sorted(scope.area_ids(READ))
    area = area_id or (own[0] if own else "")
    if not area or not scope.reaches(READ, area):
        raise NotFound(NO_SUCH_UNIT)
    found, is_past, others = plans_about(area, on=on)
    stand = standings(found, area, scope=scope, on=on, with_worst=True)
    late = late_in(scope, on, placing.ground(area, on=on) & scope.unit_ids(READ))
    names = full_names(
        {
            area,
            *(one.unit_id for plan in stand for line in plan.lines for one in line.worst),
            *(one.unit_id for kind in late for one in kind.units),
        },
        on=on,
    )
    return Leading(
        area,
        names.get(area, area),
        on,
        tuple(_named(one, names) for one in stand),
        is_past,
        others,
        tuple(
            LateKind(
                kind.kind,
                kind.count,
                tuple(
                    LateIn(one.unit_id, names.get(one.unit_id, one.unit_id), one.count) for one in kind.units
                ),
            )
            for kind in late
        ),
    )


def plans_about(area_id: str, *, on: date) -> tuple[list[Any], bool, int]:
    """The plans of the area and of those above it, whatever they were called: in force on the day, else the last ones.

    Each with the body of its newest edition (`said`), and the last day handed in for the area (`handed_in_on`); whether
    none is in force; and how many more there are.
    """
    edition = PlanEdition.objects.filter(plan=OuterRef("pk")).order_by("-number")
    handed = Submission.objects.filter(plan=OuterRef("pk"), area=OuterRef("area")).order_by("-to_on")
    listed = PlanUnit.objects.filter(plan=OuterRef("pk")).order_by("topic", "unit_id")
    level = Unit.objects.filter(pk=area_id).values("level")
    above = UnitReach.objects.filter(unit_id__in=placing.ground(area_id, on=on)).values("area_id")
    rows = list(
        Plan.objects.filter(area_id__in=above, period_from__lte=on)
        .annotate(
            own_level=Subquery(level[:1]),
            said=Subquery(edition.values("body")[:1]),
            edition=Subquery(edition.values("number")[:1]),
            handed_in_on=Subquery(handed.values("to_on")[:1]),
            listed=ArraySubquery(listed.values(one=JSONArray("topic", "unit_id"))),
        )
        .select_related("area")
        .order_by("-period_until", "-issued_on", "number")
    )
    wide = [row for row in rows if LEVELS.index(row.area.level) <= LEVELS.index(row.own_level)]
    in_force = [row for row in wide if row.period_until > on]
    chosen = in_force or wide
    return chosen[:PLANS], not in_force, max(0, len(wide) - PLANS)


def standings(
    plans: Sequence[Any], area_id: str, *, scope: Scope, on: date, with_worst: bool = False
) -> list[Standing]:
    """Where these plans stand over the area, and a month before; whatever may be told is counted in one statement."""
    helds = _held(plans)
    about = [(held, where) for held in helds if (where := _where(held, area_id, on)) is not None]
    asked = [
        (
            held,
            where,
            [one for target in held.body.targets if (one := asked_of(held, target, day)) is not None],
        )
        for held, where in about
        for day in [min(on, held.body.period.to_on)]
    ]
    seen = _seen(asked, scope, on)
    handed = {plan.pk: plan.handed_in_on for plan in plans}
    found = []
    for held, where, targets in asked:
        as_of = min(on, held.body.period.to_on)
        level = level_below(where, on=as_of) if with_worst else None
        rows = []
        for one in targets:
            figure, veil = next(seen)
            then = month_before(one)
            before = None if then is None else veiled_whole(held, then, where, *next(seen))
            rows.append(row_of(held, one, where, level, as_of, figure, before, veil=veil))
        found.append(
            Standing(
                held,
                where,
                as_of,
                on > held.body.period.to_on,
                tuple(_line(row) for row in rows),
                handed[held.id] if where == held.area_id else None,
            )
        )
    return found


def _seen(asked: Iterable[tuple[PlanHeld, str, list[Asked]]], scope: Scope, on: date) -> Any:
    """The figures of all, each followed by that of a month before, with what is hidden of them."""
    reader = disclosure.Reader(scope)
    wanted = [
        (held, where, [two for one in targets for two in (one, month_before(one)) if two is not None])
        for held, where, targets in asked
    ]
    if all(reader.sees(where) for _held, where, _asked in wanted):
        flat = [(held, one, where) for held, where, some in wanted for one in some]
        return iter([(figure, disclosure.OPEN) for figure in figures_of_plans(flat)])
    return iter(
        [
            told
            for held, where, some in wanted
            for told in disclosure.figures_for(held, some, where, reader, today=on)[0]
        ]
    )


def _held(plans: Sequence[Any]) -> list[PlanHeld]:
    """What the plans say, with the units of their lists; one that was recorded before plans had editions says nothing."""
    lists: dict[UUID, dict[str, list[str]]] = {}
    for plan in plans:
        for topic, unit_id in plan.listed:
            lists.setdefault(plan.pk, {}).setdefault(topic, []).append(unit_id)
    return [
        PlanHeld(
            plan.pk,
            plan.edition,
            PlanBody.model_validate(plan.said),
            plan.area_id,
            {code: tuple(units) for code, units in lists.get(plan.pk, {}).items()},
            None,
        )
        for plan in plans
        if plan.said is not None
    ]


def _where(held: PlanHeld, area_id: str, on: date) -> str | None:
    """Over which area the plan is counted: the one asked for, or the plan's own where that has since become part of it."""
    if area_id == held.area_id or area_id in placing.ground(held.area_id, on=held.body.period.to_on):
        return area_id
    return held.area_id if held.area_id in placing.ground(area_id, on=on) else None


def level_below(area_id: str, *, on: date) -> str | None:
    """The highest level of units that lie in the area on the map of a day."""
    for level in ("district", "commune"):
        fates = placing.fates(area_id, on=on, onto=on, level=level)
        targets = {fate.target for fate in fates.values()} - {None, area_id}
        if targets & placing.ground(area_id, on=on):
            return level
    return None


def _line(row: Row) -> Line:
    trend = trend_of(row.value, row.before)
    better = {"up": Trend.UP, "down": Trend.DOWN}.get(row.indicator.better)
    moved = trend in {Trend.UP, Trend.DOWN} and better is not None
    below = {Verdict.MISSED, Verdict.NEAR}
    missed = [one for one in row.areas if row.value.verdict in below and one.value.verdict in below]
    return Line(row, trend, trend is better if moved else None, tuple(sorted(missed, key=furthest)[:WORST]))


def trend_of(now: Counted, before: Counted | None) -> Trend:
    """Exactly compared: a share by its fraction, a count as it is."""
    if before is None or now.numerator is None or before.numerator is None:
        return Trend.UNKNOWN
    if now.is_hidden or before.is_hidden or 0 in (now.denominator, before.denominator):
        return Trend.UNKNOWN
    one, other = (
        Fraction(now.numerator, now.denominator or 1),
        Fraction(before.numerator, before.denominator or 1),
    )
    return Trend.SAME if one == other else Trend.UP if one > other else Trend.DOWN


def furthest(one: AreaValue) -> tuple[int, Fraction, str]:
    """Sorts units: those furthest from the mark first; what cannot be judged behind."""
    value = one.value
    part = (
        Fraction(value.numerator or 0, value.denominator)
        if value.denominator
        else -Fraction(value.numerator or 0)
    )
    return FURTHEST.index(value.verdict), part, one.unit_id


def _named(one: Standing, names: dict[str, str]) -> Standing:
    lines = [
        Line(
            line.row,
            line.trend,
            line.is_better,
            tuple(
                AreaValue(worst.unit_id, names.get(worst.unit_id, worst.unit_id), worst.value)
                for worst in line.worst
            ),
        )
        for line in one.lines
    ]
    return Standing(one.plan, one.area_id, one.as_of, one.is_over, tuple(lines), one.handed_in_on)
