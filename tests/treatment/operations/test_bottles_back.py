"""A bottle comes back once: whoever writes it a second time is told so, whatever is said to be in it."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import transaction

from hoanhap.treatment.models import BottleBack
from hoanhap.treatment.operations import bottles, care
from hoanhap.treatment.operations.refusals import DoseRefused
from tests.medicine.operations.test_stock import DAY, at
from tests.treatment.window import Window, code


@pytest.mark.parametrize("again", ["full", "part", "empty"])
@pytest.mark.parametrize("first", ["full", "part", "empty"])
def test_a_bottle_that_came_back_does_not_come_back_again(made, first, again):
    window = Window(made)
    row, order = window.patient()
    care.grant_take_home(
        enrolment_id=row.pk, days_at_a_time=2, valid_from=DAY, valid_until=DAY + timedelta(days=9),
        conditions="hộp khóa", scope=window.doctor, at=at(6, 40),
    )  # fmt: skip
    dose, other = (window.pour(order, dose_on=DAY + timedelta(days=n)) for n in (1, 2))
    for one in (dose, other):
        window.settle(one, "handed-out")

    def comes_back(state: str) -> None:
        bottles.take_back(
            enrolment_id=row.pk, organisation_id=window.place.pk, bottles={dose.pk: (state, Decimal("0.5"))},
            visit=uuid4(), giver="Người mang (mẫu)", minutes_number="1/BB", condition="nguyên", reason="vào viện",
            second_person=window.second, scope=window.nurse, at=at(9),
        )  # fmt: skip

    comes_back(first)
    held = window.held()
    with pytest.raises(DoseRefused) as refused, transaction.atomic():
        comes_back(again)
    assert code(refused) == ["back-already"]
    assert window.held() == held
    assert BottleBack.objects.count() == 1
