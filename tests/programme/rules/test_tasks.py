"""When tasks of plans are due, as the calendar has it."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.programme.rules.plan_files import Period, Task
from hoanhap.programme.rules.tasks import State, Turn, turns

PLAN = Period.model_validate({"from": "2017-05-15", "to": "2018-06-21"})
WORDS = {"vi": "Rà soát", "en": "Review"}


def task(**changes):
    return Task.model_validate({"code": "t", "title": WORDS, "lead": "x", **changes})


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("every", "on", "expected"),
    [
        ("month", "2017-05-14", []),
        ("month", "2017-05-15", [("2017-05-01", "2017-05-31")]),
        ("month", "2017-06-01", [("2017-05-01", "2017-05-31"), ("2017-06-01", "2017-06-30")]),
        ("quarter", "2017-06-30", [("2017-04-01", "2017-06-30")]),
        (
            "quarter",
            "2018-01-01",
            [
                ("2017-04-01", "2017-06-30"),
                ("2017-07-01", "2017-09-30"),
                ("2017-10-01", "2017-12-31"),
                ("2018-01-01", "2018-03-31"),
            ],
        ),
        ("half-year", "2017-07-01", [("2017-01-01", "2017-06-30"), ("2017-07-01", "2017-12-31")]),
        # The plan ends before the half-year does: so does the turn; and none begins after it.
        (
            "half-year",
            "2030-01-01",
            [("2017-01-01", "2017-06-30"), ("2017-07-01", "2017-12-31"), ("2018-01-01", "2018-06-21")],
        ),
        ("year", "2018-02-28", [("2017-01-01", "2017-12-31"), ("2018-01-01", "2018-06-21")]),
    ],
)
def test_turns_follow_the_calendar_within_the_plan(every, on, expected):
    found = turns(task(every=every), PLAN, on=day(on))

    assert [(one.from_on, one.due_on) for one in found] == [(day(a), day(b)) for a, b in expected]


def test_other_tasks_have_one_turn():
    assert turns(task(due="2017-12-31"), PLAN, on=day("2017-06-01")) == (Turn(None, day("2017-12-31")),)
    assert turns(task(), PLAN, on=day("2017-06-01")) == (Turn(None, None),)
    assert turns(task(due="2017-12-31"), PLAN, on=day("2017-05-14")) == ()


@pytest.mark.parametrize(
    ("due", "state", "on", "expected"),
    [
        ("2017-12-31", State.NOT_REPORTED, "2017-12-31", False),
        ("2017-12-31", State.NOT_REPORTED, "2018-01-01", True),
        ("2017-12-31", State.UNDER_WAY, "2018-01-01", True),
        ("2017-12-31", State.BLOCKED, "2018-01-01", True),
        ("2017-12-31", State.DONE, "2018-01-01", False),
        (None, State.NOT_REPORTED, "2030-01-01", False),
    ],
)
def test_late_is_not_done_after_the_day(due, state, on, expected):
    assert Turn(None, day(due) if due else None).is_late(state, day(on)) is expected


@given(
    first=st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    length=st.integers(0, 2000),
    ahead=st.integers(0, 3000),
    every=st.sampled_from(["month", "quarter", "half-year", "year"]),
)
def test_turns_join_without_gap_and_cover_the_plan_until_the_day(first, length, ahead, every):
    last, on = (date.fromordinal(first.toordinal() + days) for days in (length, ahead))
    found = turns(task(every=every), Period.model_validate({"from": first, "to": last}), on=on)

    assert found[0].from_on <= first
    assert found[-1].due_on >= min(on, last)
    assert all(one.due_on <= last for one in found)
    for one, following in pairwise(found):
        assert following.from_on.toordinal() == one.due_on.toordinal() + 1
