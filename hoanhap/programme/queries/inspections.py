"""Inspections and what must be put right: lists, one inspection with all that followed, what is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.places.queries.units import full_names
from hoanhap.programme.models import CorrectiveAction, Finding, Inspection

READ: Final = "programme.read"
STATES: Final[dict[str, Words]] = {
    "planned": pgettext_lazy("inspection", "Planned"),
    "late": pgettext_lazy("inspection", "Late"),
    "held": pgettext_lazy("inspection", "Held"),
    "called-off": pgettext_lazy("inspection", "Called off"),
}
ACTION_STATES: Final[dict[str, Words]] = {
    "open": pgettext_lazy("corrective action", "To be done"),
    "late": pgettext_lazy("corrective action", "Late"),
    "done": pgettext_lazy("corrective action", "Done, to be looked at"),
    "closed": pgettext_lazy("corrective action", "Put right"),
}


@dataclass(frozen=True)
class InspectionLine:
    """An inspection on a day; `state` is planned, late, held or called-off."""

    id: UUID
    plan_id: UUID | None
    plan_number: str
    unit_id: str
    unit_name: str
    subject: str
    led_by: str
    document_number: str
    planned_on: date
    visited_on: date | None
    conclusion: str
    called_off_reason: str
    state: str
    state_label: Words
    findings: int


@dataclass(frozen=True)
class ActionLine:
    """What must be done about a finding, as it stood on a day."""

    id: UUID
    finding_id: UUID
    unit_id: str
    unit_name: str
    finding_text: str
    what: str
    owner: str
    due_on: date
    done_on: date | None
    evidence: str
    followed_up_on: date | None
    follow_up: str
    state: str
    state_label: Words


@dataclass(frozen=True)
class FoundLine:
    """One finding of an inspection with what must be done about it."""

    id: UUID
    unit_name: str
    kind_label: str
    observed_on: date
    resolved_on: date | None
    text: str
    actions: tuple[ActionLine, ...]


def inspection_list(
    *,
    scope: Scope,
    on: date,
    state: str = "",
    unit_id: str | None = None,
    plan_id: UUID | None = None,
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> Page[InspectionLine]:
    """The inspections in reach, the latest day first; `state` narrows to planned, late, held or called-off."""
    found = _reached(scope)
    if unit_id is not None:
        found = found.filter(unit_id=unit_id)
    if plan_id is not None:
        found = found.filter(plan_id=plan_id)
    to_come = Q(visited_on__isnull=True, called_off_on__isnull=True)
    wanted = {
        "planned": to_come & Q(planned_on__gte=on),
        "late": to_come & Q(planned_on__lt=on),
        "held": Q(visited_on__isnull=False),
        "called-off": Q(called_off_on__isnull=False),
    }
    if state in wanted:
        found = found.filter(wanted[state])
    page = page_of(found.order_by("-planned_on", "-id"), lambda row: row, number=number, size=size)
    lines = _lines(page.rows, on)
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def inspection(inspection_id: UUID, *, scope: Scope, on: date) -> InspectionLine:
    """One inspection. Raises NotFound, also where its unit is out of reach."""
    rows = list(_reached(scope).filter(pk=inspection_id))
    if not rows:
        raise NotFound(Problem("no-such-inspection", _("There is no such inspection.")))
    return _lines(rows, on)[0]


def found_by(inspection_id: UUID, *, scope: Scope, on: date) -> list[FoundLine]:
    """What an inspection in reach found in the units in reach, with what must be done about it."""
    found = Finding.objects.filter(inspection__in=_reached(scope).filter(pk=inspection_id))
    if not scope.everywhere(READ):
        found = found.filter(unit_id__in=scope.unit_ids(READ))
    rows = list(found.order_by("observed_on", "id").prefetch_related("actions"))
    names = full_names({row.unit_id for row in rows}, on=on)
    return [
        FoundLine(
            id=row.pk,
            unit_name=names.get(row.unit_id, row.unit_id),
            kind_label=row.get_kind_display(),
            observed_on=row.observed_on,
            resolved_on=row.resolved_on,
            text=row.text,
            actions=tuple(
                _action(one, row, names, on)
                for one in sorted(row.actions.all(), key=lambda one: (one.due_on, one.pk))
                if one.retired_at is None
            ),
        )
        for row in rows
    ]


def actions(
    *,
    scope: Scope,
    on: date,
    state: str = "",
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> Page[ActionLine]:
    """What must be put right in the units in reach: what is open and late first, by the day it is due."""
    found = _actions(scope)
    wanted = {
        "open": Q(done_on__isnull=True, due_on__gte=on),
        "late": Q(done_on__isnull=True, due_on__lt=on),
        "done": Q(done_on__isnull=False, followed_up_on__isnull=True),
        "closed": Q(followed_up_on__isnull=False),
    }
    if state in wanted:
        found = found.filter(wanted[state])
    ordered = found.select_related("finding").order_by(
        F("followed_up_on").desc(nulls_first=True), F("done_on").desc(nulls_first=True), "due_on", "id"
    )
    page = page_of(ordered, lambda row: row, number=number, size=size)
    names = full_names({row.finding.unit_id for row in page}, on=on)
    lines = [_action(row, row.finding, names, on) for row in page]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def action(action_id: UUID, *, scope: Scope, on: date) -> ActionLine:
    """One of them. Raises NotFound, also where its unit is out of reach."""
    row = _actions(scope).select_related("finding").filter(pk=action_id).first()
    if row is None:
        raise NotFound(Problem("no-such-action", _("There is no such action.")))
    return _action(row, row.finding, full_names({row.finding.unit_id}, on=on), on)


def late_counts(*, scope: Scope, on: date) -> tuple[int, int]:
    """How many inspections and how many corrective actions in reach are late on a day."""
    return late_visits(scope=scope, on=on).count(), late_actions(scope=scope, on=on).count()


def late_visits(*, scope: Scope, on: date) -> QuerySet[Inspection]:
    """The inspections in reach that should have been held before a day."""
    return _reached(scope).filter(visited_on__isnull=True, called_off_on__isnull=True, planned_on__lt=on)


def late_actions(*, scope: Scope, on: date) -> QuerySet[CorrectiveAction]:
    """What should have been put right before a day in the units in reach."""
    return _actions(scope).filter(done_on__isnull=True, due_on__lt=on)


def _reached(scope: Scope) -> QuerySet[Inspection]:
    scope.require(READ)
    if scope.everywhere(READ):
        return Inspection.objects.select_related("plan")
    return Inspection.objects.select_related("plan").filter(unit_id__in=scope.unit_ids(READ))


def _actions(scope: Scope) -> QuerySet[CorrectiveAction]:
    scope.require(READ)
    live = CorrectiveAction.objects.filter(retired_at__isnull=True)
    if scope.everywhere(READ):
        return live
    return live.filter(finding__unit_id__in=scope.unit_ids(READ))


def _lines(rows: Sequence[Inspection], on: date) -> list[InspectionLine]:
    names = full_names({row.unit_id for row in rows}, on=on)
    found = dict(
        Finding.objects.filter(inspection__in=[row.pk for row in rows])
        .values_list("inspection")
        .annotate(Count("id"))
        .order_by()
    )
    return [_line(row, names, found, on) for row in rows]


def _line(row: Inspection, names: dict[str, str], found: dict[UUID | None, int], on: date) -> InspectionLine:
    state = "late" if row.planned_on < on else "planned"
    if row.visited_on is not None:
        state = "held"
    elif row.called_off_on is not None:
        state = "called-off"
    return InspectionLine(
        id=row.pk,
        plan_id=row.plan_id,
        plan_number=row.plan.number if row.plan else "",
        unit_id=row.unit_id,
        unit_name=names.get(row.unit_id, row.unit_id),
        subject=row.subject,
        led_by=row.led_by,
        document_number=row.document_number,
        planned_on=row.planned_on,
        visited_on=row.visited_on,
        conclusion=row.conclusion,
        called_off_reason=row.called_off_reason,
        state=state,
        state_label=STATES[state],
        findings=found.get(row.pk, 0),
    )


def _action(row: CorrectiveAction, finding: Finding, names: dict[str, str], on: date) -> ActionLine:
    state = "late" if row.due_on < on else "open"
    if row.followed_up_on is not None:
        state = "closed"
    elif row.done_on is not None:
        state = "done"
    return ActionLine(
        id=row.pk,
        finding_id=finding.pk,
        unit_id=finding.unit_id,
        unit_name=names.get(finding.unit_id, finding.unit_id),
        finding_text=finding.text,
        what=row.what,
        owner=row.owner,
        due_on=row.due_on,
        done_on=row.done_on,
        evidence=row.evidence,
        followed_up_on=row.followed_up_on,
        follow_up=row.follow_up,
        state=state,
        state_label=ACTION_STATES[state],
    )
