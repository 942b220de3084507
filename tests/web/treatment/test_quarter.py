"""The quarterly table as a page and a paper: explained patient by patient, and only inside the clinic."""

from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from hoanhap.access.models import Grant
from hoanhap.audit.models import Entry
from hoanhap.places.models import Organisation
from hoanhap.treatment.operations import notes
from hoanhap.treatment.rules.quarterly import Quarter
from tests.web.reading import words

pytestmark = pytest.mark.django_db
NAME = "Nguyễn Văn Chín (mẫu)"


@pytest.fixture
def clinic(counter):
    """One patient in whom HIV was found, and the quarter that runs."""
    counter.row = counter.patient(NAME, card="MM-09", mg="25")
    notes.record_hiv(
        enrolment_id=counter.row.pk,
        known_on=counter.today,
        status="positive",
        scope=counter.scope(counter.doctor),
        at=counter.now,
    )
    counter.running = str(Quarter.of(counter.today, begins_on_day=15))
    return counter


def address(clinic, name="clinic-quarter", *more, quarter=None) -> str:
    return reverse(name, args=[clinic.clinic.pk, *more]) + f"?quarter={quarter or clinic.running}"


def cells(page) -> dict[str, int | None]:
    return {row.number: count for row, _title, count in page.context["rows"]}


def test_the_doctor_sees_every_row_and_the_patients_behind_a_number(clinic):
    doctor = clinic.browser(clinic.doctor)
    page = doctor.get(address(clinic))
    assert cells(page) == {"1": 1, "1.1": 0, "1.2": 0, "1.3": 1, "2": 1, "3": 0, "4": 0, "5": 0}
    assert "các số liệu còn có thể thay đổi" in words(page).lower()
    assert "MM-09" not in words(page)
    assert not Entry.objects.filter(kind="treatment.report-read").exists()

    shown = words(doctor.get(address(clinic, "clinic-quarter-row", "in-treatment")))
    assert "MM-09" in shown
    assert NAME not in shown
    read = Entry.objects.get(kind="treatment.report-read")
    assert (read.account_id, read.person_id, read.is_read) == (clinic.doctor.pk, clinic.row.person_id, True)
    assert "MM-09" in words(doctor.get(address(clinic, "clinic-quarter-row", "hiv-positive")))
    assert Entry.objects.filter(kind="treatment.hiv-read", account_id=clinic.doctor.pk).count() == 1
    assert "MM-09" not in words(doctor.get(address(clinic, "clinic-quarter-row", "dropped-out")))


def test_who_may_not_know_of_hiv_sees_no_number_and_no_list_of_it(clinic):
    nurse = clinic.browser()
    assert cells(nurse.get(address(clinic)))["1.3"] is None
    assert nurse.get(address(clinic, "clinic-quarter-row", "hiv-positive")).status_code == 404
    assert Entry.objects.filter(kind="treatment.hiv-read").count() == 0
    paper = Document(BytesIO(nurse.get(address(clinic, "clinic-quarter-file", "docx")).content))
    rows = [row.cells for table in paper.tables for row in table.rows]
    (line,) = [cells for cells in rows if cells[0].text == "1.3"]
    assert line[2].text == ""


def test_the_paper_holds_the_numbers_of_the_page_and_no_name(clinic):
    doctor = clinic.browser(clinic.doctor)
    answer = doctor.get(address(clinic, "clinic-quarter-file", "docx"))
    assert f"bang-quy-{clinic.running}.docx" in answer["Content-Disposition"]
    paper = Document(BytesIO(answer.content))
    lines = [row.cells for table in paper.tables for row in table.rows if len(row.cells) == 3]
    told = {cells[0].text: cells[2].text for cells in lines}
    page = cells(doctor.get(address(clinic)))
    assert {number: told[number] for number in page} == {n: str(count) for n, count in page.items()}
    text = " ".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    assert NAME not in text
    assert "MM-09" not in text
    assert doctor.get(address(clinic, "clinic-quarter-file", "pdf")).content.startswith(b"%PDF")
    assert doctor.get(address(clinic, "clinic-quarter-file", "txt")).status_code == 404


def test_the_year_and_other_quarters_lead_on_and_what_is_none_is_absent(clinic):
    doctor = clinic.browser(clinic.doctor)
    assert doctor.get(reverse("clinic-quarter", args=[clinic.clinic.pk])).status_code == 200
    assert doctor.get(address(clinic) + "&year").context["is_year"]
    for wrong in ("2026", "2026-9", "x", "2010-1"):
        assert doctor.get(address(clinic, quarter=wrong)).status_code in (404, 422), wrong


def test_another_clinic_and_the_province_find_nothing(clinic):
    other = Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở Khác (mẫu)", unit=clinic.clinic.unit
    )
    stranger = clinic.staff("nguoikhac", "clinic-doctor")
    Grant.objects.filter(account=stranger).update(organisation=other)
    names = (("clinic-quarter",), ("clinic-quarter-row", "in-treatment"), ("clinic-quarter-file", "docx"))
    for name, *more in names:
        assert clinic.browser(stranger).get(address(clinic, name, *more)).status_code == 404
