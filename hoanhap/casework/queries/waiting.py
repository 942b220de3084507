"""Cases and papers on which somebody has to act: counted for the page of the day in one statement, and listed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, DateField, Min, Q, QuerySet, Value
from django.db.models.functions import Cast, TruncDate

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Document, Transfer
from hoanhap.casework.queries import paper_forms
from hoanhap.casework.queries.texts import in_words
from hoanhap.casework.rules.paper_forms import PaperForm
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import Words
from hoanhap.kit.lookups import one_array
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.people.queries.people import PersonRow, masked_names

READ: Final = "casework.read"
RECEIVED, SENT, DRAFT, REVIEWED = "received", "sent", "draft", "reviewed"
_OPEN: Final = (Document.State.DRAFT, Document.State.REVIEWED)


@dataclass(frozen=True)
class Waits:
    """So many, the oldest of them since that day, if they have one."""

    count: int
    oldest_on: date | None


@dataclass(frozen=True)
class OpenPaper:
    """A paper that was drafted and not issued: it waits for review, or for number and signature."""

    id: UUID
    title: Words
    state: str
    state_title: Words
    drafted_on: date
    days: int
    person: PersonRow | None


def waiting(*, scope: Scope) -> Mapping[str, Waits]:
    """Offers to answer (`received`), own offers without an answer (`sent`), papers not reviewed (`draft`) and not issued
    (`reviewed`). What there is none of is left out. Raises Forbidden.
    """
    first, *rest = parts(scope=scope)
    return told(first.union(*rest, all=True))


def told(rows: Iterable[tuple[str, int, date | None]]) -> dict[str, Waits]:
    """The answer to parts by what they count; what there is none of is left out."""
    return {what: Waits(count, since) for what, count, since in rows if count}


def parts(*, scope: Scope) -> "list[QuerySet[Any, Any]]":
    """What `waiting` asks, as queries of the same three columns: what, how many, since when. Raises Forbidden."""
    scope.require(READ)
    offers = Transfer.objects.filter(state=Transfer.State.OFFERED, person__merged_into__isnull=True)
    near = None if scope.everywhere(READ) else one_array(scope.unit_ids(READ))
    papers = _open(scope)
    drafted = TruncDate("drafted_at")
    return [
        counted(
            offers.filter(Q(to_unit_id__anyof=near) if near else Q()),
            RECEIVED,
            Cast("offered_on", DateField()),
        ),
        counted(
            offers.visible_to(scope, READ).filter(Q(unit_id__anyof=near) if near else Q()),
            SENT,
            Cast("offered_on", DateField()),
        ),
        counted(papers.filter(state=Document.State.DRAFT), DRAFT, drafted),
        counted(papers.filter(state=Document.State.REVIEWED), REVIEWED, drafted),
    ]


def counted(found: "QuerySet[Any]", what: str, day: Any) -> "QuerySet[Any, Any]":
    """One part: how many rows, and the least of their days."""
    grouped: QuerySet[Any, Any] = found.order_by().annotate(part=Value(what)).values_list("part")
    found_of_it: QuerySet[Any, Any] = grouped.annotate(n=Count("pk"), since=Min(day))
    return found_of_it


def _open(scope: Scope) -> "QuerySet[Document]":
    return Document.objects.visible_to(scope, READ).filter(state__in=_OPEN)


def open_papers(
    *, scope: Scope, on: date, state: str = "", number: int = 1, size: int = DEFAULT_SIZE
) -> Page[OpenPaper]:
    """Every paper in reach that was drafted and not issued, the oldest first; names are masked. `state`: only those.

    Raises Forbidden.
    """
    scope.require(READ)
    found = _open(scope).defer("content").order_by("drafted_at", "pk")
    if state in _OPEN:
        found = found.filter(state=state)
    page = page_of(found, lambda row: row, number=number, size=size)
    names = masked_names({row.person_id for row in page}, scope=scope, power=READ)
    used = {(row.template, row.template_edition) for row in page}
    forms = paper_forms.shipped() if used <= paper_forms.shipped().keys() else paper_forms.published()
    rows = [
        _paper(row, forms[row.template, row.template_edition], names.get(row.person_id), on) for row in page
    ]
    return Page(rows, page.number, page.size, page.total, page.total_is_capped)


def _paper(row: Document, form: PaperForm, person: PersonRow | None, on: date) -> OpenPaper:
    drafted_on = local_day(row.drafted_at)
    return OpenPaper(
        id=row.pk,
        title=in_words(form.title),
        state=row.state,
        state_title=Document.State(row.state).label,
        drafted_on=drafted_on,
        days=max(0, (on - drafted_on).days),
        person=person,
    )
