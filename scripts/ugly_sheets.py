"""Writing the ugly example: its sheets as a spreadsheet, and its tables for the guide."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from ugly import (
    COLUMNS,
    FIRST_ROW,
    MADE,
    MAIN,
    MERGED,
    OPTIONS,
    SECOND,
    SECOND_CODES,
    SECOND_COLUMNS,
    SECTION,
    Formula,
    Kind,
    numbered,
    second_kinds,
)


def write_ugly(out: Path) -> None:
    """The file with both sheets, and a hidden old copy that must not be read."""
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"title": "Danh sách xấu (mẫu)", "created": MADE})
        old = book.add_worksheet("cũ")
        _write_second(book, old, second_kinds()[:1])
        old.hide()
        main = book.add_worksheet(MAIN)
        main.activate()
        main.set_first_sheet()
        _write_main(book, main)
        _write_second(book, book.add_worksheet(SECOND), second_kinds())


def _write_main(book: Any, sheet: Any) -> None:
    bold = book.add_format({"bold": True, "align": "center", "text_wrap": True})
    last = len(COLUMNS) - 1
    sheet.merge_range(0, 0, 0, 5, "UBND TỈNH VĨNH PHÚC", bold)
    sheet.merge_range(1, 0, 1, last, "DANH SÁCH NGƯỜI CAI NGHIỆN MA TÚY TỰ NGUYỆN NĂM 2017", bold)
    sheet.merge_range(2, 0, 2, last, "(Dữ liệu mẫu, không có người thật)", bold)
    _write_header(sheet, 4, bold)
    for index in range(len(COLUMNS)):
        sheet.write_string(6, index, f"({index + 1})", bold)
    rows = numbered()
    for number, kind in rows.items():
        if kind.hidden:
            sheet.set_row(number - 1, None, None, {"hidden": True})
        for index, (code, _upper, _lower) in enumerate(COLUMNS):
            if kind not in MERGED or code != "commune":
                write_cell(book, sheet, number - 1, index, kind.cells.get(code))
    again = next(number for number in rows if number - 1 not in rows and number > FIRST_ROW)
    for index, (_code, upper, lower) in enumerate(COLUMNS):
        sheet.write_string(again - 2, index, " ".join(filter(None, (upper, lower))), bold)
    merged = [number for number, kind in rows.items() if kind in MERGED]
    sheet.merge_range(merged[0] - 1, 6, merged[-1] - 1, 6, MERGED[0].cells["commune"])
    below = max(rows)
    sheet.merge_range(below - 2, 0, below - 2, last, SECTION, bold)
    sheet.write_string(below, 0, "Tổng cộng")
    sheet.write_number(below, 1, len(rows))
    sheet.write_string(below + 2, 18, "Vĩnh Yên, ngày 20 tháng 12 năm 2017")
    sheet.write_string(below + 3, 1, "NGƯỜI LẬP BIỂU")
    sheet.write_string(below + 3, 18, "TM. ỦY BAN NHÂN DÂN")
    sheet.write_string(below + 5, 1, "Nguyễn Văn Lập (mẫu)")
    # A format far below, as when somebody formats a whole column: no row of the list.
    sheet.write_blank(1_000_000, 3, None, bold)


def _write_header(sheet: Any, row: int, bold: Any) -> None:
    index = 0
    while index < len(COLUMNS):
        _code, upper, lower = COLUMNS[index]
        span = index
        while lower and span + 1 < len(COLUMNS) and COLUMNS[span + 1][1] == upper:
            span += 1
        if not lower:
            sheet.merge_range(row, index, row + 1, index, upper, bold)
        else:
            sheet.merge_range(row, index, row, span, upper, bold)
            for column in range(index, span + 1):
                sheet.write_string(row + 1, column, COLUMNS[column][2], bold)
        index = span + 1


def _write_second(book: Any, sheet: Any, kinds: Sequence[Kind]) -> None:
    for index, heading in enumerate(SECOND_COLUMNS):
        sheet.write_string(0, index, heading)
    for row, kind in enumerate(kinds, start=1):
        for index, code in enumerate(SECOND_CODES):
            write_cell(book, sheet, row, index, kind.cells.get(code))


def write_cell(book: Any, sheet: Any, row: int, column: int, value: Any) -> None:
    """One cell, as its value would be typed."""
    match value:
        case None:
            return
        case Formula(text, shows):
            sheet.write_formula(row, column, text, None, shows)
        case datetime():
            sheet.write_datetime(row, column, value, _format(book, "dd/mm/yyyy hh:mm"))
        case date():
            at = datetime(value.year, value.month, value.day)  # noqa: DTZ001
            sheet.write_datetime(row, column, at, _format(book, "dd/mm/yyyy"))
        case int() | float():
            sheet.write_number(row, column, value)
        case _:
            sheet.write_string(row, column, value)


_formats: dict[tuple[int, str], Any] = {}


def _format(book: Any, pattern: str) -> Any:
    key = (id(book), pattern)
    if key not in _formats:
        _formats[key] = book.add_format({"num_format": pattern})
    return _formats[key]


def documented() -> str:
    """The tables of `examples/README.md`."""
    lines = [f"### “{MAIN}”", "", "| row | ugly | becomes | said |", "|--:|---|---|---|"]
    lines += [_line(number, kind) for number, kind in numbered().items()]
    lines += ["", f"### “{SECOND}”", "", "| row | ugly | becomes | said |", "|--:|---|---|---|"]
    lines += [_line(number, kind) for number, kind in enumerate(second_kinds(), start=2)]
    return "\n".join(lines) + "\n"


def _line(number: int, kind: Kind) -> str:
    said = ", ".join(f"`{code}`" for code in kind.codes)
    return f"| {number} | {kind.what} | {kind.state} | {said} |"
