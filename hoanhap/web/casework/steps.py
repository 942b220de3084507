"""Recording a step of an episode: one page for every kind of step that the law knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoanhap.access.scope import Scope
from hoanhap.casework.operations import steps
from hoanhap.casework.operations.sentences import problems
from hoanhap.casework.queries import episodes as queries
from hoanhap.casework.queries import regimes
from hoanhap.casework.rules.guards import Refusal
from hoanhap.casework.rules.parts import CountsAs, StepKind
from hoanhap.casework.rules.regimes import Regime
from hoanhap.casework.rules.spans import TRANSFER
from hoanhap.casework.rules.states import EpisodeState
from hoanhap.casework.rules.words import Words
from hoanhap.kit.errors import Problem, Refused
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.casework.around import around
from hoanhap.web.casework.document_steps import step_initial, step_recorded
from hoanhap.web.casework.forms import Asked, StepForm, asked_step, signer_position
from hoanhap.web.forms import DayField
from hoanhap.web.once import answer
from hoanhap.web.templatetags.casework import said
from hoanhap.web.templatetags.hoanhap import day

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Law:
    """What is shown above a form: which text asks for the step, how sure we are, and what follows here.

    `against`: what would refuse the step if it carried today's date.
    """

    title: Words
    legal_basis: str
    confidence: str
    lines: tuple[str, ...]
    form_code: str = ""
    against: tuple[str, ...] = ()
    papers_href: str = ""


@get_or_post
@needs("casework.read")
def record(request: StaffRequest, episode_id: UUID, step: str) -> HttpResponse:
    """One step of the episode. What the law and the earlier steps refuse is said at its field; nothing typed is lost."""
    if step == TRANSFER or not may_record(request.scope, step):
        raise Http404  # a file is offered to the other office, and passes when that one accepts it
    now, today = timezone.now(), timezone.localdate()
    page = queries.episode_page(episode_id, scope=request.scope, at=now, purpose="record-step")
    asked = asked_step(page.course, page.facts, step, day_typed(request, step) or today)
    if asked is None or step == page.regime.opening.code or not may_record(request.scope, asked.kind):
        raise Http404
    form = StepForm(
        request.POST or None,
        asked=asked,
        initial={**proposed(asked, today), **step_initial(request, episode_id)},
    )

    def act() -> str:
        given: dict[str, Any] = {"episode_id": episode_id, "scope": request.scope, "at": now}
        first, *more = form.drafts
        made = steps.record_step(step=first, **given)
        step_recorded(request, episode_id, step_id=made.pk, kind=made.kind)
        for last in more:
            with_field("ended_on", lambda draft=last: steps.record_step(step=draft, **given))
        messages.success(request, _("Recorded: %(step)s.") % {"step": said(asked.kind.title)})
        return reverse("episode", args=[episode_id])

    law = law_of(
        asked,
        page.state,
        against=against(page, step),
        papers_href="" if "document" in request.GET else papers_of(episode_id, asked.kind),
    )
    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            **around(request, page, said(law.title)),
            "law": law,
            "is_danger": stops(asked.regime, asked.kind),
            "note": _("This ends the episode.") if asked.regime.ends_of(step) else "",
        },
    )


def with_field(field: str, act: Any) -> None:
    """Carry `act` out; what is refused is said at this field. Raises Refused."""
    try:
        act()
    except Refused as refused:
        raise type(refused)(
            *(Problem(one.code, one.message, field, one.params) for one in refused.problems)
        ) from None


def day_typed(request: StaffRequest, step: str) -> date | None:
    """The day in the form that was sent, under whatever name: the law of that day says what is asked."""
    for name in ("on", "decided_on", "began_on", "applied_on", "ended_on" if step == "detox-end" else "on"):
        try:
            found: date | None = DayField(required=False).clean(request.POST.get(name, ""))
        except ValidationError:
            continue
        if found:
            return found
    return None


@lru_cache(maxsize=8)
def _signed(editions: tuple[tuple[str, int], ...]) -> frozenset[str]:
    known = [regimes.regime(code, edition) for code, edition in editions]
    return frozenset(step.code for regime in known for step in regime.steps if step.is_signed)


def may_record(scope: Scope, step: StepKind | str) -> bool:
    """Whether the account writes such steps: those on signed papers may be written by whoever signs, too.

    By its code alone: whether any edition has such a step signed.
    """
    if scope.may("casework.write"):
        return True
    if not scope.may("casework.sign"):
        return False
    if isinstance(step, str):
        return step in _signed(tuple((one.code, one.edition) for one in regimes.regimes()))
    return step.is_signed


def stops(regime: Regime, kind: StepKind) -> bool:
    """Whether the step ends the episode without its good end."""
    ends = regime.ends_of(kind.code)
    return bool(ends) and all(end.counted is not CountsAs.COMPLETED for end in ends)


def against(page: queries.EpisodePage, step: str) -> tuple[str, ...]:
    """What stands against recording a step with today's date, in sentences."""
    found = next((option.refusals for option in page.options if option.code == step), ())
    return sentences(page, step, found)


def sentences(page: queries.EpisodePage, step: str, refusals: Sequence[Refusal]) -> tuple[str, ...]:
    """Refusals as sentences, without the name of the step that they stand below."""
    kind = page.course.step(step)
    title = f"{said(kind.title)}: " if kind else ""
    told = [str(problem) for problem in problems(page.course, refusals)]
    plain = [one.removeprefix(title) for one in told]
    return tuple(dict.fromkeys(one[:1].upper() + one[1:] for one in plain))


def papers_of(episode_id: UUID, kind: StepKind) -> str:
    """Where the paper of such a step is drafted; empty for a step without one."""
    if not kind.paper:
        return ""
    return f"{reverse('episode-papers', args=[episode_id])}?{urlencode({'step': kind.code})}"


def law_of(asked: Asked, state: EpisodeState, *, against: tuple[str, ...] = (), papers_href: str = "") -> Law:
    """What the regime says about a step, and the days that follow from what has happened so far."""
    kind = asked.kind
    return Law(
        kind.title,
        kind.legal_basis,
        kind.confidence,
        (*_of_term(asked), *_of_days(asked, state)),
        form_code=kind.form_code or "",
        against=against,
        papers_href=papers_href,
    )


def _of_term(asked: Asked) -> list[str]:
    term, kind = asked.regime.term, asked.kind
    found = []
    if term and asked.sets_term and term.minimum_months:
        if term.minimum_months == term.maximum_months:
            found.append(_("The term is %(months)s months.") % {"months": term.minimum_months})
        elif term.from_step == kind.code == "decision":
            found.append(
                _("The term is %(least)s to %(most)s months, counted from the day of signing.")
                % {"least": term.minimum_months, "most": term.maximum_months}
            )
        else:
            found.append(
                _("The term is %(least)s to %(most)s months.")
                % {"least": term.minimum_months, "most": term.maximum_months}
            )
    if term and term.from_step == kind.code and kind.code != "decision":
        found.append(_("The term runs from this day."))
    follow_up = asked.regime.follow_up
    if follow_up and kind.code == follow_up.from_step:
        found.append(
            _("%(months)s months of regular contact begin on this day.") % {"months": follow_up.months}
        )
    return found


def _of_days(asked: Asked, state: EpisodeState) -> list[str]:
    if not asked.kind.needs_windows or not state.window_ends_on:
        return []
    if state.follow_up_ends_on:
        return [
            _("Possible from %(day)s: the legal term ends on %(term)s, the follow-up on %(follow_up)s.")
            % {
                "day": day(state.window_ends_on),
                "term": day(state.term_ends_on),
                "follow_up": day(state.follow_up_ends_on),
            }
        ]
    return [_("Possible from %(day)s, the last day of the term.") % {"day": day(state.window_ends_on)}]


def proposed(asked: Asked, on: date) -> dict[str, str]:
    """What most papers of this kind say: a proposal to change where this one differs."""
    position = signer_position(asked.kind, on)
    return {"signer_position": position} if position else {}
