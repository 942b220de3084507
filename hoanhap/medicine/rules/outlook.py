"""How long a stock lasts: lots are used up in the order in which they expire, and what expires first is not used."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

LONGEST_DAYS: Final = 3 * 365
"""Further ahead nothing is foretold."""


@dataclass(frozen=True)
class Shelf:
    """What is there of one lot, and the last day on which it may be given."""

    expires_on: date
    units: Decimal


@dataclass(frozen=True)
class Outlook:
    """`days`: whole days, the first day included, for which the stock suffices; None if nothing is used or it lasts longer
    than is foretold. `short_on`: the first day on which it does not. `left_over`: what expires unused till then.
    """

    days: int | None
    short_on: date | None
    left_over: Decimal


def outlook(shelves: Iterable[Shelf], *, per_day: Decimal, on: date) -> Outlook:
    """Use up so much a day from `on` on. A lot is usable on the day on which it expires, not after."""
    usable = sorted((one for one in shelves if one.units > 0), key=lambda one: one.expires_on)
    left_over = sum((one.units for one in usable if one.expires_on < on), Decimal(0))
    shelf = [(one.expires_on, one.units) for one in usable if one.expires_on >= on]
    if per_day <= 0:
        return Outlook(None, None, left_over)
    for day in range(LONGEST_DAYS):
        today = on + timedelta(days=day)
        while shelf and shelf[0][0] < today:
            left_over += shelf.pop(0)[1]
        if sum((units for _expiry, units in shelf), Decimal(0)) < per_day:
            return Outlook(day, today, left_over)
        needed = per_day
        while needed:
            expires_on, units = shelf.pop(0)
            taken = min(needed, units)
            needed -= taken
            if units > taken:
                shelf.insert(0, (expires_on, units - taken))
    return Outlook(None, None, left_over)
