"""The register of documents in force: entered, linked to what they govern, ended or replaced."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.queries.regimes import regimes
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.scans import BadScan, scan
from hoanhap.programme.models import DocumentFile, DocumentLink, LegalDocument
from hoanhap.programme.operations.common import LINE, REASON, TEXT, WRITE, in_order, unit_to_write
from hoanhap.programme.operations.refusals import asked, not_ahead
from hoanhap.programme.queries.tasks import task_choices

TEXTS = {"number": 60, "title": TEXT, "issuer": LINE}
NOT_KEPT = {
    "empty": _("The file is empty. Choose it again."),
    "too-large": _("The file is larger than 10 MB. Scan it again with fewer dots per inch."),
    "not-a-scan": _("Only PDF, JPEG, PNG and Word (.docx) are kept. Save it as one of them first."),
}
DAYS = frozenset({"issued_on", "valid_from", "valid_until"})


class DocumentRefused(Refused):
    """Nothing about the document was recorded."""


@transaction.atomic
def enter_document(
    *,
    area_id: str,
    kind: str,
    number: str,
    title: str,
    issuer: str,
    issued_on: date,
    valid_from: date,
    valid_until: date | None = None,
    scope: Scope,
    at: datetime,
) -> LegalDocument:
    """A document that holds in an area; `valid_until` is the first day on which it no longer does.

    Raises Forbidden, NotFound, DocumentRefused.
    """
    unit_to_write(area_id, scope)
    if kind not in LegalDocument.Kind.values:
        raise DocumentRefused(Problem("kind-unknown", _("Choose a kind of document from the list."), "kind"))
    row = LegalDocument(
        area_id=area_id,
        kind=kind,
        issued_on=issued_on,
        valid_from=valid_from,
        valid_until=valid_until,
        recorded_by=scope.account_id,
        **{
            field: asked(text, field=field, longest=TEXTS[field], error=DocumentRefused)
            for field, text in {"number": number, "title": title, "issuer": issuer}.items()
        },
    )
    _save(row, at, is_new=True)
    trail.record("programme.document-entered", by=scope, at=at, subject=row, unit_id=area_id)
    return row


@transaction.atomic
def correct_document(
    *, document_id: UUID, changes: Mapping[str, Any], reason: str, scope: Scope, at: datetime
) -> LegalDocument:
    """Set right what was typed wrongly, or say until when it holds. Raises Forbidden, NotFound, DocumentRefused."""
    row = _held(document_id, scope)
    why = asked(reason, field="reason", longest=REASON, error=DocumentRefused)
    for field, value in changes.items():
        if field in TEXTS:
            setattr(row, field, asked(value, field=field, longest=TEXTS[field], error=DocumentRefused))
        elif field in DAYS or (field == "kind" and value in LegalDocument.Kind.values):
            setattr(row, field, value)
        else:
            raise DocumentRefused(Problem("unknown-field", _("This cannot be changed."), field))
    if row.replaced_by_id is not None and row.valid_until is None:
        raise DocumentRefused(
            Problem("replaced", _("It was replaced: the day of its end must stay."), "valid_until")
        )
    with trail.because(by=scope, reason=why):
        _save(row, at, is_new=False)
    trail.record(
        "programme.document-corrected", by=scope, at=at, subject=row, unit_id=row.area_id, reason=why
    )
    return row


@transaction.atomic
def replace_document(
    *, document_id: UUID, by_id: UUID, on: date, scope: Scope, at: datetime
) -> LegalDocument:
    """From that day on another document of the register holds instead. Raises Forbidden, NotFound, DocumentRefused."""
    # Both are held, always in the same order: two that replace each other at the same moment wait for each other.
    list(LegalDocument.objects.select_for_update().filter(pk__in=[document_id, by_id]).order_by("pk"))
    row = _held(document_id, scope)
    other = LegalDocument.objects.filter(pk=by_id).first()
    if other is None or not scope.reaches(WRITE, other.area_id):
        raise _no_document()
    if row.replaced_by_id is not None:
        raise DocumentRefused(Problem("replaced-already", _("This document was replaced already.")))
    seen = other
    while seen.replaced_by is not None and seen.pk != row.pk:
        seen = seen.replaced_by
    if seen.pk == row.pk:
        raise DocumentRefused(
            Problem("circle", _("The other document was itself replaced by this one."), "by_id")
        )
    in_order(row.valid_from, on, "on", DocumentRefused, may_be_same=False)
    row.replaced_by, row.valid_until = other, on
    with trail.because(by=scope, reason=other.number):
        row.save(update_fields=["replaced_by", "valid_until"])
    trail.record("programme.document-replaced", by=scope, at=at, subject=row, unit_id=row.area_id)
    return row


@transaction.atomic
def link_document(*, document_id: UUID, kind: str, code: str, scope: Scope, at: datetime) -> DocumentLink:
    """It governs a procedure (the code of its rules) or a task of a plan. Raises Forbidden, NotFound, DocumentRefused."""
    row = _held(document_id, scope)
    kept = asked(code, field="code", longest=120, error=DocumentRefused)
    if kind not in DocumentLink.Kind.values:
        raise DocumentRefused(Problem("kind-unknown", _("Choose what it governs."), "kind"))
    if kind == DocumentLink.Kind.REGIME and kept not in {one.code for one in regimes()}:
        raise DocumentRefused(Problem("regime-unknown", _("There are no rules of this name."), "code"))
    if kind == DocumentLink.Kind.TASK and kept not in dict(task_choices(scope=scope)):
        raise DocumentRefused(Problem("task-unknown", _("Choose a task from the list."), "code"))
    if row.links.filter(kind=kind, code=kept, retired_at__isnull=True).exists():
        raise DocumentRefused(Problem("linked-already", _("This is linked already."), "code"))
    link = DocumentLink(document=row, kind=kind, code=kept, recorded_by=scope.account_id)
    link.save(force_insert=True)
    trail.record("programme.document-linked", by=scope, at=at, subject=link, unit_id=row.area_id)
    return link


@transaction.atomic
def unlink_document(*, link_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """It does not govern that. Raises Forbidden, NotFound, DocumentRefused."""
    scope.require(WRITE)
    link = (
        DocumentLink.objects.select_for_update(of=("self",))
        .select_related("document")
        .filter(pk=link_id, retired_at__isnull=True)
        .first()
    )
    if link is None or not scope.reaches(WRITE, link.document.area_id):
        raise NotFound(Problem("no-such-link", _("There is no such link.")))
    why = asked(reason, field="reason", longest=REASON, error=DocumentRefused)
    link.retired_at, link.retired_by, link.retired_reason = at, scope.account_id, why
    link.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    trail.record(
        "programme.document-unlinked",
        by=scope,
        at=at,
        subject=link,
        unit_id=link.document.area_id,
        reason=why,
    )


@transaction.atomic
def add_document_file(
    *, document_id: UUID, name: str, content: bytes, scope: Scope, at: datetime
) -> DocumentFile:
    """Keep the signed paper of a document with its very bytes. Raises Forbidden, NotFound, DocumentRefused."""
    row = _held(document_id, scope)
    try:
        kept = scan(name, content)
    except BadScan as bad:
        raise DocumentRefused(Problem(f"file-{bad.code}", NOT_KEPT[bad.code], "file")) from None
    if row.files.filter(sha256=kept.sha256, retired_at__isnull=True).exists():
        raise DocumentRefused(Problem("file-there", _("This very file is kept here already."), "file"))
    made = DocumentFile(
        document=row,
        name=kept.name,
        content=kept.content,
        content_type=kept.content_type,
        sha256=kept.sha256,
        recorded_by=scope.account_id,
    )
    made.save(force_insert=True)
    trail.record(
        "programme.document-file-added",
        by=scope,
        at=at,
        subject=made,
        unit_id=row.area_id,
        sha256=kept.sha256,
    )
    return made


@transaction.atomic
def withdraw_document_file(*, file_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """A paper that does not belong there is shown no more. Raises Forbidden, NotFound, DocumentRefused."""
    scope.require(WRITE)
    made = (
        DocumentFile.objects.select_for_update(of=("self",))
        .select_related("document")
        .filter(pk=file_id, retired_at__isnull=True)
        .first()
    )
    if made is None or not scope.reaches(WRITE, made.document.area_id):
        raise NotFound(Problem("no-such-file", _("There is no such file.")))
    why = asked(reason, field="reason", longest=REASON, error=DocumentRefused)
    made.retired_at, made.retired_by, made.retired_reason = at, scope.account_id, why
    made.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    trail.record(
        "programme.document-file-withdrawn",
        by=scope,
        at=at,
        subject=made,
        unit_id=made.document.area_id,
        reason=why,
    )


def _held(document_id: UUID, scope: Scope) -> LegalDocument:
    scope.require(WRITE)
    row = LegalDocument.objects.select_for_update().filter(pk=document_id).first()
    if row is None or not scope.reaches(WRITE, row.area_id):
        raise _no_document()
    return row


def _no_document() -> NotFound:
    return NotFound(Problem("no-such-document", _("There is no such document.")))


def _save(row: LegalDocument, at: datetime, *, is_new: bool) -> None:
    not_ahead(row.issued_on, "issued_on", at, DocumentRefused)
    in_order(row.issued_on, row.valid_from, "valid_from", DocumentRefused)
    if row.valid_until is not None:
        in_order(row.valid_from, row.valid_until, "valid_until", DocumentRefused, may_be_same=False)
    try:
        with transaction.atomic():
            row.save(force_insert=is_new)
    except IntegrityError as error:
        if "document_in_force_once" not in str(error):
            raise
        raise DocumentRefused(
            Problem(
                "entered-already", _("A document of this number, issuer and day is there already."), "number"
            )
        ) from error
