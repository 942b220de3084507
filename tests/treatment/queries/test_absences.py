"""Absence that the law calls leaving: in working days and in sessions, never for whom the clinic itself keeps away."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.casework.models import Step
from hoanhap.casework.queries.calendars import file_calendar
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.kit.keys import new_id
from hoanhap.treatment.operations import care
from hoanhap.treatment.operations.case import tell_of_leaving
from hoanhap.treatment.operations.refusals import CareRefused
from hoanhap.treatment.queries.absences import away, first_day, fulfilled
from hoanhap.treatment.queries.guideline import absence_rule
from tests.medicine.operations.test_stock import DAY, at
from tests.treatment.window import Window, inside

pytestmark = pytest.mark.django_db
WEDNESDAY = DAY
assert WEDNESDAY.weekday() == 2


@pytest.fixture
def gone(made):
    """A clinic in which somebody took a dose on Wednesday 1 July and never came again."""
    window = Window(made)
    row, order = window.patient()
    window.settle(window.pour(order))
    return window, row


def test_after_five_working_days_the_sixth_day_fulfils_the_rule(gone):
    window, row = gone
    wednesday_after = WEDNESDAY + timedelta(days=7)
    assert fulfilled([window.place.pk], on=wednesday_after) == []
    (found,) = fulfilled([window.place.pk], on=wednesday_after + timedelta(days=1))
    assert (found.enrolment_id, found.last_dose_on, found.working_days) == (row.pk, WEDNESDAY, 5)
    assert (found.sessions, found.left_on) == (7, wednesday_after + timedelta(days=1))
    assert found.notice_by == date(2026, 7, 16)
    assert not found.is_late(date(2026, 7, 16))
    assert found.is_late(date(2026, 7, 17))


def test_a_shorter_absence_is_listed_but_fulfils_nothing(gone):
    window, row = gone
    (found,) = away(window.place.pk, on=WEDNESDAY + timedelta(days=3), scope=window.doctor)
    assert (found.enrolment_id, found.sessions, found.working_days, found.left_on) == (row.pk, 2, 2, None)
    assert away(window.place.pk, on=WEDNESDAY + timedelta(days=1), scope=window.doctor) == []


def test_whoever_is_on_hold_or_excused_is_not_away(gone):
    window, row = gone
    late = WEDNESDAY + timedelta(days=20)
    assert len(fulfilled([window.place.pk], on=late)) == 1
    step = Step.objects.create(
        person_id=row.person_id,
        episode_id=row.episode_id,
        unit_id=row.unit_id,
        kind="absence",
        is_once=False,
        happened_on=WEDNESDAY + timedelta(days=1),
        until_on=late - timedelta(days=2),
        recorded_by=new_id(),
    )
    assert fulfilled([window.place.pk], on=late) == []
    Step.objects.filter(pk=step.pk).update(retired_at=at(9), retired_by=new_id(), retired_reason="sai")
    assert len(fulfilled([window.place.pk], on=late)) == 1
    care.hold(enrolment_id=row.pk, from_on=late, reason="chờ khám", scope=window.doctor, at=at(9))
    assert fulfilled([window.place.pk], on=late) == []


def test_another_clinic_and_who_has_no_power_see_nobody(gone):
    window, _row = gone
    elsewhere = inside(window.made.office(), "khac")
    with pytest.raises(NotFound):
        away(window.place.pk, on=WEDNESDAY + timedelta(days=9), scope=elsewhere)
    with pytest.raises(NotFound):
        away(
            window.place.pk,
            on=WEDNESDAY + timedelta(days=9),
            scope=inside(window.place, "thukho", frozenset(["medicine.stock"])),
        )


def test_leaving_is_told_to_the_case_only_as_it_was_shown(gone):
    window, row = gone
    told = {"enrolment_id": row.pk, "left_on": date(2026, 7, 9), "scope": window.doctor}
    with pytest.raises(CareRefused):
        tell_of_leaving(**told, at=at(9, day=date(2026, 7, 8)))
    with pytest.raises(Forbidden):
        tell_of_leaving(
            **{**told, "scope": inside(window.place, "xem", frozenset(["treatment.care"]))},
            at=at(9, day=date(2026, 7, 9)),
        )
    with pytest.raises(NotFound):
        tell_of_leaving(
            **{**told, "scope": inside(window.made.office(), "khac")}, at=at(9, day=date(2026, 7, 9))
        )


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_the_rule_is_fulfilled_after_five_working_days_or_ten_sessions_whichever_is_first(since):
    rule, days = absence_rule(since), file_calendar()
    first = first_day(since, rule, days)
    missed = (first - since).days - 1
    worked = days.working_days_between(since, first - timedelta(days=1))
    assert missed == rule.sessions.value or worked == rule.working_days.value
    assert missed <= rule.sessions.value
    assert worked <= rule.working_days.value


def test_who_was_admitted_and_never_dosed_is_listed_but_has_left_nothing(made):
    window = Window(made)
    row, _order = window.patient()
    enrolled = row.enrolled_on
    assert away(window.place.pk, on=enrolled + timedelta(days=1), scope=window.doctor) == []
    late = enrolled + timedelta(days=40)
    (found,) = away(window.place.pk, on=late, scope=window.doctor)
    assert (found.enrolment_id, found.last_dose_on, found.since) == (row.pk, None, enrolled)
    assert (found.sessions, found.left_on, found.notice_by, found.is_late(late)) == (39, None, None, False)
    assert fulfilled([window.place.pk], on=late) == []
