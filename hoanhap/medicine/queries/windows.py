"""What a window can pour from: whether its day is open, which bottles stand there, how much is in them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Max, Q

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound
from hoanhap.medicine.models import Count


@dataclass(frozen=True)
class Bottle:
    """One lot in one bottle at a window, with how much of it the book says is there."""

    window_id: UUID
    window_name: str
    lot_id: UUID
    lot_number: str
    expires_on: date
    mg_per_unit: Decimal
    units: Decimal


@dataclass(frozen=True)
class BookDay:
    """The latest day of a book that was opened; `is_open` until it is closed."""

    book_id: UUID
    medicine: str
    day: date | None
    is_open: bool


_BOTTLES: Final = """
WITH book AS (
    SELECT b.id, (
        SELECT c.id FROM medicine_count c WHERE c.book_id = b.id AND c.moment = 'closing'
        ORDER BY c.happened_at DESC LIMIT 1
    ) AS closing_id
    FROM medicine_stockbook b WHERE b.organisation_id = %(place)s AND b.medicine = %(medicine)s
), place AS (
    SELECT a.id, a.name, book.closing_id,
           (SELECT c.happened_at FROM medicine_count c WHERE c.id = book.closing_id) AS closed_at
    FROM medicine_stockaccount a JOIN book ON book.id = a.book_id WHERE a.kind = 'window'
), moved AS (
    SELECT place.id, y.lot_id, y.units FROM place
    JOIN medicine_closingbalance y ON y.count_id = place.closing_id AND y.account_id = place.id
    UNION ALL
    SELECT place.id, l.lot_id, l.quantity_units FROM place
    JOIN medicine_stockline l ON l.to_account_id = place.id
         AND l.happened_at > coalesce(place.closed_at, '-infinity')
    UNION ALL
    SELECT place.id, l.lot_id, -l.quantity_units FROM place
    JOIN medicine_stockline l ON l.from_account_id = place.id
         AND l.happened_at > coalesce(place.closed_at, '-infinity')
)
SELECT place.id, place.name, lot.id, lot.number, lot.expires_on, lot.mg_per_unit, sum(moved.units)
FROM moved JOIN place ON place.id = moved.id JOIN medicine_lot lot ON lot.id = moved.lot_id
WHERE NOT EXISTS (
    SELECT FROM medicine_lotrecall r WHERE r.lot_id = lot.id AND r.retired_at IS NULL
      AND (r.organisation_id IS NULL OR r.organisation_id = %(place)s)
)
GROUP BY place.id, place.name, lot.id, lot.number, lot.expires_on, lot.mg_per_unit
HAVING sum(moved.units) > 0
ORDER BY lot.expires_on, lot.number, place.name
"""


def bottles(place_id: UUID, medicine: str, *, scope: Scope, power: str) -> list[Bottle]:
    """What stands at the windows of a place and is not recalled, first what expires first.

    Raises NotFound outside the scope's places.
    """
    _inside(place_id, scope, power)
    with connection.cursor() as cursor:
        cursor.execute(_BOTTLES, {"place": place_id, "medicine": medicine})
        return [Bottle(*row) for row in cursor.fetchall()]


def book_days(place_id: UUID, *, scope: Scope, power: str) -> dict[str, BookDay]:
    """By medicine, the day that the book of a place is at. Raises NotFound outside the scope's places."""
    _inside(place_id, scope, power)
    rows = (
        Count.objects.filter(book__organisation=place_id)
        .values("book_id", "book__medicine")
        .annotate(
            opened=Max("day", filter=Q(moment="opening")), closed=Max("day", filter=Q(moment="closing"))
        )
    )
    return {
        row["book__medicine"]: BookDay(
            row["book_id"],
            row["book__medicine"],
            row["opened"],
            row["opened"] is not None and (row["closed"] is None or row["closed"] < row["opened"]),
        )
        for row in rows
    }


def is_open_at(days: dict[str, BookDay], medicine: str, day: date) -> bool:
    """Whether the window may pour this medicine on that day."""
    found = days.get(medicine)
    return found is not None and found.is_open and found.day == day


def _inside(place_id: UUID, scope: Scope, power: str) -> None:
    if not scope.everywhere(power) and place_id not in scope.organisation_ids(power):
        raise NotFound
