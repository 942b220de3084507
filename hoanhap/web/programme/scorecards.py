"""Where a plan stands: the scorecard, and the same figures as a file."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from hoanhap.exchange.queries.refusals import harmless
from hoanhap.kit.errors import Words
from hoanhap.programme.queries import quality, scorecard_words, scorecards
from hoanhap.programme.queries.disclosure import Reader
from hoanhap.programme.queries.scorecards import Map, Row, Scorecard
from hoanhap.programme.queries.target_questions import end_of
from hoanhap.programme.rules.marks import Verdict
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import DayField
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
    """On which day, on which map, and from the records as they were known when."""

    on = DayField(label=_("On"), help_text="", required=False)
    map = forms.ChoiceField(
        label=pgettext_lazy("of units", "Map"), choices=MAPS, required=False, widget=Select
    )
    level = forms.ChoiceField(label=_("By"), choices=LEVELS, required=False, widget=Select)
    known = DayField(label=_("As known on"), help_text="", required=False)


@dataclass(frozen=True)
class Asked:
    """What the reader wants to see."""

    on: date
    map: Map
    level: str | None
    known_on: date | None

    @property
    def known(self) -> datetime | None:
        """The end of the day as known on which the records are looked at; None where that is today."""
        return end_of(self.known_on) if self.known_on else None

    def query(self, area_id: str, **more: str) -> str:
        """The rest of an address that asks the same of an area."""
        known = {"known": f"{self.known_on:%d/%m/%Y}"} if self.known_on else {}
        return urlencode(
            {"on": f"{self.on:%d/%m/%Y}", "map": str(self.map), "area": area_id, **known, **more}
        )


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
    late: str
    remarks: tuple[str, ...]
    href: str
    people_href: str


@require_GET
@needs("programme.read")
def scorecard(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """Every target of the plan on a day, for the area or one in it."""
    form, asked = asking(request)
    card = scorecards.scorecard(
        plan_id,
        scope=request.scope,
        on=asked.on,
        area_id=request.GET.get("area") or None,
        chosen=asked.map,
        with_before=True,
        with_quality=True,
        known=asked.known,
    )
    lines = [line_of(card, row, asked) for row in card.rows]
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
            "is_veiled": not Reader(request.scope).sees(card.area_id),
            "known": asked.known_on if asked.known else None,
            "may_write": request.scope.reaches("programme.write", card.plan.area_id),
        },
        status=200 if form.is_valid() else 422,
    )


@require_GET
@needs("programme.read")
def download(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """The figures as a file: the very ones of the page and of the command."""
    _form, asked = asking(request)
    code = request.GET.get("target")
    card = scorecards.scorecard(
        plan_id,
        scope=request.scope,
        on=asked.on,
        area_id=request.GET.get("area") or None,
        chosen=asked.map,
        level=asked.level,
        targets=[code] if code else None,
        with_before=True,
        with_quality=True,
        known=asked.known,
        publish=bool(request.GET.get("publish")),
    )
    data = scorecard_words.data(card, get_language())
    kind = "json" if request.GET.get("format") == "json" else "csv"
    text = (
        json.dumps(data, ensure_ascii=False, indent=2)
        if kind == "json"
        else "\ufeff" + scorecard_words.csv_text(data, harmless)
    )
    name = f"{card.plan.body.code}{f'-{code}' if code else ''}-{card.as_of:%Y-%m-%d}.{kind}"
    return HttpResponse(
        text,
        content_type=f"{'application/json' if kind == 'json' else 'text/csv'}; charset=utf-8",
        headers={"Content-Disposition": str(content_disposition_header(True, name))},
    )


def asking(request: StaffRequest) -> tuple[Asking, Asked]:
    """The form as it was filled in, and what it asks; where it is wrong, what is usual."""
    today = timezone.localdate()
    form = Asking({"on": f"{today:%d/%m/%Y}", "map": "as-was", **request.GET.dict()})
    given = form.cleaned_data if form.is_valid() else {}
    return form, Asked(
        given.get("on") or today,
        Map(given.get("map") or "as-was"),
        given.get("level") or None,
        given.get("known"),
    )


def line_of(card: Scorecard, row: Row, asked: Asked) -> Line:
    """A target in words, with where it opens."""
    language = get_language()
    query = asked.query(card.area_id)
    return Line(
        row=row,
        title=scorecard_words.title_of(row, language),
        mark=scorecard_words.mark_text(row.mark, row.to_on.year),
        value=scorecard_words.value_text(row.value),
        verdict=scorecard_words.VERDICTS[row.value.verdict],
        tone=TONES[row.value.verdict],
        reading=scorecard_words.reading_of(row, language),
        before=scorecard_words.value_text(row.before) if row.before else "",
        late=row.late.text if row.late else "",
        remarks=(*quality.reasons(row.indicator, row.mark, row.value), *row.warnings),
        href=f"{reverse('plan-target', args=[card.plan.id, row.target.code])}?{query}",
        people_href=f"{reverse('plan-target-people', args=[card.plan.id, row.target.code])}?{query}",
    )


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
