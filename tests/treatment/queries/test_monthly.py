"""The month of a clinic whose numbers are known."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from hoanhap.kit.errors import NotFound
from hoanhap.treatment.operations import bottles, care, notes
from hoanhap.treatment.queries.monthly import Month, monthly
from tests.casework.made import scope as scope_with
from tests.medicine.operations.test_stock import DAY, at
from tests.treatment.window import ALL, Window, inside

pytestmark = pytest.mark.django_db
JULY, JUNE = Month(2026, 7), Month(2026, 6)
AFTER = date(2026, 8, 20)


@pytest.fixture
def window(db, made) -> Window:
    return Window(made)


def month(window, which=JULY, on=AFTER, scope=None):
    return monthly(window.place.pk, which, on=on, scope=scope or window.doctor)


def urine(window, row, **found):
    return notes.record_test(
        enrolment_id=row.pk, taken_on=DAY, why="routine", was_observed=True, scope=window.doctor, at=at(9),
        **({"tested": ["opioids", "methadone"], "positive": []} | found),
    )  # fmt: skip


def leaves(window, row, on, ended_as):
    care.end_enrolment(
        enrolment_id=row.pk, on=on, ended_as=ended_as, reason="thử", scope=window.doctor, at=at(8, day=on)
    )


def test_patients_stand_in_the_rows_that_are_theirs_in_their_month(window):
    dosed, idle, gone, dead = (window.patient(dose="20") for _ in range(4))
    window.settle(window.pour(dosed[1]))
    leaves(window, gone[0], DAY + timedelta(days=9), "left")
    leaves(window, dead[0], DAY + timedelta(days=10), "died")
    urine(window, dosed[0], positive=["methadone"])
    urine(window, idle[0], positive=["opioids", "methadone"])

    found = month(window)
    assert {code: people for code, people in found.enrolments.items() if people} == {
        "in-treatment": {dosed[0].pk, idle[0].pk},
        "active": {dosed[0].pk},
        "dropped-out": {gone[0].pk},
        "died": {dead[0].pk},
        "tested": {dosed[0].pk, idle[0].pk},
        "positive": {idle[0].pk},
    }
    assert [(str(words), n) for words, n in found.substances] == [
        ("Chất dạng thuốc phiện (heroin, morphin)", 1),
        ("Methadon", 2),
    ]
    before = month(window, JUNE)
    assert before.counts["in-treatment"] == before.counts["new"] == 4
    assert before.counts["died"] == before.counts["active"] == 0


def test_the_last_day_of_a_treatment_belongs_to_the_month_in_which_it_lies(window):
    row, _order = window.patient(dose="20")
    leaves(window, row, date(2026, 7, 31), "left")

    assert month(window).counts["dropped-out"] == 1
    assert month(window, Month(2026, 8)).counts["dropped-out"] == 0


def test_doses_are_counted_by_what_became_of_them_and_missed_days_only_under_an_order(window):
    taken, refusing, held = (window.patient(dose="20") for _ in range(3))
    window.settle(window.pour(taken[1]))
    window.settle(
        window.pour(refusing[1]), "refused", reason="thử", second_person=window.other_doctor.account_id
    )
    care.hold(enrolment_id=held[0].pk, from_on=DAY, reason="thử", scope=window.doctor, at=at(8))

    found = month(window, on=DAY + timedelta(days=3))
    # The first day: only who refused. Then two days on which both had an order and nobody came.
    assert (found.doses["given"], found.doses["refused"], found.doses["missed"]) == (1, 1, 5)
    assert found.counts["on-hold"] == 1
    assert month(window, on=DAY).doses["missed"] == 0
    # The orders run for thirty days from the first of the month: the last day of July has none.
    assert month(window).doses["missed"] == 29 + 30


def test_medicine_is_shown_to_who_may_see_stock_and_to_nobody_else(window):
    _row, order = window.patient(dose="25")
    window.settle(window.pour(order))

    [line] = month(window, scope=window.doctor).medicines
    assert (line.row.received, line.row.issued, line.row.closing) == (
        Decimal(2000),
        Decimal("2.5"),
        Decimal("1997.5"),
    )
    without = inside(window.place, "bacsi3", ALL - {"medicine.read"})
    assert month(window, scope=without).medicines is None


def test_who_does_not_work_in_the_clinic_finds_nothing(window, made):
    with pytest.raises(NotFound):
        month(window, scope=scope_with(frozenset(["treatment.care"]), made.here.pk))


@pytest.mark.parametrize("text", ["2026", "2026-13", "2026-0", "x-1", "²⁰²⁶-1", "-1"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError):
        Month.parse(text)


def test_months_follow_one_another():
    assert str(Month(2026, 1).before) == "2025-12"
    assert str(Month(2025, 12).after) == "2026-01"
    assert Month(2028, 2).last == date(2028, 2, 29)


def test_bottles_that_come_back_are_counted_on_the_day_on_which_they_come(window):
    row, order = window.patient(dose="20")
    care.grant_take_home(
        enrolment_id=row.pk, days_at_a_time=3, valid_from=DAY, valid_until=DAY + timedelta(days=10),
        conditions="hộp khóa", scope=window.doctor, at=at(6),
    )  # fmt: skip
    dose = window.pour(order, dose_on=DAY + timedelta(days=1))
    window.settle(dose, "handed-out")
    later = window.next_day(2)
    bottles.take_back(
        enrolment_id=row.pk, organisation_id=window.place.pk, bottles={dose.pk: ("empty", None)},
        visit=uuid4(), scope=window.nurse, at=at(9, day=later),
    )  # fmt: skip

    found = month(window)
    assert (found.doses["handed-out"], found.doses["bottles-back"]) == (1, 1)
    assert month(window, Month(2026, 8)).doses["bottles-back"] == 0
