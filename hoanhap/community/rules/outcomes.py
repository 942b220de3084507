"""When somebody who was helped is visited to see how they live: 6 and 12 months after support was first provided. Pure.

The months stand in the issue; how early a visit may come and until when it is waited for is our default: a month early, and
until the next visit is due (after the last, six months more).
"""

from collections.abc import Collection
from datetime import date
from typing import Final

from hoanhap.kit.dates import add_months

MONTHS: Final = (6, 12)
EARLY: Final = 1
"""Months before the day at which a visit counts already."""
_WAITED_FOR: Final = {6: 12, 12: 18}


def due_on(helped_on: date, months: int) -> date:
    """The day on which a visit is due."""
    return add_months(helped_on, months)


def counts_from(helped_on: date, months: int) -> date:
    """The first day on which a visit says how somebody lives after so many months."""
    return add_months(helped_on, months - EARLY)


def waited_until(helped_on: date, months: int) -> date:
    """The first day on which a visit is no longer waited for."""
    return add_months(helped_on, _WAITED_FOR[months])


def due(helped_on: date, taken: Collection[int], on: date) -> int | None:
    """The months of the visit that is due on a day and was not made; None where there is none."""
    for months in MONTHS:
        if due_on(helped_on, months) <= on < waited_until(helped_on, months) and months not in taken:
            return months
    return None
