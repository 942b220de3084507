"""What a paper says: set from the file while it is a draft, as it was frozen once it is issued. On screen and as a file."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Document, DocumentFile
from hoanhap.casework.queries import documents as queries
from hoanhap.casework.queries import paper_forms, paper_offices, paper_values
from hoanhap.casework.rules.blanks import ASKED, DETAIL
from hoanhap.casework.rules.paper_forms import PaperForm
from hoanhap.casework.rules.paper_setting import Letterhead, SetPaper, Signed, set_paper
from hoanhap.casework.rules.paper_texts import Value
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.layout.blocks import Official
from hoanhap.people.queries.people import PersonCard

IdentityClosed = paper_values.IdentityClosed
CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class DocumentRefused(Refused):
    """The document stays as it was."""


@dataclass(frozen=True)
class HandedOut:
    """A file that leaves the program. Its name says the file's code, never who it is about."""

    name: str
    content_type: str
    content: bytes
    sha256: str


@dataclass(frozen=True)
class Told:
    """A paper with everything it was set from, and whom it is about."""

    shown: SetPaper
    values: dict[str, Value]
    office: Letterhead | None
    card: PersonCard


@dataclass(frozen=True)
class OnScreen:
    """One paper for its page. `missing`: the blanks that are empty in it."""

    page: queries.DocumentPage
    official: Official
    missing: tuple[str, ...]
    card: PersonCard


@transaction.atomic
def hand_out(*, document_id: UUID, kind: str, scope: Scope, at: datetime) -> HandedOut:
    """The frozen file of an issued paper, or a draft as it would be now. Logged as a read of the person.

    Raises NotFound; IdentityClosed where the account sees people masked; DocumentRefused where the bytes are damaged.
    """
    if kind not in CONTENT_TYPES:
        raise NotFound(Problem("no-such-document", _("There is no such paper.")))
    document = queries.document_row(document_id, scope=scope)
    kept = DocumentFile.objects.filter(document=document, kind=kind).first()
    if kept is not None:
        card = paper_values.identified(document.person_id, scope=scope, at=at, purpose="document-handed-out")
        content, sha256 = bytes(kept.content), kept.sha256
        if hashlib.sha256(content).hexdigest() != sha256:
            raise DocumentRefused(
                Problem(
                    "bytes-changed", _("The kept file is damaged: its hash is not the one that was written.")
                )
            )
    else:
        form = paper_forms.form_of(document.template, document.template_edition)
        told = set_document(document, form, scope=scope, at=at, purpose="document-draft-read")
        card, content = told.card, written(told.shown.official, only=kind)[kind]
        sha256 = hashlib.sha256(content).hexdigest()
    trail.read(
        "casework.document-read",
        by=scope,
        at=at,
        person_ids=[document.person_id],
        purpose="document-download",
        document=str(document.pk),
        file_kind=kind,
        sha256=sha256,
    )
    number = f"_{document.number:02d}-{document.year}" if document.number else ""
    name = f"{document.template}_{card.code}{number}.{kind}"
    return HandedOut(name, CONTENT_TYPES[kind], content, sha256)


@transaction.atomic
def look_at(*, document_id: UUID, scope: Scope, at: datetime) -> OnScreen:
    """A paper with its text, for the screen. Logged as a read of the person.

    Raises NotFound; IdentityClosed where the account sees people masked.
    """
    document = queries.document_row(document_id, scope=scope)
    form = paper_forms.form_of(document.template, document.template_edition)
    told = set_document(document, form, scope=scope, at=at, purpose="document-read")
    page = queries.page_of(document, issuer_name=told.office.name if told.office else "")
    return OnScreen(page, told.shown.official, told.shown.missing, told.card)


def set_document(document: Document, form: PaperForm, *, scope: Scope, at: datetime, purpose: str) -> Told:
    """The paper: with what the file says now, or, once it was issued, with what it said then."""
    on = document.issued_on or local_day(at)
    if "values" in document.content:
        card = paper_values.identified(document.person_id, scope=scope, at=at, purpose=purpose)
        values, office = _kept(document, on)
    else:
        file = paper_values.values_of(
            document.episode,
            on=on,
            scope=scope,
            at=at,
            purpose=purpose,
            step_kind=document.step_kind,
            step=document.step,
            issuer_id=document.issuer_id,
        )
        answers = {f"{ASKED}{code}": text for code, text in document.content.get("answers", {}).items()}
        card, office, values = file.card, file.office, {**file.values, **answers}
    shown = set_paper(
        form,
        values,
        office=office,
        signed=Signed(document.issued_on, document.number, document.signer_name, document.signer_position),
        mark="" if form.is_verified else paper_forms.MARK,
        at=at,
    )
    return Told(shown, values, office, card)


def written(official: Official, *, only: str = "") -> dict[str, bytes]:
    """The files of a document. The renderers are heavy to load, so they are only where they are needed."""
    from hoanhap.kit.layout.docx import docx
    from hoanhap.kit.layout.pdf import pdf

    makers: dict[str, Callable[[Official], bytes]] = {"docx": docx, "pdf": pdf}
    return {kind: make(official) for kind, make in makers.items() if only in ("", kind)}


def _kept(document: Document, on: date) -> tuple[dict[str, Value], Letterhead | None]:
    """What an issued paper was set from: whatever was corrected in the file since, its text stays that of its bytes."""
    values = {name: _thawed(name, text) for name, text in document.content["values"].items()}
    head = document.content.get("letterhead")
    if head is None and document.issuer_id:
        return values, paper_offices.letterhead(document.issuer_id, on=on)
    return values, Letterhead(**head) if head else None


def _thawed(name: str, text: str) -> Value:
    """Days were written as text; what somebody typed stays as typed."""
    is_day = _DAY.fullmatch(text) and not name.startswith((ASKED, DETAIL))
    return date.fromisoformat(text) if is_day else text
