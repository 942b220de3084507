"""Plain tables as a spreadsheet: text stays text, numbers are numbers that can be added up."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

import xlsxwriter

Cell = str | int | Decimal | None
NARROWEST: Final = 10
WIDEST: Final = 60


@dataclass(frozen=True)
class Sheet:
    """One sheet: a heading, lines under it, a table. The first row of the table names its columns."""

    name: str
    heading: str
    lines: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def workbook(sheets: Sequence[Sheet], *, title: str, made_at: datetime) -> bytes:
    """The bytes of an .xlsx file. What looks like a formula stays a word; a number is exact as far as a spreadsheet is."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": "Times New Roman", "font_size": 12},
        },
    )
    book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
    edge = {"border": 1, "valign": "vcenter"}
    bold = book.add_format({"bold": True, "font_size": 14})
    plain = book.add_format({})
    head = book.add_format(
        {**edge, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#E8EEF4"}
    )
    text = book.add_format({**edge, "text_wrap": True, "quote_prefix": True})
    whole = book.add_format({**edge, "num_format": "#,##0"})
    broken = book.add_format({**edge, "num_format": "#,##0.###"})
    for one in sheets:
        page = book.add_worksheet(one.name[:31])
        page.write_string(0, 0, one.heading, bold)
        for number, line in enumerate(one.lines, start=1):
            page.write_string(number, 0, line, plain)
        top = len(one.lines) + 2
        for column, name in enumerate(one.columns):
            page.write_string(top, column, name, head)
            longest = max([len(name), *(len(str(row[column] or "")) for row in one.rows)])
            page.set_column(column, column, min(WIDEST, max(NARROWEST, longest + 2)))
        for number, row in enumerate(one.rows, start=top + 1):
            for column, cell in enumerate(row):
                if cell is None:
                    page.write(number, column, None, text)
                elif isinstance(cell, str):
                    page.write_string(number, column, cell, text)
                else:
                    is_whole = cell == int(cell)
                    page.write_number(number, column, float(cell), whole if is_whole else broken)
        page.freeze_panes(top + 1, 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)
    book.close()
    return file.getvalue()
