"""Inspections: planned, carried out or called off; what must be put right, by whom, until when; who looked again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.programme.models import CorrectiveAction, Finding, Inspection, Plan
from hoanhap.programme.operations.common import (
    LINE,
    REASON,
    REPORT,
    TEXT,
    WRITE,
    in_order,
    may_report,
    optional,
    unit_to_write,
)
from hoanhap.programme.operations.refusals import asked, not_ahead

LONGEST = 5000


class InspectionRefused(Refused):
    """Nothing about the inspection was recorded."""


@transaction.atomic
def plan_inspection(
    *,
    unit_id: str,
    subject: str,
    led_by: str,
    planned_on: date,
    document_number: str = "",
    plan_id: UUID | None = None,
    scope: Scope,
    at: datetime,
) -> Inspection:
    """A unit is to be visited on a day. Raises Forbidden, NotFound, InspectionRefused."""
    unit_to_write(unit_id, scope)
    if plan_id is not None and not Plan.objects.filter(pk=plan_id).exists():
        raise NotFound(Problem("no-such-plan", _("There is no such plan."), "plan_id"))
    row = Inspection(
        unit_id=unit_id,
        plan_id=plan_id,
        subject=asked(subject, field="subject", longest=TEXT, error=InspectionRefused),
        led_by=asked(led_by, field="led_by", longest=LINE, error=InspectionRefused),
        document_number=optional(
            document_number, field="document_number", longest=60, error=InspectionRefused
        ),
        planned_on=planned_on,
        recorded_by=scope.account_id,
    )
    row.save(force_insert=True)
    trail.record("programme.inspection-planned", by=scope, at=at, subject=row, unit_id=unit_id)
    return row


@transaction.atomic
def record_visit(
    *, inspection_id: UUID, visited_on: date, conclusion: str, scope: Scope, at: datetime
) -> Inspection:
    """The visit took place. Names no person and no member of staff. Raises Forbidden, NotFound, InspectionRefused."""
    row = _open(inspection_id, scope)
    not_ahead(visited_on, "visited_on", at, InspectionRefused)
    row.visited_on = visited_on
    row.conclusion = asked(conclusion, field="conclusion", longest=LONGEST, error=InspectionRefused)
    with trail.because(by=scope, reason="visited"):
        row.save(update_fields=["visited_on", "conclusion"])
    trail.record("programme.inspection-held", by=scope, at=at, subject=row, unit_id=row.unit_id)
    return row


@transaction.atomic
def call_off(
    *, inspection_id: UUID, called_off_on: date, reason: str, scope: Scope, at: datetime
) -> Inspection:
    """The visit will not take place. Raises Forbidden, NotFound, InspectionRefused."""
    row = _open(inspection_id, scope)
    not_ahead(called_off_on, "called_off_on", at, InspectionRefused)
    row.called_off_on = called_off_on
    row.called_off_reason = asked(reason, field="reason", longest=REASON, error=InspectionRefused)
    with trail.because(by=scope, reason=row.called_off_reason):
        row.save(update_fields=["called_off_on", "called_off_reason"])
    trail.record(
        "programme.inspection-called-off",
        by=scope,
        at=at,
        subject=row,
        unit_id=row.unit_id,
        reason=row.called_off_reason,
    )
    return row


@transaction.atomic
def ask_for_action(
    *, finding_id: UUID, what: str, owner: str, due_on: date, scope: Scope, at: datetime
) -> CorrectiveAction:
    """What must be done about a finding, by whom, until when. Raises Forbidden, NotFound, InspectionRefused."""
    scope.require(WRITE)
    finding = Finding.objects.select_for_update().filter(pk=finding_id).first()
    if finding is None or not scope.reaches(WRITE, finding.unit_id):
        raise NotFound(Problem("no-such-finding", _("There is no such finding.")))
    if finding.resolved_on is not None:
        raise InspectionRefused(
            Problem(
                "resolved-already",
                _(
                    "This difficulty was put right on %(day)s: nothing more can be asked for. Record a new one."
                ),
                params={"day": f"{finding.resolved_on:%d/%m/%Y}"},
            )
        )
    in_order(finding.observed_on, due_on, "due_on", InspectionRefused)
    row = CorrectiveAction(
        finding=finding,
        what=asked(what, field="what", longest=TEXT, error=InspectionRefused),
        owner=asked(owner, field="owner", longest=LINE, error=InspectionRefused),
        due_on=due_on,
        recorded_by=scope.account_id,
    )
    row.save(force_insert=True)
    trail.record("programme.action-asked", by=scope, at=at, subject=row, unit_id=finding.unit_id)
    return row


@transaction.atomic
def finish_action(
    *, action_id: UUID, done_on: date, evidence: str, scope: Scope, at: datetime
) -> CorrectiveAction:
    """It was put right on that day, and this shows it. The commune itself may say so.

    Raises Forbidden, NotFound, InspectionRefused.
    """
    if not scope.may(WRITE):
        scope.require(REPORT)
    row = _action(action_id)
    if row is None or not may_report(scope, row.finding.unit_id):
        raise _no_action()
    if row.done_on is not None:
        raise InspectionRefused(Problem("done-already", _("This is marked as done already.")))
    not_ahead(done_on, "done_on", at, InspectionRefused)
    in_order(row.finding.observed_on, done_on, "done_on", InspectionRefused)
    row.done_on = done_on
    row.evidence = asked(evidence, field="evidence", longest=TEXT, error=InspectionRefused)
    with trail.because(by=scope, reason="done"):
        row.save(update_fields=["done_on", "evidence"])
    trail.record("programme.action-done", by=scope, at=at, subject=row, unit_id=row.finding.unit_id)
    return row


@transaction.atomic
def follow_up(
    *,
    action_id: UUID,
    followed_up_on: date,
    text: str,
    is_right: bool,
    scope: Scope,
    at: datetime,
) -> CorrectiveAction:
    """Somebody above looked again; what is not right is open again. Raises Forbidden, NotFound, InspectionRefused."""
    scope.require(WRITE)
    row = _action(action_id)
    if row is None or not scope.reaches(WRITE, row.finding.unit_id):
        raise _no_action()
    if row.done_on is None:
        raise InspectionRefused(Problem("not-done", _("This is not marked as done yet.")))
    if row.followed_up_on is not None:
        raise InspectionRefused(Problem("followed-up", _("This was looked at again already.")))
    not_ahead(followed_up_on, "followed_up_on", at, InspectionRefused)
    in_order(row.done_on, followed_up_on, "followed_up_on", InspectionRefused)
    row.follow_up = asked(text, field="text", longest=TEXT, error=InspectionRefused)
    if is_right:
        row.followed_up_on = followed_up_on
    else:
        row.done_on, row.evidence = None, ""
    with trail.because(by=scope, reason=row.follow_up[:REASON]):
        row.save(update_fields=["followed_up_on", "follow_up", "done_on", "evidence"])
    trail.record(
        "programme.action-followed-up",
        by=scope,
        at=at,
        subject=row,
        unit_id=row.finding.unit_id,
        is_right=is_right,
    )
    return row


@transaction.atomic
def correct_inspection(
    *, inspection_id: UUID, changes: Mapping[str, Any], reason: str, scope: Scope, at: datetime
) -> Inspection:
    """Set right what was typed wrongly; the row as it was stays in its history.

    The day and the conclusion of a visit only where it took place. Raises Forbidden, NotFound, InspectionRefused.
    """
    row = _held(inspection_id, scope)
    why = asked(reason, field="reason", longest=REASON, error=InspectionRefused)
    texts = {"subject": TEXT, "led_by": LINE}
    if row.visited_on is not None:
        texts["conclusion"] = LONGEST
    for field, value in changes.items():
        if field in texts:
            setattr(row, field, asked(value, field=field, longest=texts[field], error=InspectionRefused))
        elif field == "document_number":
            row.document_number = optional(value, field=field, longest=60, error=InspectionRefused)
        elif field == "planned_on" or (field == "visited_on" and row.visited_on is not None and value):
            setattr(row, field, value)
        else:
            raise InspectionRefused(Problem("unknown-field", _("This cannot be changed."), field))
    if row.visited_on is not None:
        not_ahead(row.visited_on, "visited_on", at, InspectionRefused)
    with trail.because(by=scope, reason=why):
        row.save()
    trail.record(
        "programme.inspection-corrected", by=scope, at=at, subject=row, unit_id=row.unit_id, reason=why
    )
    return row


@transaction.atomic
def withdraw_action(*, action_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """What was asked for by mistake is not asked for any more. Raises Forbidden, NotFound, InspectionRefused."""
    scope.require(WRITE)
    row = _action(action_id)
    if row is None or not scope.reaches(WRITE, row.finding.unit_id):
        raise _no_action()
    why = asked(reason, field="reason", longest=REASON, error=InspectionRefused)
    row.retired_at, row.retired_by, row.retired_reason = at, scope.account_id, why
    with trail.because(by=scope, reason=why):
        row.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    trail.record(
        "programme.action-withdrawn", by=scope, at=at, subject=row, unit_id=row.finding.unit_id, reason=why
    )


def _held(inspection_id: UUID, scope: Scope) -> Inspection:
    scope.require(WRITE)
    row = Inspection.objects.select_for_update().filter(pk=inspection_id).first()
    if row is None or not scope.reaches(WRITE, row.unit_id):
        raise NotFound(Problem("no-such-inspection", _("There is no such inspection.")))
    return row


def _open(inspection_id: UUID, scope: Scope) -> Inspection:
    row = _held(inspection_id, scope)
    if row.visited_on is not None or row.called_off_on is not None:
        raise InspectionRefused(Problem("over-already", _("This inspection was held or called off already.")))
    return row


def _action(action_id: UUID) -> CorrectiveAction | None:
    return (
        CorrectiveAction.objects.select_for_update(of=("self",))
        .select_related("finding")
        .filter(pk=action_id, retired_at__isnull=True)
        .first()
    )


def _no_action() -> NotFound:
    return NotFound(Problem("no-such-action", _("There is no such action.")))
