"""What waits in a clinic, on Today and on its own page."""

import pytest
from django.urls import reverse

from hoanhap.access.models import Grant
from hoanhap.places.models import Organisation
from tests.web.reading import words

pytestmark = pytest.mark.django_db
NAME = "Nguyễn Văn Chờ (mẫu)"


@pytest.fixture
def clinic(counter):
    counter.row = counter.patient(NAME, card="MC-11", mg=None)
    return counter


def page(clinic) -> str:
    return reverse("clinic-duties", args=[clinic.clinic.pk])


def test_today_counts_what_waits_and_leads_to_the_patients(clinic):
    doctor = clinic.browser(clinic.doctor)
    today = doctor.get(reverse("today"))

    assert "Người bệnh chưa có y lệnh cho ngày mai" in words(today)
    assert NAME not in words(today)
    assert f"{page(clinic)}#no-order" in today.content.decode()
    shown = words(doctor.get(page(clinic)))
    assert "MC-11" in shown
    assert NAME in shown


def test_another_clinic_and_the_province_see_nothing_of_it(clinic):
    other = Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở Khác (mẫu)", unit=clinic.clinic.unit
    )
    stranger = clinic.staff("nguoikhac", "clinic-doctor")
    Grant.objects.filter(account=stranger).update(organisation=other)
    for browser in (clinic.browser(stranger), clinic.client("tinh", "province-officer", unit="990-1")):
        assert browser.get(page(clinic)).status_code == 404
        assert "chưa có y lệnh" not in words(browser.get(reverse("today")))


def test_today_of_the_head_asks_at_most_twelve_questions(clinic, django_assert_max_num_queries):
    head = clinic.browser(clinic.staff("truongcs", "clinic-head"))
    head.get(reverse("today"))
    with django_assert_max_num_queries(12):
        head.get(reverse("today"))
