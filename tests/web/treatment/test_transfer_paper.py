"""The transfer paper as a file: whole for who may read it, and nothing at all for anybody else."""

import io
import zipfile

import pytest
from django.test import Client
from docx import Document

from hoanhap.audit.models import Entry
from tests.web.treatment.test_places import Neighbour

pytestmark = pytest.mark.django_db
FILES = ("clinic-transfer-pdf", "clinic-transfer-docx")


@pytest.fixture
def neighbour(counter) -> Neighbour:
    return Neighbour(counter)


def words(content: bytes) -> str:
    read = Document(io.BytesIO(content))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in read.paragraphs), *cells])


@pytest.mark.parametrize("name", FILES)
def test_the_other_clinic_has_no_file_before_it_has_taken_the_patient(neighbour, name):
    made = neighbour.offer()
    before = Entry.objects.filter(kind="treatment.transfer-read").count()
    assert neighbour.theirs.get(neighbour.there(name, made.pk)).status_code == 404
    assert neighbour.theirs.get(neighbour.here(name, made.pk)).status_code == 404
    assert Client().get(neighbour.here(name, made.pk)).status_code == 302
    assert Entry.objects.filter(kind="treatment.transfer-read").count() == before
    neighbour.theirs.post(neighbour.there("clinic-transfer-take", made.pk), neighbour.taking())
    assert neighbour.theirs.get(neighbour.there(name, made.pk)).status_code == 200


def test_the_file_says_the_last_dose_in_milligrams_and_millilitres_and_its_reading_is_logged(neighbour):
    made = neighbour.offer()
    before = Entry.objects.filter(kind="treatment.transfer-read").count()
    answer = neighbour.ours.get(neighbour.here("clinic-transfer-docx", made.pk))
    said = words(answer.content)
    assert zipfile.is_zipfile(io.BytesIO(answer.content))
    for wanted in ("05/GCC", "Trần Văn Bình (mẫu)", "25 mg, 2,5 ml", "chuyển nơi ở", "Cơ sở Kia"):
        assert wanted in said
    assert "Bình" not in answer.headers["Content-Disposition"]
    assert Entry.objects.filter(kind="treatment.transfer-read").count() == before + 1


def test_the_printed_paper_is_a_pdf(neighbour):
    answer = neighbour.ours.get(neighbour.here("clinic-transfer-pdf", neighbour.offer().pk))
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"
