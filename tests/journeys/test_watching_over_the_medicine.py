"""A loss is written up and reported, a signal is looked at and decided, stock is foretold."""

import os
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from hoanhap.medicine.models import IncidentReport, StockLine
from hoanhap.medicine.operations import stock
from hoanhap.treatment.models import SignalReview
from tests.journeys.looking import follow, overflow
from tests.journeys.story import given, then, when
from tests.web.medicine.clinic import PASSWORD, Clinic


@pytest.fixture
def clinic(own_database, settings) -> Clinic:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    one = Clinic()
    one.deliver()
    for kind, target, units in [("spill", "spill", "1")] * 4 + [
        ("waste", "waste", "40"),
        ("loss", "missing", "12.5"),
    ]:
        now = timezone.now()
        stock.move(
            book_id=one.book.pk,
            kind=kind,
            lot_id=StockLine.objects.filter(book=one.book).first().lot_id,
            from_id=one.at["safe"],
            to_id=one.at[target],
            quantity_units=Decimal(units),
            happened_at=now,
            request_id=uuid4(),
            second_person=one.accounts["capphat"].pk,
            reason="đếm thiếu" if kind == "loss" else "rơi vãi",
            scope=one.scope,
            at=now,
        )
    return one


def look(page: Any, name: str) -> None:
    """Keep a picture of the page, where somebody asks for pictures."""
    if folder := os.environ.get("HOANHAP_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_a_loss_is_reported_and_a_signal_decided(clinic, window, phone, sign_in, check_axe):
    keeper, head = window(), window()
    with given("a keeper in front of the list of losses"):
        sign_in(keeper, "thukho", PASSWORD, onward="/medicine/")
        check_axe(keeper)
        look(keeper, "losses")
    with when("they write up what a count found missing, and report it"):
        follow(keeper.get_by_role("link", name="Lập sự cố"))
        check_axe(keeper)
        look(keeper, "write-up")
        follow(keeper.get_by_role("button", name="Lưu"))
        look(keeper, "incident")
        check_axe(keeper)
        follow(keeper.get_by_role("link", name="Báo cáo sự cố này"))
        check_axe(keeper)
        keeper.locator("[name=document_number]").fill("7/BC")
        keeper.locator("[name=cause]").fill("Chưa rõ")
        keeper.locator("[name=done]").fill("Đã kiểm kê lại")
        keeper.locator("[name=reported_to]").fill("Sở Y tế (mẫu)")
        look(keeper, "report")
        follow(keeper.get_by_role("button", name="Lưu"))
    with then("the report stands there with a paper to print"):
        keeper.get_by_role("link", name="In báo cáo (PDF)").wait_for()
        assert IncidentReport.objects.get().document_number == "7/BC"
        look(keeper, "reported")
    with when("the head looks at what was wasted four times"):
        sign_in(head, "truong", PASSWORD, onward=f"/clinic/{clinic.place.pk}/signals/")
        check_axe(head)
        look(head, "signals")
        follow(head.get_by_role("link", name="Một người ghi hao hụt nhiều lần"))
        check_axe(head)
        look(head, "signal")
        head.locator("[name=decision][value=explained]").check()
        head.locator("[name=words]").fill("Nắp chai hỏng")
        follow(head.get_by_role("button", name="Lưu kết luận"))
    with then("the decision is kept with its facts"):
        assert SignalReview.objects.get().evidence.count() == 5
        head.goto(f"/clinic/{clinic.place.pk}/signals/reviews/")
        check_axe(head)
        look(head, "reviews")
    with then("every page fits a telephone"):
        sign_in(phone, "truong", PASSWORD, onward="/medicine/")
        for name, address in {
            "losses": "/medicine/",
            "shortages": "/medicine/shortages/",
            "outlook": f"/stock/{clinic.place.pk}/outlook/",
            "signals": f"/clinic/{clinic.place.pk}/signals/",
            "rules": "/signals/",
        }.items():
            head.goto(address)
            look(head, f"{name}-1280")
            phone.goto(address)
            check_axe(phone)
            assert overflow(phone) <= 0, address
            look(phone, f"{name}-390")
        keeper.goto(f"/stock/{clinic.place.pk}/books/{clinic.book.pk}/destroy/")
        check_axe(keeper)
        look(keeper, "destroy")
