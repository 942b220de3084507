#!/usr/bin/env python3
"""The sentences of the program and their Vietnamese, without any tool of the system.

    scripts/messages.py update [ROOM…]   bring the .po files up to date with the sources (all, or those named)
    scripts/messages.py compile          write every .mo now (starting the program writes the changed ones)
    scripts/messages.py check [ROOM…]    list what is missing or wrong; exit code 1 if anything is

A ROOM is a folder that owns a catalogue, as in `people` or `web/people`; `web` is the frame and the components.
Existing translations are kept, unused ones dropped; no dates and no line numbers, so that only sentences make a
difference between two versions.
"""

import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import polib  # noqa: E402
from babel.messages.extract import extract_python  # noqa: E402
from django.conf import settings  # noqa: E402

from hoanhap.web.translations import compile_changed  # noqa: E402

PACKAGE = ROOT / "hoanhap"
LANGUAGE = "vi"
SHARED = "web"
TEMPLATES_OF = {"access": "accounts"}
NOT_ROOMS = {"templates", "templatetags", "static", "locale", "__pycache__"}
WITHOUT_CATALOGUE = {"kit", "config"}
HEADER = {
    "Project-Id-Version": "hoanhap",
    "Language": LANGUAGE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
ON_PURPOSE = "left out on purpose"
"""A translator's comment with these words allows a translation without the placeholder."""
NEVER = ("con nghiện", "đối tượng")
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|%[sd]|\{(\w*)\}")
# Which argument of each function is what: 1-based, "c" marks the context.
WAYS: dict[str, tuple[str, ...]] = {
    "gettext": ("id",), "gettext_lazy": ("id",), "gettext_noop": ("id",), "_": ("id",),
    "ngettext": ("id", "plural"), "ngettext_lazy": ("id", "plural"),
    "pgettext": ("context", "id"), "pgettext_lazy": ("context", "id"),
    "npgettext": ("context", "id", "plural"), "npgettext_lazy": ("context", "id", "plural"),
}  # fmt: skip

Key = tuple[str | None, str]


@dataclass
class Sentence:
    """One thing the program says, and in which files."""

    plural: str | None = None
    places: set[str] = field(default_factory=set)


Found = dict[str, dict[Key, Sentence]]


def room_of(path: Path) -> str:
    """The folder whose catalogue holds the sentences of this file: `people`, `web/people`, `web`."""
    parts = path.relative_to(PACKAGE).parts
    if parts[0] != "web":
        return SHARED if parts[0] in WITHOUT_CATALOGUE or len(parts) == 1 else parts[0]
    inside = parts[1:]
    if inside[0] == "templates":
        inside = inside[1:]
    room = TEMPLATES_OF.get(inside[0], inside[0])
    is_room = len(inside) > 1 and room not in NOT_ROOMS and (PACKAGE / "web" / room / "__init__.py").exists()
    return f"web/{room}" if is_room and room != "ui" else SHARED


def catalogue_of(room: str) -> Path:
    return PACKAGE / room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def sources() -> Iterator[Path]:
    for pattern in ("**/*.py", "**/*.html", "**/*.txt"):
        for path in sorted(PACKAGE.glob(pattern)):
            if "migrations" not in path.parts and "locale" not in path.parts:
                yield path


def sentences_of(path: Path) -> Iterator[tuple[Key, str | None]]:
    """The sentences of one file, each with its context and plural."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        code = text
    elif "{%" in text or "{{" in text:
        from django.utils.translation.template import templatize

        # What is no sentence has become a row of X; indentation would only confuse the reader of Python.
        code = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    else:
        return
    read: Any = extract_python(io.BytesIO(code.encode()), dict.fromkeys(WAYS), [], {"encoding": "utf-8"})
    for _line, function, arguments, _comments in read:
        # A call with a variable instead of words gives nothing to translate here.
        given = (arguments,) if isinstance(arguments, str) else arguments or ()
        named = dict(zip(WAYS[function], given, strict=False))
        if named.get("id"):
            yield (named.get("context"), named["id"]), named.get("plural")


def everything_said() -> Found:
    found: Found = defaultdict(dict)
    for path in sources():
        for key, plural in sentences_of(path):
            sentence = found[room_of(path)].setdefault(key, Sentence())
            sentence.plural = sentence.plural or plural
            sentence.places.add(str(path.relative_to(ROOT)))
    return found


def key_of(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def words_of(entry: polib.POEntry) -> list[str]:
    """What the entry says in Vietnamese: one text, or one for each number."""
    if entry.msgid_plural:
        return [entry.msgstr_plural[n] for n in sorted(entry.msgstr_plural)]
    return [entry.msgstr]


def is_translated(entry: polib.POEntry) -> bool:
    words = words_of(entry)
    return bool(words) and all(words) and not entry.fuzzy


def entries_of(room: str) -> dict[Key, polib.POEntry]:
    path = catalogue_of(room)
    if not path.exists():
        return {}
    return {key_of(one): one for one in polib.pofile(str(path)) if not one.obsolete}


def rooms_known(found: Found) -> list[str]:
    kept = {
        str(path.relative_to(PACKAGE).parents[3])
        for path in PACKAGE.glob("**/locale/vi/LC_MESSAGES/django.po")
    }
    return sorted(kept | set(found))


# --- update ---------------------------------------------------------------


def update(rooms: Iterable[str] = ()) -> list[str]:
    """Rewrite the catalogues of the rooms; which ones changed. A sentence translated elsewhere is taken from there."""
    found = everything_said()
    known = rooms_known(found)
    old = {room: entries_of(room) for room in known}
    elsewhere = {key: one for room in known for key, one in old[room].items() if is_translated(one)}
    return [room for room in rooms or known if write(room, found.get(room, {}), old.get(room, {}), elsewhere)]


def write(
    room: str, said: dict[Key, Sentence], old: dict[Key, polib.POEntry], elsewhere: dict[Key, polib.POEntry]
) -> bool:
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = dict(HEADER)
    for key in sorted(said, key=lambda one: (one[1].lower(), one[1], one[0] or "")):
        kept = old.get(key)
        if kept is None or not is_translated(kept):
            kept = elsewhere.get(key, kept)
        catalogue.append(entry_for(key, said[key], kept))
    path = catalogue_of(room)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    after = str(catalogue) + ("" if str(catalogue).endswith("\n") else "\n")
    if not said:
        if path.exists():
            path.unlink()
        return bool(before)
    if before == after:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(after, encoding="utf-8")
    return True


def entry_for(key: Key, sentence: Sentence, kept: polib.POEntry | None) -> polib.POEntry:
    context, text = key
    entry = polib.POEntry(msgid=text, msgctxt=context)
    entry.occurrences = [(place, "") for place in sorted(sentence.places)]
    words = words_of(kept) if kept is not None else [""]
    if sentence.plural:
        entry.msgid_plural = sentence.plural
        entry.msgstr_plural = {0: words[0]}
    else:
        entry.msgstr = words[0]
    if kept is not None:
        entry.tcomment = kept.tcomment
    if any(found.startswith("%") for found in placeholders(text)):
        entry.flags = ["python-format"]
    return entry


# --- check ----------------------------------------------------------------


def placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


def wrong_with(entry: polib.POEntry) -> Iterator[str]:
    """What is wrong with one translation."""
    if not is_translated(entry):
        yield "fuzzy" if entry.fuzzy else "not translated"
        return
    allowed = placeholders(entry.msgid) | placeholders(entry.msgid_plural or "")
    needed = placeholders(entry.msgid_plural or entry.msgid)
    for words in words_of(entry):
        given = placeholders(words)
        if extra := given - allowed:
            yield f"placeholder that does not exist: {', '.join(sorted(extra))}"
        if (missing := needed - given) and ON_PURPOSE not in entry.tcomment:
            yield f"placeholder left out: {', '.join(sorted(missing))}"
        if bad := [word for word in NEVER if word in words.lower()]:
            yield f"word never used of people: {', '.join(bad)}"
        if words.strip() != words and entry.msgid.strip() == entry.msgid:
            yield "blank at an end"


def check(rooms: Iterable[str] = ()) -> list[str]:
    """Everything that is missing or wrong, one line each: room, sentence, what."""
    found = everything_said()
    known = rooms_known(found)
    problems = []
    said_as: dict[Key, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for room in known:
        entries, said = entries_of(room), found.get(room, {})
        lines = [(key, "not in the catalogue") for key in said if key not in entries]
        lines += [(key, "no longer used") for key in entries if key not in said]
        for key, entry in entries.items():
            lines += [(key, what) for what in wrong_with(entry)]
            if is_translated(entry):
                said_as[key][" / ".join(words_of(entry))].append(room)
        if not rooms or room in rooms:
            problems += [
                f"{room}: {key[1]!r}{f' ({key[0]})' if key[0] else ''}: {what}"
                for key, what in sorted(lines, key=str)
            ]
    for key, ways in said_as.items():
        if len(ways) > 1 and (not rooms or any(room in rooms for where in ways.values() for room in where)):
            each = "; ".join(f"{', '.join(where)}: {words}" for words, where in sorted(ways.items()))
            problems.append(f"{key[1]!r}: said in different ways ({each})")
    return problems


def main(arguments: list[str]) -> int:
    if not settings.configured:
        settings.configure(USE_I18N=False)
    what, rooms = (arguments[0] if arguments else ""), [one.strip("/") for one in arguments[1:]]
    if what == "update":
        changed = update(rooms)
        compile_changed()
        print(f"{len(changed)} catalogue(s) changed: {', '.join(changed) or '-'}")
        return 0
    if what == "compile":
        print(f"{len(compile_changed(everything=True))} catalogue(s) compiled")
        return 0
    if what == "check":
        problems = check(rooms)
        print("\n".join(problems) or "Every sentence is translated.")
        return 1 if problems else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
