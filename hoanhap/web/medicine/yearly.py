"""The yearly report of controlled medicine: of a place (appendix IX) and of the reader's area (appendix X)."""

from decimal import Decimal
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_GET

from hoanhap.kit.layout.blocks import Official, Paragraph, Table
from hoanhap.kit.layout.xlsx import Sheet
from hoanhap.kit.numbers import vn_number
from hoanhap.medicine.queries.keeping import keeping
from hoanhap.medicine.queries.year_reports import MedicineYear, YearReport, year_report
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.medicine.book import READ, crumbs_of
from hoanhap.web.papers import KINDS, paper_answer, report
from hoanhap.web.residence.around import Crumbs
from hoanhap.web.treatment.place import Place, place_of

FIRST_YEAR: Final = 2010
CAUSES: Final[dict[str, Promise]] = {
    "spilt": pgettext_lazy("cause of wastage", "spilt or broken"),
    "destroyed": pgettext_lazy("cause of wastage", "destroyed by a board"),
    "missing": pgettext_lazy("cause of wastage", "found missing"),
}


@require_GET
@needs(READ)
def place(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """The report of a place with its points; last year where none is named."""
    found = place_of(request, place_id, READ)
    return _page(request, _of_place(request, found), place=found, crumbs=crumbs_of(found))


@require_GET
@needs(READ)
def area(request: StaffRequest) -> HttpResponse:
    """The report of every place in reach: sums of stock, no patient stands behind them."""
    crumbs: Crumbs = [(pgettext("page", "Losses of medicine"), reverse("medicine"))]
    return _page(request, _of_area(request), place=None, crumbs=crumbs)


@require_GET
@needs(READ)
def place_file(request: StaffRequest, place_id: UUID, kind: str) -> HttpResponse:
    """The report of a place, to be signed and sent."""
    found = place_of(request, place_id, READ)
    return _file(kind, found.name, _of_place(request, found), is_area=False)


@require_GET
@needs(READ)
def area_file(request: StaffRequest, kind: str) -> HttpResponse:
    """The report of the area, to be signed and sent."""
    return _file(kind, "", _of_area(request), is_area=True)


def _year(request: StaffRequest) -> int:
    """The year of the address; last year where it names none. Raises Http404."""
    this = timezone.localdate().year
    text = request.GET.get("year", "")
    if not text:
        return this - 1
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:5]) <= this):
        raise Http404
    return int(text)


def _of_place(request: StaffRequest, found: Place) -> YearReport:
    scope = request.scope
    return year_report(
        _year(request),
        scope=scope,
        on=timezone.localdate(),
        place_id=found.id,
    )


def _of_area(request: StaffRequest) -> YearReport:
    return year_report(_year(request), scope=request.scope, on=timezone.localdate(), of_a_province=True)


def _page(request: StaffRequest, found: YearReport, *, place: Place | None, crumbs: Crumbs) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "place": place,
        "crumbs": crumbs,
        "found": found,
        "lines": [(one, because(one)) for one in found.lines],
        "totals": [(one, because(one)) for one in found.totals],
        "is_due": today > found.to_on and today <= found.due_on,
        "before": found.year - 1 if found.year > FIRST_YEAR else None,
        "after": found.year + 1 if found.year < today.year else None,
        "kinds": KINDS,
        "basis": keeping(found.to_on).year_report_days.legal_basis,
    }
    return render(request, "medicine/yearly.html", context)


def because(one: MedicineYear) -> str:
    """Why there was wastage, cause by cause."""
    return "; ".join(
        f"{CAUSES[cause]} {vn_number(units.normalize())} {one.unit}"
        for cause, units in one.row.because.items()
    )


def _file(kind: str, name: str, found: YearReport, *, is_area: bool) -> HttpResponse:
    return paper_answer(
        kind,
        f"bao-cao-thuoc-{found.year}",
        paper=lambda: _paper(name, found, is_area=is_area),
        sheets=lambda: [_sheet(name, found)],
    )


def _columns() -> tuple[str, ...]:
    return (
        _("No."),
        pgettext("stock", "Medicine"),
        _("Unit"),
        pgettext("year report", "Opening"),
        pgettext("year report", "Received"),
        pgettext("year report", "Total"),
        pgettext("year report", "Issued"),
        pgettext("year report", "Wastage"),
        pgettext("year report", "Closing"),
        pgettext("year report", "Cause of the wastage"),
    )


def _amounts(one: MedicineYear) -> tuple[Decimal, ...]:
    row = one.row
    return (row.opening, row.received, row.total, row.issued, row.wasted, row.closing)


def _named(found: YearReport) -> list[tuple[str, MedicineYear]]:
    """The lines with what they are called: the medicine, and the place where there are several."""
    several = len({one.place_id for one in found.lines}) > 1
    listed = [(f"{one.title} – {one.place}" if several else one.title, one) for one in found.lines]
    if several:
        listed += [(_("%(medicine)s, all places") % {"medicine": one.title}, one) for one in found.totals]
    return listed


def _paper(name: str, found: YearReport, *, is_area: bool) -> Official:
    days = _("from %(first)s to %(last)s") % {
        "first": f"{found.from_on:%d/%m/%Y}",
        "last": f"{found.to_on:%d/%m/%Y}",
    }
    model = _("Appendix X") if is_area else _("Appendix IX")
    rows = tuple(
        (
            str(number),
            title,
            one.unit,
            *(vn_number(units.normalize()) for units in _amounts(one)),
            because(one),
        )
        for number, (title, one) in enumerate(_named(found), start=1)
    )
    kind = _("Report on controlled medicine")
    return report(
        issuer=name or _("Department of Health"),
        kind=kind,
        subject=_("Year %(year)s") % {"year": found.year} + f" ({days})",
        title=f"{kind} {found.year}",
        blocks=(
            Table(caption="", columns=_columns(), rows=rows, widths=(5, 22, 6, 9, 9, 9, 9, 9, 9, 20)),
            Paragraph(f"{model}, {keeping(found.to_on).year_report_days.legal_basis}", lead=_("By:")),
        ),
    )


def _sheet(name: str, found: YearReport) -> Sheet:
    return Sheet(
        name=str(found.year),
        heading=_("Report on controlled medicine"),
        lines=tuple(filter(None, (name, _("Year %(year)s") % {"year": found.year}))),
        columns=_columns(),
        rows=tuple(
            (number, title, one.unit, *_amounts(one), because(one))
            for number, (title, one) in enumerate(_named(found), start=1)
        ),
    )
