"""Figures for everybody, without signing in: no cookie, no script, small numbers left out long before they get here."""

import csv
import io
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from hoanhap.exchange.queries.refusals import harmless
from hoanhap.kit.errors import NotFound
from hoanhap.programme.queries import published
from hoanhap.web.access import public
from hoanhap.web.outreach.public import KEPT_SECONDS
from hoanhap.web.paging import page_number, paged

COLUMNS: Final = ("target_code", "target", "unit", "unit_name", "counted", "out_of", "hidden")
UNITS_A_PAGE: Final = 100


@require_safe
@public
def all_figures(request: HttpRequest) -> HttpResponse:
    """Every plan of which figures were published."""
    page = paged(published.public_lines(), page_number(request))
    return _kept(render(request, "public/figures.html", {"page": page}))


@require_safe
@public
def figures(request: HttpRequest, published_id: UUID) -> HttpResponse:
    """The targets of one plan; with `target`, each commune of one of them."""
    try:
        found = published.public_figures(published_id, get_language() or "vi")
    except NotFound as nothing:
        raise Http404 from nothing
    code = request.GET.get("target", "")
    target = next((one for one in found.targets if one.code == code), None)
    if code and target is None:
        raise Http404
    areas = paged(target.areas, page_number(request), size=UNITS_A_PAGE) if target else None
    shown = {"line": found.line, "targets": found.targets, "target": target, "areas": areas}
    return _kept(render(request, "public/figures_of.html", shown))


@require_safe
@public
def table(_request: HttpRequest, published_id: UUID) -> HttpResponse:
    """The same as a file: one row a target and unit, an empty cell where nothing is told."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    try:
        for code, title, unit, name, counted, over, hidden in published.table(
            published_id, get_language() or "vi"
        ):
            told = ("" if one is None else one for one in (counted, over))
            writer.writerow([code, harmless(title), unit, harmless(name), *told, "yes" if hidden else ""])
    except NotFound as nothing:
        raise Http404 from nothing
    headers = {"Content-Disposition": str(content_disposition_header(True, f"figures-{published_id}.csv"))}
    return _kept(
        HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
    )


def _kept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response
