"""Where a Chromium is, for the tests and pictures taken in a real browser."""

import shutil
from pathlib import Path

from hoanhap.config import env
from hoanhap.config.errors import PlatformError
from hoanhap.config.words import say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Chromium refuses its own sandbox as root, and small containers have a small /dev/shm.
ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking")


def find() -> Path | None:
    """HOANHAP_BROWSER, else the first known name on the PATH."""
    if given := env.text("HOANHAP_BROWSER"):
        path = Path(given).expanduser()
        if not path.is_file():
            raise PlatformError(
                say(
                    f"HOANHAP_BROWSER trỏ đến {path}, nhưng không có tệp ấy.",
                    f"HOANHAP_BROWSER points to {path}, which does not exist.",
                )
            )
        return path
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return Path(found) if found else None


def missing() -> str:
    """What to do when there is none."""
    return say(
        "Máy không có Chromium (chỉ cần để thử và chụp trang): sudo apt install chromium, hoặc đặt HOANHAP_BROWSER.",
        "There is no Chromium (needed for tests and screenshots only): sudo apt install chromium, or set HOANHAP_BROWSER.",
    )
