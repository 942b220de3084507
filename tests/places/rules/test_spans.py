from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hoanhap.places.rules.spans import crossing, crossings, holds, joined

FIRST = date(2020, 1, 1)
DAYS = st.integers(0, 30).map(lambda days: FIRST + timedelta(days=days))
SPANS = st.one_of(
    st.just((None, None)),
    DAYS.map(lambda day: (None, day)),
    DAYS.map(lambda day: (day, None)),
    st.tuples(DAYS, st.integers(1, 10)).map(lambda pair: (pair[0], pair[0] + timedelta(days=pair[1]))),
)
LISTS = st.lists(SPANS, max_size=4)
ALL_DAYS = [FIRST + timedelta(days=days) for days in range(-2, 45)]


def days_of(spans):
    return {day for day in ALL_DAYS for span in spans if holds(span, day)}


@given(SPANS, SPANS)
def test_the_crossing_holds_exactly_on_the_days_of_both(one, other):
    found = crossing(one, other)

    assert days_of([found] if found else []) == days_of([one]) & days_of([other])


@given(LISTS)
def test_joining_changes_no_day_and_leaves_gaps_between(spans):
    found = joined(spans)

    assert days_of(found) == days_of(spans)
    assert all(
        earlier[1] is not None and later[0] is not None and earlier[1] < later[0]
        for earlier, later in pairwise(found)
    )


@given(LISTS, LISTS)
def test_crossings_are_the_days_of_both_lists(ones, others):
    assert days_of(crossings(ones, others)) == days_of(ones) & days_of(others)
