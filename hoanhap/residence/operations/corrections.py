"""Taking back a line that was written by mistake: it stays in the history, with who and why."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.residence.models import (
    DetoxDay,
    Discipline,
    Escape,
    Incident,
    InfirmaryNote,
    Leave,
    MedicineUse,
    Notice,
    Rating,
    ReintegrationPlan,
    Stay,
    Support,
    Visit,
)
from hoanhap.residence.operations.reach import HEALTH, SIGN, WRITE, held_stay, noted
from hoanhap.residence.operations.refusals import asked

WHAT: Final[dict[str, tuple[Any, str]]] = {
    "leave": (Leave, WRITE),
    "visit": (Visit, WRITE),
    "rating": (Rating, WRITE),
    "discipline": (Discipline, SIGN),
    "incident": (Incident, WRITE),
    "escape": (Escape, SIGN),
    "infirmary-note": (InfirmaryNote, HEALTH),
    "medicine": (MedicineUse, HEALTH),
    "detox-day": (DetoxDay, HEALTH),
    "notice": (Notice, WRITE),
    "plan": (ReintegrationPlan, WRITE),
    "support": (Support, WRITE),
}
"""What can be taken back, and the power it takes."""


@transaction.atomic
def withdraw(*, what: str, stay_id: UUID, line_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """Withdraw one line about a resident. Locks the stay. Raises Forbidden, NotFound, ResidenceRefused."""
    stay, line = _held(what, stay_id, line_id, scope)
    why = asked(reason, field="reason", longest=300)
    with trail.because(by=scope, reason=why):
        line.retired_at, line.retired_by, line.retired_reason = at, scope.account_id, why
        line.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    noted("line-withdrawn", stay, line, scope=scope, at=at, reason=why, what=what)


@transaction.atomic
def can_withdraw(*, what: str, stay_id: UUID, line_id: UUID, scope: Scope) -> None:
    """Raises Forbidden or NotFound as `withdraw` would: for the page that asks why."""
    _held(what, stay_id, line_id, scope)


def _held(what: str, stay_id: UUID, line_id: UUID, scope: Scope) -> tuple[Stay, Any]:
    if what not in WHAT:
        raise _absent()
    model, power = WHAT[what]
    stay = held_stay(stay_id, scope=scope, power=power)
    line = model.objects.select_for_update().filter(pk=line_id, stay=stay, retired_at__isnull=True).first()
    if line is None:
        raise _absent()
    return stay, line


def _absent() -> NotFound:
    return NotFound(Problem("no-such-line", _("This line does not exist or was withdrawn already.")))
