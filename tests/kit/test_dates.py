"""Dates are read one way or refused with the reason; months are counted the way the law counts them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.kit.dates import (
    DateProblem,
    DateUnreadable,
    PartialDate,
    Precision,
    add_months,
    local_day,
    looks_month_first,
    months_between,
    parse_vietnamese,
)

DAYS = st.dates(date(1900, 1, 1), date(2150, 12, 31))
PARTIAL = st.one_of(
    DAYS.map(PartialDate.of),
    DAYS.map(lambda day: PartialDate.of(day, Precision.MONTH)),
    DAYS.map(lambda day: PartialDate.of(day, Precision.YEAR)),
)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("05/03/1985", "1985-03-05"),
        ("5/3/1985", "1985-03-05"),
        ("5-3-1985", "1985-03-05"),
        ("05.03.1985", "1985-03-05"),
        (" 05 / 03 / 1985 ", "1985-03-05"),
        ("05/03/1985.", "1985-03-05"),
        ("1985-03-05", "1985-03-05"),
        ("1985/3/5", "1985-03-05"),
        ("1985-03-05 00:00:00", "1985-03-05"),
        ("1985-03-05T00:00:00", "1985-03-05"),
        ("05/03/1985 07:30", "1985-03-05"),
        ("29/02/2000", "2000-02-29"),
        ("ngày 5 tháng 3 năm 1985", "1985-03-05"),
        ("Ngày 05 tháng 03 năm 1985", "1985-03-05"),
        ("5 tháng 3, 1985", "1985-03-05"),
        ("mồng 5 tháng 3 năm 1985", "1985-03-05"),
        ("Sinh ngày 05/03/1985", "1985-03-05"),
        ("ngày sinh: 5-3-1985", "1985-03-05"),
        ("ng\u00e0y 5 tha\u0301ng 3 n\u0103m 1985", "1985-03-05"),
        ("03/1985", "1985-03"),
        ("3-1985", "1985-03"),
        ("1985-03", "1985-03"),
        ("tháng 3 năm 1985", "1985-03"),
        ("tháng 3/1985", "1985-03"),
        ("Tháng 03, 1985", "1985-03"),
        ("00/03/1985", "1985-03"),
        ("../3/1985", "1985-03"),
        ("__/03/1985", "1985-03"),
        ("1985", "1985"),
        ("Sinh năm 1985", "1985"),
        ("SN 1985", "1985"),
        ("SN: 1985", "1985"),
        ("năm sinh 1985", "1985"),
        ("năm 1985", "1985"),
        ("00/00/1985", "1985"),
        ("--/--/1985", "1985"),
        ("…/…/1985", "1985"),
        ("//1985", "1985"),
        (1985, "1985"),
        (1985.0, "1985"),
        (date(1985, 3, 5), "1985-03-05"),
        (datetime(1985, 3, 5, 23, 59), "1985-03-05"),
        (datetime(1985, 3, 5, 18, 0, tzinfo=UTC), "1985-03-06"),
    ],
)
def test_a_date_is_read_as_people_write_it(written, iso):
    assert parse_vietnamese(written).isoformat() == iso


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", DateProblem.EMPTY),
        ("  \u00a0", DateProblem.EMPTY),
        ("31/02/1985", DateProblem.NO_SUCH_DAY),
        ("29/02/1985", DateProblem.NO_SUCH_DAY),
        ("31/04/1985", DateProblem.NO_SUCH_DAY),
        ("00/03/85", DateProblem.SHORT_YEAR),
        ("32/01/1985", DateProblem.NO_SUCH_DAY),
        ("1985-02-30", DateProblem.NO_SUCH_DAY),
        ("ngày 31 tháng 2 năm 1985", DateProblem.NO_SUCH_DAY),
        ("03/25/1985", DateProblem.MONTH_FIRST),
        ("13/1985", DateProblem.NO_SUCH_MONTH),
        ("0/1985", DateProblem.NO_SUCH_MONTH),
        ("13/13/1985", DateProblem.NO_SUCH_MONTH),
        ("1985-13-01", DateProblem.MONTH_FIRST),
        ("05/03/85", DateProblem.SHORT_YEAR),
        ("85", DateProblem.SHORT_YEAR),
        ("12/05", DateProblem.SHORT_YEAR),
        ("5", DateProblem.UNCLEAR),
        ("05/03/198", DateProblem.UNCLEAR),
        ("05/03/19855", DateProblem.UNCLEAR),
        ("khoảng 1985", DateProblem.UNCLEAR),
        ("1985-1986", DateProblem.UNCLEAR),
        ("không rõ", DateProblem.UNCLEAR),
        ("35 tuổi", DateProblem.UNCLEAR),
        ("-", DateProblem.UNCLEAR),
        (True, DateProblem.UNCLEAR),
        (float("nan"), DateProblem.UNCLEAR),
        (31111, DateProblem.BARE_NUMBER),
        ("31111", DateProblem.BARE_NUMBER),
        (3.1985, DateProblem.BARE_NUMBER),
        ("05031985", DateProblem.BARE_NUMBER),
        (5031985, DateProblem.BARE_NUMBER),
        (12, DateProblem.BARE_NUMBER),
        ("1880", DateProblem.TOO_EARLY),
        ("05/03/0985", DateProblem.TOO_EARLY),
        ("01/01/0000", DateProblem.TOO_EARLY),
    ],
)
def test_what_is_no_clear_date_is_refused_with_the_reason(written, problem):
    with pytest.raises(DateUnreadable) as refused:
        parse_vietnamese(written)

    assert refused.value.problem is problem
    assert refused.value.raw is written


def test_a_year_of_two_digits_is_read_only_with_a_pivot():
    assert parse_vietnamese("05/03/85", pivot=30) == PartialDate(1985, 3, 5)
    assert parse_vietnamese("05/03/29", pivot=30) == PartialDate(2029, 3, 5)
    assert parse_vietnamese("85", pivot=30) == PartialDate(1985)
    with pytest.raises(DateUnreadable):
        parse_vietnamese("12/05", pivot=30)


def test_excel_serials_are_read_only_where_told_and_never_for_a_year():
    assert parse_vietnamese(31111, excel_serials=True) == PartialDate(1985, 3, 5)
    assert parse_vietnamese("31111", excel_serials=True) == PartialDate(1985, 3, 5)
    assert parse_vietnamese(31111.75, excel_serials=True) == PartialDate(1985, 3, 5)
    assert parse_vietnamese(1985, excel_serials=True) == PartialDate(1985)
    assert parse_vietnamese(61, excel_serials=True) == PartialDate(1900, 3, 1)
    for serial in (60, 1, 0, -5, 5031985):
        with pytest.raises(DateUnreadable):
            parse_vietnamese(serial, excel_serials=True)


def test_a_date_after_the_limit_is_refused_and_one_that_may_be_before_it_is_not():
    limit = date(2018, 6, 21)
    assert parse_vietnamese("21/06/2018", not_after=limit) == PartialDate(2018, 6, 21)
    assert parse_vietnamese("2018", not_after=limit) == PartialDate(2018)
    for written in ("22/06/2018", "07/2018", "2019"):
        with pytest.raises(DateUnreadable) as refused:
            parse_vietnamese(written, not_after=limit)
        assert refused.value.problem is DateProblem.IN_THE_FUTURE


def test_a_month_first_date_is_noticed_even_where_it_is_not_asked_to_be_read():
    assert looks_month_first("03/25/1985")
    assert not looks_month_first("25/03/1985")
    assert not looks_month_first("03/04/1985")
    assert not looks_month_first("1985-13-25")


@given(PARTIAL)
def test_what_is_shown_is_read_back(partial):
    assert parse_vietnamese(partial.display()) == partial
    assert parse_vietnamese(partial.isoformat()) == partial
    assert PartialDate.from_iso(partial.isoformat()) == partial
    assert PartialDate.of(partial.first_day, partial.precision) == partial
    assert PartialDate.of(partial.last_day, partial.precision) == partial
    assert str(partial) == partial.display()


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_a_refusal_never_a_crash(text):
    try:
        read = parse_vietnamese(text, pivot=50, excel_serials=True)
    except DateUnreadable:
        return
    assert read.year >= 1900


@given(DAYS)
def test_excel_days_come_back(day):
    serial = (day - date(1899, 12, 30)).days
    if serial >= 61 and not 1900 <= serial <= 2199:
        assert parse_vietnamese(serial, excel_serials=True) == PartialDate.of(day)


@pytest.mark.parametrize("parts", [(1985, 2, 30), (1985, 13), (1985, 0), (1985, None, 5), (1985, 3, 0), (0,)])
def test_a_day_that_does_not_exist_cannot_be_made(parts):
    with pytest.raises(ValueError):
        PartialDate(*parts)


@pytest.mark.parametrize("text", ["85", "1985-3", "1985-03-05x", "1985-", "", "1985-02-30"])
def test_only_iso_text_is_read_back(text):
    with pytest.raises(ValueError):
        PartialDate.from_iso(text)


def test_a_partial_date_spans_from_its_first_day_to_its_last():
    assert (PartialDate(2000, 2).first_day, PartialDate(2000, 2).last_day) == (
        date(2000, 2, 1),
        date(2000, 2, 29),
    )
    assert (PartialDate(1985).first_day, PartialDate(1985).last_day) == (date(1985, 1, 1), date(1985, 12, 31))
    assert PartialDate(1985, 3, 5).display() == "05/03/1985"
    assert PartialDate(1985, 3).display() == "03/1985"
    assert PartialDate(1985).display() == "1985"


@given(PARTIAL, PARTIAL)
def test_two_partial_dates_may_be_one_when_some_day_is_in_both(a, b):
    shared = max(a.first_day, b.first_day) <= min(a.last_day, b.last_day)
    assert a.may_be(b) == b.may_be(a) == shared


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2017, 5, 15), 6, date(2017, 11, 15)),
        (date(2017, 8, 31), 6, date(2018, 2, 28)),
        (date(2019, 8, 31), 6, date(2020, 2, 29)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2020, 2, 29), 48, date(2024, 2, 29)),
        (date(2018, 1, 31), 1, date(2018, 2, 28)),
        (date(2018, 3, 31), -1, date(2018, 2, 28)),
        (date(2018, 1, 15), -13, date(2016, 12, 15)),
        (date(2018, 1, 15), 0, date(2018, 1, 15)),
    ],
)
def test_a_term_ends_on_the_corresponding_day_or_the_last_of_the_month(start, months, end):
    assert add_months(start, months) == end


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)), st.integers(-600, 600))
def test_adding_months_lands_in_the_right_month(day, months):
    end = add_months(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)


@given(DAYS, DAYS)
def test_full_months_are_as_many_as_fit(a, b):
    months = months_between(a, b)
    assert months == -months_between(b, a)
    if a <= b:
        assert add_months(a, months) <= b < add_months(a, months + 1)


def test_the_day_is_the_day_in_vietnam():
    assert local_day(datetime(2018, 6, 20, 16, 59, tzinfo=UTC)) == date(2018, 6, 20)
    assert local_day(datetime(2018, 6, 20, 17, 0, tzinfo=UTC)) == date(2018, 6, 21)
    with pytest.raises(ValueError):
        local_day(datetime(2018, 6, 20, 17, 0))
