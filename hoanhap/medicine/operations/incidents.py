"""Losses of medicine: entered once, taken back with a reason."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.text import clean
from hoanhap.medicine.models import MedicineIncident
from hoanhap.places.models import Organisation

WRITE: Final = "medicine.write"
CLINICS: Final = ("substitution-clinic", "dispensing-site", "rehab-facility", "satellite-point")
"""Where substitution medicine is kept."""
LARGEST_ML: Final = Decimal(1_000_000)


class IncidentRefused(Refused):
    """Nothing was written."""


@transaction.atomic
def record_incident(
    *,
    facility_id: UUID,
    on: date,
    kind: str,
    volume_ml: Decimal,
    minutes_number: str = "",
    reported_at: datetime | None = None,
    scope: Scope,
    at: datetime,
) -> MedicineIncident:
    """Medicine was passed on, is gone without a reason, or was spilled with minutes. Millilitres of the solution.

    Raises Forbidden, NotFound, IncidentRefused.
    """
    scope.require(WRITE)
    facility = Organisation.objects.filter(pk=facility_id, kind__in=CLINICS).first()
    if facility is None or not scope.reaches_organisation(WRITE, facility.pk, facility.unit_id):
        raise NotFound(Problem("no-such-facility", _("There is no such clinic."), "facility_id"))
    if kind not in MedicineIncident.Kind.values:
        raise IncidentRefused(Problem("not-on-the-list", _("Choose one from the list."), "kind"))
    if on > local_day(at):
        words = _("This date is in the future. Record it when it has happened.")
        raise IncidentRefused(Problem("in-the-future", words, "on"))
    if not 0 < volume_ml < LARGEST_ML:
        raise IncidentRefused(
            Problem("no-volume", _("Write how many millilitres: more than 0."), "volume_ml")
        )
    number = clean(minutes_number)
    if kind == MedicineIncident.Kind.WASTAGE and not number:
        words = _("Wastage is only what signed minutes say. Write their number, or choose a loss.")
        raise IncidentRefused(Problem("wastage-without-minutes", words, "minutes_number"))
    if len(number) > 60:
        words = _("This text is too long (at most %(longest)s characters). Shorten it.")
        raise IncidentRefused(Problem("too-long", words, "minutes_number", {"longest": 60}))
    row = MedicineIncident.objects.create(
        facility=facility,
        unit_id=facility.unit_id,
        on=on,
        kind=kind,
        volume_ml=volume_ml,
        minutes_number=number,
        reported_at=reported_at,
        recorded_by=scope.account_id,
    )
    trail.record("medicine.incident-recorded", by=scope, at=at, subject=row, unit_id=row.unit_id, what=kind)
    return row


@transaction.atomic
def withdraw_incident(*, incident_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """An incident that was none is taken back; the line stays, marked. Raises Forbidden, NotFound, IncidentRefused."""
    scope.require(WRITE)
    row = (
        MedicineIncident.objects.visible_to(scope, WRITE)
        .select_for_update(of=("self",))
        .filter(pk=incident_id)
        .first()
    )
    if row is None:
        raise NotFound(Problem("no-such-incident", _("There is no such incident.")))
    if row.retired_at is not None:
        raise IncidentRefused(Problem("withdrawn-already", _("This line was already withdrawn.")))
    kept = clean(reason)
    if not kept or len(kept) > 300:
        raise IncidentRefused(Problem("missing", _("Say why, in at most 300 characters."), "reason"))
    MedicineIncident.objects.filter(pk=row.pk).update(
        retired_at=at, retired_by=scope.account_id, retired_reason=kept
    )
    trail.record(
        "medicine.incident-withdrawn", by=scope, at=at, subject=row, unit_id=row.unit_id, reason=kept
    )
