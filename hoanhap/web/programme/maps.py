"""A target of a plan on the map, without any point for people: drawn cells, tiles, and the same figures as a table."""

from typing import Final
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from hoanhap.kit.errors import Words
from hoanhap.programme.queries import disclosure, plan_maps, scorecard_words
from hoanhap.programme.queries.plan_maps import Place, PlanMap
from hoanhap.programme.rules.marks import Verdict
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import DayField
from hoanhap.web.paging import page_number, paged
from hoanhap.web.programme.map_drawing import Look, sheet
from hoanhap.web.programme.scorecards import MAPS, TONES, Asked, asking, line_of
from hoanhap.web.widgets import Select

LETTERS: Final[dict[Verdict, Words]] = {
    Verdict.EXCEEDED: pgettext_lazy("letter on the map: exceeded", "E"),
    Verdict.MET: pgettext_lazy("letter on the map: met", "M"),
    Verdict.NEAR: pgettext_lazy("letter on the map: near", "N"),
    Verdict.MISSED: pgettext_lazy("letter on the map: not met", "X"),
    Verdict.NOT_APPLICABLE: "–",
    Verdict.NOT_ENOUGH_DATA: "?",
    Verdict.WATCHED: "•",
    Verdict.HIDDEN: "*",
}
NOTHING: Final = "–"
ROWS: Final = 170
"""Rows of the table on one page: every province of today in one, Hà Nội before 1/7/2025 in four."""
LEVELS: Final[dict[str, Words]] = {"district": _("Each district"), "commune": _("Each commune")}


class MapAsking(forms.Form):
    """Which target, on which day, on which map, by which units."""

    target = forms.ChoiceField(label=_("Target"), required=False, widget=Select)
    on = DayField(label=_("On"), help_text="", required=False)
    map = forms.ChoiceField(
        label=pgettext_lazy("of units", "Map"), choices=MAPS, required=False, widget=Select
    )
    level = forms.ChoiceField(label=_("By"), required=False, widget=Select)


@require_GET
@needs("programme.read")
def plan_map(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """One target for every unit of a level."""
    form, asked = asking(request)
    found = plan_maps.plan_map(
        plan_id,
        scope=request.scope,
        on=asked.on,
        code=request.GET.get("target", ""),
        area_id=request.GET.get("area") or None,
        chosen=asked.map,
        level=asked.level,
        known=asked.known,
    )
    card, row = found.card, found.row
    looks = {place.unit_id: _look(found, place, asked) for place in found.places}
    lines = [(place, looks[place.unit_id]) for place in found.places]
    apart = {cell.unit_id for cell, _name in found.boxes}
    return render(
        request,
        "programme/map.html",
        {
            "card": card,
            "plan": card.plan.body,
            "plan_id": plan_id,
            "form": form,
            "choosing": _choosing(found, asked),
            "line": line_of(card, row, asked),
            "is_veiled": not disclosure.Reader(request.scope).sees(card.area_id)
            and disclosure.protected(row.indicator) > 1,
            "sheet": sheet(
                [place.cell for place in found.places if place.cell and place.unit_id not in apart],
                found.boxes,
                looks,
                other=Look("none", "", gettext("outside the area of this plan"), ""),
            )
            if found.is_drawn
            else None,
            "not_drawn": found.not_drawn,
            "groups": _groups(lines),
            "page": paged(
                [
                    (place, look, scorecard_words.value_text(place.value) if place.value else NOTHING)
                    for place, look in lines
                ],
                page_number(request),
                size=ROWS,
            ),
            "has_groups": any(place.group for place in found.places),
            "legend": _legend(found),
            "lost": [
                (scorecard_words.place_name(lost.unit_id, lost.name), scorecard_words.value_text(lost.value))
                for lost in row.lost
            ],
        },
        status=200 if form.is_valid() else 422,
    )


def _choosing(found: PlanMap, asked: Asked) -> MapAsking:
    form = MapAsking(
        initial={
            "target": found.row.target.code,
            "on": asked.on,
            "map": str(asked.map),
            "level": found.card.level,
        }
    )
    form.fields["target"].choices = [  # type: ignore[attr-defined]
        (
            target.code,
            (target.title or found.card.plan.indicator_of(target).title).text(get_language()),
        )
        for target in found.targets
    ]
    form.fields["level"].choices = [(level, LEVELS[level]) for level in found.levels]  # type: ignore[attr-defined]
    return form


def _look(found: PlanMap, place: Place, asked: Asked) -> Look:
    """What is said of a place."""
    href = f"{reverse('plan', args=[found.card.plan.id])}?{asked.query(place.unit_id)}"
    if place.value is None:
        nothing = gettext("nothing counted")
        return Look("none", NOTHING, f"{place.name}: {nothing}", href)
    verdict = place.value.verdict
    return Look(
        TONES[verdict],
        str(LETTERS[verdict]),
        f"{place.name}: {scorecard_words.value_text(place.value)}, {scorecard_words.VERDICTS[verdict]}",
        href,
        verdict is Verdict.MISSED,
    )


def _legend(found: PlanMap) -> list[tuple[str, str, Words, int]]:
    """Tone, letter, words, how many units; only what is there."""
    values = [place.value.verdict if place.value else None for place in found.places]
    told: list[tuple[str, str, Words, int]] = [
        (TONES[verdict], str(LETTERS[verdict]), scorecard_words.VERDICTS[verdict], values.count(verdict))
        for verdict in Verdict
        if verdict in values
    ]
    if None in values:
        told.append(("none", NOTHING, _("Nothing counted"), values.count(None)))
    return told


def _groups(lines: list[tuple[Place, Look]]) -> list[tuple[str, list[tuple[Place, Look]]]]:
    """The tiles, district by district where there are districts."""
    groups: dict[str, list[tuple[Place, Look]]] = {}
    for place, look in lines:
        groups.setdefault(place.group, []).append((place, look))
    return list(groups.items())
