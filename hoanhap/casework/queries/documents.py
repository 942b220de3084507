"""Papers made here, for pages: lists without their bytes, and one paper whole."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Document, DocumentFile, Episode
from hoanhap.casework.queries import paper_forms, paper_offices
from hoanhap.casework.queries.law import law
from hoanhap.casework.queries.lines import fact_of
from hoanhap.casework.queries.texts import in_words
from hoanhap.casework.rules.blanks import ASKED, BLANKS, DETAIL
from hoanhap.casework.rules.paper_forms import PaperForm
from hoanhap.casework.rules.paper_setting import number_text, rank_of
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.places.queries.organisations import OrganisationLine, called

READ, WRITE, SIGN = "casework.read", "casework.write", "casework.sign"
State = Document.State


@dataclass(frozen=True)
class DocumentLine:
    """One paper in a list. `state_title` in words; `number` with its symbol, empty before it is issued."""

    id: UUID
    episode_id: UUID
    person_id: UUID
    title: Words
    template: str
    state: str
    state_title: Words
    number: str
    issued_on: date | None
    issuer_name: str
    step_kind: str
    step_id: UUID | None
    drafted_at: datetime
    retired_reason: str

    @property
    def is_open(self) -> bool:
        """Still being written."""
        return self.state in (State.DRAFT, State.REVIEWED)


@dataclass(frozen=True)
class FileLine:
    """A frozen file, without its bytes."""

    kind: str
    sha256: str
    size: int


@dataclass(frozen=True)
class DocumentPage(DocumentLine):
    """One paper with what is asked for it; its text is set by `operations.document_texts.set_document`."""

    form: PaperForm
    answers: dict[str, str]
    issuer_id: UUID | None
    signer_name: str
    signer_position: str
    files: tuple[FileLine, ...]
    checked: Words


@dataclass(frozen=True)
class NamedStep:
    """A recorded step of the episode, and the number of the paper that was recorded with it."""

    id: UUID
    title: Words
    on: date
    number: str


@dataclass(frozen=True)
class Prefill:
    """What an issued paper says already about the step that is recorded with it."""

    document_id: UUID
    step_kind: str
    step_id: UUID | None
    on: date
    number: str
    signer_name: str
    signer_position: str


def documents_of(episode_id: UUID, *, scope: Scope) -> list[DocumentLine]:
    """The papers of an episode, the newest first; discarded drafts are left out. Two queries."""
    found = (
        Document.objects.visible_to(scope, READ)
        .filter(episode_id=episode_id)
        .exclude(state=State.DISCARDED)
        .defer("content")
        .order_by("-drafted_at", "-id")
    )
    return _lines(found)


def document_row(document_id: UUID, *, scope: Scope) -> Document:
    """The row of one paper with its episode, for operations. Raises NotFound, also where it is out of reach."""
    found = Document.objects.visible_to(scope, READ).select_related(
        "episode__file", "episode__follows", "step"
    )
    document = found.filter(pk=document_id).exclude(state=State.DISCARDED).first()
    if document is None:
        raise NotFound(Problem("no-such-document", _("There is no such paper.")))
    return document


def document_page(document_id: UUID, *, scope: Scope) -> DocumentPage:
    """One paper. Raises NotFound, also where it is out of reach. Who is shown its text logs the read."""
    return page_of(document_row(document_id, scope=scope))


def page_of(document: Document, *, issuer_name: str | None = None) -> DocumentPage:
    """The page of a paper; the name of its office is looked up unless it is known."""
    form = paper_forms.form_of(document.template, document.template_edition)
    (line,) = _lines([document], name=issuer_name)
    files = DocumentFile.objects.filter(document=document).order_by("kind")
    is_frozen = document.state in (State.ISSUED, State.VOID)
    return DocumentPage(
        **vars(line),
        form=form,
        answers=dict(document.content.get("answers", {})),
        issuer_id=document.issuer_id,
        signer_name=document.signer_name,
        signer_position=document.signer_position,
        files=tuple(FileLine(*row) for row in files.values_list("kind", "sha256", "size"))
        if is_frozen
        else (),
        checked=paper_forms.checked_words(form.checked),
    )


def offered(episode_id: UUID, *, step: str | None, scope: Scope, on: date) -> list[PaperForm]:
    """The templates for an episode on the day, for a step or for any. Raises NotFound."""
    regimes = _regimes(_episode(episode_id, scope), on)
    return paper_forms.forms_for(regimes, step or None, on=on)


def person_of(episode_id: UUID, *, scope: Scope) -> UUID:
    """Whose episode it is. Raises NotFound."""
    return _episode(episode_id, scope).person_id


def issuers(episode_id: UUID, form: PaperForm, *, scope: Scope, on: date) -> list[OrganisationLine]:
    """The offices that may issue the paper. Raises NotFound."""
    return paper_offices.issuers_of(
        _episode(episode_id, scope), form, on=on, scope=scope, powers=(WRITE, SIGN)
    )


def prefill(document_id: UUID, *, episode_id: UUID, scope: Scope) -> Prefill | None:
    """What the form of a step begins with, where an issued paper of the episode is named; else nothing."""
    document = (
        Document.objects.visible_to(scope, READ)
        .filter(pk=document_id, episode_id=episode_id, state=State.ISSUED)
        .first()
    )
    if document is None or document.issued_on is None:
        return None
    return Prefill(
        document.pk,
        document.step_kind,
        document.step_id,
        document.issued_on,
        number_text(document.number, document.symbol) if document.number else "",
        document.signer_name,
        document.signer_position.rpartition("/")[2] or _rank(document, document.issued_on),
    )


def steps_to_name(page: DocumentLine, *, scope: Scope) -> list[NamedStep]:
    """Recorded steps that the paper may belong to: those of its kind in its episode, the latest first."""
    episode = _episode(page.episode_id, scope)
    rows = list(
        episode.steps.filter(retired_at__isnull=True).select_related("paper").order_by("happened_on", "id")
    )
    facts = {row.pk: fact_of(row) for row in rows}
    course = law().course(episode.regime, episode.regime_edition, list(facts.values()))
    kinds = {row.pk: course.kind(facts[row.pk]) for row in rows}
    return [
        NamedStep(
            row.pk,
            in_words(kind.title) if (kind := kinds[row.pk]) else row.kind,
            row.happened_on,
            row.paper.number if row.paper else "",
        )
        for row in reversed(rows)
        if page.step_kind in ("", row.kind)
    ]


def blank_words(form: PaperForm, blank: str) -> Words:
    """What a blank is called, for the list of what is missing."""
    if blank in BLANKS:
        return in_words(BLANKS[blank])
    ask = form.ask(blank.removeprefix(ASKED))
    return in_words(ask.title) if ask else blank.removeprefix(DETAIL)


def damaged() -> list[tuple[UUID, str]]:
    """Frozen files whose bytes are not those whose hash was written: document and kind. For the whole database."""
    return [
        (row.document_id, row.kind)
        for row in DocumentFile.objects.order_by("pk").iterator(chunk_size=50)
        if hashlib.sha256(bytes(row.content)).hexdigest() != row.sha256 or len(row.content) != row.size
    ]


def kept_files() -> int:
    """How many frozen files there are."""
    return DocumentFile.objects.count()


def _rank(document: Document, on: date) -> str:
    """Chủ tịch, where nobody else was named."""
    if document.issuer_id is None:
        return ""
    return rank_of(paper_offices.letterhead(document.issuer_id, on=on))


def _episode(episode_id: UUID, scope: Scope) -> Episode:
    episode = Episode.objects.visible_to(scope, READ).filter(pk=episode_id).first()
    if episode is None:
        raise NotFound(Problem("no-such-episode", _("There is no such episode.")))
    return episode


def _regimes(episode: Episode, on: date) -> tuple[str, ...]:
    facts = [fact_of(step) for step in episode.steps.filter(retired_at__isnull=True)]
    course = law().course(episode.regime, episode.regime_edition, facts)
    return tuple(dict.fromkeys((course.at(on).code, course.regime.code, course.pinned.code)))


def _lines(rows: "QuerySet[Document] | Sequence[Document]", *, name: str | None = None) -> list[DocumentLine]:
    """`name`: of the office of the only one of them, if it is known."""
    listed = list(rows)
    used = {(row.template, row.template_edition) for row in listed}
    titles = paper_forms.shipped() if used <= paper_forms.shipped().keys() else paper_forms.published()
    names = called({row.issuer_id for row in listed if row.issuer_id}) if name is None else {}
    return [
        DocumentLine(
            id=row.pk,
            episode_id=row.episode_id,
            person_id=row.person_id,
            title=in_words(titles[row.template, row.template_edition].title),
            template=row.template,
            state=row.state,
            state_title=State(row.state).label,
            number=number_text(row.number, row.symbol) if row.number else "",
            issued_on=row.issued_on,
            issuer_name=names[row.issuer_id].on(row.issued_on or local_day(row.drafted_at))
            if row.issuer_id in names
            else name or "",
            step_kind=row.step_kind,
            step_id=row.step_id,
            drafted_at=row.drafted_at,
            retired_reason=row.retired_reason,
        )
        for row in listed
    ]
