"""Named measures of warnings, materials and hotlines. None of them counts people of the programme."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from hoanhap.kit.lookups import one_array
from hoanhap.outreach.models import Activity, HotlineCall, MaterialMove, SubstanceAlert

Units = Collection[str] | None
Rows = QuerySet[Any, Any]


def substance_alerts(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """Warnings of new substances published in the period; a corrected one and the one it replaces count once."""
    found = SubstanceAlert.objects.filter(published_on__range=(from_on, to_on), replaced_by__isnull=True)
    return _in(found, unit_ids).values("unit_id", subject=F("pk"), on=F("published_on"), fact_id=F("pk"))


def communication_with_models(
    *, from_on: date, to_on: date, unit_ids: Units, models: Collection[str] = ()
) -> Rows:
    """Activities of the period held together with a model at the grassroots: with any, or with one of those named."""
    found = Activity.objects.filter(retired_at__isnull=True, on__range=(from_on, to_on)).exclude(held_with="")
    if models:
        found = found.filter(held_with__in=list(models))
    return _in(found, unit_ids).values("unit_id", "on", subject=F("pk"), fact_id=F("pk"))


def materials_handed_out(*, from_on: date, to_on: date, unit_ids: Units, kinds: Collection[str] = ()) -> Rows:
    """Copies of materials handed out in the period by the offices of the unit; `amount` is how many."""
    found = MaterialMove.objects.filter(
        way=MaterialMove.Way.HANDED_OUT, retired_at__isnull=True, on__range=(from_on, to_on)
    )
    if kinds:
        found = found.filter(material__kind__in=list(kinds))
    return _in(found, unit_ids).values(
        "unit_id", "on", subject=F("pk"), fact_id=F("pk"), amount=F("quantity")
    )


def hotline_calls(*, from_on: date, to_on: date, unit_ids: Units, topics: Collection[str] = ()) -> Rows:
    """Calls that hotlines answered in the period about these units, on any topic or on one of those named."""
    found = HotlineCall.objects.filter(retired_at__isnull=True, on__range=(from_on, to_on))
    if topics:
        found = found.filter(topics__overlap=list(topics))
    return _in(found, unit_ids).values("unit_id", "on", subject=F("pk"), fact_id=F("pk"))


def _in(found: QuerySet[Any], unit_ids: Units) -> QuerySet[Any]:
    kept = found if unit_ids is None else found.filter(unit_id__anyof=one_array(frozenset(unit_ids)))
    return kept.order_by()
