"""A resident: who, where they sleep, and four sections of what was written about them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hoanhap.residence.operations import corrections
from hoanhap.residence.queries import detox, health, life, mismatches, regulations
from hoanhap.residence.queries import residents as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.residence.around import READ, Crumbs, form_page, get_or_post, top
from hoanhap.web.residence.forms import WithReason

WRITE = "residence.write"
HEALTH = "residence.health"
SECTIONS = {
    "leave": "resident-days",
    "visit": "resident-days",
    "rating": "resident-conduct",
    "discipline": "resident-conduct",
    "incident": "resident-conduct",
    "escape": "resident-conduct",
    "infirmary-note": "resident-infirmary",
    "medicine": "resident-infirmary",
    "detox-day": "resident-infirmary",
    "notice": "resident-home",
    "plan": "resident-home",
    "support": "resident-home",
}
"""On which section a line stands that can be taken back."""


@require_GET
@needs(READ)
def resident(request: StaffRequest, stay_id: UUID) -> HttpResponse:
    """Admission, place, term; what can be done."""
    person = _who(request, stay_id, "resident-page")
    return render(request, "residence/resident.html", _page(request, person, "resident"))


@require_GET
@needs(READ)
def days(request: StaffRequest, stay_id: UUID) -> HttpResponse:
    """Leave and visits."""
    person = _who(request, stay_id, "resident-days")
    found = life.days(stay_id, scope=request.scope, on=timezone.localdate())
    return render(request, "residence/days.html", {**_page(request, person, "resident-days"), "days": found})


@require_GET
@needs(READ)
def conduct(request: StaffRequest, stay_id: UUID) -> HttpResponse:
    """Ratings, discipline, incidents, escapes."""
    person = _who(request, stay_id, "resident-conduct")
    found = life.conduct(stay_id, scope=request.scope)
    lists = [
        (_("Monthly ratings"), found.ratings, ""),
        (_("Discipline"), found.discipline, "discipline"),
        (_("Incidents"), found.incidents, "incident"),
        (_("Escapes"), found.escapes, "escape"),
    ]
    is_away = any(one.until is None and one.retired_at is None for one in found.escapes)
    context = {**_page(request, person, "resident-conduct"), "lists": lists, "is_away": is_away}
    return render(request, "residence/conduct.html", context)


@require_GET
@needs(READ)
def home(request: StaffRequest, stay_id: UUID) -> HttpResponse:
    """The way home: plan, notices, support."""
    person = _who(request, stay_id, "resident-home")
    found = life.going_home(stay_id, scope=request.scope, ends_on=person.ends_on, on=timezone.localdate())
    return render(request, "residence/home.html", {**_page(request, person, "resident-home"), "home": found})


@require_GET
@needs(HEALTH)
def infirmary(request: StaffRequest, stay_id: UUID) -> HttpResponse:
    """The notes of the infirmary and the medicine."""
    person = _who(request, stay_id, "infirmary")
    found = health.infirmary(stay_id, person_id=person.person_id, scope=request.scope, at=timezone.now())
    context = {
        **_page(request, person, "resident-infirmary"),
        "infirmary": found,
        "sheet": detox.sheet(stay_id, medicine=found.medicine, scope=request.scope, on=timezone.localdate()),
    }
    return render(request, "residence/infirmary.html", context)


@get_or_post
@needs(READ)
def withdraw(request: StaffRequest, stay_id: UUID, what: str, line_id: UUID) -> HttpResponse:
    """A line that was written by mistake is taken back; it stays in the history."""
    person = _who(request, stay_id, "withdraw-line")
    back = reverse(SECTIONS.get(what, "resident"), args=[stay_id])
    if request.method != "POST":
        corrections.can_withdraw(what=what, stay_id=stay_id, line_id=line_id, scope=request.scope)
    return form_page(
        request,
        WithReason(request.POST or None),
        lambda typed: corrections.withdraw(
            what=what, stay_id=stay_id, line_id=line_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("Withdraw what was written by mistake"),
        done=_("The line was withdrawn."),
        crumbs=crumbs_of(person),
        back=back,
        kicker=f"{person.name} · {person.code}",
        is_danger=True,
    )


def crumbs_of(person: queries.Resident) -> Crumbs:
    """The way to a page below a resident."""
    return [
        top(),
        (person.facility_name, reverse("facility", args=[person.facility_id])),
        (person.name, reverse("resident", args=[person.stay_id])),
    ]


def _who(request: StaffRequest, stay_id: UUID, purpose: str) -> queries.Resident:
    return queries.resident(
        stay_id, scope=request.scope, at=timezone.now(), on=timezone.localdate(), purpose=purpose
    )


def _page(request: StaffRequest, person: queries.Resident, current: str) -> dict[str, Any]:
    """What frames every section: the tabs, and what this account may do to somebody of this facility."""
    scope = request.scope
    tabs = [
        ("resident", _("Overview")),
        ("resident-days", _("Leave and visits")),
        ("resident-conduct", _("Conduct")),
        ("resident-home", _("The way home")),
    ]
    inside = scope.organisation_ids
    if scope.may(HEALTH):
        tabs.append(("resident-infirmary", _("Infirmary")))
    return {
        "person": person,
        "mismatch": mismatches.of_stay(
            person.stay_id, scope=scope, on=timezone.localdate(), at=timezone.now()
        ),
        "tabs": [(reverse(name, args=[person.stay_id]), label, name == current) for name, label in tabs],
        "crumbs": crumbs_of(person)[:2],
        "may_write": scope.is_operator or person.facility_id in inside(WRITE),
        "may_sign": scope.is_operator or person.facility_id in inside("residence.sign"),
        "may_treat": scope.is_operator or person.facility_id in inside(HEALTH),
        "rules": regulations.regulations(timezone.localdate()),
        "today": timezone.localdate(),
    }
