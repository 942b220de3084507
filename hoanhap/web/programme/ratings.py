"""Units rated by the targets of a plan: a page, and the same as a file."""

import csv
import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from hoanhap.exchange.queries.refusals import harmless
from hoanhap.kit.errors import Words
from hoanhap.programme.queries import ratings
from hoanhap.programme.queries.ratings import Table, UnitRated
from hoanhap.programme.queries.scorecard_words import VERDICTS, mark_text, title_of, value_text
from hoanhap.programme.queries.scorecards import Map
from hoanhap.programme.rules.marks import Verdict
from hoanhap.programme.rules.ratings import Points
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import DayField
from hoanhap.web.programme.scorecards import MAPS, TONES
from hoanhap.web.templatetags.hoanhap import tone_icon
from hoanhap.web.widgets import Select


class Asking(forms.Form):
    """On which day, on which map."""

    on = DayField(label=_("On"), help_text="", required=False)
    map = forms.ChoiceField(
        label=pgettext_lazy("of units", "Map"), choices=MAPS, required=False, widget=Select
    )


@dataclass(frozen=True)
class Cell:
    """The points of a unit under one target, and the figure that gives them."""

    code: str
    points: str
    value: str
    verdict: Words
    icon: str
    href: str


@dataclass(frozen=True)
class Line:
    """One unit in words."""

    place: int | None
    name: str
    score: str
    href: str
    cells: tuple[Cell, ...]
    whys: tuple[str, ...]


@require_GET
@needs("programme.read")
def rating(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """Each unit with its place, its points under each target, and the figures that give them."""
    form, found = _asked(request, plan_id)
    language = get_language()
    return render(
        request,
        "programme/rating.html",
        {
            "card": found.card,
            "plan": found.card.plan.body,
            "plan_id": plan_id,
            "form": form,
            "found": found,
            "rating": found.rating,
            "targets": [
                (
                    row.target.code,
                    title_of(row, language),
                    mark_text(row.mark, row.to_on.year),
                    row.target.weight,
                )
                for row in found.rows
            ],
            "gates": [(row.target.code, title_of(row, language)) for row in found.gates],
            "lines": [_line(found, one) for one in found.units],
            "query": _query(found, found.card.area_id),
        },
        status=200 if form.is_valid() else 422,
    )


@require_GET
@needs("programme.read")
def download(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """The same as a table file; scores also as exact fractions."""
    _form, found = _asked(request, plan_id)
    answer = HttpResponse(_csv(found, get_language()), content_type="text/csv; charset=utf-8")
    name = f"xep-loai-{found.card.plan.body.code}-{found.card.as_of:%Y%m%d}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _asked(request: StaffRequest, plan_id: UUID) -> tuple[Asking, Table]:
    today = timezone.localdate()
    form = Asking({"on": f"{today:%d/%m/%Y}", "map": "as-was", **request.GET.dict()})
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    return form, ratings.table(
        plan_id,
        scope=request.scope,
        on=asked.get("on") or today,
        area_id=request.GET.get("area") or None,
        chosen=Map(asked.get("map") or "as-was"),
    )


def _line(found: Table, one: UnitRated) -> Line:
    query = _query(found, one.rated.unit_id)
    return Line(
        one.rated.place,
        one.name,
        ratings.score_text(one.rated.score),
        f"{reverse('plan', args=[found.card.plan.id])}?{query}",
        tuple(_cell(found, one, points, query) for points in one.rated.points),
        tuple(ratings.why_text(why, {}) for why in one.rated.whys),
    )


def _cell(found: Table, one: UnitRated, points: Points, query: str) -> Cell:
    value = one.values[points.target]
    return Cell(
        points.target,
        ratings.points_text(points),
        value_text(value),
        VERDICTS[value.verdict],
        tone_icon(TONES[value.verdict]),
        f"{reverse('plan-target-people', args=[found.card.plan.id, points.target])}?{query}",
    )


def _query(found: Table, area_id: str) -> str:
    return urlencode({"on": f"{found.card.as_of:%d/%m/%Y}", "map": str(found.card.map), "area": area_id})


def _csv(found: Table, language: str | None) -> bytes:
    """One line for each unit and target, in UTF-8 with the mark that Excel looks for; scores also as exact fractions."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    head: tuple[str, ...] = (
        pgettext("rating", "Place"),
        gettext("Code"),
        pgettext("area", "Unit"),
        gettext("Of 100"),
        gettext("Exact score"),
        gettext("Why there is no place"),
        gettext("Target"),
        gettext("Mark"),
        gettext("Weight"),
        gettext("Value"),
        gettext("Stands"),
        gettext("Points"),
    )
    writer.writerow([harmless(cell) for cell in head])
    told = ratings.data(found, language)
    targets = {one["target_code"]: one for one in told["targets"]}
    for unit in told["units"]:
        for points in unit["points"]:
            target = targets[points["target_code"]]
            cells = (
                unit["place"] or "",
                unit["area"].rpartition("-")[0],
                unit["area_name"],
                unit["score_of_100"],
                unit["score"] or "",
                "; ".join(unit["why_no_place"]),
                target["title"],
                target["target"],
                points["weight"],
                points["value"],
                VERDICTS[Verdict(points["verdict"])],
                points["points"] if points["points"] is not None else "",
            )
            writer.writerow([harmless(str(cell)) for cell in cells])
    return out.getvalue().encode("utf-8-sig")
