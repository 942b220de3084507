"""Five hundred wrong doses, drawn at random: each is stopped at the window, or waits for a second doctor's signature.

A hundred of each mistake that kills (twenty in `make test`): ten times the dose, millilitres for milligrams, another
person, the old dose after days without one, a first dose too high. Nothing of any of them is poured.
"""

import os
import random
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from hoanhap.kit.errors import NotFound, Refused
from hoanhap.medicine.models import StockLine
from hoanhap.places.models import Organisation
from hoanhap.treatment.models import Dose
from hoanhap.treatment.operations import care, recognising
from tests.medicine.operations.test_stock import DAY, at
from tests.treatment.window import Window, inside

pytestmark = pytest.mark.django_db
OF_EACH = int(os.environ.get("HOANHAP_WRONG_DOSES", "20"))
"""A hundred of each of five kinds in `make proof`."""
FIRST_MG, RESTART_AFTER = 30, 5


@pytest.fixture
def window(made) -> Window:
    return Window(made)


@pytest.fixture
def chance(request) -> random.Random:
    return random.Random(request.node.name)


def stopped(act, *codes: str) -> None:
    """Refused for one of these reasons, and nothing was written."""
    before = (StockLine.objects.count(), Dose.objects.count())
    with pytest.raises(Refused) as refused, transaction.atomic():
        act()
    (problem,) = refused.value.problems
    assert problem.code in codes
    assert (StockLine.objects.count(), Dose.objects.count()) == before


def milligrams(chance: random.Random, most: int = 60) -> Decimal:
    return Decimal(chance.randint(2, most * 2)) / 2


def waits_for_a_second_doctor(window: Window, order) -> None:
    """The order is written, but nothing is poured on it until another doctor has signed; not the same one again."""
    assert order.needs_second
    stopped(lambda: window.pour(order), "order-unsigned")
    stopped(lambda: care.sign_order(order_id=order.pk, scope=window.doctor, at=at(6, 50)), "same-person")


def test_ten_times_the_dose(window, chance):
    signed = [window.patient(dose=str(milligrams(chance, 15))) for _ in range(10)]
    for place in range(OF_EACH):
        row, order = signed[place % len(signed)]
        if place % 2:  # a slip of the nurse: the zero too many is typed at the window
            mg = order.dose_mg * 10
            stopped(
                lambda order=order, mg=mg: window.pour(order, dose_mg=mg, volume_units=mg / 10), "above-order"
            )
            continue
        # a slip of the doctor: the zero too many is in the order itself
        if not Dose.objects.filter(enrolment=row).exists():
            window.settle(window.pour(order))
        tomorrow = DAY + timedelta(days=1)
        wrong = window.order(row, str(order.dose_mg * 10), start=tomorrow)
        assert wrong.needs_second


def test_millilitres_for_milligrams(window, chance):
    orders = [window.patient(dose=str(milligrams(chance)))[1] for _ in range(20)]
    orders = [order for order in orders if not order.needs_second]
    for place in range(OF_EACH):
        order = orders[place % len(orders)]
        mg = order.dose_mg
        wrong = (
            {"dose_mg": mg, "volume_units": mg},  # 20 ml poured for 20 mg
            {"dose_mg": mg / 10, "volume_units": mg},  # the two fields exchanged
            {"dose_mg": mg, "volume_units": mg / 100},
            {"dose_mg": mg * 10, "volume_units": mg},  # right for each other, but of another dose
            {"dose_mg": Decimal("NaN"), "volume_units": Decimal("NaN")},
        )[place % 5]
        stopped(lambda order=order, wrong=wrong: window.pour(order, **wrong), "volume-differs", "above-order")


def test_another_person(window, chance, made):
    pairs = [(window.patient(dose="20"), window.patient(dose="20")) for _ in range(6)]
    elsewhere = Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở khác (mẫu)", unit=made.there
    )
    stranger, _order = window.patient(dose="20")
    away = window.order(window.patient(dose="")[0], "20")
    care.allow_elsewhere(
        enrolment_id=away.enrolment_id, organisation_id=elsewhere.pk, kind="guest", from_on=DAY, until=None,
        document_number="GT-9", scope=window.doctor, at=at(6, 40),
    )  # fmt: skip
    foreign = window.order(stranger, "20", kind="single", days=1)
    theirs = inside(elsewhere, "nguoila")
    for place in range(OF_EACH):
        (one, order), (other, _theirs) = chance.choice(pairs)
        kind = place % 4
        if kind == 0:  # the face of one, the order of the other
            check = recognising.check_identity(
                enrolment_id=other.pk, organisation_id=window.place.pk, face="paper", question="birth-year",
                answer="right", second_person=window.second, scope=window.nurse, at=at(6, 55),
            )  # fmt: skip
            assert check.has_passed
            stopped(
                lambda order=order, check=check: window.pour(order, identity_check_id=check.pk),
                "wrong-person",
            )
        elif kind == 1:  # somebody who answers for another
            check = recognising.check_identity(
                enrolment_id=one.pk, organisation_id=window.place.pk, face="differs", scope=window.nurse, at=at(6, 56)
            )  # fmt: skip
            assert not check.has_passed
            stopped(
                lambda order=order, check=check: window.pour(order, identity_check_id=check.pk),
                "wrong-person",
            )
        elif kind == 2:  # somebody who is dosed elsewhere today
            stopped(lambda: window.pour(away), "elsewhere")
        else:  # a window where nobody knows this person
            with pytest.raises(NotFound), transaction.atomic():
                window.pour(foreign, scope=theirs)
    assert Dose.objects.count() == 0


def test_the_old_dose_after_days_without_one(window):
    patients = [window.patient(dose=str(25 + place % 6)) for place in range(10)]
    for _row, order in patients:
        window.settle(window.pour(order))
    window.count("closing", at(17), window=str(window.held()["window"]))
    tried = 0
    for gap in range(RESTART_AFTER + 1, RESTART_AFTER + 1 + OF_EACH // len(patients)):
        day = DAY + timedelta(days=gap)
        window.count("opening", at(6, 30, day=day), window=str(window.held()["window"]))
        for _row, order in patients:
            stopped(lambda order=order, day=day: window.pour(order, at=at(7, day=day)), "restart")
            tried += 1
        window.count("closing", at(17, day=day), window=str(window.held()["window"]))
    assert tried == OF_EACH


def test_a_new_order_after_such_days_begins_low_or_is_signed_by_two(window):
    row, order = window.patient(dose="30")
    window.settle(window.pour(order))
    window.count("closing", at(17), window=str(window.held()["window"]))
    day = DAY + timedelta(days=RESTART_AFTER + 1)
    window.count("opening", at(6, 30, day=day), window=str(window.held()["window"]))
    high = window.order(row, "60", start=day)
    assert high.needs_second
    stopped(lambda: window.pour(high, at=at(7, day=day)), "order-unsigned")
    low = window.order(row, "20", start=day, days=20)
    assert not low.needs_second
    window.pour(low, at=at(7, day=day))


def test_a_first_dose_too_high(window, chance):
    for place in range(OF_EACH):
        if place % 10 == 0:
            row, _ = window.patient(dose="")
        mg = Decimal(chance.randint(FIRST_MG * 2 + 1, 400)) / 2
        kind = chance.choice(["induction", "maintenance", "titration"])
        waits_for_a_second_doctor(window, window.order(row, str(mg), kind=kind))
    assert Dose.objects.count() == 0
