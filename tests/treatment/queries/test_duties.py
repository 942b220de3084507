"""What waits in a clinic: who has left, orders without a second hand, who has none for tomorrow, ends that nobody knows."""

from datetime import timedelta

import pytest

from hoanhap.audit.models import Entry
from hoanhap.casework.models import Step
from hoanhap.kit.errors import NotFound
from hoanhap.kit.keys import new_id
from hoanhap.treatment.operations import care
from hoanhap.treatment.queries.duties import care_duties, duty_lines
from tests.casework.made import scope as scope_with
from tests.medicine.operations.test_stock import DAY, at
from tests.treatment.window import Window

pytestmark = pytest.mark.django_db
LONG_AFTER = DAY + timedelta(days=20)


@pytest.fixture
def window(db, made) -> Window:
    return Window(made)


def waits(window, on=DAY, scope=None):
    found = care_duties(scope=scope or window.doctor, on=on)
    return {one.code: (one.count, one.is_late) for one in found}


def test_who_has_an_order_and_comes_waits_for_nothing(window):
    _row, order = window.patient(dose="20")
    window.settle(window.pour(order))

    assert waits(window) == {}


def test_who_stays_away_long_enough_is_to_be_told_of_and_late_after_the_day_of_the_rule(window):
    row, order = window.patient(dose="20")
    window.settle(window.pour(order))

    assert waits(window, DAY + timedelta(days=3)) == {}
    assert waits(window, LONG_AFTER) == {"left": (1, True)}
    [(code, [line])] = duty_lines(
        window.place.pk, on=LONG_AFTER, scope=window.doctor, at=at(9, day=LONG_AFTER)
    )
    assert (code, line.enrolment_id, line.away.sessions) == ("left", row.pk, 19)
    assert Entry.objects.get(kind="treatment.duties-read").person_id == row.person_id


def test_an_order_above_the_limits_waits_for_its_second_doctor_and_gives_nothing_until_then(window):
    row, _order = window.patient(dose="")
    high = window.order(row, "250")

    assert waits(window)["unsigned"] == (1, False)
    care.sign_order(order_id=high.pk, scope=window.other_doctor, at=at(8))
    assert "unsigned" not in waits(window)


def test_who_has_no_order_for_tomorrow_waits_for_one_unless_held_or_ended(window):
    row, _order = window.patient(dose="")
    window.patient(dose="20")

    assert waits(window) == {"no-order": (1, False)}
    # The other one's order runs for thirty days.
    assert waits(window, DAY + timedelta(days=28))["no-order"][0] == 1
    assert waits(window, DAY + timedelta(days=29))["no-order"][0] == 2
    care.hold(enrolment_id=row.pk, from_on=DAY, reason="thử", scope=window.doctor, at=at(8))
    assert waits(window) == {}


def test_an_end_waits_until_the_case_knows_it(window):
    row, _order = window.patient(dose="20")
    care.end_enrolment(
        enrolment_id=row.pk, on=DAY, ended_as="died", reason="thử", scope=window.doctor, at=at(8)
    )
    # The case of this test knows no end: the regime asks for the first dose before it.
    assert waits(window) == {"end-untold": (1, False)}
    Step.objects.create(
        episode=row.episode,
        person=row.person,
        unit_id=row.unit_id,
        kind="other-end",
        is_once=True,
        happened_on=DAY,
        recorded_by=new_id(),
    )

    assert waits(window) == {}


def test_other_clinics_and_who_works_in_none_are_told_nothing(window, made):
    window.patient(dose="")
    reader = scope_with(frozenset(["treatment.care"]), made.here.pk)

    assert waits(window, scope=reader) == {}
    with pytest.raises(NotFound):
        duty_lines(window.place.pk, on=DAY, scope=reader, at=at(9))


def test_however_many_wait_it_takes_few_questions(window, django_assert_max_num_queries):
    for _ in range(4):
        window.patient(dose="")
    care_duties(scope=window.doctor, on=DAY)
    with django_assert_max_num_queries(3):
        care_duties(scope=window.doctor, on=DAY)
