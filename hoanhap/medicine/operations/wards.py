"""Medicine of detoxification given to a ward of a facility, on a slip. Who of the ward took it stands in the infirmary."""

from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import Problem
from hoanhap.kit.text import clean
from hoanhap.medicine.models import StockAccount, StockBook, StockLine
from hoanhap.medicine.operations.stock import (
    StockRefused,
    account_of,
    book_of,
    checked_quantity,
    colleague_of,
    write_line,
)
from hoanhap.medicine.queries.medicines import medicine

GIVEN_FROM: Final = ("safe", "cabinet")


@transaction.atomic
def give_to_ward(
    *,
    book_id: UUID,
    from_id: UUID,
    lot_id: UUID,
    units: Decimal,
    slip_number: str,
    ward: str,
    happened_at: datetime,
    request_id: UUID,
    second_person: UUID,
    scope: Scope,
    at: datetime,
) -> StockLine:
    """So much of a lot goes to a ward, against a slip that the second person signs for the ward.

    Never medicine of substitution: that is poured for one person at a window. The same `request_id` again returns the first
    line. Raises Forbidden, NotFound, StockRefused, NotEnoughStock.
    """
    book = book_of(book_id, scope=scope)
    StockBook.objects.select_for_update(of=("self",)).get(pk=book.pk)
    if (known := StockLine.objects.filter(request_id=request_id).first()) is not None:
        return known
    if medicine(book.medicine).is_substitution:
        words = _("This medicine is given to one person at the window, under watch.")
        raise StockRefused(Problem("not-for-wards", words, "lot_id"))
    if happened_at > at:
        words = _("This time is in the future. Record it when it has happened.")
        raise StockRefused(Problem("in-the-future", words, "happened_at"))
    for name, text in (("slip_number", slip_number), ("ward", ward)):
        if not clean(text):
            raise StockRefused(Problem("missing", _("Write the number of the slip and the ward."), name))
    source = account_of(book, from_id, "from_id")
    if source.kind not in GIVEN_FROM:
        raise StockRefused(Problem("no-such-place", _("Choose a place of this book."), "from_id"))
    if not StockLine.objects.filter(book=book, lot=lot_id).exists():
        raise StockRefused(Problem("no-such-lot", _("Choose a lot of this medicine."), "lot_id"))
    return write_line(
        StockLine(
            book=book,
            kind=StockLine.Kind.WARD,
            lot_id=lot_id,
            from_account=source,
            to_account=StockAccount.objects.get(book=book, kind=StockAccount.Kind.PATIENT, name=""),
            quantity_units=checked_quantity(units),
            happened_at=happened_at,
            recorded_by=scope.account_id,
            second_person=colleague_of(second_person),
            document_number=clean(slip_number)[:60],
            reason=clean(ward)[:300],
            request_id=request_id,
        ),
        book=book,
        scope=scope,
        at=at,
    )
