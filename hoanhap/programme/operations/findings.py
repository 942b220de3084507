"""What supervision finds, and when it was put right."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.places.models import Unit
from hoanhap.places.queries.units import reach
from hoanhap.programme.models import Finding, Inspection, Plan
from hoanhap.programme.operations.refusals import FindingRefused, asked, not_ahead

WRITE = "programme.write"
LONGEST = 2000


@transaction.atomic
def record_finding(
    *,
    unit_id: str,
    kind: str,
    observed_on: date,
    text: str,
    resolved_on: date | None = None,
    plan_id: UUID | None = None,
    inspection_id: UUID | None = None,
    scope: Scope,
    at: datetime,
) -> Finding:
    """A difficulty in a unit, from the day it was seen until it was put right (None: it goes on).

    `inspection_id`: the visit that found it; it belongs to the same unit or one above, and took place.

    It names no member of staff and no person. Raises Forbidden, NotFound, FindingRefused.
    """
    scope.require(WRITE)
    if not scope.reaches(WRITE, unit_id) or not Unit.objects.filter(pk=unit_id).exists():
        raise NotFound(Problem("no-such-unit", _("There is no such administrative unit."), "unit_id"))
    if plan_id is not None and not Plan.objects.filter(pk=plan_id).exists():
        raise NotFound(Problem("no-such-plan", _("There is no such plan."), "plan_id"))
    if inspection_id is not None:
        _check_inspection(inspection_id, unit_id, observed_on, scope)
    if kind not in Finding.Kind.values:
        raise FindingRefused(Problem("kind-unknown", _("Choose a kind of difficulty from the list."), "kind"))
    finding = Finding(
        unit_id=unit_id,
        plan_id=plan_id,
        inspection_id=inspection_id,
        kind=kind,
        observed_on=observed_on,
        resolved_on=resolved_on,
        text=asked(text, field="text", longest=LONGEST, error=FindingRefused),
        recorded_by=scope.account_id,
    )
    _check_days(finding, at)
    finding.save(force_insert=True)
    trail.record(
        "programme.finding-recorded", by=scope, at=at, subject=finding, unit_id=unit_id, finding=kind
    )
    return finding


@transaction.atomic
def resolve_finding(
    *, finding_id: UUID, resolved_on: date, reason: str = "", scope: Scope, at: datetime
) -> Finding:
    """The difficulty was put right on that day. Raises Forbidden, NotFound, FindingRefused."""
    finding = _hold(finding_id, scope)
    if finding.resolved_on is not None:
        raise FindingRefused(
            Problem(
                "resolved-already",
                _("This difficulty is already marked as resolved. Correct the day instead."),
            )
        )
    finding.resolved_on = resolved_on
    _check_days(finding, at)
    with trail.because(by=scope, reason=reason or "resolved"):
        finding.save(update_fields=["resolved_on"])
    trail.record(
        "programme.finding-resolved", by=scope, at=at, subject=finding, unit_id=finding.unit_id, reason=reason
    )
    return finding


@transaction.atomic
def correct_finding(
    *, finding_id: UUID, changes: Mapping[str, Any], reason: str, scope: Scope, at: datetime
) -> Finding:
    """Set right what was typed wrongly (text, observed_on, resolved_on); the row as it was stays in its history.

    Raises Forbidden, NotFound, FindingRefused.
    """
    finding = _hold(finding_id, scope)
    why = asked(reason, field="reason", longest=300, error=FindingRefused)
    for field, value in changes.items():
        if field == "text":
            finding.text = asked(value, field="text", longest=LONGEST, error=FindingRefused)
        elif field in ("observed_on", "resolved_on"):
            setattr(finding, field, value)
        else:
            raise FindingRefused(Problem("unknown-field", _("This cannot be changed."), field))
    _check_days(finding, at)
    with trail.because(by=scope, reason=why):
        finding.save(update_fields=["text", "observed_on", "resolved_on"])
    trail.record(
        "programme.finding-corrected", by=scope, at=at, subject=finding, unit_id=finding.unit_id, reason=why
    )
    return finding


def _hold(finding_id: UUID, scope: Scope) -> Finding:
    scope.require(WRITE)
    finding = Finding.objects.select_for_update().filter(pk=finding_id).first()
    if finding is None or not scope.reaches(WRITE, finding.unit_id):
        raise NotFound(Problem("no-such-finding", _("There is no such finding.")))
    return finding


def _check_inspection(inspection_id: UUID, unit_id: str, observed_on: date, scope: Scope) -> None:
    visit = Inspection.objects.filter(pk=inspection_id, visited_on__isnull=False).first()
    if visit is None or not scope.reaches(WRITE, visit.unit_id):
        raise NotFound(Problem("no-such-inspection", _("There is no such inspection."), "inspection_id"))
    if unit_id != visit.unit_id and unit_id not in reach([visit.unit_id], on=observed_on)[visit.unit_id]:
        raise FindingRefused(
            Problem("not-visited", _("This commune was not part of the inspection."), "unit_id")
        )


def _check_days(finding: Finding, at: datetime) -> None:
    not_ahead(finding.observed_on, "observed_on", at, FindingRefused)
    if finding.resolved_on is None:
        return
    not_ahead(finding.resolved_on, "resolved_on", at, FindingRefused)
    if finding.resolved_on < finding.observed_on:
        raise FindingRefused(
            Problem(
                "resolved-before-observed",
                _("The day it was put right is before the day it was seen. Check both dates."),
                "resolved_on",
            )
        )
