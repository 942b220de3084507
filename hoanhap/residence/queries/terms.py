"""When the term of a resident ends: as the case says; as somebody typed only where the case knows no term."""

from datetime import date
from typing import Any, Final

from django.db.models import Case, CharField, DateField, F, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from hoanhap.casework.queries.progress import phases_on
from hoanhap.residence.models import Stay

CASE: Final = "case"
STILL: Final = "still"
TYPED: Final = "typed"
"""Where the day comes from. `still`: the term of the case stands still, so it has no last day now."""

CLOCK_STANDS: Final = ("escaped", "in-prison")
"""Stages of the regimes in which the term does not run."""


def with_term(found: QuerySet[Stay], on: date) -> "QuerySet[Any]":
    """Add `ends_then`, the last day of the term as it is known on the day, and `ends_from`, where that comes from."""
    phase = phases_on(on, episode="episode_id").order_by("-from_on")
    stands = Q(term_then__isnull=True, stage_then__in=CLOCK_STANDS, is_in_then=True)
    return found.annotate(
        term_then=Subquery(phase.values("term_ends_on")[:1]),
        stage_then=Subquery(phase.values("stage")[:1]),
        is_in_then=Subquery(phase.values("is_in")[:1]),
    ).annotate(
        ends_then=Case(
            When(stands, then=Value(None, output_field=DateField())),
            default=Coalesce("term_then", F("ends_on")),
            output_field=DateField(null=True),
        ),
        ends_from=Case(
            When(stands, then=Value(STILL)),
            When(term_then__isnull=False, then=Value(CASE)),
            When(ends_on__isnull=False, then=Value(TYPED)),
            default=Value(""),
            output_field=CharField(),
        ),
    )
