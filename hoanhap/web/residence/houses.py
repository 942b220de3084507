"""Facilities: what waits today, who lives there, figures, and their wards."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hoanhap.residence.operations import conduct as conduct_operations
from hoanhap.residence.operations import wards as operations
from hoanhap.residence.operations.admissions import Arrival, admit
from hoanhap.residence.queries import arrivals, due, figures, health, mismatches, residents, rolls
from hoanhap.residence.queries import wards as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.paging import page_number
from hoanhap.web.residence import forms
from hoanhap.web.residence.around import READ, asked_day, below, form_page, get_or_post, ward_choices

WRITE = "residence.write"
HOUSE = "rehab-facility"


@require_GET
@needs(READ)
def houses(request: StaffRequest) -> HttpResponse:
    """The facilities in reach; who works in a single one goes straight there."""
    found = queries.facilities(scope=request.scope, on=timezone.localdate())
    own = [one for one in found if one.kind == HOUSE]
    if len(own) == 1 and "all" not in request.GET:
        return redirect("facility", own[0].id)
    return render(request, "residence/houses.html", {"found": found})


@require_GET
@needs(READ)
def house(request: StaffRequest, facility_id: UUID) -> HttpResponse:
    """One facility today: what waits, its wards with their rolls, who goes home soon."""
    scope, today = request.scope, timezone.localdate()
    facility = queries.facility(facility_id, scope=scope, on=today)
    taken = rolls.rolls_of(facility_id, scope=scope, on=today)
    lines = [(one, taken.get(one.id)) for one in queries.wards(facility_id, scope=scope, on=today)]
    return render(
        request,
        "residence/house.html",
        {
            "facility": facility,
            "today": today,
            "wards": lines,
            "late": rolls.late_rolls(facility_id, scope=scope, on=today),
            "going": due.due_to_leave(facility_id, scope=scope, on=today),
            "attention": due.attention(facility_id, scope=scope, on=today),
            "differing": mismatches.counts([facility_id], scope=scope, on=today).get(facility_id, 0),
            "may_write": scope.may(WRITE),
            "may_write_here": scope.is_operator or facility_id in scope.organisation_ids(WRITE),
            "may_treat": scope.may("residence.health"),
        },
    )


@require_GET
@needs(READ)
def people(request: StaffRequest, facility_id: UUID) -> HttpResponse:
    """Who lived in the facility on a day, by ward and bed."""
    on = asked_day(request)
    facility = queries.facility(facility_id, scope=request.scope, on=on)
    page = residents.residents(facility_id, scope=request.scope, on=on, number=page_number(request))
    return render(
        request,
        "residence/people.html",
        {
            "facility": facility,
            "page": page,
            "on": on,
            "crumbs": below(facility),
            "form": forms.AsOf(initial={"on": on}),
        },
    )


@require_GET
@needs("residence.health")
def checks(request: StaffRequest, facility_id: UUID) -> HttpResponse:
    """Whose regular health check is due."""
    today = timezone.localdate()
    facility = queries.facility(facility_id, scope=request.scope, on=today)
    found = health.checks_due(facility_id, scope=request.scope, on=today)
    return render(
        request, "residence/checks.html", {"facility": facility, "found": found, "crumbs": below(facility)}
    )


@require_GET
@needs(READ)
def numbers(request: StaffRequest, facility_id: UUID) -> HttpResponse:
    """How many live in the facility on a day, by every side of them; and the movement of a period."""
    today = timezone.localdate()
    on = asked_day(request)
    first = asked_day(request, "first") if "first" in request.GET else date(on.year, 1, 1)
    first = min(first, on)
    facility = queries.facility(facility_id, scope=request.scope, on=on)
    flow, left = figures.movement(facility_id, scope=request.scope, from_on=first, to_on=on)
    return render(
        request,
        "residence/numbers.html",
        {
            "facility": facility,
            "crumbs": below(facility),
            "on": on,
            "first": first,
            "day_before": first - timedelta(days=1),
            "is_today": on == today,
            "in_care": figures.in_care(facility_id, scope=request.scope, on=on),
            "flow": flow,
            "left": left,
            "form": forms.Period(initial={"first": first, "on": on}),
        },
    )


@get_or_post
@needs(WRITE)
def admission(request: StaffRequest, facility_id: UUID) -> HttpResponse:
    """Somebody is taken in."""
    today = timezone.localdate()
    facility = queries.facility(facility_id, scope=request.scope, on=today)
    others = queries.other_facilities(facility_id, on=today)
    chosen = _chosen(request, facility_id, on=today)
    form = forms.Admission(
        request.POST or None,
        initial={"admitted_on": today, "source": chosen.source if chosen else None},
        is_known=chosen is not None,
        wards=ward_choices(facility_id, request=request, on=today),
        facilities=[(str(key), name) for key, name in others.items()],
    )

    def act(typed: dict[str, object]) -> str:
        given = dict(typed)
        if chosen is None:
            given["arrival"] = Arrival(str(given.pop("number")), int(str(given.pop("born_in"))))
        else:
            given["episode_id"] = chosen.episode_id
        stay = admit(
            facility_id=facility_id,
            **given,  # type: ignore[arg-type]
            scope=request.scope,
            at=timezone.now(),
        )
        return reverse("resident", args=[stay.pk])

    return form_page(
        request,
        form,
        act,
        heading=_("Admit somebody"),
        done=_("The admission was recorded. Compare the name on this page with the papers."),
        crumbs=below(facility),
        back=reverse("facility", args=[facility_id]),
        kicker=f"{chosen.name} · {chosen.code} · {chosen.born_in}" if chosen else "",
        lead="" if chosen else _("Choose who was announced, or type the number on the papers."),
        template="residence/admission.html",
        awaited=[] if chosen else arrivals.awaited(facility_id, scope=request.scope, on=today),
        facility=facility,
        submit=_("Admit"),
        note=_("Looking somebody up for an admission is logged."),
    )


def _chosen(request: StaffRequest, facility_id: UUID, *, on: date) -> arrivals.Awaited | None:
    """Who was chosen from the list of those to come, if anybody. Raises NotFound for whoever is not on it."""
    text = request.GET.get("episode", "")
    if not text:
        return None
    try:
        key = UUID(text)
    except ValueError:
        raise Http404 from None
    return arrivals.one_awaited(facility_id, key, scope=request.scope, on=on)


@get_or_post
@needs(WRITE)
def incident(request: StaffRequest, facility_id: UUID) -> HttpResponse:
    """Something happened in the facility to nobody in particular."""
    facility = queries.facility(facility_id, scope=request.scope, on=timezone.localdate())
    return form_page(
        request,
        forms.Incident(request.POST or None, initial={"happened_on": timezone.localdate()}),
        lambda typed: conduct_operations.record_incident(
            facility_id=facility_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("Record an incident"),
        done=_("The incident was recorded."),
        crumbs=below(facility),
        back=reverse("facility", args=[facility_id]),
        lead=_("For what happened to a resident, use that resident's page."),
    )


@get_or_post
@needs(WRITE)
def open_ward(request: StaffRequest, facility_id: UUID) -> HttpResponse:
    """A new ward."""
    facility = queries.facility(facility_id, scope=request.scope, on=timezone.localdate())
    return form_page(
        request,
        forms.NewWard(request.POST or None),
        lambda typed: operations.open_ward(
            facility_id=facility_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("Open a ward"),
        done=_("The ward is open."),
        crumbs=below(facility),
        back=reverse("facility", args=[facility_id]),
    )


@require_GET
@needs(READ)
def ward(request: StaffRequest, ward_id: UUID) -> HttpResponse:
    """One ward: who sleeps in which bed, and its last rolls."""
    scope, today = request.scope, timezone.localdate()
    line = queries.ward(ward_id, scope=scope, on=today)
    facility = queries.facility(line.facility_id, scope=scope, on=today)
    page = residents.residents(
        line.facility_id, scope=scope, on=today, ward_id=ward_id, number=page_number(request), size=100
    )
    return render(
        request,
        "residence/ward.html",
        {
            "ward": line,
            "facility": facility,
            "page": page,
            "rolls": rolls.latest_rolls(ward_id, scope=scope),
            "crumbs": below(facility),
            "may_write": scope.may(WRITE),
            "today": today,
        },
    )


@get_or_post
@needs(WRITE)
def change_ward(request: StaffRequest, ward_id: UUID, change: str) -> HttpResponse:
    """Another number of beds, or the ward is closed."""
    today = timezone.localdate()
    line = queries.ward(ward_id, scope=request.scope, on=today)
    facility = queries.facility(line.facility_id, scope=request.scope, on=today)
    back = reverse("ward", args=[ward_id])
    shared: dict[str, Any] = {"crumbs": below(facility, (line.name, back)), "back": back, "kicker": line.name}
    at: dict[str, Any] = {"ward_id": ward_id, "scope": request.scope, "at": timezone.now()}
    if change == "close":
        return form_page(
            request,
            forms.CloseWard(request.POST or None),
            lambda typed: operations.close_ward(**typed, **at),
            heading=_("Close the ward"),
            done=_("The ward is closed."),
            is_danger=True,
            **shared,
        )
    return form_page(
        request,
        forms.Beds(request.POST or None, initial={"beds": line.beds, "from_on": today}),
        lambda typed: operations.change_beds(**typed, **at),
        heading=_("Change the number of beds"),
        done=_("The number of beds was changed."),
        **shared,
    )
