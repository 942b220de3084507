"""How long a term runs: from when, what does not count, what is taken off or added. Rest days never move its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hoanhap.casework.rules.facts import Course, StepFact, is_answered
from hoanhap.casework.rules.parts import Effect, Length, Term
from hoanhap.casework.rules.regimes import Regime
from hoanhap.kit.calendar import period_ends


@dataclass(frozen=True, slots=True)
class TermState:
    """A term as it stands at the end of a day. `ends_on` is None while it stands still or its length is unknown."""

    begins_on: date
    months: int | None
    ends_on: date | None
    is_paused: bool = False
    uncounted_days: int = 0

    def is_over(self, on: date) -> bool:
        """Whether its last day has come."""
        return self.ends_on is not None and self.ends_on <= on


@dataclass
class _Sum:
    """What the steps do to a term."""

    months: int = 0
    days: int = 0


def bounds(course: Course, fact: StepFact, known: Sequence[StepFact]) -> tuple[int | None, int | None]:
    """The shortest and the longest term, in months, that the step which sets it may name."""
    term = course.at(fact.on).term or course.regime.term
    assert term is not None
    for length in term.lengths:
        if is_answered(length.when, fact, known):
            return length.minimum_months, length.maximum_months
    return term.minimum_months, term.maximum_months


def term_state(course: Course, facts: Sequence[StepFact], on: date) -> TermState | None:
    """The term after everything that happened until the end of the day `on`; None before it begins.

    `facts` are in order. Facts of later days do not exist yet.
    """
    term = course.regime.term
    if term is None:
        return None
    known = facts if not facts or facts[-1].on <= on else [fact for fact in facts if fact.on <= on]
    setting = (term.from_step, *term.restarts)
    start = next((fact for fact in reversed(known) if fact.kind in setting), None)
    if start is None:
        return None
    months = _months(term, known, start)
    if months is None:
        return TermState(start.on, None, None)
    total, breaks, is_paused = _effects(course, known, start)
    ends_on = period_ends(start.on, months + total.months, days=total.days)
    uncounted = 0
    for first, last in _merged(breaks, start.on):
        if first > ends_on:
            break  # what happens after a term is over does not lengthen it
        lasts = (last - first).days + 1
        ends_on, uncounted = ends_on + timedelta(days=lasts), uncounted + lasts
    return TermState(start.on, months, None if is_paused else ends_on, is_paused, uncounted)


def half_is_served(course: Course, facts: Sequence[StepFact], on: date) -> bool:
    """Whether half of the term, as it was set, has been served by the end of the day."""
    state = term_state(course, facts, on)
    if state is None or state.months is None:
        return False
    whole = (period_ends(state.begins_on, state.months) - state.begins_on).days
    served = (on - state.begins_on).days - state.uncounted_days
    return served * 2 >= whole


def has_served(
    course: Course, regime: Regime, length: Length, facts: Sequence[StepFact], on: date
) -> bool | None:
    """Whether so much of the term has been served by the end of the day; None where the law leaves open how much."""
    if course.count(regime, length, on) is None:
        return None
    state = term_state(course, facts, on)
    if state is None:
        return False
    counted = on - timedelta(days=state.uncounted_days)
    is_short = course.reaches(regime, length, since=state.begins_on, until=counted + timedelta(days=1))
    return is_short is False


def part_of_term(course: Course, facts: Sequence[StepFact], on: date, part: int, of: int) -> int | None:
    """So many whole days are that part of the term, as it was set; None before it is."""
    state = term_state(course, facts, on)
    if state is None or state.months is None:
        return None
    return (period_ends(state.begins_on, state.months) - state.begins_on).days * part // of


def days_together(course: Course, kind: str, facts: Sequence[StepFact]) -> int:
    """How many days all steps of that kind last together since the term began, each day once."""
    state = term_state(course, facts, facts[-1].on)
    since = state.begins_on if state else date.min
    stretches = [(fact.on, fact.until) for fact in facts if fact.kind == kind and fact.until is not None]
    return sum((last - first).days + 1 for first, last in _merged(stretches, since))


def _months(term: Term, known: Sequence[StepFact], start: StepFact) -> int | None:
    """The months that the last paper set; where the law leaves no choice, those."""
    setting = (term.months_step or term.from_step, *term.restarts)
    if start.kind in setting:
        told = start.term_months
    else:
        told = next((fact.term_months for fact in reversed(known) if fact.kind in setting), None)
    if told is None and term.minimum_months == term.maximum_months and not term.lengths:
        return term.minimum_months
    return told


def _effects(
    course: Course, known: Sequence[StepFact], start: StepFact
) -> tuple[_Sum, list[tuple[date, date]], bool]:
    """What is added and taken off, the stretches of days that do not count, and whether the clock stands still."""
    total, breaks = _Sum(), []
    paused: date | None = None
    place = known.index(start)
    restarted = start.kind in (course.regime.term.restarts if course.regime.term else ())
    for here, fact in enumerate(known):
        kind = course.kind(fact)
        if kind is None or kind.effect is None:
            continue
        if here < place and (restarted or kind.effect is not Effect.DEDUCT):
            continue  # only what was served before is brought along, and a fresh term brings nothing along
        match kind.effect:
            case Effect.PAUSE:
                paused = paused or fact.on
            case Effect.RESUME:
                if paused is not None and fact.on > paused:
                    breaks.append((paused, fact.on - timedelta(days=1)))
                paused = None
            case Effect.NOT_COUNTED:
                if fact.until is not None:
                    breaks.append((fact.on, fact.until))
            case Effect.DEDUCT | Effect.REDUCE:
                total.months -= fact.term_months or 0
                total.days -= fact.term_days or 0
            case Effect.EXTEND:
                total.months += fact.term_months or 0
                total.days += fact.term_days or 0
    return total, breaks, paused is not None


def _merged(breaks: Sequence[tuple[date, date]], since: date) -> list[tuple[date, date]]:
    """The same days, each once, in order, none before the term began."""
    merged: list[tuple[date, date]] = []
    for first, last in sorted((max(first, since), last) for first, last in breaks if last >= since):
        if merged and first <= merged[-1][1] + timedelta(days=1):
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged
