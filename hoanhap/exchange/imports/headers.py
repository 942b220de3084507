"""Where the header of a sheet stands, and which column is which."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from hoanhap.exchange.imports.columns import column_of, definition
from hoanhap.exchange.imports.workbook import Cell, SheetPreview
from hoanhap.kit.legacy_encodings import repair
from hoanhap.kit.text import clean

FEWEST_COLUMNS: Final = 3
"""The name and at least two more of our columns: less is no header."""
HEADER_WITHIN: Final = 60
LIST: Final = "participants"
NAMES: Final = ("name", "given_name")


@dataclass(frozen=True)
class Place:
    """Where a column of ours stands in the file, and what its heading says there."""

    index: int
    heading: str

    @property
    def letter(self) -> str:
        letters, rest = "", self.index + 1
        while rest:
            rest, last = divmod(rest - 1, 26)
            letters = chr(65 + last) + letters
        return letters


@dataclass(frozen=True)
class Header:
    """The found header: its last row (from 0), our columns, and what stood above."""

    last_row: int
    columns: dict[str, list[Place]]
    unknown: tuple[Place, ...]
    double: tuple[Place, ...]
    above: tuple[str, ...]

    @property
    def score(self) -> int:
        return len(self.columns)


def find_header(sheet: SheetPreview, code: str = LIST) -> Header | None:
    """The row, or the two rows, in which most of our columns are named; None if there is no such row."""
    rows = dict(sheet.preview)
    numbers = [number for number, _ in sheet.preview if number < HEADER_WITHIN]
    best: tuple[int, int, Header] | None = None
    for position, number in enumerate(numbers):
        single = _header(rows, sheet, (number,), code)
        candidates = [single]
        if position + 1 < len(numbers):
            candidates.append(_header(rows, sheet, (number, numbers[position + 1]), code))
        for depth, header in enumerate(candidates):
            rank = (header.score, -depth)
            if (
                header.score >= FEWEST_COLUMNS
                and any(name in header.columns for name in NAMES)
                and (best is None or rank > best[:2])
            ):
                best = (*rank, header)
    if best is None:
        return None
    header = best[2]
    following = [number for number in numbers if number > header.last_row]
    if following and _is_numbering(rows[following[0]]):
        header = replace(header, last_row=following[0])
    return header


def _header(rows: dict[int, list[Cell]], sheet: SheetPreview, lines: tuple[int, ...], kind: str) -> Header:
    texts = [_texts(rows[line], sheet, line, spread=line != lines[-1]) for line in lines]
    width = max(len(line) for line in texts)
    columns: dict[str, list[Place]] = {}
    unknown, double = [], []
    for index in range(width):
        parts = [line[index] if index < len(line) else "" for line in texts]
        heading, code = _named([part for part in parts if part], kind)
        if not heading:
            continue
        place = Place(index, heading[:120])
        if code is None:
            unknown.append(place)
        elif code in columns and not definition(kind).column(code).many:
            double.append(place)
        else:
            columns.setdefault(code, []).append(place)
    above = [
        clean(repaired(str(cell)))
        for number, cells in sheet.preview
        if number < lines[0]
        for cell in cells
        if isinstance(cell, str)
    ]
    return Header(lines[-1], columns, tuple(unknown), tuple(double), tuple(dict.fromkeys(above)))


def _texts(cells: list[Cell], sheet: SheetPreview, line: int, *, spread: bool) -> list[str]:
    """The headings of one line, merged ones written into every column (and, from above, every line) they cover."""
    texts = [clean(repaired(cell)) if isinstance(cell, str) else "" for cell in cells]
    across = False
    for top, left, bottom, right in sheet.merged:
        if top <= line <= bottom and left < len(texts) + 50:
            texts += [""] * (right + 1 - len(texts))
            if top == line and texts[left]:
                across = across or right > left
                texts[left : right + 1] = [texts[left]] * (right + 1 - left)
    if spread and not across:
        # Without merged cells a heading over several columns stands over the first of them.
        for index in range(1, len(texts)):
            texts[index] = texts[index] or texts[index - 1]
    return texts


def _named(parts: Sequence[str], kind: str) -> tuple[str, str | None]:
    """What a column is headed, and which of ours it is: by both lines together, the lower alone, the upper alone."""
    together = " ".join(dict.fromkeys(parts))
    for candidate in (together, *reversed(parts)):
        if code := column_of(candidate, kind):
            return together, code
    return together, None


def repaired(text: str) -> str:
    fixed = repair(text)
    return fixed.text if fixed.certain else fixed.suggestion or fixed.text


_COUNTING: Final = re.compile(r"\(?\[?(\d{1,2}|[a-zA-Z])\)?\]?|\d{1,2}\s*=\s*[\d+\- ]+")


def _is_numbering(cells: list[Cell]) -> bool:
    """The line of column numbers that official forms have below the header: 1, 2, 3 or (1), (2), (3) or A, B."""
    shown = [str(cell).strip() for cell in cells if cell is not None]
    return len(shown) >= FEWEST_COLUMNS and all(_COUNTING.fullmatch(one) for one in shown)
