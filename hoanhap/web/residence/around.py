"""What the pages of facilities share: the way back, and one form on a page."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from hoanhap.kit.dates import DateUnreadable, Precision, parse_vietnamese
from hoanhap.kit.errors import Words
from hoanhap.residence.queries import wards as queries
from hoanhap.web.access import StaffRequest
from hoanhap.web.forms import with_strokes
from hoanhap.web.once import answer

READ = "residence.read"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])

Crumbs = list[tuple[Words, str]]


def top() -> tuple[Words, str]:
    """The first crumb."""
    return pgettext("page", "Facilities"), reverse("residence")


def below(facility: queries.FacilityLine, *more: tuple[Words, str]) -> Crumbs:
    """The way to a page below a facility."""
    return [top(), (facility.name, reverse("facility", args=[facility.id])), *more]


def asked_day(request: HttpRequest, name: str = "on") -> date:
    """The day named in the address as dd/mm/yyyy; today where it is none, or lies ahead."""
    today = timezone.localdate()
    text = request.GET.get(name, "")
    if not text:
        return today
    try:
        found = parse_vietnamese(with_strokes(text), not_after=today)
    except DateUnreadable:
        return today
    return found.first_day if found.precision is Precision.DAY else today


def ward_choices(facility_id: UUID, *, request: StaffRequest, on: date) -> list[tuple[str, str]]:
    """The open wards of a facility with how many beds are free."""
    found = queries.wards(facility_id, scope=request.scope, on=on)
    return [
        (str(one.id), _("%(ward)s (%(free)s beds free)") % {"ward": one.name, "free": one.free})
        for one in found
    ]


def signer(request: HttpRequest) -> str:
    """Who most likely signs: whoever is at the screen."""
    return str(getattr(request.user, "full_name", ""))


def form_page(
    request: StaffRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    heading: Words,
    done: Words,
    crumbs: Crumbs,
    back: str,
    to: str = "",
    template: str = "form_page.html",
    **more: Any,
) -> HttpResponse:
    """A page with one form. What was typed goes to `act`; afterwards to `to`, else back where it came from."""

    def carried_out() -> str:
        made = act(form.cleaned_data)
        messages.success(request, str(done))
        return made if isinstance(made, str) else to or back

    context = {"heading": heading, "crumbs": crumbs, "back": back, **more}
    return answer(request, form, carried_out, template=template, context=context)
