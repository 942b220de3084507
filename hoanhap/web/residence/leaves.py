"""A leave is decided, begins, ends."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hoanhap.residence.operations import leaves as operations
from hoanhap.residence.queries import life
from hoanhap.residence.queries import residents as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.residence import forms
from hoanhap.web.residence.around import READ, form_page, get_or_post, signer
from hoanhap.web.residence.residents import crumbs_of

TURNS: Final[dict[str, tuple[Any, Any, str, type[django_forms.Form], Callable[..., Any]]]] = {
    "decide": (
        _("Decide on the leave"),
        _("The decision was recorded."),
        "residence.write",
        forms.DecideLeave,
        operations.decide_leave,
    ),
    "out": (_("Goes out on leave"), _("It was recorded."), "residence.write", forms.OnDay, operations.go_out),
    "back": (
        _("Back from leave"),
        _("It was recorded."),
        "residence.write",
        forms.OnDay,
        operations.come_back,
    ),
}
"""What may happen to a leave: heading, what is said afterwards, the power, the form, the operation."""


@get_or_post
@needs(READ)
def turn(request: StaffRequest, leave_id: UUID, turn: str) -> HttpResponse:
    """One turn of a leave."""
    if turn not in TURNS:
        raise Http404
    heading, done, power, form, operation = TURNS[turn]
    request.scope.require(power)
    today = timezone.localdate()
    leave = life.leave(leave_id, scope=request.scope, on=today)
    person = queries.resident(
        leave.stay_id, scope=request.scope, at=timezone.now(), on=today, purpose="resident-leave"
    )
    if not (request.scope.is_operator or person.facility_id in request.scope.organisation_ids(power)):
        raise Http404
    initial = {"on": today, "decided_on": today, "decided_by": signer(request)}

    def act(typed: dict[str, Any]) -> None:
        operation(leave_id=leave_id, **typed, scope=request.scope, at=timezone.now())

    return form_page(
        request,
        form(request.POST or None, initial=initial),
        act,
        heading=heading,
        done=done,
        crumbs=crumbs_of(person),
        back=reverse("resident-days", args=[person.stay_id]),
        kicker=f"{person.name} · {leave.kind_label} {leave.from_on:%d/%m/%Y} – {leave.until_on:%d/%m/%Y}",
    )
