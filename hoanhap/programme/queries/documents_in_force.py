"""The register of documents in force: searched, narrowed by day, kind and what they govern."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, Func, IntegerField, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.queries.regimes import regimes
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.kit.text import fold
from hoanhap.places.models import UnitReach
from hoanhap.places.queries.editions import in_force
from hoanhap.places.queries.units import full_names
from hoanhap.programme.models import DocumentFile, DocumentLink, LegalDocument
from hoanhap.programme.queries.tasks import task_choices

READ: Final = "programme.read"


@dataclass(frozen=True)
class LinkLine:
    """What a document governs: the rules of a procedure, or a task of a plan."""

    id: UUID
    kind: str
    kind_label: str
    code: str
    title: str


@dataclass(frozen=True)
class FileLine:
    """The signed paper of a document, without its bytes."""

    id: UUID
    name: str
    size: int
    recorded_on: date


@dataclass(frozen=True)
class DocumentLine:
    """A document of the register. `holds`: in force on the day that was asked."""

    id: UUID
    area_id: str
    area_name: str
    kind: str
    kind_label: str
    number: str
    title: str
    issuer: str
    issued_on: date
    valid_from: date
    valid_until: date | None
    holds: bool
    replaced_by_id: UUID | None
    replaced_by: str
    replaces: tuple[tuple[UUID, str], ...]
    links: tuple[LinkLine, ...]


def document_list(
    *,
    scope: Scope,
    on: date,
    text: str = "",
    kind: str = "",
    only_in_force: bool = False,
    governs: str = "",
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> Page[DocumentLine]:
    """The documents that hold, or held, for the areas in reach: those of the areas above belong to them.

    `text` is looked for in number, title and issuer, with or without tones.
    """
    found = _reached(scope, on)
    folded = Func(Concat("number", Value(" "), "title", Value(" "), "issuer"), function="vi_fold")
    found = found.alias(folded=Cast(folded, TextField()))
    for word in fold(text).split()[:8]:
        found = found.filter(folded__contains=word)
    if kind:
        found = found.filter(kind=kind)
    if only_in_force:
        found = found.filter(in_force(on))
    if governs:
        there = DocumentLink.objects.filter(document=OuterRef("pk"), code=governs, retired_at__isnull=True)
        found = found.filter(Exists(there))
    page = page_of(
        found.select_related("replaced_by").order_by("-issued_on", "-id"),
        lambda row: row,
        number=number,
        size=size,
    )
    lines = _lines(page.rows, scope, on)
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def document(document_id: UUID, *, scope: Scope, on: date) -> DocumentLine:
    """One of them. Raises NotFound, also where its area is out of reach."""
    rows = list(_reached(scope, on).select_related("replaced_by").filter(pk=document_id))
    if not rows:
        raise NotFound(Problem("no-such-document", _("There is no such document.")))
    return _lines(rows, scope, on)[0]


def files(document_id: UUID) -> list[FileLine]:
    """The papers kept of a document that was found in reach, the first one first."""
    rows = (
        DocumentFile.objects.filter(document_id=document_id, retired_at__isnull=True)
        .annotate(size=Func("content", function="octet_length", output_field=IntegerField()))
        .order_by("recorded_at", "pk")
        .defer("content")
    )
    return [FileLine(row.pk, row.name, row.size, local_day(row.recorded_at)) for row in rows]


def file(file_id: UUID, *, scope: Scope, on: date) -> tuple[DocumentFile, DocumentLine]:
    """A paper with its bytes, and its document in reach. Raises NotFound."""
    row = DocumentFile.objects.filter(pk=file_id, retired_at__isnull=True).first()
    if row is None:
        raise NotFound(Problem("no-such-file", _("There is no such file.")))
    return row, document(row.document_id, scope=scope, on=on)


def of_tasks(plan_code: str, *, scope: Scope, on: date) -> dict[str, list[tuple[UUID, str]]]:
    """The documents in force on a day that govern tasks of a plan, by the code of the task."""
    rows = (
        DocumentLink.objects.filter(
            kind=DocumentLink.Kind.TASK,
            code__startswith=f"{plan_code}/",
            retired_at__isnull=True,
            document__in=_reached(scope, on).filter(in_force(on)),
        )
        .order_by("document__issued_on", "pk")
        .values_list("code", "document", "document__number")
    )
    found: dict[str, list[tuple[UUID, str]]] = {}
    for code, key, number in rows:
        found.setdefault(code.removeprefix(f"{plan_code}/"), []).append((key, number))
    return found


def governing(code: str, *, scope: Scope, on: date) -> list[DocumentLine]:
    """The documents in force on a day that govern a procedure or a task."""
    return list(document_list(scope=scope, on=on, governs=code, only_in_force=True, size=50).rows)


def link(link_id: UUID, *, scope: Scope, on: date) -> tuple[LinkLine, DocumentLine]:
    """One thing that a document in reach governs, and the document. Raises NotFound."""
    row = DocumentLink.objects.filter(pk=link_id, retired_at__isnull=True).first()
    if row is None:
        raise no_such_link()
    line = document(row.document_id, scope=scope, on=on)
    return _link(row, _titles([[row]], scope)), line


def choices(*, scope: Scope, on: date, apart_from: UUID) -> list[tuple[str, str]]:
    """The other documents in reach, to choose what replaces one; the latest first."""
    found = _reached(scope, on).exclude(pk=apart_from).order_by("-issued_on", "-id")[:200]
    return [(str(row.pk), f"{row.number} · {row.title}"[:120]) for row in found]


def regime_choices() -> list[tuple[str, str]]:
    """The procedures that a document can govern."""
    return sorted(_regime_titles().items(), key=lambda one: one[1])


def _regime_titles() -> dict[str, str]:
    language = get_language()
    return {one.code: one.title.text(language) for one in regimes()}


def _reached(scope: Scope, on: date) -> QuerySet[LegalDocument]:
    scope.require(READ)
    if scope.everywhere(READ):
        return LegalDocument.objects.all()
    reached = scope.unit_ids(READ)
    below = UnitReach.objects.filter(in_force(on), area=OuterRef("area"), unit_id__in=reached)
    return LegalDocument.objects.filter(Q(area_id__in=reached) | Exists(below))


def _lines(rows: Sequence[Any], scope: Scope, on: date) -> list[DocumentLine]:
    keys = [row.pk for row in rows]
    names = full_names({row.area_id for row in rows}, on=on)
    links: dict[UUID, list[DocumentLink]] = {}
    for one in DocumentLink.objects.filter(document__in=keys, retired_at__isnull=True).order_by(
        "kind", "code"
    ):
        links.setdefault(one.document_id, []).append(one)
    former: dict[UUID | None, list[tuple[UUID, str]]] = {}
    for key, old, number in LegalDocument.objects.filter(replaced_by__in=keys).values_list(
        "replaced_by", "pk", "number"
    ):
        former.setdefault(key, []).append((old, number))
    titles = _titles(links.values(), scope)
    return [
        DocumentLine(
            id=row.pk,
            area_id=row.area_id,
            area_name=names.get(row.area_id, row.area_id),
            kind=row.kind,
            kind_label=row.get_kind_display(),
            number=row.number,
            title=row.title,
            issuer=row.issuer,
            issued_on=row.issued_on,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            holds=row.valid_from <= on and (row.valid_until is None or on < row.valid_until),
            replaced_by_id=row.replaced_by_id,
            replaced_by=row.replaced_by.number if row.replaced_by else "",
            replaces=tuple(former.get(row.pk, ())),
            links=tuple(_link(one, titles) for one in links.get(row.pk, ())),
        )
        for row in rows
    ]


def _titles(links: Iterable[Iterable[DocumentLink]], scope: Scope) -> dict[str, str]:
    """What is governed, in words; a task of a plan out of reach keeps its code."""
    kinds = {one.kind for each in links for one in each}
    found = _regime_titles() if DocumentLink.Kind.REGIME in kinds else {}
    return found | (dict(task_choices(scope=scope)) if DocumentLink.Kind.TASK in kinds else {})


def _link(row: DocumentLink, titles: dict[str, str]) -> LinkLine:
    return LinkLine(row.pk, row.kind, row.get_kind_display(), row.code, titles.get(row.code, row.code))


def no_such_link() -> NotFound:
    """What is answered for a link that is not there, or of another document."""
    return NotFound(Problem("no-such-link", _("There is no such link.")))
