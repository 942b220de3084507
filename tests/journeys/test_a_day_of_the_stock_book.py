"""The keeper's day: count and open, a dose at the window, waste, count and close, print the page."""

import os
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from hoanhap.medicine.models import Count, CountTry, StockLine, StockPage
from hoanhap.medicine.operations import minutes, slips
from tests.journeys.looking import follow
from tests.journeys.story import given, then, when
from tests.treatment.counter import PASSWORD, Counter


@pytest.fixture
def counter(own_database, settings) -> Counter:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return Counter(is_open=False)


def look(page: Any, name: str) -> None:
    """Keep a picture of the page, where somebody asks for pictures."""
    if folder := os.environ.get("HOANHAP_PICTURES"):
        page.screenshot(path=Path(folder) / f"stock-{name}.png", full_page=True)


def sign(page: Any, who: str) -> None:
    """The second person chooses their name and types their password under the form."""
    page.get_by_label("Người thứ hai", exact=True).select_option(label=who)
    page.get_by_label("Mật khẩu của người thứ hai").fill(PASSWORD)


def fill_count(page: Any, units: str, waste: str = "0") -> None:
    """What is in the bottle at the window; nothing elsewhere."""
    for field in page.locator(".hn-counting input").all():
        label = page.locator(f"label[for='{field.get_attribute('id')}']").inner_text()
        field.fill(units if "Chai 1" in label else waste if "hủy" in label else "0")


def test_open_the_day_give_a_dose_close_and_print(counter, window, sign_in, check_axe):
    keeper, nurse = window(), window()
    here = f"/stock/{counter.clinic.pk}/"
    book = f"{here}books/{counter.book.pk}/"
    counter.patient()
    with given("a keeper in front of a book whose day is not open"):
        sign_in(keeper, "thukho", PASSWORD, onward=here)
        check_axe(keeper)
        look(keeper, "home-1280")
    with when("the two count, and miss 20 ml"):
        follow(keeper.get_by_role("link", name="Kiểm đếm và mở ngày"))
        assert "2.000" not in keeper.locator("main").inner_text()
        check_axe(keeper)
        look(keeper, "count-1280")
        fill_count(keeper, "1980")
        sign(keeper, "Dieuduong (mẫu)")
        follow(keeper.get_by_role("button", name="Kiểm đếm và mở ngày"))
    with then("they are told what differs, and no day is open"):
        keeper.get_by_text("Lần đếm đầu không khớp với sổ").first.wait_for()
        assert "-20" in keeper.locator("main").inner_text()
        assert (Count.objects.count(), CountTry.objects.count()) == (0, 1)
        check_axe(keeper)
        look(keeper, "differs-1280")
    with when("they count again and find everything"):
        fill_count(keeper, "2000")
        sign(keeper, "Dieuduong (mẫu)")
        follow(keeper.get_by_role("button", name="Kiểm đếm và mở ngày"))
    with then("the day is open"):
        assert list(Count.objects.values_list("moment", flat=True)) == ["opening"]
        check_axe(keeper)
        look(keeper, "book-1280")
    with when("the nurse pours a dose, and the keeper wants to close the day"):
        sign_in(nurse, "dieuduong", PASSWORD, onward=f"/clinic/{counter.clinic.pk}/window/")
        nurse.locator("#text").fill("M-001")
        follow(nurse.get_by_role("button", name="Mở"))
        nurse.wait_for_timeout(1000)
        nurse.keyboard.press("Enter")
        nurse.get_by_text("Nhìn người bệnh nuốt hết").first.wait_for()
        keeper.goto(f"{book}count/closing/")
    with then("the day does not close over the pour, and says which it is"):
        keeper.get_by_text("1 lần rót chưa ghi kết quả").wait_for()
        assert keeper.locator("fieldset").count() == 0
        assert "2,5 ml" in keeper.locator("main").inner_text()
        assert "Bình" not in keeper.locator("main").inner_text()
        check_axe(keeper)
        look(keeper, "pour-open-1280")
    with when("the dose is taken, a remainder is put aside with minutes"):
        nurse.wait_for_timeout(1000)
        nurse.keyboard.press("Enter")
        nurse.locator(".hn-window.is-done").wait_for()
        keeper.goto(f"{book}waste/")
        assert keeper.locator("#id_what").input_value() != ""  # one lot in one place: it is chosen
        keeper.locator("#id_units").fill("7,5")
        keeper.get_by_label("Phần còn lại trong chai không đong được nữa").check()
        keeper.get_by_label("Có: để riêng, khóa lại, chờ hội đồng hủy").check()
        keeper.locator("#id_statement").fill("Phần thuốc dính đáy chai khi thay chai")
        sign(keeper, "Dieuduong (mẫu)")
        check_axe(keeper)
        look(keeper, "waste-1280")
        follow(keeper.get_by_role("button", name="Lưu"))
        check_axe(keeper)
        look(keeper, "minutes-1280")
    with when("the two count at the end of the day"):
        keeper.goto(f"{book}count/closing/")
        fill_count(keeper, "1990", "7,5")
        sign(keeper, "Dieuduong (mẫu)")
        follow(keeper.get_by_role("button", name="Kiểm đếm và khóa ngày"))
    with then("the page of the day is there, the same bytes on every print"):
        page = StockPage.objects.get()
        keeper.get_by_role("link", name="In (PDF)").wait_for()
        assert page.sha256 in keeper.locator("main").inner_text()
        check_axe(keeper)
        look(keeper, "page-1280")
        address = keeper.get_by_role("link", name="In (PDF)").get_attribute("href")
        bodies = {keeper.request.get(address).body() for _ in range(2)}
        assert bodies == {bytes(page.pdf)}
        assert StockLine.objects.filter(kind="dose").get().quantity_units == Decimal("2.5")
        keeper.emulate_media(media="print")
        look(keeper, "page-print")
        if folder := os.environ.get("HOANHAP_PICTURES"):
            Path(folder, "stock-page-browser.pdf").write_bytes(keeper.pdf(prefer_css_page_size=True))
            Path(folder, "stock-page.pdf").write_bytes(bytes(page.pdf))


def test_the_pages_of_the_keeper_are_sound_on_a_telephone(counter, phone, sign_in, check_axe):
    here = f"/stock/{counter.clinic.pk}/"
    book = f"{here}books/{counter.book.pk}/"
    counter.open_day(counter.begins.replace(microsecond=1), "2000")
    slip = slips.ask(
        book_id=counter.book.pk,
        number="001/2026/PL",
        from_id=counter.where["window"],
        to_id=counter.where["safe"],
        asked_units=Decimal(500),
        needed_on=counter.today,
        scope=counter.operator,
        at=counter.now,
    )
    for signs_as in slips.IN_TURN:
        slips.sign(slip_id=slip.pk, signs_as=signs_as, scope=counter.operator, at=counter.now)
    delivery = minutes.receive(
        book_id=counter.book.pk,
        number="01/2026/BB-NK",
        supplier="Công ty Dược (mẫu)",
        handed_over_by="Người giao (mẫu)",
        invoice_number="HĐ-1",
        delivered=[
            minutes.Delivered(
                number="LO-MAU-2",
                expires_on=counter.lot.expires_on,
                mg_per_unit=Decimal(10),
                units=Decimal(100),
                stated_units=Decimal(101),
            )
        ],
        happened_at=counter.now,
        request_id=uuid4(),
        statement="Thiếu 1 ml so với phiếu giao",
        second_person=counter.nurse.pk,
        scope=counter.operator,
        at=counter.now,
    )
    sign_in(phone, "thukho", PASSWORD, onward=here)
    for name, address in (
        ("slips", f"{book}slips/"),
        ("slip-new", f"{book}slips/new/"),
        ("slip", f"{here}slips/{slip.pk}/"),
        ("slip-handover", f"{here}slips/{slip.pk}/handover/"),
        ("slip-end", f"{here}slips/{slip.pk}/end/"),
        ("minutes", f"{here}minutes/{delivery.pk}/"),
        ("home", here),
        ("book", book),
        ("lines", f"{book}lines/"),
        ("receive", f"{book}receive/"),
        ("issue", f"{book}move/issue/"),
        ("put-back", f"{book}move/put-back/"),
        ("waste", f"{book}waste/"),
        ("count", f"{book}count/closing/"),
        ("shift", f"{book}count/shift/"),
        ("out-of-turn", f"{book}count/opening/"),
        ("days", f"{book}days/"),
        ("place", f"{book}places/new/"),
        ("new-book", f"{here}books/new/"),
        ("correct", f"{here}lines/{StockLine.objects.filter(kind='receipt').first().pk}/correct/"),
    ):
        phone.goto(address)
        check_axe(phone)
        look(phone, f"{name}-390")
