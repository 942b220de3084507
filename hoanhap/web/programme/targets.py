"""One target closely, and the people or places behind a figure."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from hoanhap.access.scope import Scope
from hoanhap.kit.text import given_name_sort_key
from hoanhap.places.queries import units
from hoanhap.programme.queries import disclosure, placing, scorecard_words, target_pages, target_rows
from hoanhap.programme.queries.scorecards import AreaValue, Row, Scorecard
from hoanhap.programme.rules.marks import Verdict
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.paging import page_number, paged
from hoanhap.web.programme.scorecards import TONES, Asked, asking, line_of

ONLY: Final = ("counted", "others", "late", "all")
RANKS: Final = (
    Verdict.MISSED,
    Verdict.NEAR,
    Verdict.NOT_ENOUGH_DATA,
    Verdict.WATCHED,
    Verdict.MET,
    Verdict.EXCEEDED,
    Verdict.NOT_APPLICABLE,
    Verdict.HIDDEN,
)


@require_GET
@needs("programme.read")
def target(request: StaffRequest, plan_id: UUID, code: str) -> HttpResponse:
    """One target: what is counted, in every reading, by place, sex and age, month by month."""
    form, asked = asking(request)
    found = target_pages.closely(
        plan_id,
        code,
        scope=request.scope,
        on=asked.on,
        area_id=request.GET.get("area") or None,
        chosen=asked.map,
        level=asked.level,
        known=asked.known,
    )
    language, card, row, one = get_language(), found.card, found.card.rows[0], found.asked
    titles = (("sex", _("By sex")), ("age-band", _("By age")))
    order = "name" if request.GET.get("order") == "name" else "rank"
    areas = sorted(row.areas, key=_rank) if order == "rank" else units_by_name(row.areas)
    return render(
        request,
        "programme/target.html",
        {
            "card": card,
            "plan": card.plan.body,
            "plan_id": plan_id,
            "form": form,
            "line": line_of(card, row, asked),
            "late": row.late,
            "definition": one.indicator.definition.text(language),
            "indicator": one.indicator,
            "above": _above(card, one.target.code, asked, request.scope),
            "is_part": card.area_id != card.plan.area_id,
            "is_veiled": not disclosure.Reader(request.scope).sees(card.area_id)
            and disclosure.protected(one.indicator) > 1,
            "below": one.indicator.small_numbers.below,
            "known": asked.known_on if asked.known else None,
            "readings": [
                (
                    reading.title.text(language) if reading.title else "",
                    reading.code == one.reading.code,
                    scorecard_words.value_text(value),
                )
                for reading, value in found.readings
            ],
            "companions": [
                (indicator.title.text(language), scorecard_words.value_text(value))
                for indicator, value in found.companions
            ],
            "parts": [(title, found.parts[by]) for by, title in titles if by in found.parts],
            "page": paged(
                [_area_line(card, row, area, asked) for area in areas],
                page_number(request),
                size=50,
            ),
            "order": order,
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
        status=200 if form.is_valid() else 422,
    )


@require_GET
@needs("programme.read")
def people(request: StaffRequest, plan_id: UUID, code: str) -> HttpResponse:
    """The rows behind a figure; people as far as this account sees them."""
    _form, asked = asking(request)
    held, one, area = target_pages.asked(
        plan_id, code, scope=request.scope, on=asked.on, area_id=request.GET.get("area") or None
    )
    only = str(request.GET.get("only")) if request.GET.get("only") in ONLY else "counted"
    found = target_rows.behind(
        held, one, area, scope=request.scope, only=only, number=page_number(request), known=asked.known
    )
    return render(
        request,
        "programme/target_people.html",
        {
            "plan": held.body,
            "plan_id": plan_id,
            "code": code,
            "title": (one.target.title or one.indicator.title).text(get_language()),
            "area": units.full_names([area], on=one.to_on).get(area, area),
            "found": found,
            "page": found.page,
            "only": only,
            "on": one.to_on,
            "known": asked.known_on if asked.known else None,
            "has_denominator": bool(one.reading.denominator),
        },
    )


def _above(card: Scorecard, code: str, asked: Asked, scope: Scope) -> list[tuple[str, str]]:
    """The way down to the area: the plan's, and the units between, as far as the reader comes."""
    if card.area_id == card.plan.area_id:
        return []
    inside = placing.ground(card.plan.area_id, on=card.plan.body.period.to_on)
    between = [
        one
        for one in reversed(units.ancestors(card.area_id, on=card.as_of))
        if one.unit_id in inside
        and one.unit_id != card.plan.area_id
        and scope.reaches("programme.read", one.unit_id)
    ]
    here = reverse("plan-target", args=[card.plan.id, code])
    return [(one.full_name, f"{here}?{asked.query(one.unit_id)}") for one in between]


def _area_line(card: Scorecard, row: Row, one: AreaValue, asked: Asked) -> dict[str, Any]:
    query = asked.query(one.unit_id)
    return {
        "name": one.name,
        "value": scorecard_words.value_text(one.value),
        "verdict": scorecard_words.VERDICTS[one.value.verdict],
        "tone": TONES[one.value.verdict],
        "missing": one.value.missing,
        "href": f"{reverse('plan-target', args=[card.plan.id, row.target.code])}?{query}",
        "people_href": f"{reverse('plan-target-people', args=[card.plan.id, row.target.code])}?{query}",
    }


def _rank(one: AreaValue) -> tuple[int, float, str]:
    """Those furthest from the mark first; what cannot be judged, and what is not told, last."""
    value = one.value
    if value.is_hidden:
        return RANKS.index(Verdict.HIDDEN), 0, one.name
    part = (value.numerator or 0) / value.denominator if value.denominator else -(value.numerator or 0)
    return RANKS.index(value.verdict), part, one.name


def units_by_name(areas: tuple[AreaValue, ...]) -> list[AreaValue]:
    """In the order of the Vietnamese alphabet, by the words that tell units apart."""
    return sorted(areas, key=lambda one: [given_name_sort_key(word) for word in one.name.split()[1:]])
