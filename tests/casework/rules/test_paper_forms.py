"""The templates that are shipped name steps, offices and blanks that exist; texts that are filled in stay texts."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.casework.queries.authorities import authorities
from hoanhap.casework.queries.law import shipped as regimes
from hoanhap.casework.queries.paper_drafts import sample
from hoanhap.casework.queries.paper_forms import shipped
from hoanhap.casework.rules.paper_forms import Checked
from hoanhap.casework.rules.paper_setting import number_text
from hoanhap.casework.rules.paper_texts import DOTS, fill, set_lines, set_text
from hoanhap.kit.layout.blocks import Heading, Items, Paragraph, Table

FORMS = [pytest.param(form, id=f"{code}.{edition}") for (code, edition), form in shipped().items()]
AT = datetime(2024, 6, 12, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
KINDS = {"QĐ": "decision", "BB": "minutes", "GCN": "certificate", "GXN": "certificate"}


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
    """Each form code that a published regime names is served, but those that stand below."""
    left_out = {
        *("N116-19", "N116-20", "N116-21", "N116-33", "N116-34", "N116-35", "N116-36", "N116-38", "N116-39"),
        *("N116-41", "N116-42a", "N116-42b", "N116-43", "N116-47", "N116-48", "N116-49"),
    }
    wanted = {
        (regime.code, step.code, step.form_code)
        for regime in regimes().values()
        for step in regime.steps
        if step.form_code
    }
    missing = {
        code
        for regime, step, code in wanted
        if not any(
            form.code.startswith(code) and form.serves_step(regime, step) for form in shipped().values()
        )
    }

    assert missing == left_out


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
        Table("", ("A", "B"), (("1", DOTS),), (1, 1), is_text=True),
        Paragraph("Cuối"),
    )
    assert missing == ("ask.x",)


def test_days_are_written_in_words_or_in_figures():
    day = {"term.ends_on": date(2025, 2, 3)}

    assert fill("đến {term.ends_on}", day).text == "đến ngày 03 tháng 02 năm 2025"
    assert fill("đến {term.ends_on:short}", day).text == "đến 03/02/2025"
    assert set_lines(["? Đến {ask.x}", "Lưu"], {}) == (("Lưu",), ())


@pytest.mark.parametrize(("number", "text"), [(None, "……/QĐ-UBND"), (1, "01/QĐ-UBND"), (121, "121/QĐ-UBND")])
def test_numbers_below_ten_have_a_zero(number, text):
    assert number_text(number, "QĐ-UBND") == text
