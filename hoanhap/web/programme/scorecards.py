"""Where a plan stands: the scorecard, one target closely, and the people or places behind a figure."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from hoanhap.kit.errors import Words
from hoanhap.places.queries import units
from hoanhap.programme.queries import scorecard_words, scorecards, target_pages, target_rows
from hoanhap.programme.queries.scorecards import Map, Row, Scorecard
from hoanhap.programme.rules.marks import Verdict
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import DayField
from hoanhap.web.paging import page_number, paged
from hoanhap.web.widgets import Select

TONES: Final[dict[Verdict, str]] = {
    Verdict.EXCEEDED: "good",
    Verdict.MET: "good",
    Verdict.NEAR: "warn",
    Verdict.MISSED: "late",
    Verdict.NOT_ENOUGH_DATA: "warn",
    Verdict.NOT_APPLICABLE: "neutral",
    Verdict.WATCHED: "info",
    Verdict.HIDDEN: "neutral",
}
MAPS: Final[tuple[tuple[str, Words], ...]] = (
    ("as-was", pgettext_lazy("map", "As it was at the end of the period")),
    ("old", pgettext_lazy("map", "When the plan was issued")),
    ("new", pgettext_lazy("map", "Today")),
)
LEVELS: Final[tuple[tuple[str, Words], ...]] = (
    ("", _("Only the whole area")),
    ("district", _("Each district")),
    ("commune", _("Each commune")),
)


class Asking(forms.Form):
    """On which day, on which map."""

    on = DayField(label=_("On"), help_text="", required=False)
    map = forms.ChoiceField(
        label=pgettext_lazy("of units", "Map"), choices=MAPS, required=False, widget=Select
    )
    level = forms.ChoiceField(label=_("By"), choices=LEVELS, required=False, widget=Select)


@dataclass(frozen=True)
class Line:
    """One target in words."""

    row: Row
    title: str
    mark: str
    value: str
    verdict: Words
    tone: str
    reading: str
    before: str
    href: str
    people_href: str


@require_GET
@needs("programme.read")
def scorecard(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """Every target of the plan on a day, for the area or one in it."""
    form, asked = _asking(request)
    area = request.GET.get("area") or None
    card = scorecards.scorecard(
        plan_id, scope=request.scope, on=asked["on"], area_id=area, chosen=Map(asked["map"]), with_before=True
    )
    lines = [_line(card, row, asked) for row in card.rows]
    return render(
        request,
        "programme/scorecard.html",
        {
            "card": card,
            "plan": card.plan.body,
            "plan_id": plan_id,
            "form": form,
            "lines": lines,
            "tally": _tally(lines),
            "is_part": card.area_id != card.plan.area_id,
            "may_write": request.scope.reaches("programme.write", card.plan.area_id),
        },
        status=200 if form.is_valid() else 422,
    )


@require_GET
@needs("programme.read")
def target(request: StaffRequest, plan_id: UUID, code: str) -> HttpResponse:
    """One target: what is counted, in every reading, by place, sex and age, month by month."""
    form, asked = _asking(request)
    found = target_pages.closely(
        plan_id,
        code,
        scope=request.scope,
        on=asked["on"],
        area_id=request.GET.get("area") or None,
        chosen=Map(asked["map"]),
        level=asked["level"] or None,
    )
    language, card, row, one = get_language(), found.card, found.card.rows[0], found.asked
    titles = (("sex", _("By sex")), ("age-band", _("By age")))
    return render(
        request,
        "programme/target.html",
        {
            "card": card,
            "plan": card.plan.body,
            "plan_id": plan_id,
            "form": form,
            "line": _line(card, row, asked),
            "definition": one.indicator.definition.text(language),
            "indicator": one.indicator,
            "readings": [
                (
                    reading.title.text(language) if reading.title else "",
                    reading.code == one.reading.code,
                    scorecard_words.value_text(value),
                )
                for reading, value in found.readings
            ],
            "parts": [(title, found.parts[by]) for by, title in titles if by in found.parts],
            "page": paged(
                [_area_line(card, row, area, asked) for area in sorted(row.areas, key=_rank)],
                page_number(request),
                size=50,
            ),
            "lost": [
                {
                    "name": scorecard_words.place_name(lost.unit_id, lost.name),
                    "value": scorecard_words.value_text(lost.value),
                    "why": scorecard_words.residue_text(lost),
                }
                for lost in row.lost
            ],
            "level": card.level,
            "trend": [
                (
                    day,
                    scorecard_words.value_text(value),
                    value,
                    TONES[value.verdict],
                    scorecard_words.VERDICTS[value.verdict],
                )
                for day, value in found.months
            ],
        },
    )


@require_GET
@needs("programme.read")
def people(request: StaffRequest, plan_id: UUID, code: str) -> HttpResponse:
    """The rows behind a figure; people as far as this account sees them."""
    _form, asked = _asking(request)
    held, one, area = target_pages.asked(
        plan_id, code, scope=request.scope, on=asked["on"], area_id=request.GET.get("area") or None
    )
    only = request.GET.get("only") if request.GET.get("only") in {"counted", "others", "all"} else "counted"
    found = target_rows.behind(
        held, one, area, scope=request.scope, only=str(only), number=page_number(request)
    )
    title = (one.target.title or one.indicator.title).text(get_language())
    return render(
        request,
        "programme/target_people.html",
        {
            "plan": held.body,
            "plan_id": plan_id,
            "code": code,
            "title": title,
            "area": units.full_names([area], on=one.to_on).get(area, area),
            "found": found,
            "page": found.page,
            "only": only,
            "on": one.to_on,
            "has_denominator": bool(one.reading.denominator),
        },
    )


def _asking(request: StaffRequest) -> tuple[Asking, dict[str, Any]]:
    today = f"{timezone.localdate():%d/%m/%Y}"
    form = Asking({"on": today, "map": "as-was", **request.GET.dict()})
    asked: dict[str, Any] = {"on": timezone.localdate(), "map": "as-was", "level": ""}
    if form.is_valid():
        asked |= {name: value for name, value in form.cleaned_data.items() if value}
    return form, asked


def _line(card: Scorecard, row: Row, asked: dict[str, Any]) -> Line:
    language = get_language()
    query = urlencode({"on": f"{asked['on']:%d/%m/%Y}", "map": asked["map"], "area": card.area_id})
    return Line(
        row=row,
        title=scorecard_words.title_of(row, language),
        mark=scorecard_words.mark_text(row.mark, row.to_on.year),
        value=scorecard_words.value_text(row.value),
        verdict=scorecard_words.VERDICTS[row.value.verdict],
        tone=TONES[row.value.verdict],
        reading=scorecard_words.reading_of(row, language),
        before=scorecard_words.value_text(row.before) if row.before else "",
        href=f"{reverse('plan-target', args=[card.plan.id, row.target.code])}?{query}",
        people_href=f"{reverse('plan-target-people', args=[card.plan.id, row.target.code])}?{query}",
    )


def _area_line(card: Scorecard, row: Row, one: scorecards.AreaValue, asked: dict[str, Any]) -> dict[str, Any]:
    query = urlencode({"on": f"{asked['on']:%d/%m/%Y}", "map": asked["map"], "area": one.unit_id})
    return {
        "name": one.name,
        "value": scorecard_words.value_text(one.value),
        "counts": one.value,
        "verdict": scorecard_words.VERDICTS[one.value.verdict],
        "tone": TONES[one.value.verdict],
        "href": f"{reverse('plan', args=[card.plan.id])}?{query}",
        "people_href": f"{reverse('plan-target-people', args=[card.plan.id, row.target.code])}?{query}",
    }


def _rank(one: scorecards.AreaValue) -> tuple[int, float, str]:
    """Those furthest from the mark first; what cannot be judged last."""
    order = [
        Verdict.MISSED,
        Verdict.NEAR,
        Verdict.NOT_ENOUGH_DATA,
        Verdict.WATCHED,
        Verdict.MET,
        Verdict.EXCEEDED,
        Verdict.NOT_APPLICABLE,
        Verdict.HIDDEN,
    ]
    value = one.value
    if value.is_hidden:
        return order.index(Verdict.HIDDEN), 0, one.name
    part = (value.numerator or 0) / value.denominator if value.denominator else -(value.numerator or 0)
    return order.index(value.verdict), part, one.name


def _tally(lines: list[Line]) -> list[tuple[Words, str, int]]:
    """How many targets stand how."""
    return [
        (scorecard_words.VERDICTS[verdict], TONES[verdict], count)
        for verdict in Verdict
        if (count := sum(1 for line in lines if line.row.value.verdict is verdict))
    ]


def crumbs(plan_id: UUID, number: str) -> list[tuple[str, str]]:
    """Where pages of a plan lie."""
    return [(pgettext("page", "Plans"), reverse("plans")), (number, reverse("plan", args=[plan_id]))]
