"""After days without a dose nobody is given what they were used to before them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from hoanhap.treatment.operations import care
from hoanhap.treatment.operations.refusals import DoseRefused
from tests.medicine.operations.test_stock import DAY, at
from tests.treatment.window import Window, code

pytestmark = pytest.mark.django_db


@pytest.fixture
def window(made) -> Window:
    return Window(made)


def test_an_order_is_measured_by_what_was_taken_not_by_what_was_ordered(window):
    row, _ = window.patient(dose="")
    old = window.order(row, "30", start=date(2026, 6, 1), days=20)
    assert old.needs_second is False
    assert window.order(row, "60", start=DAY).needs_second is True


@pytest.mark.parametrize(("missed", "refused_as"), [(4, None), (5, "restart"), (12, "restart")])
def test_after_missed_days_the_order_from_before_is_not_poured_any_more(window, missed, refused_as):
    row, order = window.patient(dose="30")
    window.settle(window.pour(order))
    back = window.next_day(missed + 1)
    again = {"at": at(7, day=back)}
    if refused_as is None:
        window.pour(order, **again)
        return
    with pytest.raises(DoseRefused) as refused, transaction.atomic():
        window.pour(order, **again)
    assert code(refused) == [refused_as]
    fresh = window.order(row, "30", start=back)
    assert fresh.needs_second is False
    assert window.order(row, "31", start=back).needs_second is True
    window.pour(window.order(row, "20", start=back), **again)


def test_an_order_written_ahead_does_not_outlive_the_missed_days(window):
    row, order = window.patient(dose="30")
    window.settle(window.pour(order))
    later = DAY + timedelta(days=7)
    ahead = care.order_dose(
        enrolment_id=row.pk,
        kind="maintenance",
        dose_mg=Decimal(60),
        valid_from=DAY + timedelta(days=5),
        valid_until=DAY + timedelta(days=30),
        scope=window.doctor,
        at=at(8),
    )
    assert ahead.needs_second is False
    window.next_day(7)
    with pytest.raises(DoseRefused) as refused, transaction.atomic():
        window.pour(ahead, at=at(7, day=later))
    assert code(refused) == ["restart"]
