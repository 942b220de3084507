"""Which commune a row means: by what it says, what stands above it, the day, and the reach of whoever imports."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from hoanhap.kit.text import clean, fold, word_key
from hoanhap.places.queries import units
from hoanhap.places.queries.units import Gazetteer, UnitLine
from hoanhap.places.rules.names import name_key, readings

ENOUGH_FOR_A_GAZETTEER: Final = 40
"""Different texts looked up one by one before all names are taken into memory."""
LONGEST_NAME: Final = 4
_WORDS: Final = {
    "commune": ("xa", "phuong", "thi tran"),
    "district": ("huyen", "quan", "thi xa", "thanh pho"),
    "province": ("tinh", "thanh pho"),
}
_COMMUNE_KINDS: Final = {"xa", "phuong", "thi-tran", "dac-khu"}


class Places:
    """Looks units up by text, each text and year once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, date, str], list[UnitLine]] = {}
        self._gazetteer: Gazetteer | None = None

    def find(self, text: str, *, on: date, level: str) -> list[UnitLine]:
        """Every unit of that level that the text can mean."""
        # With its tones: Bình Thành and Bình Thạnh are two communes.
        key = (word_key(clean(text)), on.replace(day=1), level)
        if key not in self._known:
            self._known[key] = self._find(text, on=key[1], level=level)
        return self._known[key]

    def _find(self, text: str, *, on: date, level: str) -> list[UnitLine]:
        if self._gazetteer is None and len(self._known) < ENOUGH_FOR_A_GAZETTEER:
            return [found.line for found in units.find(text, on=on, level=level)]
        if self._gazetteer is None:
            self._gazetteer = Gazetteer(on=on)
        return self._gazetteer.find(text, on=on, level=level)


@dataclass(frozen=True)
class Setting:
    """The places that the title of a list names: where its rows are, unless they say otherwise."""

    commune: str = ""
    district: str = ""
    province: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.commune or self.district or self.province)

    @property
    def text(self) -> str:
        """What was read, for people to check."""
        return ", ".join(part for part in (self.commune, self.district, self.province) if part)


def setting_of(lines: Iterable[str], *, places: Places, on: date) -> Setting:
    """The places named above the header: UBND XÃ YÊN ĐỒNG, huyện Yên Lạc, tỉnh Vĩnh Phúc."""
    found: dict[str, str] = {}
    for line in lines:
        for level, words in _WORDS.items():
            if level not in found and (name := _named_in(line, words, level, places=places, on=on)):
                found[level] = name
    return Setting(**found)


def _named_in(line: str, words: Sequence[str], level: str, *, places: Places, on: date) -> str:
    tidy = re.sub(r"[^\w\s]", " , ", clean(line))
    tokens, folded = tidy.split(), fold(tidy).split()
    if len(tokens) != len(folded):
        tokens = folded
    for position in range(len(folded)):
        for word in words:
            parts = word.split()
            if folded[position : position + len(parts)] != parts:
                continue
            start = position + len(parts)
            for length in range(LONGEST_NAME, 0, -1):
                name = tokens[start : start + length]
                if (
                    len(name) == length
                    and "," not in name
                    and _is_name(word, name, level, places=places, on=on)
                ):
                    return " ".join(tokens[position : start + length])
    return ""


def _is_name(word: str, name: Sequence[str], level: str, *, places: Places, on: date) -> bool:
    kind = word.replace(" ", "-")
    return any(
        line.kind.startswith(kind) or kind.startswith(line.kind)
        for line in places.find(f"{word} {' '.join(name)}", on=on, level=level)
        if name_key(line.name) == name_key(" ".join(name))
    )


@dataclass(frozen=True)
class Sought:
    """What a row says about its commune."""

    commune: str
    district: str = ""
    province: str = ""
    setting: Setting = field(default_factory=Setting)


@dataclass(frozen=True)
class Outcome:
    """The units that may be meant; one is certain. `doubt` says why even one should be looked at."""

    lines: tuple[UnitLine, ...]
    doubt: str = ""


def commune(sought: Sought, *, on: date, places: Places, reaches: Callable[[str], bool]) -> Outcome:
    """The commune that is meant, or all that can be, or none.

    What the row says must fit; the title of the list and the reach of the account only choose between several.
    """
    found = places.find(sought.commune, on=on, level="commune")
    doubt = ""
    for above in (sought.district, sought.province):
        if above:
            fitting = _below(found, above)
            if not fitting and found:
                doubt = "district-differs"
            found = fitting or found
    if doubt:
        return Outcome(tuple(found), doubt)
    for above in (sought.setting.district, sought.setting.province):
        if above and len(found) > 1:
            found = _below(found, above) or found
    if len(found) > 1:
        reached = [line for line in found if reaches(line.unit_id)]
        if len(reached) == 1:
            return Outcome(tuple(reached), "" if sought.district else "commune-by-reach")
        found = reached or found
    return Outcome(tuple(found))


def _below(lines: Sequence[UnitLine], above: str) -> list[UnitLine]:
    keys = {reading.key for reading in readings(above)}
    return [line for line in lines if any(name_key(one.name) in keys for one in line.above)]


def in_address(address: str) -> str:
    """The part of an address from its commune on: "Thôn 1, xã Yên Đồng, Yên Lạc" → "xã Yên Đồng, Yên Lạc"."""
    parts = [part.strip() for part in re.split(r"[,;]| - ", address) if part.strip()]
    for index, part in enumerate(parts):
        if any(_COMMUNE_KINDS & set(reading.kinds) for reading in readings(part)):
            return ", ".join(parts[index:])
    return ""
