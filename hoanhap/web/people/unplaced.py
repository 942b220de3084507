"""People whose commune is gone and did not go over whole: the list from which each of them is handed over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from hoanhap.people.queries import unplaced as queries
from hoanhap.people.queries.unplaced import UnplacedRow
from hoanhap.places.queries import organisations, units
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.paging import page_number


@dataclass(frozen=True)
class Heir:
    """A unit to choose, with the form that hands over to it. Without an office there, one has to be chosen by hand."""

    name: str
    href: str
    has_office: bool


@dataclass(frozen=True)
class Line:
    """A person of the list, and where the file may go."""

    row: UnplacedRow
    is_divided: bool
    heirs: list[Heir]
    href: str


@require_safe
@needs("people.assign")
def unplaced(request: StaffRequest) -> HttpResponse:
    """Everybody in reach whom no list can place, by the unit they stood at; `?unit=` shows those of one unit."""
    today = timezone.localdate()
    unit_id = request.GET.get("unit") or None
    unit = units.unit(unit_id, on=today) if unit_id else None
    page = queries.unplaced(scope=request.scope, on=today, number=page_number(request), area_id=unit_id)
    return render(
        request,
        "people/unplaced.html",
        {
            "page": page,
            "lines": _lines(page, today),
            "unit": unit,
            "may_count": request.scope.may("reporting.read"),
        },
    )


def _lines(rows: Iterable[UnplacedRow], today: date) -> list[Line]:
    found = list(rows)
    wanted = {one.unit_id for row in found for one in row.candidates}
    committees = organisations.offices(wanted, on=today, kinds=("peoples-committee",)) if wanted else []
    office = {one.unit_id: one.id for one in reversed(committees)}
    lines = []
    for row in found:
        form = reverse("person-transfer", args=[row.person.id])
        heirs = [
            Heir(
                one.name,
                f"{form}?{urlencode({'office': str(office[one.unit_id])})}"
                if one.unit_id in office
                else form,
                one.unit_id in office,
            )
            for one in row.candidates
        ]
        lines.append(Line(row, row.reason is queries.Reason.DIVIDED, heirs, form))
    return lines
