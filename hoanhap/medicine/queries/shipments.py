"""Shipments of a place: what is on its way, what came, and what a point is to have for a day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.medicine.models import Allotment, Shipment, StockAccount, StockBook, StockLine
from hoanhap.medicine.queries.balances import balances
from hoanhap.medicine.rules.book_pages import STOCK as STOCK_KINDS

READ: Final = "medicine.read"
PACE_DAYS: Final = 7


@dataclass(frozen=True)
class ShipmentLine:
    """A shipment from where the reader stands. `is_out`: it left this place. `counted` is None while it is on its way."""

    id: UUID
    number: str
    medicine: str
    from_name: str
    to_name: str
    is_out: bool
    lot_number: str
    expires_on: date
    units: Decimal
    sent_at: datetime
    carrier: str
    counted: Decimal | None
    accepted_at: datetime | None
    condition: str
    sent_by: UUID
    second_person: UUID
    to_book_id: UUID
    over_reason: str

    @property
    def is_open(self) -> bool:
        """Whether nobody has accepted it yet."""
        return self.counted is None

    @property
    def missing(self) -> Decimal:
        """How much less arrived than was sent."""
        return Decimal(0) if self.counted is None else self.units - self.counted


@dataclass(frozen=True)
class AllotmentLine:
    """What a book is to have for one day, and what it gave out a day lately."""

    book_id: UUID
    medicine: str
    units_a_day: Decimal | None
    valid_from: date | None
    document_number: str
    given_a_day: Decimal


def shipments(
    place_id: UUID, *, scope: Scope, number: int = 1, size: int = DEFAULT_SIZE, only_open: bool = False
) -> Page[ShipmentLine]:
    """Shipments from and to a place, those on their way first, then the latest. Raises NotFound outside the scope."""
    _inside(place_id, scope)
    found = Shipment.objects.filter(
        Q(from_book__organisation=place_id) | Q(to_book__organisation=place_id)
    ).select_related("from_book__organisation", "to_book__organisation", "lot", "line", "arrival")
    if only_open:
        found = found.filter(arrival__isnull=True)
    ordered = found.order_by(F("arrival__happened_at").desc(nulls_first=True), "-line__happened_at", "id")
    return page_of(ordered, lambda one: _line(one, place_id), number=number, size=size)


def shipment(shipment_id: UUID, place_id: UUID, *, scope: Scope) -> ShipmentLine:
    """One shipment from or to a place. Raises NotFound."""
    _inside(place_id, scope)
    one = (
        Shipment.objects.filter(Q(from_book__organisation=place_id) | Q(to_book__organisation=place_id))
        .select_related("from_book__organisation", "to_book__organisation", "lot", "line", "arrival")
        .filter(pk=shipment_id)
        .first()
    )
    if one is None:
        raise NotFound(Problem("no-such-shipment", _("There is no such shipment."), "shipment_id"))
    return _line(one, place_id)


def targets(book_id: UUID, *, scope: Scope) -> list[tuple[UUID, str]]:
    """The books to which one may send, with the name of their place. Raises NotFound."""
    book = (
        StockBook.objects.visible_to(scope, "medicine.stock")
        .select_related("organisation")
        .filter(pk=book_id)
        .first()
    )
    if book is None:
        raise NotFound(Problem("no-such-book", _("There is no such stock book."), "book_id"))
    return [(one.pk, one.organisation.name) for one in reachable_books(book)]


def reachable_books(book: StockBook) -> list[StockBook]:
    """The books of the same medicine to which this one may send: of the clinic above, its points, the other points."""
    place = book.organisation
    near = Q(organisation__parent=place.pk)
    if place.parent_id is not None:
        near |= Q(organisation=place.parent_id) | Q(organisation__parent=place.parent_id)
    return list(
        StockBook.objects.filter(near, medicine=book.medicine)
        .exclude(pk=book.pk)
        .select_related("organisation")
        .order_by("organisation__name")
    )


@dataclass(frozen=True)
class RoomAtAPoint:
    """What a point is to have for one day, and what is there or on its way to it."""

    units_a_day: Decimal
    there: Decimal

    @property
    def left(self) -> Decimal:
        """How much more may be sent without a reason."""
        return max(self.units_a_day - self.there, Decimal(0))


def room_at(book: StockBook, *, on: date, at: datetime) -> RoomAtAPoint | None:
    """How much a point may still be sent on that day; None for a clinic, and where no allotment is set.

    The trigger of a shipment decides by the same sum; this one says it in words beforehand.
    """
    if book.organisation.parent_id is None:
        return None
    allotted = (
        Allotment.objects.filter(book=book, valid_from__lte=on)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
        .first()
    )
    if allotted is None:
        return None
    kept = set(StockAccount.objects.filter(book=book, kind__in=STOCK_KINDS).values_list("pk", flat=True))
    inside = sum(
        (units for place, units in balances(book_id=book.pk, at=at).items() if place.account_id in kept),
        Decimal(0),
    )
    coming = Shipment.objects.filter(to_book=book, arrival__isnull=True).aggregate(
        units=Sum("quantity_units")
    )
    return RoomAtAPoint(allotted.units_a_day, inside + (coming["units"] or 0))


def allotments(place_id: UUID, *, scope: Scope, on: date) -> list[AllotmentLine]:
    """By book of a place, what it is to have for a day. Raises NotFound outside the scope."""
    _inside(place_id, scope)
    books = StockBook.objects.filter(organisation=place_id).order_by("medicine")
    set_to = {
        one.book_id: one
        for one in Allotment.objects.filter(book__organisation=place_id, valid_from__lte=on).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=on)
        )
    }
    since = on - timedelta(days=PACE_DAYS)
    given = dict(
        StockLine.objects.filter(
            book__organisation=place_id,
            kind__in=["dose", "take-home"],
            happened_at__date__gte=since,
            happened_at__date__lt=on,
        )
        .values_list("book_id")
        .annotate(units=Sum("quantity_units"))
    )
    found = []
    for book in books:
        one = set_to.get(book.pk)
        found.append(
            AllotmentLine(
                book.pk,
                book.medicine,
                None if one is None else one.units_a_day,
                None if one is None else one.valid_from,
                "" if one is None else one.document_number,
                (given.get(book.pk, Decimal(0)) / PACE_DAYS).quantize(Decimal("0.1")),
            )
        )
    return found


def _inside(place_id: UUID, scope: Scope) -> None:
    if not scope.everywhere(READ) and place_id not in scope.organisation_ids(READ):
        raise NotFound(Problem("no-such-facility", "", "place_id"))


def _line(one: Any, place_id: UUID) -> ShipmentLine:
    arrival = getattr(one, "arrival", None)
    return ShipmentLine(
        id=one.pk,
        number=one.number,
        medicine=one.from_book.medicine,
        from_name=one.from_book.organisation.name,
        to_name=one.to_book.organisation.name,
        is_out=one.from_book.organisation_id == place_id,
        lot_number=one.lot.number,
        expires_on=one.lot.expires_on,
        units=one.quantity_units,
        sent_at=one.line.happened_at,
        carrier=one.carrier,
        counted=None if arrival is None else arrival.counted_units,
        accepted_at=None if arrival is None else arrival.happened_at,
        condition="" if arrival is None else arrival.condition,
        sent_by=one.recorded_by,
        second_person=one.second_person,
        to_book_id=one.to_book_id,
        over_reason=one.over_reason,
    )
