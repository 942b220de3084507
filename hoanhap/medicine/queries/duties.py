"""What waits at a stock book: losses to be written up and reported, lots that expired, stock that runs short."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef

from hoanhap.access.scope import Scope
from hoanhap.kit.dates import local_day
from hoanhap.medicine.models import IncidentLine, IncidentReport, MedicineIncident, StockLine
from hoanhap.medicine.queries.keeping import report_due
from hoanhap.medicine.queries.outlook import outlooks

READ: Final = "medicine.read"
WRITE: Final = "medicine.write"


@dataclass(frozen=True)
class StockDuty:
    """So many of one kind. `code`: `loss-unwritten`, `loss-unreported`, `stock-recalled`, `stock-expired`,
    `stock-short`.

    `due_at`: until when the first of them is to be done; None where no text says a time. `is_late`: it is past.
    """

    code: str
    count: int
    since: date | None
    due_at: datetime | None
    is_late: bool


def loss_duties(*, scope: Scope, at: datetime, place_id: UUID | None = None) -> list[StockDuty]:
    """Losses of medicine in reach that are not written up, or not reported (48 hours). In two statements."""
    if not scope.may(WRITE):
        return []
    bound = IncidentLine.objects.filter(line=OuterRef("pk"), retired_at__isnull=True)
    lines = StockLine.objects.visible_to(scope, WRITE).filter(
        ~Exists(bound), kind=StockLine.Kind.LOSS, reversed_by__isnull=True
    )
    told = IncidentReport.objects.filter(incident=OuterRef("pk"))
    owed = (
        MedicineIncident.objects.visible_to(scope, WRITE)
        .filter(~Exists(told), retired_at__isnull=True, reported_at__isnull=True, detected_at__isnull=False)
        .exclude(kind=MedicineIncident.Kind.WASTAGE)
    )
    if place_id is not None:
        lines = lines.filter(book__organisation=place_id)
        owed = owed.filter(facility=place_id)
    return [
        duty
        for duty in (
            _duty("loss-unwritten", lines.order_by().aggregate(n=Count("pk"), first=Min("happened_at")), at),
            _duty("loss-unreported", owed.order_by().aggregate(n=Count("pk"), first=Min("detected_at")), at),
        )
        if duty.count
    ]


def _duty(code: str, row: dict[str, object], at: datetime) -> StockDuty:
    first = row["first"]
    if not isinstance(first, datetime):
        return StockDuty(code, 0, None, None, False)
    due = report_due(first)
    return StockDuty(code, int(str(row["n"])), local_day(first), due, due < at)


def supply_duties(*, scope: Scope, at: datetime, place_id: UUID | None = None) -> list[StockDuty]:
    """Books in reach with recalled or expired stock, and books that are soon short by their pace."""
    if not scope.may(READ):
        return []
    found = outlooks(scope=scope, at=at, place_id=place_id)
    expired = [one for one in found if one.expired]
    short = [one for one in found if one.is_short]
    last_day = min((lot.expires_on for one in expired for lot in one.expiring), default=None)
    return [
        duty
        for duty in (
            StockDuty("stock-recalled", sum(bool(one.recalled) for one in found), None, None, True),
            StockDuty("stock-expired", len(expired), last_day, None, False),
            StockDuty("stock-short", len(short), None, None, any(one.state != "low" for one in short)),
        )
        if duty.count
    ]
