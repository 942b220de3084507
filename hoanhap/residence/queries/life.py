"""What was written about a resident: leave and visits, conduct, going home. Each section in few queries."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.places.queries.units import full_names
from hoanhap.residence.models import (
    Discipline,
    Escape,
    Incident,
    Leave,
    Notice,
    Rating,
    ReintegrationPlan,
    Support,
    Visit,
)
from hoanhap.residence.queries.regulations import grade_title, levels, regulations
from hoanhap.residence.queries.words import said
from hoanhap.residence.rules.warnings import leave_warnings, notice_warnings, visit_warnings

READ: Final = "residence.read"


@dataclass(frozen=True)
class Line:
    """One line about a resident, as lists show it; withdrawn ones stay, marked as such.

    `what` is its kind for `operations.corrections.withdraw`.
    """

    id: UUID
    what: str
    on: date
    title: Words
    note: str
    number: str
    until: date | None
    warnings: tuple[Problem, ...]
    retired_at: datetime | None
    retired_reason: str


@dataclass(frozen=True)
class LeaveLine:
    """A leave. `state`: asked, refused, granted, out, late (not back in time), back."""

    id: UUID
    stay_id: UUID
    kind_label: Words
    why: str
    asked_on: date
    asked_by: str
    from_on: date
    until_on: date
    state: str
    decision_number: str
    decided_on: date | None
    decided_by: str
    out_on: date | None
    back_on: date | None
    days_late: int
    warnings: tuple[Problem, ...]
    retired_at: datetime | None
    retired_reason: str


@dataclass(frozen=True)
class PlanLine:
    """A plan for reintegration."""

    id: UUID
    made_on: date
    needs: dict[str, str]
    agreed_on: date | None
    agreed_with: str
    agreed_number: str


@dataclass(frozen=True)
class Days:
    """Leave and visits."""

    leaves: tuple[LeaveLine, ...]
    visits: tuple[Line, ...]


@dataclass(frozen=True)
class Conduct:
    """Ratings (latest month first), discipline, incidents, escapes."""

    ratings: tuple[Line, ...]
    discipline: tuple[Line, ...]
    incidents: tuple[Line, ...]
    escapes: tuple[Line, ...]


@dataclass(frozen=True)
class GoingHome:
    """The plan, if there is one, the notices, and the support given."""

    plan: PlanLine | None
    notices: tuple[Line, ...]
    support: tuple[Line, ...]


def days(stay_id: UUID, *, scope: Scope, on: date) -> Days:
    """Leave and visits of a stay, the latest first; empty where it is out of reach."""
    leaves = Leave.objects.visible_to(scope, READ).filter(stay_id=stay_id).order_by("-from_on", "-id")
    visits = list(
        Visit.objects.visible_to(scope, READ).filter(stay_id=stay_id).order_by("-happened_on", "-id")
    )
    lines = []
    for row in visits:
        week = row.happened_on - timedelta(days=row.happened_on.weekday())
        until_this = [
            one
            for one in visits
            if one.retired_at is None
            and week <= one.happened_on <= row.happened_on
            and (one.happened_on, one.pk) <= (row.happened_on, row.pk)
        ]
        warned = visit_warnings(
            minutes=row.minutes,
            visitors=row.visitors,
            has_consent=row.has_consent,
            visits_that_week=len(until_this),
            rules=regulations(row.happened_on),
        )
        title = _("%(relation)s: %(visitors)s people, %(minutes)s minutes") % {
            "relation": row.get_relation_display(),
            "visitors": row.visitors,
            "minutes": row.minutes,
        }
        lines.append(_line(row, "visit", row.happened_on, title, warnings=tuple(said(one) for one in warned)))
    return Days(tuple(leave_line(row, on=on) for row in leaves), tuple(lines))


def leave(leave_id: UUID, *, scope: Scope, on: date) -> LeaveLine:
    """One leave. Raises NotFound."""
    row = Leave.objects.visible_to(scope, READ).filter(pk=leave_id, retired_at__isnull=True).first()
    if row is None:
        raise NotFound(Problem("no-such-leave", _("There is no such leave.")))
    return leave_line(row, on=on)


def leave_line(row: Leave, *, on: date) -> LeaveLine:
    """A leave as it stands on the day."""
    warned = leave_warnings(row.kind, row.from_on, row.until_on, regulations(row.from_on))
    until = row.back_on or on
    return LeaveLine(
        id=row.pk,
        stay_id=row.stay_id,
        kind_label=row.get_kind_display(),
        why=row.why,
        asked_on=row.asked_on,
        asked_by=row.asked_by,
        from_on=row.from_on,
        until_on=row.until_on,
        state=_state(row, on),
        decision_number=row.decision_number,
        decided_on=row.decided_on,
        decided_by=row.decided_by,
        out_on=row.out_on,
        back_on=row.back_on,
        days_late=max(0, (until - row.until_on).days) if row.out_on else 0,
        warnings=tuple(said(one) for one in warned),
        retired_at=row.retired_at,
        retired_reason=row.retired_reason,
    )


def conduct(stay_id: UUID, *, scope: Scope) -> Conduct:
    """How a resident behaved, the latest first; empty where the stay is out of reach."""
    return Conduct(
        ratings=tuple(
            _line(row, "rating", row.month, str(grade_title(row.grade, row.month)))
            for row in _of(Rating, stay_id, scope, "-month")
        ),
        discipline=tuple(
            _line(
                row,
                "discipline",
                row.on,
                dict(levels(row.on)).get(row.level, str(row.level)),
                note=row.why,
                number=row.decision_number,
                until=row.until_on,
            )
            for row in _of(Discipline, stay_id, scope, "-on")
        ),
        incidents=tuple(
            _line(row, "incident", row.happened_on, row.get_kind_display())
            for row in _of(Incident, stay_id, scope, "-happened_on")
        ),
        escapes=tuple(
            _line(
                row,
                "escape",
                row.left_on,
                _("Returned") if row.returned_on else _("Escaped"),
                note=row.returned_how or row.note,
                number=row.minutes_number,
                until=row.returned_on,
            )
            for row in _of(Escape, stay_id, scope, "-left_on")
        ),
    )


def going_home(stay_id: UUID, *, scope: Scope, ends_on: date | None, on: date) -> GoingHome:
    """What prepares the way home; empty where the stay is out of reach."""
    plan = (
        ReintegrationPlan.objects.visible_to(scope, READ)
        .filter(stay_id=stay_id, retired_at__isnull=True)
        .first()
    )
    return GoingHome(
        plan=_plan(plan, on) if plan else None,
        notices=tuple(
            _line(
                row,
                "notice",
                row.sent_on,
                _("%(to)s: %(about)s") % {"to": row.get_to_display(), "about": row.get_about_display()},
                number=row.number,
                warnings=tuple(
                    said(one)
                    for one in notice_warnings(row.sent_on, ends_on, regulations(row.sent_on))
                    if row.about == Notice.About.END
                ),
            )
            for row in _of(Notice, stay_id, scope, "-sent_on")
        ),
        support=tuple(
            _line(row, "support", row.provided_on, row.get_domain_display(), number=row.provided_by)
            for row in _of(Support, stay_id, scope, "-provided_on")
        ),
    )


def _of(model: Any, stay_id: UUID, scope: Scope, order: str) -> Any:
    return model.objects.visible_to(scope, READ).filter(stay_id=stay_id).order_by(order, "-id")


def _line(row: Any, what: str, on: date, title: Words, **more: Any) -> Line:
    given: dict[str, Any] = {"note": getattr(row, "note", ""), "number": "", "until": None, "warnings": ()}
    return Line(
        id=row.pk,
        what=what,
        on=on,
        title=title,
        retired_at=row.retired_at,
        retired_reason=row.retired_reason,
        **(given | more),
    )


def _state(row: Leave, on: date) -> str:
    if row.decision == Leave.Decision.REFUSED:
        return "refused"
    if not row.decision:
        return "asked"
    if row.back_on is not None and row.back_on <= on:
        return "back"
    if row.out_on is None or row.out_on > on:
        return "granted"
    return "late" if on > row.until_on else "out"


def _plan(plan: ReintegrationPlan, on: date) -> PlanLine:
    needs = ("housing", "work", "school", "health", "family", "papers")
    names = full_names({plan.agreed_with_id}, on=on) if plan.agreed_with_id else {}
    return PlanLine(
        id=plan.pk,
        made_on=plan.made_on,
        needs={need: getattr(plan, need) for need in needs},
        agreed_on=plan.agreed_on,
        agreed_with=names.get(plan.agreed_with_id or "", ""),
        agreed_number=plan.agreed_number,
    )
