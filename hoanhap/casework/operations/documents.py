"""Papers on the desk: drafted, revised, reviewed. `operations.issuing` numbers and freezes them."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Document, Episode, Step
from hoanhap.casework.operations.chain import SIGN, WRITE, no_such_episode, reached
from hoanhap.casework.operations.document_chain import hold, must_be, record
from hoanhap.casework.operations.document_texts import DocumentRefused
from hoanhap.casework.queries import paper_forms, paper_offices, paper_values
from hoanhap.casework.rules.paper_forms import PaperForm
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import Problem
from hoanhap.kit.text import clean

LONGEST_ANSWER = 4000
State = Document.State


@transaction.atomic
def draft_document(
    *,
    episode_id: UUID,
    slug: str,
    scope: Scope,
    at: datetime,
    step_kind: str = "",
    step_id: UUID | None = None,
    answers: Mapping[str, str] | None = None,
    issuer_id: UUID | None = None,
    signer_name: str = "",
    signer_position: str = "",
) -> Document:
    """A new draft for a step that is to come, or for one that was recorded. Raises NotFound, DocumentRefused."""
    episode = reached(scope, (WRITE, SIGN)).select_related("file", "follows").filter(pk=episode_id).first()
    if episode is None:
        raise no_such_episode()
    form = paper_forms.form_named(slug)
    step = None
    if step_id is not None:
        step = Step.objects.filter(pk=step_id, episode=episode, retired_at__isnull=True).first()
        if step is None:
            raise no_such_episode()
        step_kind = step.kind
    on = local_day(at)
    told = paper_values.values_of(episode, on=on, scope=scope, at=at, purpose="document-drafted")
    if not any(form.serves_step(regime, step_kind or None) for regime in told.regimes):
        raise paper_forms.no_such_form()
    document = Document(
        person_id=episode.person_id,
        episode=episode,
        step=step,
        paper_id=step.paper_id if step else None,
        step_kind=step_kind,
        template=form.code,
        template_edition=form.edition,
        drafted_at=at,
        drafted_by=scope.account_id,
    )
    offered = paper_offices.issuers_of(episode, form, on=on, scope=scope, powers=(WRITE, SIGN))
    if issuer_id is None and len(offered) == 1:
        issuer_id = offered[0].id
    _write(document, form, answers or {}, issuer_id, signer_name, signer_position, scope=scope, on=on)
    document.save(force_insert=True)
    record("casework.document-drafted", document, scope=scope, at=at)
    return document


@transaction.atomic
def revise_document(
    *,
    document_id: UUID,
    answers: Mapping[str, str],
    scope: Scope,
    at: datetime,
    issuer_id: UUID | None = None,
    signer_name: str = "",
    signer_position: str = "",
) -> Document:
    """Change a draft; a reviewed one has to be reviewed again. Raises NotFound, DocumentRefused."""
    document = hold(document_id, scope=scope)
    must_be(document, State.DRAFT, State.REVIEWED)
    form = paper_forms.form_of(document.template, document.template_edition)
    _write(document, form, answers, issuer_id, signer_name, signer_position, scope=scope, on=local_day(at))
    document.state, document.reviewed_at, document.reviewed_by = State.DRAFT, None, None
    with trail.because(by=scope, reason="document-revised"):
        document.save()
    record("casework.document-revised", document, scope=scope, at=at)
    return document


@transaction.atomic
def review_document(*, document_id: UUID, scope: Scope, at: datetime) -> Document:
    """Somebody has read it and found it right. Raises NotFound; DocumentRefused where something required is missing."""
    document = hold(document_id, scope=scope)
    must_be(document, State.DRAFT)
    form = paper_forms.form_of(document.template, document.template_edition)
    answers = document.content.get("answers", {})
    problems = [
        Problem(
            "answer-missing",
            _("Fill in “%(title)s”."),
            field=f"ask_{ask.code}",
            params={"title": ask.title.vi},
        )
        for ask in form.asks
        if ask.is_required and not answers.get(ask.code)
    ]
    if form.written_by == "office" and document.issuer_id is None:
        problems.append(
            Problem("issuer-missing", _("Choose the office that issues the paper."), field="issuer")
        )
    if problems:
        raise DocumentRefused(*problems)
    document.state, document.reviewed_at, document.reviewed_by = State.REVIEWED, at, scope.account_id
    with trail.because(by=scope, reason="document-reviewed"):
        document.save(update_fields=["state", "reviewed_at", "reviewed_by"])
    record("casework.document-reviewed", document, scope=scope, at=at)
    return document


def _episode(document: Document) -> Episode:
    return Episode.objects.select_related("file", "follows").get(pk=document.episode_id)


def _write(
    document: Document,
    form: PaperForm,
    answers: Mapping[str, str],
    issuer_id: UUID | None,
    signer_name: str,
    signer_position: str,
    *,
    scope: Scope,
    on: date,
) -> None:
    """What was typed, tidied. Refuses an office that may not issue it."""
    kept = {}
    for ask in form.asks:
        lines = [clean(line) for line in str(answers.get(ask.code, "")).splitlines()]
        text = "\n".join(filter(None, lines)) if ask.is_long else " ".join(filter(None, lines))
        if text:
            kept[ask.code] = text[:LONGEST_ANSWER]
    if issuer_id is not None:
        offered = paper_offices.issuers_of(_episode(document), form, on=on, scope=scope, powers=(WRITE, SIGN))
        if issuer_id not in {line.id for line in offered}:
            raise DocumentRefused(
                Problem(
                    "issuer-unknown",
                    _("This office does not issue this paper. Choose another."),
                    field="issuer",
                )
            )
    document.issuer_id = issuer_id
    document.signer_name, document.signer_position = clean(signer_name)[:150], clean(signer_position)[:150]
    document.content = {"answers": kept}
