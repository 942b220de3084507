"""A term explained line by line: what it says adds up to the day that the rules count with."""

from datetime import date, timedelta

from hypothesis import given, settings

from hoanhap.casework.rules.explained import explain_term
from hoanhap.casework.rules.facts import StepFact
from hoanhap.casework.rules.parts import Effect
from hoanhap.casework.rules.terms import term_state
from tests.casework.rules.rehabilitation import LAW, d, fact
from tests.casework.rules.test_walks import walks

SERVING = [
    fact("discovery", "07/07/2025", ground="used"),
    fact("file", "10/07/2025"),
    fact("notice", "11/07/2025"),
    fact("forward", "18/07/2025"),
    fact("court-sent", "22/07/2025"),
    fact("decision", "01/08/2025", months=15),
    fact("admission", "06/08/2025"),
]


def explained(*more: StepFact, on: str = "01/10/2026"):
    facts = [*SERVING, *more]
    return explain_term(LAW.course("compulsory-2021", 1, facts), facts, d(on))


def test_before_it_begins_there_is_nothing_to_explain():
    assert explained(on="05/08/2025") is None


def test_a_term_that_nothing_changed_ends_as_it_was_set():
    told = explained()

    assert (told.begins_on, told.months, told.lines) == (date(2025, 8, 6), 15, ())
    assert told.ends_on == told.plain_ends_on == date(2026, 11, 6)


def test_an_escape_is_named_with_its_days_and_moves_the_end_by_them():
    told = explained(fact("escape", "01/09/2025"), fact("return", "11/09/2025"))

    [line] = told.lines
    assert (line.step, line.effect, line.first, line.last, line.days) == (
        "escape",
        Effect.PAUSE,
        date(2025, 9, 1),
        date(2025, 9, 10),
        10,
    )
    assert told.uncounted_days == 10
    assert told.ends_on == told.plain_ends_on + timedelta(days=10)


def test_a_term_that_stands_still_has_no_end_and_says_since_when():
    told = explained(fact("escape", "01/09/2025"))

    assert told.is_paused
    assert told.ends_on is None
    assert (told.lines[-1].first, told.lines[-1].last) == (date(2025, 9, 1), None)


def test_days_served_before_are_taken_off_and_named():
    told = explained(fact("deduction", "06/08/2025", days=20))

    [line] = told.lines
    assert (line.effect, line.days) == (Effect.DEDUCT, 20)
    assert told.ends_on == told.plain_ends_on - timedelta(days=20)


@settings(max_examples=60)
@given(walk=walks("compulsory-2021", 1))
def test_on_every_walk_the_explanation_ends_on_the_day_that_the_rules_say(walk):
    facts, about = walk
    course = LAW.course("compulsory-2021", 1, facts, about)
    ordered = course.in_order(facts)
    for on in {one.on for one in facts} | {facts[-1].on + timedelta(days=400)}:
        state, told = term_state(course, ordered, on), explain_term(course, ordered, on)
        assert (state is None) == (told is None)
        if state and told:
            assert (told.ends_on, told.is_paused, told.uncounted_days) == (
                state.ends_on,
                state.is_paused,
                state.uncounted_days,
            )
            assert told.is_paused == any(line.first and line.last is None for line in told.lines)
            for line in told.lines:
                assert line.on <= on
