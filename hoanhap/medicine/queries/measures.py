"""Named measures of losses of medicine. `subject` is the incident; `unit_id` the unit in which the clinic lies."""

from collections.abc import Collection
from datetime import date
from typing import Any, Final

from django.db.models import BigIntegerField, F, QuerySet
from django.db.models.functions import Cast, Ceil

from hoanhap.kit.lookups import one_array
from hoanhap.medicine.models import MedicineIncident

Units = Collection[str] | None
Rows = QuerySet[Any, Any]
LOSSES: Final = (MedicineIncident.Kind.DIVERSION.value, MedicineIncident.Kind.UNEXPLAINED_LOSS.value)


def medicine_incidents(
    *, from_on: date, to_on: date, unit_ids: Units, kinds: Collection[str] = LOSSES
) -> Rows:
    """Medicine that was passed on, or is gone without a reason, in the period. Wastage with signed minutes is none."""
    found = MedicineIncident.objects.filter(
        retired_at__isnull=True, kind__in=list(kinds), on__range=(from_on, to_on)
    )
    if unit_ids is not None:
        found = found.filter(unit_id__anyof=one_array(frozenset(unit_ids)))
    return found.order_by().values("unit_id", "on", subject=F("pk"), fact_id=F("pk"))


def medicine_volume(*, from_on: date, to_on: date, unit_ids: Units, kinds: Collection[str] = LOSSES) -> Rows:
    """How much medicine those incidents were about: `amount` in millilitres, each incident rounded up."""
    found = medicine_incidents(from_on=from_on, to_on=to_on, unit_ids=unit_ids, kinds=kinds)
    with_volume: Rows = found.annotate(amount=Cast(Ceil("volume_ml"), BigIntegerField()))
    return with_volume
