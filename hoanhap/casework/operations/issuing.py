"""Papers that leave the desk: issued with a number and frozen, made void, named with the step that was recorded."""

import hashlib
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Document, DocumentFile, Step
from hoanhap.casework.operations import numbers
from hoanhap.casework.operations.chain import SIGN, reached
from hoanhap.casework.operations.document_chain import hold, must_be, no_such_document, record
from hoanhap.casework.operations.document_texts import DocumentRefused, set_document, written
from hoanhap.casework.queries import paper_forms
from hoanhap.casework.rules.paper_setting import symbol_of
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import Problem
from hoanhap.kit.text import clean

State = Document.State


@transaction.atomic
def issue_document(
    *, document_id: UUID, on: date, scope: Scope, at: datetime, reserved_id: UUID | None = None
) -> Document:
    """Give it its number and its day, and freeze its bytes. Nothing in it is ever changed afterwards.

    Raises NotFound; DocumentRefused, NumberRefused.
    """
    document = hold(document_id, scope=scope)
    must_be(document, State.REVIEWED)
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
    record("casework.document-issued", document, scope=scope, at=at)
    return document


@transaction.atomic
def void_document(*, document_id: UUID, reason: str, scope: Scope, at: datetime) -> Document:
    """Withdraw it with a reason: a draft is discarded, an issued one void. Its number is never given again.

    What was issued with a number is made void by whoever signs, alone. Raises NotFound, DocumentRefused.
    """
    reason = clean(reason)[:300]
    if not reason:
        raise DocumentRefused(Problem("reason-missing", _("Say why, in a few words."), field="reason"))
    document = hold(document_id, scope=scope)
    must_be(document, State.DRAFT, State.REVIEWED, State.ISSUED)
    was_issued = document.state == State.ISSUED
    if was_issued and document.number and not reached(scope, (SIGN,)).filter(pk=document.episode_id).exists():
        raise no_such_document()
    document.state = State.VOID if was_issued else State.DISCARDED
    document.retired_at, document.retired_by, document.retired_reason = at, scope.account_id, reason
    with trail.because(by=scope, reason=reason):
        document.save(update_fields=["state", "retired_at", "retired_by", "retired_reason"])
    record(
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
    document = hold(document_id, scope=scope)
    must_be(document, State.ISSUED)
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
    record("casework.document-step-named", document, scope=scope, at=at)
    return document


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
