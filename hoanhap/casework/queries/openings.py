"""Which kinds of episode could be opened for a person on a day, and what stands against the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Episode
from hoanhap.casework.queries.law import law
from hoanhap.casework.queries.lines import EpisodeSummary, summaries, with_names
from hoanhap.casework.queries.regimes import NoRegime, regime_on
from hoanhap.casework.queries.texts import in_words
from hoanhap.casework.rules.facts import Course
from hoanhap.casework.rules.guards import Reason, Refusal, opening_refusals
from hoanhap.casework.rules.parts import LeadsTo
from hoanhap.casework.rules.regimes import Regime
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.people.models import Person

WRITE = "casework.write"


@dataclass(frozen=True)
class KindOption:
    """A kind of episode on a day. `regime` None: none is in force then, and `why` says so.

    `beside`: an episode of the same lane that is open, beside which this kind may run for a written reason; `blocked_by`:
    one beside which it may not. `refusals`: the person's age or death.
    """

    code: str
    title: Words
    regime: Regime | None
    course: Course | None = None
    why: Problem | None = None
    beside: Words = ""
    blocked_by: Words = ""
    refusals: tuple[Refusal, ...] = ()

    @property
    def is_possible(self) -> bool:
        return self.regime is not None and not self.blocked_by and not self.refusals


@dataclass(frozen=True)
class Followed:
    """The episode that a new one comes from, and what is known of the new one by that."""

    episode: EpisodeSummary
    answers: Mapping[str, str] = field(default_factory=dict)
    opened_on: date | None = None


def kinds_for(person_id: UUID, *, scope: Scope, on: date) -> list[KindOption]:
    """Every kind of episode, in the usual order, as it stands for this person on the day. Raises NotFound."""
    person = Person.objects.visible_to(scope, WRITE).filter(pk=person_id).first()
    if person is None:
        raise NotFound(Problem("no-such-person", _("There is no such person.")))
    running = list(
        Episode.objects.filter(person_id=person_id, closed_on__isnull=True).values_list("kind", "lane")
    )
    return [_option(kind, title, person, running, on) for kind, title in Episode.Kind.choices]


def _option(kind: str, title: Words, person: Person, running: list[Any], on: date) -> KindOption:
    try:
        regime = regime_on(kind, on)
    except NoRegime as none:
        return KindOption(kind, title, None, why=none.problems[0])
    course = law().course(regime.code, regime.edition)
    [form, *_more] = regime.forms
    refusals = opening_refusals(
        regime,
        applied_on=on,
        form=form.code,
        birth=PartialDate.of(person.born_on, person.born_precision),
        died_on=person.died_on,
    )
    others = [Episode.Kind(one).label for one, lane in running if lane == regime.lane]
    may_run_beside = all(one in regime.alongside for one, lane in running if lane == regime.lane)
    return KindOption(
        kind,
        title,
        regime,
        course,
        beside=others[0] if others and may_run_beside else "",
        blocked_by=others[0] if others and not may_run_beside else "",
        refusals=tuple(one for one in refusals if one.reason is not Reason.FORM_UNKNOWN),
    )


def followed(episode_id: UUID, kind: str, *, person_id: UUID, scope: Scope, on: date) -> Followed | None:
    """What an ended episode of the person tells of the next one of this kind; None where there is no such episode."""
    found = Episode.objects.visible_to(scope, WRITE).filter(pk=episode_id, person_id=person_id)
    one = next(iter(summaries(with_names(found, on), on=on)), None)
    if one is None:
        return None
    ended_on = one.state.ended_on
    next_ = leading_to(one, kind)
    if ended_on is None or next_ is None:
        return Followed(one)
    since = next((fact for fact in reversed(one.facts) if fact.kind == next_.from_step), None)
    return Followed(one, next_.answers, since.on if since else ended_on)


def leading_to(episode: EpisodeSummary, kind: str) -> LeadsTo | None:
    """What the law of the day of the end says of an episode of this kind that is due after it."""
    ended_on = episode.state.ended_on
    if ended_on is None:
        return None
    found = episode.course.after(ended_on).leads_to
    law_then = episode.course.after(ended_on)
    fitting = [one for one in found if episode.ended_as in one.ends and law_then.is_for(one, episode.form)]
    return next((one for one in fitting if kind in (one.episode_kind, *one.also_kinds)), None)


def kinds_after(episode: EpisodeSummary, duty: str) -> tuple[str, ...]:
    """Which kinds of episode fulfil a duty that arose from the end of this one; none for any other duty."""
    ended_on = episode.state.ended_on
    if ended_on is None:
        return ()
    found = next((one for one in episode.course.after(ended_on).leads_to if one.code == duty), None)
    return (found.episode_kind, *found.also_kinds) if found else ()


def kind_title(kind: str) -> Words:
    """What a kind of episode is called."""
    known = dict(Episode.Kind.choices)
    return known.get(kind, kind)


def form_title(regime: Regime, form: str) -> Words:
    """What a form of treatment is called under an edition."""
    found = regime.form(form)
    return in_words(found.title) if found else form
