"""The spreadsheet: the table by commune, the figures as numbers, and what each means."""

import io
from fractions import Fraction

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from hoanhap.reporting.rules.documents import ReportDocument, Sheets

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def xlsx(document: ReportDocument) -> bytes:
    """The bytes of an .xlsx file. Text is always written as text: what looks like a formula stays a word."""
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
    book.set_properties(
        {"title": document.title, "created": document.made_at.replace(tzinfo=None), "author": document.issuer}
    )
    _Book(book, document.sheets).write()
    book.close()
    return file.getvalue()


class _Book:
    """The three sheets."""

    def __init__(self, book: xlsxwriter.Workbook, sheets: Sheets) -> None:
        self.book = book
        self.sheets = sheets
        edge = {"border": 1, "valign": "vcenter"}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.plain = book.add_format({})
        self.head = book.add_format(
            {**edge, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#E8EEF4"}
        )
        self.cell = book.add_format({**edge, "text_wrap": True})
        self.quoted = book.add_format({**edge, "text_wrap": True, "quote_prefix": True})
        self.count = book.add_format({**edge, "num_format": "#,##0"})
        self.share = book.add_format({**edge, "num_format": "0.0 %"})
        self.away = book.add_format({**edge, "align": "right"})
        self.total = book.add_format({**edge, "bold": True})
        self.total_count = book.add_format({**edge, "bold": True, "num_format": "#,##0"})

    def write(self) -> None:
        """All of them, in order."""
        communes, figures, definitions = (self.book.add_worksheet(name[:31]) for name in self.sheets.names)
        self._communes(communes)
        self._figures(figures)
        self._definitions(definitions)
        for sheet in (communes, figures, definitions):
            sheet.set_paper(9)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
            sheet.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
            sheet.set_footer("&C&P/&N")

    def _communes(self, sheet: Worksheet) -> None:
        sheets = self.sheets
        for row, line in enumerate(sheets.head):
            self._text(sheet, row, 0, line, self.title if row == 0 else self.plain)
        top = len(sheets.head) + 1
        self._heads(sheet, top, sheets.columns)
        sheet.freeze_panes(top + 1, 2)
        sheet.repeat_rows(top)
        row = top
        for number, (name, counts) in enumerate(sheets.communes, start=1):
            row = top + number
            sheet.write_number(row, 0, number, self.count)
            self._text(sheet, row, 1, name)
            for column, count in enumerate(counts, start=2):
                self._number(sheet, row, column, count, self.count)
        self._text(sheet, row + 1, 0, "", self.total)
        self._text(sheet, row + 1, 1, sheets.totals_title, self.total)
        for column, count in enumerate(sheets.totals, start=2):
            self._number(sheet, row + 1, column, count, self.total_count)
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, 1, 42)
        sheet.set_column(2, len(sheets.columns) - 1, 13)

    def _figures(self, sheet: Worksheet) -> None:
        self._heads(sheet, 0, self.sheets.figure_columns)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        for row, one in enumerate(self.sheets.figures, start=1):
            self._text(sheet, row, 0, one.title)
            self._number(sheet, row, 1, one.count, self.count)
            if one.denominator is None:
                self._text(sheet, row, 2, "")
                self._text(sheet, row, 3, "")
                continue
            sheet.write_number(row, 2, one.denominator, self.count)
            if one.count is None:
                self._number(sheet, row, 3, None, self.share)
            elif one.denominator:
                sheet.write_number(row, 3, float(Fraction(one.count, one.denominator)), self.share)
            else:
                self._text(sheet, row, 3, "")
        sheet.set_column(0, 0, 70)
        sheet.set_column(1, 3, 13)

    def _definitions(self, sheet: Worksheet) -> None:
        self._heads(sheet, 0, self.sheets.definition_columns)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        for row, one in enumerate(self.sheets.figures, start=1):
            told = (one.title, one.definition, one.legal_basis, one.confidence, one.code)
            for column, text in enumerate(told):
                self._text(sheet, row, column, text)
        for column, width in enumerate((36, 70, 34, 44, 24)):
            sheet.set_column(column, column, width)

    def _heads(self, sheet: Worksheet, row: int, columns: tuple[str, ...]) -> None:
        for column, text in enumerate(columns):
            self._text(sheet, row, column, text, self.head)

    def _text(self, sheet: Worksheet, row: int, column: int, text: str, form: Format | None = None) -> None:
        if form is None:
            form = self.quoted if text.startswith(_STARTS_A_FORMULA) else self.cell
        if text:
            sheet.write_string(row, column, text, form)
        else:
            sheet.write_blank(row, column, None, form)

    def _number(self, sheet: Worksheet, row: int, column: int, count: int | None, form: Format) -> None:
        if count is None:
            sheet.write_string(row, column, self.sheets.not_published, self.away)
        else:
            sheet.write_number(row, column, count, form)
