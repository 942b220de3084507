"""A named measure of localities that made the plan above their own. `subject` and `unit_id` are the locality."""

from datetime import date
from typing import Any

from django.db.models import BooleanField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from hoanhap.casework.queries.measures import Units
from hoanhap.places.models import Level
from hoanhap.programme.models import Plan, PlanEdition
from hoanhap.programme.queries.measures_care_models import communes

COMPLETE = """
    jsonb_path_exists(body, '$.targets[*].mark.kind ? (@ <> "watch")')
    AND jsonb_array_length(coalesce(body -> 'tasks', '[]')) > 0
    AND jsonb_array_length(coalesce(body -> 'models', '[]')) > 0
    AND jsonb_array_length(coalesce(body -> 'groups', '[]')) > 0
    AND (body ? 'schedule' OR jsonb_path_exists(body, '$.tasks[*] ? (exists(@.due) || exists(@.every))'))
"""
"""`rules.plan_files.completeness`, all five of it, of the body of an edition. A test holds one against the other."""


def local_plans(
    *,
    from_on: date,
    to_on: date,
    unit_ids: Units,
    level: str = Level.COMMUNE.value,
    complete_only: bool = True,
) -> QuerySet[Any, Any]:
    """Measure: units of a level there are on the last day whose own plan carries a plan of a level above out.

    The plan was issued by the last day and its period meets these days. `complete_only`: what it says in its newest
    edition fills every box (targets, tasks, models, solutions, schedule). `on` is the day of the first such plan.
    """
    newest = PlanEdition.objects.filter(plan=OuterRef("pk")).order_by("-number")
    plans = Plan.objects.filter(
        Q(period_until__gt=from_on),
        area=OuterRef("pk"),
        follows__isnull=False,
        issued_on__lte=to_on,
        period_from__lte=to_on,
    )
    if complete_only:
        is_whole = RawSQL(COMPLETE, [], BooleanField())  # noqa: S611 (a constant; no value stands in it)  # nosec B611
        whole = newest.annotate(is_whole=is_whole).values("is_whole")[:1]
        plans = plans.alias(is_whole=Subquery(whole)).filter(is_whole=True)
    first = plans.order_by("issued_on", "pk")
    return (
        communes(to_on, unit_ids, level)
        .filter(Exists(plans))
        .values(
            subject=F("pk"),
            unit_id=F("pk"),
            on=Subquery(first.values("issued_on")[:1]),
            fact_id=Subquery(first.values("pk")[:1]),
        )
    )
