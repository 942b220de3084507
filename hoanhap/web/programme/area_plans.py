"""What is to be done in one commune to bring it to drug-free, or keep it so."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from hoanhap.programme.operations import area_plans as operations
from hoanhap.programme.queries import area_plans as queries
from hoanhap.programme.queries import classification
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.once import answer
from hoanhap.web.programme.communes_forms import Done, NewAreaPlan, Work

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
DIRECT, READ = "programme.write", "programme.read"


@get_or_post
@needs(DIRECT)
def make(request: StaffRequest, unit_id: str) -> HttpResponse:
    """A plan for one commune."""
    name = classification.commune_name(unit_id, scope=request.scope, on=timezone.localdate())

    def record(*, period_to: Any, **given: Any) -> None:
        operations.make_area_plan(unit_id=unit_id, period_until=period_to + timedelta(days=1), **given)

    form = NewAreaPlan(request.POST or None)
    return _on_commune(request, unit_id, form, record, _("Plan for one commune"), name)


@get_or_post
@needs(DIRECT)
def add(request: StaffRequest, area_plan_id: UUID) -> HttpResponse:
    """One thing to do under the plan."""
    found = queries.area_plan(area_plan_id, scope=request.scope, on=timezone.localdate())

    def record(**given: Any) -> None:
        operations.add_area_action(area_plan_id=area_plan_id, **given)

    form = Work(request.POST or None)
    return _on_commune(request, found.unit_id, form, record, _("What is to be done"), str(found.kind_label))


@get_or_post
@needs(READ)
def done(request: StaffRequest, area_action_id: UUID) -> HttpResponse:
    """It was done."""
    found = queries.area_action(area_action_id, scope=request.scope, on=timezone.localdate())

    def record(**given: Any) -> None:
        operations.finish_area_action(action_id=area_action_id, **given)

    return _on_commune(
        request, found.unit_id, Done(request.POST or None), record, _("Mark as done"), found.what
    )


def _on_commune(
    request: StaffRequest, unit_id: str, form: forms.Form, operation: Any, heading: str, kicker: str
) -> HttpResponse:
    back = reverse("commune-class", args=[unit_id])

    def act() -> str:
        operation(**form.cleaned_data, scope=request.scope, at=timezone.now())
        messages.success(request, _("Saved."))
        return back

    crumbs = [
        (pgettext("page", "Classes of communes"), reverse("classification")),
        (pgettext("page", "The commune"), back),
    ]
    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={"heading": heading, "kicker": kicker, "crumbs": crumbs, "back": back},
    )
