"""When a sign-in is over."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.access.rules.sessions import Ending, ending

START = datetime(2026, 3, 2, 1, tzinfo=UTC)
IDLE, OLDEST = timedelta(minutes=30), timedelta(hours=12)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("started", "seen", "expected"),
    [
        (timedelta(0), timedelta(0), None),
        (timedelta(hours=1), timedelta(minutes=29), None),
        (timedelta(hours=1), IDLE - MOMENT, None),
        (timedelta(hours=1), IDLE, Ending.IDLE),
        (timedelta(hours=3), timedelta(hours=2), Ending.IDLE),
        (OLDEST - MOMENT, timedelta(0), None),
        (OLDEST, timedelta(0), Ending.TOO_OLD),
        (timedelta(days=2), timedelta(days=1), Ending.TOO_OLD),
    ],
)
def test_a_sign_in_ends_exactly_at_its_limits(started, seen, expected):
    verdict = ending(
        started_at=START - started, seen_at=START - seen, at=START, idle_limit=IDLE, oldest=OLDEST
    )
    assert verdict == expected


@given(
    age=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=3)),
    quiet=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=3)),
    later=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=3)),
)
def test_a_sign_in_that_is_over_never_comes_back(age, quiet, later):
    def at(moment):
        return ending(
            started_at=START - age, seen_at=START - min(age, quiet), at=moment, idle_limit=IDLE, oldest=OLDEST
        )

    if at(START) is not None:
        assert at(START + later) is not None
