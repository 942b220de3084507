"""The text of a paper's template: what its lines mean, which blanks stand in it, and how they are filled.

One line is one paragraph. `Điều 1. …` is an article, `- …` a line of a list, `## …` a heading, `= …` a line of its own in
the middle, `| a | b |` a row of a table whose first row is its head. A line that begins with `? ` is printed only if
everything in it is known. `{person.name}` is a blank; `{term.ends_on:short}` writes a day in figures.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hoanhap.kit.layout.blocks import Block, Heading, Items, Paragraph, Table, day_in_words

DOTS: Final = "……………………"
_BLANK: Final = re.compile(r"\{([a-z][a-z0-9_.\-]*)(:short)?\}")
_ARTICLE: Final = re.compile(r"(Điều \d+\.)\s*(.*)")
_SEPARATOR: Final = re.compile(r"\|[\s\-|]+\|")
_NARROWEST: Final = 8
_WIDEST: Final = 40

Value = str | date
"""What stands in a blank; a day is written in words unless the template asks for figures."""


@dataclass(frozen=True)
class Filled:
    """A text with its blanks filled. `missing`: the blanks for which there is nothing, in their order, each once."""

    text: str
    missing: tuple[str, ...]


def blanks(text: str) -> tuple[str, ...]:
    """The blanks of a text in their order, each once."""
    return tuple(dict.fromkeys(match[1] for match in _BLANK.finditer(text)))


def fill(text: str, values: Mapping[str, Value]) -> Filled:
    """Every blank replaced by its value, or by dots to write on."""
    missing: dict[str, None] = {}

    def said(match: re.Match[str]) -> str:
        value = values.get(match[1])
        if value is None or value == "":
            missing[match[1]] = None
            return DOTS
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}" if match[2] else day_in_words(value, language="vi", year=value.year)
        return value

    return Filled(_BLANK.sub(said, text), tuple(missing))


def set_text(text: str, values: Mapping[str, Value]) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """What is printed, and the blanks that nothing fills.

    What a line is follows from the template alone: whatever is filled in stays text.
    """
    found: list[Block] = []
    missing: dict[str, None] = {}

    def said(part: str) -> str:
        told = fill(part, values)
        missing.update(dict.fromkeys(told.missing))
        return told.text

    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("? "):
            line = line[2:]
            if fill(line, values).missing:
                continue
        if line:
            _add(found, line, said)
    return tuple(found), tuple(missing)


def set_lines(texts: Iterable[str], values: Mapping[str, Value]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lines one by one, where no line has a meaning of its own; those with `? ` only if everything in them is known."""
    lines: list[str] = []
    missing: dict[str, None] = {}
    for text in texts:
        told = fill(text.removeprefix("? "), values)
        if told.missing and text.startswith("? "):
            continue
        lines.append(told.text)
        missing |= dict.fromkeys(told.missing)
    return tuple(lines), tuple(missing)


def first_upper(text: str) -> str:
    """A sentence begins with a capital, whatever was filled in there."""
    return text[:1].upper() + text[1:]


def _add(found: list[Block], line: str, said: Callable[[str], str]) -> None:
    if line.startswith("|"):
        _add_row(found, line, said)
    elif line.startswith("- "):
        if found and isinstance(found[-1], Items):
            found[-1] = Items((*found[-1].lines, first_upper(said(line[2:]))))
        else:
            found.append(Items((first_upper(said(line[2:])),)))
    elif line.startswith("## "):
        found.append(Heading(said(line[3:])))
    elif line.startswith("= "):
        found.append(Paragraph(said(line[2:]), is_centred=True))
    elif article := _ARTICLE.fullmatch(line):
        found.append(Paragraph(first_upper(said(article[2])), lead=article[1]))
    else:
        # A long answer keeps the paragraphs in which it was typed.
        found += [Paragraph(first_upper(part)) for part in map(str.strip, said(line).splitlines()) if part]


def _add_row(found: list[Block], line: str, said: Callable[[str], str]) -> None:
    if _SEPARATOR.fullmatch(line):
        return
    cells = tuple(said(cell.strip()) for cell in line.strip("|").split("|"))
    last = found[-1] if found else None
    if isinstance(last, Table):
        width = len(last.columns)
        row = (*cells, *("",) * width)[:width]
        widths = tuple(max(one, _room(cell)) for one, cell in zip(last.widths, row, strict=True))
        found[-1] = Table("", last.columns, (*last.rows, row), widths, is_text=True)
    else:
        found.append(Table("", cells, (), tuple(map(_room, cells)), is_text=True))


def _room(cell: str) -> int:
    """How wide a column is, beside the others: its longest word fits, and what is written by hand gets most."""
    if DOTS in cell:
        return _WIDEST
    longest = max(map(len, cell.split()), default=0)
    return min(_WIDEST, max(_NARROWEST, 2 * longest + 2, len(cell) // 2))
