"""Numbers are exact until they are written, and written the Vietnamese way."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.kit.numbers import share, share_text, vn_number


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (0, None, "0"),
        (1234, None, "1.234"),
        (10599, None, "10.599"),
        (-1234567, None, "-1.234.567"),
        (Decimal("1234.5"), None, "1.234,5"),
        (Decimal("1234.50"), None, "1.234,50"),
        (Decimal("1E+3"), None, "1.000"),
        (Decimal("0.05"), 1, "0,1"),
        (Decimal("0.25"), 1, "0,3"),
        (Decimal("-0.04"), 1, "0,0"),
        (Decimal("-0.05"), 1, "-0,1"),
        (1234, 2, "1.234,00"),
        (Decimal("999.99"), 0, "1.000"),
        (
            Decimal("12345678901234567890123456789012345.5"),
            0,
            "12.345.678.901.234.567.890.123.456.789.012.346",
        ),
    ],
)
def test_numbers_are_written_with_points_and_a_comma(value, places, written):
    assert vn_number(value, places=places) == written


def test_what_is_no_number_is_not_written():
    with pytest.raises(ValueError):
        vn_number(Decimal("NaN"))


def test_shares_are_exact_and_their_text_carries_both_counts():
    assert share(22, 24) == Fraction(11, 12)
    assert share_text(22, 24) == "22/24 (91,7 %)"
    assert share_text(1, 3, places=2) == "1/3 (33,33 %)"
    assert share_text(10035, 10599) == "10.035/10.599 (94,7 %)"
    assert share_text(0, 24) == "0/24 (0,0 %)"
    assert share_text(5, 4) == "5/4 (125,0 %)"


def test_half_a_per_mille_is_rounded_up():
    assert share_text(1, 2000) == "1/2.000 (0,1 %)"
    assert share_text(3, 2000) == "3/2.000 (0,2 %)"


def test_nothing_can_be_shared_among_none():
    assert share(0, 0) is None
    assert share_text(3, 0) is None


@pytest.mark.parametrize("counts", [(-1, 5), (1, -5)])
def test_counts_are_not_negative(counts):
    with pytest.raises(ValueError):
        share(*counts)


@given(st.integers(-(10**15), 10**15))
def test_an_integer_is_read_back(value):
    assert int(vn_number(value).replace(".", "")) == value


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 4))
def test_the_written_share_is_within_half_a_unit_of_the_exact_one(numerator, denominator, places):
    written = share_text(numerator, denominator, places=places)
    per_cent = Fraction(written.split("(")[1].removesuffix(" %)").replace(".", "").replace(",", "."))
    assert abs(per_cent - share(numerator, denominator) * 100) <= Fraction(1, 2 * 10**places)
