"""Sending medicine from one book to another, and accepting it there. Nobody accepts what the other end did not send.

What is on its way stands in the transit account of the book that sent it: that book answers for it until the other end has
counted. Lock order: both books by their keys, by the trigger of the line.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.models import Account
from hoanhap.access.queries.colleagues import colleagues
from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.numbers import vn_number
from hoanhap.kit.text import clean
from hoanhap.medicine.models import Allotment, Arrival, Shipment, StockAccount, StockBook, StockLine
from hoanhap.medicine.operations import incidents
from hoanhap.medicine.operations.stock import (
    LARGEST_UNITS,
    SMALLEST_UNITS,
    STOCK,
    StockRefused,
    book_of,
    in_words,
    write_line,
)
from hoanhap.medicine.queries.shipments import reachable_books, room_at

OUT_OF: Final = ("safe", "cabinet")
SIGN: Final = "medicine.sign"
LONGEST: Final = 300
KNOWN: Final = {
    "shipment_number_once_a_lot": Problem(
        "number-taken", _("A shipment of this number and lot is written already."), "number"
    ),
    "shipment_second_person_is_another": Problem(
        "same-person", _("The second person must be somebody else than you."), "second_person"
    ),
    "arrival_second_person_is_another": Problem(
        "same-person", _("The second person must be somebody else than you."), "second_person"
    ),
    "medicine_arrival_shipment_id_key": Problem("accepted-already", _("This shipment was accepted already.")),
    "arrival_of_what_was_sent": Problem(
        "more-than-sent",
        _(
            "More was counted than was sent. Count again; if it stays so, ask the sender to write what is missing there."
        ),
        "counted_units",
    ),
    "arrival_of_less_says_why": Problem(
        "missing", _("Less arrived than was sent. Describe the bottles and seals."), "condition"
    ),
    "shipment_within_the_allotment": Problem(
        "over-the-allotment",
        _(
            "With this the place would have more than it is to have for one day. Send less, or write why; then the "
            "head signs beside you."
        ),
        "over_reason",
    ),
    "allotment_one_at_a_time": Problem(
        "allotment-already",
        _("An allotment already begins on this day or later. Choose a later day."),
        "valid_from",
    ),
}


@transaction.atomic
def send(
    *,
    from_book_id: UUID,
    to_book_id: UUID,
    from_id: UUID,
    lot_id: UUID,
    quantity_units: Decimal,
    number: str,
    carrier: str,
    second_person: UUID,
    happened_at: datetime,
    request_id: UUID,
    over_reason: str = "",
    scope: Scope,
    at: datetime,
) -> Shipment:
    """Hand a quantity over to whoever carries it. The same `request_id` again returns the first shipment.

    More than a point is to have for one day goes only with a reason, and the second person is then one who signs for the
    clinic. The reason is kept only where it was needed.

    Raises Forbidden, NotFound, StockRefused, NotEnoughStock.
    """
    book = book_of(from_book_id, scope=scope)
    known = Shipment.objects.filter(line__request_id=request_id, from_book=book).first()
    if known is not None:
        return known
    target = next((one for one in reachable_books(book) if one.pk == to_book_id), None)
    if target is None:
        words = _("Medicine is sent between a clinic and its points, of the same medicine.")
        raise StockRefused(Problem("no-such-way", words, "to_book_id"))
    if happened_at > at:
        words = _("This time is in the future. Record it when it has happened.")
        raise StockRefused(Problem("in-the-future", words, "on"))
    accounts = {one.pk: one for one in StockAccount.objects.filter(book=book)}
    source = accounts.get(from_id)
    transit = next(one for one in accounts.values() if one.kind == StockAccount.Kind.TRANSIT)
    if source is None or source.kind not in OUT_OF:
        raise StockRefused(Problem("no-such-place", _("Send from the safe or a cabinet."), "from_id"))
    _two(second_person)
    for text, field in ((number, "number"), (carrier, "carrier")):
        if not clean(text):
            raise StockRefused(Problem("missing", _("Fill in this field."), field))
    units = _counted(quantity_units, "quantity_units")
    why = _over(book, target, units, clean(over_reason)[:LONGEST], second_person, happened_at, at)
    line = write_line(
        StockLine(
            book=book,
            kind=StockLine.Kind.SHIPMENT,
            lot_id=lot_id,
            from_account=source,
            to_account=transit,
            quantity_units=units,
            happened_at=happened_at,
            recorded_by=scope.account_id,
            second_person=second_person,
            document_number=clean(number)[:60],
            request_id=request_id,
        ),
        book=book,
        scope=scope,
        at=at,
    )
    with in_words(KNOWN, StockRefused):
        made = Shipment.objects.create(
            from_book=book,
            to_book=target,
            lot_id=lot_id,
            line=line,
            quantity_units=line.quantity_units,
            number=clean(number)[:60],
            carrier=clean(carrier)[:200],
            over_reason=why,
            recorded_by=scope.account_id,
            second_person=second_person,
        )
    trail.record(
        "medicine.shipment-sent",
        by=scope,
        at=at,
        subject=made,
        unit_id=book.organisation.unit_id,
        reason=why,
    )
    return made


def _over(
    book: StockBook,
    target: StockBook,
    units: Decimal,
    why: str,
    second_person: UUID,
    happened_at: datetime,
    at: datetime,
) -> str:
    """Why a point is sent more than it is to have for one day; nothing where it is not. Raises StockRefused."""
    room = room_at(target, on=local_day(happened_at), at=at)
    if room is None or units <= room.left:
        return ""
    if not why:
        words = _(
            "This place is to have %(allotted)s for one day, and %(there)s are there or on the way. Send %(left)s at "
            "most, or write why more is needed; then the head signs beside you."
        )
        told = {
            name: vn_number(one.normalize())
            for name, one in (("allotted", room.units_a_day), ("there", room.there), ("left", room.left))
        }
        raise StockRefused(Problem("over-the-allotment", words, "over_reason", told))
    signing = {one.id for one in colleagues(book.organisation_id, [SIGN], on=local_day(at))}
    if second_person not in signing:
        words = _("More than the allotment is signed by the head or by who signs for the head. Choose them.")
        raise StockRefused(Problem("who-signs", words, "second_person"))
    return why


@transaction.atomic
def accept(
    *,
    shipment_id: UUID,
    to_id: UUID,
    counted_units: Decimal,
    condition: str = "",
    second_person: UUID,
    scope: Scope,
    at: datetime,
) -> Arrival:
    """What arrived was counted by two, before anybody told them how much was sent. Less than sent is a loss at once, with
    the draft of an incident. Accepted once: again the same returns what was written.

    Raises Forbidden, NotFound, StockRefused.
    """
    scope.require(STOCK)
    shipment = (
        Shipment.objects.filter(to_book__in=StockBook.objects.visible_to(scope, STOCK))
        .select_related("from_book__organisation", "to_book__organisation")
        .filter(pk=shipment_id)
        .first()
    )
    if shipment is None:
        raise NotFound(Problem("no-such-shipment", _("There is no such shipment."), "shipment_id"))
    # Both ends wait for one another here, so that two who accept at once are one after the other.
    list(
        StockBook.objects.select_for_update(of=("self",))
        .filter(pk__in=[shipment.from_book_id, shipment.to_book_id])
        .order_by("pk")
    )
    known = Arrival.objects.filter(shipment=shipment).first()
    if known is not None:
        if known.counted_units == counted_units:
            return known
        raise StockRefused(KNOWN["medicine_arrival_shipment_id_key"])
    target = StockAccount.objects.filter(book=shipment.to_book, pk=to_id, kind__in=OUT_OF).first()
    if target is None:
        raise StockRefused(Problem("no-such-place", _("Put it into the safe or a cabinet."), "to_id"))
    _two(second_person)
    counted = Decimal(0) if counted_units == 0 else _counted(counted_units, "counted_units")
    if counted > shipment.quantity_units:
        raise StockRefused(KNOWN["arrival_of_what_was_sent"])
    told = clean(condition)[:300]
    if counted < shipment.quantity_units and not told:
        raise StockRefused(KNOWN["arrival_of_less_says_why"])
    arrived = _arrived(shipment, target, counted, second_person, scope, at) if counted else None
    lost = (
        _lost(shipment, shipment.quantity_units - counted, told, second_person, scope, at)
        if counted < shipment.quantity_units
        else None
    )
    with in_words(KNOWN, StockRefused):
        made = Arrival.objects.create(
            shipment=shipment,
            counted_units=counted,
            line=arrived,
            loss_line=lost,
            condition=told,
            happened_at=at,
            recorded_by=scope.account_id,
            second_person=second_person,
        )
    trail.record(
        "medicine.shipment-accepted",
        by=scope,
        at=at,
        subject=made,
        unit_id=shipment.to_book.organisation.unit_id,
        reason=told,
    )
    if lost is not None:
        incidents.draft_of_lines(book=shipment.from_book, lines=[lost], scope=scope, at=at)
    return made


def _arrived(
    shipment: Shipment, target: StockAccount, units: Decimal, second: UUID, scope: Scope, at: datetime
) -> StockLine:
    line = StockLine(
        book=shipment.to_book,
        kind=StockLine.Kind.ARRIVAL,
        to_account=target,
        quantity_units=units,
        request_id=uuid5(shipment.pk, "arrival"),
    )
    return _written(line, shipment, second, scope, at)


def _lost(
    shipment: Shipment, units: Decimal, why: str, second: UUID, scope: Scope, at: datetime
) -> StockLine:
    line = StockLine(
        book=shipment.from_book,
        kind=StockLine.Kind.LOSS,
        to_account=StockAccount.objects.get(book=shipment.from_book, kind="missing", name=""),
        quantity_units=units,
        reason=why,
        request_id=uuid5(shipment.pk, "missing"),
    )
    return _written(line, shipment, second, scope, at)


def _written(line: StockLine, shipment: Shipment, second: UUID, scope: Scope, at: datetime) -> StockLine:
    line.lot_id = shipment.lot_id
    line.from_account = StockAccount.objects.get(book=shipment.from_book, kind="transit", name="")
    line.happened_at, line.recorded_by, line.second_person = at, scope.account_id, second
    line.document_number = shipment.number
    return write_line(line, book=line.book, scope=scope, at=at)


@transaction.atomic
def allot(
    *,
    book_id: UUID,
    units_a_day: Decimal,
    valid_from: date,
    document_number: str,
    scope: Scope,
    at: datetime,
) -> Allotment:
    """From a day on a place is to have so much for one day; what was set before ends there.

    Raises Forbidden, NotFound, StockRefused.
    """
    book = book_of(book_id, scope=scope)
    number = clean(document_number)[:60]
    if not number:
        raise StockRefused(
            Problem("missing", _("Write the number of the paper that says so."), "document_number")
        )
    units = _counted(units_a_day, "units_a_day")
    before = Allotment.objects.filter(book=book, valid_from__lt=valid_from).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=valid_from)
    )
    with in_words(KNOWN, StockRefused), trail.because(by=scope, reason=number):
        for one in before.select_for_update(of=("self",)):
            one.valid_until = valid_from
            one.save(update_fields=["valid_until"])
        made = Allotment.objects.create(
            book=book,
            units_a_day=units,
            valid_from=valid_from,
            document_number=number,
            recorded_by=scope.account_id,
        )
    trail.record("medicine.allotment-set", by=scope, at=at, subject=made, unit_id=book.organisation.unit_id)
    return made


def _two(second_person: UUID) -> None:
    if not Account.objects.filter(pk=second_person, is_active=True).exists():
        raise StockRefused(
            Problem("no-such-person", _("Choose a colleague who has an account."), "second_person")
        )


def _counted(units: Decimal, field: str) -> Decimal:
    if not units.is_finite() or not 0 < units < LARGEST_UNITS or units != units.quantize(SMALLEST_UNITS):
        raise StockRefused(
            Problem("no-quantity", _("Write a quantity of more than 0, with at most three digits."), field)
        )
    return units
