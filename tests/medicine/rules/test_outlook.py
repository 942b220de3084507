"""How long a stock lasts, held against a reckoning day by day and bottle by bottle."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.medicine.rules.outlook import Outlook, Shelf, outlook

TODAY = date(2026, 7, 1)


def shelf(units, days):
    return Shelf(TODAY + timedelta(days=days), Decimal(units))


@pytest.mark.parametrize(
    ("shelves", "per_day", "days", "left_over"),
    [
        ([shelf(100, 500)], 10, 10, 0),
        ([shelf(105, 500)], 10, 10, 0),
        ([shelf(95, 500)], 10, 9, 0),
        ([], 10, 0, 0),
        # What expires first is used first; of 100 that may be given for 5 days more (today included), 50 are left.
        ([shelf(100, 4), shelf(30, 500)], 10, 8, 50),
        # Expired yesterday: there, but not usable.
        ([shelf(100, -1)], 10, 0, 100),
        ([shelf(10, 0)], 10, 1, 0),
    ],
)
def test_a_stock_lasts_as_many_whole_days_as_it_suffices(shelves, per_day, days, left_over):
    assert outlook(shelves, per_day=Decimal(per_day), on=TODAY) == Outlook(
        days, TODAY + timedelta(days=days), Decimal(left_over)
    )


def test_what_is_not_used_lasts_without_an_end_but_what_expired_is_left_over():
    assert outlook([shelf(5, 10), shelf(7, -1)], per_day=Decimal(0), on=TODAY) == Outlook(
        None, None, Decimal(7)
    )


def test_further_than_three_years_nothing_is_foretold():
    assert outlook([shelf(10**6, 9999)], per_day=Decimal(1), on=TODAY) == Outlook(None, None, Decimal(0))


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(-5, 60)), max_size=5),
    st.integers(1, 40),
)
def test_it_agrees_with_using_up_single_units(lots, per_day):
    units = sorted((TODAY + timedelta(days=days)) for count, days in lots for _ in range(count))
    day, gone = 0, 0
    while True:
        today = TODAY + timedelta(days=day)
        fresh = [one for one in units if one >= today]
        gone += len(units) - len(fresh)
        if len(fresh) < per_day:
            break
        units = fresh[per_day:]
        day += 1

    found = outlook(
        [Shelf(TODAY + timedelta(days=days), Decimal(count)) for count, days in lots],
        per_day=Decimal(per_day),
        on=TODAY,
    )
    assert found == Outlook(day, TODAY + timedelta(days=day), Decimal(gone))
