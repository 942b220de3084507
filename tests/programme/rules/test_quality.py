"""When an entry is late: its key says in which moment it was written."""

from datetime import date, datetime
from uuid import UUID

import pytest

from hoanhap.kit.dates import LOCAL_ZONE
from hoanhap.programme.rules.quality import asked_too_few, is_late


def written(moment):
    return UUID(int=int(moment.timestamp() * 1000) << 80)


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2024, 3, 8), False), (date(2024, 3, 1), False), (date(2024, 2, 29), True), (None, False)],
)
def test_more_than_seven_days_are_late(day, expected):
    key = written(datetime(2024, 3, 8, 23, 30, tzinfo=LOCAL_ZONE))

    assert is_late(key, day, after_days=7) is expected


def test_the_day_of_writing_is_a_day_in_vietnam():
    # Half past midnight in Hà Nội is still the day before in London.
    key = written(datetime(2024, 3, 9, 0, 30, tzinfo=LOCAL_ZONE))

    assert is_late(key, date(2024, 3, 1), after_days=7)


def test_a_row_without_a_record_is_not_late():
    assert not is_late(None, date(2024, 3, 1), after_days=7)


def test_exactly_the_least_share_is_enough():
    assert asked_too_few("qn-i4b-need-asked", 79, 100, per_cent=80)
    assert not asked_too_few("qn-i4b-need-asked", 80, 100, per_cent=80)
    assert not asked_too_few("qn-i1-service-access", 1, 100, per_cent=80)
