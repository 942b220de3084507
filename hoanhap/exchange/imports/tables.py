"""From the sheets of a file to one table: where its header stands, which column is which, and which rows are people."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from hoanhap.exchange.imports.columns import heading_key, word_list
from hoanhap.exchange.imports.guard import Unreadable
from hoanhap.exchange.imports.headers import FEWEST_COLUMNS, Header, find_header, repaired
from hoanhap.exchange.imports.workbook import Cell, SheetPreview, Workbook
from hoanhap.kit.text import clean, fold
from hoanhap.places.rules.names import readings


@dataclass(frozen=True)
class Note:
    """Something to know about the file as a whole. The sentence stands in `problems`."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TableRow:
    """One row about a person, as it stands. `number` is the one Excel shows. `section` is a commune heading above it."""

    number: int
    cells: dict[str, list[Cell]]
    section: str = ""
    hidden: bool = False
    continues: int | None = None
    """The row whose merged name cell this row shares, if it does."""


@dataclass
class Table:
    """A chosen sheet. `rows` is read once; `notes` is complete after that."""

    sheet: str
    header: Header
    rows: Iterable[TableRow]
    notes: list[Note]


def choose_sheet(
    book: Workbook, *, wanted: str = "", code: str = "participants"
) -> tuple[SheetPreview, Header, list[Note]]:
    """The sheet that is most plainly a list of the kind `code`, or the wanted one. Raises Unreadable."""
    found = [(sheet, header) for sheet in book.sheets if (header := find_header(sheet, code)) is not None]
    if wanted:
        key = fold(clean(wanted))
        named = [sheet for sheet in book.sheets if fold(clean(sheet.name)) == key]
        if not named:
            raise Unreadable("sheet-missing", sheet=clean(wanted)[:100], sheets=_names(book.sheets))
        found = [(sheet, header) for sheet, header in found if sheet is named[0]]
    shown = [(sheet, header) for sheet, header in found if not sheet.is_hidden] or found
    if not shown:
        if all(sheet.row_count == 0 for sheet in book.sheets):
            raise Unreadable("file-without-rows")
        raise Unreadable("header-missing")
    sheet, header = max(shown, key=lambda pair: (pair[1].score, pair[0].row_count, -pair[0].index))
    notes = []
    others = [one for one, _ in shown if one is not sheet]
    if others and not wanted:
        notes.append(Note("other-sheets", {"sheet": sheet.name, "sheets": _names(others)}))
    for code, places in (("column-unknown", header.unknown), ("column-double", header.double)):
        notes.extend(Note(code, {"column": place.heading, "letter": place.letter}) for place in places)
    return sheet, header, notes


def read_table(book: Workbook, *, wanted: str = "") -> Table:
    """Choose a sheet and read its rows. Raises Unreadable."""
    sheet, header, notes = choose_sheet(book, wanted=wanted)
    rows = people_rows(book.rows(sheet.index), sheet, header, notes)
    return Table(sheet.name, header, rows, notes)


def _names(sheets: Iterable[SheetPreview]) -> str:
    return ", ".join(f"“{sheet.name}”" for sheet in sheets)[:300]


# --- the rows -----------------------------------------------------------------------------


def people_rows(
    rows: Iterable[tuple[int, list[Cell]]], sheet: SheetPreview, header: Header, notes: list[Note]
) -> Iterator[TableRow]:
    """The rows that are about people. What is left out (totals, signatures, repeated headers) is counted in `notes`."""
    filled, continued = merged_downwards(sheet, header)
    values: dict[int, tuple[int, Cell]] = {}
    header_words = header_words_of(header)
    left_out: Counter[str] = Counter()
    section = ""
    in_footer = False
    for index, told in rows:
        if index <= header.last_row:
            continue
        cells = filled_row(index, told, filled.get(index, {}), values)
        row = _row(index, cells, sheet, header, section, continued.get(index))
        match _verdict(row, cells, header_words, in_footer=in_footer):
            case "person":
                in_footer = False
                yield row
            case "section":
                section = clean(repaired(str(next(cell for cell in cells if cell is not None))))
            case "footer":
                in_footer = True
                left_out["footer"] += 1
            case other:
                left_out[other] += 1
    notes.extend(
        Note(f"rows-{kind}", {"count": count}) for kind, count in sorted(left_out.items()) if kind != "blank"
    )


def filled_row(
    index: int, told: list[Cell], spans: dict[int, tuple[int, int]], values: dict[int, tuple[int, Cell]]
) -> list[Cell]:
    """The cells of a row with those of a cell merged over several rows written in; `values` remembers them."""
    cells = list(told)
    for column, (top, bottom) in spans.items():
        if index == top and column < len(cells):
            values[column] = (bottom, cells[column])
        elif column in values and index <= values[column][0]:
            cells += [None] * (column + 1 - len(cells))
            cells[column] = values[column][1]
    return cells


def _row(
    index: int, cells: list[Cell], sheet: SheetPreview, header: Header, section: str, continues: int | None
) -> TableRow:
    taken = {
        code: found
        for code, places in header.columns.items()
        if (found := [cells[p.index] for p in places if p.index < len(cells) and cells[p.index] is not None])
    }
    taken.pop("ordinal", None)
    return TableRow(index + 1, taken, section, index in sheet.hidden_rows, continues)


def merged_downwards(
    sheet: SheetPreview, header: Header
) -> tuple[dict[int, dict[int, tuple[int, int]]], dict[int, int]]:
    """Row → the columns filled from a cell merged over several rows; and row → the row whose name cell it shares."""
    filled: dict[int, dict[int, tuple[int, int]]] = {}
    continued: dict[int, int] = {}
    name_columns = {place.index for place in header.columns["name"]}
    for top, left, bottom, right in sheet.merged:
        if bottom == top or bottom <= header.last_row:
            continue
        for index in range(top, min(bottom, top + 5_000) + 1):
            for column in range(left, min(right, left + 60) + 1):
                filled.setdefault(index, {})[column] = (top, bottom)
            if index > top and name_columns & set(range(left, right + 1)):
                continued[index] = top + 1
    return filled, continued


def header_words_of(header: Header) -> frozenset[tuple[str, ...]]:
    return frozenset(heading_key(place.heading) for places in header.columns.values() for place in places)


_SECTION: Final = re.compile(
    r"^(?:[ivxl]+|[a-h]|\d{1,2})?\s*[./)\-:]?\s*(?=(?:xa|phuong|thi tran|tt\.?|p\.)\s)"
)


def _verdict(
    row: TableRow, cells: list[Cell], header_words: frozenset[tuple[str, ...]], *, in_footer: bool
) -> str:
    shown = [cell for cell in cells if cell is not None]
    if _of_a_person(row) and "name" in row.cells:
        first_words = " ".join(str(cell) for cell in shown[:3])
        if heading_key(str(row.cells["name"][0])) in header_words:
            return "repeated-header"
        return "example" if any(word in fold(first_words) for word in word_list("example")) else "person"
    texts = [fold(clean(repaired(cell))) for cell in shown if isinstance(cell, str)]
    if len(shown) >= FEWEST_COLUMNS and sum(heading_key(text) in header_words for text in texts) * 2 > len(
        shown
    ):
        return "repeated-header"
    if _of_a_person(row):
        return "person"
    return _without_facts(row, shown, texts, in_footer=in_footer)


def _without_facts(row: TableRow, shown: list[Cell], texts: list[str], *, in_footer: bool) -> str:
    """A row in which no birth, number or date stands: what Vietnamese lists have between and below their people."""
    if not texts:
        return "blank" if len(shown) <= 1 else "total"
    if any(begins_with(text, word_list("total")) for text in texts[:2]):
        return "total"
    only = texts[0] if len(set(texts)) == 1 else ""
    if only and _names_a_commune(only) and not is_dateline(only):
        return "section"
    if in_footer or any(begins_with(text, word_list("footer")) for text in texts) or is_dateline(texts[0]):
        return "footer"
    if any(word in text for text in texts for word in word_list("example")):
        return "example"
    return "remark" if only and "name" not in row.cells else "person"


_COUNT: Final = re.compile(r"\s*\d{1,3}\s*(người|nguoi)?\s*", re.IGNORECASE)


def _of_a_person(row: TableRow) -> bool:
    """Whether anything besides a name stands in a column of ours that a total or a signature would not fill."""
    telling = (
        "born",
        "born_male",
        "born_female",
        "identifier",
        "applied_on",
        "decision_number",
        "decision_on",
    )
    others = [cell for code, found in row.cells.items() if code != "name" for cell in found]
    return any(code in row.cells for code in telling) and not all(map(_is_count, others))


def _is_count(cell: Cell) -> bool:
    """A number as totals have it: no year, no identity number."""
    if isinstance(cell, str):
        return bool(_COUNT.fullmatch(cell))
    return isinstance(cell, (int, float)) and cell < 1_000


def begins_with(text: str, words: frozenset[str]) -> bool:
    tidy = text.strip(" .:-*()")
    return any(
        tidy == word or tidy.startswith((word + " ", word + ":", word + ".", word + ",")) for word in words
    )


def _names_a_commune(text: str) -> bool:
    """A line such as "II. Xã Yên Đồng": the heading of a group."""
    tidy = _SECTION.sub("", text)
    return any({"xa", "phuong", "thi-tran"} & set(reading.kinds) for reading in readings(tidy))


def section_text(section: str) -> str:
    """The commune of a group heading, without its number."""
    match = _SECTION.match(fold(section))
    return section[match.end() :] if match and len(fold(section)) == len(section) else section


def is_dateline(text: str) -> bool:
    return bool(re.search(r"ngay\b.{0,12}thang\b.{0,12}nam\b", text)) and len(text) < 80
