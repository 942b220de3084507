"""Who can see a person, and why: for whoever answers for the file."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from hoanhap.access.queries.reaching import reaching
from hoanhap.people.queries import merging, sight
from hoanhap.residence.queries.reaching import facilities_of
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.paging import page_number
from hoanhap.web.people.header import who


@require_GET
@needs("people.identify")
def who_can_see(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The accounts that reach the file today: by which role, over what, since when, and what they see by it."""
    row = who(request, person_id, "people.identify")
    scope = request.scope
    offices = sight.offices_of(row.id, scope=scope, at=timezone.now())
    page = reaching(
        unit_ids={one.unit_id for one in offices},
        organisation_ids=facilities_of(merging.whole_file(row.id)),
        on=scope.on,
        number=page_number(request),
    )
    return render(request, "people/sight.html", {"person": row, "page": page, "offices": offices})
