"""How long the stock of each book lasts, by the pace of the last weeks; which lots expire before they are used.

Nothing here knows a person: what running orders ask for is added by whoever may see them (`orders_per_day`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import connection

from hoanhap.access.scope import Scope
from hoanhap.kit.dates import local_day
from hoanhap.medicine.models import StockBook
from hoanhap.medicine.queries.books import Holding, holdings
from hoanhap.medicine.queries.keeping import keeping
from hoanhap.medicine.queries.medicines import medicines, title_of, told, unit_of
from hoanhap.medicine.rules.book_pages import STOCK
from hoanhap.medicine.rules.outlook import Outlook, Shelf, outlook
from hoanhap.places.queries.organisations import OrganisationLine, named

READ: Final = "medicine.read"
USED: Final = ("patient", "take-home", "spill", "waste", "missing", "transit")
"""Where medicine goes when it leaves the stock in daily use. What a board destroys or goes back is no use."""


@dataclass(frozen=True)
class BookOutlook:
    """A book and how long it lasts. Quantities are in the medicine's unit.

    `pace_per_day`: what left the stock in the last days, by day. `orders_per_day`: what running orders ask for; None where
    the reader may not know it, or the medicine has no orders. The stock lasts by whichever asks for more.
    """

    book_id: UUID
    place_id: UUID
    place_name: str
    place_kind: str
    medicine: str
    title: str
    unit: str
    is_substitution: bool
    usable: Decimal
    expired: Decimal
    recalled: Decimal
    pace_per_day: Decimal
    pace_days: int
    orders_per_day: Decimal | None
    outlook: Outlook
    state: str
    """`empty`, `urgent`, `low`, `enough`, or `unused` where nothing leaves the stock."""
    expiring: tuple[Holding, ...]

    @property
    def usable_told(self) -> str:
        """What can still be given, in words."""
        return told(self.usable, self.medicine)

    @property
    def expired_told(self) -> str:
        """What stands in the stock and may no longer be given, in words."""
        return told(self.expired, self.medicine)

    @property
    def recalled_told(self) -> str:
        """What stands in the stock of recalled lots, in words."""
        return told(self.recalled, self.medicine)

    @property
    def left_over_told(self) -> str:
        """What will expire before it is used, at this pace."""
        return told(self.outlook.left_over - self.expired, self.medicine)

    @property
    def leaves_over(self) -> bool:
        """Whether something will expire unused."""
        return self.outlook.left_over > self.expired

    @property
    def is_short(self) -> bool:
        """Whether it is soon short, or is already."""
        return self.state in ("empty", "urgent", "low")


ORDER: Final = ("empty", "urgent", "low", "enough", "unused")
_USED: Final = """
WITH used AS (
    SELECT a.book_id, sum(l.quantity_units) AS units
    FROM medicine_stockline l
    JOIN medicine_stockaccount a ON a.id = l.from_account_id AND a.kind = ANY(%(stock)s)
    JOIN medicine_stockaccount t ON t.id = l.to_account_id AND t.kind = ANY(%(used)s)
    WHERE a.book_id = ANY(%(books)s) AND l.happened_at > %(since)s AND l.happened_at <= %(at)s
      AND l.kind <> 'reversal' AND NOT EXISTS (SELECT FROM medicine_stockline r WHERE r.reverses_id = l.id)
    GROUP BY a.book_id
)
SELECT b.id, coalesce(used.units, 0), (SELECT min(happened_at) FROM medicine_stockline l WHERE l.book_id = b.id)
FROM medicine_stockbook b LEFT JOIN used ON used.book_id = b.id WHERE b.id = ANY(%(books)s)
"""


def outlooks(
    *,
    scope: Scope,
    at: datetime,
    place_id: UUID | None = None,
    orders_per_day: Mapping[UUID, Decimal] | None = None,
) -> list[BookOutlook]:
    """Every book in reach (of one place, if it is named), what is short first. In a few statements, however many."""
    books = StockBook.objects.visible_to(scope, READ)
    if place_id is not None:
        books = books.filter(organisation=place_id)
    return outlooks_of(books, at=at, orders_per_day=orders_per_day or {})


def outlooks_of(
    books: Iterable[StockBook], *, at: datetime, orders_per_day: Mapping[UUID, Decimal]
) -> list[BookOutlook]:
    """The same of books that were found in reach."""
    books = list(books)
    if not books:
        return []
    on = local_day(at)
    keys = [one.pk for one in books]
    held = holdings(keys, at=at, kinds=sorted(STOCK - {"cup"}))
    used, first = _used(keys, at=at)
    places = {one.id: one for one in named({book.organisation_id for book in books}, on=on)}
    found = [
        _of(
            book,
            places[book.organisation_id],
            held[book.pk],
            used.get(book.pk, Decimal(0)),
            first.get(book.pk),
            orders_per_day.get(book.pk),
            on,
        )
        for book in books
        if book.organisation_id in places
    ]
    return sorted(
        found,
        key=lambda one: (
            ORDER.index(one.state),
            one.outlook.days if one.outlook.days is not None else 10**6,
            one.place_name,
            one.title,
        ),
    )


def _used(keys: list[UUID], *, at: datetime) -> tuple[dict[UUID, Decimal], dict[UUID, datetime]]:
    days = int(keeping(local_day(at)).pace_days.value)
    given: dict[str, Any] = {
        "books": keys,
        "stock": sorted(STOCK),
        "used": list(USED),
        "since": at - timedelta(days=days),
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_USED, given)
        rows = cursor.fetchall()
    used = {key: units for key, units, _since in rows}
    return used, {key: since for key, _units, since in rows if since is not None}


def _of(
    book: StockBook,
    place: OrganisationLine,
    held: list[Holding],
    used: Decimal,
    first_at: datetime | None,
    orders: Decimal | None,
    on: date,
) -> BookOutlook:
    recalled = sum((one.units for one in held if one.is_recalled), Decimal(0))
    held = [one for one in held if not one.is_recalled]
    numbers = keeping(on)
    known = medicines().get(book.medicine)
    # A book that began last week is not measured by four weeks.
    age = (on - local_day(first_at)).days + 1 if first_at is not None else 1
    days = max(1, min(int(numbers.pace_days.value), age))
    pace = (used / days).quantize(Decimal("0.001"))
    per_day = max(pace, orders or Decimal(0))
    ahead = outlook([Shelf(one.expires_on, one.units) for one in held], per_day=per_day, on=on)
    usable = sum((one.units for one in held if not one.is_expired(on)), Decimal(0))
    until = on + timedelta(days=int(numbers.expiring_days.value))
    return BookOutlook(
        book_id=book.pk,
        place_id=book.organisation_id,
        place_name=place.name,
        place_kind=place.kind,
        medicine=book.medicine,
        title=title_of(book.medicine),
        unit=str(unit_of(book.medicine)),
        is_substitution=known is not None and known.is_substitution,
        usable=usable,
        expired=sum((one.units for one in held if one.is_expired(on)), Decimal(0)),
        recalled=recalled,
        pace_per_day=pace,
        pace_days=days,
        orders_per_day=orders,
        outlook=ahead,
        state=_state(
            usable,
            per_day,
            ahead.days,
            low=int(numbers.low_days.value),
            urgent=int(numbers.urgent_days.value),
        ),
        expiring=tuple(one for one in held if one.expires_on <= until),
    )


def _state(usable: Decimal, per_day: Decimal, days: int | None, *, low: int, urgent: int) -> str:
    if not usable:
        return "empty"
    if not per_day:
        return "unused"
    if days is None or days >= low:
        return "enough"
    return "urgent" if days < urgent else "low"
