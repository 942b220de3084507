"""Who did not come, and the sheets of paper of a window: the backup, the slip of bottles, the minutes of a return."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hoanhap.medicine.queries.medicines import unit_of
from hoanhap.treatment.operations import missing
from hoanhap.treatment.queries import bottles as bottle_queries
from hoanhap.treatment.queries import line as lines
from hoanhap.treatment.queries import missed as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.paging import page_number
from hoanhap.web.residence.around import asked_day, form_page, get_or_post
from hoanhap.web.treatment.aside import crumbs_of
from hoanhap.web.treatment.place import place_of
from hoanhap.web.treatment.window import DOSE
from hoanhap.web.treatment.window_forms import Contact

CARE: Final = "treatment.care"


@require_GET
@needs(CARE)
def missed(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """Everybody without a dose of the day, and whether somebody looked for them."""
    place = place_of(request, place_id, CARE)
    on = asked_day(request)
    found = queries.missed(place.id, on, scope=request.scope, at=timezone.now(), number=page_number(request))
    context = {
        "place": place,
        "on": on,
        "page": found.page,
        "open": found.open,
        "may_write": request.scope.may(DOSE),
    }
    return render(request, "treatment/window/missed.html", context)


@get_or_post
@needs(DOSE)
def contact(request: StaffRequest, place_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """Somebody who missed a dose was looked for."""
    place = place_of(request, place_id, DOSE)
    on = asked_day(request)
    who = lines.who(place.id, enrolment_id, scope=request.scope)
    back = f"{reverse('clinic-missed', args=[place.id])}?on={on:%d/%m/%Y}"

    def act(typed: dict[str, Any]) -> None:
        missing.record_contact(
            enrolment_id=enrolment_id,
            organisation_id=place.id,
            dose_on=on,
            **typed,
            scope=request.scope,
            at=timezone.now(),
        )

    return form_page(
        request,
        Contact(request.POST or None),
        act,
        heading=_("Looked for because of a missed dose"),
        kicker=f"{who.name} · {who.card_number} · {on:%d/%m/%Y}",
        lead=_("To others say only that you call from the health centre; never which treatment it is about."),
        done=_("It is written."),
        crumbs=[*crumbs_of(place), (_("Missed doses"), back)],
        back=back,
    )


@require_GET
@needs(DOSE)
def sheet(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """The numbered paper on which a window goes on without the program. Printed before the window opens."""
    place = place_of(request, place_id, DOSE)
    at = timezone.now()
    on = timezone.localdate(at)
    found = queries.expected(place.id, on, scope=request.scope, at=at)
    context = {"place": place, "on": on, "at": at, "lines": found, "prefix": f"{on:%y%m%d}"}
    return render(request, "treatment/window/sheet.html", context)


@require_GET
@needs(DOSE)
def slip(request: StaffRequest, place_id: UUID, dose_id: UUID) -> HttpResponse:
    """What goes home with the bottles."""
    place = place_of(request, place_id, DOSE)
    found = bottle_queries.slip(dose_id, place.id, scope=request.scope, at=timezone.now())
    context = {"place": place, "slip": found, "unit": unit_of(found.medicine), "crumbs": crumbs_of(place)}
    return render(request, "treatment/window/slip.html", context)


@require_GET
@needs(DOSE)
def minutes(request: StaffRequest, place_id: UUID, visit: UUID) -> HttpResponse:
    """The minutes of medicine that came back."""
    place = place_of(request, place_id, DOSE)
    found = bottle_queries.minutes(visit, place.id, scope=request.scope, at=timezone.now())
    context = {"place": place, "minutes": found, "unit": unit_of(found.medicine), "crumbs": crumbs_of(place)}
    return render(request, "treatment/window/minutes.html", context)


@require_GET
@needs(CARE)
def photo(request: StaffRequest, place_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """The photo of somebody, for the window and the doctor."""
    place = place_of(request, place_id, DOSE, CARE)
    content, content_type = lines.photo(place.id, enrolment_id, scope=request.scope, power=CARE)
    answer = HttpResponse(content, content_type=content_type)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Disposition"] = "inline"
    return answer
