"""Calls to a hotline: how many on which topic, the list, one more."""

from datetime import date
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.outreach.operations.hotline import note_call
from hoanhap.outreach.queries import hotline as queries
from hoanhap.places.queries import organisations
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.outreach import forms
from hoanhap.web.outreach.around import READ, WRITE, communes_of, form_of, offices_of
from hoanhap.web.paging import page_number

SENT_TO: Final = ("rehab-facility", "satellite-point", "substitution-clinic", "dispensing-site")
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@needs(READ)
def calls(request: StaffRequest) -> HttpResponse:
    """The calls, and how many this year were about what."""
    today = timezone.localdate()
    return render(
        request,
        "outreach/hotline.html",
        {
            "page": queries.calls(scope=request.scope, on=today, number=page_number(request)),
            "summary": queries.summary(scope=request.scope, from_on=date(today.year, 1, 1), to_on=today),
            "may_write": request.scope.may(WRITE),
        },
    )


@get_or_post
@needs(WRITE)
def new(request: StaffRequest) -> HttpResponse:
    """A call is noted."""
    today = timezone.localdate()
    places = organisations.facilities(on=today, kinds=SENT_TO)
    form = forms.NewCall(
        request.POST or None,
        initial={"on": today, "caller": "unsaid"},
        lists={
            "organisation_id": offices_of(request),
            "unit_id": communes_of(request),
            "sent_to_id": [(str(one.id), one.name) for one in places],
        },
    )

    return form_of(
        request,
        form,
        note_call,
        heading=_("Note a call"),
        done=_("The call was noted."),
        crumbs=[(pgettext("page", "Hotline"), reverse("hotline"))],
        back=reverse("hotline"),
        lead=_("Who called is not written anywhere."),
    )
