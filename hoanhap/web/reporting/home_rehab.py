"""The result report of rehabilitation at home and in the community: the page, its files, the people behind a figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hoanhap.kit.errors import Forbidden, NotFound, Refused
from hoanhap.reporting.operations import papers
from hoanhap.reporting.queries import areas, home_rehab
from hoanhap.reporting.queries.papers import Printing
from hoanhap.reporting.rules.results import NOT_PUBLISHED, CommuneRow, HomeRehabResults
from hoanhap.reporting.rules.shares import number_text
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import add_problems
from hoanhap.web.paging import page_number
from hoanhap.web.reporting.forms import Asked, Printed

GROUPS = (
    ("communes_selected", "communes_implementing", "participants"),
    ("certified", "breached", "otherwise_ended", "in_progress", "unaccounted"),
    ("detox_done", "handed_over", "contacts_kept"),
    ("shortage_communes", "shortage_days", "staff_findings"),
)


@dataclass(frozen=True)
class Question:
    """A valid form, with the area it means."""

    area_id: str
    from_on: date
    to_on: date
    is_public: bool

    @property
    def query(self) -> str:
        """The same question as the end of an address."""
        asked = {
            "area": self.area_id,
            "from": f"{self.from_on:%d/%m/%Y}",
            "to": f"{self.to_on:%d/%m/%Y}",
        }
        return urlencode(asked | ({"public": "on"} if self.is_public else {}))


@dataclass(frozen=True)
class TableCell:
    """A number of the table, and the people behind it where the reader may ask for them."""

    title: str
    text: str
    href: str


@require_safe
@needs("reporting.read")
def show(request: StaffRequest) -> HttpResponse:
    """The form; once it is filled in, the figures."""
    is_asked = "area" in request.GET
    own = [] if is_asked else areas.areas_to_choose(on=timezone.localdate(), scope=request.scope)
    form = Asked(request.GET) if is_asked else Asked(initial=_first_guess(own))
    question = _question(request, form) if is_asked else None
    context: dict[str, Any] = {"form": form, "areas": own, "printed_at": timezone.localtime()}
    if question is not None:
        try:
            results = home_rehab.home_rehab_results(
                area_id=question.area_id,
                from_on=question.from_on,
                to_on=question.to_on,
                scope=request.scope,
                at=timezone.now(),
                language=get_language() or "vi",
                is_public=question.is_public,
            )
        except (NotFound, Forbidden):
            raise
        except Refused as refused:
            add_problems(form, refused)
        else:
            may_open = request.scope.may(home_rehab.PEOPLE_POWER) and not question.is_public
            context |= {
                "results": results,
                "groups": [[results.figure(code) for code in group] for group in GROUPS],
                "rows": _rows(results, question, may_open=may_open),
                "totals": [_text(count, results.language) for count in results.totals],
                "query": question.query,
                "printed": Printed(auto_id="print_%s", initial={"place": results.area.name}),
                "may_see_people": may_open,
                "file_kinds": (("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel"), ("json", "JSON")),
            }
    return render(request, "reporting/home_rehab/show.html", context, status=422 if form.errors else 200)


@require_safe
@needs("people.read")
def people(request: StaffRequest, figure: str) -> HttpResponse:
    """The people counted in one figure, as far as the reader may see them."""
    form = Asked(request.GET)
    question = _question(request, form)
    if question is None:
        raise Http404
    found = home_rehab.people_behind(
        figure=figure,
        area_id=question.area_id,
        from_on=question.from_on,
        to_on=question.to_on,
        unit_id=request.GET.get("unit") or None,
        scope=request.scope,
        at=timezone.now(),
        purpose=_("Checking the figure of a report"),
        language=get_language() or "vi",
        number=page_number(request),
    )
    unit = {"unit": request.GET["unit"]} if request.GET.get("unit") else {}
    context = {
        "found": found,
        "question": question,
        "query": question.query,
        "list_query": f"{question.query}&{urlencode(unit)}" if unit else question.query,
    }
    return render(request, "reporting/home_rehab/people.html", context)


@require_POST
@needs("reporting.read")
def file(request: StaffRequest, kind: str) -> HttpResponse:
    """The report as a file. Asked with POST: what is printed on it, a signer's name, stays out of addresses and logs."""
    form, printed = Asked(request.POST), Printed(request.POST)
    question = _question(request, form)
    if kind not in set(papers.FileKind) or question is None:
        raise Http404
    if not printed.is_valid():
        context = {"form": printed, "query": question.query}
        return render(request, "reporting/home_rehab/file_refused.html", context, status=422)
    try:
        made = papers.export_home_rehab_results(
            kind=papers.FileKind(kind),
            area_id=question.area_id,
            from_on=question.from_on,
            to_on=question.to_on,
            scope=request.scope,
            at=timezone.now(),
            language=get_language() or "vi",
            is_public=question.is_public,
            printing=Printing(**printed.cleaned_data),
        )
    except (NotFound, Forbidden):
        raise
    except Refused as refused:
        context = {"problems": refused.problems, "query": question.query}
        return render(request, "reporting/home_rehab/file_refused.html", context, status=422)
    answer = HttpResponse(made.content, content_type=made.content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return answer


def _question(request: StaffRequest, form: Asked) -> Question | None:
    """What a valid form asks; None, with the reason in the form, where it asks nothing that can be answered."""
    if not form.is_valid():
        return None
    from_on, to_on = form.days
    try:
        area_id = areas.area_named(form.cleaned_data["area"], on=to_on, scope=request.scope)
    except areas.AreaUnclear as unclear:
        add_problems(form, unclear)
        return None
    return Question(area_id, from_on, to_on, form.cleaned_data["public"])


def _rows(
    results: HomeRehabResults, question: Question, *, may_open: bool
) -> list[tuple[CommuneRow, list[TableCell]]]:
    rows = []
    for row in results.communes:
        end = f"?{question.query}&{urlencode({'unit': row.unit_id})}"
        cells = [
            TableCell(
                title=column.short,
                text=_text(count, results.language),
                href=reverse("home-rehab-results-people", args=[column.code]) + end
                if count and may_open
                else "",
            )
            for column, count in zip(results.columns, row.counts, strict=True)
        ]
        rows.append((row, cells))
    return rows


def _text(count: int | None, language: str) -> str:
    return NOT_PUBLISHED if count is None else number_text(count, language)


def _first_guess(own: Sequence[areas.AreaChoice]) -> dict[str, Any]:
    """This year, in the reader's own area if there is one."""
    today = timezone.localdate()
    return {"area": own[0].text if own else "", "from": today.replace(month=1, day=1), "to": today}
