"""Months counted from two days alone, held against monthly returns counted one by one."""

from datetime import date, timedelta

import pytest
from django.db.models import DateField, Value

from hoanhap.community.queries.months import MonthsBefore, MonthsPassed
from hoanhap.kit.dates import add_months
from hoanhap.places.models import Unit

pytestmark = pytest.mark.django_db

# Every length of a month, and the 29th of February of a leap year, as the first day and among the days asked about.
FIRST_DAYS = [date(2019, 8, 31), date(2019, 11, 30), date(2020, 1, 29), date(2020, 2, 29), date(2017, 6, 15)]
MONTHS = 6


def answers(kind, since: date) -> list[tuple[date, int]]:
    Unit.objects.create(id="99-1", level="province")
    days = [since + timedelta(days=number) for number in range(-40, 260)]
    asked = {
        f"on_{number}": kind(Value(since, DateField()), Value(day, DateField()), months=MONTHS)
        for number, day in enumerate(days)
    }
    (found,) = Unit.objects.filter(pk="99-1").annotate(**asked).values_list(*asked)
    return list(zip(days, found, strict=True))


@pytest.mark.parametrize("since", FIRST_DAYS)
def test_a_month_is_over_on_the_day_of_its_return(since):
    returns = [add_months(since, number) for number in range(1, MONTHS + 1)]

    assert answers(MonthsPassed, since) == [
        (since + timedelta(days=number), sum(one <= since + timedelta(days=number) for one in returns))
        for number in range(-40, 260)
    ]


@pytest.mark.parametrize("since", FIRST_DAYS)
def test_a_day_lies_in_the_month_after_the_returns_before_it(since):
    returns = [add_months(since, number) for number in range(1, MONTHS + 1)]

    assert answers(MonthsBefore, since) == [
        (since + timedelta(days=number), sum(one < since + timedelta(days=number) for one in returns))
        for number in range(-40, 260)
    ]
