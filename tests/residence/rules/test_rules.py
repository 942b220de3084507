"""The pure rules of a facility, case by case."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.residence.rules.absences import days_away
from hoanhap.residence.rules.beds import Room, lowest_free, unfit
from hoanhap.residence.rules.months import has_served_half, latest_months, quarter_of, rated_fair

DAY = date(2024, 1, 1)
days = st.integers(0, 40).map(lambda n: DAY + timedelta(days=n))


@given(st.sets(st.integers(1, 12)), st.integers(0, 10))
def test_the_lowest_free_bed_is_free_and_nothing_below_it_is(taken, beds):
    bed = lowest_free(taken, beds)
    if bed is None:
        assert set(range(1, beds + 1)) <= taken
    else:
        assert 1 <= bed <= beds
        assert bed not in taken
        assert set(range(1, bed)) <= taken


@given(
    st.lists(st.tuples(days, st.none() | days).filter(lambda s: s[1] is None or s[1] >= s[0]), max_size=5),
    days,
    days,
)
def test_days_away_are_counted_once_each_however_spans_overlap(spans, first, last):
    expected = {
        day
        for n in range(60)
        for day in [DAY + timedelta(days=n)]
        if first <= day < last and any(start <= day and (end is None or day < end) for start, end in spans)
    }
    assert days_away(spans, from_on=first, to_on=last) == len(expected)


def test_somebody_away_today_and_back_today_lost_no_day():
    assert days_away([(DAY, DAY)], from_on=DAY, to_on=DAY + timedelta(days=9)) == 0


@pytest.mark.parametrize(
    ("purpose", "for_sex", "sex", "age", "expected"),
    [
        ("general", "male", "male", 18, []),
        ("general", "male", "male", 17, ["ward-not-for-minors"]),
        ("general", "male", "female", 30, ["ward-for-other-sex"]),
        ("general", "any", "female", 30, []),
        ("general", "male", "male", None, []),
        ("minors", "any", "female", 17, []),
        ("minors", "any", "female", 18, ["ward-for-minors-only"]),
        ("infection", "any", "male", 17, []),
        ("detox", "female", "male", 12, ["ward-for-other-sex"]),
        ("general", "female", "male", 12, ["ward-for-other-sex", "ward-not-for-minors"]),
    ],
)
def test_who_fits_into_which_ward(purpose, for_sex, sex, age, expected):
    assert list(unfit(Room(purpose, for_sex, DAY, None), sex=sex, age=age, on=DAY)) == expected


def test_a_ward_is_open_from_its_first_day_until_before_its_end():
    room = Room("general", "any", DAY, DAY + timedelta(days=10))
    said = [unfit(room, sex="male", age=20, on=DAY + timedelta(days=n)) for n in (-1, 0, 9, 10)]
    assert said == [("ward-not-open",), (), (), ("ward-not-open",)]


@pytest.mark.parametrize(
    ("on", "lost", "expected"),
    [
        (date(2024, 7, 1), 0, True),  # 182 of 364 days
        (date(2024, 6, 30), 0, False),
        (date(2024, 7, 1), 1, False),
        (date(2024, 7, 2), 1, True),
    ],
)
def test_half_of_a_term(on, lost, expected):
    assert has_served_half(DAY, date(2024, 12, 30), on, not_counted=lost) is expected


def test_a_term_without_days_is_never_half_served():
    assert not has_served_half(DAY, DAY, DAY + timedelta(days=9))


def test_the_latest_months_are_those_that_are_over():
    assert latest_months(date(2024, 3, 31), 3) == (date(2024, 2, 1), date(2024, 1, 1), date(2023, 12, 1))


@pytest.mark.parametrize(
    ("grades", "expected"),
    [
        ({2: "fair", 1: "good", 12: "fair"}, True),
        ({2: "fair", 1: "average", 12: "good"}, False),
        ({2: "fair", 12: "good"}, False),
        ({3: "weak", 2: "fair", 1: "fair", 12: "fair"}, True),
        ({2: "fair", 1: "fair", 12: "fair", 11: "weak"}, True),
    ],
    ids=["all fair", "one average", "one missing", "the running month", "longer ago"],
)
def test_three_latest_months_rated_fair_or_better(grades, expected):
    named = {date(2023 if month > 9 else 2024, month, 1): grade for month, grade in grades.items()}
    fair = frozenset({"good", "fair"})
    assert rated_fair(named, on=date(2024, 3, 15), months=3, fair=fair) is expected


@pytest.mark.parametrize(
    ("day", "first"), [((1, 1), 1), ((3, 31), 1), ((4, 1), 4), ((12, 31), 10), ((9, 30), 7)]
)
def test_the_quarter_of_a_day(day, first):
    assert quarter_of(date(2024, *day)) == date(2024, first, 1)
