"""What two people are asked to count, and what they counted before."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from hoanhap.access.models import Account
from hoanhap.access.scope import Scope
from hoanhap.kit.errors import Words
from hoanhap.kit.paging import Page, page_of
from hoanhap.medicine.models import Count, CountLine, CountTry, CountTryLine, StockLine
from hoanhap.medicine.queries.balances import Place
from hoanhap.medicine.queries.books import READ, BookState, account_label
from hoanhap.medicine.rules.counting import COUNTED_AT

Signed = TypeVar("Signed", Count, CountTry)
Line = TypeVar("Line", CountLine, CountTryLine)


@dataclass(frozen=True)
class ToCount:
    """One lot in one place, without what the book says of it."""

    place: Place
    place_label: Words
    lot_number: str
    expires_on: date


@dataclass(frozen=True)
class Difference:
    """What was counted and what the book said then."""

    place: Place
    place_label: Words
    lot_number: str
    counted: Decimal
    in_book: Decimal

    @property
    def change(self) -> Decimal:
        """Above zero: more is there than the book says."""
        return self.counted - self.in_book


@dataclass(frozen=True)
class Tried:
    """A blind count that did not agree."""

    id: UUID
    happened_at: datetime
    by: str
    second: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Counted:
    """A count as it is read later: by whom, what differed, and the blind counts before it."""

    id: UUID
    day: date
    moment: str
    moment_label: Words
    happened_at: datetime
    by: str
    second: str
    explanation: str
    differences: tuple[Difference, ...]
    tries: tuple[Tried, ...]
    page_no: int | None


def sheet(state: BookState, moment: str) -> list[ToCount]:
    """What is to be counted: every lot that is or was in a place since the last close. What the book says is not told."""
    return [
        ToCount(Place(one.account_id, one.lot_id), one.label, one.lot_number, one.expires_on)
        for one in state.known
        if one.kind in COUNTED_AT[moment]
    ]


def last_try(book_id: UUID, moment: str, *, day: date, scope: Scope) -> Tried | None:
    """The latest blind count of that day that did not agree and that no count has followed yet."""
    followed = Count.objects.filter(book=OuterRef("book"), happened_at__gte=OuterRef("happened_at"))
    tried = (
        _signed(CountTry.objects.visible_to(scope, READ))
        .filter(~Exists(followed), book=book_id, moment=moment, day=day)
        .order_by("-happened_at")
        .first()
    )
    if tried is None:
        return None
    return _tries([tried])[0]


def counts_of(book_id: UUID, *, scope: Scope, number: int = 1) -> Page[Counted]:
    """The counts of a book, the latest first, with what differed and the tries before each."""
    found = (
        _signed(Count.objects.visible_to(scope, READ))
        .filter(book=book_id)
        .select_related("page")
        .defer("page__pdf", "page__content")
        .order_by("-happened_at")
    )
    page = page_of(found, lambda row: row, number=number)
    return Page(_counted(list(page.rows)), page.number, page.size, page.total, page.total_is_capped)


def _counted(found: list[Count]) -> list[Counted]:
    keys = [one.pk for one in found]
    differing: dict[UUID, list[Difference]] = {key: [] for key in keys}
    for row in _not_agreeing(CountLine.objects.filter(count__in=keys)):
        differing[row.count_id].append(_difference(row))
    days = {(one.book_id, one.day) for one in found}
    tried = (
        _signed(CountTry.objects.all())
        .filter(book__in={book for book, _day in days}, day__in={day for _book, day in days})
        .order_by("happened_at")
    )
    tries = dict(zip([one.pk for one in tried], _tries(list(tried)), strict=True))
    whose: dict[UUID, list[Tried]] = {key: [] for key in keys}
    for one in tried:
        after = [
            row
            for row in found
            if (row.book_id, row.day, row.moment) == (one.book_id, one.day, one.moment)
            and row.happened_at >= one.happened_at
        ]
        if after:
            whose[min(after, key=lambda row: row.happened_at).pk].append(tries[one.pk])
    said = _explained(found)
    return [
        Counted(
            id=one.pk,
            day=one.day,
            moment=one.moment,
            moment_label=Count.Moment(one.moment).label,
            happened_at=one.happened_at,
            by=_by(one),
            second=_beside(one),
            explanation=said.get((one.book_id, one.happened_at), ""),
            differences=tuple(differing[one.pk]),
            tries=tuple(whose[one.pk]),
            page_no=one.page.page_no if hasattr(one, "page") else None,
        )
        for one in found
    ]


def _signed(found: QuerySet[Signed]) -> QuerySet[Signed]:
    """With the names of the two who counted."""
    return found.annotate(by=_name_of("recorded_by"), beside=_name_of("second_person"))


def _name_of(field: str) -> Subquery:
    return Subquery(Account.objects.filter(pk=OuterRef(field)).values("full_name")[:1])


def _by(one: Count | CountTry) -> str:
    return getattr(one, "by", None) or ""


def _beside(one: Count | CountTry) -> str:
    return getattr(one, "beside", None) or ""


def _tries(found: list[CountTry]) -> list[Tried]:
    keys = [one.pk for one in found]
    differing: dict[UUID, list[Difference]] = {key: [] for key in keys}
    for row in _not_agreeing(CountTryLine.objects.filter(count_try__in=keys)):
        differing[row.count_try_id].append(_difference(row))
    return [
        Tried(
            id=one.pk,
            happened_at=one.happened_at,
            by=_by(one),
            second=_beside(one),
            differences=tuple(differing[one.pk]),
        )
        for one in found
    ]


def _not_agreeing(rows: QuerySet[Line]) -> QuerySet[Line]:
    return (
        rows.exclude(counted_units=F("book_units"))
        .select_related("account", "lot")
        .order_by("account__kind", "lot__number")
    )


def _difference(row: CountLine | CountTryLine) -> Difference:
    return Difference(
        place=Place(row.account_id, row.lot_id),
        place_label=account_label(row.account.kind, row.account.name),
        lot_number=row.lot.number,
        counted=row.counted_units,
        in_book=row.book_units,
    )


def _explained(found: list[Count]) -> dict[tuple[UUID, datetime], str]:
    """What was said of a difference: it stands in the line that the count wrote at the same instant."""
    lines = StockLine.objects.filter(
        book__in={one.book_id for one in found},
        happened_at__in=[one.happened_at for one in found],
        kind__in=(StockLine.Kind.LOSS, StockLine.Kind.FIND),
    )
    return {(one.book_id, one.happened_at): one.reason for one in lines}
