"""The books of a place: what is in them, at which day they stand, what expires."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import connection
from django.utils.functional import lazy

from hoanhap.access.scope import Scope
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Words
from hoanhap.medicine.models import Count, StockAccount, StockBook
from hoanhap.medicine.rules.book_pages import STOCK

READ: Final = "medicine.read"
IN_SIGHT: Final = ("safe", "cabinet", "window", "cup", "waste", "transit")
"""Places whose content somebody of the place answers for."""


@dataclass(frozen=True)
class Holding:
    """One lot in one place of a book."""

    account_id: UUID
    kind: str
    label: Words
    lot_id: UUID
    lot_number: str
    expires_on: date
    units: Decimal
    is_recalled: bool = False

    def is_expired(self, on: date) -> bool:
        """Whether it may no longer be given."""
        return self.expires_on < on


@dataclass(frozen=True)
class BookState:
    """A book and the day at which it stands. `day` is the last one that was opened; None before the first."""

    id: UUID
    organisation_id: UUID
    medicine: str
    day: date | None
    is_open: bool
    last_count_id: UUID | None
    last_count_at: datetime | None
    known: tuple[Holding, ...]
    """What is or was somewhere since the last close, also where nothing is left; empty if nobody asked for it."""
    today: date

    @property
    def holdings(self) -> tuple[Holding, ...]:
        """What is where."""
        return tuple(one for one in self.known if one.units)

    @property
    def is_open_today(self) -> bool:
        """Whether the window may pour."""
        return self.is_open and self.day == self.today

    @property
    def is_left_open(self) -> bool:
        """Whether a day before today was not closed."""
        return self.is_open and self.day != self.today

    @property
    def is_closed_today(self) -> bool:
        """Whether today was opened and closed."""
        return not self.is_open and self.day == self.today

    @property
    def stock(self) -> Decimal:
        """What can still be given."""
        return sum((one.units for one in self.holdings if one.kind in STOCK), Decimal(0))

    @property
    def waiting(self) -> Decimal:
        """What was put aside and waits for a board."""
        return sum((one.units for one in self.holdings if one.kind == "waste"), Decimal(0))

    @property
    def poured(self) -> Decimal:
        """What is in a cup now: nobody has said yet what became of it."""
        return sum((one.units for one in self.holdings if one.kind == "cup"), Decimal(0))

    @property
    def expired(self) -> tuple[Holding, ...]:
        """Stock that may no longer be given."""
        return tuple(one for one in self.holdings if one.kind in STOCK and one.is_expired(self.today))

    @property
    def recalled(self) -> tuple[Holding, ...]:
        """Stock of a lot that is recalled: it stands there, and nothing of it is given."""
        return tuple(one for one in self.holdings if one.kind in STOCK and one.is_recalled)


def account_label(kind: str, name: str) -> Words:
    """What a place of a book is called: by its own name, with its kind behind it; by its kind if it has none.

    In the language in which it is read, not in which it was asked: an official page is Vietnamese whoever prints it.
    """
    return lazy(_label, str)(kind, name)


def _label(kind: str, name: str) -> str:
    kind_label = str(StockAccount.Kind(kind).label)
    return f"{name} ({kind_label.lower()})" if name else kind_label


_HELD: Final = """
WITH closing AS (
    SELECT DISTINCT ON (book_id) book_id, id, happened_at FROM medicine_count
    WHERE book_id = ANY(%(books)s) AND moment = 'closing' AND happened_at <= %(at)s
    ORDER BY book_id, happened_at DESC
), account AS (
    SELECT a.id, a.book_id, a.kind, a.name, c.id AS closing_id, coalesce(c.happened_at, '-infinity') AS since
    FROM medicine_stockaccount a LEFT JOIN closing c ON c.book_id = a.book_id
    WHERE a.book_id = ANY(%(books)s) AND a.kind = ANY(%(kinds)s)
), moved AS (
    SELECT a.id, y.lot_id, y.units FROM account a
    JOIN medicine_closingbalance y ON y.count_id = a.closing_id AND y.account_id = a.id
    UNION ALL
    SELECT a.id, l.lot_id, l.quantity_units FROM account a
    JOIN medicine_stockline l ON l.to_account_id = a.id AND l.happened_at > a.since AND l.happened_at <= %(at)s
    UNION ALL
    SELECT a.id, l.lot_id, -l.quantity_units FROM account a
    JOIN medicine_stockline l ON l.from_account_id = a.id AND l.happened_at > a.since AND l.happened_at <= %(at)s
)
SELECT a.book_id, a.id, a.kind, a.name, lot.id, lot.number, lot.expires_on, sum(moved.units), EXISTS (
    SELECT FROM medicine_lotrecall r JOIN medicine_stockbook b ON b.id = a.book_id
    WHERE r.lot_id = lot.id AND r.retired_at IS NULL AND r.recalled_at <= %(at)s
      AND (r.organisation_id IS NULL OR r.organisation_id = b.organisation_id)
)
FROM moved JOIN account a ON a.id = moved.id JOIN medicine_lot lot ON lot.id = moved.lot_id
GROUP BY a.book_id, a.id, a.kind, a.name, lot.id, lot.number, lot.expires_on
HAVING %(empty)s OR sum(moved.units) <> 0
"""


def holdings(
    book_ids: Collection[UUID], *, at: datetime, kinds: Iterable[str] = IN_SIGHT, empty: bool = False
) -> dict[UUID, list[Holding]]:
    """By book, each lot in each place of these kinds at that instant, in one question. Ask only for books in reach.

    `empty`: also what was there at some time since the last close and is no more.
    """
    found: dict[UUID, list[Holding]] = {one: [] for one in book_ids}
    order = list(IN_SIGHT)
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"books": list(book_ids), "at": at, "kinds": list(kinds), "empty": empty})
        for book_id, account_id, kind, name, lot_id, number, expires_on, units, recalled in cursor.fetchall():
            label = account_label(kind, name)
            found[book_id].append(
                Holding(account_id, kind, label, lot_id, number, expires_on, units, recalled)
            )
    for many in found.values():
        many.sort(key=lambda one: (order.index(one.kind), str(one.label), one.expires_on, one.lot_number))
    return found


def books_of(place_id: UUID, *, scope: Scope, at: datetime) -> list[BookState]:
    """The books of one place in reach, by medicine."""
    found = StockBook.objects.visible_to(scope, READ).filter(organisation=place_id).order_by("medicine")
    return _states(found, at)


def book_state(book_id: UUID, *, scope: Scope, at: datetime, with_holdings: bool = True) -> BookState:
    """One book in reach. Raises NotFound."""
    found = _states(
        StockBook.objects.visible_to(scope, READ).filter(pk=book_id), at, with_holdings=with_holdings
    )
    if not found:
        raise NotFound
    return found[0]


def _states(books: Iterable[StockBook], at: datetime, *, with_holdings: bool = True) -> list[BookState]:
    books = list(books)
    keys = [one.pk for one in books]
    held = holdings(keys, at=at, empty=True) if with_holdings else {}
    last = {
        one.book_id: one
        for one in Count.objects.filter(book__in=keys, happened_at__lte=at)
        .order_by("book_id", "-happened_at")
        .distinct("book_id")
    }
    states = []
    for book in books:
        count = last.get(book.pk)
        states.append(
            BookState(
                id=book.pk,
                organisation_id=book.organisation_id,
                medicine=book.medicine,
                day=count.day if count else None,
                is_open=count is not None and count.moment != Count.Moment.CLOSING,
                last_count_id=count.pk if count else None,
                last_count_at=count.happened_at if count else None,
                known=tuple(held.get(book.pk, ())),
                today=local_day(at),
            )
        )
    return states


def places_in(book_id: UUID, *, scope: Scope, kinds: Collection[str]) -> list[tuple[UUID, str, str]]:
    """The places of a book of these kinds as (id, kind, label), in the order of the kinds."""
    order = list(kinds)
    found = StockAccount.objects.visible_to(scope, READ).filter(book=book_id, kind__in=order)
    listed = [(one.pk, one.kind, _label(one.kind, one.name)) for one in found]
    return sorted(listed, key=lambda one: (order.index(one[1]), one[2]))


def lots_in(book_id: UUID, *, scope: Scope) -> list[tuple[UUID, str, date]]:
    """The lots that ever stood in a book as (id, number, expiry), what expires first before the others."""
    rows = (
        StockBook.objects.visible_to(scope, READ)
        .filter(pk=book_id, lines__isnull=False)
        .order_by("lines__lot__expires_on", "lines__lot__number")
        .values_list("lines__lot_id", "lines__lot__number", "lines__lot__expires_on")
        .distinct()
    )
    return [(key, number, expires_on) for key, number, expires_on in rows]


def moment_label(moment: str) -> Words:
    """What a count is called."""
    return Count.Moment(moment).label
