"""The Word file, in the layout of Decree 30/2020, Appendix I: real styles, so that the office can go on editing."""

import io
import zipfile

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table as DocxTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as DocxParagraph

from hoanhap.reporting.rules.documents import (
    Block,
    Heading,
    Items,
    Paragraph,
    ReportDocument,
    Table,
)

FONT = "Times New Roman"
TEXT_WIDTH = 165
"""Millimetres: A4 is 210, less 30 on the left and 15 on the right."""
_HEAD_LEFT, _HEAD_RIGHT = 70, 95
_EPOCH = (1980, 1, 1, 0, 0, 0)

CENTRE, LEFT, RIGHT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


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
        _styles(self.word, language="en-GB" if document.language == "en" else "vi-VN")

    def write(self) -> None:
        document, word = self.document, self.word
        self._page()
        self._properties()
        if document.warning:
            self._say(document.warning, "Cảnh báo")
        self._head()
        self._say(document.words.type_title, "Title")
        self._say(document.subject, "Subtitle")
        _rule(self._say("", "Đường kẻ"), Mm(TEXT_WIDTH * 0.36))
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
        word.add_page_break()
        self._say(document.appendix_title, "Tên phụ lục")
        self._say(f"({document.number})", "Kèm theo")
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
        _rule(_into(left, "", "Đường kẻ"), Mm(24), within=_HEAD_LEFT)
        _into(right, document.words.nation, "Quốc hiệu")
        _into(right, document.words.motto, "Tiêu ngữ")
        _rule(_into(right, "", "Đường kẻ"), Mm(61), within=_HEAD_RIGHT)
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
        _fixed(table, (left, right))
        _keep_whole(table)
        _narrow(table)
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
        _fixed(table, tuple(TEXT_WIDTH * width / whole for width in block.widths))
        style = "Ô bảng"
        _narrow(table)
        for cell, text in zip(table.rows[0].cells, block.columns, strict=True):
            _into(cell, text, "Đầu bảng")
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        _repeat(table)
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
        _keep_whole(table)
        if block.note:
            self._say(block.note, "Ghi chú bảng")
        else:
            self._say("", "Đường kẻ")


def _styles(word: DocxDocument, *, language: str) -> None:
    """Named styles for each part that the decree names; sizes in points within its ranges."""
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(kind), FONT)
    spoken = OxmlElement("w:lang")
    for kind in ("w:val", "w:eastAsia", "w:bidi"):
        spoken.set(qn(kind), language)
    defaults = word.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(spoken)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    _style(word, "Body Text", size=14, align=JUSTIFY, indent=Mm(10), after=6)
    _style(word, "Căn cứ", size=14, italic=True, align=JUSTIFY, indent=Mm(10), after=6)
    _style(word, "Title", size=14, bold=True, align=CENTRE, before=14)
    _style(word, "Subtitle", size=14, bold=True, align=CENTRE)
    _style(word, "Heading 1", size=14, bold=True, align=JUSTIFY, indent=Mm(10), before=6, after=6, keep=True)
    _style(word, "Heading 2", size=14, bold=True, align=JUSTIFY, indent=Mm(10), before=4, after=4, keep=True)
    _style(word, "Caption", size=13, bold=True, align=CENTRE, before=6, after=4, keep=True)
    _style(word, "Header", size=14, align=CENTRE)
    _style(word, "Quốc hiệu", size=13, bold=True, align=CENTRE)
    _style(word, "Tiêu ngữ", size=14, bold=True, align=CENTRE)
    _style(word, "Cơ quan cấp trên", size=13, align=CENTRE)
    _style(word, "Cơ quan ban hành", size=13, bold=True, align=CENTRE)
    _style(word, "Số, ký hiệu", size=13, align=CENTRE, before=8)
    _style(word, "Địa danh, ngày tháng", size=14, italic=True, align=CENTRE, before=8)
    _style(word, "Đường kẻ", size=2, align=CENTRE, before=2)
    _style(word, "Cảnh báo", size=14, bold=True, align=CENTRE, after=8)
    _style(word, "Đầu bảng", size=11, bold=True, align=CENTRE, before=2, after=2)
    _style(word, "Ô bảng", size=11, align=LEFT, before=2, after=2)
    _style(word, "Ghi chú bảng", size=12, italic=True, align=JUSTIFY, before=4, after=8)
    _style(word, "Nơi nhận", size=12, bold=True, italic=True, align=LEFT, before=12)
    _style(word, "Danh sách nơi nhận", size=11, align=LEFT)
    _style(word, "Quyền hạn, chức vụ", size=14, bold=True, align=CENTRE)
    _style(word, "Người ký", size=14, bold=True, align=CENTRE, before=72)
    _style(word, "Tên phụ lục", size=14, bold=True, align=CENTRE, after=4)
    _style(word, "Kèm theo", size=14, italic=True, align=CENTRE, after=8)


def _style(
    word: DocxDocument,
    name: str,
    *,
    size: int,
    align: WD_ALIGN_PARAGRAPH,
    bold: bool = False,
    italic: bool = False,
    indent: Length | None = None,
    before: int = 0,
    after: int = 0,
    keep: bool = False,
) -> None:
    known = {style.name for style in word.styles}
    style = word.styles[name] if name in known else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.bold, style.font.italic = bold, italic
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for kind in list(fonts.attrib):
        if "Theme" in kind:
            del fonts.attrib[kind]
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(kind), FONT)
    for extra in ("w:spacing", "w:kern"):
        for found in properties.findall(qn(extra)):
            properties.remove(found)
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        style.element.get_or_add_pPr().remove(border)
    layout = style.paragraph_format
    layout.alignment = align
    layout.first_line_indent = indent
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.line_spacing_rule = WD_LINE_SPACING.SINGLE
    layout.keep_with_next = keep


def _into(cell: _Cell, text: str, style: str) -> DocxParagraph:
    """Another paragraph in the cell; the first fills the empty one that every cell has."""
    first = cell.paragraphs[0]
    paragraph = first if not first.runs and len(cell.paragraphs) == 1 and not _is_used(first) else cell.add_paragraph()
    paragraph.style = style
    paragraph.add_run(text)
    return paragraph


def _is_used(paragraph: DocxParagraph) -> bool:
    return paragraph.style is not None and paragraph.style.name != "Normal"


def _rule(paragraph: DocxParagraph, length: Length, *, within: float = TEXT_WIDTH) -> None:
    """A thin line of that length in the middle: the border of an empty paragraph, indented on both sides."""
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 (python-docx has no borders)
    properties.append(borders)
    side = Mm(max(0.0, (within - length.mm) / 2 - (2 if within < TEXT_WIDTH else 0)))
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side


def _fixed(table: DocxTable, widths: tuple[float, ...]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _narrow(table: DocxTable) -> None:
    """One millimetre beside the text instead of Word's two: eight columns of figures need the room."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "57")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr  # noqa: SLF001 (python-docx has no cell margins)
    look = properties.find(qn("w:tblLook"))
    if look is None:
        properties.append(margins)
    else:
        look.addprevious(margins)


def _repeat(table: DocxTable) -> None:
    """The first row stands again at the top of every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001


def _keep_whole(table: DocxTable) -> None:
    """No row is torn apart by the end of a page."""
    for row in table.rows:
        mark = OxmlElement("w:cantSplit")
        mark.set(qn("w:val"), "true")
        row._tr.get_or_add_trPr().insert(0, mark)  # noqa: SLF001


def _same_every_time(file: bytes) -> bytes:
    """The same archive without the moment of writing."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
