"""The list of losses of medicine, as far as the scope reaches."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import Words
from hoanhap.kit.paging import Page, page_of
from hoanhap.medicine.models import MedicineIncident
from hoanhap.places.queries.organisations import names_of

READ: Final = "medicine.read"


@dataclass(frozen=True)
class IncidentLine:
    """One incident. `is_loss`: it counts as one; wastage with minutes does not."""

    id: UUID
    on: date
    facility_name: str
    kind_label: Words
    is_loss: bool
    volume_ml: Decimal
    minutes_number: str
    retired_at: datetime | None
    retired_reason: str


def incidents(*, scope: Scope, on: date, number: int = 1) -> Page[IncidentLine]:
    """Incidents in reach, the latest first, also withdrawn ones."""
    found = MedicineIncident.objects.visible_to(scope, READ).order_by("-on", "-pk")
    page = page_of(found, lambda row: row, number=number)
    called = names_of({row.facility_id for row in page}, on=on) if page.rows else {}
    lines = [
        IncidentLine(
            id=row.pk,
            on=row.on,
            facility_name=called.get(row.facility_id, ""),
            kind_label=row.get_kind_display(),
            is_loss=row.kind != MedicineIncident.Kind.WASTAGE,
            volume_ml=row.volume_ml,
            minutes_number=row.minutes_number,
            retired_at=row.retired_at,
            retired_reason=row.retired_reason,
        )
        for row in page
    ]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def incident_is_there(incident_id: UUID, *, scope: Scope) -> bool:
    """Whether there is such an incident in reach."""
    return MedicineIncident.objects.visible_to(scope, READ).filter(pk=incident_id).exists()
