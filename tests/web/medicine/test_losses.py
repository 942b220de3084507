"""Losses, boards, wards, how long it lasts: the pages, who sees them, and who must not."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document

from hoanhap.medicine.models import IncidentReport, MedicineIncident, StockLine, StockMinutes
from hoanhap.medicine.operations import stock
from hoanhap.places.models import Organisation
from tests.web.medicine.clinic import Clinic
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(db) -> Clinic:
    one = Clinic()
    one.deliver()
    return one


@pytest.fixture
def stranger(clinic):
    """A keeper of another clinic."""
    other = Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở Khác (mẫu)", unit_id="99001-1", valid_from="2010-01-01"
    )
    return clinic.staff("nguoikhac", "clinic-keeper", where=other)


def move(clinic, kind, way, units, **more):
    source, target = way.split(">")
    now = timezone.now()
    return stock.move(
        book_id=clinic.book.pk,
        kind=kind,
        lot_id=StockLine.objects.filter(book=clinic.book).first().lot_id,
        from_id=clinic.at[source],
        to_id=clinic.at[target],
        quantity_units=Decimal(units),
        happened_at=now,
        request_id=uuid4(),
        second_person=clinic.accounts["capphat"].pk,
        reason="đếm thiếu",
        scope=clinic.scope,
        at=now,
        **more,
    )


def test_what_is_missing_stands_on_today_is_written_up_reported_and_printed(clinic, stranger):
    line = move(clinic, "loss", "safe>missing", "12.5")
    today = words(clinic.keeper.get(reverse("today")))
    assert "Thuốc thiếu chưa lập sự cố" in today
    listed = clinic.keeper.get(reverse("medicine"))
    assert "12,5 ml" in words(listed)
    assert "12,5" not in words(stranger.get(reverse("medicine")))

    address = reverse("medicine-incident-of-line", args=[line.pk])
    assert stranger.get(address).status_code == 404
    answer = clinic.keeper.post(address, {"kind": "unexplained-loss", "minutes_number": ""})
    assert answer.status_code == 303
    row = MedicineIncident.objects.get()
    assert answer.url == reverse("medicine-incident", args=[row.pk])
    assert "Sự cố thuốc chưa báo cáo" in words(clinic.keeper.get(reverse("today")))

    report = reverse("medicine-incident-report", args=[row.pk])
    now = timezone.localtime()
    typed = {
        "document_number": "7/BC",
        "cause": "Chưa rõ nguyên nhân",
        "done": "Đã kiểm kê lại",
        "reported_to": "Sở Y tế (mẫu)",
        "reported_on": f"{now:%d/%m/%Y}",
        "reported_clock": f"{now:%H:%M}",
    }
    assert clinic.keeper.post(report, {**typed, "cause": ""}).status_code == 422
    assert IncidentReport.objects.count() == 0
    assert clinic.keeper.post(report, typed).status_code == 303
    text = words(clinic.head.get(reverse("medicine-incident", args=[row.pk])))
    for part in ("Chưa rõ nguyên nhân", "Sở Y tế (mẫu)", "7/BC", "đếm thiếu"):
        assert part in text
    paper = reverse("medicine-incident-paper", args=[row.pk, IncidentReport.objects.get().pk])
    printed = clinic.head.get(paper)
    assert (printed.status_code, printed.content[:5]) == (200, b"%PDF-")
    word = reverse("medicine-incident-word", args=[row.pk, IncidentReport.objects.get().pk])
    written = Document(BytesIO(clinic.head.get(word).content))
    body = " ".join(paragraph.text for paragraph in written.paragraphs)
    for part in ("Chưa rõ nguyên nhân", "Sở Y tế (mẫu)", "Đã kiểm kê lại"):
        assert part in body
    for hidden in (reverse("medicine-incident", args=[row.pk]), report, paper, word):
        assert stranger.get(hidden).status_code == 404
    assert "Sự cố thuốc chưa báo cáo" not in words(clinic.keeper.get(reverse("today")))


def destroying(clinic, **changes):
    now = timezone.localtime()
    lot = StockLine.objects.filter(book=clinic.book).first().lot_id
    return clinic.signed(
        **{
            "what": f"{clinic.at['waste']}.{lot}",
            "units": "40",
            "number": "01/BB-HUY",
            "approval_number": "12/SYT",
            "method": "Pha loãng rồi đổ bỏ",
            "member_1": "Một (mẫu)",
            "position_1": "Phó giám đốc",
            "member_2": "Hai (mẫu)",
            "position_2": "Dược sĩ",
            "member_3": "Ba (mẫu)",
            "position_3": "Sở Y tế",
            "on": f"{now:%d/%m/%Y}",
            "clock": f"{now:%H:%M}",
            **changes,
        }
    )


def test_a_board_destroys_with_minutes_that_name_it(clinic, stranger):
    move(clinic, "waste", "safe>waste", "40")
    address = clinic.address("stock-destroy")
    for client in (clinic.nurse, clinic.head, stranger):
        assert client.get(address).status_code == 404

    assert clinic.keeper.get(address).status_code == 200
    assert clinic.keeper.post(address, destroying(clinic, member_3="")).status_code == 422
    assert clinic.keeper.post(address, destroying(clinic, member_3="Hai (mẫu)")).status_code == 422
    assert clinic.keeper.post(address, {**destroying(clinic), "second_password": "sai"}).status_code == 422
    assert StockMinutes.objects.filter(kind="destruction").count() == 0

    answer = clinic.keeper.post(address, destroying(clinic))
    assert answer.status_code == 303
    text = words(clinic.keeper.get(answer.url))
    for part in ("Một (mẫu)", "Sở Y tế", "12/SYT", "Pha loãng rồi đổ bỏ"):
        assert part in text
    minutes = StockMinutes.objects.get(kind="destruction")
    printed = clinic.keeper.get(reverse("stock-minutes-file", args=[clinic.place.pk, minutes.pk]))
    assert printed.content[:5] == b"%PDF-"


def test_a_lot_goes_back_to_the_supplier(clinic):
    now = timezone.localtime()
    lot = StockLine.objects.filter(book=clinic.book).first().lot_id
    typed = clinic.signed(
        what=f"{clinic.at['safe']}.{lot}",
        units="900",
        supplier="Công ty Dược (mẫu)",
        statement="Thu hồi lô",
        number="01/BB-TL",
        on=f"{now:%d/%m/%Y}",
        clock=f"{now:%H:%M}",
    )
    address = clinic.address("stock-return")
    assert clinic.keeper.post(address, {**typed, "statement": ""}).status_code == 422
    answer = clinic.keeper.post(address, typed)
    assert answer.status_code == 303
    assert "Thu hồi lô" in words(clinic.keeper.get(answer.url))
    minutes = StockMinutes.objects.get(kind="return")
    printed = clinic.keeper.get(reverse("stock-minutes-file", args=[clinic.place.pk, minutes.pk]))
    assert printed.content[:5] == b"%PDF-"


def test_methadone_is_not_offered_to_wards_and_medicine_of_detoxification_is(clinic):
    assert clinic.address("stock-ward") not in clinic.keeper.get(clinic.address("stock-book")).text
    book = stock.open_book(
        organisation_id=clinic.place.pk, medicine="diazepam-5", scope=clinic.scope, at=timezone.now()
    )
    address = clinic.address("stock-ward", book.pk)
    assert address in clinic.keeper.get(clinic.address("stock-book", book.pk)).text
    assert clinic.keeper.get(address).status_code == 200
    assert clinic.nurse.get(address).status_code == 404


def test_a_stock_that_runs_short_is_shown_to_the_place_and_to_who_answers_for_the_area(clinic, stranger):
    now = timezone.now()
    move(clinic, "spill", "safe>spill", "100")
    address = reverse("stock-outlook", args=[clinic.place.pk])
    # 900 ml at 100 a day, since the book began today.
    assert "9 ngày" in words(clinic.keeper.get(address))
    assert stranger.get(address).status_code == 404

    shortages = reverse("medicine-shortages")
    text = words(clinic.head.get(shortages))
    assert "9 ngày" in text
    assert f"{timezone.localdate(now) + timedelta(days=9):%d/%m/%Y}" in text
    assert "Cơ sở Mẫu" not in words(stranger.get(shortages))
    assert "Thuốc sắp thiếu" in words(clinic.keeper.get(reverse("today")))
