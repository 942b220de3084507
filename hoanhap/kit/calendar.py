"""Working days, rest days and the days on which periods of law end.

Counting follows articles 147 and 148 of the Civil Code 2015: the day of the event is not counted, a period in months or
years ends on the day of the same number (on the month's last day where there is none), and a deadline *for an act* that
ends on a rest day moves to the end of the next working day. A term that restricts a person is another thing: it ends on
its day whatever that day is, and `period_ends` never moves it. Days are days in Viet Nam.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final

from hoanhap.kit.dates import LOCAL_ZONE, add_months, local_day

SATURDAY: Final = 5
_END_OF_DAY: Final = time(23, 59, 59)


class TimeUnit(StrEnum):
    """What a period is counted in; the five are never converted into each other."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working-days"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True)
class Calendar:
    """Which days are worked: Monday to Friday, but for the days named here.

    `rest_days` are free though they may be weekdays; `working_days` are Saturdays and Sundays worked in exchange.
    From `first_year` to `last_year` the official days are loaded; outside, only weekends are known to be free.
    Raises ValueError where a day is both.
    """

    rest_days: frozenset[date]
    working_days: frozenset[date]
    first_year: int
    last_year: int

    def __post_init__(self) -> None:
        if both := self.rest_days & self.working_days:
            raise ValueError(f"both a rest day and worked: {min(both)}")

    def knows(self, day: date) -> bool:
        """Whether the official days of that year are loaded; if not, what is computed is a forecast."""
        return self.first_year <= day.year <= self.last_year

    def is_working(self, day: date) -> bool:
        """Whether offices work on that day."""
        if day in self.rest_days:
            return False
        return not _is_weekend(day) or day in self.working_days

    def next_working(self, day: date) -> date:
        """The day itself if it is worked, else the first worked day after it."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def previous_working(self, day: date) -> date:
        """The day itself if it is worked, else the last worked day before it."""
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The last of `count` working days, the first of which is the first worked day after `day`.

        With 0 it is `day` itself. Raises ValueError below 0.
        """
        if count < 0:
            raise ValueError("working days are counted forward")
        goal = self._worked_until(day) + count
        # A jump over the missing days never passes the goal, because no day counts for more than one.
        while missing := goal - self._worked_until(day):
            day += timedelta(days=missing)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and with `end`; negative where `end` comes first."""
        return self._worked_until(end) - self._worked_until(start)

    def _worked_until(self, day: date) -> int:
        """All working days from the first day of the era to `day`, so that differences count days."""
        ordinal = day.toordinal()
        weeks, days = divmod(ordinal, 7)  # day 1 of the era is a Monday
        ordinary = weeks * SATURDAY + min(days, SATURDAY)
        return ordinary - bisect_right(self._free, ordinal) + bisect_right(self._swapped, ordinal)

    @cached_property
    def _free(self) -> list[int]:
        return _ordinals(day for day in self.rest_days if not _is_weekend(day))

    @cached_property
    def _swapped(self) -> list[int]:
        return _ordinals(day for day in self.working_days if _is_weekend(day))


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due: by the end of a day or, where the law counts hours, at a moment of that day."""

    on: date
    at: datetime | None = None


def due(
    *, since: date, at: datetime | None, count: int, unit: TimeUnit, calendar: Calendar, rolls_over: bool
) -> Due:
    """When a period of so many units ends that begins with an event on `since`.

    Hours run without pause from the exact moment `at`; where only the day is known they run from its last second,
    which is the latest that the event can have been, so nobody is called late who may not be. Hours never move.
    Other units are counted from the day after; with `rolls_over` a rest day at the end moves to the next working day.
    Raises ValueError for a count below 0.
    """
    if count < 0:
        raise ValueError("a period is counted forward")
    if unit is TimeUnit.HOURS:
        ends_at = _moment(since, at) + timedelta(hours=count)
        return Due(local_day(ends_at), ends_at)
    if unit is TimeUnit.WORKING_DAYS:
        on = calendar.add_working_days(since, count)
    elif unit is TimeUnit.DAYS:
        on = since + timedelta(days=count)
    else:
        on = add_months(since, _months(count, unit))
    return Due(calendar.next_working(on) if rolls_over else on)


def before(*, day: date, count: int, unit: TimeUnit, calendar: Calendar) -> date:
    """The last working day on which something due at least so much before `day` is still in time.

    A rest day moves to the working day *before* it: moving on would make the notice late.
    Raises ValueError for hours, which need a moment, and for a count below 0.
    """
    if count < 0:
        raise ValueError("a notice is counted backward from a day, by a count that is not negative")
    if unit is TimeUnit.HOURS:
        raise ValueError("a notice before a day cannot be counted in hours")
    if unit is TimeUnit.WORKING_DAYS:
        last = calendar.previous_working(day)
        while calendar.working_days_between(last, day) < count:
            last = calendar.previous_working(last - timedelta(days=1))
        return last
    if unit is TimeUnit.DAYS:
        return calendar.previous_working(day - timedelta(days=count))
    return calendar.previous_working(add_months(day, -_months(count, unit)))


def period_ends(since: date, months: int = 0, *, years: int = 0, days: int = 0) -> date:
    """The last day of a term that restricts a person; a rest day at its end never lengthens it.

    `days` are added (or taken off, below 0) after the months: time that did not count, time that is deducted.
    """
    return add_months(since, years * 12 + months) + timedelta(days=days)


def _months(count: int, unit: TimeUnit) -> int:
    return count * 12 if unit is TimeUnit.YEARS else count


def _moment(since: date, at: datetime | None) -> datetime:
    if at is None:
        return datetime.combine(since, _END_OF_DAY, LOCAL_ZONE)
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be counted from")
    return at.astimezone(LOCAL_ZONE)


def _is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def _ordinals(days: Iterable[date]) -> list[int]:
    return sorted(day.toordinal() for day in days)
