"""Where an episode stands: derived from its dated facts, never stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hoanhap.casework.rules.duties import DutyFact, Standing, duties_at, leads_at
from hoanhap.casework.rules.facts import Course, StepFact
from hoanhap.casework.rules.parts import Effect
from hoanhap.casework.rules.terms import term_state

__all__ = ["Course", "DutyFact", "EpisodeState", "StepFact", "stages_along", "state_of", "windows"]


@dataclass(frozen=True, slots=True)
class EpisodeState:
    """Where an episode stands on a day.

    `window_ends_on` is the day on which the legal term and the follow-up, where there is one, are both over: the first
    day a certificate can carry. While the term stands still (`is_paused`) it has no end.
    """

    stage: str
    ended_as: str = ""
    ended_on: date | None = None
    decided_on: date | None = None
    handed_over_on: date | None = None
    term_ends_on: date | None = None
    follow_up_ends_on: date | None = None
    window_ends_on: date | None = None
    is_paused: bool = False
    started_on: date | None = None
    next_duties: tuple[DutyFact, ...] = ()

    @property
    def is_open(self) -> bool:
        return not self.ended_as

    @property
    def has_started(self) -> bool:
        """Whether the person counts as having begun."""
        return self.started_on is not None

    @property
    def is_in(self) -> bool:
        """Whether the person counts as being in this form of treatment or management."""
        return self.has_started and self.is_open


def state_of(
    course: Course, facts: Sequence[StepFact], on: date, *, followed: Mapping[str, date] | None = None
) -> EpisodeState:
    """The state at the end of the day `on`. Facts of later days do not exist yet.

    `followed`: for kinds of episode, the day on which the person's next one of that kind was opened.
    """
    until_then = course.in_order(fact for fact in facts if fact.on <= on)
    known = [fact for fact in until_then if fact.on <= on]
    return state_after(course.as_known(on), known, on, followed or {})


def state_after(
    course: Course, known: Sequence[StepFact], on: date, followed: Mapping[str, date]
) -> EpisodeState:
    """The same where `known` is in order and holds no later fact, and the course is as it was known on the day."""
    regime = course.regime
    by_kind = {fact.kind: fact for fact in known}
    end = next((fact for fact in known if fact.ends_as), None)
    term = term_state(course, known, on)
    term_ends_on, follow_up_ends_on = term.ends_on if term else None, _follow_up_ends(course, known)
    window_ends_on = window(course, term_ends_on, follow_up_ends_on)
    decision = by_kind.get(regime.term.from_step) if regime.term else None
    handover = by_kind.get(regime.follow_up.from_step) if regime.follow_up else None
    started = next((fact for fact in known if fact.kind == regime.start), None)
    is_paused = term.is_paused if term else False
    stage = _stage(course, known, end, window_ends_on, on)
    standing = Standing(stage, term_ends_on, window_ends_on, is_paused, end is not None)
    duties = duties_at(course, known, standing, on)
    if end:
        duties += leads_at(course, known, end, followed, on)
    return EpisodeState(
        stage=stage,
        ended_as=end.ends_as if end else "",
        ended_on=end.on if end else None,
        decided_on=decision.on if decision else None,
        handed_over_on=handover.on if handover else None,
        term_ends_on=term_ends_on,
        follow_up_ends_on=follow_up_ends_on,
        window_ends_on=window_ends_on,
        is_paused=is_paused,
        started_on=started.on if started else None,
        next_duties=duties,
    )


def windows(course: Course, known: Sequence[StepFact], on: date) -> tuple[date | None, date | None]:
    """The last day of the legal term and the last day of the follow-up, where they are known. `known` in order."""
    term = term_state(course, known, on)
    return (term.ends_on if term else None, _follow_up_ends(course, known))


def _follow_up_ends(course: Course, known: Sequence[StepFact]) -> date | None:
    regime = course.regime
    if not regime.follow_up:
        return None
    handover = next((fact for fact in known if fact.kind == regime.follow_up.from_step), None)
    return regime.follow_up_ends(handover.on) if handover else None


def window(course: Course, term_ends_on: date | None, follow_up_ends_on: date | None) -> date | None:
    """The day on which everything that has to be over is over; None while one of them has no end."""
    asked = [
        *([term_ends_on] if course.regime.term else []),
        *([follow_up_ends_on] if course.regime.follow_up else []),
    ]
    ends = [end for end in asked if end is not None]
    return max(ends) if ends and len(ends) == len(asked) else None


def stages_along(course: Course, known: Sequence[StepFact]) -> list[str]:
    """The stage before each fact and, last, after all of them. `known` in order; without what time alone does."""
    stage = course.regime.opening.stage or ""
    along = [stage]
    before_pause: list[str] = []
    for fact in known:
        kind = course.kind(fact)
        if kind is not None:
            if kind.effect is Effect.PAUSE:
                before_pause.append(stage)
            if kind.effect is Effect.RESUME and before_pause:
                stage = before_pause.pop()
            stage = kind.stage or stage
        along.append(stage)
    return along


def _stage(
    course: Course, known: Sequence[StepFact], end: StepFact | None, window_ends_on: date | None, on: date
) -> str:
    if end:
        return course.regime.ended_stage
    if course.regime.awaiting_stage and window_ends_on and window_ends_on <= on:
        return course.regime.awaiting_stage
    return stages_along(course, known)[-1]
