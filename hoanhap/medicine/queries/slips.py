"""Requisition slips as they stand: what was asked, who has signed, what was handed over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from hoanhap.access.queries.names import names_of
from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Words
from hoanhap.kit.paging import Page, page_of
from hoanhap.medicine.models import Slip, SlipEnd, SlipLine, SlipSignature, StockBook
from hoanhap.medicine.queries.books import READ, account_label

MARK: Final = "PL"


@dataclass(frozen=True)
class Signed:
    """One of the four places for a signature; `by` empty while nobody signed there."""

    signs_as: str
    label: Words
    by: str
    signed_at: datetime | None


@dataclass(frozen=True)
class HandedLine:
    """A line of the book that was handed over."""

    line_no: int
    lot_number: str
    expires_on: date
    units: Decimal


@dataclass(frozen=True)
class SlipRow:
    """A slip. `state`: `requesting-head` or `issuing-head` (whose signature is next), `handover`, `done`, `ended`."""

    id: UUID
    book_id: UUID
    number: str
    from_id: UUID
    from_label: Words
    to_label: Words
    asked_units: Decimal
    needed_on: date
    purpose: str
    asked_by: str
    asked_at: datetime
    signatures: tuple[Signed, ...]
    lines: tuple[HandedLine, ...]
    state: str
    end_reason: str
    ended_by: str

    @property
    def handed_units(self) -> Decimal:
        """How much was handed over."""
        return sum((one.units for one in self.lines), Decimal(0))


def slips(book_id: UUID, *, scope: Scope, number: int = 1, waiting: bool = False) -> Page[SlipRow]:
    """The slips of a book in reach, the latest first; only those that wait for somebody if asked."""
    found = _in_reach(scope).filter(book=book_id).order_by("-recorded_at", "-id")
    if waiting:
        handed = SlipSignature.objects.filter(slip=OuterRef("pk"), signs_as=SlipSignature.As.ISSUER)
        found = found.filter(~Exists(handed), end__isnull=True)
    page = page_of(found, lambda row: row, number=number)
    return Page(_told(page.rows), page.number, page.size, page.total, page.total_is_capped)


def slip(slip_id: UUID, *, scope: Scope) -> SlipRow:
    """One slip in reach. Raises NotFound."""
    found = _told(_in_reach(scope).filter(pk=slip_id))
    if not found:
        raise NotFound
    return found[0]


def next_slip_number(book_id: UUID, *, scope: Scope, on: date) -> str:
    """The number that the next slip would bear: 012/2026/PL. A suggestion; another may be typed."""
    if not StockBook.objects.visible_to(scope, READ).filter(pk=book_id).exists():
        raise NotFound
    tail = f"/{on.year}/{MARK}"
    taken = Slip.objects.filter(book=book_id, number__endswith=tail).values_list("number", flat=True)
    numbers = [text.split("/")[0] for text in taken]
    return f"{max((int(one) for one in numbers if one.isascii() and one.isdigit()), default=0) + 1:03d}{tail}"


def _in_reach(scope: Scope) -> QuerySet[Slip]:
    return (
        Slip.objects.visible_to(scope, READ)
        .select_related("from_account", "to_account", "end")
        .prefetch_related("signatures", Prefetch("lines", SlipLine.objects.select_related("line__lot")))
    )


def _told(found: Iterable[Slip]) -> list[SlipRow]:
    found = list(found)
    people = {one.recorded_by for one in found}
    people |= {signed.account for one in found for signed in one.signatures.all()}
    people |= {end.recorded_by for one in found if (end := _end(one)) is not None}
    called = names_of(people)
    return [_row(one, called) for one in found]


def _end(one: Slip) -> SlipEnd | None:
    return getattr(one, "end", None)


def _row(one: Slip, called: dict[UUID, str]) -> SlipRow:
    signed = {row.signs_as: row for row in one.signatures.all()}
    end = _end(one)
    missing = next((code for code in SlipSignature.As.values if code not in signed), None)
    waits = missing if missing in ("requesting-head", "issuing-head") else "handover"
    return SlipRow(
        id=one.pk,
        book_id=one.book_id,
        number=one.number,
        from_id=one.from_account_id,
        from_label=account_label(one.from_account.kind, one.from_account.name),
        to_label=account_label(one.to_account.kind, one.to_account.name),
        asked_units=one.asked_units,
        needed_on=one.needed_on,
        purpose=one.purpose,
        asked_by=called.get(one.recorded_by, ""),
        asked_at=one.recorded_at,
        signatures=tuple(
            Signed(
                signs_as=str(code),
                label=words,
                by=called.get(signed[code].account, "") if code in signed else "",
                signed_at=signed[code].signed_at if code in signed else None,
            )
            for code, words in SlipSignature.As.choices
        ),
        lines=tuple(
            HandedLine(
                row.line.line_no, row.line.lot.number, row.line.lot.expires_on, row.line.quantity_units
            )
            for row in sorted(one.lines.all(), key=lambda row: row.line.line_no)
        ),
        state="ended" if end is not None else "done" if missing is None else waits,
        end_reason=end.reason if end is not None else "",
        ended_by=called.get(end.recorded_by, "") if end is not None else "",
    )
