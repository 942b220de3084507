"""The days of a quarter, and what holds between the rows of its table."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.treatment.queries.quarterly import tables
from hoanhap.treatment.rules.quarterly import Quarter, Table, broken, of_the_year

quarters = st.builds(Quarter, st.integers(2000, 2100), st.integers(1, 4))


def rows():
    return tables()[-1].rows


def counts(**changed) -> dict[str, int | None]:
    return {row.code: 0 for row in rows()} | {
        code.replace("_", "-"): count for code, count in changed.items()
    }


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        (Quarter(2026, 1), date(2025, 12, 15), date(2026, 3, 14)),
        (Quarter(2026, 2), date(2026, 3, 15), date(2026, 6, 14)),
        (Quarter(2026, 3), date(2026, 6, 15), date(2026, 9, 14)),
        (Quarter(2026, 4), date(2026, 9, 15), date(2026, 12, 14)),
    ],
)
def test_a_quarter_goes_from_the_15th_before_it_to_the_14th_of_its_last_month(quarter, first, last):
    assert quarter.days(begins_on_day=15) == (first, last)


@given(quarters, st.integers(1, 28))
def test_every_day_lies_in_just_one_quarter(quarter, begins):
    first, last = quarter.days(begins_on_day=begins)
    assert quarter.before.days(begins_on_day=begins)[1] + timedelta(days=1) == first
    assert {Quarter.of(day, begins_on_day=begins) for day in (first, last)} == {quarter}
    assert Quarter.parse(str(quarter)) == quarter


@pytest.mark.parametrize("text", ["", "2026", "2026-5", "2026-0", "x-1", "2026-1-1", "20260-1", "2026-²"])
def test_what_is_no_quarter_is_refused(text):
    with pytest.raises(ValueError, match="no quarter"):
        Quarter.parse(text)


def test_a_part_may_not_exceed_its_whole_and_parts_need_not_add_up():
    fine = counts(in_treatment=10, over_six_months=9, over_twelve_months=9, hiv_positive=10, at_clinics=3)
    assert broken(rows(), fine) == []
    wrong = counts(in_treatment=10, over_six_months=5, over_twelve_months=6, hiv_positive=11)
    assert [(one.row.number, one.whole.number) for one in broken(rows(), wrong)] == [
        ("1.2", "1.1"),
        ("1.3", "1"),
    ]


def test_what_is_not_shown_breaks_nothing():
    assert broken(rows(), counts(in_treatment=1, hiv_positive=None)) == []


def test_the_year_takes_stocks_from_the_last_quarter_and_adds_up_who_dropped_out():
    year = of_the_year(rows(), [counts(in_treatment=n, dropped_out=n, hiv_positive=n) for n in (4, 3, 2, 1)])
    assert (year["in-treatment"], year["hiv-positive"], year["dropped-out"]) == (1, 1, 10)
    hidden = of_the_year(rows(), [counts(dropped_out=None), counts(), counts(), counts()])
    assert hidden["dropped-out"] is None
    with pytest.raises(ValueError, match="four"):
        of_the_year(rows(), [counts()])


def test_a_part_must_stand_below_its_whole():
    known = tables()[-1].model_dump(by_alias=True)
    with pytest.raises(ValueError, match="must stand above"):
        Table.model_validate({**known, "rows": list(reversed(known["rows"]))})
