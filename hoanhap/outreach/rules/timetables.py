"""On which days a line of a timetable comes. Pure."""

from calendar import monthrange
from datetime import date, timedelta


def days_of(
    *,
    weekday: int | None,
    month_day: int | None,
    valid_from: date,
    valid_until: date | None,
    from_on: date,
    to_on: date,
) -> list[date]:
    """The days between two days, both among them. `weekday`: Monday is 0. A short month has its last day instead."""
    first = max(from_on, valid_from)
    last = to_on if valid_until is None else min(to_on, valid_until - timedelta(days=1))
    found = []
    day = first
    while day <= last:
        if month_day is None:
            comes = day.weekday() == weekday
        else:
            comes = day.day == min(month_day, monthrange(day.year, day.month)[1])
        if comes:
            found.append(day)
        day += timedelta(days=1)
    return found
