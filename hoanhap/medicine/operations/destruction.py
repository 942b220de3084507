"""Medicine leaves the books for good: destroyed by a board, or sent back to whoever supplied it. Both with minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import Problem
from hoanhap.kit.text import clean, word_key
from hoanhap.medicine.models import (
    BoardMember,
    StockAccount,
    StockBook,
    StockLine,
    StockMinutes,
    StockMinutesLine,
)
from hoanhap.medicine.operations.stock import (
    StockRefused,
    account_of,
    book_of,
    checked_quantity,
    colleague_of,
    said_in_words,
    write_line,
)
from hoanhap.medicine.queries.keeping import keeping

DESTROYED_FROM: Final = ("waste", "safe")
RETURNED_FROM: Final = ("safe",)


@dataclass(frozen=True)
class Leaving:
    """So much of a lot out of one place of the book."""

    from_id: UUID
    lot_id: UUID
    units: Decimal


@dataclass(frozen=True)
class Member:
    """Somebody of the board, with what they are; also from outside."""

    full_name: str
    position: str


@transaction.atomic
def destroy(
    *,
    book_id: UUID,
    number: str,
    approval_number: str,
    held_in: str,
    method: str,
    board: Sequence[Member],
    leaving: Sequence[Leaving],
    happened_at: datetime,
    request_id: UUID,
    second_person: UUID,
    scope: Scope,
    at: datetime,
) -> StockMinutes:
    """A board destroyed what was put aside, or stock that has expired (Decree 163/2025, article 36).

    How many sit on the board, and whether an approval is needed, is defined in `definitions/stock-keeping/`. The same
    `request_id` again returns the first minutes. Raises Forbidden, NotFound, StockRefused, NotEnoughStock.
    """
    book = book_of(book_id, scope=scope)
    if (known := _known(book, request_id)) is not None:
        return known
    numbers = keeping(local_day(at))
    members = [one for one in (Member(clean(m.full_name), clean(m.position)) for m in board) if any(_of(one))]
    least = int(numbers.board_members.value)
    if len({word_key(one.full_name) for one in members}) < max(least, len(members)):
        words = _("A board has at least %(least)s different people. Name all of them.")
        raise StockRefused(Problem("board-too-small", words, "board", {"least": least}))
    if not all(all(_of(one)) for one in members):
        words = _("Write the name and the position of each member of the board.")
        raise StockRefused(Problem("board-member-unclear", words, "board"))
    if numbers.approval_is_needed.value and not clean(approval_number):
        words = _("Write the number of the approval by the authority.")
        raise StockRefused(Problem("missing", words, "approval_number"))
    if not clean(method):
        raise StockRefused(Problem("missing", _("Say how it was destroyed."), "method"))
    minutes = _minutes(
        StockMinutes(
            book=book,
            kind=StockMinutes.Kind.DESTRUCTION,
            number=clean(number)[:60],
            happened_at=happened_at,
            approval_number=clean(approval_number)[:60],
            held_in=clean(held_in)[:200],
            statement=clean(method)[:600],
            recorded_by=scope.account_id,
            second_person=colleague_of(second_person),
        ),
        at,
    )
    with said_in_words():
        BoardMember.objects.bulk_create(
            BoardMember(
                minutes=minutes, place_no=place, full_name=one.full_name[:100], position=one.position[:200]
            )
            for place, one in enumerate(members, start=1)
        )
    _lines(minutes, "destruction", "destroyed", DESTROYED_FROM, leaving, request_id, scope, at)
    _told("medicine.destruction-recorded", minutes, scope, at)
    return minutes


@transaction.atomic
def send_back(
    *,
    book_id: UUID,
    number: str,
    supplier: str,
    taken_over_by: str,
    statement: str,
    leaving: Sequence[Leaving],
    happened_at: datetime,
    request_id: UUID,
    second_person: UUID,
    scope: Scope,
    at: datetime,
) -> StockMinutes:
    """Medicine goes back to the supplier out of the safe: recalled, delivered by mistake, too near its last day.

    The same `request_id` again returns the first minutes. Raises Forbidden, NotFound, StockRefused, NotEnoughStock.
    """
    book = book_of(book_id, scope=scope)
    if (known := _known(book, request_id)) is not None:
        return known
    for name, text in (("supplier", supplier), ("statement", statement)):
        if not clean(text):
            words = _("Write to whom the medicine goes back, and why.")
            raise StockRefused(Problem("missing", words, name))
    minutes = _minutes(
        StockMinutes(
            book=book,
            kind=StockMinutes.Kind.RETURN,
            number=clean(number)[:60],
            happened_at=happened_at,
            supplier=clean(supplier)[:200],
            handed_over_by=clean(taken_over_by)[:200],
            statement=clean(statement)[:600],
            recorded_by=scope.account_id,
            second_person=colleague_of(second_person),
        ),
        at,
    )
    _lines(minutes, "return", "returned", RETURNED_FROM, leaving, request_id, scope, at)
    _told("medicine.return-recorded", minutes, scope, at)
    return minutes


def _of(one: Member) -> tuple[str, str]:
    return one.full_name, one.position


def _known(book: StockBook, request_id: UUID) -> StockMinutes | None:
    """What this request wrote before. Locks the book: of two at once the second sees what the first wrote."""
    StockBook.objects.select_for_update(of=("self",)).get(pk=book.pk)
    return StockMinutes.objects.filter(book=book, lines__line__request_id=uuid5(request_id, "0")).first()


def _minutes(minutes: StockMinutes, at: datetime) -> StockMinutes:
    if minutes.happened_at > at:
        words = _("This time is in the future. Record it when it has happened.")
        raise StockRefused(Problem("in-the-future", words, "happened_at"))
    if not minutes.number:
        raise StockRefused(Problem("missing", _("Write the number of the minutes."), "number"))
    with said_in_words():
        minutes.save(force_insert=True)
    return minutes


def _lines(
    minutes: StockMinutes,
    kind: str,
    to: str,
    from_kinds: Sequence[str],
    leaving: Sequence[Leaving],
    request_id: UUID,
    scope: Scope,
    at: datetime,
) -> None:
    if not leaving:
        raise StockRefused(Problem("nothing-leaves", _("Write at least one lot and its quantity."), "units"))
    target = StockAccount.objects.get(book=minutes.book, kind=to, name="")
    for place, one in enumerate(leaving):
        source = account_of(minutes.book, one.from_id, "from_id")
        if source.kind not in from_kinds:
            raise StockRefused(Problem("no-such-place", _("Choose a place of this book."), "from_id"))
        line = StockLine(
            book=minutes.book,
            kind=kind,
            lot_id=one.lot_id,
            from_account=source,
            to_account=target,
            quantity_units=checked_quantity(one.units),
            happened_at=minutes.happened_at,
            recorded_by=minutes.recorded_by,
            second_person=minutes.second_person,
            document_number=minutes.number,
            reason=minutes.statement[:300],
            request_id=uuid5(request_id, str(place)),
        )
        write_line(line, book=minutes.book, scope=scope, at=at)
        with said_in_words():
            StockMinutesLine.objects.create(minutes=minutes, line=line)


def _told(what: str, minutes: StockMinutes, scope: Scope, at: datetime) -> None:
    trail.record(
        what,
        by=scope,
        at=at,
        subject=minutes,
        unit_id=minutes.book.organisation.unit_id,
        number=minutes.number,
    )
