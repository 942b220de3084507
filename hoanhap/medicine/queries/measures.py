"""Named measures of losses of medicine. `subject` is the incident; `unit_id` the unit in which the clinic lies."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import BigIntegerField, Exists, F, Min, OuterRef, QuerySet
from django.db.models.functions import Cast, Ceil, TruncDate

from hoanhap.kit.dates import LOCAL_ZONE
from hoanhap.kit.lookups import one_array
from hoanhap.medicine.models import Count, IncidentLine, MedicineIncident, StockLine
from hoanhap.medicine.queries.flows import begins
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


def medicine_missing(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """Lines of the stock books by which substitution medicine was found missing in the period and no incident says why.

    `subject` is the line. One that was taken back is none, nor one that stands in an incident: that is counted itself.
    """
    counted = [code for code, one in medicines().items() if one.is_substitution]
    found = StockLine.objects.filter(
        kind=StockLine.Kind.LOSS,
        book__medicine__in=counted,
        happened_at__gte=begins(from_on),
        happened_at__lt=begins(to_on + timedelta(days=1)),
        reversed_by__isnull=True,
    ).filter(~Exists(IncidentLine.objects.filter(line=OuterRef("pk"), retired_at__isnull=True)))
    if unit_ids is not None:
        found = found.filter(book__organisation__unit_id__anyof=one_array(frozenset(unit_ids)))
    return found.order_by().values(
        unit_id=F("book__organisation__unit_id"),
        on=TruncDate("happened_at", tzinfo=LOCAL_ZONE),
        subject=F("pk"),
        fact_id=F("pk"),
    )


def medicine_missing_volume(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """How much solution those lines are about: `amount` in millilitres, each line rounded up. Tablets are none."""
    solutions = [code for code, one in medicines().items() if one.is_substitution and one.unit == "ml"]
    found = medicine_missing(from_on=from_on, to_on=to_on, unit_ids=unit_ids)
    with_volume: Rows = found.filter(book__medicine__in=solutions).annotate(
        amount=Cast(Ceil("quantity_units"), BigIntegerField())
    )
    return with_volume


def dispensing_places_open(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """Clinics and points that opened a day with two counts in the period: `subject` is the place, `on` the first day."""
    counted = [code for code, one in medicines().items() if one.is_substitution]
    found = Count.objects.filter(
        moment=Count.Moment.OPENING, book__medicine__in=counted, day__range=(from_on, to_on)
    )
    if unit_ids is not None:
        found = found.filter(book__organisation__unit_id__anyof=one_array(frozenset(unit_ids)))
    return (
        found.order_by()
        .values(subject=F("book__organisation_id"), unit_id=F("book__organisation__unit_id"))
        .annotate(on=Min("day"))
    )
