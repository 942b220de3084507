"""How long a term runs, under a made-up regime that can do everything to it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.casework.queries.calendars import file_calendar
from hoanhap.casework.rules.facts import Course, StepFact
from hoanhap.casework.rules.terms import TermState, bounds, half_is_served, term_state
from tests.casework.rules.sample import CONTENT, SOURCE, course, regime

COURSE = course()
BEGAN = date(2024, 1, 10)
DECIDED = StepFact("decide", date(2024, 1, 5), 12)
BEGIN = StepFact("begin", BEGAN)
LATE = date(2026, 1, 1)
END = date(2025, 1, 10)


def away(first: date, last: date) -> StepFact:
    return StepFact("away", first, until=last)


def pause(first: date, resumed: date) -> list[StepFact]:
    return [StepFact("pause", first), StepFact("resume", resumed)]


def state(*facts: StepFact, on: date = LATE, of: Course = COURSE) -> TermState | None:
    return term_state(of, of.in_order(facts), on)


def ends(*facts: StepFact, on: date = LATE) -> date | None:
    found = state(DECIDED, BEGIN, *facts, on=on)
    assert found is not None
    return found.ends_on


def test_a_term_runs_from_its_beginning_for_the_months_that_were_decided():
    assert state(DECIDED) is None
    assert state(BEGIN) == TermState(BEGAN, None, None)
    assert state(DECIDED, BEGIN, on=BEGAN - timedelta(days=1)) is None
    assert state(DECIDED, BEGIN, on=BEGAN) == TermState(BEGAN, 12, END, is_paused=False, uncounted_days=0)


def test_it_is_over_on_its_last_day_and_never_while_it_has_none():
    found = state(DECIDED, BEGIN)
    assert found is not None
    assert [found.is_over(END + timedelta(days=days)) for days in (-1, 0, 1)] == [False, True, True]
    assert not TermState(BEGAN, None, None).is_over(LATE)
    assert TermState(BEGAN, 12, END) == TermState(BEGAN, 12, END, False, 0)


def test_the_last_paper_of_the_day_says_how_long():
    longer = StepFact("decide", date(2024, 3, 1), 18)
    assert ends(longer, on=date(2024, 2, 29)) == END
    assert ends(longer, on=date(2024, 3, 1)) == date(2025, 7, 10)


def test_where_the_law_leaves_no_choice_no_paper_has_to_say_it():
    term = CONTENT["term"] | {"minimum_months": 12, "maximum_months": 12}
    assert state(BEGIN, of=course(term=term)) == TermState(BEGAN, 12, END)
    by_area = {"when": {"step": "open", "detail": "area", "among": ["remote"]}, "minimum_months": 24}
    told = term | {"lengths": [by_area | {"maximum_months": 24}]}
    assert state(BEGIN, of=course(term=told)) == TermState(BEGAN, None, None)
    assert (
        state(StepFact("open", BEGAN), of=course(term=None, steps=_without_effects(), duties=[], blanks=[]))
        is None
    )


def _without_effects():
    return [{**step, "effect": None, "amount": None} for step in CONTENT["steps"]]


@pytest.mark.parametrize(
    ("facts", "end"),
    [
        (pause(date(2024, 3, 1), date(2024, 3, 11)), date(2025, 1, 20)),  # ten days
        (pause(date(2024, 3, 1), date(2024, 3, 2)), date(2025, 1, 11)),
        (pause(date(2024, 3, 1), date(2024, 3, 1)), END),
        ([StepFact("resume", date(2024, 3, 1))], END),
        (
            [StepFact("pause", date(2024, 3, 5)), *pause(date(2024, 3, 1), date(2024, 3, 11))],
            date(2025, 1, 20),
        ),
        (
            [*pause(date(2024, 3, 1), date(2024, 3, 11)), *pause(date(2024, 6, 1), date(2024, 6, 6))],
            date(2025, 1, 25),
        ),
        ([away(date(2024, 5, 1), date(2024, 5, 20))], date(2025, 1, 30)),  # twenty days, both ends counted
        ([away(date(2024, 5, 1), date(2024, 5, 1))], date(2025, 1, 11)),
        ([away(BEGAN, BEGAN)], date(2025, 1, 11)),
        ([StepFact("away", date(2024, 5, 1))], END),
        # days that do not count for two reasons count once
        (
            [away(date(2024, 5, 1), date(2024, 5, 20)), *pause(date(2024, 5, 15), date(2024, 5, 25))],
            date(2025, 2, 3),
        ),
        (
            [away(date(2024, 5, 1), date(2024, 5, 20)), away(date(2024, 5, 5), date(2024, 5, 6))],
            date(2025, 1, 30),
        ),
        (
            [away(date(2024, 5, 1), date(2024, 5, 10)), away(date(2024, 5, 10), date(2024, 5, 20))],
            date(2025, 1, 30),
        ),
        (
            [away(date(2024, 5, 1), date(2024, 5, 10)), away(date(2024, 5, 11), date(2024, 5, 20))],
            date(2025, 1, 30),
        ),
        (
            [away(date(2024, 5, 1), date(2024, 5, 10)), away(date(2024, 5, 12), date(2024, 5, 20))],
            date(2025, 1, 29),
        ),
        # what happens when the term is over does not lengthen it; on its last day it still does
        ([away(date(2025, 1, 11), date(2025, 1, 20))], END),
        ([away(date(2025, 1, 10), date(2025, 1, 12))], date(2025, 1, 13)),
        (
            [away(date(2024, 12, 20), date(2024, 12, 31)), away(date(2025, 1, 15), date(2025, 1, 16))],
            date(2025, 1, 24),
        ),
        # what was before it does not count, but what was served before does
        ([away(date(2024, 1, 6), date(2024, 1, 20))], END),
        (pause(date(2024, 1, 6), date(2024, 1, 20)), END),
        ([StepFact("less", date(2024, 1, 6), 3)], END),
        ([StepFact("served", date(2024, 1, 2), term_days=20)], date(2024, 12, 21)),
        ([StepFact("served", date(2024, 2, 2), term_days=20)], date(2024, 12, 21)),
        ([StepFact("served-months", date(2024, 1, 2), 2)], date(2024, 11, 10)),
        ([StepFact("less", date(2024, 8, 1), 3)], date(2024, 10, 10)),
        ([StepFact("less", date(2024, 8, 1), 3), StepFact("less", date(2024, 9, 1), 1)], date(2024, 9, 10)),
        ([StepFact("more", date(2024, 8, 1), 2)], date(2025, 3, 10)),
        ([StepFact("more-days", date(2024, 8, 1), term_days=5)], date(2025, 1, 15)),
        ([StepFact("event", date(2024, 8, 1), 2, term_days=5)], END),  # changes nothing
        ([StepFact("unheard-of", date(2024, 8, 1), 2)], END),
    ],
)
def test_what_happens_moves_the_end_by_so_much(facts, end):
    assert ends(*facts) == end


def test_while_it_stands_still_it_has_no_end():
    facts = [DECIDED, BEGIN, *pause(date(2024, 3, 1), date(2024, 3, 11))]
    assert state(*facts, on=date(2024, 2, 29)) == TermState(BEGAN, 12, END)
    assert state(*facts, on=date(2024, 3, 1)) == TermState(BEGAN, 12, None, is_paused=True)
    assert state(*facts, on=date(2024, 3, 10)) == TermState(BEGAN, 12, None, is_paused=True)
    resumed = TermState(BEGAN, 12, date(2025, 1, 20), is_paused=False, uncounted_days=10)
    assert state(*facts, on=date(2024, 3, 11)) == resumed


def test_a_fresh_term_brings_nothing_along():
    before = [
        StepFact("served", date(2024, 1, 2), term_days=20),
        away(date(2024, 5, 1), date(2024, 5, 20)),
        StepFact("more", date(2024, 5, 25), 2),
    ]
    renewed = StepFact("renew", date(2024, 6, 20), 6)
    assert state(DECIDED, BEGIN, *before, renewed) == TermState(date(2024, 6, 20), 6, date(2024, 12, 20))
    after = away(date(2024, 7, 1), date(2024, 7, 2))
    assert state(DECIDED, BEGIN, *before, renewed, after) == TermState(
        date(2024, 6, 20), 6, date(2024, 12, 22), uncounted_days=2
    )
    untold = StepFact("renew", date(2024, 6, 20))
    assert state(DECIDED, BEGIN, untold) == TermState(date(2024, 6, 20), None, None)


def test_half_of_a_term_is_served_without_the_days_that_do_not_count():
    # 366 days from 10/01/2024 to 10/01/2025: the half is reached on the 183rd, 11/07/2024.
    facts = [DECIDED, BEGIN]
    assert [half_is_served(COURSE, facts, date(2024, 7, day)) for day in (10, 11, 12)] == [False, True, True]
    facts.append(away(date(2024, 5, 1), date(2024, 5, 10)))
    assert [half_is_served(COURSE, facts, date(2024, 7, day)) for day in (20, 21)] == [False, True]
    assert half_is_served(COURSE, [DECIDED], LATE) is False
    assert half_is_served(COURSE, [BEGIN], LATE) is False


def test_the_bounds_follow_the_answer_and_the_law_of_the_day():
    remote = {"when": {"step": "open", "detail": "area", "among": ["remote"]}}
    term = CONTENT["term"] | {"lengths": [remote | {"minimum_months": 24, "maximum_months": 36}]}
    of = course(term=term)
    near, far = StepFact("open", BEGAN), StepFact("open", BEGAN, details={"area": "remote"})
    assert bounds(of, DECIDED, [near, DECIDED]) == (6, 24)
    assert bounds(of, DECIDED, [far, DECIDED]) == (24, 36)

    newer = regime(term=CONTENT["term"] | {"minimum_months": 24, "maximum_months": 30})
    changed = Course(regime(), file_calendar(), successors=[(date(2026, 7, 1), newer)])
    days = date(2026, 6, 30), date(2026, 7, 1)
    assert [bounds(changed, StepFact("decide", on, 24), []) for on in days] == [(6, 24), (24, 30)]
    without = regime(term=None, steps=_without_effects(), duties=[], blanks=[])
    unchanged = Course(regime(), file_calendar(), successors=[(date(2026, 7, 1), without)])
    assert bounds(unchanged, StepFact("decide", date(2026, 7, 1), 24), []) == (6, 24)
    assert SOURCE["confidence"] == "high"


@given(
    st.lists(
        st.tuples(st.integers(0, 360), st.integers(0, 40)).map(
            lambda told: away(BEGAN + timedelta(days=told[0]), BEGAN + timedelta(days=sum(told)))
        ),
        max_size=6,
    )
)
def test_every_day_that_does_not_count_lengthens_the_term_by_one_day(absences):
    found = state(DECIDED, BEGIN, *absences)
    assert found is not None
    assert found.ends_on is not None
    lost = {
        fact.on + timedelta(days=more)
        for fact in absences
        for more in range(41)
        if fact.until and fact.on + timedelta(days=more) <= fact.until
    }
    day, left = BEGAN, (END - BEGAN).days + (BEGAN in lost)
    while left:
        day += timedelta(days=1)
        left -= day not in lost
    assert found.ends_on == day
    assert found.uncounted_days == (day - END).days
