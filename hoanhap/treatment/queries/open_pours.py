"""Pours of which nobody has told the end, for whoever closes the book: which lines they are, never of whom."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from hoanhap.access.queries.names import names_of
from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound
from hoanhap.medicine.models import StockBook
from hoanhap.treatment.models import Dose


@dataclass(frozen=True)
class OpenPour:
    """One pour without an end. `is_doubted`: somebody has said that they do not know; two people settle it."""

    line_no: int
    poured_at: datetime
    window_name: str
    lot_number: str
    units: Decimal
    by: str
    is_doubted: bool


def open_pours(book_id: UUID, *, scope: Scope) -> list[OpenPour]:
    """The open pours of a book in reach, the first one first. Needs the power over the book; no person is named.

    Raises NotFound.
    """
    if not StockBook.objects.visible_to(scope, "medicine.read").filter(pk=book_id).exists():
        raise NotFound
    found = list(
        Dose.objects.filter(pour_line__book=book_id, outcome__isnull=True)
        .order_by("poured_at")
        .values_list(
            "pour_line__line_no",
            "poured_at",
            "pour_line__from_account__name",
            "pour_line__lot__number",
            "volume_units",
            "recorded_by",
            "doubt",
        )
    )
    called = names_of(row[5] for row in found)
    return [OpenPour(*row[:5], called.get(row[5], ""), row[6] is not None) for row in found]
