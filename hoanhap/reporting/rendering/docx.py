"""The Word file, in the layout of Decree 30/2020, Appendix I: real styles, so that the office can go on editing."""

import io
import zipfile

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import _Cell
from docx.text.paragraph import Paragraph as DocxParagraph

from hoanhap.reporting.rendering.docx_layout import (
    CENTRE,
    TEXT_WIDTH,
    add_styles,
    fixed,
    keep_whole,
    narrow,
    repeat_head,
    rule,
)
from hoanhap.reporting.rules.documents import (
    Block,
    Heading,
    Items,
    Paragraph,
    ReportDocument,
    Table,
)

_HEAD_LEFT, _HEAD_RIGHT = 68, 97
_EPOCH = (1980, 1, 1, 0, 0, 0)


def docx(document: ReportDocument) -> bytes:
    """The bytes of a .docx file."""
    paper = _Paper(document)
    paper.write()
    file = io.BytesIO()
    paper.word.save(file)
    return _same_every_time(file.getvalue())


class _Paper:
    """Writes one document from top to bottom."""

    def __init__(self, document: ReportDocument) -> None:
        self.document = document
        self.word: DocxDocument = Document()
        add_styles(self.word, language="en-GB" if document.language == "en" else "vi-VN")

    def write(self) -> None:
        document = self.document
        self._page()
        self._properties()
        if document.warning:
            self._say(document.warning, "Cảnh báo")
        self._head()
        self._say(document.words.type_title, "Title")
        self._say(document.subject, "Subtitle")
        rule(self._say("", "Đường kẻ"), Mm(TEXT_WIDTH * 0.36))
        self._say("", "Ghi chú bảng")
        for basis in document.bases:
            self._say(basis, "Căn cứ")
        self._say(document.opening, "Body Text")
        for section in document.sections:
            self._say(section.heading, "Heading 1")
            for block in section.blocks:
                self._block(block)
        self._say(document.closing, "Body Text")
        self._foot()
        self._say(document.appendix_title, "Tên phụ lục").paragraph_format.page_break_before = True
        self._say(document.appendix_note, "Kèm theo")
        for block in document.appendix:
            self._block(block)

    def _page(self) -> None:
        section = self.word.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
        section.top_margin = section.bottom_margin = Mm(20)
        section.header_distance = Mm(10)
        section.different_first_page_header_footer = True
        paragraph = section.header.paragraphs[0]
        paragraph.style = self.word.styles["Header"]
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = paragraph.add_run()
            if kind:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark = OxmlElement("w:instrText")
                mark.text = text
            run._r.append(mark)  # noqa: SLF001 (python-docx has no fields)

    def _properties(self) -> None:
        properties = self.word.core_properties
        made = self.document.made_at.replace(tzinfo=None, microsecond=0)
        properties.title, properties.author = self.document.title[:255], self.document.issuer[:255]
        properties.created = properties.modified = made
        properties.last_modified_by, properties.comments = "", ""
        properties.language = "en-GB" if self.document.language == "en" else "vi-VN"

    def _say(self, text: str, style: str) -> DocxParagraph:
        return self.word.add_paragraph(text, style=style)

    def _head(self) -> None:
        document = self.document
        (left, right), (below_left, below_right) = self._pair(_HEAD_LEFT, _HEAD_RIGHT, rows=2)
        if document.issuer_above:
            _into(left, document.issuer_above, "Cơ quan cấp trên")
        _into(left, document.issuer, "Cơ quan ban hành")
        rule(_into(left, "", "Đường kẻ"), Mm(24), within=_HEAD_LEFT)
        _into(right, document.words.nation, "Quốc hiệu")
        _into(right, document.words.motto, "Tiêu ngữ")
        rule(_into(right, "", "Đường kẻ"), Mm(56), within=_HEAD_RIGHT)
        _into(below_left, document.number, "Số, ký hiệu")
        _into(below_right, document.place_and_date, "Địa danh, ngày tháng")

    def _foot(self) -> None:
        document = self.document
        ((left, right),) = self._pair(75, 90)
        _into(left, document.words.recipients, "Nơi nhận")
        for recipient in document.recipients:
            mark = "." if recipient == document.recipients[-1] else ";"
            _into(left, f"- {recipient}{mark}", "Danh sách nơi nhận")
        for line in document.signature.authority:
            _into(right, line.upper(), "Quyền hạn, chức vụ")
        _into(right, document.signature.name, "Người ký")

    def _pair(self, left: int, right: int, *, rows: int = 1) -> list[tuple[_Cell, _Cell]]:
        """Cells side by side without lines, no row torn by the end of a page."""
        table = self.word.add_table(rows=rows, cols=2)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        fixed(table, (left, right))
        keep_whole(table)
        narrow(table)
        return [(row.cells[0], row.cells[1]) for row in table.rows]

    def _block(self, block: Block) -> None:
        match block:
            case Heading(text=text):
                self._say(text, "Heading 2")
            case Paragraph(text=text, lead=lead):
                paragraph = self._say("", "Body Text")
                if lead:
                    paragraph.add_run(f"{lead} ").bold = True
                paragraph.add_run(text)
            case Items(lines=lines):
                for line in lines:
                    self._say(f"- {line}", "Body Text")
            case Table():
                self._table(block)

    def _table(self, block: Table) -> None:
        if block.caption:
            self._say(block.caption, "Caption")
        table = self.word.add_table(rows=1, cols=len(block.columns), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        whole = sum(block.widths)
        fixed(table, tuple(TEXT_WIDTH * width / whole for width in block.widths))
        style = "Ô bảng"
        narrow(table)
        for cell, text in zip(table.rows[0].cells, block.columns, strict=True):
            _into(cell, text, "Đầu bảng")
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        repeat_head(table)
        rows = [*block.rows, *([block.totals] if block.totals else [])]
        for row in rows:
            cells = table.add_row().cells
            for column, (cell, text) in enumerate(zip(cells, row, strict=True)):
                paragraph = _into(cell, text, style)
                cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
                if not block.is_text and column != 1:
                    paragraph.alignment = CENTRE
                if block.totals and row is block.totals:
                    for run in paragraph.runs:
                        run.bold = True
        keep_whole(table)
        if block.note:
            self._say(block.note, "Ghi chú bảng")
        else:
            self._say("", "Đường kẻ")


def _into(cell: _Cell, text: str, style: str) -> DocxParagraph:
    """Another paragraph in the cell; the first fills the empty one that every cell has."""
    first: DocxParagraph = cell.paragraphs[0]
    paragraph = (
        first
        if not first.runs and len(cell.paragraphs) == 1 and not _is_used(first)
        else cell.add_paragraph()
    )
    paragraph.style = style
    paragraph.add_run(text)
    return paragraph


def _is_used(paragraph: DocxParagraph) -> bool:
    return paragraph.style is not None and paragraph.style.name != "Normal"


def _same_every_time(file: bytes) -> bytes:
    """The same archive without the moment of writing."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
