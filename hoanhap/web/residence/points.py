"""Satellite points: whose they are, which communes they serve, since when they work."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hoanhap.residence.operations import points as operations
from hoanhap.residence.queries import points as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import find_commune
from hoanhap.web.residence import forms
from hoanhap.web.residence.around import READ, Crumbs, form_page, get_or_post, top

WRITE = "residence.write"


@require_GET
@needs(READ)
def points(request: StaffRequest) -> HttpResponse:
    """The points in reach."""
    found = queries.points(scope=request.scope, on=timezone.localdate())
    return render(
        request,
        "residence/points.html",
        {
            "points": found,
            "crumbs": [top()],
            "may_write": request.scope.may(WRITE),
            "today": timezone.localdate(),
        },
    )


@get_or_post
@needs(WRITE)
def serve(request: StaffRequest, point_id: UUID) -> HttpResponse:
    """A point is set up by a decision, or serves more communes."""
    today = timezone.localdate()
    point = queries.point(point_id, scope=request.scope, on=today)
    kind = forms.Serve if point.is_set_up else forms.SetUpPoint
    operation = operations.serve if point.is_set_up else operations.set_up_point
    return form_page(
        request,
        kind(
            request.POST or None, initial={"from_on": today}, find=lambda text: find_commune(text, on=today)
        ),
        lambda typed: operation(point_id=point_id, **typed, scope=request.scope, at=timezone.now()),
        heading=_("Add communes") if point.is_set_up else _("Set up the point"),
        done=_("It was recorded."),
        crumbs=_crumbs(),
        back=reverse("points"),
        kicker=point.name,
    )


@get_or_post
@needs(WRITE)
def first_service(request: StaffRequest, point_id: UUID) -> HttpResponse:
    """The point served somebody for the first time."""
    today = timezone.localdate()
    point = queries.point(point_id, scope=request.scope, on=today)
    return form_page(
        request,
        forms.OnDay(request.POST or None, initial={"on": point.first_service_on or today}),
        lambda typed: operations.first_service(
            point_id=point_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("First day of service"),
        done=_("It was recorded."),
        crumbs=_crumbs(),
        back=reverse("points"),
        kicker=point.name,
    )


@get_or_post
@needs(WRITE)
def stop_serving(request: StaffRequest, catchment_id: UUID) -> HttpResponse:
    """The point does not serve a commune any more."""
    today = timezone.localdate()
    served = queries.served(catchment_id, scope=request.scope, on=today)
    return form_page(
        request,
        forms.CloseWard(request.POST or None, initial={"on": today}),
        lambda typed: operations.stop_serving(
            catchment_id=catchment_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("Stop serving %(commune)s") % {"commune": served.unit_name},
        done=_("It was recorded."),
        crumbs=_crumbs(),
        back=reverse("points"),
        is_danger=True,
    )


def _crumbs() -> Crumbs:
    return [top(), (_("Satellite points"), reverse("points"))]
