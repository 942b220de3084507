"""The guideline as a page: what it says on a day, with its sources; what it suggests; and limits set by a document."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from hoanhap.treatment.models import DoseLimit
from hoanhap.treatment.operations.limits import load_limits
from hoanhap.treatment.queries.guideline import guideline_of
from tests.web.desk import Desk
from tests.web.test_query_budget import BUDGET, OF_TRANSACTIONS, counted

PAGE = "/guideline/methadone/"


@pytest.fixture
def desk(db) -> Desk:
    load_limits()
    return Desk()


@pytest.fixture
def keeper(desk):
    return desk.client("luat", "law-keeper", unit="990-1")


def text(answer, status=200) -> str:
    assert answer.status_code == status, answer
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def limits(**changes):
    given = {
        "first_dose_mg": "25",
        "restart_after_days": "4",
        "raise_factor": "1,5",
        "highest_mg": "180",
        "valid_from": f"{timezone.localdate() + timedelta(days=3):%d/%m/%Y}",
        "document_number": "12/QĐ-SYT",
    }
    return given | changes


def test_the_page_says_the_edition_of_the_day_with_every_source_and_how_sure_it_is(desk):
    reader = desk.client("bacsi", "clinic-doctor")
    old, new = (text(reader.get(f"{PAGE}?on={day}")) for day in ("30/12/2024", "31/12/2024"))
    titles = [guideline_of("methadone", on=timezone.localdate()).title["vi"]]
    assert (titles[0] in old.split("Các bản của hướng dẫn này")[0], titles[0] in new) == (False, True)
    said = guideline_of("methadone", on=timezone.localdate())
    for part in (said.first_dose, said.titration, said.missed, said.take_home):
        assert part.source in new
    assert "15 mg đến 30 mg" in new
    assert "6 đến 29 ngày" in new
    assert "4066/QĐ-BYT" in new


def test_a_day_before_every_guideline_says_so(desk):
    shown = text(desk.client("bacsi", "clinic-doctor").get(f"{PAGE}?on=01/01/2009"))
    assert "30/08/2010" in shown
    assert "chưa có hướng dẫn nào" in shown


@pytest.mark.parametrize(
    ("asked", "said", "unsaid"),
    [
        ("dose_mg=80&missed_days=2", "cùng liều như trước: 80 mg", "40 mg, sau khi"),
        ("dose_mg=80&missed_days=5", "tức 40 mg", "cùng liều như trước"),
        ("dose_mg=80&missed_days=6", "bắt đầu lại, hôm nay nhiều nhất 20 mg", "cùng liều như trước"),
        ("dose_mg=12,5&missed_days=6", "nhiều nhất 12,5 mg", "nhiều nhất 20 mg"),
        ("dose_mg=80&missed_days=30", "tiếp nhận lại", "cùng liều như trước"),
        ("dose_mg=30&days_of_dose=1&days_in_treatment=9", "Chưa đến lúc tăng liều", "Có thể tăng liều"),
        (
            "dose_mg=30&days_of_dose=5&days_in_treatment=9",
            "Từ 30 mg lên nhiều nhất 40 mg",
            "Chưa đến lúc tăng",
        ),
        ("score=13", "có thể cho thêm 5 mg", "thêm 10 mg"),
        ("score=25", "có thể cho thêm 10 mg", "thêm 5 mg"),
    ],
)
def test_a_made_up_patient_shows_what_would_be_suggested(desk, asked, said, unsaid):
    shown = text(desk.client("bacsi", "clinic-doctor").get(f"{PAGE}?on=01/07/2026&{asked}"))
    shown = shown.split("Giới hạn: vượt mức")[0]
    assert said in shown
    assert unsaid not in shown


def test_what_cannot_be_read_is_said_and_nothing_is_suggested(desk):
    shown = text(desk.client("bacsi", "clinic-doctor").get(f"{PAGE}?dose_mg=nhieu&missed_days=6"))
    assert "Hãy viết một số" in shown or "Viết một số" in shown
    assert "bắt đầu lại, hôm nay" not in shown


def test_the_keeper_of_the_law_sets_limits_from_a_day_on_with_a_document(desk, keeper):
    answer = keeper.post(f"{PAGE}limits/", limits())
    assert answer.status_code == 303
    row = DoseLimit.objects.get(medicine="methadone", document_number="12/QĐ-SYT")
    assert (row.valid_from, str(row.first_dose_mg), str(row.raise_factor), row.restart_after_days) == (
        timezone.localdate() + timedelta(days=3),
        "25.00",
        "1.50",
        4,
    )
    shown = text(keeper.get(PAGE))
    assert "12/QĐ-SYT" in shown
    assert "× 1,5" in shown
    ahead = text(keeper.get(f"{PAGE}?on={row.valid_from:%d/%m/%Y}"))
    assert "25 mg" in ahead.split("Hướng dẫn nói gì")[0].split("Giới hạn: vượt mức")[1]


def test_limits_of_a_later_day_are_withdrawn_by_the_keeper_of_the_law_alone(desk, keeper):
    keeper.post(f"{PAGE}limits/", limits())
    row = DoseLimit.objects.get(medicine="methadone", document_number="12/QĐ-SYT")
    address = f"{PAGE}limits/{row.pk}/withdraw/"
    assert f'href="{address}"' in keeper.get(PAGE).content.decode()
    doctor = desk.client("bacsi", "clinic-doctor")
    assert address not in doctor.get(PAGE).content.decode()
    assert (doctor.get(address).status_code, doctor.post(address, {"reason": "x"}).status_code) == (404, 404)
    before = DoseLimit.objects.get(medicine="methadone", valid_until=row.valid_from)
    other = f"{PAGE}limits/{before.pk}/withdraw/"
    assert keeper.post(other, {"reason": "x"}).status_code == 404
    assert keeper.get(address).status_code == 200
    assert keeper.post(address, {"reason": "sai số"}).status_code == 303
    row.refresh_from_db()
    before.refresh_from_db()
    assert (row.valid_until, before.valid_until) == (row.valid_from, None)
    assert address not in keeper.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"document_number": ""}, "document_number"),
        ({"raise_factor": "1"}, "raise_factor"),
        ({"valid_from": "01/01/2020"}, "valid_from"),
        ({"first_dose_mg": "500"}, "first_dose_mg"),
        ({"restart_after_days": "0"}, "restart_after_days"),
    ],
)
def test_limits_that_limit_nothing_come_back_beside_their_field(desk, keeper, changes, said):
    before = DoseLimit.objects.count()
    answer = keeper.post(f"{PAGE}limits/", limits(**changes))
    assert answer.status_code == 422
    assert f'id="id_{said}-error"' in answer.content.decode()
    assert DoseLimit.objects.count() == before


def test_only_a_keeper_of_the_law_sees_the_form_and_an_unknown_medicine_is_no_page(desk, keeper):
    doctor = desk.client("bacsi", "clinic-doctor")
    assert doctor.get(f"{PAGE}limits/").status_code == 404
    assert doctor.post(f"{PAGE}limits/", limits()).status_code == 404
    assert "limits/" not in doctor.get(PAGE).content.decode()
    assert f"{PAGE}limits/" in keeper.get(PAGE).content.decode()
    assert keeper.get("/guideline/paracetamol-500/").status_code == 404
    assert keeper.get("/guideline/khong-co/limits/").status_code == 404
    assert not DoseLimit.objects.exclude(document_number="").exists()


def test_both_pages_are_whole_in_english_and_within_twelve_questions(desk, keeper):
    keeper.post("/language/", {"language": "en", "next": "/"})
    for where in (
        PAGE,
        f"{PAGE}limits/",
        "/guideline/",
        "/guideline/buprenorphine-8/?dose_mg=8&missed_days=4",
    ):
        with counted() as asked:
            assert keeper.get(where).status_code == 200
        assert len([one for one in asked if not one["sql"].startswith(OF_TRANSACTIONS)]) <= BUDGET, where
    shown = text(keeper.get(f"{PAGE}?dose_mg=80&missed_days=6"))
    assert "Usually treatment begins again, with 20 mg at most today." in shown
