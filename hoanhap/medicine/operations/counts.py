"""Counting what is there: before the window opens, and when it closes. Nobody is shown the book before they have counted."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.models import Account
from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import Problem
from hoanhap.kit.text import clean
from hoanhap.medicine.models import Count, CountLine, StockAccount, StockBook, StockLine
from hoanhap.medicine.operations.stock import StockRefused, book_of, said_in_words, write_line
from hoanhap.medicine.queries.balances import Place, balances

COUNTED: Final = ("safe", "cabinet", "window", "waste")
"""Places in which medicine can be seen and measured."""


@transaction.atomic
def count(
    *,
    book_id: UUID,
    day: date,
    moment: str,
    counted: Mapping[Place, Decimal],
    second_person: UUID,
    happened_at: datetime,
    explanation: str = "",
    scope: Scope,
    at: datetime,
) -> Count:
    """Open or close a day of a book with what two people counted, by account and lot.

    Every place that the book says holds something must have been counted. What differs is written as lost or found, with
    the explanation, so that the next day begins with what is there. Raises Forbidden, NotFound, StockRefused.
    """
    book = book_of(book_id, scope=scope)
    StockBook.objects.select_for_update(of=("self",)).get(pk=book.pk)
    if happened_at > at:
        raise StockRefused(Problem("in-the-future", _("This time is in the future."), "happened_at"))
    if not Account.objects.filter(pk=second_person, is_active=True).exists():
        raise StockRefused(
            Problem("no-such-person", _("Choose a colleague who has an account."), "second_person")
        )
    accounts = {one.pk: one for one in StockAccount.objects.filter(book=book)}
    held = {
        place: units
        for place, units in balances(book_id=book.pk, at=happened_at).items()
        if accounts[place.account_id].kind in COUNTED
    }
    wrong = [place for place in counted if getattr(accounts.get(place.account_id), "kind", "") not in COUNTED]
    if wrong or any(units < 0 for units in counted.values()):
        raise StockRefused(
            Problem("no-such-place", _("Count only what stands in a place of this book."), "counted")
        )
    if any(units and place not in counted for place, units in held.items()):
        words = _(
            "Something that the book knows was not counted. Count every place and lot; write 0 where nothing is."
        )
        raise StockRefused(Problem("not-counted", words, "counted"))
    differs = {place: units - held.get(place, Decimal(0)) for place, units in counted.items()}
    differs = {place: change for place, change in differs.items() if change}
    why = clean(explanation)[:300]
    if differs and not why:
        words = _("The count and the book differ. Count again; if it stays so, explain the difference.")
        raise StockRefused(Problem("not-explained", words, "explanation"))
    with said_in_words():
        row = Count(
            book=book,
            day=day,
            moment=moment,
            happened_at=happened_at,
            recorded_by=scope.account_id,
            second_person=second_person,
        )
        for place, change in differs.items():
            _settle(row, book, accounts, place, change, why, scope, at)
        row.save(force_insert=True)
    CountLine.objects.bulk_create(
        CountLine(
            count=row,
            account_id=place.account_id,
            lot_id=place.lot_id,
            counted_units=units,
            book_units=held.get(place, Decimal(0)),
        )
        for place, units in counted.items()
    )
    trail.record(
        f"medicine.day-{'opened' if moment == Count.Moment.OPENING else 'closed'}",
        by=scope,
        at=at,
        subject=row,
        unit_id=book.organisation.unit_id,
        reason=why,
        differences=len(differs),
    )
    return row


def _settle(
    row: Count,
    book: StockBook,
    accounts: Mapping[UUID, StockAccount],
    place: Place,
    change: Decimal,
    why: str,
    scope: Scope,
    at: datetime,
) -> None:
    """Write what is missing or was found, so that the book says what is there."""
    other = "found" if change > 0 else "missing"
    outside = next(one for one in accounts.values() if one.kind == other)
    here = accounts[place.account_id]
    write_line(
        StockLine(
            book=book,
            kind=StockLine.Kind.FIND if change > 0 else StockLine.Kind.LOSS,
            lot_id=place.lot_id,
            from_account=outside if change > 0 else here,
            to_account=here if change > 0 else outside,
            quantity_units=abs(change),
            happened_at=row.happened_at,
            recorded_by=scope.account_id,
            second_person=row.second_person,
            reason=why,
            request_id=uuid5(row.pk, f"{place.account_id} {place.lot_id}"),
        ),
        book=book,
        scope=scope,
        at=at,
    )
