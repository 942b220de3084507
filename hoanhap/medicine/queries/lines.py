"""The lines of a book, one after the other: who wrote what when, and what was taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from hoanhap.access.queries.names import names_of
from hoanhap.access.scope import Scope
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Words
from hoanhap.kit.paging import Page, page_of
from hoanhap.medicine.models import StockLine
from hoanhap.medicine.queries.books import READ, account_label
from hoanhap.medicine.rules.corrections import may_be_corrected

KINDS: Final = tuple((str(code), words) for code, words in StockLine.Kind.choices)
_BESIDE: Final = ("reverses", "lot", "from_account", "to_account", "in_minutes__minutes", "reversed_by")


@dataclass(frozen=True)
class LineRow:
    """One line of a book as it is read."""

    id: UUID
    line_no: int
    kind: str
    kind_label: Words
    lot_number: str
    expires_on: date
    from_label: Words
    to_label: Words
    units: Decimal
    happened_at: datetime
    recorded_at: datetime
    by: str
    second: str
    document_number: str
    reason: str
    minutes_id: UUID | None
    reverses_no: int | None
    reversed_by_no: int | None
    may_be_corrected: bool

    @property
    def is_later(self) -> bool:
        """Whether it was written down on a later day than it happened."""
        return local_day(self.recorded_at) != local_day(self.happened_at)


def lines(
    book_id: UUID, *, scope: Scope, number: int = 1, kind: str = "", on: date | None = None
) -> Page[LineRow]:
    """The lines of a book in reach, the last written first; of one kind or one local day if asked."""
    found = _in_reach(scope).filter(book=book_id).order_by("-line_no")
    if kind:
        found = found.filter(kind=kind)
    if on is not None:
        found = found.filter(happened_at__date=on)
    page = page_of(found, lambda row: row, number=number)
    return Page(_told(page.rows), page.number, page.size, page.total, page.total_is_capped)


def line(line_id: UUID, *, scope: Scope) -> LineRow:
    """One line in reach. Raises NotFound."""
    found = _told(_in_reach(scope).filter(pk=line_id))
    if not found:
        raise NotFound
    return found[0]


def book_of_line(line_id: UUID, *, scope: Scope) -> UUID:
    """The book in which a line stands. Raises NotFound."""
    found = _in_reach(scope).filter(pk=line_id).values_list("book_id", flat=True).first()
    if found is None:
        raise NotFound
    return found


def _in_reach(scope: Scope) -> QuerySet[StockLine]:
    return StockLine.objects.visible_to(scope, READ).select_related(*_BESIDE)


def _told(found: Iterable[StockLine]) -> list[LineRow]:
    found = list(found)
    called = names_of({key for one in found for key in (one.recorded_by, one.second_person) if key})
    rows = []
    for one in found:
        in_minutes, reversal = getattr(one, "in_minutes", None), getattr(one, "reversed_by", None)
        rows.append(
            LineRow(
                id=one.pk,
                line_no=one.line_no,
                kind=one.kind,
                kind_label=StockLine.Kind(one.kind).label,
                lot_number=one.lot.number,
                expires_on=one.lot.expires_on,
                from_label=account_label(one.from_account.kind, one.from_account.name),
                to_label=account_label(one.to_account.kind, one.to_account.name),
                units=one.quantity_units,
                happened_at=one.happened_at,
                recorded_at=one.recorded_at,
                by=called.get(one.recorded_by, ""),
                second=called.get(one.second_person, "") if one.second_person else "",
                document_number=one.document_number,
                reason=one.reason,
                minutes_id=in_minutes.minutes_id if in_minutes else None,
                reverses_no=one.reverses.line_no if one.reverses else None,
                reversed_by_no=reversal.line_no if reversal else None,
                may_be_corrected=one.kind != StockLine.Kind.REVERSAL
                and reversal is None
                and may_be_corrected(one.kind, one.from_account.kind, one.to_account.kind),
            )
        )
    return rows
