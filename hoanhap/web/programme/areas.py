"""One area closely: its figures in each plan, its class, models, findings, what is late, and the way to its people."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from hoanhap.programme.queries import area_pages
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.asof import day_asked
from hoanhap.web.programme.leader import AsOf, late_in_words, plan_in_words


@require_GET
@needs("programme.read")
def area(request: StaffRequest, unit_id: str) -> HttpResponse:
    """A commune, district or province, as the programme knows it on a day."""
    scope, today = request.scope, timezone.localdate()
    on = day_asked(request, today=today)
    found = area_pages.area(unit_id, scope=scope, on=on)
    return render(
        request,
        "programme/area.html",
        {
            "found": found,
            "on": on,
            "form": AsOf({"on": f"{on:%d/%m/%Y}"}),
            "plans": [plan_in_words(one) for one in found.standings],
            "late": [late_in_words(kind) for kind in found.late],
            "may_see_people": scope.reaches("people.read", unit_id),
            "may_see_files": scope.reaches("casework.read", unit_id),
            "places": reverse("place", args=[unit_id]) if scope.may("places.read") else "",
        },
    )
