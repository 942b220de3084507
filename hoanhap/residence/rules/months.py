"""Months and quarters of ratings, and who may be proposed for a shorter term."""

from collections.abc import Mapping
from datetime import date

from hoanhap.kit.dates import add_months


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def quarter_of(day: date) -> date:
    """The first day of its quarter."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def months_of_quarter(quarter: date) -> tuple[date, date, date]:
    """The first days of the three months of a quarter."""
    return quarter, add_months(quarter, 1), add_months(quarter, 2)


def latest_months(on: date, count: int) -> tuple[date, ...]:
    """The last months that are over on the day, the latest first."""
    this = month_of(on)
    return tuple(add_months(this, -back) for back in range(1, count + 1))


def has_served_half(admitted_on: date, ends_on: date, on: date, *, not_counted: int = 0) -> bool:
    """Whether half of the days of the term have been served. Days of absence do not count as served.

    The term is (first day, last day]; a day half-way counts as served once it has begun.
    """
    whole = (ends_on - admitted_on).days
    served = (on - admitted_on).days - not_counted
    return whole > 0 and served * 2 >= whole


def rated_fair(grades: Mapping[date, str], *, on: date, months: int, fair: frozenset[str]) -> bool:
    """Whether every one of the latest months that are over was rated fair or better."""
    return all(grades.get(month) in fair for month in latest_months(on, months))
