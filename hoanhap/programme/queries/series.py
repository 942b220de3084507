"""A figure as time goes: a target since its plan began, an indicator over the last months. Each in one statement."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.kit.dates import add_months
from hoanhap.programme.queries import disclosure, figures, flows, placing, scorecards, target_pages
from hoanhap.programme.queries.disclosure import Reader
from hoanhap.programme.queries.figures import Counted
from hoanhap.programme.queries.target_values import Value
from hoanhap.programme.rules.indicators import Indicator, Reading
from hoanhap.programme.rules.marks import Verdict
from hoanhap.programme.rules.small_numbers import is_small

MOST: Final = 24
"""So many ends of quarters: a plan of six years. Earlier ones are left out."""


@placing.SameLists()
def quarters(
    plan_id: UUID, code: str, *, scope: Scope, on: date, area_id: str | None
) -> list[tuple[date, Value]]:
    """The value at the end of each quarter since the plan began and on the day itself, oldest first.

    Small numbers are hidden as on a scorecard. Raises NotFound.
    """
    held, one, area = target_pages.asked(plan_id, code, scope=scope, on=on, area_id=area_id)
    first = (one.target.period or held.body.period).from_on
    then = [scorecards.asked_of(held, one.target, day) for day in ends_of_quarters(first, one.to_on)[-MOST:]]
    asked = [each for each in then if each is not None]
    found, _beside = disclosure.figures_for(held, asked, area, Reader(scope), today=on)
    return [
        (each.to_on, scorecards.veiled_whole(held, each, area, *counted))
        for each, counted in zip(asked, found, strict=True)
    ]


def ends_of_quarters(first: date, last: date) -> list[date]:
    """The last days of the quarters from one day to another, and the other itself."""
    days, year, month = [], first.year, 3 * ((first.month - 1) // 3) + 3
    while (end := _last_of(year, month)) < last:
        days.append(end)
        year, month = (year + 1, 3) if month == 12 else (year, month + 3)
    return [*days, last]


def _last_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


@placing.SameLists()
def indicator_months(
    indicator: Indicator, reading: Reading, *, area_id: str, scope: Scope, on: date, months: int = 12
) -> list[tuple[date, Value]]:
    """An indicator without a plan: at the end of each of the last months, each over the twelve months before it.

    Small numbers are hidden from who does not see the people of the area. Raises Forbidden, NotFound.
    """
    ground = flows.ground_of(area_id, scope=scope, on=on)
    days = [ground.on]
    while len(days) < months:
        days.append(days[-1].replace(day=1) - timedelta(days=1))
    questions = [
        figures.Question(
            indicator, reading, add_months(day + timedelta(days=1), -12), day, placing.ground(area_id, on=day)
        )
        for day in reversed(days)
    ]
    below = 1 if ground.is_open else disclosure.protected(indicator)
    return [
        (question.to_on, _value(found.total, below))
        for question, found in zip(questions, figures.figures(questions), strict=True)
    ]


def _value(counted: Counted, below: int) -> Value:
    if not counted.needed:
        return Value(None, None, Verdict.NOT_ENOUGH_DATA)
    value = Value(counted.numerator, counted.denominator, Verdict.WATCHED)
    over = counted.denominator
    is_small_over = over is not None and is_small(over, below)
    rest = 0 if over is None else over - counted.numerator
    is_hidden = is_small_over or is_small(counted.numerator, below) or is_small(rest, below)
    return disclosure.hide(value, over=is_small_over) if is_hidden else value
