"""Setting a written step right, or taking it back. What stood there stays in the history, with the reason."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoanhap.casework.operations import corrections
from hoanhap.casework.queries import episodes as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.casework import forms
from hoanhap.web.casework.around import around
from hoanhap.web.casework.steps import choices, law_of, may_record
from hoanhap.web.once import answer
from hoanhap.web.templatetags.casework import said

get_or_post = require_http_methods(["GET", "HEAD", "POST"])

FORMS: Final[dict[str, type[forms.StepForm]]] = {
    kind: forms.correcting(form)
    for kind, form in {
        "application": forms.Application,
        "decision": forms.Decision,
        "classification": forms.Classification,
        "detox": forms.DetoxBegin,
        "detox-end": forms.DetoxEnd,
        "handover": forms.HandOver,
        "certificate": forms.Certificate,
        "breach": forms.Breach,
        "other-end": forms.OtherEndAsWritten,
    }.items()
}
DAYS: Final = frozenset({"on", "applied_on", "decided_on", "began_on", "ended_on"})
NUMBERS: Final = frozenset({"number", "minutes_number", "paper_number"})


@get_or_post
@needs("casework.read")
def correct(request: StaffRequest, episode_id: UUID, step_id: UUID) -> HttpResponse:
    """The step as it stands, to be set right, and why."""
    page, step = _step(request, episode_id, step_id, purpose="correct-step")
    form = FORMS[step.kind](
        request.POST or None,
        initial={name: _as_written(step, name) for name in FORMS[step.kind].base_fields if name != "reason"},
        choices=choices(page.regime, step.kind),
    )

    def act() -> str:
        changes = dict(form.cleaned_data)
        reason = changes.pop("reason")
        corrections.correct_step(
            step_id=step_id, reason=reason, changes=changes, scope=request.scope, at=timezone.now()
        )
        messages.success(
            request, _("The correction was written. What stood there before is kept in the history.")
        )
        return reverse("episode", args=[episode_id])

    law = law_of(page.regime, step.kind, page.state)
    heading = _("Correct: %(step)s") % {"step": said(law.title)}
    return answer(
        request, form, act, template="form_page.html", context={**around(request, page, heading), "law": law}
    )


@get_or_post
@needs("casework.read")
def withdraw(request: StaffRequest, episode_id: UUID, step_id: UUID) -> HttpResponse:
    """A step that did not happen is taken back."""
    page, step = _step(request, episode_id, step_id, purpose="withdraw-step")
    form = forms.WithReason(request.POST or None)

    def act() -> str:
        corrections.withdraw_step(
            step_id=step_id, reason=form.cleaned_data["reason"], scope=request.scope, at=timezone.now()
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
) -> tuple[queries.EpisodePage, queries.StepLine]:
    """The episode and the step in it, for somebody who writes such steps; else the page for nothing found."""
    page = queries.episode_page(episode_id, scope=request.scope, at=timezone.now(), purpose=purpose)
    step = next((line for line in page.steps if line.id == step_id), None)
    if step is None or not may_record(request.scope, step.kind):
        raise Http404
    return page, step


def _as_written(step: queries.StepLine, field: str) -> Any:
    """What a field of the step says now."""
    paper = step.paper
    if field in NUMBERS:
        return paper.number if paper else ""
    if field in {"signer_name", "signer_position"}:
        return getattr(paper, field) if paper else ""
    if field in {"term_months", "ended_as"}:
        return getattr(step, field)
    if field in DAYS:
        return step.on
    return next((detail.answer for detail in step.details if detail.code == field), "")
