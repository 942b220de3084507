"""Somebody comes to work, reads what they may do, and leaves again."""

import pytest
from django.core.cache import cache
from django.test import override_settings

from tests.access import made
from tests.journeys.looking import arriving, follow
from tests.journeys.story import given, then, when


@pytest.fixture(autouse=True)
def nothing_cached():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def officer(own_database) -> made.Staff:
    made.province()
    return made.staff("canbo", "commune-officer", password=made.PASSWORD)


def test_signing_in_with_keys_alone(officer, browser_page, check_axe):
    page = browser_page
    with given("the sign-in page"):
        page.goto("/account/")
        check_axe(page)
    with when("one goes through it with the Tab key, types and presses Enter"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Đến phần nội dung"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.type("canbo")
        page.keyboard.press("Tab")
        page.keyboard.type(made.PASSWORD)
        with arriving(page):
            page.keyboard.press("Enter")
    with then("one is on the page that was asked for"):
        page.get_by_role("heading", name="Canbo (mẫu)").wait_for()
        check_axe(page)


def test_a_mistake_is_told_at_the_top_and_the_focus_goes_there(officer, browser_page, check_axe):
    page = browser_page
    page.goto("/sign-in/")
    with when("nothing is filled in"):
        follow(page.get_by_role("button", name="Đăng nhập"))
    with then("the list of mistakes has the focus and leads to the field"):
        page.get_by_role("alert").wait_for()
        assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
        check_axe(page)
        page.get_by_role("link", name="Tên đăng nhập").click()
        assert page.evaluate("document.activeElement.id") == "id_username"


def test_everything_works_without_scripts(officer, plain_page, sign_in):
    page = plain_page
    with when("somebody signs in, opens the menu, changes the language and signs out"):
        sign_in(page, "canbo", made.PASSWORD, onward="/account/")
        page.locator("summary", has_text="Canbo (mẫu)").click()
        follow(page.get_by_role("link", name="Đổi mật khẩu").first)
        follow(page.get_by_role("button", name="English"))
        page.get_by_role("heading", name="Change password").wait_for()
        page.locator("summary", has_text="Canbo (mẫu)").click()
        follow(page.get_by_role("button", name="Sign out"))
    with then("they are out"):
        page.get_by_role("heading", name="Sign in").wait_for()
        page.goto("/account/")
        assert "/sign-in/" in page.url


def test_on_a_phone_the_menu_is_at_the_thumb_and_the_rest_one_press_away(officer, phone, sign_in, check_axe):
    page = phone
    sign_in(page, "canbo", made.PASSWORD, onward="/account/")
    check_axe(page)
    menu = page.get_by_role("navigation", name="Trình đơn chính")
    box = menu.bounding_box()
    assert (round(box["y"] + box["height"]), round(box["width"])) == (844, 390)
    with when("one opens what else there is"):
        menu.locator("summary").click()
    with then("the areas are there, and Escape closes it"):
        menu.get_by_role("link", name="Địa bàn").wait_for()
        check_axe(page)
        page.keyboard.press("Escape")
        menu.get_by_role("link", name="Địa bàn").wait_for(state="hidden")


def test_at_a_zoom_of_400_percent_nothing_is_cut_and_the_menu_gives_way(officer, window, sign_in, check_axe):
    page = window(width=320, height=256)
    sign_in(page, "canbo", made.PASSWORD, onward="/account/")
    check_axe(page)
    position = page.locator(".hn-nav").evaluate("e => getComputedStyle(e).position")
    assert position == "static"


@pytest.mark.parametrize(
    ("width", "colours"), [(320, "dark"), (390, "light"), (768, "dark"), (1280, "light")]
)
def test_every_component_can_be_read_and_pressed(officer, window, sign_in, check_axe, width, colours):
    page = window(width=width, color_scheme=colours)
    sign_in(page, "canbo", made.PASSWORD, onward="/account/")
    with override_settings(DEVELOPERS_MODE=True):
        page.goto("/ui/")
        page.get_by_role("heading", name="Bộ thành phần giao diện").wait_for()
        check_axe(page)


@pytest.mark.parametrize("name", ["not-found", "bad-request", "csrf-failed", "server-error", "locked-out"])
def test_the_pages_of_misfortune_can_be_read_on_a_phone(officer, phone, sign_in, check_axe, name):
    sign_in(phone, "canbo", made.PASSWORD, onward="/account/")
    with override_settings(DEVELOPERS_MODE=True):
        phone.goto(f"/ui/pages/{name}/")
        phone.get_by_role("heading", level=1).wait_for()
        check_axe(phone)


def test_on_paper_the_frame_is_gone_and_the_header_is_there(officer, browser_page, sign_in):
    page = browser_page
    sign_in(page, "canbo", made.PASSWORD, onward="/account/")
    with override_settings(DEVELOPERS_MODE=True):
        page.goto("/ui/")
        page.emulate_media(media="print")
        assert not page.locator(".hn-bar").is_visible()
        assert not page.locator(".hn-nav").is_visible()
        assert page.locator(".hn-print").is_visible()


def test_a_form_pressed_twice_is_sent_once(officer, browser_page, sign_in):
    page = browser_page
    sent = []
    sign_in(page, "canbo", made.PASSWORD, onward="/account/password/")
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_label("Mật khẩu hiện tại").fill(made.PASSWORD)
    page.get_by_label("Mật khẩu mới", exact=True).fill("năm từ khác hẳn nhau")
    page.get_by_label("Nhập lại mật khẩu mới").fill("năm từ khác hẳn nhau")
    page.get_by_role("main").get_by_role("button", name="Đổi mật khẩu").dblclick()
    page.get_by_text("Đã đổi mật khẩu.").wait_for()
    assert len(sent) == 1
