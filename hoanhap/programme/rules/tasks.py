"""When tasks of a plan are due, and how they stand. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from hoanhap.programme.rules.plan_files import Asks, Every, Period, Step, Task

MONTHS: Final[dict[Every, int]] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}

STEPS: Final[tuple[Step, ...]] = (
    Step(days=1, asks=Asks.AGENCY),
    Step(days=15, asks=Asks.HEAD),
    Step(days=30, asks=Asks.ISSUER),
)
"""How the question about a late task rises where its plan says nothing else. Ours; no text sets days."""


class State(StrEnum):
    """How a task stands; the last three are what its agency says."""

    NOT_REPORTED = "not-reported"
    UNDER_WAY = "under-way"
    DONE = "done"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Turn:
    """One time that a task is to be done. `from_on`: of a task that comes again; `due_on` None: there is no day."""

    from_on: date | None
    due_on: date | None

    def is_late(self, state: State, on: date) -> bool:
        """Not done on the day after it was due."""
        return self.due_on is not None and state is not State.DONE and on > self.due_on


def turns(task: Task, period: Period, *, on: date) -> tuple[Turn, ...]:
    """The turns of a task that have begun by a day, the first one first.

    A task that comes again follows the calendar: each month, quarter, half-year or year that meets the plan's period
    is a turn, due on its last day, or on the plan's last. Others have one turn, from the plan's first day.
    """
    if on < period.from_on:
        return ()
    if task.every is None:
        return (Turn(None, task.due),)
    months = MONTHS[task.every]
    found, first = [], _start(period.from_on, months)
    while first <= min(on, period.to_on):
        following = _later(first, months)
        found.append(Turn(first, min(following - timedelta(days=1), period.to_on)))
        first = following
    return tuple(found)


def _start(day: date, months: int) -> date:
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _later(first: date, months: int) -> date:
    year, month = divmod(first.month - 1 + months, 12)
    return date(first.year + year, month + 1, 1)


def risen(days: int, steps: Sequence[Step]) -> Step:
    """The step that a task which is so many days late has reached; the first one before its day has come."""
    return next((one for one in reversed(steps) if one.days <= days), steps[0])
