"""Working days, rest days and the ends of periods, against a calendar written down by hand and against plain counting."""

from datetime import UTC, date, datetime, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.kit.calendar import Calendar, Due, TimeUnit, before, due, period_ends
from hoanhap.kit.dates import LOCAL_ZONE, add_months

TET_2024 = [date(2024, 2, day) for day in range(8, 15)]
LIBERATION_2024 = [date(2024, 4, 29), date(2024, 4, 30), date(2024, 5, 1)]
# Tết 2024 was free from Thursday 8/2 to Wednesday 14/2; Monday 29/4 was free and Saturday 4/5 was worked instead.
CALENDAR = Calendar(frozenset(TET_2024 + LIBERATION_2024), frozenset([date(2024, 5, 4)]), 2024, 2024)
PLAIN = Calendar(frozenset(), frozenset(), 2024, 2024)

DAYS = st.dates(date(2023, 10, 1), date(2024, 9, 30))
COUNTS = st.integers(0, 60)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    rest = draw(st.frozensets(DAYS, max_size=25))
    return Calendar(rest, draw(st.frozensets(DAYS, max_size=25)) - rest, 2023, 2024)


def counted_one_by_one(calendar: Calendar, day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= calendar.is_working(day)
    return day


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_ZONE)


def within(since: date, count: int, unit: TimeUnit, *, rolls_over: bool = True) -> date:
    found = due(since=since, at=None, count=count, unit=unit, calendar=CALENDAR, rolls_over=rolls_over)
    assert found.at is None
    return found.on


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2024, 2, 2), True),  # Friday
        (date(2024, 2, 3), False),  # Saturday
        (date(2024, 2, 4), False),  # Sunday
        (date(2024, 2, 5), True),  # Monday
        (date(2024, 2, 7), True),  # the eve of the holidays
        (date(2024, 2, 8), False),
        (date(2024, 2, 14), False),
        (date(2024, 2, 15), True),
        (date(2024, 4, 29), False),  # free in exchange
        (date(2024, 5, 4), True),  # the Saturday worked in exchange
        (date(2024, 5, 5), False),
    ],
)
def test_a_day_is_worked_unless_it_is_a_weekend_or_named(day, is_working):
    assert CALENDAR.is_working(day) is is_working


def test_a_rest_day_that_is_also_worked_is_refused():
    with pytest.raises(ValueError, match="2024-05-04"):
        Calendar(frozenset([date(2024, 5, 4)]), frozenset([date(2024, 5, 4)]), 2024, 2024)


def test_a_year_is_known_from_the_first_to_the_last_that_was_loaded():
    calendar = Calendar(frozenset(), frozenset(), 2010, 2026)
    known = [calendar.knows(date(year, 6, 1)) for year in (2009, 2010, 2018, 2026, 2027)]
    assert known == [False, True, True, True, False]


@pytest.mark.parametrize(
    ("day", "next_day", "previous_day"),
    [
        (date(2024, 2, 7), date(2024, 2, 7), date(2024, 2, 7)),
        (date(2024, 2, 8), date(2024, 2, 15), date(2024, 2, 7)),
        (date(2024, 2, 11), date(2024, 2, 15), date(2024, 2, 7)),
        (date(2024, 4, 27), date(2024, 5, 2), date(2024, 4, 26)),
        (date(2024, 5, 4), date(2024, 5, 4), date(2024, 5, 4)),
        (date(2024, 5, 5), date(2024, 5, 6), date(2024, 5, 4)),
    ],
)
def test_the_next_and_the_previous_working_day(day, next_day, previous_day):
    assert (CALENDAR.next_working(day), CALENDAR.previous_working(day)) == (next_day, previous_day)


@pytest.mark.parametrize(
    ("day", "count", "end"),
    [
        (date(2024, 1, 12), 3, date(2024, 1, 17)),  # Friday → Wednesday over a weekend
        (date(2024, 1, 16), 3, date(2024, 1, 19)),
        (date(2024, 2, 6), 1, date(2024, 2, 7)),
        (date(2024, 2, 6), 2, date(2024, 2, 15)),  # Tết lies between
        (date(2024, 2, 10), 1, date(2024, 2, 15)),  # from the middle of Tết
        (date(2024, 4, 26), 3, date(2024, 5, 4)),  # 2/5, 3/5 and the worked Saturday 4/5
        (date(2024, 4, 26), 4, date(2024, 5, 6)),
        (date(2024, 3, 2), 0, date(2024, 3, 2)),
    ],
)
def test_working_days_are_counted_from_the_day_after(day, count, end):
    assert CALENDAR.add_working_days(day, count) == end


def test_working_days_are_not_counted_backward():
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.add_working_days(date(2024, 1, 1), -1)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2024, 1, 12), date(2024, 1, 17), 3),
        (date(2024, 1, 12), date(2024, 1, 14), 0),
        (date(2024, 2, 7), date(2024, 2, 15), 1),
        (date(2024, 4, 26), date(2024, 5, 5), 3),
        (date(2024, 1, 17), date(2024, 1, 12), -3),
    ],
)
def test_working_days_between_two_days(start, end, count):
    assert CALENDAR.working_days_between(start, end) == count


@given(calendars(), DAYS, COUNTS)
def test_counting_in_jumps_is_counting_one_by_one(calendar, day, count):
    assert calendar.add_working_days(day, count) == counted_one_by_one(calendar, day, count)


@given(calendars(), DAYS, DAYS)
def test_the_days_between_are_the_worked_ones(calendar, one, other):
    start, end = sorted([one, other])
    worked = sum(
        calendar.is_working(start + timedelta(days=gone)) for gone in range(1, (end - start).days + 1)
    )
    assert calendar.working_days_between(start, end) == worked
    assert calendar.working_days_between(end, start) == -worked


@pytest.mark.parametrize(
    ("since", "count", "unit", "end"),
    [
        (date(2024, 1, 12), 5, TimeUnit.DAYS, date(2024, 1, 17)),
        (date(2024, 1, 12), 2, TimeUnit.DAYS, date(2024, 1, 15)),  # Sunday moves to Monday
        (date(2024, 2, 5), 3, TimeUnit.DAYS, date(2024, 2, 15)),  # the first day of Tết moves behind it
        (date(2024, 1, 16), 3, TimeUnit.WORKING_DAYS, date(2024, 1, 19)),
        (date(2024, 1, 14), 0, TimeUnit.WORKING_DAYS, date(2024, 1, 15)),
        (date(2024, 1, 31), 1, TimeUnit.MONTHS, date(2024, 2, 29)),
        (date(2023, 9, 3), 6, TimeUnit.MONTHS, date(2024, 3, 4)),  # 3/3/2024 is a Sunday
        (date(2023, 2, 28), 1, TimeUnit.YEARS, date(2024, 2, 28)),
        (date(2024, 2, 29), 1, TimeUnit.YEARS, date(2025, 2, 28)),
        (date(2022, 5, 5), 2, TimeUnit.YEARS, date(2024, 5, 6)),  # 5/5/2024 is a Sunday
    ],
)
def test_an_act_is_due_on_a_working_day(since, count, unit, end):
    assert within(since, count, unit) == end


def test_without_rolling_over_a_rest_day_stays():
    assert within(date(2024, 1, 12), 2, TimeUnit.DAYS, rolls_over=False) == date(2024, 1, 14)
    assert within(date(2023, 9, 3), 6, TimeUnit.MONTHS, rolls_over=False) == date(2024, 3, 3)
    assert within(date(2024, 1, 14), 0, TimeUnit.WORKING_DAYS, rolls_over=False) == date(2024, 1, 14)


@pytest.mark.parametrize(
    ("moment", "count", "ends_at"),
    [
        ("2026-07-10 14:30:00", 24, "2026-07-11 14:30:00"),  # into a Saturday: hours never move
        ("2026-06-30 23:59:59", 24, "2026-07-01 23:59:59"),
        ("2026-07-01 00:00:00", 24, "2026-07-02 00:00:00"),
        ("2024-02-28 08:00:00", 24, "2024-02-29 08:00:00"),
        ("2024-12-31 23:00:00", 1, "2025-01-01 00:00:00"),
    ],
)
def test_hours_run_without_pause_from_the_moment(moment, count, ends_at):
    found = due(
        since=at(moment).date(),
        at=at(moment),
        count=count,
        unit=TimeUnit.HOURS,
        calendar=CALENDAR,
        rolls_over=True,
    )
    assert found == Due(at(ends_at).date(), at(ends_at))


def test_hours_run_from_the_last_second_of_a_day_whose_hour_is_unknown():
    found = due(
        since=date(2026, 7, 10),
        at=None,
        count=24,
        unit=TimeUnit.HOURS,
        calendar=CALENDAR,
        rolls_over=True,
    )
    assert found == Due(date(2026, 7, 11), at("2026-07-11 23:59:59"))


def test_a_moment_counts_in_viet_nam_wherever_it_was_written():
    # 17:30 in London on 30/6 is 0:30 on 1/7 in Hà Nội.
    found = due(
        since=date(2026, 7, 1),
        at=datetime(2026, 6, 30, 17, 30, tzinfo=UTC),
        count=24,
        unit=TimeUnit.HOURS,
        calendar=CALENDAR,
        rolls_over=False,
    )
    assert found == Due(date(2026, 7, 2), at("2026-07-02 00:30:00"))
    assert found.at is not None
    assert found.at.utcoffset() == timedelta(hours=7)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        due(
            since=date(2026, 7, 1),
            at=datetime(2026, 7, 1, 8),
            count=24,
            unit=TimeUnit.HOURS,
            calendar=PLAIN,
            rolls_over=False,
        )


@pytest.mark.parametrize("unit", TimeUnit)
def test_nothing_is_due_before_it_began(unit):
    with pytest.raises(ValueError, match="forward"):
        due(since=date(2026, 7, 1), at=None, count=-1, unit=unit, calendar=PLAIN, rolls_over=False)
    with pytest.raises(ValueError, match="backward"):
        before(day=date(2026, 7, 1), count=-1, unit=unit, calendar=PLAIN)


@pytest.mark.parametrize("unit", TimeUnit)
def test_what_is_due_at_once_is_due_the_same_day(unit):
    found = due(since=date(2024, 3, 6), at=None, count=0, unit=unit, calendar=CALENDAR, rolls_over=True)
    assert found.on == date(2024, 3, 6)


@pytest.mark.parametrize(
    ("day", "count", "unit", "last"),
    [
        (date(2024, 6, 20), 15, TimeUnit.DAYS, date(2024, 6, 5)),
        (date(2024, 6, 23), 15, TimeUnit.DAYS, date(2024, 6, 7)),  # 8/6 is a Saturday: Friday before it
        (date(2024, 2, 27), 15, TimeUnit.DAYS, date(2024, 2, 7)),  # 12/2 lies in Tết
        (date(2024, 5, 19), 15, TimeUnit.DAYS, date(2024, 5, 4)),  # the worked Saturday
        (date(2024, 6, 21), 3, TimeUnit.WORKING_DAYS, date(2024, 6, 18)),
        (date(2024, 6, 17), 1, TimeUnit.WORKING_DAYS, date(2024, 6, 14)),
        (date(2024, 2, 15), 1, TimeUnit.WORKING_DAYS, date(2024, 2, 7)),
        (
            date(2024, 6, 16),
            1,
            TimeUnit.WORKING_DAYS,
            date(2024, 6, 13),
        ),  # a Sunday: Friday is the one day between
        (date(2024, 6, 16), 0, TimeUnit.WORKING_DAYS, date(2024, 6, 14)),
        (date(2024, 3, 31), 1, TimeUnit.MONTHS, date(2024, 2, 29)),
        (date(2024, 6, 15), 1, TimeUnit.MONTHS, date(2024, 5, 15)),
        (date(2024, 7, 15), 1, TimeUnit.MONTHS, date(2024, 6, 14)),  # 15/6 is a Saturday: Friday before it
        (date(2025, 3, 1), 1, TimeUnit.YEARS, date(2024, 3, 1)),
    ],
)
def test_a_notice_before_an_end_is_never_late(day, count, unit, last):
    assert before(day=day, count=count, unit=unit, calendar=CALENDAR) == last


def test_a_notice_before_a_day_is_not_counted_in_hours():
    with pytest.raises(ValueError, match="hours"):
        before(day=date(2024, 6, 20), count=24, unit=TimeUnit.HOURS, calendar=CALENDAR)


@given(calendars(), DAYS, st.integers(0, 40), st.sampled_from([TimeUnit.DAYS, TimeUnit.WORKING_DAYS]))
def test_the_day_of_a_notice_is_the_last_working_day_in_time(calendar, day, count, unit):
    def in_time(sent: date) -> bool:
        if unit is TimeUnit.DAYS:
            return sent + timedelta(days=count) <= day
        return counted_one_by_one(calendar, sent, count) <= day

    last = before(day=day, count=count, unit=unit, calendar=calendar)
    later = [last + timedelta(days=gone) for gone in range(1, (day - last).days + 1)]
    assert in_time(last)
    assert calendar.is_working(last)
    assert not any(calendar.is_working(sent) and in_time(sent) for sent in later)


@pytest.mark.parametrize(
    ("since", "months", "end"),
    [
        (date(2024, 1, 24), 12, date(2025, 1, 24)),
        (date(2024, 3, 1), 12, date(2025, 3, 1)),  # a Saturday, and it stays
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 8, 10), 6, date(2025, 2, 10)),
        (date(2023, 8, 10), 6, date(2024, 2, 10)),  # in the middle of Tết, and it stays
    ],
)
def test_a_term_that_restricts_a_person_is_not_lengthened_by_rest_days(since, months, end):
    assert period_ends(since, months) == end


def test_a_term_in_years_and_with_days_that_did_not_count():
    assert period_ends(date(2024, 2, 29), years=2) == date(2026, 2, 28)
    assert period_ends(date(2024, 2, 29), 6, years=1) == date(2025, 8, 29)
    assert period_ends(date(2024, 1, 31), 1, days=20) == date(2024, 3, 20)
    assert period_ends(date(2024, 6, 15), years=2, days=-30) == date(2026, 5, 16)


@given(DAYS, st.integers(0, 48), calendars())
def test_an_act_is_never_due_before_the_bare_end_and_never_more_than_its_rest_days_later(
    since, count, calendar
):
    bare = add_months(since, count)
    found = due(
        since=since, at=None, count=count, unit=TimeUnit.MONTHS, calendar=calendar, rolls_over=True
    ).on
    assert found >= bare
    assert calendar.is_working(found)
    assert not any(calendar.is_working(bare + timedelta(days=gone)) for gone in range((found - bare).days))


def test_many_periods_are_quick():
    days = [date(2024, 1, 1) + timedelta(days=gone % 366) for gone in range(20_000)]
    began = process_time()
    for day in days:
        due(since=day, at=None, count=10, unit=TimeUnit.WORKING_DAYS, calendar=CALENDAR, rolls_over=True)
    assert process_time() - began < 2
