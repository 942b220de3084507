"""Recording, correcting and withdrawing the steps of an episode: one page for each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hoanhap.access.scope import Scope
from hoanhap.casework.operations import endings, episodes, steps
from hoanhap.casework.queries import episodes as queries
from hoanhap.casework.rules.regimes import Regime
from hoanhap.casework.rules.states import EpisodeState
from hoanhap.casework.rules.words import Words
from hoanhap.kit.errors import Words as Text
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.casework import forms
from hoanhap.web.casework.around import around
from hoanhap.web.once import answer
from hoanhap.web.templatetags.casework import said
from hoanhap.web.templatetags.hoanhap import day

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


ENDING: Final = frozenset({"certificate", "breach", "other-end"})
SIGNED: Final = frozenset({"decision", "certificate", "breach"})
DANGER: Final = frozenset({"breach", "other-end"})


@dataclass(frozen=True)
class StepPage:
    """How a step of a kind is asked for and carried out."""

    form: type[forms.StepForm]
    act: Callable[..., object]
    done: Text


@dataclass(frozen=True)
class Law:
    """What is shown above a form: which text asks for the step, how sure we are, and what follows here."""

    title: Words
    legal_basis: str
    confidence: str
    lines: tuple[str, ...]


STEPS: Final = {
    "decision": StepPage(
        forms.Decision, episodes.record_decision, gettext_lazy("The decision was recorded.")
    ),
    "classification": StepPage(
        forms.Classification, steps.classify, gettext_lazy("The classification was recorded.")
    ),
    "detox": StepPage(forms.Detox, steps.record_detox, gettext_lazy("The detoxification was recorded.")),
    "detox-end": StepPage(
        forms.DetoxEnd, steps.end_detox, gettext_lazy("The end of the detoxification was recorded.")
    ),
    "handover": StepPage(forms.HandOver, steps.hand_over, gettext_lazy("The hand-over was recorded.")),
    "certificate": StepPage(
        forms.Certificate, endings.issue_certificate, gettext_lazy("The certificate was recorded.")
    ),
    "breach": StepPage(
        forms.Breach,
        endings.stop_for_breach,
        gettext_lazy("The breach was recorded and the episode stopped."),
    ),
    "other-end": StepPage(forms.OtherEnd, endings.end_otherwise, gettext_lazy("The episode was ended.")),
}


@get_or_post
@needs("casework.read")
def record(request: StaffRequest, episode_id: UUID, step: str) -> HttpResponse:
    """One step of the episode. What the law and the earlier steps refuse is said at its field; nothing typed is lost."""
    if step not in STEPS or not may_record(request.scope, step):
        raise Http404
    asked, now = STEPS[step], timezone.now()
    page = queries.episode_page(episode_id, scope=request.scope, at=now, purpose="record-step")
    form = asked.form(
        request.POST or None, initial=proposed(page.regime, step), choices=choices(page.regime, step)
    )

    def act() -> str:
        asked.act(episode_id=episode_id, **form.cleaned_data, scope=request.scope, at=now)
        messages.success(request, str(asked.done))
        return reverse("episode", args=[episode_id])

    law = law_of(page.regime, step, page.state)
    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            **around(request, page, said(law.title)),
            "law": law,
            "is_danger": step in DANGER,
            "note": _("This ends the episode.") if step in ENDING else "",
        },
    )


def may_record(scope: Scope, step: str) -> bool:
    """Whether the account writes such steps: those on signed papers may be written by whoever signs, too."""
    return scope.may("casework.write") or (step in SIGNED and scope.may("casework.sign"))


def law_of(regime: Regime, step: str, state: EpisodeState) -> Law:
    """What the regime says about a step, and the days that follow from what has happened so far."""
    kind = regime.step(step)
    if kind is None:
        raise Http404
    lines = []
    if regime.term and step == regime.term.from_step and regime.term.minimum_months:
        lines.append(
            _("The term is %(least)s to %(most)s months, counted from the day of signing.")
            % {"least": regime.term.minimum_months, "most": regime.term.maximum_months}
        )
    if regime.follow_up and step == regime.follow_up.from_step:
        lines.append(
            _("%(months)s months of regular contact begin on this day.") % {"months": regime.follow_up.months}
        )
    if kind.needs_windows and state.window_ends_on:
        lines.append(
            _("Possible from %(day)s: the legal term ends on %(term)s, the follow-up on %(follow_up)s.")
            % {
                "day": day(state.window_ends_on),
                "term": day(state.term_ends_on),
                "follow_up": day(state.follow_up_ends_on),
            }
        )
    return Law(kind.title, kind.legal_basis, kind.confidence, tuple(lines))


def choices(regime: Regime, step: str) -> forms.Choices:
    """The answers that the regime allows for a step's details."""
    kind = regime.step(step)
    offered = {
        detail.code: [(choice.code, said(choice.title)) for choice in detail.choices]
        for detail in (kind.details if kind else ())
        if detail.choices
    }
    return {**offered, "ended_as": [(end.code, said(end.title)) for end in regime.ends_of(step)]}


def proposed(regime: Regime, step: str) -> dict[str, str]:
    """What most papers of this kind say: a proposal to change where this one differs."""
    kind = regime.step(step)
    return {"signer_position": said(kind.signed_by)} if kind and kind.signed_by else {}
