"""Setting a written step right, or taking it back. What stood there stays in the history, with the reason."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hoanhap.casework.operations import corrections
from hoanhap.casework.queries import episodes as queries
from hoanhap.kit.dates import LOCAL_ZONE
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.casework.around import around
from hoanhap.web.casework.forms import REASON, Asked, StepForm, WithReason, asked_step
from hoanhap.web.casework.steps import get_or_post, law_of, may_record
from hoanhap.web.once import answer
from hoanhap.web.templatetags.casework import said


@get_or_post
@needs("casework.read")
def correct(request: StaffRequest, episode_id: UUID, step_id: UUID) -> HttpResponse:
    """The step as it stands, to be set right, and why."""
    page, step, asked = _step(request, episode_id, step_id, purpose="correct-step")
    form = StepForm(request.POST or None, asked=asked, is_written=True)
    form.initial = _as_written(step, form)

    def act() -> str:
        corrections.correct_step(
            step_id=step_id,
            reason=form.cleaned_data[REASON],
            changes=form.changes,
            scope=request.scope,
            at=timezone.now(),
        )
        messages.success(
            request, _("The correction was written. What stood there before is kept in the history.")
        )
        return reverse("episode", args=[episode_id])

    law = law_of(asked, page.state)
    heading = _("Correct: %(step)s") % {"step": said(law.title)}
    return answer(
        request, form, act, template="form_page.html", context={**around(request, page, heading), "law": law}
    )


@get_or_post
@needs("casework.read")
def withdraw(request: StaffRequest, episode_id: UUID, step_id: UUID) -> HttpResponse:
    """A step that did not happen is taken back."""
    page, step, _asked = _step(request, episode_id, step_id, purpose="withdraw-step")
    form = WithReason(request.POST or None)

    def act() -> str:
        corrections.withdraw_step(
            step_id=step_id, reason=form.cleaned_data[REASON], scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The step was withdrawn. It stays in the history, with your reason."))
        return reverse("episode", args=[episode_id])

    heading = _("Withdraw: %(step)s") % {"step": step.title}
    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            **around(request, page, heading),
            "lead": _(
                "For a step that was written down but did not happen. It stays in the history, struck out."
            ),
            "is_danger": True,
        },
    )


def _step(
    request: StaffRequest, episode_id: UUID, step_id: UUID, *, purpose: str
) -> tuple[queries.EpisodePage, queries.StepLine, Asked]:
    """The episode and the step in it, for somebody who writes such steps; else the page for nothing found."""
    page = queries.episode_page(episode_id, scope=request.scope, at=timezone.now(), purpose=purpose)
    step = next((line for line in page.steps if line.id == step_id), None)
    asked = asked_step(page.course, page.facts, step.kind, step.on) if step else None
    if step is None or asked is None or not may_record(request.scope, asked.kind):
        raise Http404
    return page, step, asked


def _as_written(step: queries.StepLine, form: StepForm) -> dict[str, Any]:
    """What each field of the step says now."""
    paper = step.paper
    return {
        form.name("on"): step.on,
        form.name("number"): paper.number if paper else "",
        "signer_name": paper.signer_name if paper else "",
        "signer_position": paper.signer_position if paper else "",
        "term_months": step.term_months,
        "term_days": step.term_days,
        "until": step.until,
        "at": step.at.astimezone(LOCAL_ZONE).time() if step.at else None,
        "ended_as": step.ended_as,
        **{form.name(detail.code): detail.answer for detail in step.details},
    }
