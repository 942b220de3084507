"""Shares are printed from the exact fraction."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.kit.numbers import share_text as vietnamese
from hoanhap.reporting.rules.shares import share_text


@pytest.mark.parametrize(
    ("numerator", "denominator", "vi", "en"),
    [
        (22, 24, "22/24 (91,7 %)", "22/24 (91.7%)"),
        (2, 24, "2/24 (8,3 %)", "2/24 (8.3%)"),
        (10, 10, "10/10 (100,0 %)", "10/10 (100.0%)"),
        (0, 24, "0/24 (0,0 %)", "0/24 (0.0%)"),
        (1, 2000, "1/2.000 (0,1 %)", "1/2,000 (0.1%)"),
        (1999, 2000, "1.999/2.000 (100,0 %)", "1,999/2,000 (100.0%)"),
    ],
)
def test_a_share_shows_what_it_is_a_share_of(numerator, denominator, vi, en):
    assert share_text(numerator, denominator, "vi") == vi
    assert share_text(numerator, denominator, "en") == en


def test_there_is_no_share_of_nothing():
    assert share_text(0, 0, "vi") is None


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_shares_round_half_up_in_both_languages(numerator, denominator):
    exact = (Decimal(numerator) * 100 / Decimal(denominator)).quantize(Decimal("0.1"), ROUND_HALF_UP)

    assert f"({exact:,f}%)" in share_text(numerator, denominator, "en")
    assert share_text(numerator, denominator, "vi") == vietnamese(numerator, denominator)
