"""What is written down with minutes: medicine that a supplier brought, medicine that can no longer be given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import Problem
from hoanhap.kit.text import clean
from hoanhap.medicine.models import StockAccount, StockBook, StockLine, StockMinutes, StockMinutesLine
from hoanhap.medicine.operations.stock import (
    StockRefused,
    account_of,
    book_of,
    checked_quantity,
    colleague_of,
    know_lot,
    said_in_words,
    write_line,
)

PUT_ASIDE_FROM: Final = ("safe", "cabinet", "window")


@dataclass(frozen=True)
class Delivered:
    """One lot of a delivery: what its label says, what was counted, and what the supplier's paper says, if anything."""

    number: str
    expires_on: date
    mg_per_unit: Decimal
    units: Decimal
    stated_units: Decimal | None = None
    maker: str = ""


@transaction.atomic
def receive(
    *,
    book_id: UUID,
    number: str,
    supplier: str,
    handed_over_by: str,
    invoice_number: str,
    delivered: Sequence[Delivered],
    happened_at: datetime,
    request_id: UUID,
    statement: str = "",
    second_person: UUID,
    scope: Scope,
    at: datetime,
) -> StockMinutes:
    """A supplier brought medicine: it is counted by two, goes into the safe, and minutes are made of it.

    What was counted is what is booked; where the supplier's paper says otherwise, the minutes must say so. The same
    `request_id` again returns the first minutes. Raises Forbidden, NotFound, StockRefused.
    """
    book = book_of(book_id, scope=scope)
    known = StockMinutes.objects.filter(book=book, lines__line__request_id=uuid5(request_id, "0")).first()
    if known is not None:
        return known
    _not_ahead(happened_at, at)
    if not delivered:
        raise StockRefused(
            Problem("nothing-received", _("Write at least one lot that was received."), "units")
        )
    if not clean(supplier):
        raise StockRefused(Problem("missing", _("Write who supplied the medicine."), "supplier"))
    for one in delivered:
        checked_quantity(one.units)
        if one.expires_on < local_day(happened_at):
            words = _("Lot %(lot)s has expired. Do not take it over; send it back with the supplier.")
            raise StockRefused(Problem("lot-expired", words, "expires_on", {"lot": one.number}))
        if one.stated_units is not None and one.stated_units != one.units and not clean(statement):
            words = _("The supplier's paper and the count differ for lot %(lot)s. Say so in the minutes.")
            raise StockRefused(Problem("not-explained", words, "statement", {"lot": one.number}))
    minutes = _write(
        StockMinutes(
            book=book,
            kind=StockMinutes.Kind.RECEIPT,
            number=clean(number)[:60],
            happened_at=happened_at,
            supplier=clean(supplier)[:200],
            handed_over_by=clean(handed_over_by)[:200],
            invoice_number=clean(invoice_number)[:60],
            statement=clean(statement)[:600],
            recorded_by=scope.account_id,
            second_person=colleague_of(second_person),
        )
    )
    supplied, safe = _account(book, "supplier"), _account(book, "safe")
    for place, one in enumerate(delivered):
        lot = know_lot(
            medicine=book.medicine,
            number=one.number,
            expires_on=one.expires_on,
            mg_per_unit=one.mg_per_unit,
            maker=one.maker,
            scope=scope,
            at=at,
        )
        line = _line(
            minutes, StockLine.Kind.RECEIPT, lot.pk, supplied, safe, one.units, uuid5(request_id, str(place))
        )
        write_line(line, book=book, scope=scope, at=at)
        StockMinutesLine.objects.create(minutes=minutes, line=line, stated_units=one.stated_units)
    _told("medicine.receipt-recorded", minutes, scope, at)
    return minutes


@transaction.atomic
def put_aside(
    *,
    book_id: UUID,
    number: str,
    cause: str,
    statement: str,
    from_id: UUID,
    lot_id: UUID,
    units: Decimal,
    is_left: bool,
    happened_at: datetime,
    request_id: UUID,
    second_person: UUID,
    scope: Scope,
    at: datetime,
) -> StockMinutes:
    """Medicine that can no longer be given leaves the stock, with minutes that two people sign.

    `is_left`: something is left that a board will destroy; otherwise it ran out on the floor and is gone. The same
    `request_id` again returns the first minutes. Raises Forbidden, NotFound, StockRefused, NotEnoughStock.
    """
    book = book_of(book_id, scope=scope)
    known = StockMinutes.objects.filter(book=book, lines__line__request_id=uuid5(request_id, "0")).first()
    if known is not None:
        return known
    _not_ahead(happened_at, at)
    if cause not in StockMinutes.Cause.values:
        raise StockRefused(Problem("not-on-the-list", _("Choose one from the list."), "cause"))
    if not clean(statement):
        raise StockRefused(Problem("missing", _("Say how it came about."), "statement"))
    source = account_of(book, from_id, "from_id")
    if source.kind not in PUT_ASIDE_FROM:
        raise StockRefused(Problem("no-such-place", _("Choose a place of this book."), "from_id"))
    if not StockLine.objects.filter(book=book, lot=lot_id).exists():
        raise StockRefused(Problem("no-such-lot", _("Choose a lot of this medicine."), "lot_id"))
    minutes = _write(
        StockMinutes(
            book=book,
            kind=StockMinutes.Kind.WASTE,
            number=clean(number)[:60],
            happened_at=happened_at,
            cause=cause,
            statement=clean(statement)[:600],
            recorded_by=scope.account_id,
            second_person=colleague_of(second_person),
        )
    )
    target = _account(book, "waste" if is_left else "spill")
    kind = StockLine.Kind.WASTE if is_left else StockLine.Kind.SPILL
    line = _line(minutes, kind, lot_id, source, target, checked_quantity(units), uuid5(request_id, "0"))
    line.reason = clean(f"{minutes.get_cause_display()}: {statement}")[:300]
    write_line(line, book=book, scope=scope, at=at)
    StockMinutesLine.objects.create(minutes=minutes, line=line)
    _told("medicine.waste-recorded", minutes, scope, at)
    return minutes


def _write(minutes: StockMinutes) -> StockMinutes:
    if not minutes.number:
        raise StockRefused(Problem("missing", _("Write the number of the minutes."), "number"))
    with said_in_words():
        minutes.save(force_insert=True)
    return minutes


def _line(
    minutes: StockMinutes,
    kind: str,
    lot_id: UUID,
    source: StockAccount,
    target: StockAccount,
    units: Decimal,
    request_id: UUID,
) -> StockLine:
    return StockLine(
        book=minutes.book,
        kind=kind,
        lot_id=lot_id,
        from_account=source,
        to_account=target,
        quantity_units=units,
        happened_at=minutes.happened_at,
        recorded_by=minutes.recorded_by,
        second_person=minutes.second_person,
        document_number=minutes.number,
        reason=minutes.statement[:300],
        request_id=request_id,
    )


def _account(book: StockBook, kind: str) -> StockAccount:
    return StockAccount.objects.get(book=book, kind=kind, name="")


def _not_ahead(happened_at: datetime, at: datetime) -> None:
    if happened_at > at:
        words = _("This time is in the future. Record it when it has happened.")
        raise StockRefused(Problem("in-the-future", words, "happened_at"))


def _told(what: str, minutes: StockMinutes, scope: Scope, at: datetime) -> None:
    trail.record(
        what,
        by=scope,
        at=at,
        subject=minutes,
        unit_id=minutes.book.organisation.unit_id,
        number=minutes.number,
    )
