"""The signed paper of a plan: kept as it came, beside those before it, never written over."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.scans import WORD, BadScan, scan
from hoanhap.programme.models import PlanFile
from hoanhap.programme.operations import plan_editions
from hoanhap.programme.operations.refusals import PlanRefused, asked
from hoanhap.programme.queries.plan_papers import NO_SUCH_FILE

NOT_KEPT = {
    "empty": _("The file is empty. Choose it again."),
    "too-large": _("The file is larger than 10 MB. Scan it again with fewer dots per inch."),
    "not-a-scan": _("Only PDF, JPEG and PNG are kept as signed papers. Scan or save it as one of them."),
}


@transaction.atomic
def add_paper(*, plan_id: UUID, name: str, content: bytes, scope: Scope, at: datetime) -> PlanFile:
    """Keep a signed paper of the plan, told by its first bytes. Raises Forbidden, NotFound, PlanRefused."""
    plan = plan_editions.hold(plan_id, scope)
    try:
        kept = scan(name, content)
        if kept.content_type == WORD:
            raise BadScan("not-a-scan")
    except BadScan as bad:
        raise PlanRefused(Problem(f"file-{bad.code}", NOT_KEPT[bad.code], "file")) from None
    if plan.files.filter(sha256=kept.sha256, retired_at__isnull=True).exists():
        raise PlanRefused(Problem("file-there", _("This very file is kept here already."), "file"))
    made = PlanFile.objects.create(
        plan=plan,
        name=kept.name,
        content=kept.content,
        content_type=kept.content_type,
        sha256=kept.sha256,
        recorded_at=at,
        recorded_by=scope.account_id,
    )
    trail.record(
        "programme.plan-file-added", by=scope, at=at, subject=made, unit_id=plan.area_id, sha256=kept.sha256
    )
    return made


@transaction.atomic
def withdraw_paper(*, file_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """A paper that does not belong there; its bytes stay. Raises Forbidden, NotFound, PlanRefused."""
    row = PlanFile.objects.filter(pk=file_id, retired_at__isnull=True).defer("content").first()
    if row is None:
        raise NotFound(NO_SUCH_FILE)
    plan = plan_editions.hold(row.plan_id, scope)
    why = asked(reason, field="reason", longest=300, error=PlanRefused)
    PlanFile.objects.filter(pk=row.pk).update(retired_at=at, retired_by=scope.account_id, retired_reason=why)
    trail.record(
        "programme.plan-file-withdrawn", by=scope, at=at, subject=row, unit_id=plan.area_id, reason=why
    )
