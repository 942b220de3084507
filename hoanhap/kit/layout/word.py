"""What python-docx has no words for: the styles that the decree names, lines, and rows that stay whole."""

from xml.sax.saxutils import quoteattr

from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph as DocxParagraph

FONT = "Times New Roman"
TEXT_WIDTH = 165
"""Millimetres: A4 is 210, less 30 on the left and 15 on the right."""

CENTRE, LEFT, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
RIGHT = WD_ALIGN_PARAGRAPH.RIGHT


def add_styles(word: DocxDocument, *, language: str) -> None:
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
    _style(word, "Quốc hiệu", size=12, bold=True, align=CENTRE)
    _style(word, "Tiêu ngữ", size=13, bold=True, align=CENTRE)
    _style(word, "Cơ quan cấp trên", size=12, align=CENTRE)
    _style(word, "Cơ quan ban hành", size=12, bold=True, align=CENTRE)
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
    _style(word, "Cách ký", size=12, italic=True, align=CENTRE)
    _style(word, "Mẫu số", size=12, italic=True, align=RIGHT, after=4)
    _style(word, "Thẩm quyền", size=14, bold=True, align=CENTRE, before=4, after=8)
    _style(word, "Quyết định", size=14, bold=True, align=CENTRE, before=6, after=6, keep=True)
    _style(word, "Nơi và ngày", size=14, italic=True, align=RIGHT, before=10, after=4, keep=True)
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


def rule(paragraph: DocxParagraph, length: Length, *, within: float = TEXT_WIDTH) -> None:
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


def fixed(table: DocxTable, widths: tuple[float, ...]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def narrow(table: DocxTable) -> None:
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


def repeat_head(table: DocxTable) -> None:
    """The first row stands again at the top of every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001


def keep_whole(table: DocxTable) -> None:
    """No row is torn apart by the end of a page."""
    for row in table.rows:
        mark = OxmlElement("w:cantSplit")
        mark.set(qn("w:val"), "true")
        row._tr.get_or_add_trPr().insert(0, mark)  # noqa: SLF001


def across(paragraph: DocxParagraph, text: str) -> None:
    """Large grey letters across the page that the header belongs to, behind the text."""
    shape = (
        f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:path textpathok="t"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        '<v:shape type="#_x0000_t136" style="position:absolute;margin-left:0;margin-top:0;width:480pt;height:44pt;'
        "rotation:315;z-index:-251658752;mso-position-horizontal:center;"
        "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        'mso-position-vertical-relative:margin" fillcolor="#d9d9d9" stroked="f">'
        f"<v:textpath style=\"font-family:'{FONT}';font-size:1pt\" string={quoteattr(text)}/></v:shape></w:pict>"
    )
    paragraph.add_run()._r.append(parse_xml(shape))  # noqa: SLF001 (python-docx has no marks across a page)
