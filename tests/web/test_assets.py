"""What the browser loads: ours, and five files out of other packages; nothing else."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

from hoanhap.web.assets import FILES
from hoanhap.web.context import SHEETS

STATIC = Path(__file__).resolve().parents[2] / "hoanhap" / "web" / "static"


def published() -> set[str]:
    return {path for finder in finders.get_finders() for path, _storage in finder.list([])}


def test_exactly_these_files_are_published():
    ours = {str(path.relative_to(STATIC)) for path in STATIC.rglob("*") if path.is_file()}
    assert published() == ours | set(FILES)


@pytest.mark.parametrize("path", sorted(FILES))
def test_each_file_of_another_package_is_there(path):
    found = finders.find(path)
    assert found is not None
    assert Path(found).stat().st_size > 1000


def test_other_files_of_those_packages_are_not_reachable():
    assert finders.find("css/bootstrap.css") is None
    assert finders.find("vendor/BeVietnamPro-Black.ttf") is None


OF_ITS_OWN = {"public.css"}
"""The page for everybody loads one small sheet and none of the frame."""


def test_every_sheet_of_the_frame_exists_and_every_other_belongs_to_the_public_page():
    assert {sheet.removeprefix("hoanhap/") for sheet in SHEETS} | OF_ITS_OWN == {
        path.name for path in STATIC.rglob("*.css")
    }


def test_the_files_can_be_gathered_with_names_that_never_grow_stale(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    storage = ManifestStaticFilesStorage(location=tmp_path)
    gathered = {}
    for finder in finders.get_finders():
        for path, source in finder.list([]):
            with source.open(path) as opened:
                storage.save(path, opened)
            gathered[path] = (storage, path)
    failed = [done for _path, _hashed, done in storage.post_process(gathered) if isinstance(done, Exception)]
    assert failed == []
    tokens = next(tmp_path.glob("hoanhap/tokens.*.css")).read_text(encoding="utf-8")
    assert re.search(r'url\("../vendor/BeVietnamPro-Regular\.[0-9a-f]{12}\.ttf"\)', tokens)


# --- contrast, computed as WCAG 2.2 defines it ----------------------------

PAIRS = [
    (text, ground)
    for text in ("ink", "ink-soft", "link", "brand", "good", "warn", "late", "info", "neutral")
    for ground in ("paper", "surface", "surface-2")
] + [
    *((tone, f"{tone}-soft") for tone in ("good", "warn", "late", "info", "neutral")),
    *(("ink", f"{tone}-soft") for tone in ("good", "warn", "late", "info", "neutral", "brand")),
    ("on-brand", "brand"), ("on-brand", "brand-strong"), ("brand-strong", "brand-soft"),
    ("on-bar", "bar"), ("on-bar", "bar-2"), ("on-bar-soft", "bar"), ("on-bar-soft", "bar-2"),
    ("surface", "danger"), ("surface", "danger-strong"),
]  # fmt: skip
EDGES = [
    ("line-strong", "surface"),
    ("focus", "surface"),
    ("focus", "paper"),
    ("focus-on-bar", "bar"),
    ("focus-on-bar", "bar-2"),
]


def colours(theme: str) -> dict[str, str]:
    css = (STATIC / "hoanhap" / "tokens.css").read_text(encoding="utf-8")
    light, dark = css.split("prefers-color-scheme: dark")
    found = dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{3,6})", light))
    return found | (dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{3,6})", dark)) if theme == "dark" else {})


def brightness(colour: str) -> float:
    digits = colour.lstrip("#")
    full = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = [int(full[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_can_be_read_on_its_ground(theme):
    known = colours(theme)
    weak = {pair: round(contrast(known[pair[0]], known[pair[1]]), 2) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}
    edges = {pair: round(contrast(known[pair[0]], known[pair[1]]), 2) for pair in EDGES}
    assert {pair: ratio for pair, ratio in edges.items() if ratio < 3} == {}
