#!/usr/bin/env python3
"""Pictures of the pages for docs/screenshots, at 390 and 1280 pixels, taken from the demo by a real browser.

    scripts/screenshots.py [NAME…]     all, or those named

The demo is loaded afresh into var/screenshots, so the pictures show what a newcomer sees. Needs Chromium.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var" / "screenshots"
TARGET = ROOT / "docs" / "screenshots"
COMMAND = Path(sys.executable).parent / "hoanhap"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDTHS = {390: 844, 1280: 800}
TALLEST = {390: 1400, 1280: 1150}
LARGEST = 200_000
PATIENCE = 240
REPORT = "/reports/home-rehab-results/?area=Vĩnh Phúc&from=15/05/2017&to=21/06/2018"


@dataclass(frozen=True)
class Shot:
    """One page: its name, who looks at it, and how to get there."""

    name: str
    who: str
    reach: Callable[[Page], None]


def at(address: str) -> Callable[[Page], None]:
    return lambda page: _go(page, address)


def first_in(address: str, part: str) -> Callable[[Page], None]:
    """The first page of a list whose address contains `part`."""

    def reach(page: Page) -> None:
        _go(page, address)
        href = page.locator(f"main a[href*='{part}']").first.get_attribute("href")
        assert href, f"{address} has no link with {part}"
        _go(page, href)

    return reach


def import_review(page: Page) -> None:
    """The ugly list, read but not entered."""
    _go(page, "/imports/")
    page.locator("main input[type=file]").set_input_files(ROOT / "examples" / "ugly-participants.xlsx")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/imports/*-*/**")


def look_alike(page: Page) -> None:
    """A person who is on file already, about to be registered again."""
    first_in("/people/", "/people/0")(page)
    name = page.locator("main h1").inner_text()
    born = re.findall(r"\d\d/\d\d/\d{4}", page.locator("main header").first.inner_text())
    _go(page, "/people/new/")
    page.locator("#id_full_name").fill(name)
    page.locator("#id_birth").fill(born[0])
    page.locator("main input[type=radio]").first.check()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state("networkidle")


SHOTS = (
    Shot("dang-nhap", "", at("/sign-in/")),
    Shot("hom-nay", "tinh", at("/?on=15/12/2017")),
    Shot("nguoi", "tinh", at("/people/")),
    Shot("ho-so-nguoi", "tinh", first_in("/people/", "/people/0")),
    Shot("nguoi-giong-nhau", "tinh", look_alike),
    Shot("dot-cai-nghien", "tinh", first_in("/episodes/", "/episodes/0")),
    Shot("ra-soat-danh-sach", "tinh", import_review),
    Shot("bao-cao", "tinh", at(REPORT)),
    Shot("dia-ban", "tinh", at("/places/")),
    Shot("tai-khoan", "canbo.yenlac", at("/account/")),
    Shot("quan-ly-tai-khoan", "quantri", at("/accounts/")),
)


def _go(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer is not None, address
    assert answer.ok, f"{address}: {answer.status}"
    page.wait_for_load_state("networkidle")


@contextmanager
def demo() -> Iterator[dict[str, Any]]:
    """The demo, served: its address and its sign-ins. Whatever was started is stopped at the end."""
    environment = {**os.environ, "HOANHAP_VAR": str(VAR)}
    subprocess.run([COMMAND, "database", "stop"], env=environment, check=False, capture_output=True)
    shutil.rmtree(VAR, ignore_errors=True)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as heard:
        serving = subprocess.Popen([COMMAND, "demo", "--format", "json"], env=environment, stdout=heard)
        try:
            yield _told(serving, heard)
        finally:
            serving.terminate()
            serving.wait(30)
            subprocess.run([COMMAND, "database", "stop"], env=environment, check=False, capture_output=True)
            shutil.rmtree(VAR, ignore_errors=True)


def _told(serving: "subprocess.Popen[bytes]", heard: Any) -> dict[str, Any]:
    """What the demo prints when it is ready."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        heard.seek(0)
        text = heard.read()
        if text.rstrip().endswith("}"):
            found: dict[str, Any] = json.loads(text)
            _wait_until_it_answers(found["url"], until)
            return found
        if serving.poll() is not None:
            raise SystemExit("The demo stopped before it was ready.")
        time.sleep(0.3)
    raise SystemExit("The demo was not ready in time.")


def _wait_until_it_answers(url: str, until: float) -> None:
    from urllib.error import URLError
    from urllib.request import urlopen

    while time.monotonic() < until:
        try:
            urlopen(f"{url}sign-in/", timeout=5).close()  # nosec B310
        except (URLError, OSError):
            time.sleep(0.3)
        else:
            return


def take(browser: Browser, told: dict[str, Any], shot: Shot, width: int) -> Path:
    """One picture: the whole page, up to a height that still reads well in a document."""
    passwords = {one["name"]: one["password"] for one in told["sign_ins"]}
    height = WIDTHS[width]
    context = browser.new_context(
        base_url=told["url"],
        viewport={"width": width, "height": height},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        reduced_motion="reduce",
    )
    try:
        page = context.new_page()
        if shot.who:
            page.goto("/sign-in/")
            page.locator("#id_username").fill(shot.who)
            page.locator("#id_password").fill(passwords[shot.who])
            page.locator("main button[type=submit]").click()
            page.wait_for_url(lambda address: "/sign-in/" not in address)
        shot.reach(page)
        full = int(page.evaluate("document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": width, "height": max(height, min(full, TALLEST[width]))})
        page.wait_for_timeout(150)
        target = TARGET / f"{shot.name}-{width}.png"
        page.screenshot(path=target)
    finally:
        context.close()
    return target


def main(names: list[str]) -> int:
    wanted = [shot for shot in SHOTS if not names or shot.name in names]
    if unknown := set(names) - {shot.name for shot in SHOTS}:
        print(f"No such picture: {', '.join(sorted(unknown))}. There are: {', '.join(s.name for s in SHOTS)}")
        return 2
    chromium = os.environ.get("HOANHAP_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        print("Chromium is not installed: apt-get install chromium, or set HOANHAP_CHROMIUM.")
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    large = []
    with demo() as told, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for shot in wanted:
            for width in WIDTHS:
                picture = take(browser, told, shot, width)
                size = picture.stat().st_size
                print(f"{picture.relative_to(ROOT)}: {size // 1000} kB")
                if size > LARGEST:
                    large.append(picture.name)
        browser.close()
    if large:
        print(
            f"Larger than {LARGEST // 1000} kB: {', '.join(large)}. Lower TALLEST or choose a smaller page."
        )
    return 1 if large else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
