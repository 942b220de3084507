"""The blank list to fill in, and lists written by the program: text stays text, so nothing in them is ever calculated."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

import xlsxwriter

from hoanhap.exchange.imports.columns import Column, Kind, definition

EXAMPLE_MARK: Final = "(mẫu: dòng này không nhập)"
LAST_ROW: Final = 2_000
_MADE: Final = datetime(2017, 1, 1)  # noqa: DTZ001 a fixed day, so that the same list is the same bytes
_OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
_CHOICES: Final = {Kind.SEX: ["Nam", "Nữ"], Kind.FORM: ["Tại gia đình", "Tại cộng đồng"]}
_EXAMPLE: Final[Mapping[str, str]] = {
    "ordinal": EXAMPLE_MARK,
    "name": "Nguyễn Văn An (mẫu)",
    "born": "05/03/1985",
    "sex": "Nam",
    "identifier": "000085000001",
    "commune": "Thị trấn Yên Lạc",
    "district": "Huyện Yên Lạc",
    "address": "Thôn Mẫu 1",
    "form": "Tại gia đình",
    "applied_on": "01/06/2017",
    "decision_number": "01/QĐ-UBND",
    "decision_on": "06/06/2017",
    "term_months": "6",
    "category": "Nghiện heroin (mẫu)",
    "detox_from": "08/06/2017",
    "detox_until": "20/06/2017",
    "hand_over_on": "21/06/2017",
    "hand_over_number": "01/BB-BG",
    "member": "Trần Thị Bình (mẫu)",
    "contacts": "05/07/2017; 04/08/2017; 06/09/2017; 05/10/2017; 06/11/2017; 05/12/2017",
    "certificate_number": "01/GCN",
    "certificate_on": "25/12/2017",
    "breach_number": "(chỉ khi vi phạm)",
    "breach_on": "",
    "breach": "",
    "note": "",
}


def columns() -> tuple[Column, ...]:
    """The columns that the template has, in order."""
    return tuple(column for column in definition().columns if column.template)


def write_template(out: Path | BinaryIO, *, language: str = "vi") -> None:
    """The blank list: titles, one explained example row, choices to pick from."""
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        _properties(book, definition().title.in_language(language))
        sheet = book.add_worksheet("Danh sách")
        text = book.add_format({"num_format": "@", "valign": "top"})
        example = book.add_format(
            {"num_format": "@", "italic": True, "font_color": "#5f6b76", "text_wrap": True, "valign": "top"}
        )
        _heading(book, sheet, columns(), required_mark=True)
        for index, column in enumerate(columns()):
            sheet.set_column(index, index, column.width, text)
            sheet.write_string(1, index, _EXAMPLE.get(column.code, ""), example)
            if column.hint is not None:
                hint = column.hint.in_language(language)
                sheet.data_validation(2, index, LAST_ROW, index, _validation(column, hint))
        sheet.set_row(1, 48)
        sheet.freeze_panes(2, 2)
        _explained(book, language)


def write_list(
    out: Path | BinaryIO, rows: Iterable[Mapping[str, str | date | int]], *, above: Sequence[str] = ()
) -> None:
    """A filled list, with title lines above the header. Days are real days of Excel; everything else is text."""
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        _properties(book, definition().title.vi)
        sheet = book.add_worksheet("Danh sách")
        day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        title = book.add_format({"bold": True})
        for line, words in enumerate(above):
            sheet.write_string(line, 0, words, title)
        _heading(book, sheet, columns(), line=len(above))
        for index, column in enumerate(columns()):
            sheet.set_column(index, index, column.width)
        for line, row in enumerate(rows, start=len(above) + 1):
            for index, column in enumerate(columns()):
                _write(sheet, line, index, row.get(column.code), day=day, text=text)
        sheet.freeze_panes(len(above) + 1, 2)


def _write(sheet: Any, line: int, index: int, value: str | date | int | None, *, day: Any, text: Any) -> None:
    match value:
        case None | "":
            return
        case date():
            sheet.write_datetime(line, index, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
        case int():
            sheet.write_number(line, index, value)
        case _:
            sheet.write_string(line, index, value, text)


def _properties(book: Any, title: str) -> None:
    book.set_properties({"title": title, "created": _MADE})


def _heading(
    book: Any, sheet: Any, titled: Sequence[Column], *, line: int = 0, required_mark: bool = False
) -> None:
    plain = {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "border": 1}
    usual = book.add_format({**plain, "bg_color": "#e8eef4"})
    needed = book.add_format({**plain, "bg_color": "#cfe0f1"})
    for index, column in enumerate(titled):
        is_needed = required_mark and (column.required or column.code == "commune")
        sheet.write_string(line, index, column.title.vi, needed if is_needed else usual)
    sheet.set_row(line, 45)


def _validation(column: Column, hint: str) -> dict[str, Any]:
    """A choice to pick from, or a hint that appears at the cell. Nothing is forbidden: the check comes at the import."""
    told: dict[str, Any] = {
        "input_title": column.title.vi[:32],
        "input_message": hint[:255],
        "error_type": "warning",
    }
    if column.kind in _CHOICES:
        return {**told, "validate": "list", "source": _CHOICES[column.kind]}
    return {**told, "validate": "any"}


_WORDS: Final[Mapping[str, tuple[str, Sequence[str]]]] = {
    "vi": (
        "Hướng dẫn",
        (
            "Mỗi người một dòng, ở trang “Danh sách”. Dòng chữ nghiêng là ví dụ, khi nhập sẽ được bỏ qua.",
            "Cột có nền đậm phải điền. Cột khác để trống nếu chưa có.",
            "Ngày viết ngày/tháng/năm. Ngày sinh nếu chỉ biết năm thì viết năm.",
            "Xã viết theo tên vào thời điểm nộp đơn; nếu có nhiều xã trùng tên thì điền thêm huyện.",
            "Không gộp ô. Không cần xóa cột không dùng.",
            "Ví dụ là người không có thật.",
        ),
    ),
    "en": (
        "Guide",
        (
            "One row for each person, on the sheet “Danh sách”. The row in italics is an example and is left out.",
            "Columns with a darker title must be filled in. Leave others empty where nothing is known yet.",
            "Dates are day/month/year. A date of birth may be only the year.",
            "Write the commune as it was called at the time of the application; add the district where names repeat.",
            "Do not merge cells. Columns that are not used may stay.",
            "The example is nobody real.",
        ),
    ),
}


def _explained(book: Any, language: str) -> None:
    name, lines = _WORDS["en" if language == "en" else "vi"]
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 110)
    for line, words in enumerate(lines):
        sheet.write_string(line, 0, words)
    for line, column in enumerate((c for c in columns() if c.hint is not None), start=len(lines) + 1):
        assert column.hint is not None
        sheet.write_string(line, 0, f"{column.title.vi}: {column.hint.in_language(language)}")
