"""Reading an attendance sheet as offices really write them: who was there, from which unit, and what is wrong row by row."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from hoanhap.exchange.imports.attendance_units import UnitsOfCourse
from hoanhap.exchange.imports.columns import heading_key, word_list
from hoanhap.exchange.imports.guard import Unreadable
from hoanhap.exchange.imports.headers import FEWEST_COLUMNS, Header, repaired
from hoanhap.exchange.imports.problems import FileRefused
from hoanhap.exchange.imports.tables import (
    begins_with,
    choose_sheet,
    filled_row,
    header_words_of,
    is_dateline,
    merged_downwards,
)
from hoanhap.exchange.imports.values import shown
from hoanhap.exchange.imports.workbook import Cell, opened
from hoanhap.kit.text import clean, fold
from hoanhap.outreach.rules.attendance import AttendedRow

CODE: Final = "attendance"
MOST_ROWS: Final = 5_000
"""A sheet is of one course."""
LONGEST_LINE: Final = 300
_ORDINAL: Final = re.compile(r"\d{1,4}([.)]|,0|\.0)?")
# Without its tone, "cộng" begins "công an", "cộng tác viên" and much else.
_SUM: Final = re.compile(r"cộng(?=\s*$|\s*[:.]|\s+\d|\s+(?:trang|lớp|tổ|xã|huyện|toàn)\b)", re.IGNORECASE)
_NAME: Final = re.compile(
    r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*(?:\s+[^\W\d_]+(?:['’.\-][^\W\d_]+)*)+"
    r"(?:\s*\([^()]*\))?(?:\s+\d{4})?"
)


@dataclass(frozen=True)
class ReadSheet:
    """What a sheet says. `sheet`: its name."""

    sheet: str
    rows: tuple[AttendedRow, ...]


@dataclass(frozen=True)
class _Line:
    """A row with something of ours in it: cells by column, and the heading of the group it stands in."""

    number: int
    cells: dict[str, list[Cell]]
    section: str

    def text(self, code: str) -> str:
        """One tidy line; of several columns the first that says something."""
        said = (clean(repaired(shown(cell))) for cell in self.cells.get(code, ()))
        return next((one for one in said if one), "")[:LONGEST_LINE]


def read_attendance(path: Path, *, sheet: str = "", course_unit_id: str, on: date) -> ReadSheet:
    """The rows of a sheet; units are those of the day `on`. Raises FileRefused with the sentence why not."""
    try:
        with opened(path) as book:
            chosen, header, _notes = choose_sheet(book, wanted=sheet, code=CODE)
            filled, _shared = merged_downwards(chosen, _with_names(header))
            lines = list(_lines(book.rows(chosen.index), header, filled))
            if len(lines) > MOST_ROWS:
                raise Unreadable("too-many-for-pages", rows=MOST_ROWS)
    except Unreadable as unreadable:
        raise FileRefused(unreadable.code, **unreadable.params) from None
    if not lines:
        raise FileRefused("no-people")
    units = UnitsOfCourse(course_unit_id, on)
    marks = _Marks.of(lines, header)
    return ReadSheet(chosen.name, tuple(_read(line, units, marks) for line in lines))


def _with_names(header: Header) -> Header:
    """The same with a column of names, also where surname and given name stand apart."""
    if "name" not in header.columns:
        header.columns.setdefault("name", [])
    return header


def _lines(
    rows: Iterable[tuple[int, list[Cell]]], header: Header, filled: dict[int, dict[int, tuple[int, int]]]
) -> Iterable[_Line]:
    values: dict[int, tuple[int, Cell]] = {}
    words, section = header_words_of(header), ""
    for index, told in rows:
        if index <= header.last_row:
            continue
        cells = filled_row(index, told, filled.get(index, {}), values)
        if is_total(next((cell for cell in told if not _is_empty(cell)), None)):
            continue
        taken = {
            code: found
            for code, places in header.columns.items()
            if (
                found := [
                    cells[one.index]
                    for one in places
                    if one.index < len(cells) and not _is_empty(cells[one.index])
                ]
            )
        }
        numbered = any(_ORDINAL.fullmatch(shown(cell).strip()) for cell in taken.pop("ordinal", ()))
        texts = [clean(repaired(cell)) for cell in cells if isinstance(cell, str) and cell.strip()]
        if not taken or _is_header_again(texts, words):
            continue
        if len(set(texts)) == 1 and not _has(taken, *MARKS) and not numbered:
            # A line with one text heads a group (a unit), or ends the list (a signature, a date).
            section = "" if _is_footer(texts[0]) else texts[0]
            continue
        if numbered or (
            _has(taken, "name", "given_name") and _has(taken, "office", "commune", "title", *MARKS)
        ):
            if not numbered and any(_is_footer(text) for text in texts[:3]):
                continue
            yield _Line(index + 1, taken, section)


MARKS: Final = ("present", "signed")


def is_total(first: Cell) -> bool:
    """Whether the first cell begins the line of a sum: Tổng cộng, Cộng trang, Danh sách này có 120 người."""
    if not isinstance(first, str):
        return False
    text = clean(repaired(first))
    return bool(_SUM.match(text)) or begins_with(fold(text), word_list("total", CODE))


def _is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _has(taken: dict[str, list[Cell]], *codes: str) -> bool:
    return any(code in taken for code in codes)


def _is_header_again(texts: list[str], words: frozenset[tuple[str, ...]]) -> bool:
    return len(texts) >= FEWEST_COLUMNS and sum(heading_key(one) in words for one in texts) * 2 > len(texts)


def _is_footer(text: str) -> bool:
    folded = fold(text)
    return begins_with(folded, word_list("footer", CODE)) or is_dateline(folded)


# --- who was there --------------------------------------------------------------------------


@dataclass(frozen=True)
class _Marks:
    """What the columns of attendance of a sheet mean. Without one mark in any of them, whoever is listed was there."""

    codes: frozenset[str]
    v_is_absent: bool
    headings: dict[str, str]

    @classmethod
    def of(cls, lines: list[_Line], header: Header) -> "_Marks":
        used = {code for code in MARKS if any(code in line.cells for line in lines)}
        told = {fold(shown(cell)).strip() for line in lines for cell in line.cells.get("present", ())}
        headings = {code: header.columns[code][0].heading for code in used}
        # V is a tick, but beside X it is the first letter of "vắng".
        return cls(frozenset(used), bool({"v", "V"} & told and "x" in told), headings)

    def were_there(self, line: _Line) -> bool | Any:
        """Yes, no, or what stands there where it says neither. One mark in any of the columns is enough."""
        if not self.codes:
            return True
        unclear: Any = None
        for cell in line.cells.get("present", ()):
            text = fold(shown(cell)).strip(" .")
            if text == "v" and self.v_is_absent:
                continue
            if text in word_list("present", CODE) or cell is True:
                return True
            if text not in word_list("absent", CODE) and cell is not False:
                unclear = shown(cell)
        for cell in line.cells.get("signed", ()):
            if fold(shown(cell)).strip(" .") not in word_list("absent", CODE):
                return True
        return False if unclear is None else unclear


def _read(line: _Line, units: UnitsOfCourse, marks: _Marks) -> AttendedRow:
    told: dict[str, Any] = {"number": line.number, "title": line.text("title")[:150]}
    told["office_name"] = ", ".join(
        part for code in ("office", "commune", "district") if (part := line.text(code))
    )[:LONGEST_LINE]
    for cells in line.cells.values():
        for cell in cells:
            if _is_error(cell):
                return AttendedRow(**told, problem="cell-error", params={"stands": shown(cell)})
    name = _name(line)
    told["full_name"] = name[:150]
    if not name:
        return AttendedRow(**told, problem="name-missing")
    if not _NAME.fullmatch(name):
        return AttendedRow(**told, problem="name-unclear", params={"stands": name[:150]})
    was_there = marks.were_there(line)
    if not isinstance(was_there, bool):
        params = {"stands": str(was_there)[:60], "column": marks.headings["present"]}
        return AttendedRow(**told, problem="mark-unclear", params=params)
    if not was_there:
        return AttendedRow(**told, was_there=False)
    unit_id, problem, params = units.unit_of(
        commune=line.text("commune"),
        district=line.text("district"),
        office=line.text("office"),
        section=line.section,
    )
    if problem:
        return AttendedRow(**told, problem=problem, params=params)
    return AttendedRow(**told, unit_id=unit_id)


def _is_error(cell: Cell) -> bool:
    if isinstance(cell, dict):
        return "error" in cell or "formula" in cell
    return isinstance(cell, str) and bool(
        re.fullmatch(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)", cell.strip())
    )


def _name(line: _Line) -> str:
    """The name in one line, NFC; a name all in capitals as names are written."""
    whole = line.text("name") or clean(f"{line.text('surname')} {line.text('given_name')}")
    whole = re.sub(r"^(ông|bà|anh|chị|đ/c|đc|đồng chí)[.:]?\s+", "", whole, flags=re.IGNORECASE)
    return whole.title() if whole.isupper() else whole
