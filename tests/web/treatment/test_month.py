"""The month of a clinic as a page and a paper, explained patient by patient, only inside the clinic."""

import json
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from hoanhap.access.models import Grant
from hoanhap.audit.models import Entry
from hoanhap.config.cli import main
from hoanhap.places.models import Organisation
from hoanhap.treatment.queries.monthly import Month
from hoanhap.treatment.rules.quarterly import Quarter
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


def test_the_doctor_who_sees_no_stock_counts_the_own_clinic_on_the_command_line_and_no_other(clinic, capsys):
    other = Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở Khác (mẫu)", unit=clinic.clinic.unit
    )
    stranger = clinic.staff("nguoikhac", "clinic-doctor")
    Grant.objects.filter(account=stranger).update(organisation=other)
    quarter = Quarter.of(clinic.today, begins_on_day=15)
    for what, period in (("month", Month.of(clinic.today)), ("quarter", quarter)):
        for site in (clinic.clinic.name, str(clinic.clinic.pk)):
            asked = ["clinic", what, "--site", site, "--period", str(period), "--format", "json", "--as"]
            assert main([*asked, clinic.doctor.username]) == 0
            rows = json.loads(capsys.readouterr().out)["rows"]
            assert {row["code"]: row["count"] for row in rows}["in-treatment"] == 1
            assert main([*asked, stranger.username]) == 1
            assert list(json.loads(capsys.readouterr().out)) == ["error"]
