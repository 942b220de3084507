"""A breach is put into minutes and the episode stops: with the keyboard alone, on a page that a phone could show."""

import pytest

from tests.journeys.looking import arriving
from tests.journeys.people import PASSWORD, Commune
from tests.journeys.story import given, then, when


@pytest.fixture
def commune(own_database) -> Commune:
    return Commune()


def go_to(page, **element) -> None:
    """Press Tab until the element has the focus, as somebody does who uses no mouse."""
    wanted = page.get_by_role(element.pop("role"), **element).first
    wanted.wait_for()
    for _press in range(120):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"no way by keyboard to {element}")


def test_a_breach_by_keyboard_alone(commune, browser_page, sign_in, check_axe):
    page = browser_page
    episode = commune.handed_over()
    with given("an officer on the page of an episode in its follow-up"):
        sign_in(page, commune.staff(), PASSWORD, onward=f"/episodes/{episode.pk}/")
        check_axe(page)
    with when("one goes to what can be recorded now and chooses the breach, by keys"):
        page.locator("#steps a").first.focus()
        go_to(page, role="link", name="Lập biên bản vi phạm và dừng cai nghiện")
        with arriving(page):
            page.keyboard.press("Enter")
        page.get_by_role("heading", level=1, name="Lập biên bản vi phạm").wait_for()
        check_axe(page)
    with when("one sends the form without having typed anything"):
        go_to(page, role="button", name="Lập biên bản vi phạm")
        with arriving(page):
            page.keyboard.press("Enter")
    with then("the summary has the focus and leads to the first field"):
        page.get_by_role("alert").wait_for()
        assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
        check_axe(page)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.name") == "on"
    with when("one fills it in"):
        page.keyboard.type("01092017")
        page.keyboard.press("Tab")
        page.keyboard.type("03/BB-UBND")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        go_to(page, role="button", name="Lập biên bản vi phạm")
        with arriving(page):
            page.keyboard.press("Enter")
    with then("the episode is stopped, for the reason in the minutes"):
        page.get_by_text("Đã ghi: Lập biên bản vi phạm và dừng cai nghiện.").wait_for()
        page.get_by_role("heading", name="Vi phạm, dừng cai nghiện", exact=True).wait_for()
        assert page.get_by_text("Vi phạm pháp luật").count() >= 1
        assert page.get_by_role("heading", name="Có thể ghi ngay").count() == 0
        check_axe(page)
