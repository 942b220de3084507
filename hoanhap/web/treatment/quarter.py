"""The quarterly table of a clinic: as a page, as a paper, and the patients behind each number."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hoanhap.kit.layout.blocks import Official, Paragraph, Signature, Table, day_in_words
from hoanhap.kit.layout.docx import docx
from hoanhap.kit.layout.pdf import pdf
from hoanhap.treatment.queries import quarterly as queries
from hoanhap.treatment.rules.quarterly import Quarter, broken
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.paging import page_number
from hoanhap.web.treatment.patients import crumbs_of
from hoanhap.web.treatment.place import place_of

CARE: Final = "treatment.care"
LANGUAGE: Final = "vi"
KINDS: Final = (("docx", "Word"), ("pdf", "PDF"))
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _asked(request: StaffRequest) -> Quarter:
    """The quarter of the address; the last finished one where it names none. Raises Http404."""
    text = request.GET.get("quarter", "")
    try:
        if text:
            return Quarter.parse(text)
    except ValueError:
        raise Http404 from None
    table = queries.tables()[-1]
    return Quarter.of(timezone.localdate(), begins_on_day=table.begins_on_day).before


@require_GET
@needs(CARE)
def show(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """The table of a quarter; with `year` that of the whole year."""
    place, quarter = place_of(request, place_id, CARE), _asked(request)
    is_year = "year" in request.GET
    found = _found(request, place.id, quarter, is_year=is_year)
    today, language = timezone.localdate(), get_language() or LANGUAGE
    context = {
        "place": place,
        "crumbs": crumbs_of(place),
        "found": found,
        "quarter": quarter,
        "is_year": is_year,
        "is_running": found.to_on >= today,
        "before": quarter.before if queries.has_table(quarter.before) else None,
        "after": quarter.after if quarter.after.days(begins_on_day=1)[0] <= today else None,
        "title": found.table.title.told(language),
        "kinds": KINDS,
        "rows": [(row, row.title.told(language), found.counts[row.code]) for row in found.table.rows],
        "broken": [(one.row.number, one.whole.number) for one in broken(found.table.rows, found.counts)],
    }
    return render(request, "treatment/quarter/table.html", context)


@require_GET
@needs(CARE)
def behind(request: StaffRequest, place_id: UUID, row: str) -> HttpResponse:
    """The patients counted in a row. The reading is logged."""
    place, quarter = place_of(request, place_id, CARE), _asked(request)
    is_year = "year" in request.GET
    found = _found(request, place.id, quarter, is_year=is_year)
    one = next((one for one in found.table.rows if one.code == row), None)
    if one is None:
        raise Http404
    context = {
        "place": place,
        "found": found,
        "quarter": quarter,
        "is_year": is_year,
        "crumbs": crumbs_of(place),
        "title": one.title.told(get_language() or LANGUAGE),
        "page": queries.behind(
            found,
            row,
            scope=request.scope,
            at=timezone.now(),
            purpose=_("Checking the figure of a report"),
            number=page_number(request),
        ),
    }
    return render(request, "treatment/quarter/behind.html", context)


@require_GET
@needs(CARE)
def file(request: StaffRequest, place_id: UUID, kind: str) -> HttpResponse:
    """The table to be signed, for Word or for print; Vietnamese for every reader."""
    if kind not in ("pdf", "docx"):
        raise Http404
    place, quarter = place_of(request, place_id, CARE), _asked(request)
    is_year = "year" in request.GET
    made = _paper(place.name, _found(request, place.id, quarter, is_year=is_year), is_year=is_year)
    content, content_type = (pdf(made), "application/pdf") if kind == "pdf" else (docx(made), WORD)
    answer = HttpResponse(content, content_type=content_type)
    name = f"bang-{quarter.year}.{kind}" if is_year else f"bang-quy-{quarter}.{kind}"
    answer.headers["Content-Disposition"] = str(content_disposition_header(kind != "pdf", name))
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _found(request: StaffRequest, place_id: UUID, quarter: Quarter, *, is_year: bool) -> queries.Quarterly:
    try:
        if is_year:
            return queries.yearly(place_id, quarter.year, scope=request.scope)
        return queries.quarterly(place_id, quarter, scope=request.scope)
    except queries.NoTable:
        raise Http404 from None


def _paper(name: str, found: queries.Quarterly, *, is_year: bool) -> Official:
    """The table as an official paper, as plain data."""
    with override(LANGUAGE):
        now = timezone.localtime()
        which: dict[str, Any] = {"quarter": found.quarter.number, "year": found.quarter.year}
        period = _("Year %(year)s") % which if is_year else _("Quarter %(quarter)s of %(year)s") % which
        days = _("from %(first)s to %(last)s") % {
            "first": f"{found.from_on:%d/%m/%Y}",
            "last": f"{found.to_on:%d/%m/%Y}",
        }
        note = _("(Signature, full name)")
        return Official(
            language=LANGUAGE,
            nation=_("SOCIALIST REPUBLIC OF VIET NAM"),
            motto=_("Independence – Freedom – Happiness"),
            issuer_above="",
            issuer=name.upper(),
            number="",
            place_and_date=day_in_words(now.date(), language=LANGUAGE, year=now.year).capitalize(),
            kind=found.table.title.vi.upper(),
            subject=f"{period} ({days})",
            decider="",
            bases=(),
            recipients_title="",
            recipients=(),
            mark="",
            note="",
            title=f"{found.table.title.vi} {period}",
            blocks=(
                Table(
                    caption="",
                    columns=(_("No."), _("Content"), _("Patients")),
                    rows=tuple(
                        (row.number, row.title.vi, "" if count is None else str(count))
                        for row, count in ((row, found.counts[row.code]) for row in found.table.rows)
                    ),
                    widths=(10, 70, 20),
                ),
                Paragraph(found.table.in_force.legal_basis, lead=_("By:")),
            ),
            signatures=(
                Signature(above=(_("WRITTEN BY"),), name="", note=note),
                Signature(above=(_("HEAD OF THE UNIT"),), name="", note=note),
            ),
            made_at=now,
        )
