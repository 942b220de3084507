"""Requisition slips: asked for, signed by two heads, handed over by one person to another, booked with the handover."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import Forbidden, NotFound, Problem
from hoanhap.kit.text import clean
from hoanhap.medicine.models import Slip, SlipEnd, SlipLine, SlipSignature, StockLine
from hoanhap.medicine.operations.stock import (
    KNOWN,
    STOCK,
    WAYS,
    StockRefused,
    account_of,
    book_of,
    checked_quantity,
    colleague_of,
    in_words,
    move,
)
from hoanhap.medicine.queries.balances import Place

SIGN: Final = "medicine.sign"
ASK: Final = (STOCK, "treatment.dose", SIGN)
"""Whoever keeps stock, gives doses or heads the place may ask for medicine."""
IN_TURN: Final = ("requesting-head", "issuing-head")
"""The signatures that come before the handover, each under the own session."""
KINDS: Final = ("issue", "put-back")
SLIP_KNOWN: Final[Mapping[str, Problem]] = {
    **KNOWN,
    "slip_number_once_a_book": Problem(
        "number-taken", _("This number of a slip is taken in this book. Write the next one."), "number"
    ),
    "slip_signed_once_as_each": Problem("signed-already", _("This signature stands on the slip already.")),
    "slip_still_runs": Problem("slip-ended", _("This slip was handed over or has ended.")),
    "slip_signed_in_turn": Problem(
        "not-in-turn",
        _(
            "The head of the requesting unit signs first, then the head of the issuing unit, then it is handed over."
        ),
    ),
    "slip_signers_are_others": Problem(
        "same-person",
        _("Who issues, who receives and who heads a unit are different people. Let somebody else sign."),
        "second_person",
    ),
}


@dataclass(frozen=True)
class Handed:
    """How much of which lot out of which place was handed over."""

    place: Place
    units: Decimal


@transaction.atomic
def ask(
    *,
    book_id: UUID,
    number: str,
    from_id: UUID,
    to_id: UUID,
    asked_units: Decimal,
    needed_on: date,
    purpose: str = "",
    scope: Scope,
    at: datetime,
) -> Slip:
    """Write a slip that asks for medicine out of one place of the book into another.

    Raises Forbidden, NotFound, StockRefused.
    """
    book = book_of(book_id, scope=scope, power=_power(scope, ASK))
    source, target = account_of(book, from_id, "from_id"), account_of(book, to_id, "to_id")
    if not any((source.kind, target.kind) in WAYS[kind] for kind in KINDS):
        words = _("Medicine does not go this way. Choose what happened and from where to where.")
        raise StockRefused(Problem("no-such-way", words, "to_id"))
    if not clean(number):
        raise StockRefused(Problem("missing", _("Write the number of the slip."), "number"))
    with in_words(SLIP_KNOWN, StockRefused):
        slip = Slip.objects.create(
            book=book,
            number=clean(number)[:60],
            from_account=source,
            to_account=target,
            asked_units=checked_quantity(asked_units),
            needed_on=needed_on,
            purpose=clean(purpose)[:300],
            recorded_by=scope.account_id,
        )
    _told("medicine.slip-written", slip, scope, at)
    return slip


@transaction.atomic
def sign(*, slip_id: UUID, signs_as: str, scope: Scope, at: datetime) -> SlipSignature:
    """The head of one of the units signs, under the own session. Raises Forbidden, NotFound, StockRefused."""
    slip = _slip(slip_id, scope, (SIGN,))
    if signs_as not in IN_TURN:
        raise StockRefused(Problem("not-on-the-list", _("Choose one from the list."), "signs_as"))
    signature = _sign(slip, signs_as, scope.account_id, scope, at)
    _told("medicine.slip-signed", slip, scope, at, signs_as=signs_as)
    return signature


@transaction.atomic
def hand_over(
    *,
    slip_id: UUID,
    handed: Sequence[Handed],
    receiver: UUID,
    happened_at: datetime,
    request_id: UUID,
    scope: Scope,
    at: datetime,
) -> Slip:
    """The keeper hands over what was asked for, or less; the receiver signs beside; the lines are booked at once.

    The same `request_id` again writes nothing. Raises Forbidden, NotFound, StockRefused, NotEnoughStock.
    """
    slip = _slip(slip_id, scope, (STOCK,))
    Slip.objects.select_for_update().get(pk=slip.pk)
    if StockLine.objects.filter(request_id=uuid5(request_id, "0")).exists():
        return slip
    if SlipSignature.objects.filter(slip=slip, signs_as=SlipSignature.As.ISSUER).exists():
        raise StockRefused(SLIP_KNOWN["slip_still_runs"])
    total = sum((checked_quantity(one.units) for one in handed), Decimal(0))
    if not handed or total > slip.asked_units:
        words = _("Hand over something, and not more than the two heads signed for.")
        raise StockRefused(Problem("not-as-signed", words, "units"))
    if any(one.place.account_id != slip.from_account_id for one in handed):
        raise StockRefused(Problem("no-such-place", _("Choose a place of this book."), "units"))
    _sign(slip, "issuer", scope.account_id, scope, at)
    _sign(slip, "receiver", colleague_of(receiver), scope, at)
    ends = (slip.from_account.kind, slip.to_account.kind)
    kind = next(kind for kind in KINDS if ends in WAYS[kind])
    for number, one in enumerate(handed):
        line = move(
            book_id=slip.book_id,
            kind=kind,
            lot_id=one.place.lot_id,
            from_id=slip.from_account_id,
            to_id=slip.to_account_id,
            quantity_units=one.units,
            happened_at=happened_at,
            request_id=uuid5(request_id, str(number)),
            second_person=receiver,
            document_number=slip.number,
            scope=scope,
            at=at,
        )
        SlipLine.objects.create(slip=slip, line=line)
    _told("medicine.slip-handed-over", slip, scope, at)
    return slip


@transaction.atomic
def end(*, slip_id: UUID, reason: str, scope: Scope, at: datetime) -> SlipEnd:
    """A slip that was not handed over is refused or taken back. Raises Forbidden, NotFound, StockRefused."""
    slip = _slip(slip_id, scope, ASK)
    why = clean(reason)[:300]
    if not why:
        raise StockRefused(Problem("missing", _("Say why, in at most 300 characters."), "reason"))
    if SlipEnd.objects.filter(slip=slip).exists():
        raise StockRefused(SLIP_KNOWN["slip_still_runs"])
    with in_words(SLIP_KNOWN, StockRefused):
        row = SlipEnd.objects.create(slip=slip, reason=why, happened_at=at, recorded_by=scope.account_id)
    _told("medicine.slip-ended", slip, scope, at, reason=why)
    return row


def _power(scope: Scope, powers: Sequence[str]) -> str:
    for power in powers:
        if scope.may(power):
            return power
    raise Forbidden


def _slip(slip_id: UUID, scope: Scope, powers: Sequence[str]) -> Slip:
    power = _power(scope, powers)
    slip = (
        Slip.objects.visible_to(scope, power)
        .select_related("book__organisation", "from_account", "to_account")
        .filter(pk=slip_id)
        .first()
    )
    if slip is None:
        raise NotFound(Problem("no-such-slip", _("There is no such slip."), "slip_id"))
    return slip


def _sign(slip: Slip, signs_as: str, account_id: UUID, scope: Scope, at: datetime) -> SlipSignature:
    with in_words(SLIP_KNOWN, StockRefused):
        return SlipSignature.objects.create(
            slip=slip, signs_as=signs_as, account=account_id, signed_at=at, recorded_by=scope.account_id
        )


def _told(what: str, slip: Slip, scope: Scope, at: datetime, *, reason: str = "", signs_as: str = "") -> None:
    trail.record(
        what,
        by=scope,
        at=at,
        subject=slip,
        unit_id=slip.book.organisation.unit_id,
        reason=reason,
        number=slip.number,
        signs_as=signs_as,
    )
