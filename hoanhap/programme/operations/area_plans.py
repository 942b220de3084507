"""What is to be done in one commune to bring it to drug-free or keep it so: the plan and its actions."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.programme.models import AreaAction, AreaPlan, Plan
from hoanhap.programme.operations.common import (
    LINE,
    REASON,
    REPORT,
    TEXT,
    WRITE,
    hold_unit,
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
    hold_unit(unit_id)
    if plan_id is not None and not Plan.objects.filter(pk=plan_id).exists():
        raise NotFound(Problem("no-such-plan", _("There is no such plan."), "plan_id"))
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
    _check(row, at)
    row.save(force_insert=True)
    trail.record("programme.area-plan-made", by=scope, at=at, subject=row, unit_id=unit_id, plan=kind)
    return row


@transaction.atomic
def add_area_action(
    *, area_plan_id: UUID, what: str, owner: str, due_on: date, scope: Scope, at: datetime
) -> AreaAction:
    """One thing to do, by whom, until when. Raises Forbidden, NotFound, AreaPlanRefused."""
    plan = _plan(area_plan_id, scope)
    _within(plan, due_on)
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
    row = _action(action_id)
    if row is None or not may_report(scope, row.area_plan.unit_id):
        raise _no_action()
    if row.done_on is not None:
        raise AreaPlanRefused(Problem("done-already", _("This is marked as done already.")))
    not_ahead(done_on, "done_on", at, AreaPlanRefused)
    in_order(row.area_plan.period_from, done_on, "done_on", AreaPlanRefused)
    row.done_on = done_on
    row.evidence = asked(evidence, field="evidence", longest=TEXT, error=AreaPlanRefused)
    with trail.because(by=scope, reason="done"):
        row.save(update_fields=["done_on", "evidence"])
    trail.record("programme.area-action-done", by=scope, at=at, subject=row, unit_id=row.area_plan.unit_id)
    return row


@transaction.atomic
def correct_area_plan(
    *, area_plan_id: UUID, changes: Mapping[str, Any], reason: str, scope: Scope, at: datetime
) -> AreaPlan:
    """Set right what was typed wrongly of the plan of a commune; the row as it was stays in its history.

    Raises Forbidden, NotFound, AreaPlanRefused.
    """
    row = _plan(area_plan_id, scope)
    why = asked(reason, field="reason", longest=REASON, error=AreaPlanRefused)
    for field, value in changes.items():
        if field == "document_number":
            row.document_number = optional(value, field=field, longest=60, error=AreaPlanRefused)
        elif field in {"kind", "period_from", "period_until", "document_on"}:
            setattr(row, field, value)
        else:
            raise AreaPlanRefused(Problem("unknown-field", _("This cannot be changed."), field))
    _check(row, at)
    for due_on in row.actions.filter(retired_at__isnull=True).values_list("due_on", flat=True):
        if not row.period_from <= due_on < row.period_until:
            raise AreaPlanRefused(
                Problem(
                    "action-outside",
                    _("Something under this plan is due on %(day)s. Correct that day first."),
                    "period_until",
                    {"day": f"{due_on:%d/%m/%Y}"},
                )
            )
    with trail.because(by=scope, reason=why):
        row.save()
    trail.record(
        "programme.area-plan-corrected", by=scope, at=at, subject=row, unit_id=row.unit_id, reason=why
    )
    return row


@transaction.atomic
def withdraw_area_plan(*, area_plan_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """A plan that the commune does not have counts no more, nor does anything under it.

    Raises Forbidden, NotFound, AreaPlanRefused.
    """
    row = _plan(area_plan_id, scope)
    why = asked(reason, field="reason", longest=REASON, error=AreaPlanRefused)
    under = AreaAction.objects.select_for_update().filter(area_plan=row, retired_at__isnull=True)
    rows: list[AreaPlan | AreaAction] = [row, *under]
    with trail.because(by=scope, reason=why):
        for one in rows:
            _retire(one, why, scope, at)
    trail.record(
        "programme.area-plan-withdrawn", by=scope, at=at, subject=row, unit_id=row.unit_id, reason=why
    )


@transaction.atomic
def correct_area_action(
    *, action_id: UUID, changes: Mapping[str, Any], reason: str, scope: Scope, at: datetime
) -> AreaAction:
    """Set right what was typed wrongly of one thing to do; without a day of its end it is open again.

    Raises Forbidden, NotFound, AreaPlanRefused.
    """
    row = _to_direct(action_id, scope)
    why = asked(reason, field="reason", longest=REASON, error=AreaPlanRefused)
    texts = {"what": TEXT, "owner": LINE}
    for field, value in changes.items():
        if field in texts:
            setattr(row, field, asked(value, field=field, longest=texts[field], error=AreaPlanRefused))
        elif field in {"due_on", "done_on"}:
            setattr(row, field, value)
        elif field == "evidence":
            row.evidence = optional(value, field=field, longest=TEXT, error=AreaPlanRefused)
        else:
            raise AreaPlanRefused(Problem("unknown-field", _("This cannot be changed."), field))
    _within(row.area_plan, row.due_on)
    if row.done_on is None:
        row.evidence = ""
    else:
        not_ahead(row.done_on, "done_on", at, AreaPlanRefused)
        in_order(row.area_plan.period_from, row.done_on, "done_on", AreaPlanRefused)
        row.evidence = asked(row.evidence, field="evidence", longest=TEXT, error=AreaPlanRefused)
    with trail.because(by=scope, reason=why):
        row.save()
    trail.record(
        "programme.area-action-corrected",
        by=scope,
        at=at,
        subject=row,
        unit_id=row.area_plan.unit_id,
        reason=why,
    )
    return row


@transaction.atomic
def withdraw_area_action(*, action_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """It is not to be done after all. Raises Forbidden, NotFound, AreaPlanRefused."""
    row = _to_direct(action_id, scope)
    why = asked(reason, field="reason", longest=REASON, error=AreaPlanRefused)
    with trail.because(by=scope, reason=why):
        _retire(row, why, scope, at)
    trail.record(
        "programme.area-action-withdrawn",
        by=scope,
        at=at,
        subject=row,
        unit_id=row.area_plan.unit_id,
        reason=why,
    )


def _plan(area_plan_id: UUID, scope: Scope) -> AreaPlan:
    scope.require(WRITE)
    row = AreaPlan.objects.select_for_update().filter(pk=area_plan_id, retired_at__isnull=True).first()
    if row is None or not scope.reaches(WRITE, row.unit_id):
        raise NotFound(Problem("no-such-plan", _("There is no such plan.")))
    return row


def _action(action_id: UUID) -> AreaAction | None:
    return (
        AreaAction.objects.select_for_update(of=("self",))
        .select_related("area_plan")
        .filter(pk=action_id, retired_at__isnull=True)
        .first()
    )


def _to_direct(action_id: UUID, scope: Scope) -> AreaAction:
    scope.require(WRITE)
    row = _action(action_id)
    if row is None or not scope.reaches(WRITE, row.area_plan.unit_id):
        raise _no_action()
    return row


def _no_action() -> NotFound:
    return NotFound(Problem("no-such-action", _("There is no such action.")))


def _retire(row: AreaPlan | AreaAction, why: str, scope: Scope, at: datetime) -> None:
    row.retired_at, row.retired_by, row.retired_reason = at, scope.account_id, why
    row.save(update_fields=["retired_at", "retired_by", "retired_reason"])


def _check(row: AreaPlan, at: datetime) -> None:
    if row.kind not in AreaPlan.Kind.values:
        raise AreaPlanRefused(Problem("kind-unknown", _("Choose what the plan is for."), "kind"))
    in_order(row.period_from, row.period_until, "period_until", AreaPlanRefused, may_be_same=False)
    if row.document_on is not None:
        not_ahead(row.document_on, "document_on", at, AreaPlanRefused)
    same = AreaPlan.objects.filter(
        unit_id=row.unit_id, kind=row.kind, period_from=row.period_from, retired_at__isnull=True
    )
    if same.exclude(pk=row.pk).exists():
        raise AreaPlanRefused(
            Problem("plan-exists", _("Such a plan that begins on this day is there already."), "period_from")
        )


def _within(plan: AreaPlan, due_on: date) -> None:
    in_order(plan.period_from, due_on, "due_on", AreaPlanRefused)
    if due_on >= plan.period_until:
        raise AreaPlanRefused(
            Problem(
                "after-its-end",
                _("The plan ends on %(last)s: choose a day until then, or correct the plan first."),
                "due_on",
                {"last": f"{plan.period_until - timedelta(days=1):%d/%m/%Y}"},
            )
        )
