"""The infirmary's notes and medicine: only with `residence.health`. Reading them is logged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import add_months
from hoanhap.kit.errors import Words
from hoanhap.residence.models import InfirmaryNote, MedicineUse, Stay
from hoanhap.residence.queries.days import there
from hoanhap.residence.queries.regulations import regulations
from hoanhap.residence.queries.residents import ResidentRow, row_of, with_place

HEALTH: Final = "residence.health"


@dataclass(frozen=True)
class NoteLine:
    """One note of the infirmary."""

    id: UUID
    kind_label: Words
    on: date
    note: str
    seen_by: str
    retired_at: datetime | None
    retired_reason: str


@dataclass(frozen=True)
class MedicineLine:
    """Medicine that was given."""

    id: UUID
    on: date
    medicine: str
    lot: str
    quantity: Decimal
    measure_label: Words
    given_by: str
    retired_at: datetime | None
    retired_reason: str


@dataclass(frozen=True)
class Infirmary:
    """Everything that the infirmary wrote about a resident, the latest first."""

    notes: tuple[NoteLine, ...]
    medicine: tuple[MedicineLine, ...]


def infirmary(stay_id: UUID, *, person_id: UUID, scope: Scope, at: datetime) -> Infirmary:
    """The notes and the medicine of a stay; empty where it is out of reach. Raises Forbidden."""
    scope.require(HEALTH)
    notes = InfirmaryNote.objects.visible_to(scope, HEALTH).filter(stay_id=stay_id)
    given = MedicineUse.objects.visible_to(scope, HEALTH).filter(stay_id=stay_id)
    trail.read("residence.infirmary-read", by=scope, at=at, person_ids=[person_id], purpose="infirmary")
    return Infirmary(
        notes=tuple(
            NoteLine(
                id=row.pk,
                kind_label=row.get_kind_display(),
                on=row.seen_on,
                note=row.note,
                seen_by=row.seen_by,
                retired_at=row.retired_at,
                retired_reason=row.retired_reason,
            )
            for row in notes.order_by("-seen_on", "-id")
        ),
        medicine=tuple(
            MedicineLine(
                id=row.pk,
                on=row.given_on,
                medicine=row.medicine,
                lot=row.lot,
                quantity=row.quantity.normalize() if row.quantity % 1 else row.quantity.quantize(Decimal(1)),
                measure_label=row.get_measure_display(),
                given_by=row.given_by,
                retired_at=row.retired_at,
                retired_reason=row.retired_reason,
            )
            for row in given.order_by("-given_on", "-id")
        ),
    )


@dataclass(frozen=True)
class CheckDue:
    """A resident whose regular health check is due on a day."""

    resident: ResidentRow
    due_on: date


def checks_due(facility_id: UUID, *, scope: Scope, on: date) -> list[CheckDue]:
    """Residents whose last regular check, or admission, is as long ago as the rules say; the longest first."""
    scope.require(HEALTH)
    months = regulations(on).health_check_months.value
    if months is None:
        return []
    seen = (
        InfirmaryNote.objects.filter(
            stay=OuterRef("pk"),
            kind=InfirmaryNote.Kind.ROUTINE,
            seen_on__lte=on,
            retired_at__isnull=True,
        )
        .order_by()
        .values("stay")
        .annotate(last=Max("seen_on"))
    )
    found = with_place(
        Stay.objects.visible_to(scope, HEALTH).filter(there(on), facility_id=facility_id), on
    ).annotate(last_checked=Coalesce(Subquery(seen.values("last")), "admitted_on"))
    rows = [(stay, add_months(stay.last_checked, months)) for stay in found.order_by("last_checked", "pk")]
    return [CheckDue(row_of(stay, scope=scope, on=on), due) for stay, due in rows if due <= on]


def totals(stay_ids: Iterable[UUID], *, from_on: date, to_on: date) -> dict[tuple[str, str], Decimal]:
    """How much of each medicine was given in these days, both included, exactly: (medicine, measure) → amount.

    Takes no scope: a figure about a house, for its ledger.
    """
    found: dict[tuple[str, str], Decimal] = {}
    rows = MedicineUse.objects.filter(
        stay__in=list(stay_ids), given_on__range=(from_on, to_on), retired_at__isnull=True
    )
    for medicine, measure, quantity in rows.values_list("medicine", "measure", "quantity"):
        key = (medicine, measure)
        found[key] = found.get(key, Decimal(0)) + quantity
    return found
