"""The page of a closed day: what stands on it, and that it never changes once it was printed."""

import json
import os
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override

from hoanhap.kit.errors import NotFound
from hoanhap.medicine.models import Lot, StockPage
from hoanhap.medicine.operations import corrections, counts
from hoanhap.medicine.queries.balances import Place
from hoanhap.medicine.queries.book_pages import book_page
from hoanhap.medicine.queries.stock_minutes import minutes
from hoanhap.places.models import Organisation
from hoanhap.reporting.operations.stock_pages import frozen_page
from hoanhap.reporting.queries.stock_minutes import minutes_content
from hoanhap.reporting.queries.stock_pages import content_of
from hoanhap.reporting.rendering.stock_pages import minutes_pictures, page_pdf, page_pictures
from tests.casework.made import Made, scope
from tests.medicine.days import Day
from tests.medicine.operations.test_stock import DAY, LATE, POWERS, at

pytestmark = pytest.mark.django_db
NEXT = DAY + timedelta(days=1)


@pytest.fixture
def clinic(db) -> Day:
    return Day(Made())


def counted(clinic, moment, when, what, *, explanation=""):
    lots = dict(Lot.objects.values_list("number", "pk"))
    return counts.count(
        book_id=clinic.book.pk,
        day=when.date(),
        moment=moment,
        counted={Place(clinic.at[kind], lots[lot]): Decimal(units) for (kind, lot), units in what.items()},
        second_person=clinic.second,
        happened_at=when,
        explanation=explanation,
        scope=clinic.keeper,
        at=LATE,
    )


@pytest.fixture
def closed(clinic):
    """A day with a delivery, doses, waste, a wrong line put right, and 1 ml that is not there at the close."""
    clinic.receive(at(7), clinic.delivered("2000"), clinic.delivered("500", number="L-0002"))
    counted(clinic, "opening", at(7, 30), {("safe", "L-0001"): "2000", ("safe", "L-0002"): "500"})
    clinic.move("issue", "safe>window", "1000", at(7, 40))
    for minute in range(5):
        clinic.dose("7.5", at(8, minute))
    clinic.dose("8", at(8, 30), end="take-home")
    clinic.put_aside(at(9), "100")
    wrong = clinic.put_aside(at(10), "50", number="02/HH").lines.get().line
    corrections.correct(
        line_id=wrong.pk,
        right_units=Decimal(5),
        second_person=clinic.second,
        reason="ghi nhầm 50 thay vì 5",
        request_id=uuid4(),
        scope=clinic.keeper,
        at=at(11),
    )
    there = {
        ("safe", "L-0001"): "894",
        ("safe", "L-0002"): "500",
        ("window", "L-0001"): "954.5",
        ("waste", "L-0001"): "105",
    }
    return counted(clinic, "closing", at(17), there, explanation="thiếu 1 ml trong két, đã lập biên bản")


def look(name: str, pictures: list[bytes]) -> None:
    """Keep pictures, where somebody asks for them."""
    if folder := os.environ.get("HOANHAP_PICTURES"):
        for number, picture in enumerate(pictures, start=1):
            Path(folder, f"{name}-{number}.png").write_bytes(picture)


def test_the_page_has_the_columns_of_the_circular_and_comes_out(clinic, closed):
    page = book_page(closed.pk, scope=clinic.keeper)
    content = content_of(page)
    look("stock-page", page_pictures(content, made_at=closed.happened_at))

    assert page.comes_out
    assert content["columns"] == [
        "Ngày, tháng, năm",
        "Nơi cung cấp / nơi xuất",
        "Số chứng từ",
        "Số lô, hạn dùng",
        "Nhập",
        "Xuất",
        "Còn lại",
        "Ghi chú",
    ]
    assert [[row[1], row[3][:6], *row[4:7]] for row in content["rows"]] == [
        ["Tồn đầu ngày", "", "", "", "0"],
        ["Công ty Dược (mẫu)", "L-0001", "2.000", "", "2.000"],
        ["Công ty Dược (mẫu)", "L-0002", "500", "", "2.500"],
        ["Người bệnh, uống tại quầy", "L-0001", "", "37,5", "2.462,5"],
        ["Người bệnh, mang về nhà", "L-0001", "", "8", "2.454,5"],
        ["Hao hụt, để riêng chờ hủy", "L-0001", "", "100", "2.354,5"],
        ["Hao hụt, để riêng chờ hủy", "L-0001", "", "50", "2.304,5"],
        ["Hao hụt, để riêng chờ hủy", "L-0001", "", "5", "2.299,5"],
        ["Hao hụt, để riêng chờ hủy", "L-0001", "", "-50", "2.349,5"],
        ["Thiếu khi kiểm đếm", "L-0001", "", "1", "2.348,5"],
        ["Cộng trong ngày, tồn cuối ngày", "", "2.500", "151,5", "2.348,5"],
    ]
    assert content["lot_rows"] == [
        ["L-0001, 01/01/2028", "0", "2.000", "45,5", "106", "1.848,5", "105"],
        ["L-0002, 01/01/2028", "0", "500", "0", "0", "500", "0"],
        ["Tất cả các lô", "0", "2.500", "45,5", "106", "2.348,5", "105"],
    ]
    assert [row[4] for row in content["count_rows"]] == ["-1", "0", "0", "0"]


def test_the_next_page_begins_where_this_one_ended_and_holds_only_what_came_after(clinic, closed):
    clinic.receive(at(18), clinic.delivered("10", number="L-0002"), number="02/BB")
    there = {
        ("safe", "L-0001"): "894",
        ("safe", "L-0002"): "510",
        ("window", "L-0001"): "954.5",
        ("waste", "L-0001"): "105",
    }
    counted(clinic, "opening", at(7, day=NEXT), there)
    page = book_page(counted(clinic, "closing", at(17, day=NEXT), there).pk, scope=clinic.keeper)

    assert (page.page_no, page.before, page.after, len(page.rows)) == (
        2,
        Decimal("2348.5"),
        Decimal("2358.5"),
        1,
    )
    assert [one.moment for one in page.counts] == ["opening", "closing"]
    assert page.comes_out


def test_a_day_on_which_nothing_happened_has_its_page_too(clinic):
    counted(clinic, "opening", at(7), {})
    page = book_page(counted(clinic, "closing", at(8), {}).pk, scope=clinic.keeper)
    assert (page.comes_out, page.rows, page.after) == (True, (), 0)
    assert page_pdf(content_of(page), made_at=page.closed_at)[:5] == b"%PDF-"


def test_the_printed_page_is_the_same_bytes_for_good(clinic, closed):
    first = frozen_page(count_id=closed.pk, scope=clinic.keeper, at=LATE)
    Organisation.objects.filter(pk=clinic.book.organisation_id).update(name="Tên mới (mẫu)")
    with override("en"):
        again = frozen_page(count_id=closed.pk, scope=clinic.keeper, at=LATE + timedelta(days=400))

    assert (first.pk, bytes(first.pdf), first.sha256) == (again.pk, bytes(again.pdf), again.sha256)
    assert sha256(bytes(first.pdf)).hexdigest() == first.sha256
    assert json.loads(first.content)["issuer"] == "Cơ sở điều trị (mẫu)"
    for statement in ("UPDATE medicine_stockpage SET page_no = 2", "DELETE FROM medicine_stockpage"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert StockPage.objects.count() == 1


def test_the_same_content_sets_the_same_bytes(clinic, closed):
    content = content_of(book_page(closed.pk, scope=clinic.keeper))
    with override("en"):
        english = content_of(book_page(closed.pk, scope=clinic.keeper))
    assert content == english
    assert page_pdf(content, made_at=closed.happened_at) == page_pdf(english, made_at=closed.happened_at)


def test_no_page_of_a_day_that_is_open_or_of_the_next_commune(clinic, closed):
    opening = clinic.book.counts.get(moment="opening")
    with pytest.raises(NotFound):
        frozen_page(count_id=opening.pk, scope=clinic.keeper, at=LATE)
    with pytest.raises(NotFound):
        frozen_page(count_id=closed.pk, scope=scope(POWERS, "99002-1", name="langgieng"), at=LATE)
    assert StockPage.objects.count() == 0


def test_minutes_of_a_delivery_have_three_copies_and_four_columns_of_truth(clinic):
    made = clinic.receive(at(7), clinic.delivered("999", stated_units=Decimal(1000)), statement="thiếu 1 ml")
    content = minutes_content(minutes(made.pk, scope=clinic.keeper))
    look("stock-minutes", minutes_pictures(content, made_at=made.happened_at))

    assert [copy[:9] for copy in content["copies"]] == ["Bản 1/3: ", "Bản 2/3: ", "Bản 3/3: "]
    (table,) = (block for block in content["blocks"] if block["kind"] == "table")
    assert [list(row) for row in table["rows"]] == [
        ["L-0001", "01/01/2028", "VD-29589-18, VD-27703-17", "1.000", "999", "-1", "1"]
    ]
