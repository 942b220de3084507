"""Inspections: planned, held, what they found, what must be put right and whether it was."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.programme.operations import findings as finding_operations
from hoanhap.programme.operations import inspections as operations
from hoanhap.programme.queries import findings as finding_queries
from hoanhap.programme.queries import inspections as queries
from hoanhap.programme.queries import plans
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import commune_choices
from hoanhap.web.once import answer
from hoanhap.web.paging import page_number
from hoanhap.web.programme.care_models import areas_of
from hoanhap.web.programme.communes_forms import (
    CallOff,
    CorrectInspection,
    Done,
    FollowUp,
    NewInspection,
    Reason,
    Visit,
    Work,
)
from hoanhap.web.programme.forms import NewFinding

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
DIRECT, REPORT, READ = "programme.write", "outreach.write", "programme.read"


class Narrow(forms.Form):
    """What narrows the list."""

    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)


@require_GET
@needs(READ)
def inspections(request: StaffRequest) -> HttpResponse:
    """The inspections in reach, the latest first; of one plan where it is named."""
    on = timezone.localdate()
    form = Narrow(request.GET)
    form.fields["state"].choices = [("", _("All states")), *queries.STATES.items()]  # type: ignore[attr-defined]
    state = form.cleaned_data["state"] if form.is_valid() else ""
    plan_id = _key(request.GET.get("plan", ""))
    page = queries.inspection_list(
        scope=request.scope, on=on, state=state, plan_id=plan_id, number=page_number(request)
    )
    late_visits, late_actions = queries.late_counts(scope=request.scope, on=on)
    return render(
        request,
        "programme/inspections.html",
        {
            "form": form,
            "page": page,
            "late_visits": late_visits,
            "late_actions": late_actions,
            "is_narrowed": bool(state or plan_id),
            "may_write": request.scope.may(DIRECT),
        },
    )


@require_GET
@needs(READ)
def actions(request: StaffRequest) -> HttpResponse:
    """What must be put right in the communes in reach: late ones first."""
    form = Narrow(request.GET)
    form.fields["state"].choices = [("", _("All states")), *queries.ACTION_STATES.items()]  # type: ignore[attr-defined]
    state = form.cleaned_data["state"] if form.is_valid() else ""
    page = queries.actions(
        scope=request.scope, on=timezone.localdate(), state=state, number=page_number(request)
    )
    return render(
        request,
        "programme/corrective_actions.html",
        {
            "form": form,
            "page": page,
            "is_narrowed": bool(state),
            "may_direct": request.scope.may(DIRECT),
            "may_report": request.scope.may(DIRECT) or request.scope.may(REPORT),
        },
    )


@get_or_post
@needs(DIRECT)
def plan(request: StaffRequest) -> HttpResponse:
    """A visit is planned, perhaps under a plan named in the address."""
    on = timezone.localdate()
    units = [*areas_of(request), *commune_choices(request.scope, DIRECT, on=on)]
    form = NewInspection(request.POST or None, units=list(dict(units).items()))
    plan_id = _key(request.GET.get("plan", ""))
    number = plans.plan_page(plan_id, scope=request.scope, on=on).number if plan_id else ""

    def act() -> str:
        made = operations.plan_inspection(
            **form.cleaned_data, plan_id=plan_id, scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The inspection was planned."))
        return reverse("inspection", args=[made.pk])

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("Plan an inspection"),
            "kicker": number,
            "crumbs": [_inspections()],
            "back": reverse("inspections"),
        },
    )


@require_GET
@needs(READ)
def inspection(request: StaffRequest, inspection_id: UUID) -> HttpResponse:
    """One inspection with what it found."""
    on = timezone.localdate()
    found = queries.inspection(inspection_id, scope=request.scope, on=on)
    directs = request.scope.reaches(DIRECT, found.unit_id)
    return render(
        request,
        "programme/inspection.html",
        {
            "inspection": found,
            "found": queries.found_by(inspection_id, scope=request.scope, on=on),
            "may_direct": directs,
            "may_report": directs or request.scope.may(REPORT),
        },
    )


@get_or_post
@needs(DIRECT)
def visit(request: StaffRequest, inspection_id: UUID) -> HttpResponse:
    """The visit took place."""
    return _change(
        request,
        inspection_id,
        Visit(request.POST or None),
        operations.record_visit,
        _("The visit took place"),
    )


@get_or_post
@needs(DIRECT)
def correct(request: StaffRequest, inspection_id: UUID) -> HttpResponse:
    """What was typed wrongly is set right."""
    found = queries.inspection(inspection_id, scope=request.scope, on=timezone.localdate())
    names = ("subject", "led_by", "planned_on", "document_number", "visited_on", "conclusion")
    form = CorrectInspection(
        request.POST or None,
        initial={name: getattr(found, name) for name in names},
        is_held=found.visited_on is not None,
    )

    def record(*, inspection_id: UUID, reason: str, scope: Any, at: Any, **changes: Any) -> None:
        operations.correct_inspection(
            inspection_id=inspection_id, changes=changes, reason=reason, scope=scope, at=at
        )

    return _change(request, inspection_id, form, record, _("Correct an inspection"))


@get_or_post
@needs(DIRECT)
def withdraw_action(request: StaffRequest, corrective_id: UUID) -> HttpResponse:
    """What was asked for by mistake."""
    found = queries.action(corrective_id, scope=request.scope, on=timezone.localdate())

    def record(**given: Any) -> None:
        operations.withdraw_action(action_id=corrective_id, **given)

    return _act(
        request,
        Reason(request.POST or None),
        record,
        _("Take a corrective action back"),
        f"{found.unit_name} · {found.what}",
    )


@get_or_post
@needs(DIRECT)
def call_off(request: StaffRequest, inspection_id: UUID) -> HttpResponse:
    """The visit will not take place."""
    return _change(
        request,
        inspection_id,
        CallOff(request.POST or None),
        operations.call_off,
        _("Call the inspection off"),
    )


@get_or_post
@needs(DIRECT)
def finding(request: StaffRequest, inspection_id: UUID) -> HttpResponse:
    """Something that the visit found in a commune."""
    on = timezone.localdate()
    found = queries.inspection(inspection_id, scope=request.scope, on=on)
    form = NewFinding(
        request.POST or None,
        units=commune_choices(request.scope, DIRECT, on=on),
        initial={"unit_id": found.unit_id, "observed_on": found.visited_on},
    )
    return _change(
        request, inspection_id, form, finding_operations.record_finding, _("Record what was found")
    )


@get_or_post
@needs(DIRECT)
def ask(request: StaffRequest, finding_id: UUID) -> HttpResponse:
    """What must be done about a finding."""
    found = finding_queries.finding(finding_id, scope=request.scope, on=timezone.localdate())

    def record(**given: Any) -> None:
        operations.ask_for_action(finding_id=finding_id, **given)

    return _act(
        request,
        Work(request.POST or None),
        record,
        _("Ask for a corrective action"),
        f"{found.unit_name} · {found.text}",
    )


@get_or_post
@needs(READ)
def done(request: StaffRequest, corrective_id: UUID) -> HttpResponse:
    """It was put right."""
    found = queries.action(corrective_id, scope=request.scope, on=timezone.localdate())

    def record(**given: Any) -> None:
        operations.finish_action(action_id=corrective_id, **given)

    return _act(
        request, Done(request.POST or None), record, _("Mark as done"), f"{found.unit_name} · {found.what}"
    )


@get_or_post
@needs(DIRECT)
def follow_up(request: StaffRequest, corrective_id: UUID) -> HttpResponse:
    """Somebody looked again."""
    found = queries.action(corrective_id, scope=request.scope, on=timezone.localdate())

    def record(**given: Any) -> None:
        operations.follow_up(action_id=corrective_id, **given)

    return _act(
        request, FollowUp(request.POST or None), record, _("Look again"), f"{found.unit_name} · {found.what}"
    )


def _change(
    request: StaffRequest, inspection_id: UUID, form: forms.Form, operation: Any, heading: str
) -> HttpResponse:
    found = queries.inspection(inspection_id, scope=request.scope, on=timezone.localdate())
    back = reverse("inspection", args=[inspection_id])

    def act() -> str:
        operation(inspection_id=inspection_id, **form.cleaned_data, scope=request.scope, at=timezone.now())
        messages.success(request, _("Saved."))
        return back

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": heading,
            "kicker": f"{found.unit_name} · {found.subject}",
            "crumbs": [_inspections(), (found.unit_name, back)],
            "back": back,
        },
    )


def _act(request: StaffRequest, form: forms.Form, operation: Any, heading: str, kicker: str) -> HttpResponse:
    back = reverse("corrective-actions")

    def act() -> str:
        operation(**form.cleaned_data, scope=request.scope, at=timezone.now())
        messages.success(request, _("Saved."))
        return back

    crumbs = [_inspections(), (pgettext("page", "Corrective actions"), back)]
    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={"heading": heading, "kicker": kicker, "crumbs": crumbs, "back": back},
    )


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _inspections() -> tuple[str, str]:
    return pgettext("page", "Inspections"), reverse("inspections")
