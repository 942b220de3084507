"""The timetable of facilities: on which days it comes, what is held, what is missing."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.kit.errors import NotFound
from hoanhap.outreach.models import TimetableLine
from hoanhap.outreach.operations import activities, timetables
from hoanhap.outreach.operations.refusals import OutreachRefused
from hoanhap.outreach.queries import timetables as queries
from hoanhap.outreach.rules.timetables import days_of
from hoanhap.places.models import Organisation
from hoanhap.programme.queries.measures import MEASURES
from tests.casework.made import LATER, Made, scope

POWERS = frozenset({"outreach.read", "outreach.write"})
FIRST = date(2017, 2, 1)


@pytest.fixture
def made(db) -> Made:
    return Made()


@pytest.fixture
def here(made):
    return scope(POWERS, made.here.pk)


@pytest.fixture
def facility(made):
    return Organisation.objects.create(kind="rehab-facility", name="Cơ sở Mẫu", unit=made.here)


def planned(facility, scope, **changes):
    told = {"kind": "school", "title": "Lớp văn hóa", "weekday": 2, "valid_from": FIRST}
    given = {"organisation_id": facility.pk, "scope": scope, "at": LATER}
    return timetables.plan_session(**(told | given | changes))


@given(st.integers(0, 6), st.dates(date(2017, 1, 1), date(2026, 12, 1)), st.integers(0, 120))
def test_a_week_has_its_day_once(weekday, first, lasts):
    last = first + timedelta(days=lasts)
    days = days_of(
        weekday=weekday, month_day=None, valid_from=first, valid_until=None, from_on=first, to_on=last
    )

    assert all(day.weekday() == weekday and first <= day <= last for day in days)
    assert len(days) in (lasts // 7, lasts // 7 + 1)


@given(st.integers(1, 31), st.integers(2017, 2027), st.integers(1, 12))
def test_every_month_has_its_day_just_once(month_day, year, month):
    first = date(year, month, 1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)

    [day] = days_of(
        weekday=None, month_day=month_day, valid_from=first, valid_until=None, from_on=first, to_on=last
    )

    assert day == min(first.replace(day=1) + timedelta(days=month_day - 1), last)


def test_a_session_of_the_kind_on_the_day_is_held_and_one_without_is_missing(here, facility):
    planned(facility, here)
    activities.record_session(
        organisation_id=facility.pk,
        on=date(2017, 2, 8),
        kind="school",
        title="Bài 2",
        attended=12,
        scope=here,
        at=LATER,
    )

    month = queries.month(date(2017, 2, 1), scope=here, on=date(2017, 2, 20))

    assert [(one.on.day, one.attended, one.is_missing) for one in month] == [
        (1, None, True),
        (8, 12, False),
        (15, None, True),
        (22, None, False),
    ]
    given = {"from_on": FIRST, "to_on": date(2017, 2, 28), "unit_ids": None}
    assert MEASURES["facility_sessions"].count(kinds=["school"], **given) == 1
    assert MEASURES["facility_session_heads"].count(kinds=["school"], **given) == 12
    assert MEASURES["facility_sessions"].count(kinds=["law"], **given) == 0


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"weekday": None}, ("week-or-month", "weekday")),
        ({"month_day": 3}, ("week-or-month", "weekday")),
        ({"weekday": None, "month_day": 32}, ("no-such-day", "month_day")),
        ({"kind": "film"}, ("not-on-the-list", "kind")),
        ({"title": " "}, ("missing", "title")),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(here, facility, changes, problem):
    with pytest.raises(OutreachRefused) as refused:
        planned(facility, here, **changes)

    assert [(one.code, one.field) for one in refused.value.problems] == [problem]
    assert TimetableLine.objects.count() == 0


def test_a_line_that_ended_comes_no_more(here, facility):
    line = planned(facility, here)

    timetables.end_line(line_id=line.pk, on=date(2017, 2, 8), reason="Hết khóa", scope=here, at=LATER)

    month = queries.month(date(2017, 2, 1), scope=here, on=date(2017, 2, 20))
    assert [one.on.day for one in month] == [1, 8]
    with pytest.raises(OutreachRefused):
        timetables.end_line(line_id=line.pk, on=date(2017, 2, 9), reason="x", scope=here, at=LATER)


def test_the_database_keeps_week_and_month_apart(made, facility):
    with pytest.raises(DatabaseError), transaction.atomic():
        TimetableLine.objects.create(
            organisation=facility, unit=made.here, kind="law", title="x", valid_from=FIRST
        )


def test_the_next_commune_neither_sees_nor_writes(made, here, facility):
    line = planned(facility, here)
    there = scope(POWERS, made.there.pk, name="langgieng")

    for forbidden in (
        lambda: planned(facility, there),
        lambda: timetables.end_line(line_id=line.pk, on=FIRST, reason="x", scope=there, at=LATER),
        lambda: queries.line(line.pk, scope=there, on=FIRST),
    ):
        with pytest.raises(NotFound):
            forbidden()
    assert queries.month(FIRST, scope=there, on=FIRST) == []
    assert queries.lines(scope=there, on=FIRST) == []
