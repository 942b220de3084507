"""What became of every unit of every lot in a period: counted from the lines of the books, place by place."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, Sum

from hoanhap.access.scope import Scope
from hoanhap.kit.dates import LOCAL_ZONE
from hoanhap.kit.lookups import array_of
from hoanhap.kit.named import named
from hoanhap.medicine.models import Lot, StockBook, StockLine
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
    *,
    scope: Scope,
    from_on: date,
    to_on: date,
    place_ids: Collection[UUID] | None = None,
    with_points: bool = False,
) -> list[LotFlow]:
    """The flow of each lot in each book in reach, from the first day to the end of the last, by place, medicine and lot.

    `place_ids` narrows the reach, `with_points` to these places and their points.
    Lots that were never there and never moved are left out. Raises Forbidden.
    """
    scope.require(READ)
    books = StockBook.objects.visible_to(scope, READ).select_related("organisation")
    if place_ids is not None:
        named_ones = Q(organisation__in=list(place_ids))
        if with_points:
            named_ones |= Q(organisation__parent__in=list(place_ids))
        books = books.filter(named_ones)
    kept = {one.pk: one for one in books}
    start, end = begins(from_on), begins(to_on + timedelta(days=1))
    found: dict[tuple[UUID, UUID], Flow] = {}
    _moved(found, list(kept), start, end)
    for name, book_id, lot_id, units in _standing(list(kept), start, end):
        setattr(found.setdefault((book_id, lot_id), Flow()), name, units)
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


def _standing(books: list[UUID], start: datetime, end: datetime) -> list[tuple[str, UUID, UUID, Decimal]]:
    """("opening" or "closing", book, lot, units in the house): what the last close before each moment wrote down, with
    the lines since. Every book and both moments in one question.

    The instants are half open: what happened at the first one of the next day belongs to that day.
    """
    statement = named(
        _STANDING,
        ("name", "book_id", "lot_id", "units"),
        books=array_of(map(str, books)),
        start=start,
        end=end,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return list(cursor.fetchall())


_STANDING: Final = f"""
WITH since AS (
    SELECT moment.name, moment.at, book.id AS book_id, closed.id AS count_id,
           coalesce(closed.happened_at, '-infinity'::timestamptz) AS closed_at
    FROM (VALUES ('opening', %(start)s::timestamptz), ('closing', %(end)s::timestamptz)) AS moment (name, at)
    CROSS JOIN unnest(%(books)s::uuid[]) AS book (id)
    LEFT JOIN LATERAL (
        SELECT c.id, c.happened_at FROM medicine_count c
        WHERE c.book_id = book.id AND c.moment = 'closing' AND c.happened_at < moment.at
        ORDER BY c.happened_at DESC LIMIT 1
    ) AS closed ON true
), house AS (
    SELECT a.id, a.book_id FROM medicine_stockaccount a
    WHERE a.book_id = ANY(%(books)s::uuid[]) AND a.kind IN ({", ".join(f"'{kind}'" for kind in sorted(IN_THE_HOUSE))})
), parts AS (
    SELECT since.name, since.book_id, b.lot_id, b.units
    FROM since JOIN medicine_closingbalance b ON b.count_id = since.count_id
    JOIN house ON house.id = b.account_id
    UNION ALL
    SELECT since.name, since.book_id, l.lot_id, l.quantity_units
    FROM since JOIN house ON house.book_id = since.book_id
    JOIN medicine_stockline l
        ON l.to_account_id = house.id AND l.happened_at > since.closed_at AND l.happened_at < since.at
    UNION ALL
    SELECT since.name, since.book_id, l.lot_id, -l.quantity_units
    FROM since JOIN house ON house.book_id = since.book_id
    JOIN medicine_stockline l
        ON l.from_account_id = house.id AND l.happened_at > since.closed_at AND l.happened_at < since.at
)
SELECT name, book_id, lot_id, sum(units) FROM parts GROUP BY name, book_id, lot_id HAVING sum(units) <> 0
"""  # noqa: S608 (constants)


def _moved(found: dict[tuple[UUID, UUID], Flow], books: list[UUID], start: datetime, end: datetime) -> None:
    """Add every line of the period to the flow of its lot.

    A line that went from book to book stands in the book that received it: what was on its way had left the other one's
    house before, by a line of its own.
    """
    sums = (
        StockLine.objects.filter(happened_at__gte=start, happened_at__lt=end, to_account__book__in=books)
        .order_by()
        .values(
            "lot_id",
            kept=F("to_account__book"),
            source=F("from_account__kind"),
            target=F("to_account__kind"),
        )
        .annotate(units=Sum("quantity_units"))
    )
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
