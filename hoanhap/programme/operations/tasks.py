"""What agencies say of the tasks of a plan: how far they are, and with what evidence."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.text import clean
from hoanhap.programme.models import TaskReport
from hoanhap.programme.operations import plan_editions
from hoanhap.programme.operations.refusals import asked, not_ahead
from hoanhap.programme.queries import plan_bodies
from hoanhap.programme.queries.tasks import NO_SUCH_TASK, task_of
from hoanhap.programme.rules.tasks import turns

WRITE = "programme.write"


class TaskRefused(Refused):
    """The report was not recorded or withdrawn, and nothing was written."""


@transaction.atomic
def report_task(
    *,
    plan_id: UUID,
    task: str,
    period_from: date | None = None,
    state: str,
    reported_on: date,
    text: str = "",
    evidence: str = "",
    scope: Scope,
    at: datetime,
) -> TaskReport:
    """Record how a task stands. `period_from`: first day of the turn of a task that comes again.

    Who says that it is done names the evidence. Raises Forbidden, NotFound, TaskRefused.
    """
    plan = plan_editions.hold(plan_id, scope)
    held = plan_bodies.of_plan(plan)
    found = task_of(held, task)
    if state not in TaskReport.State.values:
        raise TaskRefused(Problem("state-unknown", _("Choose how the task stands."), "state"))
    not_ahead(reported_on, "reported_on", at, TaskRefused)
    begun = {turn.from_on for turn in turns(found, held.body.period, on=local_day(at))}
    if period_from not in begun:
        raise TaskRefused(
            Problem("no-such-turn", _("Choose a period of this task that has begun."), "period_from")
        )
    if reported_on < (period_from or held.body.issued_on):
        raise TaskRefused(
            Problem(
                "before-it-began", _("The report cannot be earlier than what it is about."), "reported_on"
            )
        )
    told = clean(evidence)
    if state == TaskReport.State.DONE:
        told = asked(evidence, field="evidence", longest=300, error=TaskRefused)
    elif len(told) > 300:
        told = asked(told, field="evidence", longest=300, error=TaskRefused)
    made = TaskReport.objects.create(
        plan=plan,
        task=found.code,
        period_from=period_from,
        state=state,
        reported_on=reported_on,
        text=text.strip(),
        evidence=told,
        recorded_at=at,
        recorded_by=scope.account_id,
        recorded_by_name=scope.account_name,
    )
    trail.record(
        "programme.task-reported",
        by=scope,
        at=at,
        subject=made,
        unit_id=plan.area_id,
        task=found.code,
        state=state,
    )
    return made


@transaction.atomic
def withdraw_report(*, report_id: UUID, reason: str, scope: Scope, at: datetime) -> TaskReport:
    """A report was wrong: it stays, struck out, with the reason; the one before counts again.

    Raises Forbidden, NotFound, TaskRefused.
    """
    scope.require(WRITE)
    found = TaskReport.objects.select_for_update().filter(pk=report_id).first()
    if found is None or not scope.reaches(WRITE, found.plan.area_id):
        raise NotFound(NO_SUCH_TASK)
    if found.retired_at is not None:
        raise TaskRefused(Problem("withdrawn-already", _("This report is withdrawn already.")))
    found.retired_reason = asked(reason, field="reason", longest=300, error=TaskRefused)
    found.retired_at, found.retired_by = at, scope.account_id
    found.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    trail.record(
        "programme.task-report-withdrawn",
        by=scope,
        at=at,
        subject=found,
        unit_id=found.plan.area_id,
        reason=found.retired_reason,
        task=found.task,
    )
    return found
