"""The script that keeps the catalogues: what it finds, what it keeps, what it complains about."""

import os
from pathlib import Path

import polib
import pytest

from hoanhap.web import translations
from scripts import messages

VIEW = """
from django.utils.translation import gettext as _, pgettext, ngettext
A = _("Plain %(name)s")
B = pgettext("menu", "Files")
C = ngettext("%(n)d day", "%(n)d days", 2)
D = _("Two "
      "parts")
E = _(f"not {A}")
"""
PAGE = """
{% extends "base.html" %}
<c-card title="{% translate 'In an attribute' %}">{% translate "Files" context "drawer" %}</c-card>
   {% blocktranslate with name=x|upper count n=y trimmed %}
     {{ n }} paper
     of {{ name }}
   {% plural %}
     {{ n }} papers of {{ name }}
   {% endblocktranslate %}
{% translate "100 %" %} it's "quoted" (and open
{{ _("In a variable") }}
"""


@pytest.fixture
def house(tmp_path, monkeypatch) -> Path:
    """A house with two rooms and a frame."""
    package = tmp_path / "hoanhap"
    for path, content in {
        "people/rules.py": VIEW,
        "kit/words.py": '_("From the kit")',
        "people/migrations/0001.py": '_("Never")',
        "web/__init__.py": "",
        "web/context.py": '_("Frame")',
        "web/people/__init__.py": "",
        "web/people/search.py": '_("Search")',
        "web/accounts/__init__.py": "",
        "web/templates/base.html": '{% translate "Base" %}',
        "web/templates/people/page.html": PAGE,
        "web/templates/access/own.html": '{% translate "Own" %}',
        "web/templates/cotton/card.html": '{% translate "Card" %}',
    }.items():
        (package / path).parent.mkdir(parents=True, exist_ok=True)
        (package / path).write_text(content, encoding="utf-8")
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "PACKAGE", package)
    return package


def catalogue(room: str) -> polib.POFile:
    return polib.pofile(str(messages.catalogue_of(room)))


def keys(room: str) -> list[tuple[str | None, str]]:
    return [(entry.msgctxt, entry.msgid) for entry in catalogue(room)]


def translate(room: str, text: str, words: str, **more: object) -> None:
    po = catalogue(room)
    entry = next(one for one in po if one.msgid == text)
    if entry.msgid_plural:
        entry.msgstr_plural = {0: words}
    else:
        entry.msgstr = words
    for name, value in more.items():
        setattr(entry, name, value)
    po.save()


def test_each_sentence_is_in_the_catalogue_of_its_room(house):
    assert messages.update() == ["people", "web", "web/accounts", "web/people"]
    assert keys("people") == [
        (None, "%(n)d day"),
        ("menu", "Files"),
        (None, "Plain %(name)s"),
        (None, "Two parts"),
    ]
    assert keys("web") == [(None, "Base"), (None, "Card"), (None, "Frame"), (None, "From the kit")]
    assert keys("web/accounts") == [(None, "Own")]
    assert keys("web/people") == [
        (None, "%(n)s paper of %(name)s"),
        (None, "100 %%"),
        ("drawer", "Files"),
        (None, "In a variable"),
        (None, "In an attribute"),
        (None, "Search"),
    ]


def test_a_second_run_changes_nothing(house):
    messages.update()
    before = {path: path.read_bytes() for path in house.glob("**/*.po")}
    assert messages.update() == []
    assert {path: path.read_bytes() for path in house.glob("**/*.po")} == before
    assert not any(word in content for content in before.values() for word in (b"Date", b".py:", b".html:"))


def test_translations_are_kept_and_unused_ones_dropped(house):
    messages.update()
    translate("web", "Frame", "Khung")
    translate("web", "Base", "Nền", tcomment="xem trang chính")
    (house / "web" / "context.py").write_text('_("New")', encoding="utf-8")
    messages.update(["web"])
    assert [(entry.msgid, entry.msgstr, entry.tcomment) for entry in catalogue("web")] == [
        ("Base", "Nền", "xem trang chính"),
        ("Card", "", ""),
        ("From the kit", "", ""),
        ("New", "", ""),
    ]


def test_a_sentence_translated_elsewhere_is_taken_from_there(house):
    messages.update()
    translate("web/accounts", "Own", "Của tôi")
    (house / "people" / "more.py").write_text('_("Own")', encoding="utf-8")
    messages.update(["people"])
    assert next(entry.msgstr for entry in catalogue("people") if entry.msgid == "Own") == "Của tôi"


def test_a_room_that_says_nothing_has_no_catalogue(house):
    messages.update()
    (house / "web" / "templates" / "access" / "own.html").write_text("", encoding="utf-8")
    messages.update()
    assert not messages.catalogue_of("web/accounts").exists()


@pytest.mark.parametrize(
    ("text", "words", "more", "complaint"),
    [
        ("Plain %(name)s", "", {}, "not translated"),
        ("Plain %(name)s", "Trơn %(name)s", {"flags": ["fuzzy"]}, "fuzzy"),
        ("Plain %(name)s", "Trơn", {}, "placeholder left out: %(name)s"),
        ("Plain %(name)s", "Trơn %(ten)s %(name)s", {}, "placeholder that does not exist: %(ten)s"),
        ("%(n)d day", "ngày", {}, "placeholder left out: %(n)d"),
        ("Two parts", "Hai Đối Tượng", {}, "word never used of people: đối tượng"),
        ("Two parts", "Hai phần ", {}, "blank at an end"),
    ],
)
def test_what_is_wrong_is_named(house, text, words, more, complaint):
    messages.update()
    for sentence, right in {
        "Plain %(name)s": "Trơn %(name)s",
        "%(n)d day": "%(n)d ngày",
        "Two parts": "Hai phần",
    }.items():
        translate("people", sentence, right)
    translate("people", "Files", "Hồ sơ")
    assert messages.check(["people"]) == []
    translate("people", text, words, **more)
    assert messages.check(["people"]) == [f"people: {text!r}: {complaint}"]


def test_a_placeholder_may_be_left_out_on_purpose(house):
    messages.update()
    translate(
        "people", "Plain %(name)s", "Trơn", tcomment=f"{messages.ON_PURPOSE}: the name is shown beside it"
    )
    assert [line for line in messages.check(["people"]) if "Plain" in line] == []


def test_one_sentence_said_in_two_ways_is_named(house):
    (house / "people" / "more.py").write_text('_("Own")', encoding="utf-8")
    messages.update()
    translate("people", "Own", "Riêng")
    translate("web/accounts", "Own", "Của tôi")
    assert [line for line in messages.check() if "different ways" in line] == [
        "'Own': said in different ways (web/accounts: Của tôi; people: Riêng)"
    ]


def test_what_is_new_or_gone_since_the_last_update_is_named(house):
    messages.update()
    (house / "web" / "context.py").write_text('_("New")', encoding="utf-8")
    found = [line for line in messages.check(["web"]) if "not translated" not in line]
    assert found == ["web: 'Frame': no longer used", "web: 'New': not in the catalogue"]


def test_the_exit_code_tells(house, capsys):
    messages.update()
    assert messages.main(["check", "web/accounts"]) == 1
    translate("web/accounts", "Own", "Của tôi")
    assert messages.main(["check", "web/accounts"]) == 0
    assert messages.main(["nonsense"]) == 2


def test_only_what_changed_is_compiled_and_the_rest_is_left_alone(house):
    messages.update()
    assert len(translations.compile_changed(house)) == 4
    assert translations.compile_changed(house) == []
    translate("web/accounts", "Own", "Của tôi")
    source = messages.catalogue_of("web/accounts")
    os.utime(source, ns=(0, source.with_suffix(".mo").stat().st_mtime_ns + 1))
    assert translations.compile_changed(house) == [source.with_suffix(".mo")]
    assert len(translations.compile_changed(house, everything=True)) == 4
    assert [
        entry.msgstr for entry in polib.mofile(str(messages.catalogue_of("web/accounts").with_suffix(".mo")))
    ] == ["Của tôi"]
