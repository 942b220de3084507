"""The signed papers of a plan."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.programme.models import PlanFile
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.queries.plans import reached

NO_SUCH_FILE: Final = Problem("no-such-file", _("There is no such file."))


@dataclass(frozen=True)
class PaperLine:
    """A paper as lists show it; `withdrawn` says why, where it was."""

    id: UUID
    name: str
    size: int
    sha256: str
    recorded_at: datetime
    withdrawn: str


@dataclass(frozen=True)
class PaperHeld:
    """A paper with its bytes."""

    name: str
    content_type: str
    content: bytes


def papers(held: PlanHeld) -> list[PaperLine]:
    """The papers of a plan that was read under the reader's scope, the newest first; those taken back too."""
    rows = (
        PlanFile.objects.filter(plan_id=held.id)
        .annotate(size=Length("content"))
        .order_by("-recorded_at", "-pk")
        .values_list("pk", "name", "size", "sha256", "recorded_at", "retired_reason")
    )
    return [PaperLine(*row) for row in rows]


def paper(file_id: UUID, *, plan_id: UUID, scope: Scope) -> PaperHeld:
    """One paper of a plan in reach, if it was not taken back. Raises Forbidden, NotFound."""
    row = PlanFile.objects.filter(
        pk=file_id, plan_id=plan_id, plan__in=reached(scope), retired_at__isnull=True
    ).first()
    if row is None:
        raise NotFound(NO_SUCH_FILE)
    return PaperHeld(row.name, row.content_type, bytes(row.content))
