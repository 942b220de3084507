"""Named measures of satellite points. `subject` is the point; `unit_id` the unit in which it lies."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.fields import DateField

from hoanhap.kit.lookups import one_array
from hoanhap.places.models import Organisation
from hoanhap.residence.models import PointService

Units = Collection[str] | None
Rows = QuerySet[Any, Any]


def satellite_points_serving(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """Points set up by a decision that served somebody for the first time in the period. `on` is that day."""
    found = PointService.objects.filter(first_service_on__range=(from_on, to_on)).exclude(decision_number="")
    if unit_ids is not None:
        found = found.filter(point__unit_id__anyof=one_array(frozenset(unit_ids)))
    return found.order_by().values(
        subject=F("point_id"), unit_id=F("point__unit_id"), on=F("first_service_on"), fact_id=F("pk")
    )


def satellite_points_planned(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """Points on the list of offices on the last day that had served nobody before the period: those meant to begin."""
    begun = PointService.objects.filter(point=OuterRef("pk"), first_service_on__lt=from_on)
    found = Organisation.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=to_on),
        Q(valid_until__isnull=True) | Q(valid_until__gt=to_on),
        ~Exists(begun),
        kind=Organisation.Kind.SATELLITE_POINT,
    )
    if unit_ids is not None:
        found = found.filter(unit_id__anyof=one_array(frozenset(unit_ids)))
    return found.order_by().values("unit_id", subject=F("pk"), on=Value(to_on, DateField()), fact_id=F("pk"))
