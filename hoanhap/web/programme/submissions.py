"""Figures that were handed in: the list, handing in, what was frozen, and what it would say today."""

from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.kit.errors import Words
from hoanhap.programme.operations import submissions as operations
from hoanhap.programme.queries import plan_bodies, published
from hoanhap.programme.queries import submission_pages as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import DayField, LineField
from hoanhap.web.once import answer
from hoanhap.web.paging import page_number
from hoanhap.web.programme.scorecards import TONES, crumbs
from hoanhap.web.widgets import Select

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
LEVELS: Final[dict[str, Words]] = {
    "district": gettext_lazy("Each district"),
    "commune": gettext_lazy("Each commune"),
}


class HandIn(forms.Form):
    """Which day closes the figures, and for which area."""

    to_on = DayField(
        label=gettext_lazy("Last day of the figures"),
        help_text=gettext_lazy("Everything is counted as it stands at the end of this day"),
    )
    area_id = forms.ChoiceField(label=gettext_lazy("Area"), widget=Select)


class Restate(forms.Form):
    """Why figures are handed in anew."""

    reason = LineField(label=gettext_lazy("Why are the figures handed in anew?"), max_length=300)


@require_GET
@needs("programme.read")
def submissions(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """What was handed in for the plan, the latest first."""
    page = queries.submission_lines(plan_id, scope=request.scope, number=page_number(request))
    held = plan_bodies.held(plan_id, scope=request.scope)
    return render(
        request,
        "programme/submissions.html",
        {
            "plan": held.body,
            "plan_id": plan_id,
            "page": page,
            "may_write": bool(held.body.targets) and bool(queries.areas_to_submit(held, scope=request.scope)),
            "may_publish": request.scope.reaches(published.PUBLISH, held.area_id),
        },
    )


@get_or_post
@needs("programme.write")
def submit(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """The figures of a day are handed in: they are frozen with the rows behind them."""
    held = plan_bodies.held(plan_id, scope=request.scope)
    areas = queries.areas_to_submit(held, scope=request.scope)
    last = min(timezone.localdate(), held.body.period.to_on)
    form = HandIn(request.POST or None, initial={"to_on": last, "area_id": areas[0][0] if areas else ""})
    form.fields["area_id"].choices = areas  # type: ignore[attr-defined]
    back = reverse("plan-submissions", args=[plan_id])

    def act() -> str:
        made = operations.submit_figures(
            plan_id=plan_id, **form.cleaned_data, scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The figures were handed in."))
        return reverse("submission", args=[made.pk])

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("Hand in figures"),
            "submit": _("Hand in"),
            "kicker": held.body.number,
            "lead": _(
                "What is handed in stands as it is. What changes later is shown beside it, with the cause."
            ),
            "crumbs": [*crumbs(plan_id, held.body.number), (_("Handed in"), back)],
            "back": back,
        },
    )


@require_GET
@needs("programme.read")
def submission(request: StaffRequest, submission_id: UUID) -> HttpResponse:
    """What was handed in, as it was frozen."""
    found = queries.submission_page(
        submission_id,
        scope=request.scope,
        target=request.GET.get("target", ""),
        level=request.GET.get("level", ""),
        number=page_number(request),
    )
    return render(
        request,
        "programme/submission.html",
        {
            "line": found.line,
            "plan": found.plan.body,
            "lines": [(one, TONES[one.verdict]) for one in found.targets],
            "title": next(one.title for one in found.targets if one.code == found.code),
            "levels": [(one, LEVELS[one]) for one in found.levels if one in LEVELS],
            "level": found.level,
            "page": found.units,
            "rows": [(one, TONES[one.verdict]) for one in found.units],
        },
    )


@require_GET
@needs("programme.read")
def now(request: StaffRequest, submission_id: UUID) -> HttpResponse:
    """What a target of it would say today: each changed figure with its causes, and the rows that changed."""
    found = queries.today_page(
        submission_id,
        scope=request.scope,
        on=timezone.localdate(),
        target=request.GET.get("target", ""),
        cells=page_number(request, "cells"),
        rows=page_number(request),
    )
    line = found.line
    return render(
        request,
        "programme/submission_now.html",
        {
            "line": line,
            "plan": found.plan.body,
            "found": found,
            "restated": found.restated,
            "may_restate": not line.is_restated and request.scope.reaches("programme.write", line.area_id),
        },
    )


@get_or_post
@needs("programme.write")
def restate(request: StaffRequest, submission_id: UUID) -> HttpResponse:
    """The figures of the same day are handed in anew, with the reason; the first ones stay as they are."""
    line = queries.submission_line(submission_id, scope=request.scope)
    number = plan_bodies.held(line.plan_id, scope=request.scope).body.number
    form = Restate(request.POST or None)
    back = reverse("submission-now", args=[submission_id])

    def act() -> str:
        made = operations.submit_figures(
            plan_id=line.plan_id,
            to_on=line.to_on,
            area_id=line.area_id,
            restates_id=line.id,
            **form.cleaned_data,
            scope=request.scope,
            at=timezone.now(),
        )
        messages.success(request, _("The figures were handed in anew. The first ones stay as they were."))
        return reverse("submission", args=[made.pk])

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("Hand in anew"),
            "kicker": f"{number} · {line.area_name}",
            "crumbs": [
                *crumbs(line.plan_id, number),
                (_("Handed in"), reverse("plan-submissions", args=[line.plan_id])),
            ],
            "back": back,
        },
    )
