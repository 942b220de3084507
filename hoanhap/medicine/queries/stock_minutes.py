"""Minutes of receipts and waste, to read and to print."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Prefetch

from hoanhap.access.queries.names import names_of
from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Words
from hoanhap.medicine.models import BoardMember, StockBook, StockMinutes, StockMinutesLine
from hoanhap.medicine.queries.books import READ, account_label
from hoanhap.places.queries.organisations import names_of as places_called

MARKS = {"receipt": "BB-NK", "waste": "BB-HH", "destruction": "BB-HUY", "return": "BB-TL"}
"""What stands behind the number and year: biên bản nhập kho, hao hụt, hủy thuốc, trả lại."""


@dataclass(frozen=True)
class MinutesLine:
    """One line that the minutes are about."""

    line_no: int
    lot_number: str
    expires_on: date
    maker: str
    mg_per_unit: Decimal
    units: Decimal
    stated_units: Decimal | None
    from_label: Words
    to_label: Words
    is_reversed: bool

    @property
    def differs(self) -> Decimal:
        """Counted less what the supplier's paper says."""
        return Decimal(0) if self.stated_units is None else self.units - self.stated_units


@dataclass(frozen=True)
class MinutesPage:
    """Minutes with everything that is printed."""

    id: UUID
    book_id: UUID
    organisation_id: UUID
    organisation_name: str
    medicine: str
    kind: str
    kind_label: Words
    number: str
    happened_at: datetime
    supplier: str
    handed_over_by: str
    invoice_number: str
    cause_label: Words
    statement: str
    by: str
    second: str
    lines: tuple[MinutesLine, ...]
    approval_number: str = ""
    held_in: str = ""
    board: tuple[tuple[str, str], ...] = ()
    """Who sat on the board of a destruction: name and position."""


def minutes(minutes_id: UUID, *, scope: Scope) -> MinutesPage:
    """One set of minutes in reach. Raises NotFound."""
    lines = StockMinutesLine.objects.select_related(
        "line__lot", "line__from_account", "line__to_account", "line__reversed_by"
    ).order_by("line__line_no")
    board = BoardMember.objects.order_by("place_no")
    found = (
        StockMinutes.objects.visible_to(scope, READ)
        .select_related("book__organisation")
        .prefetch_related(Prefetch("lines", lines))
        .prefetch_related(Prefetch("board", board))
        .filter(pk=minutes_id)
        .first()
    )
    if found is None:
        raise NotFound
    called = names_of([found.recorded_by, found.second_person])
    place, on = found.book.organisation, found.happened_at.date()
    return MinutesPage(
        id=found.pk,
        book_id=found.book_id,
        organisation_id=place.pk,
        organisation_name=places_called([place.pk], on=on).get(place.pk, place.name),
        medicine=found.book.medicine,
        kind=found.kind,
        kind_label=StockMinutes.Kind(found.kind).label,
        number=found.number,
        happened_at=found.happened_at,
        supplier=found.supplier,
        handed_over_by=found.handed_over_by,
        invoice_number=found.invoice_number,
        cause_label=StockMinutes.Cause(found.cause).label if found.cause else "",
        statement=found.statement,
        by=called.get(found.recorded_by, ""),
        second=called.get(found.second_person, ""),
        lines=tuple(
            MinutesLine(
                line_no=one.line.line_no,
                lot_number=one.line.lot.number,
                expires_on=one.line.lot.expires_on,
                maker=one.line.lot.maker,
                mg_per_unit=one.line.lot.mg_per_unit,
                units=one.line.quantity_units,
                stated_units=one.stated_units,
                from_label=account_label(one.line.from_account.kind, one.line.from_account.name),
                to_label=account_label(one.line.to_account.kind, one.line.to_account.name),
                is_reversed=hasattr(one.line, "reversed_by"),
            )
            for one in found.lines.all()
        ),
        approval_number=found.approval_number,
        held_in=found.held_in,
        board=tuple((one.full_name, one.position) for one in found.board.all()),
    )


def next_number(book_id: UUID, kind: str, *, scope: Scope, on: date) -> str:
    """The number that the next minutes of this kind would bear: 03/2026/BB-NK. A suggestion; another may be typed."""
    if not StockBook.objects.visible_to(scope, READ).filter(pk=book_id).exists():
        raise NotFound
    tail = f"/{on.year}/{MARKS[kind]}"
    taken = StockMinutes.objects.filter(book=book_id, kind=kind, number__endswith=tail)
    numbers = [text.split("/")[0] for text in taken.values_list("number", flat=True)]
    return f"{max((int(one) for one in numbers if one.isascii() and one.isdigit()), default=0) + 1:02d}{tail}"
