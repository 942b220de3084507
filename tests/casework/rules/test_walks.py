"""Random walks through every regime: what the guards let through makes sense, and spans say what states say."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoanhap.casework.queries.calendars import file_calendar
from hoanhap.casework.queries.law import shipped
from hoanhap.casework.rules.facts import StepFact
from hoanhap.casework.rules.guards import chain_refusals
from hoanhap.casework.rules.law import Law
from hoanhap.casework.rules.parts import Effect
from hoanhap.casework.rules.spans import Units, spans
from hoanhap.casework.rules.states import state_of
from hoanhap.casework.rules.terms import bounds

LAW = Law(shipped(), file_calendar())
CODES = sorted(shipped())
TODAY = date(2029, 12, 31)
TRIES = 14


def first_day(regime) -> date:
    return max(regime.in_force.from_on, date(2012, 1, 1)) + timedelta(days=40)


def answers(draw, step) -> dict[str, object]:
    """An answer to every question of a step."""
    told: dict[str, object] = {}
    for detail in step.details:
        codes = [choice.code for choice in detail.choices] if detail.choices else ["words"]
        chosen = draw(st.sampled_from(codes))
        told[detail.code] = [chosen] if detail.many else chosen
    return told


def drawn(draw, course, facts, on: date) -> StepFact:
    """Any step of the law of that day, with everything that a form would ask."""
    regime = course.at(on)
    step = draw(st.sampled_from(regime.steps))
    ends = [end.code for end in regime.ends_of(step.code)] or [""]
    asks = step.amount.asks if step.amount else ""
    fact = StepFact(
        step.code,
        on,
        ends_as=draw(st.sampled_from(ends)),
        until=on + timedelta(days=draw(st.integers(0, 40))) if asks == "until" else None,
        term_days=draw(st.integers(1, 60)) if asks == "days" else None,
        term_months=draw(st.integers(1, 6)) if asks == "months" else None,
        details=answers(draw, step),
    )
    term = regime.term
    if term and step.code in (term.months_step or term.from_step, *term.restarts):
        least, most = bounds(course, fact, facts)
        months = draw(st.integers(least or 6, most or 24))
        fact = StepFact(fact.kind, on, months, fact.ends_as, details=fact.details)
    return fact


@st.composite
def walks(draw, code: str, edition: int):
    """A chain of steps that the guards let through one by one."""
    regime = shipped()[code, edition]
    on = first_day(regime)
    opened = drawn_opening(draw, regime, on)
    facts = [opened]
    for _try in range(TRIES):
        on += timedelta(days=draw(st.sampled_from([0, 1, 2, 4, 9, 31, 120, 200])))
        course = LAW.course(code, edition, facts)
        fact = drawn(draw, course, facts, on)
        course = LAW.course(code, edition, [*facts, fact])
        if not chain_refusals(course, opened_on=opened.on, facts=[*facts, fact], today=TODAY):
            facts.append(fact)
    return facts


def drawn_opening(draw, regime, on: date) -> StepFact:
    step = regime.opening
    months = None
    if regime.term and step.code == (regime.term.months_step or regime.term.from_step):
        months = regime.term.minimum_months
    return StepFact(step.code, on, months, details=answers(draw, step))


@pytest.mark.parametrize(("code", "edition"), CODES)
@settings(max_examples=12)
@given(data=st.data())
def test_what_the_guards_let_through_makes_sense_on_every_day(code, edition, data):
    facts = data.draw(walks(code, edition))
    course = LAW.course(code, edition, facts)
    phases, duties = spans(course, facts, units=Units("here"))

    ends = [fact for fact in facts if fact.ends_as]
    assert len(ends) <= 1
    for earlier, later in pairwise(phases):
        assert earlier.until_on == later.from_on
    assert phases[0].from_on == facts[0].on
    assert phases[-1].until_on is None

    paused = 0
    for fact in course.in_order(facts):
        step = course.kind(fact)
        paused += {Effect.PAUSE: 1, Effect.RESUME: -1}.get(step.effect, 0)
        assert paused in (0, 1), (
            "a term that stands still is not stopped again, and a running one not resumed"
        )
        if step.needs_windows:
            window = state_of(course, [one for one in facts if one is not fact], fact.on).window_ends_on
            assert window is None or window <= fact.on

    days = {day + timedelta(days=more) for fact in facts for day in (fact.on,) for more in (0, 1, 3, 15, 33)}
    days |= {span.from_on for span in duties} | {phase.from_on for phase in phases}
    for day in sorted(day for day in days if day <= facts[-1].on + timedelta(days=60)):
        state = state_of(course, facts, day)
        if day < facts[0].on:
            continue
        [phase] = [
            one for one in phases if one.from_on <= day and (one.until_on is None or day < one.until_on)
        ]
        assert (phase.stage, phase.is_in, phase.is_ended) == (state.stage, state.is_in, not state.is_open)
        assert phase.ended_as == state.ended_as
        standing = sorted(
            (span.duty.code, span.duty.since_on, span.duty.due_on or date.max)
            for span in duties
            if span.from_on <= day and (span.until_on is None or day < span.until_on)
        )
        wanted = sorted((duty.code, duty.since_on, duty.due_on or date.max) for duty in state.next_duties)
        assert standing == wanted, day
