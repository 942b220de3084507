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
from hoanhap.web.programme.communes_forms import (
    CorrectAreaPlan,
    CorrectWork,
    Done,
    NewAreaPlan,
    Reason,
    Work,
)

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
def correct(request: StaffRequest, area_plan_id: UUID) -> HttpResponse:
    """What was typed wrongly of the plan is set right."""
    found = queries.area_plan(area_plan_id, scope=request.scope, on=timezone.localdate())
    names = ("kind", "period_from", "period_to", "document_number", "document_on")

    def record(*, period_to: Any, reason: str, scope: Any, at: Any, **changes: Any) -> None:
        operations.correct_area_plan(
            area_plan_id=area_plan_id,
            changes={**changes, "period_until": period_to + timedelta(days=1)},
            reason=reason,
            scope=scope,
            at=at,
        )

    form = CorrectAreaPlan(request.POST or None, initial={name: getattr(found, name) for name in names})
    return _on_commune(
        request, found.unit_id, form, record, _("Correct the plan of a commune"), str(found.kind_label)
    )


@get_or_post
@needs(DIRECT)
def withdraw(request: StaffRequest, area_plan_id: UUID) -> HttpResponse:
    """The commune has no such plan."""
    found = queries.area_plan(area_plan_id, scope=request.scope, on=timezone.localdate())

    def record(**given: Any) -> None:
        operations.withdraw_area_plan(area_plan_id=area_plan_id, **given)

    form = Reason(request.POST or None)
    heading = _("Take the plan of a commune back")
    return _on_commune(request, found.unit_id, form, record, heading, str(found.kind_label), is_danger=True)


@get_or_post
@needs(DIRECT)
def correct_action(request: StaffRequest, area_action_id: UUID) -> HttpResponse:
    """What was typed wrongly of one thing to do is set right."""
    found = queries.area_action(area_action_id, scope=request.scope, on=timezone.localdate())
    names = ("what", "owner", "due_on", "done_on", "evidence")

    def record(*, reason: str, scope: Any, at: Any, **changes: Any) -> None:
        operations.correct_area_action(
            action_id=area_action_id, changes=changes, reason=reason, scope=scope, at=at
        )

    form = CorrectWork(request.POST or None, initial={name: getattr(found, name) for name in names})
    return _on_commune(request, found.unit_id, form, record, _("Correct what is to be done"), found.what)


@get_or_post
@needs(DIRECT)
def withdraw_action(request: StaffRequest, area_action_id: UUID) -> HttpResponse:
    """It is not to be done after all."""
    found = queries.area_action(area_action_id, scope=request.scope, on=timezone.localdate())

    def record(**given: Any) -> None:
        operations.withdraw_area_action(action_id=area_action_id, **given)

    form = Reason(request.POST or None)
    heading = _("Take back what was to be done")
    return _on_commune(request, found.unit_id, form, record, heading, found.what, is_danger=True)


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
    request: StaffRequest,
    unit_id: str,
    form: forms.Form,
    operation: Any,
    heading: str,
    kicker: str,
    **context: Any,
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
        context={"heading": heading, "kicker": kicker, "crumbs": crumbs, "back": back, **context},
    )
