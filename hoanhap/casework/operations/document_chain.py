"""What every act on a paper begins and ends with: the row, locked, in a state that allows it; a line of the trail."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Document
from hoanhap.casework.operations.chain import SIGN, WRITE, reached
from hoanhap.casework.operations.document_texts import DocumentRefused
from hoanhap.kit.errors import NotFound, Problem

State = Document.State


def no_such_document() -> NotFound:
    return NotFound(Problem("no-such-document", _("There is no such paper.")))


def hold(document_id: UUID, *, scope: Scope) -> Document:
    """The document, locked, of an episode that the scope writes or signs. Raises NotFound."""
    found = Document.objects.select_for_update(of=("self",)).filter(
        pk=document_id, episode__in=reached(scope, (WRITE, SIGN))
    )
    document = found.first()
    if document is None:
        raise no_such_document()
    return document


def must_be(document: Document, *states: State) -> None:
    """Refuses what cannot be done in the state that the paper has. Raises DocumentRefused."""
    if document.state not in states:
        raise DocumentRefused(
            Problem(
                "document-state",
                _("This paper is “%(state)s”: that is not possible any more."),
                params={"state": State(document.state).label},
            )
        )


def record(kind: str, document: Document, *, scope: Scope, at: datetime, reason: str = "") -> None:
    """The line of the trail."""
    trail.record(
        kind,
        by=scope,
        at=at,
        person_id=document.person_id,
        subject=document,
        unit_id=document.episode.unit_id,
        reason=reason,
        template=document.template,
        edition=document.template_edition,
    )
