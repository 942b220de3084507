"""Who stays away: listed with the rule and its article, told to the commune by a doctor of the clinic, once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hoanhap.casework.models import Step
from hoanhap.treatment.operations import case, dosing
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone(counter, monkeypatch):
    """Somebody had a dose today and never came again; `later(days)` is that much later."""
    row = counter.patient("Nguyễn Văn Chín (mẫu)", card="MM-09", mg="25")
    Step.objects.create(
        person_id=row.person_id,
        episode_id=row.episode_id,
        unit_id=row.unit_id,
        kind="application",
        is_once=True,
        happened_on=row.enrolled_on,
        details={"registered_by": "person"},
        recorded_by=counter.doctor.pk,
    )
    dose = counter.pour(row.orders.get())
    dosing.settle(dose_id=dose.pk, kind="given", scope=counter.scope(counter.nurse), at=timezone.now())
    case.tell(enrolment_id=row.pk, scope=counter.scope(counter.doctor), at=timezone.now())

    def later(days: int) -> None:
        moment = counter.now + timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return row, later


def test_an_absence_is_listed_and_told_once_as_the_day_on_which_the_rule_was_fulfilled(counter, gone):
    row, later = gone
    address = reverse("clinic-away", args=[counter.clinic.pk])
    tell = reverse("clinic-away-tell", args=[counter.clinic.pk, row.pk])
    later(3)
    doctor = counter.browser(counter.doctor)
    assert "MM-09" in words(doctor.get(address))
    assert doctor.get(tell).status_code == 404

    later(15)
    doctor = counter.browser(counter.doctor)
    page = doctor.get(address)
    ((found, is_late),) = page.context["rows"]
    assert (found.card_number, found.sessions, is_late) == (
        "MM-09",
        14,
        found.notice_by < timezone.localdate(),
    )
    assert "116/2021" in words(page)
    assert "Nguyễn Văn Chín" not in words(page)
    assert doctor.post(tell, {"form_token": ""}).status_code == 303
    step = Step.objects.get(episode=row.episode_id, kind="self-termination")
    assert step.happened_on == found.left_on
    assert doctor.get(tell).status_code == 404
    ((told, _late),) = doctor.get(address).context["rows"]
    assert told.is_told


def test_a_dispenser_reads_the_list_and_tells_nobody_and_others_find_nothing(counter, gone):
    row, later = gone
    later(15)
    address = reverse("clinic-away", args=[counter.clinic.pk])
    tell = reverse("clinic-away-tell", args=[counter.clinic.pk, row.pk])
    nurse = counter.browser(counter.nurse)
    assert (nurse.get(address).status_code, nurse.post(tell, {"form_token": ""}).status_code) == (200, 404)
    for outsider in (counter.browser(counter.keeper), counter.client("canbo", "commune-officer")):
        assert [outsider.get(one).status_code for one in (address, tell)] == [404, 404]
    assert not Step.objects.filter(kind="self-termination").exists()
