"""Where an episode stands, as a table."""

from datetime import date

import pytest

from hoanhap.casework.queries.calendars import file_calendar
from hoanhap.casework.queries.law import shipped
from hoanhap.casework.rules.facts import Course
from hoanhap.casework.rules.states import StepFact, state_of

REGIME = shipped()["home-community-2010", 1]
COURSE = Course(REGIME, file_calendar())
APPLIED = StepFact("application", date(2017, 5, 20))
DECIDED = StepFact("decision", date(2017, 6, 1), 6)
DECIDED_FOR_A_YEAR = StepFact("decision", date(2017, 6, 1), 12)
DETOX = StepFact("detox", date(2017, 6, 2))
DETOXED = StepFact("detox-end", date(2017, 6, 14))
HANDED_OVER = StepFact("handover", date(2017, 6, 15))
CERTIFIED = StepFact("certificate", date(2017, 12, 15), ends_as="completed")
STOPPED = StepFact("breach", date(2017, 9, 1), ends_as="stopped")
MOVED = StepFact("other-end", date(2017, 5, 25), ends_as="moved")
UNTIL_HAND_OVER = [APPLIED, DECIDED, DETOX, DETOXED, HANDED_OVER]


@pytest.mark.parametrize(
    ("facts", "on", "stage", "ended_as"),
    [
        ([APPLIED], date(2017, 5, 20), "applied", ""),
        ([APPLIED, DECIDED], date(2017, 5, 31), "applied", ""),
        ([APPLIED, DECIDED], date(2017, 6, 1), "decided", ""),
        ([APPLIED, DECIDED, DETOX], date(2017, 6, 2), "detox", ""),
        ([APPLIED, DECIDED, DETOX, DETOXED], date(2017, 6, 14), "detox-done", ""),
        (UNTIL_HAND_OVER, date(2017, 6, 15), "follow-up", ""),
        (UNTIL_HAND_OVER, date(2017, 12, 14), "follow-up", ""),
        (UNTIL_HAND_OVER, date(2017, 12, 15), "awaiting-certificate", ""),
        ([APPLIED, DECIDED_FOR_A_YEAR, DETOX, DETOXED, HANDED_OVER], date(2018, 5, 31), "follow-up", ""),
        (
            [APPLIED, DECIDED_FOR_A_YEAR, DETOX, DETOXED, HANDED_OVER],
            date(2018, 6, 1),
            "awaiting-certificate",
            "",
        ),
        ([*UNTIL_HAND_OVER, CERTIFIED], date(2017, 12, 15), "ended", "completed"),
        ([*UNTIL_HAND_OVER, STOPPED], date(2017, 8, 31), "follow-up", ""),
        ([*UNTIL_HAND_OVER, STOPPED], date(2017, 9, 1), "ended", "stopped"),
        ([APPLIED, MOVED], date(2017, 6, 1), "ended", "moved"),
        ([APPLIED, DECIDED], date(2019, 6, 1), "decided", ""),
    ],
)
def test_the_state_follows_from_the_facts_known_on_the_day(facts, on, stage, ended_as):
    state = state_of(COURSE, list(reversed(facts)), on)

    assert (state.stage, state.ended_as) == (stage, ended_as)


def test_the_windows_are_counted_from_the_signing_and_from_the_hand_over():
    state = state_of(COURSE, UNTIL_HAND_OVER, date(2017, 7, 1))

    assert (state.term_ends_on, state.follow_up_ends_on, state.window_ends_on) == (
        date(2017, 12, 1),
        date(2017, 12, 15),
        date(2017, 12, 15),
    )


def test_a_term_that_ends_on_a_day_which_does_not_exist_ends_on_the_months_last():
    facts = [APPLIED, StepFact("decision", date(2017, 8, 31), 6)]

    assert state_of(COURSE, facts, date(2017, 9, 1)).term_ends_on == date(2018, 2, 28)


def test_without_a_hand_over_there_is_no_day_for_a_certificate():
    state = state_of(COURSE, [APPLIED, DECIDED], date(2018, 1, 1))

    assert (state.term_ends_on, state.follow_up_ends_on, state.window_ends_on) == (
        date(2017, 12, 1),
        None,
        None,
    )


@pytest.mark.parametrize(
    ("facts", "on", "expected"),
    [
        ([APPLIED], date(2017, 5, 20), [("decide", date(2017, 5, 28))]),
        ([APPLIED, DECIDED], date(2017, 6, 1), [("classify", None), ("begin-detox", None)]),
        (
            [APPLIED, DECIDED, DETOX],
            date(2017, 6, 2),
            [("classify", None), ("end-detox", date(2017, 6, 17))],
        ),
        ([APPLIED, DECIDED, DETOX, DETOXED], date(2017, 6, 14), [("classify", None), ("hand-over", None)]),
        (UNTIL_HAND_OVER, date(2017, 6, 15), [("classify", None), ("certify", date(2017, 12, 15))]),
        ([*UNTIL_HAND_OVER, STOPPED], date(2017, 9, 1), []),
    ],
)
def test_the_next_duties_follow_from_what_is_there_and_what_is_not(facts, on, expected):
    assert [(duty.code, duty.due_on) for duty in state_of(COURSE, facts, on).next_duties] == expected


def test_a_duty_is_late_only_after_its_last_day():
    (duty,) = state_of(COURSE, [APPLIED], date(2017, 5, 20)).next_duties

    assert not duty.is_late(date(2017, 5, 28))
    assert duty.is_late(date(2017, 5, 29))
