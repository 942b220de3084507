"""The page of one closed day of a book, as the lines say it. What is closed cannot change, so neither can the page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from hoanhap.access.queries.names import names_of
from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Words
from hoanhap.medicine.models import ClosingBalance, Count, CountLine, Lot, StockLine, StockPage
from hoanhap.medicine.queries.books import READ, account_label
from hoanhap.medicine.rules.book_pages import STOCK, LotSum, Movement, Row, rows, sums
from hoanhap.medicine.rules.counting import COUNTED_AT
from hoanhap.places.queries.organisations import names_of as places_called

Dated = TypeVar("Dated", Count, StockLine)
_ORDER: Final = {kind: place for place, kind in enumerate(COUNTED_AT["closing"])}


@dataclass(frozen=True)
class CountedPlace:
    """What was counted of one lot in one place at the close."""

    place_label: Words
    lot_number: str
    counted: Decimal
    in_book: Decimal


@dataclass(frozen=True)
class CountNote:
    """One of the counts of the day: when, by whom, how many places differed."""

    moment: str
    happened_at: datetime
    by: str
    second: str
    differing: int


@dataclass(frozen=True)
class BookPage:
    """Everything that stands on the page of a closed day. `page_no`: how many closes of the book there were."""

    count_id: UUID
    book_id: UUID
    organisation_id: UUID
    organisation_name: str
    medicine: str
    page_no: int
    day: date
    closed_at: datetime
    before: Decimal
    after: Decimal
    rows: tuple[Row, ...]
    sums: tuple[LotSum, ...]
    lots: dict[UUID, tuple[str, date, Decimal]]
    """Number, expiry and strength of each lot on the page."""
    counted: tuple[CountedPlace, ...]
    counts: tuple[CountNote, ...]
    keeper: str
    second: str

    @property
    def comes_out(self) -> bool:
        """Whether the lines of the page and the close say the same."""
        last = self.rows[-1].balance if self.rows else self.before
        return last == self.after and all(one.comes_out for one in self.sums)


def closing(count_id: UUID, *, scope: Scope) -> Count:
    """The close of a day in reach. Raises NotFound."""
    found = (
        Count.objects.visible_to(scope, READ)
        .select_related("book__organisation")
        .filter(pk=count_id, moment=Count.Moment.CLOSING)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def frozen(count_id: UUID, *, scope: Scope) -> StockPage | None:
    """The page as it was printed first, if it was. Raises NotFound for a close out of reach."""
    return StockPage.objects.filter(count=closing(count_id, scope=scope)).first()


def book_page(count_id: UUID, *, scope: Scope) -> BookPage:
    """The page of one closed day. Raises NotFound."""
    close = closing(count_id, scope=scope)
    earlier = Count.objects.filter(
        book=close.book_id, moment=Count.Moment.CLOSING, happened_at__lt=close.happened_at
    )
    previous = earlier.order_by("-happened_at").first()
    moved = _movements(close, previous)
    said = _balances([one for one in (previous, close) if one is not None])
    before = _of(said, previous, STOCK)
    after = _of(said, close, STOCK)
    added = sums(moved, before, after, _of(said, close, {"waste"}))
    lots = {
        key: (number, expires_on, strength)
        for key, number, expires_on, strength in Lot.objects.filter(pk__in=added).values_list(
            "pk", "number", "expires_on", "mg_per_unit"
        )
    }
    in_order = sorted(added.values(), key=lambda one: (lots[one.lot_id][1], lots[one.lot_id][0]))
    counts = list(_after(Count.objects.filter(book=close.book_id), previous, close).order_by("happened_at"))
    counted = list(
        CountLine.objects.filter(count__in=[one.pk for one in counts]).select_related("account", "lot")
    )
    called = names_of({key for one in counts for key in (one.recorded_by, one.second_person)})
    place = close.book.organisation
    return BookPage(
        count_id=close.pk,
        book_id=close.book_id,
        organisation_id=place.pk,
        organisation_name=places_called([place.pk], on=close.day).get(place.pk, place.name),
        medicine=close.book.medicine,
        page_no=earlier.count() + 1,
        day=close.day,
        closed_at=close.happened_at,
        before=sum(before.values(), Decimal(0)),
        after=sum(after.values(), Decimal(0)),
        rows=tuple(rows(moved, sum(before.values(), Decimal(0)))),
        sums=tuple(in_order),
        lots=lots,
        counted=_counted([one for one in counted if one.count_id == close.pk]),
        counts=tuple(
            CountNote(
                moment=one.moment,
                happened_at=one.happened_at,
                by=called.get(one.recorded_by, ""),
                second=called.get(one.second_person, ""),
                differing=sum(
                    row.count_id == one.pk and row.counted_units != row.book_units for row in counted
                ),
            )
            for one in counts
        ),
        keeper=called.get(close.recorded_by, ""),
        second=called.get(close.second_person, ""),
    )


def _after(found: QuerySet[Dated], previous: Count | None, close: Count) -> QuerySet[Dated]:
    """What happened between two closes, the later one included."""
    found = found.filter(happened_at__lte=close.happened_at)
    return found.filter(happened_at__gt=previous.happened_at) if previous else found


def _movements(close: Count, previous: Count | None) -> list[Movement]:
    found = (
        _after(StockLine.objects.filter(book=close.book_id), previous, close)
        .order_by("line_no")
        .values_list(
            "line_no",
            "kind",
            "lot_id",
            "from_account__kind",
            "to_account__kind",
            "quantity_units",
            "happened_at",
            "document_number",
            "reason",
            "in_minutes__minutes__supplier",
            "reverses__line_no",
        )
    )
    return [Movement(*row[:9], row[9] or "", row[10]) for row in found]


def _balances(closes: list[Count]) -> dict[tuple[UUID, str], dict[UUID, Decimal]]:
    """By close and kind of place, the units of each lot that the database wrote down."""
    said: dict[tuple[UUID, str], dict[UUID, Decimal]] = {}
    for count_id, kind, lot_id, units in ClosingBalance.objects.filter(count__in=closes).values_list(
        "count_id", "account__kind", "lot_id", "units"
    ):
        of_lot = said.setdefault((count_id, kind), {})
        of_lot[lot_id] = of_lot.get(lot_id, Decimal(0)) + units
    return said


def _of(
    said: dict[tuple[UUID, str], dict[UUID, Decimal]], count: Count | None, kinds: Collection[str]
) -> dict[UUID, Decimal]:
    found: dict[UUID, Decimal] = {}
    for (count_id, kind), of_lot in said.items():
        if count is not None and count_id == count.pk and kind in kinds:
            for lot_id, units in of_lot.items():
                found[lot_id] = found.get(lot_id, Decimal(0)) + units
    return found


def _counted(found: list[CountLine]) -> tuple[CountedPlace, ...]:
    found.sort(
        key=lambda one: (_ORDER[one.account.kind], one.account.name, one.lot.expires_on, one.lot.number)
    )
    return tuple(
        CountedPlace(
            place_label=account_label(one.account.kind, one.account.name),
            lot_number=one.lot.number,
            counted=one.counted_units,
            in_book=one.book_units,
        )
        for one in found
    )
