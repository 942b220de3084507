"""The first page of a clinic: the day in numbers, and the way to everything that the reader may do there."""

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from hoanhap.treatment.queries.home import morning
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.treatment.place import place_of, places

CARE: Final = "treatment.care"
ASKED: Final = ("treatment.dose", "treatment.order", "treatment.head", "medicine.stock", "medicine.read")


@require_GET
@needs(CARE)
def everywhere(request: StaffRequest) -> HttpResponse:
    """The clinics and points in which the reader works; who works in one goes straight there."""
    found = places(request.scope, CARE)
    if len(found) == 1:
        return redirect("clinic", found[0].id)
    return render(request, "treatment/homes.html", {"places": found})


@require_GET
@needs(CARE)
def home(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """One clinic or point today."""
    place = place_of(request, place_id, CARE)
    scope = request.scope
    may = {one.split(".")[1]: place.id in scope.organisation_ids(one) for one in ASKED}
    context = {"place": place, "may": may, "today": morning(place.id, scope=scope, at=timezone.now())}
    return render(request, "treatment/home.html", context)
