"""The files open in the programs they are meant for, and what people wrote stays what they wrote."""

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from docx import Document
from pypdf import PdfReader

from hoanhap.kit.layout.fonts import fonts, packaged_only
from hoanhap.reporting.rendering.docx import docx
from hoanhap.reporting.rendering.pdf import pdf, pictures
from hoanhap.reporting.rendering.xlsx import xlsx
from tests.reporting.made import NASTY, document

LETTERS = "ăâđêôơư ĂÂĐÊÔƠƯ " + "".join(
    "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"[n] + mark for n in range(24) for mark in "\u0300\u0309\u0303\u0301\u0323"
)


def word_text(content):
    word = Document(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def pdf_text(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


# --- Word


def test_the_word_file_has_the_parts_of_the_decree():
    found = word_text(docx(document()))

    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "UBND TỈNH MẪU",
        "SỞ MẪU",
        "Số: 12/BC-SM",
        "Mẫu, ngày 21 tháng 6 năm 2018",
        "BÁO CÁO",
        "Căn cứ Nghị định mẫu;",
        "I. KẾT QUẢ",
        "Nơi nhận:",
        "- UBND tỉnh (để b/c);",
        "- Lưu: VT.",
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Nguyễn Văn Mẫu (mẫu)",
        "PHỤ LỤC",
    ):
        assert part in found


def test_the_word_file_is_a4_with_the_margins_and_the_font_of_the_decree():
    word = Document(io.BytesIO(docx(document())))
    page = word.sections[0]

    def millimetres(length):
        return round(length.mm)

    assert (millimetres(page.page_width), millimetres(page.page_height)) == (210, 297)
    assert 20 <= millimetres(page.top_margin) <= 25
    assert 20 <= millimetres(page.bottom_margin) <= 25
    assert 30 <= millimetres(page.left_margin) <= 35
    assert 15 <= millimetres(page.right_margin) <= 20
    assert page.different_first_page_header_footer
    assert "PAGE" in page.header._element.xml
    for style in ("Normal", "Title", "Heading 1", "Body Text", "Quốc hiệu", "Căn cứ"):
        assert word.styles[style].font.name == "Times New Roman"
    assert millimetres(word.styles["Body Text"].paragraph_format.first_line_indent) == 10
    assert word.styles["Căn cứ"].font.italic


def test_sections_are_real_headings_and_the_head_of_the_table_repeats():
    word = Document(io.BytesIO(docx(document())))
    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    long = next(table for table in word.tables if len(table.rows) > 50)

    assert headings == ["I. KẾT QUẢ", "II. BẢNG"]
    assert "w:tblHeader" in long.rows[0]._tr.xml
    assert "w:tblHeader" not in long.rows[1]._tr.xml
    assert all("w:cantSplit" in row._tr.xml for row in long.rows)


def test_text_in_the_word_file_stays_text():
    assert NASTY in word_text(docx(document(NASTY)))


# --- PDF


def fonts_of(content):
    """The names of all fonts, and whether each has its file inside."""
    found = {}
    for page in PdfReader(io.BytesIO(content)).pages:
        for reference in page["/Resources"].get("/Font", {}).values():
            font = reference.get_object()
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            descriptor = inner["/FontDescriptor"]
            has_file = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            found[str(font["/BaseFont"]).split("+")[-1]] = has_file
    return found


def test_the_pdf_is_archivable_tagged_and_says_its_language_and_title():
    content = pdf(document())
    read = PdfReader(io.BytesIO(content))

    assert content.startswith(b"%PDF-")
    assert read.metadata.title == "Báo cáo mẫu"
    assert read.trailer["/Root"]["/Lang"] == "vi"
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    metadata = read.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


@pytest.mark.parametrize("using", [fonts, packaged_only])
def test_the_pdf_has_its_fonts_inside_and_none_but_the_chosen_family(using):
    chosen = using()

    found = fonts_of(pdf(document(LETTERS), using=chosen))

    family = chosen.families[0].replace(" ", "")
    assert found
    assert all(found.values())
    assert {name.split("-")[0] for name in found} == {family}


def test_the_pdf_numbers_its_pages_from_the_second_on():
    pages = PdfReader(io.BytesIO(pdf(document()))).pages

    assert len(pages) > 2
    assert not pages[0].extract_text().strip().startswith("1\n")
    assert pages[1].extract_text().strip().startswith("2")


def test_text_in_the_pdf_stays_text():
    found = pdf_text(pdf(document(NASTY))).replace(" ", "")

    assert NASTY.replace(" ", "") in found


@pytest.mark.parametrize("using", [fonts, packaged_only])
def test_a_letter_that_no_font_has_does_not_keep_the_report_from_being_printed(using):
    found = pdf_text(pdf(document("Mặt cười 😀 và chữ 漢, ≥ 80 % và ữ ặ ỹ"), using=using()))

    assert "Mặt cười ? và chữ ?, ≥ 80 % và ữ ặ ỹ" in found


def test_a_report_in_the_decrees_layout_keeps_the_national_title_on_one_line():
    lines = PdfReader(io.BytesIO(pdf(document(), using=packaged_only()))).pages[0].extract_text().splitlines()

    assert any("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in line for line in lines)


def test_pictures_of_the_pages_can_be_made():
    assert all(page.startswith(b"\x89PNG") for page in pictures(document(), ppi=20))


# --- Excel


def sheets_of(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_spreadsheet_holds_numbers_as_numbers():
    book = sheets_of(xlsx(document()))
    table, figures, _definitions = (book[name] for name in book.sheetnames)

    assert book.sheetnames == ["Theo xã", "Chỉ tiêu", "Định nghĩa"]
    assert [cell.value for cell in table[4]] == ["TT", "Xã", "Tham gia", "Chứng nhận"]
    assert [cell.value for cell in table[5]] == [1, "Nội dung mẫu.", 3, "…"]
    assert [cell.value for cell in table[6]] == [2, "Xã Mẫu 2", 5, 4]
    assert [cell.value for cell in table[7]][1:] == ["Cộng", 8, "…"]
    assert [cell.value for cell in figures[2]][1:3] == [22, 24]
    assert figures["D2"].value == pytest.approx(22 / 24)
    assert figures["D2"].number_format == "0.0 %"
    assert figures["D3"].value is None
    assert table.freeze_panes == "C5"


@pytest.mark.parametrize("start", ["=1+1", "+84", "-5", "@SUM(A1)", '=HYPERLINK("http://x")', NASTY])
def test_text_that_looks_like_a_formula_is_a_word(start):
    book = sheets_of(xlsx(document(start)))

    for sheet in book:
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == start]
        assert cells
        for cell in cells:
            assert cell.data_type == "s"
            assert cell.quotePrefix or not start.startswith(("=", "+", "-", "@"))
    assert b"<f>" not in b"".join(
        zipfile.ZipFile(io.BytesIO(xlsx(document(start)))).read(f"xl/worksheets/sheet{n}.xml")
        for n in (1, 2, 3)
    )


# --- all three


@pytest.mark.parametrize("made", [docx, pdf, xlsx])
def test_the_same_document_gives_the_same_bytes(made):
    assert made(document()) == made(document())


@pytest.mark.parametrize("made", [docx, pdf, xlsx])
def test_another_figure_gives_another_file(made):
    other = document()
    sheets = replace(other.sheets, totals=(9, None))

    assert made(replace(other, opening="Khác.", sheets=sheets)) != made(other)
