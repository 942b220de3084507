"""Tasks of plans that are late: for whoever reports them and for whoever answers for them, with how far each has risen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import get_language

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import Words
from hoanhap.places.models import Unit
from hoanhap.programme.models import Plan, PlanEdition, TaskReport
from hoanhap.programme.queries.plan_pages import ASKS
from hoanhap.programme.rules.plan_files import Asks, PlanBody, Step, Task
from hoanhap.programme.rules.tasks import STEPS, State, risen, turns

READ: Final = "programme.read"
WRITE: Final = "programme.write"
AFTERWARDS: Final = timedelta(days=180)
"""So long after a plan has ended its open tasks are still asked about."""


@dataclass(frozen=True)
class LateTask:
    """The oldest turn of a task that is late. `step`: who is to ask about it by now; `who`: that one's office."""

    plan_id: UUID
    plan_number: str
    code: str
    title: str
    lead: str
    due_on: date
    days: int
    turns: int
    step: Step
    asks: Words
    who: str


def late(*, scope: Scope, on: date) -> list[LateTask]:
    """The late tasks of the plans of the account's own areas, the longest late first; one statement.

    Who may write to the plan sees all of them. Who only answers for the area sees those that have risen to a head.
    """
    if not scope.may(READ):
        return []
    found = [
        one
        for plan in _plans(scope, on)
        for one in of_plan(plan.pk, PlanBody.model_validate(plan.said), plan.reports, on=on)
        if scope.reaches(WRITE, plan.area_id) or one.step.asks is not Asks.AGENCY
    ]
    return sorted(found, key=lambda one: (-one.days, one.plan_number, one.code))


def with_reports(found: Any, on: date) -> Any:
    """Plans with what was said of their tasks by a day (`reports`, the oldest first)."""
    said = (
        TaskReport.objects.filter(plan=OuterRef("pk"), retired_at__isnull=True, reported_on__lte=on)
        .order_by("reported_on", "recorded_at", "id")
        .values(one=JSONObject(task="task", period_from="period_from", state="state"))
    )
    return found.annotate(reports=ArraySubquery(said))


def of_plan(plan_id: UUID, body: PlanBody, reports: Iterable[dict[str, Any]], *, on: date) -> list[LateTask]:
    """The late tasks of one plan."""
    newest = {(one["task"], one["period_from"]): State(one["state"]) for one in reports}
    found = []
    for task in body.tasks:
        due = [
            turn.due_on
            for turn in turns(task, body.period, on=on)
            if turn.due_on is not None
            and turn.is_late(
                newest.get(
                    (task.code, turn.from_on.isoformat() if turn.from_on else None), State.NOT_REPORTED
                ),
                on,
            )
        ]
        if due:
            found.append(_late(plan_id, body, task, min(due), len(due), on))
    return found


def _late(plan_id: UUID, body: PlanBody, task: Task, due_on: date, times: int, on: date) -> LateTask:
    days = (on - due_on).days
    party = next(one for one in body.parties if one.code == task.lead)
    step = risen(days, body.escalation or STEPS)
    office = {Asks.AGENCY: party.name, Asks.HEAD: party.head or party.name, Asks.ISSUER: body.issuer}
    return LateTask(
        plan_id,
        body.number,
        task.code,
        task.title.text(get_language()),
        party.name,
        due_on,
        days,
        times,
        step,
        ASKS[step.asks],
        office[step.asks],
    )


def _plans(scope: Scope, on: date) -> list[Any]:
    """The plans of the account's own areas, also of areas that have since become part of them; not of units below."""
    own = Unit.objects.filter(pk__in=scope.area_ids(READ)).values("level")
    edition = PlanEdition.objects.filter(plan=OuterRef("pk")).order_by("-number").values("body")
    found = Plan.objects.filter(
        area_id__in=scope.unit_ids(READ),
        area__level__in=own,
        period_from__lte=on,
        period_until__gt=on - AFTERWARDS,
    ).annotate(said=Subquery(edition[:1]))
    return list(with_reports(found.filter(said__isnull=False), on))
