"""What is where: the balance of each account and lot, summed from the lines."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet, Sum

from hoanhap.medicine.models import ClosingBalance, Count, StockLine


class Place(NamedTuple):
    """One lot in one account."""

    account_id: UUID
    lot_id: UUID


def balances(*, book_id: UUID, at: datetime) -> dict[Place, Decimal]:
    """Units in each account of the book at that instant, accounts outside the books included (below zero); no zeros.

    Begins at the last close before the instant; `balances_from_nothing` sums every line ever written.
    """
    last = (
        Count.objects.filter(book=book_id, moment="closing", happened_at__lte=at)
        .order_by("-happened_at")
        .first()
    )
    if last is None:
        return balances_from_nothing(book_id=book_id, at=at)
    found = {
        Place(account, lot): units
        for account, lot, units in ClosingBalance.objects.filter(count=last).values_list(
            "account_id", "lot_id", "units"
        )
    }
    return _added(
        found, book_id, StockLine.objects.filter(happened_at__gt=last.happened_at, happened_at__lte=at)
    )


def balances_from_nothing(*, book_id: UUID, at: datetime) -> dict[Place, Decimal]:
    """The same from the first line on: slow, and what every close is held against."""
    return _added({}, book_id, StockLine.objects.filter(happened_at__lte=at))


def _added(found: dict[Place, Decimal], book_id: UUID, lines: QuerySet[StockLine]) -> dict[Place, Decimal]:
    for side, sign in (("to_account", 1), ("from_account", -1)):
        sums = (
            lines.filter(**{f"{side}__book": book_id})
            .values("lot_id", place=F(f"{side}_id"))
            .annotate(units=Sum("quantity_units"))
        )
        for row in sums:
            key = Place(row["place"], row["lot_id"])
            found[key] = found.get(key, Decimal(0)) + sign * row["units"]
    return {key: units for key, units in found.items() if units}
