"""The quarterly table of substitution treatment for the reader's area: clinics side by side, small numbers hidden."""

from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hoanhap.kit.layout.blocks import Official, Paragraph, Table
from hoanhap.kit.layout.xlsx import Cell, Sheet
from hoanhap.reporting.queries.substitution_area import AreaTable, area_table
from hoanhap.treatment.queries.quarterly import NoTable, has_table, tables
from hoanhap.treatment.rules.quarterly import Quarter
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.papers import KINDS, paper_answer, report

POWER: Final = "reporting.read"
LANGUAGE: Final = "vi"
HIDDEN: Final = "<5"


def _found(request: StaffRequest) -> AreaTable:
    """The quarter of the address; the last finished one where it names none. Raises Http404."""
    text = request.GET.get("quarter", "")
    try:
        quarter = (
            Quarter.parse(text)
            if text
            else Quarter.of(timezone.localdate(), begins_on_day=tables()[-1].begins_on_day).before
        )
        return area_table(quarter, scope=request.scope)
    except (ValueError, NoTable):
        raise Http404 from None


@require_GET
@needs(POWER)
def show(request: StaffRequest) -> HttpResponse:
    """Every clinic of the area, and all of them together."""
    found, today = _found(request), timezone.localdate()
    language = get_language() or LANGUAGE
    context = {
        "found": found,
        "quarter": found.quarter,
        "title": found.table.title.told(language),
        "columns": [(row.number, row.title.told(language)) for row in found.rows],
        "is_running": found.to_on >= today,
        "before": found.quarter.before if has_table(found.quarter.before) else None,
        "after": found.quarter.after if found.quarter.after.days(begins_on_day=1)[0] <= today else None,
        "kinds": KINDS,
        "clinics": [(name, _labelled(found, counts, language)) for name, counts in found.clinics],
        "total": _labelled(found, found.total, language),
    }
    return render(request, "reporting/substitution.html", context)


@require_GET
@needs(POWER)
def file(request: StaffRequest, kind: str) -> HttpResponse:
    """The same for Word, for print or as a spreadsheet; Vietnamese for every reader."""
    found = _found(request)
    return paper_answer(
        kind,
        f"bang-quy-dia-ban-{found.quarter}",
        paper=lambda: _paper(found),
        sheets=lambda: [_sheet(found)],
    )


def _labelled(
    found: AreaTable, counts: tuple[int | None, ...], language: str
) -> list[tuple[str, int | None]]:
    return [(row.title.told(language), count) for row, count in zip(found.rows, counts, strict=True)]


def _lines(found: AreaTable) -> list[tuple[str, tuple[int | None, ...]]]:
    return [*found.clinics, (_("All clinics"), found.total)]


def _period(found: AreaTable) -> str:
    which = {"quarter": found.quarter.number, "year": found.quarter.year}
    days = {"first": f"{found.from_on:%d/%m/%Y}", "last": f"{found.to_on:%d/%m/%Y}"}
    return _("Quarter %(quarter)s of %(year)s") % which + " (" + _("from %(first)s to %(last)s") % days + ")"


def _paper(found: AreaTable) -> Official:
    rows = tuple(
        (name, *(HIDDEN if count is None else str(count) for count in counts))
        for name, counts in _lines(found)
    )
    words = "; ".join(f"{row.number}: {row.title.vi}" for row in found.rows)
    return report(
        issuer=_("Department of Health"),
        kind=found.table.title.vi,
        subject=_period(found),
        title=f"{found.table.title.vi} {found.quarter}",
        blocks=(
            Table(
                caption="",
                columns=(_("Clinic"), *(row.number for row in found.rows)),
                rows=rows,
                widths=(34, *(11 for _row in found.rows)),
            ),
            Paragraph(words, lead=_("Columns:")),
            Paragraph(found.table.in_force.legal_basis, lead=_("By:")),
        ),
    )


def _sheet(found: AreaTable) -> Sheet:
    rows: list[tuple[Cell, ...]] = [
        (name, *(HIDDEN if count is None else count for count in counts)) for name, counts in _lines(found)
    ]
    return Sheet(
        name=str(found.quarter),
        heading=found.table.title.vi,
        lines=(_period(found), found.table.in_force.legal_basis),
        columns=(_("Clinic"), *(f"{row.number} {row.title.vi}" for row in found.rows)),
        rows=tuple(rows),
    )
