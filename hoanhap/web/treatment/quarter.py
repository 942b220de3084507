"""The quarterly table of a clinic: as a page, as a paper, and the patients behind each number."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hoanhap.kit.layout.blocks import Official, Paragraph, Table
from hoanhap.kit.layout.xlsx import Sheet
from hoanhap.treatment.queries import quarterly as queries
from hoanhap.treatment.rules.quarterly import Quarter, broken
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.paging import page_number
from hoanhap.web.papers import KINDS, paper_answer, report
from hoanhap.web.treatment.patients import crumbs_of
from hoanhap.web.treatment.place import place_of

CARE: Final = "treatment.care"
LANGUAGE: Final = "vi"


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
    """The table to be signed, for Word, for print or as a spreadsheet; Vietnamese for every reader."""
    place, quarter = place_of(request, place_id, CARE), _asked(request)
    is_year = "year" in request.GET
    found = _found(request, place.id, quarter, is_year=is_year)
    return paper_answer(
        kind,
        f"bang-{quarter.year}" if is_year else f"bang-quy-{quarter}",
        paper=lambda: _paper(place.name, found, is_year=is_year),
        sheets=lambda: [_sheet(place.name, found, is_year=is_year)],
    )


def _found(request: StaffRequest, place_id: UUID, quarter: Quarter, *, is_year: bool) -> queries.Quarterly:
    try:
        if is_year:
            return queries.yearly(place_id, quarter.year, scope=request.scope)
        return queries.quarterly(place_id, quarter, scope=request.scope)
    except queries.NoTable:
        raise Http404 from None


def _period(found: queries.Quarterly, *, is_year: bool) -> tuple[str, str]:
    """The period in words, and its days."""
    which: dict[str, Any] = {"quarter": found.quarter.number, "year": found.quarter.year}
    period = _("Year %(year)s") % which if is_year else _("Quarter %(quarter)s of %(year)s") % which
    days = {"first": f"{found.from_on:%d/%m/%Y}", "last": f"{found.to_on:%d/%m/%Y}"}
    return period, _("from %(first)s to %(last)s") % days


def _paper(name: str, found: queries.Quarterly, *, is_year: bool) -> Official:
    """The table as an official paper, as plain data."""
    period, days = _period(found, is_year=is_year)
    rows = tuple(
        (row.number, row.title.vi, "" if found.counts[row.code] is None else str(found.counts[row.code]))
        for row in found.table.rows
    )
    columns = (_("No."), _("Content"), _("Patients"))
    return report(
        issuer=name,
        kind=found.table.title.vi,
        subject=f"{period} ({days})",
        title=f"{found.table.title.vi} {period}",
        blocks=(
            Table(caption="", columns=columns, rows=rows, widths=(10, 70, 20)),
            Paragraph(found.table.in_force.legal_basis, lead=_("By:")),
        ),
    )


def _sheet(name: str, found: queries.Quarterly, *, is_year: bool) -> Sheet:
    """The table as a sheet."""
    period, days = _period(found, is_year=is_year)
    return Sheet(
        name=period,
        heading=found.table.title.vi,
        lines=(name, f"{period} ({days})", found.table.in_force.legal_basis),
        columns=(_("No."), _("Content"), _("Patients")),
        rows=tuple((row.number, row.title.vi, found.counts[row.code]) for row in found.table.rows),
    )
