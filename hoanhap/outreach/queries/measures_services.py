"""Named measures of the service network: published services, reviews, gaps. None counts people in care."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from hoanhap.outreach.models import (
    GapClosed,
    ReviewItem,
    ServiceRegistration,
    ServiceSuspension,
    StandardReview,
)

Units = Collection[str] | None
Rows = QuerySet[Any, Any]


def services_published(
    *,
    from_on: date,  # noqa: ARG001 (measures share arguments)
    to_on: date,
    unit_ids: Units,
    services: Collection[str] = (),
) -> Rows:
    """Services for which a provider is published on the last day, without those that are suspended on it."""
    away = ServiceSuspension.objects.filter(registration=OuterRef("pk"), valid_from__lte=to_on).exclude(
        valid_until__lte=to_on
    )
    found = ServiceRegistration.objects.filter(valid_from__lte=to_on).exclude(valid_until__lte=to_on)
    if services:
        found = found.filter(service__in=list(services))
    return _in(found.exclude(Exists(away)), unit_ids).values(
        "unit_id", subject=F("pk"), on=F("valid_from"), fact_id=F("pk")
    )


def providers_reviewed(
    *, from_on: date, to_on: date, unit_ids: Units, checklists: Collection[str] = ()
) -> Rows:
    """Providers that were reviewed by a checklist in the period."""
    found = StandardReview.objects.filter(retired_at__isnull=True, on__range=(from_on, to_on))
    if checklists:
        found = found.filter(checklist__in=list(checklists))
    return _in(found, unit_ids).values("unit_id", "on", subject=F("organisation_id"), fact_id=F("pk"))


def gaps_found(*, from_on: date, to_on: date, unit_ids: Units, checklists: Collection[str] = ()) -> Rows:
    """What those reviews found lacking."""
    found = ReviewItem.objects.filter(
        finding=ReviewItem.Finding.LACKS,
        review__retired_at__isnull=True,
        review__on__range=(from_on, to_on),
    )
    if checklists:
        found = found.filter(review__checklist__in=list(checklists))
    if unit_ids is not None:
        found = found.filter(review__unit__in=list(unit_ids))
    return found.order_by().values(
        unit_id=F("review__unit_id"), subject=F("pk"), on=F("review__on"), fact_id=F("pk")
    )


def gaps_closed(*, from_on: date, to_on: date, unit_ids: Units, checklists: Collection[str] = ()) -> Rows:
    """Of them, what was there by the last day."""
    done = GapClosed.objects.filter(item=OuterRef("pk"), retired_at__isnull=True, on__lte=to_on)
    rows = gaps_found(from_on=from_on, to_on=to_on, unit_ids=unit_ids, checklists=checklists)
    return rows.filter(Exists(done))


def _in(found: QuerySet[Any], unit_ids: Units) -> QuerySet[Any]:
    return (found if unit_ids is None else found.filter(unit_id__in=list(unit_ids))).order_by()
