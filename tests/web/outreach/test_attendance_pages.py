"""The pages of attendance sheets: brought, looked over, entered, withdrawn."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from hoanhap.outreach.models import AttendanceSheet, CourseSeats
from hoanhap.places.models import Unit, UnitEdition
from hoanhap.places.rules.names import name_key
from tests.outreach import made
from tests.web.desk import Desk


@pytest.fixture
def desk(db) -> Desk:
    made_up = Desk()
    for edition in UnitEdition.objects.all():
        # As the real list of units has it, so that a sheet can name them.
        edition.name_key = name_key(edition.name)
        edition.save(update_fields=["name_key"])
    return made_up


@pytest.fixture
def course(desk):
    return made.course(desk.office(), Unit.objects.get(pk="990-1"), "basic", "3/7/2017")


def upload(*rows, name="Lop 1 (mau).xlsx"):
    book = Workbook()
    for row in (["STT", "Họ và tên", "Đơn vị"], *rows):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


GOOD = ([1, "Nguyễn Văn Ân", "UBND xã Mẫu Đông"], [2, "Trần Thị Bảo", "Công an xã Mẫu Tây"])


def test_a_sheet_is_brought_looked_over_and_entered(desk, course):
    client = desk.client("tinh", "province-officer", unit="990-1")
    file = upload(*GOOD, [3, "Lê Văn Lạc", "xã Không Có"])
    page = client.post(reverse("attendance-new", args=[course.pk]), {"file": file}, follow=True)

    shown = page.content.decode()
    assert "Lê Văn Lạc" in shown
    assert "xã Không Có" in shown
    sheet = AttendanceSheet.objects.get()
    assert CourseSeats.objects.count() == 0
    entered = client.post(reverse("attendance-enter", args=[sheet.pk]), {})

    assert entered.status_code == 303, entered.content.decode()
    assert sum(CourseSeats.objects.values_list("headcount", flat=True)) == 2
    held = client.get(reverse("course", args=[course.pk])).content.decode()
    assert "Lop 1 (mau).xlsx" in held
    client.post(reverse("attendance-withdraw", args=[sheet.pk]), {"reason": "Nhầm lớp"})
    assert CourseSeats.objects.filter(retired_at__isnull=True).count() == 0


def test_a_file_that_is_no_list_is_refused_with_a_sentence(desk, course):
    client = desk.client("tinh", "province-officer", unit="990-1")
    answer = client.post(
        reverse("attendance-new", args=[course.pk]), {"file": SimpleUploadedFile("a.xlsx", b"%PDF-1.4 x")}
    )

    assert answer.status_code == 422
    assert AttendanceSheet.objects.count() == 0


def test_whoever_only_reads_is_offered_nothing_to_enter(desk, course):
    writer = desk.client("tinh", "province-officer", unit="990-1")
    writer.post(reverse("attendance-new", args=[course.pk]), {"file": upload(*GOOD)})
    sheet = AttendanceSheet.objects.get()
    reader = desk.client("doc", "province-analyst", unit="990-1")

    assert reader.post(reverse("attendance-enter", args=[sheet.pk]), {}).status_code in (403, 404)
    assert CourseSeats.objects.count() == 0
