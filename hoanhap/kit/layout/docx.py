"""The Word file, in the layout of Decree 30/2020, Appendix I: real styles, so that the office can go on editing."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import _Cell
from docx.text.paragraph import Paragraph as DocxParagraph

from hoanhap.kit.layout.blocks import Block, Heading, Items, Official, Paragraph, Signature, Table
from hoanhap.kit.layout.word import (
    CENTRE,
    TEXT_WIDTH,
    across,
    add_styles,
    fixed,
    keep_whole,
    narrow,
    repeat_head,
    rule,
)

_HEAD_LEFT, _HEAD_RIGHT = 68, 97
_EPOCH = (1980, 1, 1, 0, 0, 0)


def docx(official: Official) -> bytes:
    """The bytes of a .docx file; the same document gives the same bytes."""
    sheet = Sheet(language=official.language)
    sheet.properties(title=official.title, author=official.issuer, made_at=official.made_at)
    if official.mark:
        sheet.mark(official.mark)
    if official.note:
        sheet.say(official.note, "Mẫu số")
    if official.issuer:
        sheet.head(
            issuer_above=official.issuer_above,
            issuer=official.issuer,
            nation=official.nation,
            motto=official.motto,
            number=official.number,
            place_and_date=official.place_and_date,
        )
    else:
        sheet.say(official.nation, "Quốc hiệu")
        sheet.say(official.motto, "Tiêu ngữ")
        rule(sheet.say("", "Đường kẻ"), Mm(56))
    sheet.say(official.kind, "Title")
    if official.subject:
        for line in official.subject.split("\n"):
            sheet.say(line, "Subtitle")
        rule(sheet.say("", "Đường kẻ"), Mm(TEXT_WIDTH * 0.36))
    sheet.say("", "Ghi chú bảng")
    if official.decider:
        sheet.say(official.decider, "Thẩm quyền")
    for basis in official.bases:
        sheet.say(basis, "Căn cứ")
    for block in official.blocks:
        sheet.block(block)
    if official.blocks and not isinstance(official.blocks[-1], Table):
        # The last paragraph stays with the signature: nobody signs an empty page.
        sheet.word.paragraphs[-1].paragraph_format.keep_with_next = True
    if not official.issuer and official.place_and_date:
        sheet.say(official.place_and_date, "Nơi và ngày")
    if official.recipients or len(official.signatures) == 1:
        *others, last = official.signatures or (Signature((), ""),)
        sheet.sign(others, is_all=False)
        sheet.foot(recipients_title=official.recipients_title, recipients=official.recipients, signature=last)
    else:
        sheet.sign(official.signatures)
    return sheet.content()


class Sheet:
    """Writes one document from top to bottom."""

    def __init__(self, *, language: str) -> None:
        self.language = "en-GB" if language == "en" else "vi-VN"
        self.word: DocxDocument = Document()
        add_styles(self.word, language=self.language)
        self._page()

    def content(self) -> bytes:
        """The file."""
        file = io.BytesIO()
        self.word.save(file)
        return _same_every_time(file.getvalue())

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

    def properties(self, *, title: str, author: str, made_at: datetime) -> None:
        """What the file says about itself."""
        properties = self.word.core_properties
        made = made_at.replace(tzinfo=None, microsecond=0)
        properties.title, properties.author = title[:255], author[:255]
        properties.created = properties.modified = made
        properties.last_modified_by, properties.comments = "", ""
        properties.language = self.language

    def mark(self, text: str) -> None:
        """Grey letters across every page."""
        section = self.word.sections[0]
        for header in (section.header, section.first_page_header):
            across(header.paragraphs[0], text)

    def say(self, text: str, style: str) -> DocxParagraph:
        """A paragraph."""
        return self.word.add_paragraph(text, style=style)

    def head(
        self, *, issuer_above: str, issuer: str, nation: str, motto: str, number: str, place_and_date: str
    ) -> None:
        """Issuing body and number on the left; nation, motto, place and date on the right."""
        (left, right), (below_left, below_right) = self._pair(_HEAD_LEFT, _HEAD_RIGHT, rows=2)
        if issuer_above:
            _into(left, issuer_above, "Cơ quan cấp trên")
        _into(left, issuer, "Cơ quan ban hành")
        rule(_into(left, "", "Đường kẻ"), Mm(24), within=_HEAD_LEFT)
        _into(right, nation, "Quốc hiệu")
        _into(right, motto, "Tiêu ngữ")
        rule(_into(right, "", "Đường kẻ"), Mm(56), within=_HEAD_RIGHT)
        _into(below_left, number, "Số, ký hiệu")
        _into(below_right, place_and_date, "Địa danh, ngày tháng")

    def foot(self, *, recipients_title: str, recipients: Sequence[str], signature: Signature) -> None:
        """Who gets it on the left, who signs on the right."""
        ((left, right),) = self._pair(75, 90)
        if recipients:
            _into(left, recipients_title, "Nơi nhận")
        for place, recipient in enumerate(recipients, 1):
            mark = "." if place == len(recipients) else ";"
            _into(left, f"- {recipient}{mark}", "Danh sách nơi nhận")
        _signed(right, signature)

    def sign(self, signatures: Sequence[Signature], *, is_all: bool = True) -> None:
        """Who signs beside each other, two in a row, all on one page. `is_all`: nobody signs below."""
        for start in range(0, len(signatures), 2):
            row = signatures[start : start + 2]
            ((left, right),) = self._pair(82, 83)
            for cell, signature in zip((left, right) if len(row) == 2 else (right,), row, strict=True):
                _signed(cell, signature)
            below = self.say("", "Ghi chú bảng")
            if not is_all or start + 2 < len(signatures):
                for paragraph in (*left.paragraphs, *right.paragraphs, below):
                    paragraph.paragraph_format.keep_with_next = True

    def _pair(self, left: int, right: int, *, rows: int = 1) -> list[tuple[_Cell, _Cell]]:
        """Cells side by side without lines, no row torn by the end of a page."""
        table = self.word.add_table(rows=rows, cols=2)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        fixed(table, (left, right))
        keep_whole(table)
        narrow(table)
        return [(row.cells[0], row.cells[1]) for row in table.rows]

    def block(self, block: Block) -> None:
        """Whatever it is."""
        match block:
            case Heading(text=text):
                self.say(text, "Heading 2")
            case Paragraph(text=text, is_centred=True):
                self.say(text, "Quyết định")
            case Paragraph(text=text, lead=lead):
                paragraph = self.say("", "Body Text")
                if lead:
                    paragraph.add_run(f"{lead} ").bold = True
                paragraph.add_run(text)
            case Items(lines=lines):
                for line in lines:
                    self.say(f"- {line}", "Body Text")
            case Table():
                self._table(block)

    def _table(self, block: Table) -> None:
        if block.caption:
            self.say(block.caption, "Caption")
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
            self.say(block.note, "Ghi chú bảng")
        else:
            self.say("", "Đường kẻ")


def _signed(cell: _Cell, signature: Signature) -> None:
    for line in signature.above:
        _into(cell, line.upper(), "Quyền hạn, chức vụ")
    if signature.note:
        _into(cell, signature.note, "Cách ký")
    _into(cell, signature.name, "Người ký")


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
