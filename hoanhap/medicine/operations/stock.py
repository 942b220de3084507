"""Moving medicine between the accounts of a book: received, given out, put back, thrown away, reversed.

Lock order: the book, by the trigger of the line; whoever writes to two books has them locked by their keys' order.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.models import Account
from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.text import clean
from hoanhap.medicine.models import Lot, StockAccount, StockBook, StockLine
from hoanhap.medicine.operations.incidents import CLINICS
from hoanhap.medicine.rules.corrections import may_be_corrected
from hoanhap.places.models import Organisation

STOCK: Final = "medicine.stock"
LARGEST_UNITS: Final = Decimal(100_000_000)
SMALLEST_UNITS: Final = Decimal("0.001")
EVERY_BOOK: Final = tuple(kind for kind in StockAccount.Kind.values if kind != "window")


class StockRefused(Refused):
    """Nothing was written."""


class NotEnoughStock(StockRefused):
    """More was to be taken out of a place than is in it, or than was in it at some instant since."""


KNOWN: Final = {
    "stock_account_never_below_zero": Problem(
        "not-enough",
        _("There is not that much there, or was not at that time. Check the quantity, the lot and the time."),
        "quantity_units",
    ),
    "stock_line_after_the_last_close": Problem(
        "day-closed",
        _("The book is closed for that time. Write a correction of today that names the line and says why."),
        "happened_at",
    ),
    "stock_line_on_an_open_day": Problem(
        "day-not-open", _("The day is not open. Two people count the stock first, then the window may pour.")
    ),
    "stock_line_of_an_unexpired_lot": Problem(
        "lot-expired", _("This lot has expired. Put it aside as waste and take another."), "lot_id"
    ),
    "stock_line_of_a_lot_not_recalled": Problem(
        "lot-recalled",
        _("This lot is recalled: give nothing of it. Put it back and take another lot."),
        "lot_id",
    ),
    "lot_recalled_once_at_a_time": Problem(
        "recalled-already", _("This lot is recalled there already."), "lot_id"
    ),
    "stock_line_of_the_books_medicine": Problem(
        "other-medicine", _("This lot is of another medicine than the book."), "lot_id"
    ),
    "stock_line_reverses_the_whole_line": Problem(
        "not-reversible", _("A reversal takes back one whole line, after it was written, and no reversal.")
    ),
    "medicine_stockline_reverses_id_key": Problem(
        "reversed-already", _("This line has been reversed already.")
    ),
    "stock_line_second_person_is_another": Problem(
        "same-person", _("The second person must be somebody else than you."), "second_person"
    ),
    "stock_line_loss_says_why_and_who_saw": Problem(
        "second-person-missing",
        _("What is lost, found, destroyed or undone needs a reason and a second person."),
        "second_person",
    ),
    "stock_book_once_a_medicine": Problem("book-already", _("There is a book of this medicine already.")),
    "stock_count_opens_a_new_day": Problem(
        "day-opened-already",
        _("A day is open already, or was closed for this date. Close it before you open the next."),
    ),
    "stock_count_closes_the_open_day": Problem("day-not-open", _("This day is not open.")),
    "stock_count_after_the_last": Problem(
        "count-too-early",
        _("This count comes before the last one, or before its day. Check the time."),
        "happened_at",
    ),
    "stock_count_after_the_last_line": Problem(
        "count-before-a-line",
        _("Something was written for a later time. Check the time of the count."),
        "happened_at",
    ),
    "stock_count_closes_over_no_open_pour": Problem(
        "open-pours",
        _(
            "Something was poured, and nobody has said what became of it. Settle each such pour, then close the day."
        ),
    ),
    "stock_minutes_number_once": Problem(
        "number-taken", _("This number of minutes is taken in this book. Write the next one."), "number"
    ),
    "stock_minutes_second_person_is_another": Problem(
        "same-person", _("The second person must be somebody else than you."), "second_person"
    ),
    "count_try_second_person_is_another": Problem(
        "same-person", _("The second person must be somebody else than you."), "second_person"
    ),
    "stock_minutes_are_about_their_line": Problem(
        "other-minutes", _("What is destroyed stands in minutes of a destruction, and nothing else does.")
    ),
    "destruction_by_a_board_of_three": Problem(
        "board-too-small", _("Medicine is destroyed by a board of three at least. Name all of them."), "board"
    ),
    "destruction_stands_in_minutes": Problem(
        "no-minutes", _("What is destroyed stands in minutes of a board.")
    ),
    "board_member_once": Problem("named-twice", _("Each member of the board is named once."), "board"),
    "stock_count_second_person_is_another": Problem(
        "same-person", _("The second person must be somebody else than you."), "second_person"
    ),
}


@contextmanager
def in_words(known: Mapping[str, Problem], kind: type[Refused]) -> Iterator[None]:
    """Turn what the database refuses into a sentence. Leave the transaction with it: it can write nothing more."""
    try:
        yield
    except IntegrityError as violated:
        problem = known.get(_broken(violated))
        if problem is None:
            raise
        raise kind(problem) from violated


def _broken(violated: IntegrityError) -> str:
    return getattr(getattr(violated.__cause__, "diag", None), "constraint_name", None) or ""


@contextmanager
def said_in_words() -> Iterator[None]:
    """The same for the stock book. Raises StockRefused, NotEnoughStock."""
    try:
        with in_words(KNOWN, StockRefused):
            yield
    except StockRefused as refused:
        if [one.code for one in refused.problems] == ["not-enough"]:
            raise NotEnoughStock(*refused.problems) from refused
        raise


stock_in_words = said_in_words


def book_of(book_id: UUID, *, scope: Scope, power: str = STOCK) -> StockBook:
    """A book that the scope may write, locked: whoever repeats a request at the same moment waits, then finds it done.

    Raises Forbidden, NotFound.
    """
    scope.require(power)
    book = (
        StockBook.objects.visible_to(scope, power)
        .select_for_update(of=("self",), no_key=True)
        .select_related("organisation")
        .filter(pk=book_id)
        .first()
    )
    if book is None:
        raise NotFound(Problem("no-such-book", _("There is no such stock book."), "book_id"))
    return book


def colleague_of(account_id: UUID) -> UUID:
    """An account that is in use, as a second person. Raises StockRefused."""
    if not Account.objects.filter(pk=account_id, is_active=True).exists():
        words = _("Choose a colleague who has an account.")
        raise StockRefused(Problem("no-such-person", words, "second_person"))
    return account_id


def account_of(book: StockBook, account_id: UUID, field: str) -> StockAccount:
    """An account of the book. Raises StockRefused."""
    found = StockAccount.objects.filter(book=book, pk=account_id).first()
    if found is None:
        raise StockRefused(Problem("no-such-place", _("Choose a place of this book."), field))
    return found


@transaction.atomic
def open_book(*, organisation_id: UUID, medicine: str, scope: Scope, at: datetime) -> StockBook:
    """Begin the book of a medicine with one account of each kind. Raises Forbidden, NotFound, StockRefused."""
    scope.require(STOCK)
    place = Organisation.objects.filter(pk=organisation_id, kind__in=CLINICS).first()
    if place is None or not scope.reaches_organisation(STOCK, place.pk, place.unit_id):
        raise NotFound(Problem("no-such-facility", _("There is no such clinic."), "organisation_id"))
    with said_in_words():
        book = StockBook.objects.create(organisation=place, medicine=medicine, recorded_by=scope.account_id)
    StockAccount.objects.bulk_create(
        StockAccount(book=book, kind=kind, recorded_by=scope.account_id) for kind in EVERY_BOOK
    )
    trail.record(
        "medicine.book-opened", by=scope, at=at, subject=book, unit_id=place.unit_id, medicine=medicine
    )
    return book


@transaction.atomic
def add_account(*, book_id: UUID, kind: str, name: str, scope: Scope, at: datetime) -> StockAccount:
    """A further place of a kind: another cabinet, a bottle at a window. Raises Forbidden, NotFound, StockRefused."""
    book = book_of(book_id, scope=scope)
    if kind not in (StockAccount.Kind.CABINET, StockAccount.Kind.WINDOW) or not clean(name):
        raise StockRefused(Problem("not-on-the-list", _("Name a cabinet or a bottle at a window."), "name"))
    account = StockAccount.objects.create(
        book=book, kind=kind, name=clean(name)[:100], recorded_by=scope.account_id
    )
    trail.record(
        "medicine.account-added",
        by=scope,
        at=at,
        subject=account,
        unit_id=book.organisation.unit_id,
        what=kind,
    )
    return account


@transaction.atomic
def know_lot(
    *,
    medicine: str,
    number: str,
    expires_on: date,
    mg_per_unit: Decimal,
    maker: str = "",
    scope: Scope,
    at: datetime,
) -> Lot:
    """The lot of that number, entered if it is new. Raises Forbidden, StockRefused where it was entered otherwise."""
    scope.require(STOCK)
    number = clean(number)
    if not number or mg_per_unit <= 0:
        raise StockRefused(Problem("missing", _("A lot has a number and a strength."), "number"))
    lot = Lot.objects.filter(medicine=medicine, number=number).first()
    if lot is None:
        lot = Lot.objects.create(
            medicine=medicine,
            number=number,
            expires_on=expires_on,
            mg_per_unit=mg_per_unit,
            maker=clean(maker),
            recorded_by=scope.account_id,
        )
        trail.record("medicine.lot-entered", by=scope, at=at, subject=lot)
    elif (lot.expires_on, lot.mg_per_unit) != (expires_on, mg_per_unit):
        words = _("This lot is known with another expiry or strength. Look at the label again.")
        raise StockRefused(Problem("lot-differs", words, "number"))
    return lot


def checked_quantity(quantity_units: Decimal) -> Decimal:
    """A quantity that a line can move. Raises StockRefused."""
    if not quantity_units.is_finite() or not 0 < quantity_units < LARGEST_UNITS:
        raise StockRefused(Problem("no-quantity", _("Write a quantity of more than 0."), "quantity_units"))
    if quantity_units != quantity_units.quantize(SMALLEST_UNITS):
        raise StockRefused(
            Problem("too-fine", _("Write at most three digits after the comma."), "quantity_units")
        )
    return quantity_units


@transaction.atomic
def move(
    *,
    book_id: UUID,
    kind: str,
    lot_id: UUID,
    from_id: UUID,
    to_id: UUID,
    quantity_units: Decimal,
    happened_at: datetime,
    request_id: UUID,
    second_person: UUID | None = None,
    document_number: str = "",
    reason: str = "",
    scope: Scope,
    at: datetime,
) -> StockLine:
    """Write one line. The same `request_id` again returns the first line and writes nothing.

    Raises Forbidden, NotFound, StockRefused, NotEnoughStock.
    """
    book = book_of(book_id, scope=scope)
    if (known := StockLine.objects.filter(request_id=request_id).first()) is not None:
        return known
    if happened_at > at:
        words = _("This time is in the future. Record it when it has happened.")
        raise StockRefused(Problem("in-the-future", words, "happened_at"))
    source = account_of(book, from_id, "from_id")
    target = account_of(book, to_id, "to_id")
    if (source.kind, target.kind) not in WAYS.get(kind, ()):
        words = _("Medicine does not go this way. Choose what happened and from where to where.")
        raise StockRefused(Problem("no-such-way", words, "kind"))
    if not Lot.objects.filter(pk=lot_id).exists():
        raise StockRefused(Problem("no-such-lot", _("Choose a lot of this medicine."), "lot_id"))
    if second_person is not None:
        colleague_of(second_person)
    return write_line(
        StockLine(
            book=book,
            kind=kind,
            lot_id=lot_id,
            from_account=source,
            to_account=target,
            quantity_units=checked_quantity(quantity_units),
            happened_at=happened_at,
            recorded_by=scope.account_id,
            second_person=second_person,
            document_number=clean(document_number)[:60],
            reason=clean(reason)[:300],
            request_id=request_id,
        ),
        book=book,
        scope=scope,
        at=at,
    )


WAYS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "receipt": (("supplier", "safe"),),
    "issue": (("safe", "cabinet"), ("cabinet", "window"), ("safe", "window")),
    "put-back": (("window", "cabinet"), ("cabinet", "safe"), ("window", "safe")),
    "spill": tuple((kind, "spill") for kind in ("safe", "cabinet", "window", "cup")),
    "waste": tuple((kind, "waste") for kind in ("safe", "cabinet", "window", "cup")),
    "bottle-back": (("take-home", "waste"),),
    "loss": tuple(
        (kind, "missing") for kind in ("safe", "cabinet", "window", "cup", "transit", "waste", "take-home")
    ),
    "find": tuple(("found", kind) for kind in ("safe", "cabinet", "window", "waste")),
}
"""From where to where a line of each kind may go. Doses, shipments, reversals, what is destroyed or sent back, and what a
ward gets have operations of their own."""


NOT_REVERSED_HERE: Final = _(
    "This line is not taken back here: a dose is put right at the window, a shipment on its own page, and what a count "
    "wrote by counting again."
)


def write_line(line: StockLine, *, book: StockBook, scope: Scope, at: datetime) -> StockLine:
    """Write a line that was looked over, and its entry in the trail. Raises StockRefused, NotEnoughStock."""
    with said_in_words():
        line.save(force_insert=True)
    line.refresh_from_db(fields=["line_no"])
    trail.record(
        f"medicine.stock-{line.kind}",
        by=scope,
        at=at,
        subject=line,
        unit_id=book.organisation.unit_id,
        reason=line.reason,
        line_no=line.line_no,
    )
    return line


@transaction.atomic
def reverse(
    *, line_id: UUID, second_person: UUID, reason: str, request_id: UUID, scope: Scope, at: datetime
) -> StockLine:
    """Take a wrong line back by another that runs the other way today. Raises Forbidden, NotFound, StockRefused."""
    scope.require(STOCK)
    wrong = (
        StockLine.objects.visible_to(scope, STOCK)
        .select_related("book__organisation", "from_account", "to_account")
        .filter(pk=line_id)
        .first()
    )
    if wrong is None:
        raise NotFound(Problem("no-such-line", _("There is no such line."), "line_id"))
    if (known := StockLine.objects.filter(request_id=request_id).first()) is not None:
        return known
    if not may_be_corrected(wrong.kind, wrong.from_account.kind, wrong.to_account.kind):
        raise StockRefused(Problem("not-reversed-here", NOT_REVERSED_HERE))
    return write_line(
        StockLine(
            book=wrong.book,
            kind=StockLine.Kind.REVERSAL,
            lot_id=wrong.lot_id,
            from_account_id=wrong.to_account_id,
            to_account_id=wrong.from_account_id,
            quantity_units=wrong.quantity_units,
            happened_at=at,
            recorded_by=scope.account_id,
            second_person=second_person,
            reason=clean(reason)[:300],
            reverses=wrong,
            request_id=request_id,
        ),
        book=wrong.book,
        scope=scope,
        at=at,
    )
