"""What is to be done in one commune to bring it to drug-free or keep it so: the plan and its actions."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.programme.models import AreaAction, AreaPlan, Plan
from hoanhap.programme.operations.common import (
    LINE,
    REPORT,
    TEXT,
    WRITE,
    in_order,
    may_report,
    optional,
    unit_to_write,
)
from hoanhap.programme.operations.refusals import asked, not_ahead


class AreaPlanRefused(Refused):
    """Nothing about the plan of the commune was recorded."""


@transaction.atomic
def make_area_plan(
    *,
    unit_id: str,
    kind: str,
    period_from: date,
    period_until: date,
    document_number: str = "",
    document_on: date | None = None,
    plan_id: UUID | None = None,
    scope: Scope,
    at: datetime,
) -> AreaPlan:
    """A plan for one commune; `period_until` is the first day after it. Raises Forbidden, NotFound, AreaPlanRefused."""
    unit_to_write(unit_id, scope, level="commune")
    if kind not in AreaPlan.Kind.values:
        raise AreaPlanRefused(Problem("kind-unknown", _("Choose what the plan is for."), "kind"))
    in_order(period_from, period_until, "period_until", AreaPlanRefused, may_be_same=False)
    if document_on is not None:
        not_ahead(document_on, "document_on", at, AreaPlanRefused)
    if plan_id is not None and not Plan.objects.filter(pk=plan_id).exists():
        raise NotFound(Problem("no-such-plan", _("There is no such plan."), "plan_id"))
    if AreaPlan.objects.filter(unit_id=unit_id, kind=kind, period_from=period_from).exists():
        raise AreaPlanRefused(
            Problem("plan-exists", _("Such a plan that begins on this day is there already."), "period_from")
        )
    row = AreaPlan(
        unit_id=unit_id,
        kind=kind,
        period_from=period_from,
        period_until=period_until,
        document_number=optional(document_number, field="document_number", longest=60, error=AreaPlanRefused),
        document_on=document_on,
        plan_id=plan_id,
        recorded_by=scope.account_id,
    )
    row.save(force_insert=True)
    trail.record("programme.area-plan-made", by=scope, at=at, subject=row, unit_id=unit_id, plan=kind)
    return row


@transaction.atomic
def add_area_action(
    *, area_plan_id: UUID, what: str, owner: str, due_on: date, scope: Scope, at: datetime
) -> AreaAction:
    """One thing to do, by whom, until when. Raises Forbidden, NotFound, AreaPlanRefused."""
    scope.require(WRITE)
    plan = AreaPlan.objects.filter(pk=area_plan_id).first()
    if plan is None or not scope.reaches(WRITE, plan.unit_id):
        raise NotFound(Problem("no-such-plan", _("There is no such plan.")))
    in_order(plan.period_from, due_on, "due_on", AreaPlanRefused)
    row = AreaAction(
        area_plan=plan,
        what=asked(what, field="what", longest=TEXT, error=AreaPlanRefused),
        owner=asked(owner, field="owner", longest=LINE, error=AreaPlanRefused),
        due_on=due_on,
        recorded_by=scope.account_id,
    )
    row.save(force_insert=True)
    trail.record("programme.area-action-added", by=scope, at=at, subject=row, unit_id=plan.unit_id)
    return row


@transaction.atomic
def finish_area_action(
    *, action_id: UUID, done_on: date, evidence: str, scope: Scope, at: datetime
) -> AreaAction:
    """It was done on that day, and this shows it; the commune may say so. Raises Forbidden, NotFound, AreaPlanRefused."""
    if not scope.may(WRITE):
        scope.require(REPORT)
    row = (
        AreaAction.objects.select_for_update(of=("self",))
        .select_related("area_plan")
        .filter(pk=action_id)
        .first()
    )
    if row is None or not may_report(scope, row.area_plan.unit_id):
        raise NotFound(Problem("no-such-action", _("There is no such action.")))
    if row.done_on is not None:
        raise AreaPlanRefused(Problem("done-already", _("This is marked as done already.")))
    not_ahead(done_on, "done_on", at, AreaPlanRefused)
    row.done_on = done_on
    row.evidence = asked(evidence, field="evidence", longest=TEXT, error=AreaPlanRefused)
    with trail.because(by=scope, reason="done"):
        row.save(update_fields=["done_on", "evidence"])
    trail.record("programme.area-action-done", by=scope, at=at, subject=row, unit_id=row.area_plan.unit_id)
    return row
