"""Papers from the first draft to the frozen file: drafted, revised, reviewed, issued, void."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Document, DocumentFile, Episode, Step
from hoanhap.casework.operations import numbers
from hoanhap.casework.operations.chain import SIGN, WRITE, no_such_episode, reached
from hoanhap.casework.operations.document_texts import DocumentRefused, set_document, written
from hoanhap.casework.queries import paper_forms, paper_offices, paper_values
from hoanhap.casework.rules.paper_forms import PaperForm
from hoanhap.casework.rules.paper_setting import symbol_of
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.text import clean

LONGEST_ANSWER = 4000
State = Document.State


def no_such_document() -> NotFound:
    return NotFound(Problem("no-such-document", _("There is no such paper.")))


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
    _record("casework.document-drafted", document, scope=scope, at=at)
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
    document = _hold(document_id, scope=scope)
    _must_be(document, State.DRAFT, State.REVIEWED)
    form = paper_forms.form_of(document.template, document.template_edition)
    _write(document, form, answers, issuer_id, signer_name, signer_position, scope=scope, on=local_day(at))
    document.state, document.reviewed_at, document.reviewed_by = State.DRAFT, None, None
    with trail.because(by=scope, reason="document-revised"):
        document.save()
    _record("casework.document-revised", document, scope=scope, at=at)
    return document


@transaction.atomic
def review_document(*, document_id: UUID, scope: Scope, at: datetime) -> Document:
    """Somebody has read it and found it right. Raises NotFound; DocumentRefused where something required is missing."""
    document = _hold(document_id, scope=scope)
    _must_be(document, State.DRAFT)
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
    _record("casework.document-reviewed", document, scope=scope, at=at)
    return document


@transaction.atomic
def issue_document(
    *, document_id: UUID, on: date, scope: Scope, at: datetime, reserved_id: UUID | None = None
) -> Document:
    """Give it its number and its day, and freeze its bytes. Nothing in it is ever changed afterwards.

    Raises NotFound; DocumentRefused, NumberRefused.
    """
    document = _hold(document_id, scope=scope)
    _must_be(document, State.REVIEWED)
    form = paper_forms.form_of(document.template, document.template_edition)
    if on > local_day(at):
        raise DocumentRefused(
            Problem("in-the-future", _("This day has not come yet. Check the date."), field="on")
        )
    if not form.in_force.on(on):
        raise DocumentRefused(
            Problem(
                "form-not-in-force",
                _("This template was not in force on that day. Choose another."),
                field="on",
            )
        )
    if form.has_number and document.issuer_id:
        document.family, document.year = form.abbreviation, on.year
        document.number = _number(document, on, reserved_id, scope=scope)
    document.issued_on, document.issued_at, document.issued_by = on, at, scope.account_id
    document.state = State.ISSUED
    told = set_document(document, form, scope=scope, at=at, purpose="document-issued")
    document.symbol = symbol_of(form, told.office)
    document.content = {
        **document.content,
        "values": {name: str(value) for name, value in told.values.items()},
        "letterhead": asdict(told.office) if told.office else {},
        "missing": list(told.shown.missing),
        "person_code": told.card.code,
        "is_verified": form.is_verified,
    }
    with trail.because(by=scope, reason="document-issued"):
        document.save()
    for kind, content in written(told.shown.official).items():
        DocumentFile.objects.create(
            person_id=document.person_id,
            document=document,
            kind=kind,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            recorded_at=at,
        )
    _record("casework.document-issued", document, scope=scope, at=at)
    return document


@transaction.atomic
def void_document(*, document_id: UUID, reason: str, scope: Scope, at: datetime) -> Document:
    """Withdraw it with a reason: a draft is discarded, an issued one void. Its number is never given again.

    What was issued with a number is made void by whoever signs, alone. Raises NotFound, DocumentRefused.
    """
    reason = clean(reason)[:300]
    if not reason:
        raise DocumentRefused(Problem("reason-missing", _("Say why, in a few words."), field="reason"))
    document = _hold(document_id, scope=scope)
    _must_be(document, State.DRAFT, State.REVIEWED, State.ISSUED)
    was_issued = document.state == State.ISSUED
    if was_issued and document.number and not reached(scope, (SIGN,)).filter(pk=document.episode_id).exists():
        raise no_such_document()
    document.state = State.VOID if was_issued else State.DISCARDED
    document.retired_at, document.retired_by, document.retired_reason = at, scope.account_id, reason
    with trail.because(by=scope, reason=reason):
        document.save(update_fields=["state", "retired_at", "retired_by", "retired_reason"])
    _record(
        "casework.document-voided" if was_issued else "casework.document-discarded",
        document,
        scope=scope,
        at=at,
        reason=reason,
    )
    return document


@transaction.atomic
def name_step(*, document_id: UUID, step_id: UUID, scope: Scope, at: datetime) -> Document:
    """The signed paper was recorded: say with which step. Done once. Raises NotFound, DocumentRefused."""
    document = _hold(document_id, scope=scope)
    _must_be(document, State.ISSUED)
    step = Step.objects.filter(pk=step_id, episode_id=document.episode_id, retired_at__isnull=True).first()
    if step is None:
        raise no_such_document()
    if document.step_id not in (None, step.pk):
        raise DocumentRefused(Problem("step-named", _("This paper belongs to a step already.")))
    if document.step_kind not in ("", step.kind):
        raise DocumentRefused(
            Problem(
                "step-of-another-kind",
                _("This paper was made for a step of another kind. Choose one of its own kind."),
                field="step",
            )
        )
    document.step, document.paper_id = step, document.paper_id or step.paper_id
    with trail.because(by=scope, reason="step-named"):
        document.save(update_fields=["step", "paper"])
    _record("casework.document-step-named", document, scope=scope, at=at)
    return document


def _hold(document_id: UUID, *, scope: Scope) -> Document:
    """The document, locked, of an episode that the scope writes or signs. Raises NotFound."""
    found = Document.objects.select_for_update(of=("self",)).filter(
        pk=document_id, episode__in=reached(scope, (WRITE, SIGN))
    )
    document = found.first()
    if document is None:
        raise no_such_document()
    return document


def _episode(document: Document) -> Episode:
    return Episode.objects.select_related("file", "follows").get(pk=document.episode_id)


def _must_be(document: Document, *states: State) -> None:
    if document.state not in states:
        raise DocumentRefused(
            Problem(
                "document-state",
                _("This paper is “%(state)s”: that is not possible any more."),
                params={"state": State(document.state).label},
            )
        )


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


def _number(document: Document, on: date, reserved_id: UUID | None, *, scope: Scope) -> int:
    assert document.issuer_id is not None
    if reserved_id is None:
        return numbers.take_number(issuer_id=document.issuer_id, family=document.family, on=on)
    reserved = numbers.held_reserved(reserved_id, scope=scope, on=on)
    series = reserved.series
    if (series.issuer_id, series.family, series.year) != (document.issuer_id, document.family, on.year):
        raise numbers.NumberRefused(
            Problem(
                "number-of-another-series",
                _("This number belongs to another office, year or kind of paper."),
                field="reserved",
            )
        )
    return reserved.number


def _record(kind: str, document: Document, *, scope: Scope, at: datetime, reason: str = "") -> None:
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
