"""The map of a day: the units, what each was called, and what became of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoanhap.kit.errors import Words
from hoanhap.places.queries import organisations, units
from hoanhap.places.queries.units import Level, Link, UnitLine
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.places.forms import AsOf, FindPlace

REFORM: Final = date(2025, 7, 1)
FIRST_LIST: Final = date(2023, 12, 31)


@dataclass(frozen=True)
class Row:
    """A unit of a list, with how many lie in it."""

    line: UnitLine
    districts: int
    communes: int


@dataclass(frozen=True)
class Kin:
    """An older or newer unit, by name."""

    unit_id: str
    name: str
    is_whole: bool
    on: date
    basis: str


@dataclass(frozen=True)
class Answer:
    """A unit that the typed text can mean."""

    line: UnitLine
    is_in_force: bool
    successors: list[Kin]


@require_safe
@needs("places.read")
def places(request: StaffRequest) -> HttpResponse:
    """The provinces of a day, or the places that answer to what was typed."""
    form = FindPlace(request.GET)
    on = _asked_day(form)
    text = form.cleaned_data.get("q", "") if form.is_valid() else ""
    shown = FindPlace({"on": f"{on:%d/%m/%Y}", "q": text}) if form.is_valid() else form
    context: dict[str, Any] = {"form": shown, "on": on, "text": text, "maps": _maps(on)}
    context |= {"may_place": _may_place(request), "may_count": request.scope.may("reporting.read")}
    if text:
        context["found"] = found = _found(text, on)
        here = {one.line.unit_id for one in found}
        older = _found(text, FIRST_LIST) if on > FIRST_LIST else []
        context["older"] = [one for one in older if one.line.unit_id not in here]
        context["older_on"] = FIRST_LIST
        context["near"] = [] if found or older else units.suggest(text, on=on)
    else:
        context |= {"rows": _rows(None, on), "counts": _counts(on), "list_in_use": units.list_in_use()}
    return render(request, "places/tree.html", context, status=200 if form.is_valid() else 422)


@require_safe
@needs("places.read")
def place(request: StaffRequest, unit_id: str) -> HttpResponse:
    """One unit as of a day: what it was called and when, what lies in it, where it came from and went."""
    form = AsOf(request.GET)
    on = _asked_day(form)
    editions = units.history(unit_id, on=on)
    line = next((one for one in editions if one.holds_on(on)), editions[-1])
    if editions[0].valid_from and on < editions[0].valid_from:
        line = editions[0]
    after = units.successors(unit_id, on=max(on, timezone.localdate()))
    before = [link for link in units.origins(unit_id) if link.is_whole or link.kind != "dissolve"]
    names = units.full_names({link.unit_id for link in (*after, *before)}, on=on)
    return render(
        request,
        "places/unit.html",
        {
            "form": AsOf({"on": f"{on:%d/%m/%Y}"}) if form.is_valid() else form,
            "on": on,
            "line": line,
            "above": line.above[::-1],
            "eve": editions[0].valid_from - timedelta(days=1) if editions[0].valid_from else None,
            "is_estimated": line.date_is_estimated,
            "is_divided": len(after) > 1 and line.level == Level.COMMUNE,
            "level": Level(line.level).label,
            "is_in_force": line.holds_on(on),
            "has_ended": editions[-1].valid_until is not None and editions[-1].valid_until <= on,
            "ended_on": editions[-1].valid_until,
            "is_to_come": editions[0].valid_from is not None and on < editions[0].valid_from,
            "editions": list(reversed(editions)),
            "after": _kin(after, names),
            "before": _kin(before, names),
            "rows": _rows(unit_id, on),
            "organisations": organisations.of_unit(unit_id, on=on),
            "maps": _maps(on),
            "may_place": _may_place(request),
            "area_href": reverse("area", args=[unit_id])
            if request.scope.reaches("programme.read", unit_id)
            else "",
        },
        status=200 if form.is_valid() else 422,
    )


def _may_place(request: StaffRequest) -> bool:
    """Whether the reader hands files over, and so needs to see whose units are gone."""
    return request.scope.may("people.assign")


def _found(text: str, on: date) -> list[Answer]:
    found = units.find(text, on=on)
    names = units.full_names({link.unit_id for one in found for link in one.successors}, on=on)
    return [Answer(one.line, one.line.holds_on(on), _kin(one.successors, names)) for one in found]


def _asked_day(form: AsOf) -> date:
    """The day in the address, else today."""
    asked: date | None = form.cleaned_data.get("on") if form.is_valid() else None
    return asked or timezone.localdate()


def _maps(on: date) -> list[tuple[date, Words, bool]]:
    """The days between which the map changed: one on each of our lists."""
    days = [
        (FIRST_LIST, _("Until 2024")),
        (REFORM - timedelta(days=1), _("On 30/06/2025")),
        (REFORM, _("From 01/07/2025")),
    ]
    here = 0 if on < date(2025, 1, 1) else 1 if on < REFORM else 2
    return [(day, words, index == here) for index, (day, words) in enumerate(days)]


def _rows(parent_id: str | None, on: date) -> list[Row]:
    lines = units.children(parent_id, on=on, with_above=False)
    holding = [line.unit_id for line in lines if line.level != Level.COMMUNE]
    below = units.counts_below(holding, on=on) if holding else {}
    return [
        Row(
            line,
            below.get(line.unit_id, {}).get("district", 0),
            below.get(line.unit_id, {}).get("commune", 0),
        )
        for line in lines
    ]


def _counts(on: date) -> list[tuple[Words, int]]:
    found = units.counts(on=on)
    return [
        (_("Provinces and cities"), found["province"]),
        (_("Districts"), found["district"]),
        (_("Communes, wards, townships"), found["commune"]),
    ]


def _kin(links: "tuple[Link, ...] | list[Link]", names: dict[str, str]) -> list[Kin]:
    return [Kin(link.unit_id, names[link.unit_id], link.is_whole, link.on, link.basis) for link in links]
