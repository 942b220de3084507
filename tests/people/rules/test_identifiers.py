"""Numbers of papers: the wrong shape is refused with a hint, a disagreement is only a warning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.kit.dates import PartialDate
from hoanhap.people.rules.identifiers import (
    Doubt,
    Fault,
    Identifier,
    Kind,
    Warned,
    read_identifier,
    sex_and_year,
)
from hoanhap.people.rules.provinces import provinces


def test_the_63_provinces_of_the_numbers_are_listed():
    assert len(provinces()) == 63
    assert provinces()["026"] == "Vĩnh Phúc"
    assert provinces()["001"] == "Hà Nội"
    assert provinces()["096"] == "Cà Mau"
    assert "000" not in provinces()


def test_a_number_that_agrees_with_everything_has_no_warning():
    read = read_identifier("026085001234", sex="male", birth=PartialDate(1985, 3, 5))
    assert read == Identifier(Kind.CCCD, "026085001234")


@pytest.mark.parametrize(
    "written",
    ["026 085 001 234", "026.085.001.234", "026-085-001-234", "\u00a0026085001234 ", "'026085001234", "CCCD: 026085001234",
     "Căn cước số 026085001234", "số CCCD 026085001234", "CMND/CCCD: 026085001234"],
)  # fmt: skip
def test_spaces_dots_and_words_around_a_number_do_not_matter(written):
    assert read_identifier(written) == Identifier(Kind.CCCD, "026085001234")


def test_nine_digits_are_an_old_identity_card():
    assert read_identifier("135 123 456") == Identifier(Kind.CMND, "135123456")
    assert read_identifier(135123456) == Identifier(Kind.CMND, "135123456")
    assert read_identifier(135123456.0, sex="female", birth=PartialDate(1990)) == Identifier(
        Kind.CMND, "135123456"
    )


@pytest.mark.parametrize(
    ("number", "sex", "year"),
    [
        ("026085001234", "male", 1985),
        ("026185001234", "female", 1985),
        ("026203001234", "male", 2003),
        ("026303001234", "female", 2003),
        ("026499001234", "male", 2199),
        ("026900001234", "female", 2300),
    ],
)
def test_the_fourth_digit_says_sex_and_century(number, sex, year):
    assert sex_and_year(number) == (sex, year)
    assert read_identifier(number, sex=sex, birth=PartialDate(year)).warnings == ()


def test_every_disagreement_is_a_warning_and_the_number_stays():
    read = read_identifier("097185001234", sex="male", birth=PartialDate(1986, 3))
    assert (read.kind, read.number, read.errors) == (Kind.CCCD, "097185001234", ())
    assert read.warnings == (
        Warned(Doubt.UNKNOWN_PROVINCE, number_says="097"),
        Warned(Doubt.SEX_DIFFERS, number_says="female", told="male"),
        Warned(Doubt.BIRTH_YEAR_DIFFERS, number_says="1985", told="1986"),
    )
    assert read.warning_codes == ("unknown-province", "sex-differs", "birth-year-differs")


def test_a_sex_recorded_otherwise_is_not_compared():
    assert read_identifier("026185001234", sex="other").warnings == ()


def test_a_made_up_number_says_so_and_nothing_about_its_province():
    assert read_identifier("000085000001", sex="male", birth=PartialDate(1985)).warning_codes == (
        "synthetic-number",
    )
    assert read_identifier("000185000001", sex="male").warning_codes == ("synthetic-number", "sex-differs")
    assert read_identifier("000123456").warning_codes == ("synthetic-number",)


@pytest.mark.parametrize(
    ("written", "fault", "suggestion"),
    [
        ("", Fault.EMPTY, ""),
        ("  ", Fault.EMPTY, ""),
        ("CCCD:", Fault.EMPTY, ""),
        ("26085001234", Fault.LOST_ZEROS, "026085001234"),
        (26085001234, Fault.LOST_ZEROS, "026085001234"),
        (26085001234.0, Fault.LOST_ZEROS, "026085001234"),
        (1085001234, Fault.LOST_ZEROS, "001085001234"),
        ("13512345", Fault.LOST_ZEROS, "013512345"),
        ("O26O85OO1234", Fault.LETTERS_FOR_DIGITS, "026085001234"),
        ("o26085oo1234", Fault.LETTERS_FOR_DIGITS, "026085001234"),
        ("02608500l234", Fault.LETTERS_FOR_DIGITS, "026085001234"),
        ("02608500I234", Fault.LETTERS_FOR_DIGITS, "026085001234"),
        ("l35l23456", Fault.LETTERS_FOR_DIGITS, "135123456"),
        ("26O85OO1234", Fault.LETTERS_FOR_DIGITS, "026085001234"),
        ("B1234567", Fault.NOT_DIGITS, ""),
        ("OIl", Fault.NOT_DIGITS, ""),
        ("chưa cấp", Fault.NOT_DIGITS, ""),
        ("026085001234/135123456", Fault.WRONG_LENGTH, ""),
        ("1234567", Fault.WRONG_LENGTH, ""),
        ("0260850012345", Fault.WRONG_LENGTH, ""),
        ("2.6085E+10", Fault.DIGITS_LOST, ""),
        ("2,6085E+10", Fault.DIGITS_LOST, ""),
        (26085001234.5, Fault.DIGITS_LOST, ""),
        (float("nan"), Fault.DIGITS_LOST, ""),
        (float("inf"), Fault.DIGITS_LOST, ""),
    ],
)
def test_a_number_of_the_wrong_shape_is_refused_and_never_mended_silently(written, fault, suggestion):
    assert read_identifier(written) == Identifier(None, "", errors=(fault,), suggestion=suggestion)


@given(st.text(max_size=16))
def test_any_text_is_a_whole_number_or_a_refusal(text):
    read = read_identifier(text)
    if read.errors:
        assert (read.kind, read.number) == (None, "")
        if read.suggestion:
            assert read_identifier(read.suggestion).errors == ()
    else:
        assert len(read.number) == {Kind.CMND: 9, Kind.CCCD: 12}[read.kind]
        assert read.number.isascii()
        assert read.number.isdigit()


@given(st.sampled_from(sorted(provinces())), st.integers(0, 9), st.integers(0, 99), st.integers(0, 999_999))
def test_a_zero_lost_in_a_spreadsheet_is_offered_back(province, mark, year, rest):
    number = f"{province}{mark}{year:02d}{rest:06d}"
    assert read_identifier(number).number == number
    read = read_identifier(int(number))
    assert read.suggestion == number
    assert read.errors == (Fault.LOST_ZEROS,)
