"""The tasks of a plan: how each one stands, what its agency reports, and a report that was wrong."""

from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.programme.operations import tasks as operations
from hoanhap.programme.queries import documents_in_force, plan_bodies
from hoanhap.programme.queries import tasks as queries
from hoanhap.programme.rules.tasks import State
from hoanhap.programme.rules.tasks import turns as turns_of
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import DayField, LineField, ProseField, choices_of, choose
from hoanhap.web.once import answer
from hoanhap.web.paging import page_number, paged
from hoanhap.web.programme.scorecards import crumbs
from hoanhap.web.widgets import Select

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
TONES = {State.DONE: "good", State.UNDER_WAY: "info", State.BLOCKED: "warn", State.NOT_REPORTED: "neutral"}
SIZE = 25


class Narrow(forms.Form):
    """Whose tasks."""

    agency = forms.ChoiceField(label=gettext_lazy("Agency"), required=False, widget=Select)


class Report(forms.Form):
    """How a task stands."""

    period_from = forms.TypedChoiceField(
        label=gettext_lazy("Period"), coerce=date.fromisoformat, empty_value=None, widget=Select
    )
    state = forms.ChoiceField(label=pgettext_lazy("task", "How it stands"))
    reported_on = DayField(label=gettext_lazy("As of"))
    evidence = LineField(
        label=pgettext_lazy("task", "Evidence"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "Number and day of the document; needed where the task is done. Never a person's name."
        ),
    )
    text = ProseField(label=gettext_lazy("In words"), required=False, max_length=2000)


class Withdraw(forms.Form):
    """Why a report is struck out."""

    reason = LineField(label=gettext_lazy("Why is it withdrawn?"), max_length=300)


@require_GET
@needs("programme.read")
def board(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """Every task with the turns that have begun, those that are late first."""
    held = plan_bodies.held(plan_id, scope=request.scope)
    form = Narrow(request.GET)
    form.fields["agency"].choices = [  # type: ignore[attr-defined]
        ("", _("All agencies")),
        *((party.code, party.name) for party in held.body.parties),
    ]
    agency = form.cleaned_data["agency"] if form.is_valid() else ""
    found = queries.board(held, on=timezone.localdate(), agency=agency)
    page = paged(found, page_number(request), size=SIZE)
    papers = documents_in_force.of_tasks(held.body.code, scope=request.scope, on=timezone.localdate())
    return render(
        request,
        "programme/tasks.html",
        {
            "plan": held.body,
            "plan_id": plan_id,
            "form": form,
            "page": page,
            "tasks": [
                (one, [(turn, TONES[turn.state]) for turn in one.turns], papers.get(one.line.code, ()))
                for one in page
            ],
            "late": sum(one.is_late for one in found),
            "may_write": request.scope.reaches("programme.write", held.area_id),
        },
    )


@get_or_post
@needs("programme.write")
def report(request: StaffRequest, plan_id: UUID, code: str) -> HttpResponse:
    """How a task stands is written down."""
    held = plan_bodies.held(plan_id, scope=request.scope)
    task, today = queries.task_of(held, code), timezone.localdate()
    begun = [turn for turn in turns_of(task, held.body.period, on=today) if turn.from_on]
    form = Report(
        request.POST or None,
        initial={
            "period_from": request.GET.get("period", begun[-1].from_on if begun else ""),
            "reported_on": today,
        },
    )
    if task.every is None:
        del form.fields["period_from"]
    else:
        form.fields["period_from"].choices = [  # type: ignore[attr-defined]
            (f"{turn.from_on}", f"{turn.from_on:%d/%m/%Y} – {turn.due_on:%d/%m/%Y}")
            for turn in reversed(begun)
        ]
    states = choices_of("programme.TaskReport.state")
    form.fields["state"].choices = choose(states)  # type: ignore[attr-defined]
    back = reverse("plan-tasks", args=[plan_id])

    def act() -> str:
        operations.report_task(
            plan_id=plan_id, task=code, **form.cleaned_data, scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The report was recorded."))
        return back

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("Report on a task"),
            "kicker": held.body.number,
            "lead": task.title.text(request.LANGUAGE_CODE),
            "crumbs": [*crumbs(plan_id, held.body.number), (pgettext("plan", "Tasks"), back)],
            "back": back,
        },
    )


@get_or_post
@needs("programme.write")
def withdraw(request: StaffRequest, task_report_id: UUID) -> HttpResponse:
    """A report was wrong: it is struck out, and the one before counts again."""
    held, task, found = queries.report_of(task_report_id, scope=request.scope)
    form = Withdraw(request.POST or None)
    back = reverse("plan-tasks", args=[held.id])

    def act() -> str:
        operations.withdraw_report(
            report_id=task_report_id, **form.cleaned_data, scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The report was withdrawn."))
        return back

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("Withdraw a report"),
            "kicker": f"{held.body.number} · {task.title.text(request.LANGUAGE_CODE)}",
            "lead": f"{queries.STATES[found.state]} · {found.reported_on:%d/%m/%Y} · {found.evidence}".rstrip(
                " ·"
            ),
            "crumbs": [*crumbs(held.id, held.body.number), (pgettext("plan", "Tasks"), back)],
            "back": back,
            "is_danger": True,
        },
    )
