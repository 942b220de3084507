"""Counting what is there: before the window opens, when a shift hands over, and when the day closes.

Nobody is shown what the book says before they have counted: `blind_count` closes or opens at once if the count agrees. If it
does not, what was counted is kept (`CountTry`), then shown beside the book; the two count again and explain (`count`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.queries.colleagues import colleagues
from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import Problem
from hoanhap.kit.text import clean
from hoanhap.medicine.models import (
    Count,
    CountLine,
    CountTry,
    CountTryLine,
    StockAccount,
    StockBook,
    StockLine,
)
from hoanhap.medicine.operations.incidents import draft_of_lines
from hoanhap.medicine.operations.stock import (
    STOCK,
    StockRefused,
    book_of,
    colleague_of,
    said_in_words,
    write_line,
)
from hoanhap.medicine.queries.balances import Place, balances
from hoanhap.medicine.rules.counting import COUNTED_AT

COUNTED: Final = COUNTED_AT["closing"]
"""Places in which medicine can be seen and measured."""
DOSE: Final = "treatment.dose"
"""Whoever gives doses may count too; the keeper is one of the two who open and close a day."""
TOLD: Final = {
    "opening": "medicine.day-opened",
    "shift": "medicine.shift-handed-over",
    "closing": "medicine.day-closed",
}


@transaction.atomic
def blind_count(
    *,
    book_id: UUID,
    day: date,
    moment: str,
    counted: Mapping[Place, Decimal],
    second_person: UUID,
    happened_at: datetime,
    scope: Scope,
    at: datetime,
) -> Count | CountTry:
    """The first count of two people who have not seen the book. It counts if it agrees; if not, it is kept as a try.

    Whoever gets a `CountTry` shows the two what differs and asks them to count again and explain (`count`). A first count
    that does not agree stays, whatever comes after. Raises Forbidden, NotFound, StockRefused.
    """
    asked = _looked_over(book_id, moment, counted, second_person, happened_at, scope, at)
    if not asked.differs:
        return _written(asked, day, "", scope, at)
    with said_in_words():
        tried = CountTry.objects.create(
            book=asked.book,
            day=day,
            moment=moment,
            happened_at=happened_at,
            recorded_by=scope.account_id,
            second_person=second_person,
        )
    CountTryLine.objects.bulk_create(
        CountTryLine(
            count_try=tried,
            account_id=place.account_id,
            lot_id=place.lot_id,
            counted_units=units,
            book_units=asked.held.get(place, Decimal(0)),
        )
        for place, units in counted.items()
    )
    trail.record(
        "medicine.count-did-not-agree",
        by=scope,
        at=at,
        subject=tried,
        unit_id=asked.book.organisation.unit_id,
        differences=len(asked.differs),
    )
    return tried


def did_not_agree(made: Count | CountTry) -> bool:
    """Whether a blind count was only kept as a try."""
    return isinstance(made, CountTry)


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
    """Open a day of a book, hand over a shift or close the day, with what two people counted, by account and lot.

    Every place that the book says holds something must have been counted. What differs is written as lost or found, with
    the explanation, so that the next day begins with what is there. Raises Forbidden, NotFound, StockRefused.
    """
    asked = _looked_over(book_id, moment, counted, second_person, happened_at, scope, at)
    why = clean(explanation)[:300]
    if asked.differs and not why:
        words = _("The count and the book differ. Count again; if it stays so, explain the difference.")
        raise StockRefused(Problem("not-explained", words, "explanation"))
    return _written(asked, day, why, scope, at)


@dataclass(frozen=True)
class _Asked:
    """A count that can be written: what was counted, what the book says then, what differs (below zero: missing)."""

    book: StockBook
    moment: str
    accounts: Mapping[UUID, StockAccount]
    counted: Mapping[Place, Decimal]
    held: Mapping[Place, Decimal]
    differs: Mapping[Place, Decimal]
    second_person: UUID
    happened_at: datetime


def _looked_over(
    book_id: UUID,
    moment: str,
    counted: Mapping[Place, Decimal],
    second_person: UUID,
    happened_at: datetime,
    scope: Scope,
    at: datetime,
) -> _Asked:
    """Who counts, and whether everything was counted. The book is locked from here on."""
    book = book_of(book_id, scope=scope, power=STOCK if scope.may(STOCK) or not scope.may(DOSE) else DOSE)
    StockBook.objects.select_for_update(of=("self",)).get(pk=book.pk)
    if moment not in COUNTED_AT:
        raise StockRefused(Problem("not-on-the-list", _("Choose one from the list."), "moment"))
    if happened_at > at:
        raise StockRefused(Problem("in-the-future", _("This time is in the future."), "happened_at"))
    colleague_of(second_person)
    if (
        moment != Count.Moment.SHIFT
        and not scope.may(STOCK)
        and not _keeps(second_person, book, local_day(at))
    ):
        words = _(
            "A day is opened and closed together with the keeper of the medicine. Choose the keeper beside you."
        )
        raise StockRefused(Problem("keeper-missing", words, "second_person"))
    accounts = {one.pk: one for one in StockAccount.objects.filter(book=book)}
    held = {
        place: units
        for place, units in balances(book_id=book.pk, at=happened_at).items()
        if accounts[place.account_id].kind in COUNTED_AT[moment]
    }
    wrong = [
        place
        for place in counted
        if getattr(accounts.get(place.account_id), "kind", "") not in COUNTED_AT[moment]
    ]
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
    return _Asked(
        book=book,
        moment=moment,
        accounts=accounts,
        counted=counted,
        held=held,
        differs={place: change for place, change in differs.items() if change},
        second_person=second_person,
        happened_at=happened_at,
    )


def _keeps(account_id: UUID, book: StockBook, on: date) -> bool:
    return account_id in {one.id for one in colleagues(book.organisation_id, [STOCK], on=on)}


def _written(asked: _Asked, day: date, why: str, scope: Scope, at: datetime) -> Count:
    """Write the count and, before it, what it found missing or too much."""
    with said_in_words():
        row = Count(
            book=asked.book,
            day=day,
            moment=asked.moment,
            happened_at=asked.happened_at,
            recorded_by=scope.account_id,
            second_person=asked.second_person,
        )
        settled = [
            _settle(row, asked.book, asked.accounts, place, change, why, scope, at)
            for place, change in asked.differs.items()
        ]
        draft_of_lines(book=asked.book, lines=settled, scope=scope, at=at)
        row.save(force_insert=True)
    CountLine.objects.bulk_create(
        CountLine(
            count=row,
            account_id=place.account_id,
            lot_id=place.lot_id,
            counted_units=units,
            book_units=asked.held.get(place, Decimal(0)),
        )
        for place, units in asked.counted.items()
    )
    trail.record(
        TOLD[asked.moment],
        by=scope,
        at=at,
        subject=row,
        unit_id=asked.book.organisation.unit_id,
        reason=why,
        differences=len(asked.differs),
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
) -> StockLine:
    """Write what is missing or was found, so that the book says what is there."""
    other = "found" if change > 0 else "missing"
    outside = next(one for one in accounts.values() if one.kind == other)
    here = accounts[place.account_id]
    return write_line(
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
