"""What the clinics' own books count for plans: patients who came, first doses, places at work, and what is missing."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from hoanhap.medicine.models import StockAccount, StockLine
from hoanhap.medicine.operations import incidents
from hoanhap.medicine.queries import measures as medicine
from hoanhap.people.models import Responsibility
from hoanhap.programme.queries.measures import MEASURES
from hoanhap.treatment.operations import care
from hoanhap.treatment.queries import measures
from tests.casework.lives import rows
from tests.medicine.operations.test_stock import DAY, at
from tests.treatment.window import Window

pytestmark = pytest.mark.django_db


@pytest.fixture
def window(db, made) -> Window:
    return Window(made)


def patient(window, made, *, answers=None, **changes):
    """Somebody for whom a commune answers, as everybody in a file."""
    row, order = window.patient(**changes)
    Responsibility.objects.get_or_create(
        person=row.person,
        unit=answers or made.here,
        defaults={"office": made.office(), "valid_from": date(2020, 1, 1)},
    )
    return row, order


def dosed(window, made, mg="20", **changes):
    row, order = patient(window, made, dose=mg, **changes)
    window.settle(window.pour(order))
    return row


def who(measure, made, *, from_on=DAY, to_on=DAY, **more):
    asked = {"from_on": from_on, "to_on": to_on, "unit_ids": [made.here.pk]}
    return rows(measure(**asked, **more), "person_id")


def named(*enrolments):
    return sorted((one.person_id,) for one in enrolments)


def test_who_took_a_dose_in_the_last_days_is_in_treatment_and_who_only_stands_in_the_file_is_not(
    window, made
):
    came = dosed(window, made)
    patient(window, made)
    _row, order = patient(window, made, dose="20")
    window.settle(window.pour(order), "refused", reason="thử", second_person=window.other_doctor.account_id)

    assert who(measures.substitution_dosed, made) == named(came)
    last = DAY + timedelta(days=29)
    assert who(measures.substitution_dosed, made, to_on=last) == named(came)
    assert who(measures.substitution_dosed, made, to_on=last + timedelta(days=1)) == []
    assert who(measures.substitution_dosed, made, to_on=DAY + timedelta(days=14), days=14) == []
    assert who(measures.substitution_dosed, made, to_on=DAY - timedelta(days=1)) == []


def test_whose_treatment_ended_by_the_last_day_is_not_counted(window, made):
    came = dosed(window, made)
    care.end_enrolment(
        enrolment_id=came.pk, on=DAY + timedelta(days=2), ended_as="left", reason="thử",
        scope=window.doctor, at=at(8, day=DAY + timedelta(days=2)),
    )  # fmt: skip

    assert who(measures.substitution_dosed, made, to_on=DAY + timedelta(days=2)) == named(came)
    assert who(measures.substitution_dosed, made, to_on=DAY + timedelta(days=3)) == []


def test_only_the_first_dose_of_a_treatment_is_new(window, made):
    came = dosed(window, made)

    assert who(measures.substitution_first_dosed, made) == named(came)
    later = window.next_day()
    order = came.orders.get()
    window.settle(window.pour(order, at=at(7, day=later)), at=at(7, 1, day=later))
    assert who(measures.substitution_first_dosed, made, from_on=later, to_on=later) == []
    assert who(measures.substitution_first_dosed, made, to_on=later) == named(came)


def test_people_for_whom_another_commune_answers_are_counted_there(window, made):
    dosed(window, made)

    asked = {"from_on": DAY, "to_on": DAY, "unit_ids": [made.there.pk]}
    assert rows(measures.substitution_dosed(**asked), "person_id") == []
    assert rows(measures.substitution_first_dosed(**asked), "person_id") == []


def in_period(measure, *columns, **changes):
    return rows(measure(**({"from_on": DAY, "to_on": DAY, "unit_ids": None} | changes)), *columns)


def test_medicine_found_missing_counts_until_an_incident_says_so(window):
    line = window.move("loss", "window>missing", "3.2", at(8), reason="thử", second_person=window.second)

    assert in_period(medicine.medicine_missing, "subject") == [(str(line.pk),)]
    assert in_period(medicine.medicine_missing_volume, "amount") == [(4,)]
    assert in_period(medicine.medicine_missing, "subject", from_on=DAY + timedelta(days=1)) == []
    incidents.record_of_lines(line_ids=[line.pk], kind="diversion", scope=window.keeper, at=at(9))
    assert in_period(medicine.medicine_missing, "subject") == []
    assert MEASURES["medicine_incidents"].count(from_on=DAY, to_on=DAY, unit_ids=None) == 1


def test_wastage_and_what_was_spilt_are_nowhere_missing(window):
    said = {"reason": "thử", "second_person": window.second}
    window.move("waste", "window>waste", "2", at(8, 10), **said)
    window.move("spill", "window>spill", "1", at(8, 20), **said)

    assert in_period(medicine.medicine_missing, "subject") == []


def test_a_count_that_found_less_is_one_incident_and_no_more(window):
    window.count("closing", at(18), window="1999", explanation="đếm lại vẫn thiếu")

    assert in_period(medicine.medicine_missing, "subject") == []
    assert MEASURES["medicine_incidents"].count(from_on=DAY, to_on=DAY, unit_ids=None) == 1
    assert MEASURES["medicine_volume"].count(from_on=DAY, to_on=DAY, unit_ids=None) == 1


def test_a_dose_in_the_book_that_nobody_had_is_named_with_book_and_lot(window, made):
    dosed(window, made, "25")
    assert in_period(measures.medicine_unexplained, "subject") == []

    cup = StockAccount.objects.get(book=window.book, kind="cup")
    patient_account = StockAccount.objects.get(book=window.book, kind="patient")
    for kind, source, target, minute in (
        ("pour", window.at["window"], cup.pk, 30),
        ("dose", cup.pk, patient_account.pk, 31),
    ):
        StockLine.objects.create(
            book=window.book,
            kind=kind,
            lot=window.lot,
            from_account_id=source,
            to_account_id=target,
            quantity_units=Decimal("1.5"),
            happened_at=at(9, minute),
            recorded_by=window.nurse.account_id,
            request_id=uuid4(),
        )
    assert in_period(measures.medicine_unexplained, "subject") == [(f"{window.book.pk} {window.lot.pk}",)]
    assert in_period(measures.medicine_unexplained_volume, "amount") == [(2,)]
    assert in_period(measures.medicine_unexplained, "subject", unit_ids=[made.there.pk]) == []


def test_a_place_dispenses_if_it_opened_a_day(window, made):
    assert in_period(medicine.dispensing_places_open, "subject", "on") == [(str(window.place.pk), DAY)]
    assert (
        in_period(
            medicine.dispensing_places_open,
            "subject",
            from_on=DAY + timedelta(days=1),
            to_on=DAY + timedelta(days=9),
        )
        == []
    )
    assert in_period(medicine.dispensing_places_open, "subject", unit_ids=[made.there.pk]) == []
