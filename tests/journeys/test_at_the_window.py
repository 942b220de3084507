"""The morning at the window: card, dose, next, with the Enter key alone; over a line that breaks; without scripts."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from hoanhap.treatment.models import Dose, DoseOutcome, Ticket
from hoanhap.treatment.operations import recognising
from tests.journeys.looking import arriving, follow
from tests.journeys.story import given, then, when
from tests.treatment.counter import DOT, PASSWORD, Counter

LOOKED_AT = 700
"""Milliseconds for which somebody looks at a screen before pressing; a press sooner counts as a double click."""


@pytest.fixture
def counter(own_database, settings) -> Counter:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return Counter()


def look(page: Any, name: str) -> None:
    """Keep a picture of the page, where somebody asks for pictures."""
    if folder := os.environ.get("HOANHAP_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def press_enter(page: Any, appears: str) -> None:
    """Look for a moment, press Enter, and wait for what the next screen says."""
    page.wait_for_timeout(LOOKED_AT + 300)
    page.keyboard.press("Enter")
    page.get_by_text(appears).first.wait_for()


def test_card_dose_next_with_the_enter_key_alone(counter, browser_page, sign_in, check_axe):
    page = browser_page
    rows = [
        counter.patient(name, card, mg="25")
        for name, card in (("Trần Văn Bình (mẫu)", "M-001"), ("Phạm Thị Cúc (mẫu)", "M-002"))
    ]
    recognising.add_photo(
        enrolment_id=rows[0].pk,
        organisation_id=counter.clinic.pk,
        content=DOT,
        scope=counter.scope(),
        at=timezone.now(),
    )
    with given("a nurse at the window and two people who took a number"):
        sign_in(page, "dieuduong", PASSWORD, onward=f"/clinic/{counter.clinic.pk}/window/")
        for card in ("M-001", "M-002"):
            page.locator("#text").fill(card)
            follow(page.get_by_role("button", name="Phát số"))
        check_axe(page)
        look(page, "line-1280")
        assert page.evaluate("document.activeElement.id") == "text"
    with when("one presses Enter in the empty field"), arriving(page):
        page.keyboard.press("Enter")
    with then("the first person is on the screen, with the dose in large figures"):
        page.get_by_text("Trần Văn Bình (mẫu)").wait_for()
        large = page.locator(".hn-window__amount b").first
        assert large.inner_text().split() == ["25", "mg"]
        assert float(large.evaluate("e => getComputedStyle(e).fontSize").removesuffix("px")) >= 64
        check_axe(page)
        look(page, "ready-1280")
    with when("one presses Enter three times: pour, swallowed, next"):
        press_enter(page, "Nhìn người bệnh nuốt hết")
        check_axe(page)
        look(page, "pending-1280")
        press_enter(page, "Người tiếp theo")
        check_axe(page)
        look(page, "done-1280")
        press_enter(page, "Phạm Thị Cúc (mẫu)")
    with then("one dose is taken and the next person stands there"):
        assert [one.kind for one in DoseOutcome.objects.all()] == ["given"]
        assert "M-002" in page.title()
    with when("the line breaks as one pours, and one presses again when it is back"):
        page.context.set_offline(True)
        page.wait_for_timeout(LOOKED_AT + 300)
        page.keyboard.press("Enter")
        page.get_by_text("Mất kết nối").wait_for()
        look(page, "broken-1280")
        page.context.set_offline(False)
        press_enter(page, "Nhìn người bệnh nuốt hết")
    with then("it was poured once"):
        assert Dose.objects.filter(enrolment=rows[1]).count() == 1
    with when("one holds the Enter key down too soon"):
        page.keyboard.press("Enter")
        page.wait_for_timeout(200)
        page.keyboard.press("Enter")
    with then("nothing is written before somebody can have looked"):
        assert DoseOutcome.objects.count() == 1
        page.wait_for_timeout(LOOKED_AT + 300)
        page.keyboard.press("Enter")
        page.locator(".hn-window.is-done").wait_for()
        assert Ticket.objects.filter(finished_as="dosed").count() == 2


def test_on_a_telephone_without_scripts(counter, window, sign_in, check_axe):
    page = window(width=390, height=844, scripts=False)
    row = counter.patient()
    counter.allow_home(row, 2)
    sign_in(page, "dieuduong", PASSWORD, onward=f"/clinic/{counter.clinic.pk}/window/")
    page.locator("#text").fill("M-001")
    follow(page.get_by_role("button", name="Mở"))
    look(page, "ready-390")
    page.wait_for_timeout(1000)
    follow(page.get_by_role("button", name="Đúng người – Rót"))
    look(page, "pending-390")
    page.wait_for_timeout(1000)
    follow(page.get_by_role("button", name="Đã uống hết"))
    look(page, "done-390")
    follow(page.get_by_role("link", name="Thuốc mang về nhà"))
    page.get_by_label("2", exact=True).check()
    follow(page.get_by_role("button", name="Đúng người – Rót các chai"))
    look(page, "bottles-390")
    page.wait_for_timeout(1000)
    follow(page.get_by_role("button", name="Đã giao hết"))
    look(page, "slip-390")
    assert sorted(DoseOutcome.objects.values_list("kind", flat=True)) == ["given", "handed-out", "handed-out"]


def test_the_rare_pages_are_sound_on_a_telephone(counter, phone, sign_in, check_axe):
    page = phone
    row = counter.patient()
    waiting = counter.patient("Phạm Thị Cúc (mẫu)", "M-002", mg=None)
    dose = counter.pour(row.orders.get())
    here = f"/clinic/{counter.clinic.pk}"
    sign_in(page, "dieuduong", PASSWORD, onward=f"{here}/window/")
    for name, address in (
        ("line", "window/"),
        ("stopped", f"window/{waiting.pk}/"),
        ("withhold", f"window/{waiting.pk}/withhold/"),
        ("spilt", f"doses/{dose.pk}/ended/spilt/"),
        ("doubt", f"doses/{dose.pk}/doubt/"),
        ("photo", f"window/{row.pk}/photo/new/"),
        ("bottles-back", f"window/{row.pk}/bottles-back/"),
        ("missed", "missed/"),
        ("contact", f"missed/{waiting.pk}/"),
        ("paper", "paper/"),
        ("paper-new", "paper/new/"),
        ("board", "board/"),
    ):
        page.goto(f"{here}/{address}")
        check_axe(page)
        look(page, f"{name}-390")
