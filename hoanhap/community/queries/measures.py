"""Named measures of this room; see `casework.queries.measures` for the cohort and the form of the rows."""

from datetime import date
from typing import Any, cast

from django.contrib.postgres.aggregates import BitOr
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Least

from hoanhap.casework.models import Step
from hoanhap.casework.queries import regimes
from hoanhap.casework.queries.measures import Rows, Units, as_rows, cohort, episodes_of
from hoanhap.community.models import Contact
from hoanhap.community.queries.months import Bit, BitsBelow, MonthsBefore, MonthsPassed


def home_rehab_contacts_kept(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """Of the cohort, who was handed over and met by the team in every month that had passed since.

    Months that the end of the episode cut off are not asked for, but at least one contact is. `on` is the day of the
    hand-over.
    """
    kept = Q(pk__in=[])
    handovers = Step.objects.filter(
        retired_at__isnull=True,
        happened_on__lte=to_on,
        episode__in=episodes_of(cohort(from_on, to_on, unit_ids)),
    ).alias(last=Least(Value(to_on), F("episode__closed_on")))
    for place, regime in enumerate(regimes.regimes()):
        if regime.follow_up is None:
            continue
        months = regime.follow_up.months
        asked, met = f"asked_{place}", f"met_{place}"
        handovers = handovers.alias(
            **{
                asked: BitsBelow(MonthsPassed(F("happened_on"), F("last"), months=months)),
                # Nothing at all where there was no contact, which keeps nothing.
                met: Subquery(_months_met(months)),
            }
        )
        kept |= Q(
            kind=regime.follow_up.from_step,
            episode__regime=regime.code,
            episode__regime_edition=regime.edition,
            **{asked: F(met).bitand(F(asked))},  # type: ignore[arg-type]
        )
    return as_rows(handovers.filter(kept))


def _months_met(months: int) -> "QuerySet[Contact, Any]":
    """The months with a contact after the hand-over of the outer query, up to its last day: a bit for each."""
    met = Contact.objects.filter(
        episode=OuterRef("episode"),
        retired_at__isnull=True,
        happened_on__gt=OuterRef("happened_on"),
        happened_on__lte=OuterRef("last"),
    )
    month = MonthsBefore(OuterRef("happened_on"), F("happened_on"), months=months)
    return cast(
        "QuerySet[Contact, Any]",
        met.order_by().values("episode").annotate(months=BitOr(Bit(month))).values("months"),
    )
