"""Plans as they were issued, and the frozen list of units that each chose."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.places.queries.units import reach
from hoanhap.programme.models import Plan, PlanUnit
from hoanhap.programme.operations.refusals import PlanRefused, asked, not_ahead
from hoanhap.programme.rules.topics import TOPICS

WRITE = "programme.write"
TEXTS = {"number": 60, "title": 300, "issuer": 200}
DAYS = {"issued_on", "period_from", "period_until"}


@transaction.atomic
def issue_plan(
    *,
    number: str,
    title: str,
    issuer: str,
    issued_on: date,
    area_id: str,
    period_from: date,
    period_until: date,
    topics: Sequence[str],
    scope: Scope,
    at: datetime,
) -> Plan:
    """Record a plan that was issued. `period_until` is the first day after its period; `topics` what it is about.

    Raises Forbidden, NotFound, PlanRefused.
    """
    scope.require(WRITE)
    if not scope.reaches(WRITE, area_id):
        raise NotFound(Problem("no-such-unit", _("There is no such administrative unit."), "area_id"))
    not_ahead(issued_on, "issued_on", at, PlanRefused)
    plan = Plan(
        issued_on=issued_on,
        area_id=area_id,
        period_from=period_from,
        period_until=period_until,
        topics=_topics(topics),
        **{
            field: asked(text, field=field, longest=TEXTS[field], error=PlanRefused)
            for field, text in {"number": number, "title": title, "issuer": issuer}.items()
        },
    )
    _save(plan, is_new=True)
    trail.record("programme.plan-issued", by=scope, at=at, subject=plan, unit_id=area_id)
    return plan


@transaction.atomic
def correct_plan(
    *, plan_id: UUID, changes: Mapping[str, Any], reason: str, scope: Scope, at: datetime
) -> Plan:
    """Set right what was typed wrongly of a plan; the row as it was stays in its history.

    Raises Forbidden, NotFound, PlanRefused.
    """
    plan = _hold(plan_id, scope)
    why = asked(reason, field="reason", longest=300, error=PlanRefused)
    for field, value in changes.items():
        if field in TEXTS:
            setattr(plan, field, asked(value, field=field, longest=TEXTS[field], error=PlanRefused))
        elif field in DAYS:
            setattr(plan, field, value)
        else:
            raise PlanRefused(Problem("unknown-field", _("This cannot be changed."), field))
    not_ahead(plan.issued_on, "issued_on", at, PlanRefused)
    with trail.because(by=scope, reason=why):
        _save(plan, is_new=False)
    trail.record("programme.plan-corrected", by=scope, at=at, subject=plan, unit_id=plan.area_id, reason=why)
    return plan


@transaction.atomic
def select_units(
    *,
    plan_id: UUID,
    unit_ids: Collection[str],
    topic: str,
    reason: str = "",
    scope: Scope,
    at: datetime,
) -> int:
    """The plan chooses these units for a topic. The first list stands; adding to it later needs a reason.

    Units that are on the list already are left as they are. Returns how many were added. Locks the plan.
    Raises Forbidden, NotFound, PlanRefused.
    """
    plan = _hold(plan_id, scope)
    if topic not in plan.topics:
        raise PlanRefused(Problem("topic-unknown", _("The plan is not about this topic."), "topic"))
    outside = set(unit_ids) - reach([plan.area_id], on=plan.period_from)[plan.area_id]
    if outside:
        raise PlanRefused(
            Problem(
                "outside-the-area",
                _("These units do not lie in the plan's area: %(units)s. Check the list."),
                "unit_ids",
                {"units": ", ".join(sorted(outside))},
            )
        )
    chosen = set(PlanUnit.objects.filter(plan=plan, topic=topic).values_list("unit_id", flat=True))
    new = sorted(set(unit_ids) - chosen)
    if not new:
        return 0
    why = ""
    if chosen:
        why = asked(reason, field="reason", longest=300, error=PlanRefused)
    PlanUnit.objects.bulk_create(PlanUnit(plan=plan, unit_id=unit, topic=topic, reason=why) for unit in new)
    trail.record(
        "programme.units-selected",
        by=scope,
        at=at,
        subject=plan,
        unit_id=plan.area_id,
        reason=why,
        topic=topic,
        units=new,
    )
    return len(new)


def _hold(plan_id: UUID, scope: Scope) -> Plan:
    scope.require(WRITE)
    plan = Plan.objects.select_for_update().filter(pk=plan_id).first()
    if plan is None or not scope.reaches(WRITE, plan.area_id):
        raise NotFound(Problem("no-such-plan", _("There is no such plan.")))
    return plan


def _topics(topics: Sequence[str]) -> list[str]:
    if not topics or set(topics) - set(TOPICS):
        raise PlanRefused(Problem("topic-unknown", _("Choose the topics from the list."), "topics"))
    return sorted(set(topics))


def _save(plan: Plan, *, is_new: bool) -> None:
    if plan.period_until <= plan.period_from:
        raise PlanRefused(
            Problem("ends-before-it-begins", _("The period must end after it begins."), "period_until")
        )
    try:
        plan.save(force_insert=is_new)
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        if getattr(diagnosis, "constraint_name", None) != "plan_number_once":
            raise
        raise PlanRefused(
            Problem("plan-twice", _("This plan is already recorded: same number, issuer and day."), "number")
        ) from error
