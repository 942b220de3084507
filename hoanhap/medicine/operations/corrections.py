"""Putting a wrong line right: the line is reversed, and the right quantity is written beside it, at one instant."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.text import clean
from hoanhap.medicine.models import StockLine
from hoanhap.medicine.operations.stock import (
    STOCK,
    NotEnoughStock,
    StockRefused,
    checked_quantity,
    colleague_of,
    reverse,
    write_line,
)


@transaction.atomic
def correct(
    *,
    line_id: UUID,
    right_units: Decimal | None,
    second_person: UUID,
    reason: str,
    request_id: UUID,
    scope: Scope,
    at: datetime,
) -> StockLine:
    """Take a line back; with `right_units` the same movement is written anew in that quantity. Gives the reversal.

    Nothing of the wrong line changes: both lines are of now, name the reason and the second person.
    Raises Forbidden, NotFound, StockRefused, NotEnoughStock.
    """
    scope.require(STOCK)
    wrong = (
        StockLine.objects.visible_to(scope, STOCK)
        .select_related("book__organisation")
        .filter(pk=line_id)
        .first()
    )
    if wrong is None:
        raise NotFound(Problem("no-such-line", _("There is no such line."), "line_id"))
    if (known := StockLine.objects.filter(request_id=request_id).first()) is not None:
        return known
    if not clean(reason):
        raise StockRefused(Problem("missing", _("Say what was wrong with the line."), "reason"))
    colleague_of(second_person)
    if right_units is not None and wrong.kind == StockLine.Kind.DESTRUCTION:
        words = _("Take this line back whole; what was destroyed is written anew with minutes of a board.")
        raise StockRefused(Problem("needs-a-board", words, "right_units"))
    if right_units is not None and checked_quantity(right_units) == wrong.quantity_units:
        words = _(
            "The line says this quantity already. Write the right one, or leave it empty to take the line back."
        )
        raise StockRefused(Problem("nothing-to-correct", words, "right_units"))

    def back() -> StockLine:
        return reverse(
            line_id=wrong.pk,
            second_person=second_person,
            reason=reason,
            request_id=request_id,
            scope=scope,
            at=at,
        )

    def anew() -> None:
        if right_units is not None:
            _write_anew(wrong, right_units, second_person, reason, uuid5(request_id, "right"), scope, at)

    # Lines of one instant count together, but each is looked at when it is written: what came in is best written first,
    # what went out is best taken back first. Which of the two fits depends on what is left where.
    try:
        with transaction.atomic():
            anew()
            return back()
    except NotEnoughStock:
        line = back()
        anew()
        return line


def _write_anew(
    wrong: StockLine,
    units: Decimal,
    second_person: UUID,
    reason: str,
    request_id: UUID,
    scope: Scope,
    at: datetime,
) -> None:
    write_line(
        StockLine(
            book=wrong.book,
            kind=wrong.kind,
            lot_id=wrong.lot_id,
            from_account_id=wrong.from_account_id,
            to_account_id=wrong.to_account_id,
            quantity_units=units,
            happened_at=at,
            recorded_by=scope.account_id,
            second_person=second_person,
            document_number=wrong.document_number,
            reason=clean(reason)[:300],
            request_id=request_id,
        ),
        book=wrong.book,
        scope=scope,
        at=at,
    )
