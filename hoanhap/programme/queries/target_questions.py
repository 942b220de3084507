"""What a target asks on a day: of which days, of which units, on which map; and what is counted for it."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.dates import LOCAL_ZONE
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.knowledge import as_known
from hoanhap.programme.queries import figures, placing, plan_bodies
from hoanhap.programme.queries.figures import Counted, Figure
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.rules.indicators import Indicator, Reading
from hoanhap.programme.rules.marks import Band, Keep
from hoanhap.programme.rules.plan_files import Target

READ: Final = "programme.read"
LEVELS: Final = ("province", "district", "commune")


class Map(StrEnum):
    """The map on which units are shown: as the plan found it, as it is today, or as it was at the end of the period."""

    OLD = "old"
    NEW = "new"
    AS_WAS = "as-was"


@dataclass(frozen=True)
class Asked:
    """One target to be counted, with the days that it is about."""

    target: Target
    indicator: Indicator
    reading: Reading
    from_on: date
    to_on: date
    is_final: bool


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
    return figures_over(held, [(one, area_id) for one in asked])


def figures_over(held: PlanHeld, asked: Sequence[tuple[Asked, str]]) -> list[Figure]:
    """The same, each over an area of its own."""
    return figures_of_plans([(held, one, area_id) for one, area_id in asked])


def figures_of_plans(asked: Sequence[tuple[PlanHeld, Asked, str]]) -> list[Figure]:
    """The same for the targets of several plans, still in one statement."""
    questions = [
        figures.Question(
            one.indicator,
            one.reading,
            one.from_on,
            one.to_on,
            placing.ground(area_id, on=one.to_on),
            subjects_of(held, one.target),
        )
        for held, one, area_id in asked
    ]
    return [
        _of_list(one, question, found)
        for (_held, one, _area), question, found in zip(
            asked, questions, figures.figures(questions), strict=True
        )
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


def month_before(asked: Asked) -> Asked | None:
    """The same a month earlier; None where the period had not begun."""
    day = asked.to_on
    first = day.replace(day=1) - timedelta(days=1)
    earlier = first.replace(day=min(day.day, first.day))
    if (day + timedelta(days=1)).day == 1:
        earlier = first
    return replace(asked, to_on=earlier, is_final=False) if earlier >= asked.from_on else None


def end_of(day: date) -> datetime | None:
    """The moment at which a day ends; None for a day that has not ended: then the records are looked at as they are."""
    moment = datetime.combine(day + timedelta(days=1), time(), LOCAL_ZONE)
    return moment if moment <= timezone.now() else None


def looking_back(known: datetime | None) -> AbstractContextManager[None]:
    """What is counted inside is counted from the records as they were known then; None: as they are."""
    return nullcontext() if known is None else as_known(known)


def levels_below(area_id: str, *, on: date) -> tuple[str, ...]:
    """The levels of units below the area that exist on the map of a day, the highest first."""
    return placing.levels_below(area_id, on=on)
