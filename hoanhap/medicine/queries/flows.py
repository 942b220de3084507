"""What became of every unit of every lot in a period: counted from the lines of the books, place by place."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import F, Sum

from hoanhap.access.scope import Scope
from hoanhap.kit.dates import LOCAL_ZONE
from hoanhap.medicine.models import Lot, StockAccount, StockBook, StockLine
from hoanhap.medicine.queries.balances import balances
from hoanhap.medicine.rules.flows import IN_THE_HOUSE, Flow

READ: Final = "medicine.read"


@dataclass(frozen=True)
class LotFlow:
    """One lot in one book: where it is kept, what it is, and its flow over the period."""

    book_id: UUID
    organisation_id: UUID
    organisation: str
    medicine: str
    lot_id: UUID
    lot_number: str
    mg_per_unit: Decimal
    flow: Flow


def begins(day: date) -> datetime:
    """The first instant of a local day."""
    return datetime.combine(day, time(), tzinfo=LOCAL_ZONE)


def flows(
    *, scope: Scope, from_on: date, to_on: date, place_ids: Collection[UUID] | None = None
) -> list[LotFlow]:
    """The flow of each lot in each book in reach, from the first day to the end of the last, by place, medicine and lot.

    `place_ids` narrows the reach. Lots that were never there and never moved are left out. Raises Forbidden.
    """
    scope.require(READ)
    books = StockBook.objects.visible_to(scope, READ).select_related("organisation")
    if place_ids is not None:
        books = books.filter(organisation__in=list(place_ids))
    kept = {one.pk: one for one in books}
    start, end = begins(from_on), begins(to_on + timedelta(days=1))
    found: dict[tuple[UUID, UUID], Flow] = {}
    _moved(found, list(kept), start, end)
    kinds = dict(StockAccount.objects.filter(book__in=list(kept)).values_list("pk", "kind"))
    for book_id in kept:
        # The instants are half open: what happened at the first one of the next day belongs to that day.
        for at, name in ((start, "opening"), (end, "closing")):
            for place, units in balances(book_id=book_id, at=at - timedelta(microseconds=1)).items():
                if kinds[place.account_id] in IN_THE_HOUSE:
                    flow = found.setdefault((book_id, place.lot_id), Flow())
                    setattr(flow, name, getattr(flow, name) + units)
    lots = Lot.objects.in_bulk({lot_id for _book, lot_id in found})
    rows = [
        LotFlow(
            book_id=book_id,
            organisation_id=kept[book_id].organisation_id,
            organisation=kept[book_id].organisation.name,
            medicine=kept[book_id].medicine,
            lot_id=lot_id,
            lot_number=lots[lot_id].number,
            mg_per_unit=lots[lot_id].mg_per_unit,
            flow=flow,
        )
        for (book_id, lot_id), flow in found.items()
        if not flow.is_empty
    ]
    return sorted(rows, key=lambda one: (one.organisation, one.medicine, one.lot_number, str(one.book_id)))


def _moved(found: dict[tuple[UUID, UUID], Flow], books: list[UUID], start: datetime, end: datetime) -> None:
    """Add every line of the period to the flow of its lot; one that went from book to book belongs to both."""
    lines = StockLine.objects.filter(happened_at__gte=start, happened_at__lt=end)
    for side in ("from_account", "to_account"):
        # The line itself stands in the book that received it; the other book counts only what left its own accounts.
        part = lines.filter(**{f"{side}__book__in": books})
        if side == "from_account":
            part = part.filter(to_account__book=F("from_account__book"))
        sums = (
            part.order_by()
            .values(
                "lot_id",
                kept=F(f"{side}__book"),
                source=F("from_account__kind"),
                target=F("to_account__kind"),
            )
            .annotate(units=Sum("quantity_units"))
        )
        if side == "to_account":
            sums = sums.exclude(to_account__book=F("from_account__book"))
        for row in sums:
            flow = found.setdefault((row["kept"], row["lot_id"]), Flow())
            flow.add(row["source"], row["target"], row["units"])


def places_named(name: str, *, scope: Scope) -> list[UUID]:
    """The place of that name or key that keeps a book in reach, with its points; nothing where several bear the name."""
    kept = StockBook.objects.visible_to(scope, READ)
    wanted = name.strip()
    try:
        found = {UUID(wanted)} & set(kept.values_list("organisation_id", flat=True))
    except ValueError:
        found = set(kept.filter(organisation__name__iexact=wanted).values_list("organisation_id", flat=True))
    if len(found) != 1:
        return []
    parts = kept.filter(organisation__parent__in=found).values_list("organisation_id", flat=True)
    return [*found, *sorted(set(parts))]
