"""Named measures of losses of medicine. `subject` is the incident; `unit_id` the unit in which the clinic lies."""

from collections.abc import Collection
from datetime import date
from typing import Any, Final

from django.db.models import BigIntegerField, F, QuerySet
from django.db.models.functions import Cast, Ceil

from hoanhap.kit.lookups import one_array
from hoanhap.medicine.models import MedicineIncident
from hoanhap.medicine.queries.medicines import medicines

Units = Collection[str] | None
Rows = QuerySet[Any, Any]
LOSSES: Final = (MedicineIncident.Kind.DIVERSION.value, MedicineIncident.Kind.UNEXPLAINED_LOSS.value)


def medicine_incidents(
    *, from_on: date, to_on: date, unit_ids: Units, kinds: Collection[str] = LOSSES
) -> Rows:
    """Substitution medicine that was passed on, or is gone without a reason, in the period.

    Wastage with signed minutes is none; nor is what is missing of another medicine.
    """
    counted = [code for code, one in medicines().items() if one.is_substitution]
    found = MedicineIncident.objects.filter(
        retired_at__isnull=True, kind__in=list(kinds), on__range=(from_on, to_on), medicine__in=counted
    )
    if unit_ids is not None:
        found = found.filter(unit_id__anyof=one_array(frozenset(unit_ids)))
    return found.order_by().values("unit_id", "on", subject=F("pk"), fact_id=F("pk"))


def medicine_volume(*, from_on: date, to_on: date, unit_ids: Units, kinds: Collection[str] = LOSSES) -> Rows:
    """How much solution those incidents were about: `amount` in millilitres, each incident rounded up. Tablets are none."""
    found = medicine_incidents(from_on=from_on, to_on=to_on, unit_ids=unit_ids, kinds=kinds).filter(
        volume_ml__isnull=False
    )
    with_volume: Rows = found.annotate(amount=Cast(Ceil("volume_ml"), BigIntegerField()))
    return with_volume
