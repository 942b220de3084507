"""Materials of communication: what there is, what came and went, what arrives."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.outreach.operations import materials as operations
from hoanhap.outreach.queries import lists
from hoanhap.outreach.queries import materials as queries
from hoanhap.places.queries import organisations
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import choices_of
from hoanhap.web.outreach import forms
from hoanhap.web.outreach.around import READ, WRITE, form_of, offices_of
from hoanhap.web.paging import page_number

PARTNERS = ("peoples-committee", "police", "labour-department", "health-department", "health-station")
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@needs(READ)
def materials(request: StaffRequest) -> HttpResponse:
    """What was made, and how much of it is left; above it what arrives."""
    today, may_write = timezone.localdate(), request.scope.may(WRITE)
    return render(
        request,
        "outreach/materials.html",
        {
            "page": queries.materials(scope=request.scope, on=today, number=page_number(request)),
            "arriving": queries.arriving(scope=request.scope, on=today) if may_write else None,
            "may_write": may_write,
        },
    )


@require_GET
@needs(READ)
def material(request: StaffRequest, material_id: UUID) -> HttpResponse:
    """One material: who holds how many, what came and went."""
    found = queries.material(
        material_id, scope=request.scope, on=timezone.localdate(), number=page_number(request)
    )
    return render(
        request,
        "outreach/material.html",
        {
            "found": found,
            "material": found.material,
            "page": found.moves,
            "crumbs": _crumbs(),
            "may_write": request.scope.may(WRITE),
        },
    )


@get_or_post
@needs(WRITE)
def new(request: StaffRequest) -> HttpResponse:
    """A material comes into the list with its first copies."""
    form = forms.NewMaterial(
        request.POST or None,
        initial={"made_on": timezone.localdate()},
        lists={
            "organisation_id": offices_of(request),
            "topics": choices_of("outreach.Material.topics"),
            "audience": choices_of("outreach.Material.audience"),
        },
    )

    def act(**typed: Any) -> str:
        return reverse("material", args=[operations.enter_material(**typed).pk])

    return form_of(
        request,
        form,
        act,
        heading=_("Enter a material"),
        done=_("The material was entered."),
        crumbs=_crumbs(),
        back=reverse("materials"),
    )


@get_or_post
@needs(WRITE)
def move(request: StaffRequest, material_id: UUID) -> HttpResponse:
    """Copies come or leave."""
    today = timezone.localdate()
    title, holdings = queries.held_where(material_id, scope=request.scope, on=today)
    told = lists.activities(scope=request.scope, on=today)
    holding = [(str(one.office_id), one.office_name) for one in holdings if one.may_write]
    form = forms.NewMove(
        request.POST or None,
        initial={"on": today},
        lists={
            "organisation_id": holding or offices_of(request),
            "towards_id": [
                (str(one.id), one.name) for one in organisations.facilities(on=today, kinds=PARTNERS)
            ],
            "activity_id": [
                (str(one.id), f"{one.on:%d/%m/%Y} · {one.title}") for one in told if one.retired_at is None
            ],
        },
    )
    back = reverse("material", args=[material_id])

    return form_of(
        request,
        form,
        partial(operations.move_material, material_id=material_id),
        heading=_("Record copies that came or left"),
        done=_("It was recorded."),
        crumbs=[*_crumbs(), (title, back)],
        back=back,
        kicker=title,
    )


@get_or_post
@needs(WRITE)
def take_in(request: StaffRequest, move_id: UUID) -> HttpResponse:
    """What another office passed on is counted here."""
    today = timezone.localdate()
    sent = queries.arriving_one(move_id, scope=request.scope, on=today)

    return form_of(
        request,
        forms.TakeIn(request.POST or None, initial={"on": today}),
        partial(operations.take_in, move_id=move_id),
        heading=_("Count what arrived"),
        done=_("It was recorded."),
        crumbs=_crumbs(),
        back=reverse("materials"),
        kicker=sent.title,
        lead=_("%(from)s passed on %(quantity)s copies to %(to)s.")
        % {"from": sent.from_name, "quantity": sent.quantity, "to": sent.to_name},
    )


def _crumbs() -> list[tuple[Any, str]]:
    return [(pgettext("page", "Materials"), reverse("materials"))]
