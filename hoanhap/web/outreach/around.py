"""What the pages of communication and training share: one form on a page, and what may be chosen in it."""

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.utils import timezone

from hoanhap.places.queries import organisations
from hoanhap.web.access import StaffRequest
from hoanhap.web.areas import commune_choices
from hoanhap.web.residence.around import form_page

READ: Final = "outreach.read"
WRITE: Final = "outreach.write"


def form_of(request: StaffRequest, form: forms.Form, act: Callable[..., object], **page: Any) -> HttpResponse:
    """A page with one form; `act` gets what was typed, who and when. An address that it gives is where it leads."""

    def carry_out(typed: dict[str, Any]) -> object:
        made = act(**typed, scope=request.scope, at=timezone.now())
        return made if isinstance(made, str) else None

    return form_page(request, form, carry_out, **page)


def communes_of(request: StaffRequest) -> list[tuple[str, str]]:
    """The communes for which the account may write."""
    return commune_choices(request.scope, WRITE, on=timezone.localdate())


def offices_of(
    request: StaffRequest, kinds: tuple[str, ...] = (), *, power: str = WRITE
) -> list[tuple[str, str]]:
    """The offices over whose units, or inside which, the account may write."""
    today, scope = timezone.localdate(), request.scope
    found = organisations.offices(scope.unit_ids(power), on=today, kinds=kinds)
    known = {str(one.id): one.name for one in found}
    inside = scope.organisation_ids(power)
    if inside:
        known |= {str(one.id): one.name for one in organisations.named(inside, on=today, kinds=kinds)}
    return list(known.items())
