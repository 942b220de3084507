"""The tasks of a plan and how each one stands: the newest report of each turn counts."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.programme.models import Plan, PlanEdition, TaskReport
from hoanhap.programme.queries import plan_bodies, plan_pages
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.queries.plan_pages import TaskLine
from hoanhap.programme.queries.plans import reached
from hoanhap.programme.rules.plan_files import Task
from hoanhap.programme.rules.tasks import State, Turn, turns

WRITE: Final = "programme.write"
NO_SUCH_TASK: Final = Problem("no-such-task", _("There is no such task."))
STATES: Final[dict[State, Words]] = {
    State.NOT_REPORTED: pgettext_lazy("task", "Not reported"),
    State.UNDER_WAY: pgettext_lazy("task", "Under way"),
    State.DONE: pgettext_lazy("task", "Done"),
    State.BLOCKED: pgettext_lazy("task", "Held up"),
}


@dataclass(frozen=True)
class Report:
    """What was said of a turn."""

    id: UUID
    state: State
    reported_on: date
    text: str
    evidence: str
    by_name: str


@dataclass(frozen=True)
class TurnLine:
    """One turn of a task and how it stands. `report`: the newest that was not withdrawn."""

    turn: Turn
    state: State
    words: Words
    is_late: bool
    report: Report | None


@dataclass(frozen=True)
class BoardTask:
    """A task with the turns that have begun, the latest first. `agencies`: codes of who leads and works along."""

    line: TaskLine
    agencies: frozenset[str]
    turns: tuple[TurnLine, ...]

    @property
    def is_late(self) -> bool:
        return any(one.is_late for one in self.turns)


def task_of(held: PlanHeld, code: str) -> Task:
    """The task of a plan by its code. Raises NotFound."""
    found = next((one for one in held.body.tasks if one.code == code), None)
    if found is None:
        raise NotFound(NO_SUCH_TASK)
    return found


def board(held: PlanHeld, *, on: date, agency: str = "") -> list[BoardTask]:
    """The tasks of a plan that was read under the reader's scope, those that are late first; of one agency if named."""
    newest: dict[tuple[str, date | None], TaskReport] = {}
    rows = TaskReport.objects.filter(plan_id=held.id, retired_at__isnull=True, reported_on__lte=on)
    for row in rows.order_by("reported_on", "recorded_at", "id"):
        newest[row.task, row.period_from] = row
    found = []
    for task in held.body.tasks:
        agencies = frozenset({task.lead, *task.cooperating})
        if agency and agency not in agencies:
            continue
        lines = [
            _turn(turn, newest.get((task.code, turn.from_on)), on)
            for turn in reversed(turns(task, held.body.period, on=on))
        ]
        found.append(BoardTask(plan_pages.task_line(held.body, task), agencies, tuple(lines)))
    return sorted(found, key=lambda one: not one.is_late)


def late_tasks(*, scope: Scope, on: date) -> list[tuple[UUID, str, int]]:
    """The plans that this account keeps and in which tasks are late: id, number, how many tasks."""
    if not scope.may(WRITE):
        return []
    plans = Plan.objects.filter(period_from__lte=on)
    if not scope.everywhere(WRITE):
        plans = plans.filter(area_id__in=scope.unit_ids(WRITE))
    found = []
    for plan in plans.order_by("-issued_on", "number"):
        late = sum(one.is_late for one in board(plan_bodies.of_plan(plan), on=on))
        if late:
            found.append((plan.pk, plan.number, late))
    return found


def task_choices(*, scope: Scope) -> list[tuple[str, str]]:
    """The tasks of the plans in reach: `<code of the plan>/<code of the task>`, and what it is in words."""
    newest = (
        PlanEdition.objects.filter(plan__in=reached(scope))
        .order_by("plan", "-number")
        .distinct("plan")
        .values_list("plan__issued_on", "plan__code", "plan__number", "body")
    )
    language = get_language() or "vi"
    return [
        (f"{code}/{task['code']}", f"{number} · {_title(task['title'], language)}"[:150])
        for _on, code, number, body in sorted(newest, key=lambda one: (one[0], one[1]), reverse=True)
        for task in body.get("tasks", ())
    ]


def _title(said: Any, language: str) -> str:
    return str(said.get(language) or said.get("vi", "")) if isinstance(said, dict) else str(said)


def report_of(report_id: UUID, *, scope: Scope) -> tuple[PlanHeld, Task, Report]:
    """A report that this account may withdraw, with its plan and task. Raises Forbidden, NotFound."""
    scope.require(WRITE)
    row = TaskReport.objects.filter(pk=report_id, retired_at__isnull=True).select_related("plan").first()
    if row is None or not scope.reaches(WRITE, row.plan.area_id):
        raise NotFound(NO_SUCH_TASK)
    held = plan_bodies.of_plan(row.plan)
    return held, task_of(held, row.task), _report(row)


def _turn(turn: Turn, row: TaskReport | None, on: date) -> TurnLine:
    state = State(row.state) if row else State.NOT_REPORTED
    return TurnLine(turn, state, STATES[state], turn.is_late(state, on), _report(row) if row else None)


def _report(row: TaskReport) -> Report:
    return Report(row.pk, State(row.state), row.reported_on, row.text, row.evidence, row.recorded_by_name)
