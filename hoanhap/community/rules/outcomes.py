"""When somebody who was helped is visited to see how they live: 6 and 12 months after support was first provided. Pure.

The months stand in the issue; how early a visit may come and until when it is waited for is our default: a month early, and
until the next visit is due (after the last, six months more).
"""

from datetime import date
from typing import Final

from hoanhap.kit.dates import add_months

MONTHS: Final = (6, 12)
EARLY: Final = 1
"""Months before the day at which a visit counts already."""
GIVEN_UP: Final = 18
"""Months after which the last visit is no longer waited for."""


def due_on(helped_on: date, months: int) -> date:
    """The day on which a visit is due."""
    return add_months(helped_on, months)


def counts_from(helped_on: date, months: int) -> date:
    """The first day on which a visit says how somebody lives after so many months."""
    return add_months(helped_on, months - EARLY)
