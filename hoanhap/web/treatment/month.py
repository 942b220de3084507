"""The month of a clinic: as a page, as a file, and the patients behind each number."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from hoanhap.kit.layout.blocks import Official, Table
from hoanhap.kit.layout.xlsx import Cell, Sheet
from hoanhap.kit.numbers import vn_number
from hoanhap.medicine.queries.year_reports import MedicineYear
from hoanhap.treatment.queries.monthly import DOSES, PEOPLE, Month, Monthly, monthly
from hoanhap.treatment.queries.quarterly import behind as behind_row
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.paging import page_number
from hoanhap.web.papers import KINDS, paper_answer, report
from hoanhap.web.treatment.patients import crumbs_of
from hoanhap.web.treatment.place import Place, place_of

CARE: Final = "treatment.care"


def _asked(request: StaffRequest) -> Month:
    """The month of the address; last month where it names none. Raises Http404."""
    text = request.GET.get("month", "")
    this = Month.of(timezone.localdate())
    try:
        found = Month.parse(text) if text else this.before
    except ValueError:
        raise Http404 from None
    if found.first > this.first:
        raise Http404
    return found


def _found(request: StaffRequest, place: Place, *, people_only: bool = False) -> Monthly:
    today = timezone.localdate()
    return monthly(place.id, _asked(request), on=today, scope=request.scope, people_only=people_only)


@require_GET
@needs(CARE)
def show(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """The numbers of a month."""
    place = place_of(request, place_id, CARE)
    found, this = _found(request, place), Month.of(timezone.localdate())
    context = {
        "place": place,
        "crumbs": crumbs_of(place),
        "found": found,
        "month": found.month,
        "before": found.month.before,
        "after": found.month.after if found.month != this else None,
        "is_running": found.month == this,
        "people": [(code, words, found.counts[code]) for code, words in PEOPLE.items()],
        "doses": [(words, found.doses[code]) for code, words in DOSES.items()],
        "kinds": KINDS,
    }
    return render(request, "treatment/month/month.html", context)


@require_GET
@needs(CARE)
def behind(request: StaffRequest, place_id: UUID, row: str) -> HttpResponse:
    """The patients counted in a row. The reading is logged."""
    place = place_of(request, place_id, CARE)
    if row not in PEOPLE:
        raise Http404
    found = _found(request, place, people_only=True)
    page = behind_row(
        found,
        row,
        scope=request.scope,
        at=timezone.now(),
        purpose=_("Checking the figure of a report"),
        number=page_number(request),
    )
    context: dict[str, Any] = {
        "place": place,
        "crumbs": crumbs_of(place),
        "found": found,
        "title": PEOPLE[row],
        "page": page,
    }
    return render(request, "treatment/month/behind.html", context)


@require_GET
@needs(CARE)
def file(request: StaffRequest, place_id: UUID, kind: str) -> HttpResponse:
    """The month for Word, for print or as a spreadsheet; Vietnamese for every reader, sums only."""
    place = place_of(request, place_id, CARE)
    found = _found(request, place)
    return paper_answer(
        kind,
        f"bao-cao-thang-{found.month}",
        paper=lambda: _paper(place.name, found),
        sheets=lambda: [_sheet(place.name, found)],
    )


def _rows(found: Monthly) -> list[tuple[str, int]]:
    """Every counted line of people, doses and substances, in words."""
    listed = [(str(words), found.counts[code]) for code, words in PEOPLE.items()]
    listed += [
        (_("Found in tests: %(substance)s (patients)") % {"substance": words}, count)
        for words, count in found.substances
    ]
    return listed + [
        (_("Doses: %(words)s") % {"words": words}, found.doses[code]) for code, words in DOSES.items()
    ]


def _head() -> tuple[str, ...]:
    return (
        pgettext("stock", "Medicine"),
        _("Unit"),
        pgettext("year report", "Opening"),
        pgettext("year report", "Received"),
        pgettext("year report", "Issued"),
        pgettext("year report", "Wastage"),
        pgettext("year report", "Closing"),
    )


def _cells(one: MedicineYear) -> tuple[Cell, ...]:
    row = one.row
    return (one.title, one.unit, row.opening, row.received, row.issued, row.wasted, row.closing)


def _period(found: Monthly) -> str:
    days = {"first": f"{found.month.first:%d/%m/%Y}", "last": f"{found.to_on:%d/%m/%Y}"}
    return _("from %(first)s to %(last)s") % days


def _paper(name: str, found: Monthly) -> Official:
    counted = Table(
        caption="",
        columns=(_("No."), _("Content"), _("Number")),
        rows=tuple((str(n), words, str(count)) for n, (words, count) in enumerate(_rows(found), start=1)),
        widths=(10, 70, 20),
    )
    blocks = [counted]
    if found.medicines:
        blocks.append(
            Table(
                caption=pgettext("month", "Medicine"),
                columns=_head(),
                rows=tuple(
                    tuple(
                        cell if isinstance(cell, str) else vn_number(cell)
                        for cell in _cells(one)
                        if cell is not None
                    )
                    for one in found.medicines
                ),
                widths=(28, 8, 13, 13, 13, 12, 13),
            )
        )
    kind = _("Report of the month")
    return report(
        issuer=name, kind=kind, subject=_period(found), title=f"{kind} {found.month}", blocks=blocks
    )


def _sheet(name: str, found: Monthly) -> Sheet:
    rows: list[tuple[Cell, ...]] = [(words, count) for words, count in _rows(found)]
    for one in found.medicines or ():
        rows += [
            (f"{one.title} ({one.unit}): {words}", cell)
            for words, cell in zip(_head()[2:], _cells(one)[2:], strict=True)
        ]
    return Sheet(
        name=str(found.month),
        heading=_("Report of the month"),
        lines=(name, _period(found)),
        columns=(_("Content"), _("Number")),
        rows=tuple(rows),
    )
