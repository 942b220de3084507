"""What the law asks of a facility about its people, and where facility and case disagree."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from hoanhap.residence.queries import duties as duty_queries
from hoanhap.residence.queries import mismatches as mismatch_queries
from hoanhap.residence.queries import wards as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.paging import page_number
from hoanhap.web.residence.around import READ, below

WRITE = "residence.write"


@require_GET
@needs(WRITE)
def duties(request: StaffRequest, facility_id: UUID) -> HttpResponse:
    """The duties that the law gives to the facility, the earliest first."""
    today = timezone.localdate()
    facility = queries.facility(facility_id, scope=request.scope, on=today)
    page = duty_queries.facility_duties(
        facility_id, scope=request.scope, on=today, number=page_number(request)
    )
    return render(
        request,
        "residence/duties.html",
        {"facility": facility, "page": page, "crumbs": below(facility)},
    )


@require_GET
@needs(READ)
def mismatches(request: StaffRequest, facility_id: UUID) -> HttpResponse:
    """About whom the stay says one thing and the case another, and why the step is missing."""
    today = timezone.localdate()
    facility = queries.facility(facility_id, scope=request.scope, on=today)
    page = mismatch_queries.mismatches(
        facility_id, scope=request.scope, on=today, at=timezone.now(), number=page_number(request)
    )
    inside = request.scope.is_operator or facility_id in request.scope.organisation_ids(WRITE)
    return render(
        request,
        "residence/mismatches.html",
        {"facility": facility, "page": page, "crumbs": below(facility), "may_write": inside},
    )
