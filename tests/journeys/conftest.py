"""A real browser for the journeys.

`browser_page` is a window of 1280 pixels in Vietnamese, `phone` one of 390, `plain_page` one without scripts. A page
that writes an error to the console, or breaks the content policy, fails its test.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.looking import follow, grave_faults, overflow, settled, small_targets

CUT_OFF = ("htmx:sendError", "htmx:afterRequest")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# How many times slower the browser works than it could, for those who look for tests that only pass on fast machines.
SLOWER = int(os.environ.get("HOANHAP_SLOWER_BROWSER", "1"))
PATIENCE = 15_000 * max(2, SLOWER)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder needs the browser."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The program; without one the journeys are skipped, but never where everything must run."""
    found = os.environ.get("HOANHAP_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        message = "Chromium is not installed: apt-get install chromium, or set HOANHAP_CHROMIUM."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """One browser for all journeys; each test gets a window without memories."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread; the tests' own database work is not asynchronous for that.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def window(browser: Any, server: str) -> Iterator[Callable[..., Any]]:
    """Open a window on the served program: `window(width=390, scripts=False)`."""
    opened: list[Any] = []
    complaints: list[str] = []

    def heard(message: Any) -> None:
        # A page that answers 4xx on purpose is no fault of the page, nor is a line that is cut on purpose.
        on_purpose = "Failed to load resource" in message.text or message.text.startswith(CUT_OFF)
        if message.type == "error" and not on_purpose:
            complaints.append(message.text)

    def open_one(*, width: int = 1280, height: int = 800, scripts: bool = True, **more: Any) -> Any:
        context = browser.new_context(
            base_url=server,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        if SLOWER > 1:
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        opened.append(context)
        return page

    yield open_one
    for context in opened:
        context.close()
    assert complaints == [], "the browser complained"


@pytest.fixture
def browser_page(window: Callable[..., Any]) -> Any:
    return window()


@pytest.fixture
def phone(window: Callable[..., Any]) -> Any:
    return window(width=390, height=844)


@pytest.fixture
def plain_page(window: Callable[..., Any]) -> Any:
    return window(scripts=False)


@pytest.fixture
def sign_in() -> Callable[..., None]:
    """Sign in by the page, as a person does."""

    def by_page(page: Any, username: str, password: str, *, onward: str = "/") -> None:
        page.goto(f"/sign-in/?next={onward}")
        page.get_by_label("Tên đăng nhập").fill(username)
        page.get_by_label("Mật khẩu").fill(password)
        follow(page.get_by_role("button", name="Đăng nhập"))
        assert "/sign-in/" not in page.url

    return by_page


@pytest.fixture
def check_axe() -> Callable[[Any], None]:
    """No serious or critical fault, nothing wider than the window, nothing too small to press."""

    def check(page: Any) -> None:
        assert settled(page, grave_faults) == []
        assert settled(page, overflow) <= 0
        assert settled(page, small_targets) == []

    return check
