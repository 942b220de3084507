"""Named measures of this room; see `casework.queries.measures` for the cohort and the form of the rows."""

from datetime import date
from typing import Any, cast

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Least

from hoanhap.casework.models import Step
from hoanhap.casework.queries import regimes
from hoanhap.casework.queries.measures import Rows, Units, as_rows, cohort
from hoanhap.community.models import Contact
from hoanhap.community.queries.months import MonthsBefore, MonthsPassed


def home_rehab_contacts_kept(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """Of the cohort, who was handed over and met by the team in every month that had passed since.

    Months that the end of the episode cut off are not asked for, but at least one contact is. `on` is the day of the
    hand-over.
    """
    kept = Q(pk__in=[])
    handovers = Step.objects.filter(
        retired_at__isnull=True,
        happened_on__lte=to_on,
        episode__in=cohort(from_on, to_on, unit_ids).values("episode"),
    ).alias(last=Least(Value(to_on), F("episode__closed_on")))
    for place, regime in enumerate(regimes.regimes()):
        months = regime.follow_up.months
        passed, counted = f"passed_{place}", f"counted_{place}"
        met = _met()
        handovers = handovers.alias(
            **{
                passed: MonthsPassed(F("happened_on"), F("last"), months=months),
                counted: Coalesce(Subquery(_months_met(met, months)), 0),
            }
        )
        kept |= Q(
            Exists(met.filter(happened_on__lte=OuterRef("last"))),
            kind=regime.follow_up.from_step,
            episode__regime=regime.code,
            episode__regime_edition=regime.edition,
            **{f"{counted}__gte": F(passed)},
        )
    return as_rows(handovers.filter(kept))


def _met() -> "QuerySet[Contact]":
    """The contacts after the hand-over of the outer query."""
    return Contact.objects.filter(
        episode=OuterRef("episode"), retired_at__isnull=True, happened_on__gt=OuterRef("happened_on")
    )


def _months_met(met: "QuerySet[Contact]", months: int) -> "QuerySet[Contact, Any]":
    """In how many different months that had passed there was a contact."""
    month = MonthsBefore(OuterRef("happened_on"), F("happened_on"), months=months)
    passed = MonthsPassed(OuterRef("happened_on"), OuterRef("last"), months=months)
    return cast(
        "QuerySet[Contact, Any]",
        met.annotate(month=month)
        .filter(month__lt=passed)
        .order_by()
        .values("episode")
        .annotate(met=Count("month", distinct=True))
        .values("met"),
    )
