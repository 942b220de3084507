"""How units are called, and how people write them when they are in a hurry. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hoanhap.kit.text import clean, fold, word_key

PREFIX: Final = {
    "tinh": "Tỉnh",
    "thanh-pho-truc-thuoc-trung-uong": "Thành phố",
    "quan": "Quận",
    "huyen": "Huyện",
    "thi-xa": "Thị xã",
    "thanh-pho": "Thành phố",
    "xa": "Xã",
    "phuong": "Phường",
    "thi-tran": "Thị trấn",
    "dac-khu": "Đặc khu",
}
"""A proper name is Vietnamese in every language of the pages, so these are not translated."""

_WRITTEN: Final = (
    ("thanh pho", ("thanh-pho", "thanh-pho-truc-thuoc-trung-uong")),
    ("thi tran", ("thi-tran",)),
    ("dac khu", ("dac-khu",)),
    ("phuong", ("phuong",)),
    ("thi xa", ("thi-xa",)),
    ("huyen", ("huyen",)),
    ("quan", ("quan",)),
    ("tinh", ("tinh",)),
    ("ttr", ("thi-tran",)),
    ("xa", ("xa",)),
    ("tt", ("thi-tran",)),
    ("tp", ("thanh-pho", "thanh-pho-truc-thuoc-trung-uong")),
    ("tx", ("thi-xa",)),
    ("p", ("phuong",)),
    ("q", ("quan",)),
    ("h", ("huyen",)),
    ("x", ("xa",)),
    ("t", ("tinh",)),
)
_ALIASES: Final = {
    "hcm": "hochiminh",
    "tphcm": "hochiminh",
    "saigon": "hochiminh",
    "hn": "hanoi",
    "tth": "thuathienhue",
    "brvt": "bariavungtau",
}
_CODE: Final = re.compile(r"\d{2}|\d{3}|\d{5}", re.ASCII)
_ID: Final = re.compile(r"\d{2,5}-\d{1,2}", re.ASCII)
_CODE_LEVEL: Final = {2: "province", 3: "district", 5: "commune"}


def full_name(kind: str, name: str) -> str:
    """`thi-tran`, `Yên Lạc` → Thị trấn Yên Lạc."""
    return f"{PREFIX[kind]} {name}"


def path(parts: Sequence[tuple[str, str]]) -> str:
    """From the lowest up: Thị trấn Yên Lạc, huyện Yên Lạc, tỉnh Vĩnh Phúc. The first word alone keeps its capital."""
    if not parts:
        return ""
    first, *rest = (full_name(kind, name) for kind, name in parts)
    return ", ".join([first, *(text[0].lower() + text[1:] for text in rest)])


def name_key(name: str) -> str:
    """Equal for every spelling of one name: no tones, no signs, y is i, 07 is 7."""
    words = re.findall(r"[a-z]+|\d+", fold(name))
    return "".join(str(int(word)) if word.isdigit() else word.replace("y", "i") for word in words)


@dataclass(frozen=True)
class Reading:
    """One way to read a typed name: perhaps its kind, and the name itself."""

    kinds: tuple[str, ...]
    name: str

    @property
    def key(self) -> str:
        key = name_key(self.name)
        return name_key(_ALIASES.get(key, key))


def readings(text: str) -> tuple[Reading, ...]:
    """With the word for the kind taken off, and as it stands: xã Quận Lỵ is a name too."""
    tidy = clean(text).strip(" .,;-")
    whole = Reading((), tidy)
    if not name_key(tidy):
        return ()
    folded = fold(tidy)
    for written, kinds in _WRITTEN:
        found = re.match(_beginning(written), folded)
        if found and name_key(folded[found.end() :]):
            return (Reading(kinds, _cut(tidy, found.end())), whole)
    return (whole,)


def _beginning(written: str) -> str:
    """A word needs a gap after it; a single letter needs a dot, or a number at once."""
    if len(written) > 1:
        return rf"{written}(?:\s*[.:]\s*|\s+)"
    return rf"{written}(?:\s*[.:]\s*|\s*(?=\d))"


def _cut(tidy: str, length: int) -> str:
    """Folding keeps one letter a letter for Vietnamese, so positions hold; else fold the whole."""
    folded = fold(tidy)
    return tidy[length:] if len(folded) == len(tidy) else folded[length:]


def is_unit_id(text: str) -> bool:
    """Whether the text has the form of an identity: 26740-2."""
    return _ID.fullmatch(text) is not None


def as_code(text: str) -> tuple[str, str] | None:
    """A national code and the level its length names; None if the text is no code."""
    tidy = text.strip()
    return (tidy, _CODE_LEVEL[len(tidy)]) if _CODE.fullmatch(tidy) else None


def parts_of(text: str) -> list[str]:
    """`TT. Yên Lạc, H. Yên Lạc - Vĩnh Phúc` → its parts, lowest first."""
    return [part for part in re.split(r"\s*[,;/]\s*|\s+[-–—]\s+", clean(text)) if name_key(part)]


@dataclass(frozen=True)
class Candidate:
    """An edition that may be meant, with every ancestor it lay in."""

    unit_id: str
    name: str
    kind: str
    level: str
    valid_from: date | None
    valid_until: date | None
    ancestors: frozenset[tuple[str, str]]
    """(kind, key of the name) of each unit above."""

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day < self.valid_until
        )


def choose(
    parts: Sequence[str], candidates: Sequence[Candidate], *, on: date, level: str | None = None
) -> list[Candidate]:
    """Those of `candidates` (all sharing a key with the first part) that the parts can mean.

    The units above, where named, must fit. The kind, the tone marks and the day only prefer: a list
    that writes xã for a ward, or an old name today, is still understood.
    """
    part, *above = parts
    found = [one for one in candidates if level in (None, one.level)]
    for higher in above:
        keys = {reading.key for reading in readings(higher)}
        found = [one for one in found if keys & {key for _, key in one.ancestors}]
    kinds = {kind for reading in readings(part) for kind in reading.kinds}
    spelt = {word_key(reading.name) for reading in readings(part)}
    found = _prefer(found, [one for one in found if one.kind in kinds])
    if fold(part) != clean(part).lower():
        found = _prefer(found, [one for one in found if word_key(one.name) in spelt])
    return _prefer(found, [one for one in found if one.holds_on(on)])


def _prefer(found: list[Candidate], better: list[Candidate]) -> list[Candidate]:
    return better or found
