"""Random walks through every regime: what the guards let through makes sense, and spans say what states say."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoanhap.casework.queries.calendars import file_calendar
from hoanhap.casework.queries.law import shipped
from hoanhap.casework.rules.facts import About, Finding, StepFact
from hoanhap.casework.rules.guards import chain_refusals
from hoanhap.casework.rules.law import Law
from hoanhap.casework.rules.parts import Effect
from hoanhap.casework.rules.spans import Units, spans
from hoanhap.casework.rules.states import state_of
from hoanhap.casework.rules.terms import bounds
from hoanhap.kit.dates import PartialDate

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
    about = drawn_about(draw, regime, on)
    opened = drawn_opening(draw, regime, on)
    facts = [opened]
    for _try in range(TRIES):
        on += timedelta(days=draw(st.sampled_from([0, 1, 2, 4, 9, 31, 120, 200])))
        course = LAW.course(code, edition, facts, about)
        fact = drawn(draw, course, facts, on)
        course = LAW.course(code, edition, [*facts, fact], about)
        if not chain_refusals(course, opened_on=opened.on, facts=[*facts, fact], today=TODAY):
            facts.append(fact)
    return facts, about


def drawn_about(draw, regime, on: date) -> About:
    """Any form, an age that the regime takes, and results of determinations before and after the beginning."""
    years = draw(st.integers(12, 17) if regime.minimum_age.below else st.integers(20, 50))
    born = on - timedelta(days=years * 365 + draw(st.integers(6, 300)))
    birth = draw(
        st.sampled_from([None, PartialDate(born.year, born.month, born.day), PartialDate(born.year)])
    )
    days = draw(st.lists(st.integers(-300, 900), max_size=2))
    ends = ["dependent", "not-dependent"]
    findings = [
        Finding("dependence-determination", draw(st.sampled_from(ends)), on + timedelta(days=day))
        for day in days
    ]
    return About(draw(st.sampled_from([form.code for form in regime.forms])), birth, tuple(findings))


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
    facts, about = data.draw(walks(code, edition))
    course = LAW.course(code, edition, facts, about)
    for fact in facts:
        here = course.at(fact.on) if course.at(fact.on).step(fact.kind) else course.regime
        assert not course.kind(fact).forms or about.form in course.kind(fact).forms
        assert not fact.ends_as or here.is_for(here.end(fact.ends_as), about.form)
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

    for duty in (span.duty for span in duties):
        told = (
            next(one for one in LAW.regime(*duty.regime).duties if one.code == duty.code)
            if duty.steps
            else None
        )
        assert told is None or not told.forms or about.form in told.forms

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
