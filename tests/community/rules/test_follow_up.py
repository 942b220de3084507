"""The months of regular contact."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.community.rules.follow_up import Kept, contacts_kept, months_of, next_contact, review

HANDED_OVER = date(2017, 6, 15)
ALL_MONTHS = [
    date(2017, 7, 1),
    date(2017, 8, 1),
    date(2017, 9, 1),
    date(2017, 10, 1),
    date(2017, 11, 1),
    date(2017, 12, 1),
]


def test_a_month_runs_from_the_day_after_to_the_day_of_the_same_number():
    first, second, *_rest = months_of(HANDED_OVER, 6)

    assert (first.first_on, first.last_on) == (date(2017, 6, 16), date(2017, 7, 15))
    assert (second.first_on, second.last_on) == (date(2017, 7, 16), date(2017, 8, 15))


@pytest.mark.parametrize(
    ("contacts", "on", "ended_on", "kept"),
    [
        (ALL_MONTHS, date(2018, 1, 1), None, True),
        (ALL_MONTHS[1:], date(2018, 1, 1), None, False),
        (ALL_MONTHS[:-1], date(2018, 1, 1), None, False),
        (ALL_MONTHS[:-1], date(2017, 12, 14), None, True),
        (ALL_MONTHS[:-1], date(2017, 12, 15), None, False),
        (ALL_MONTHS[:2], date(2018, 1, 1), date(2017, 9, 1), True),
        (ALL_MONTHS[:1], date(2018, 1, 1), date(2017, 9, 1), False),
        ([], date(2017, 6, 20), None, False),
        ([HANDED_OVER], date(2017, 6, 20), None, False),
        ([date(2017, 6, 18)], date(2017, 6, 20), None, True),
        ([date(2017, 7, 15), *ALL_MONTHS[1:]], date(2018, 1, 1), None, True),
        ([date(2017, 7, 16), *ALL_MONTHS[2:]], date(2018, 1, 1), None, False),
    ],
)
def test_every_month_that_has_passed_needs_a_contact(contacts, on, ended_on, kept):
    assert contacts_kept(HANDED_OVER, 6, contacts, on=on, ended_on=ended_on) is kept


@pytest.mark.parametrize(
    ("last", "planned", "due"),
    [
        (None, None, date(2017, 7, 15)),
        (date(2017, 6, 10), None, date(2017, 7, 15)),
        (date(2017, 6, 16), None, date(2017, 8, 15)),
        (date(2017, 7, 15), None, date(2017, 8, 15)),
        (date(2017, 7, 16), None, date(2017, 9, 15)),
        (date(2017, 7, 16), date(2017, 8, 20), date(2017, 8, 20)),
        (date(2017, 7, 16), date(2017, 10, 20), date(2017, 9, 15)),
        (date(2017, 11, 16), None, None),
    ],
)
def test_the_next_contact_is_due_by_the_end_of_the_month_after(last, planned, due):
    assert next_contact(HANDED_OVER, 6, last, planned) == due


def test_a_review_says_what_became_of_each_month():
    found = review(HANDED_OVER, 6, [date(2017, 7, 1), date(2017, 7, 2)], on=date(2017, 9, 1), ended_on=None)

    assert [(month.contacts, month.state) for month in found] == [
        (2, Kept.KEPT),
        (0, Kept.MISSED),
        (0, Kept.RUNNING),
        (0, Kept.AHEAD),
        (0, Kept.AHEAD),
        (0, Kept.AHEAD),
    ]


def test_months_that_the_end_cut_off_were_not_missed():
    found = review(HANDED_OVER, 6, [date(2017, 7, 1)], on=date(2018, 3, 1), ended_on=date(2017, 8, 1))

    assert [month.state for month in found] == [Kept.KEPT] + [Kept.NOT_REACHED] * 5


@given(st.dates(date(2011, 1, 1), date(2021, 1, 1)), st.integers(1, 24))
def test_the_months_follow_each_other_without_a_gap(handed_over, number):
    months = months_of(handed_over, number)

    assert months[0].first_on == handed_over + timedelta(days=1)
    assert all(later.first_on == earlier.last_on + timedelta(days=1) for earlier, later in pairwise(months))
    assert all(month.first_on <= month.last_on for month in months)
