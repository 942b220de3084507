"""The plan of one commune, and each thing to do under it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.programme.models import AreaAction, AreaPlan

READ: Final = "programme.read"


@dataclass(frozen=True)
class ActionLine:
    """One thing to do under the plan of the commune. `is_late` on the day that was asked."""

    id: UUID
    area_plan_id: UUID
    unit_id: str
    what: str
    owner: str
    due_on: date
    done_on: date | None
    evidence: str
    is_late: bool


@dataclass(frozen=True)
class PlanLine:
    """The plan of the commune; `period_to` is its last day."""

    id: UUID
    unit_id: str
    kind: str
    kind_label: str
    document_number: str
    document_on: date | None
    period_from: date
    period_to: date
    actions: tuple[ActionLine, ...]


def area_plan(area_plan_id: UUID, *, scope: Scope, on: date) -> PlanLine:
    """The plan of one commune. Raises NotFound, also where it is out of reach."""
    scope.require(READ)
    row = (
        AreaPlan.objects.filter(pk=area_plan_id, retired_at__isnull=True).prefetch_related("actions").first()
    )
    if row is None or not scope.reaches(READ, row.unit_id):
        raise NotFound(Problem("no-such-plan", _("There is no such plan.")))
    return plan_line(row, on)


def area_action(action_id: UUID, *, scope: Scope, on: date) -> ActionLine:
    """One thing to do. Raises NotFound, also where its commune is out of reach."""
    scope.require(READ)
    row = AreaAction.objects.select_related("area_plan").filter(pk=action_id, retired_at__isnull=True).first()
    if row is None or not scope.reaches(READ, row.area_plan.unit_id):
        raise NotFound(Problem("no-such-action", _("There is no such action.")))
    return _area_action(row, row.area_plan.unit_id, on)


def plan_line(row: AreaPlan, on: date) -> PlanLine:
    """A plan with what is to be done, as it stands on a day."""
    return PlanLine(
        id=row.pk,
        unit_id=row.unit_id,
        kind=row.kind,
        kind_label=row.get_kind_display(),
        document_number=row.document_number,
        document_on=row.document_on,
        period_from=row.period_from,
        period_to=row.period_until - timedelta(days=1),
        actions=tuple(
            _area_action(one, row.unit_id, on)
            for one in sorted(row.actions.all(), key=lambda one: (one.due_on, one.pk))
            if one.retired_at is None
        ),
    )


def _area_action(row: AreaAction, unit_id: str, on: date) -> ActionLine:
    return ActionLine(
        id=row.pk,
        area_plan_id=row.area_plan_id,
        unit_id=unit_id,
        what=row.what,
        owner=row.owner,
        due_on=row.due_on,
        done_on=row.done_on,
        evidence=row.evidence,
        is_late=row.done_on is None and row.due_on < on,
    )
