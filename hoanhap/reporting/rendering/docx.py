"""The report as a Word file."""

from docx.shared import Mm

from hoanhap.kit.layout.docx import Sheet
from hoanhap.kit.layout.word import TEXT_WIDTH, rule
from hoanhap.reporting.rules.documents import ReportDocument


def docx(document: ReportDocument) -> bytes:
    """The bytes of a .docx file."""
    sheet = Sheet(language=document.language)
    sheet.properties(title=document.title, author=document.issuer, made_at=document.made_at)
    if document.warning:
        sheet.say(document.warning, "Cảnh báo")
    sheet.head(
        issuer_above=document.issuer_above,
        issuer=document.issuer,
        nation=document.words.nation,
        motto=document.words.motto,
        number=document.number,
        place_and_date=document.place_and_date,
    )
    sheet.say(document.words.type_title, "Title")
    sheet.say(document.subject, "Subtitle")
    rule(sheet.say("", "Đường kẻ"), Mm(TEXT_WIDTH * 0.36))
    sheet.say("", "Ghi chú bảng")
    for basis in document.bases:
        sheet.say(basis, "Căn cứ")
    sheet.say(document.opening, "Body Text")
    for section in document.sections:
        sheet.say(section.heading, "Heading 1")
        for block in section.blocks:
            sheet.block(block)
    sheet.say(document.closing, "Body Text")
    sheet.foot(
        recipients_title=document.words.recipients,
        recipients=document.recipients,
        signature=document.signature,
    )
    sheet.say(document.appendix_title, "Tên phụ lục").paragraph_format.page_break_before = True
    sheet.say(document.appendix_note, "Kèm theo")
    for block in document.appendix:
        sheet.block(block)
    return sheet.content()
