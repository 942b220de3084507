"""The month of a clinic as a page and a paper, explained patient by patient, only inside the clinic."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from hoanhap.access.models import Grant
from hoanhap.audit.models import Entry
from hoanhap.places.models import Organisation
from hoanhap.treatment.queries.monthly import Month
from tests.web.reading import words

pytestmark = pytest.mark.django_db
NAME = "Nguyễn Văn Mười (mẫu)"


@pytest.fixture
def clinic(counter):
    counter.row = counter.patient(NAME, card="MM-10", mg="25")
    return counter


def address(clinic, name="clinic-month", *more, month=None) -> str:
    return reverse(name, args=[clinic.clinic.pk, *more]) + f"?month={month or Month.of(clinic.today)}"


def test_the_page_counts_and_leads_to_the_patients_and_the_reading_is_logged(clinic):
    doctor = clinic.browser(clinic.doctor)
    page = doctor.get(address(clinic))
    counted = {code: count for code, _words, count in page.context["people"]}
    assert (counted["in-treatment"], counted["active"]) == (1, 0)
    assert "MM-10" not in words(page)
    assert not Entry.objects.filter(kind="treatment.report-read").exists()

    shown = words(doctor.get(address(clinic, "clinic-month-row", "in-treatment")))
    assert "MM-10" in shown
    assert NAME not in shown
    assert Entry.objects.get(kind="treatment.report-read").person_id == clinic.row.person_id
    assert doctor.get(address(clinic, "clinic-month-row", "no-such-row")).status_code == 404


def test_three_files_hold_sums_and_no_patient(clinic):
    doctor = clinic.browser(clinic.doctor)
    for kind, begins in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")):
        answer = doctor.get(address(clinic, "clinic-month-file", kind))
        assert answer.content.startswith(begins)
    cells = [cell.value for row in load_workbook(BytesIO(answer.content)).active.rows for cell in row]
    assert "Báo cáo tháng" in cells
    assert not {"MM-10", NAME} & {str(cell) for cell in cells}


def test_months_lead_on_and_what_is_none_is_absent(clinic):
    doctor = clinic.browser(clinic.doctor)
    last = doctor.get(reverse("clinic-month", args=[clinic.clinic.pk]))
    assert last.context["month"] == Month.of(clinic.today).before
    for wrong in ("2026", "2026-13", "x", Month.of(clinic.today).after):
        assert doctor.get(address(clinic, month=wrong)).status_code == 404


def test_another_clinic_and_the_province_find_nothing(clinic):
    other = Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở Khác (mẫu)", unit=clinic.clinic.unit
    )
    stranger = clinic.staff("nguoikhac", "clinic-doctor")
    Grant.objects.filter(account=stranger).update(organisation=other)
    province = clinic.client("tinh", "province-officer", unit="990-1")
    for name, *more in (("clinic-month",), ("clinic-month-row", "active"), ("clinic-month-file", "pdf")):
        for browser in (clinic.browser(stranger), province):
            assert browser.get(address(clinic, name, *more)).status_code == 404


def test_the_page_asks_at_most_twelve_questions(clinic, django_assert_max_num_queries):
    head = clinic.browser(clinic.staff("truongcs", "clinic-head"))
    head.get(address(clinic))
    with django_assert_max_num_queries(12):
        head.get(address(clinic))
