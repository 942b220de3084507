"""The committed lists of units: reading them, and finding every fault before anything is written. Pure."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Final

from hoanhap.places.rules.names import PREFIX
from hoanhap.places.rules.spans import Span, crossing, joined

LEVELS: Final = ("province", "district", "commune")
SUCCESSION_KINDS: Final = ("merge", "split", "rename", "dissolve")
HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "units.csv": ("unit", "level"),
    "editions.csv": (
        "unit", "code", "name", "kind", "level", "parent", "valid_from", "valid_until", "date_is_estimated", "basis",
    ),
    "successions.csv": ("old", "new", "on", "kind", "is_whole", "basis"),
}  # fmt: skip
_ID: Final = re.compile(r"\d{2,5}-[1-9]\d?", re.ASCII)
_FLAGS: Final = {"true": True, "false": False}


class Fault(StrEnum):
    """What can be wrong with a line; the words for people are the operation's."""

    HEADER = "header"
    COLUMNS = "columns"
    ID = "id"
    TWICE = "twice"
    LEVEL = "level"
    KIND = "kind"
    DATE = "date"
    FLAG = "flag"
    EMPTY = "empty"
    NO_SUCH_UNIT = "no-such-unit"
    BACKWARDS = "backwards"
    OVERLAP = "overlap"
    GAP = "gap"
    CODE_TAKEN = "code-taken"
    PARENT_AWAY = "parent-away"
    PARENT_LEVEL = "parent-level"
    NOT_ENDED = "not-ended"
    NOT_BEGUN = "not-begun"
    WHOLE_OF_SEVERAL = "whole-of-several"
    NO_EDITION = "no-edition"


@dataclass(frozen=True)
class Trouble:
    file: str
    line: int
    fault: Fault
    value: str = ""


@dataclass(frozen=True)
class EditionLine:
    line: int
    unit: str
    code: str
    name: str
    kind: str
    level: str
    parent: str | None
    span: Span
    date_is_estimated: bool
    basis: str


@dataclass(frozen=True)
class SuccessionLine:
    line: int
    old: str
    new: str
    on: date
    kind: str
    is_whole: bool
    basis: str


@dataclass
class Lists:
    """The three files, read. `troubles` is empty if they may be loaded."""

    units: dict[str, str] = field(default_factory=dict)
    unit_lines: dict[str, int] = field(default_factory=dict)
    editions: list[EditionLine] = field(default_factory=list)
    successions: list[SuccessionLine] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def editions_of(self) -> dict[str, list[EditionLine]]:
        grouped: dict[str, list[EditionLine]] = {unit: [] for unit in self.units}
        for edition in self.editions:
            grouped.setdefault(edition.unit, []).append(edition)
        for editions in grouped.values():
            editions.sort(key=lambda edition: edition.span[0] or date.min)
        return grouped

    def successors(self) -> dict[str, list[str]]:
        grouped: dict[str, list[str]] = {}
        for line in self.successions:
            grouped.setdefault(line.old, []).append(line.new)
        return grouped


def read(files: Mapping[str, Iterable[str]]) -> Lists:
    """Read the files and check every line, alone and against the others."""
    lists = Lists()
    for line, (unit, level) in _lines("units.csv", files, lists):
        _read_unit(lists, line, unit, level)
    for line, cells in _lines("editions.csv", files, lists):
        _read_edition(lists, line, cells)
    for line, cells in _lines("successions.csv", files, lists):
        _read_succession(lists, line, cells)
    if not lists.troubles:
        lists.troubles.extend(_disagreements(lists))
    return lists


def _lines(file: str, files: Mapping[str, Iterable[str]], lists: Lists) -> Iterator[tuple[int, list[str]]]:
    header = HEADERS[file]
    rows = csv.reader(files[file])
    if tuple(next(rows, ())) != header:
        lists.troubles.append(Trouble(file, 1, Fault.HEADER, ",".join(header)))
        return
    for cells in rows:
        if len(cells) == len(header):
            yield rows.line_num, cells
        else:
            lists.troubles.append(Trouble(file, rows.line_num, Fault.COLUMNS, str(len(header))))


def _read_unit(lists: Lists, line: int, unit: str, level: str) -> None:
    fault = (
        (Fault.ID, unit) if not _ID.fullmatch(unit)
        else (Fault.TWICE, unit) if unit in lists.units
        else (Fault.LEVEL, level) if level not in LEVELS
        else None
    )  # fmt: skip
    if fault:
        lists.troubles.append(Trouble("units.csv", line, *fault))
    else:
        lists.units[unit] = level
        lists.unit_lines[unit] = line


def _read_edition(lists: Lists, line: int, cells: list[str]) -> None:
    unit, code, name, kind, level, parent, valid_from, valid_until, estimated, basis = cells
    try:
        span = (_day(valid_from), _day(valid_until))
    except ValueError:
        lists.troubles.append(Trouble("editions.csv", line, Fault.DATE, f"{valid_from} – {valid_until}"))
        return
    faults = [
        (unit not in lists.units, Fault.NO_SUCH_UNIT, unit),
        (bool(parent) and parent not in lists.units, Fault.NO_SUCH_UNIT, parent),
        (lists.units.get(unit, level) != level, Fault.LEVEL, level),
        (kind not in PREFIX, Fault.KIND, kind),
        (not (code and name and basis), Fault.EMPTY, ""),
        (estimated not in _FLAGS, Fault.FLAG, estimated),
        (bool(span[0] and span[1] and span[0] >= span[1]), Fault.BACKWARDS, f"{valid_from} – {valid_until}"),
        (bool(parent) and not _is_above(lists.units.get(parent, ""), level), Fault.PARENT_LEVEL, parent),
        (not parent and level != "province", Fault.PARENT_LEVEL, parent),
    ]
    for is_wrong, fault, value in faults:
        if is_wrong:
            lists.troubles.append(Trouble("editions.csv", line, fault, value))
            return
    lists.editions.append(
        EditionLine(line, unit, code, name, kind, level, parent or None, span, _FLAGS[estimated], basis)
    )


def _is_above(higher: str, lower: str) -> bool:
    return higher in LEVELS and lower in LEVELS and LEVELS.index(higher) < LEVELS.index(lower)


def _read_succession(lists: Lists, line: int, cells: list[str]) -> None:
    old, new, on, kind, is_whole, basis = cells
    try:
        day = date.fromisoformat(on)
    except ValueError:
        lists.troubles.append(Trouble("successions.csv", line, Fault.DATE, on))
        return
    faults = [
        (old not in lists.units, Fault.NO_SUCH_UNIT, old),
        (new not in lists.units or new == old, Fault.NO_SUCH_UNIT, new),
        (kind not in SUCCESSION_KINDS, Fault.KIND, kind),
        (is_whole not in _FLAGS, Fault.FLAG, is_whole),
        (not basis, Fault.EMPTY, ""),
    ]
    for is_wrong, fault, value in faults:
        if is_wrong:
            lists.troubles.append(Trouble("successions.csv", line, fault, value))
            return
    lists.successions.append(SuccessionLine(line, old, new, day, kind, _FLAGS[is_whole], basis))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _disagreements(lists: Lists) -> Iterator[Trouble]:
    by_unit = lists.editions_of()
    lives = {unit: joined(edition.span for edition in editions) for unit, editions in by_unit.items()}
    for unit, editions in by_unit.items():
        if not editions:
            yield Trouble("units.csv", lists.unit_lines[unit], Fault.NO_EDITION, unit)
        for earlier, later in pairwise(editions):
            if earlier.span[1] != later.span[0]:
                fault = Fault.OVERLAP if crossing(earlier.span, later.span) else Fault.GAP
                yield Trouble("editions.csv", later.line, fault, unit)
    yield from _codes_taken(lists.editions)
    for edition in lists.editions:
        if edition.parent and crossing(edition.span, _whole_life(lives[edition.parent])) != edition.span:
            yield Trouble("editions.csv", edition.line, Fault.PARENT_AWAY, edition.parent)
    yield from _succession_disagreements(lists, lives)


def _whole_life(life: list[Span]) -> Span:
    return (life[0][0], life[-1][1])


def _codes_taken(editions: list[EditionLine]) -> Iterator[Trouble]:
    by_code: dict[tuple[str, str], list[EditionLine]] = {}
    for edition in editions:
        earlier = by_code.setdefault((edition.level, edition.code), [])
        if any(one.unit != edition.unit and crossing(one.span, edition.span) for one in earlier):
            yield Trouble("editions.csv", edition.line, Fault.CODE_TAKEN, edition.code)
        earlier.append(edition)


def _succession_disagreements(lists: Lists, lives: Mapping[str, list[Span]]) -> Iterator[Trouble]:
    successors = lists.successors()
    seen: set[tuple[str, str]] = set()
    for line in lists.successions:
        if (line.old, line.new) in seen:
            yield Trouble("successions.csv", line.line, Fault.TWICE, f"{line.old} → {line.new}")
        seen.add((line.old, line.new))
        if lives[line.old][-1][1] != line.on:
            yield Trouble("successions.csv", line.line, Fault.NOT_ENDED, line.old)
        first, last = _whole_life(lives[line.new])
        if (first and first > line.on) or (last and last <= line.on):
            yield Trouble("successions.csv", line.line, Fault.NOT_BEGUN, line.new)
        if line.is_whole != (len(successors[line.old]) == 1):
            yield Trouble("successions.csv", line.line, Fault.WHOLE_OF_SEVERAL, line.old)
