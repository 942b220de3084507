"""How the last day of a term comes about, line by line: for whoever has to believe it, or to contest it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hoanhap.casework.rules.facts import Course, StepFact
from hoanhap.casework.rules.parts import Effect
from hoanhap.casework.rules.terms import term_state
from hoanhap.kit.calendar import period_ends


@dataclass(frozen=True, slots=True)
class TermLine:
    """What one step did to the term. For days that do not count `first` and `last` (None: it still stands still)."""

    step: str
    effect: Effect
    on: date
    months: int | None = None
    days: int | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class TermExplained:
    """A term from its first day to its last.

    `plain_ends_on` is the last day if nothing had changed it; `uncounted_days` counts each day once, also where two
    stretches overlap. `ends_on` None: it stands still, or nobody has said how long it is.
    """

    begins_on: date
    months: int | None
    plain_ends_on: date | None
    ends_on: date | None
    is_paused: bool
    uncounted_days: int
    lines: tuple[TermLine, ...]


def explain_term(course: Course, facts: Sequence[StepFact], on: date) -> TermExplained | None:
    """The term as it stands at the end of the day, with everything that moved its end; None before it begins.

    `facts` are in order. The days are those of `terms.term_state`; this only says where they come from.
    """
    state, term = term_state(course, facts, on), course.regime.term
    if state is None or term is None:
        return None
    known = [fact for fact in facts if fact.on <= on]
    start = next(fact for fact in reversed(known) if fact.kind in (term.from_step, *term.restarts))
    plain = period_ends(state.begins_on, state.months) if state.months is not None else None
    return TermExplained(
        begins_on=state.begins_on,
        months=state.months,
        plain_ends_on=plain,
        ends_on=state.ends_on,
        is_paused=state.is_paused,
        uncounted_days=state.uncounted_days,
        lines=_lines(course, known, start, fresh=start.kind in term.restarts),
    )


def _lines(
    course: Course, known: Sequence[StepFact], start: StepFact, *, fresh: bool
) -> tuple[TermLine, ...]:
    found: list[TermLine] = []
    paused: StepFact | None = None
    place = known.index(start)
    for here, fact in enumerate(known):
        kind = course.kind(fact)
        if kind is None or kind.effect is None:
            continue
        if here < place and (fresh or kind.effect is not Effect.DEDUCT):
            continue
        match kind.effect:
            case Effect.PAUSE:
                paused = paused or fact
            case Effect.RESUME:
                if paused is not None:
                    last = fact.on - timedelta(days=1)
                    if last >= paused.on:
                        found.append(_stretch(paused, Effect.PAUSE, last))
                    paused = None
            case Effect.NOT_COUNTED:
                if fact.until is not None:
                    found.append(_stretch(fact, Effect.NOT_COUNTED, fact.until))
            case effect:
                found.append(TermLine(fact.kind, effect, fact.on, fact.term_months, fact.term_days))
    if paused is not None:
        found.append(_stretch(paused, Effect.PAUSE, None))
    return tuple(found)


def _stretch(fact: StepFact, effect: Effect, last: date | None) -> TermLine:
    days = (last - fact.on).days + 1 if last else None
    return TermLine(fact.kind, effect, fact.on, days=days, first=fact.on, last=last)
