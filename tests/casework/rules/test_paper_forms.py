"""The templates that are shipped name steps, offices and blanks that exist; texts that are filled in stay texts."""

import io
import zipfile
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from hoanhap.casework.queries.authorities import authorities
from hoanhap.casework.queries.law import shipped as regimes
from hoanhap.casework.queries.paper_drafts import sample
from hoanhap.casework.queries.paper_forms import shipped
from hoanhap.casework.rules.paper_forms import Checked
from hoanhap.casework.rules.paper_setting import Letterhead, Signed, number_text, rank_of, set_paper
from hoanhap.casework.rules.paper_texts import DOTS, fill, set_lines, set_text
from hoanhap.kit.layout.blocks import Heading, Items, Paragraph, Table
from hoanhap.kit.layout.docx import docx
from hoanhap.kit.layout.pdf import pdf

FORMS = [pytest.param(form, id=f"{code}.{edition}") for (code, edition), form in shipped().items()]
AT = datetime(2024, 6, 12, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
KINDS = {"QĐ": "decision", "BB": "minutes", "GCN": "certificate", "GXN": "certificate"}

NAMED = [
    *(f"N105-{number:02d}" for number in range(3, 11)),
    *(f"N109-{number:02d}" for number in range(1, 6)),
    *(f"N116-{number:02d}" for number in range(1, 55) if not 5 <= number <= 8 and number not in (10, 11)),
]
"""Forms by their decree and number: what the articles name on which the regimes of 2021 rest."""

OF_PROVIDERS = "licences and lists of facilities and providers, about nobody's case"
OF_A_LIST = "a register or list of the commune, read on the page of lists and printed from there"
NO_TEMPLATE = {
    **{f"N116-{number:02d}": OF_PROVIDERS for number in (1, 2, 3, 4, 9, 12, 13, 14, 15, 16, 17, 18)},
    "N116-23": OF_A_LIST,
    "N116-52": OF_A_LIST,
}


def bare(form):
    """The paper of which nothing is known yet."""
    return set_paper(form, {}, office=None, signed=Signed(), mark="", at=AT).official


@pytest.mark.parametrize("form", FORMS)
def test_it_serves_steps_of_regimes_that_exist(form):
    known = {regime.code: {step.code for step in regime.steps} for regime in regimes().values()}

    for one in form.serves:
        assert set(one.regimes) <= set(known)
        for step in one.steps:
            assert any(step in known[code] for code in one.regimes), step


@pytest.mark.parametrize("form", FORMS)
def test_its_offices_and_its_authority_are_known(form):
    known = authorities()

    assert set(form.issued_by) <= {office.code for office in known.offices}
    assert form.authority is None or form.authority in known.codes
    assert bool(form.issued_by) == (form.written_by == "office")


@pytest.mark.parametrize("form", FORMS)
def test_its_number_says_what_kind_of_paper_it_is(form):
    if form.abbreviation in KINDS:
        assert form.kind == KINDS[form.abbreviation]
    assert form.kind not in KINDS.values() or form.abbreviation


@pytest.mark.parametrize("form", FORMS)
def test_no_layout_is_said_to_be_checked_before_somebody_did(form):
    assert not form.is_verified
    assert form.checked is not Checked.PROVINCE
    assert (form.checked is Checked.AWAITED) == form.code.startswith("L120-")


@pytest.mark.parametrize("form", FORMS)
def test_with_everything_known_nothing_is_dotted(form):
    official = sample(form, on=date(2024, 6, 12), at=AT)

    said = str(official)
    assert DOTS not in said
    assert "{" not in said.replace("{'", "")
    assert official.mark
    assert official.blocks


def test_every_numbered_step_of_the_decrees_has_its_paper():
    wanted = {
        (regime.code, step.code, step.form_code)
        for regime in regimes().values()
        for step in regime.steps
        if step.form_code
    }

    assert {
        (code, regime, step)
        for regime, step, code in wanted
        if not any(
            form.code in (code, f"{code}-s") and form.serves_step(regime, step) for form in shipped().values()
        )
    } == set()
    assert len({code for _regime, _step, code in wanted}) > 30


def test_every_form_that_the_decrees_name_has_a_template_or_a_reason_why_it_has_none():
    codes = {form.code for form in shipped().values()}
    has_none = {code for code in NAMED if not codes & {code, f"{code}a"}}

    assert has_none == set(NO_TEMPLATE)
    assert set(NO_TEMPLATE) <= set(NAMED)
    assert all(NO_TEMPLATE.values())


@pytest.mark.parametrize("form", FORMS)
def test_it_becomes_a_word_file_and_a_pdf(form):
    """With values as long as they may be in life, and with none at all."""
    for official in (sample(form, on=date(2024, 6, 12), at=AT), bare(form)):
        assert zipfile.is_zipfile(io.BytesIO(docx(official)))
        assert 1 <= len(PdfReader(io.BytesIO(pdf(official))).pages) <= 3


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1).filter(str.strip)
)
def test_what_is_filled_in_never_becomes_an_article_a_list_or_a_table(text):
    for typed in (
        text,
        f"- {text}",
        f"| {text} | x |",
        f"= {text}",
        f"## {text}",
        f"Điều 9. {text}",
        "{person.name}",
    ):
        blocks, missing = set_text("Nội dung: {ask.content}", {"ask.content": typed})

        assert missing == ()
        assert [type(block) for block in blocks] == [Paragraph]
        assert blocks[0].lead == ""
        assert blocks[0].text == f"Nội dung: {typed}".strip()


def test_each_line_is_what_its_beginning_says():
    blocks, missing = set_text(
        "= QUYẾT ĐỊNH:\nĐiều 1. {person.name}\n- một\n- hai\n## Mục\n| A | B |\n| 1 | {ask.x} |\n? Ẩn: {ask.y}.\nCuối",
        {"person.name": "ông An"},
    )

    assert blocks == (
        Paragraph("QUYẾT ĐỊNH:", is_centred=True),
        Paragraph("Ông An", lead="Điều 1."),
        Items(("Một", "Hai")),
        Heading("Mục"),
        Table("", ("A", "B"), (("1", DOTS),), (8, 40), is_text=True),
        Paragraph("Cuối"),
    )
    assert missing == ("ask.x",)


def test_days_are_written_in_words_or_in_figures():
    day = {"term.ends_on": date(2025, 2, 3)}

    assert fill("đến {term.ends_on}", day).text == "đến ngày 03 tháng 02 năm 2025"
    assert fill("đến {term.ends_on:short}", day).text == "đến 03/02/2025"
    assert set_lines(["? Đến {ask.x}", "Lưu"], {}) == (("Lưu",), ())


def test_a_column_is_as_wide_as_its_longest_word_and_what_is_written_by_hand_has_most_room():
    blocks, _missing = set_text(
        "| Số | Họ tên | Ghi |\n| 1 | {person.name} | {ask.x} |", {"person.name": "Nguyễnvănđức An"}
    )

    assert blocks[0].widths == (8, 26, 40)


@pytest.mark.parametrize(
    ("head", "name", "rank"),
    [
        ("Chủ tịch Ủy ban nhân dân xã Mẫu", "Ủy ban nhân dân xã Mẫu", "Chủ tịch"),
        ("Trưởng Công an xã Mẫu", "Công an xã Mẫu", "Trưởng Công an"),
        ("Trưởng Phòng Lao động huyện Mẫu", "Phòng Lao động huyện Mẫu", "Trưởng Phòng"),
        ("Thủ trưởng Phòng khám Mẫu", "Phòng khám Mẫu", "Thủ trưởng"),
    ],
)
def test_whoever_signs_has_a_rank_that_says_something(head, name, rank):
    assert rank_of(Letterhead(name, "", "", head, "Mẫu")) == rank


def test_legal_bases_end_with_a_semicolon_and_the_last_with_a_full_stop():
    form = shipped()["N116-33", 1]
    shown = bare(form.model_copy(update={"bases": ("Căn cứ A.", "Căn cứ B;", "Xét C;")}))

    assert shown.bases == ("Căn cứ A;", "Căn cứ B;", "Xét C.")
    assert bare(form.model_copy(update={"bases": ()})).bases == ()


def test_a_number_is_never_torn_from_its_word_in_the_name_of_an_office():
    form = shipped()["N116-41", 1]
    office = Letterhead("Cơ sở cai nghiện số 1 tỉnh Mẫu", "", "CSCN", "Giám đốc", "Mẫu")

    assert set_paper(form, {}, office=office, signed=Signed(), mark="", at=AT).official.issuer == (
        "CƠ SỞ CAI NGHIỆN SỐ\u00a01 TỈNH MẪU"
    )


@pytest.mark.parametrize("lines", range(14, 30, 2))
def test_everybody_signs_on_the_page_of_the_last_sentence(lines):
    """However long the text is."""
    form = shipped()["N116-40", 1]
    long = form.model_copy(update={"body": "\n".join(["Một dòng."] * lines + ["Câu cuối cùng."])})
    official = set_paper(long, {}, office=None, signed=Signed(name="Lê Văn Chủ"), mark="", at=AT).official
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf(official))).pages]

    assert "Câu cuối cùng" in pages[-1]
    assert "Lê Văn Chủ" in pages[-1]
    assert "ĐẠI DIỆN BÊN GIAO" in pages[-1]


@pytest.mark.parametrize(("number", "text"), [(None, "……/QĐ-UBND"), (1, "01/QĐ-UBND"), (121, "121/QĐ-UBND")])
def test_numbers_below_ten_have_a_zero(number, text):
    assert number_text(number, "QĐ-UBND") == text
