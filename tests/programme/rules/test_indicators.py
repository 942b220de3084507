"""Exact values, and when they may be published."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.programme.queries.indicators import indicators
from hoanhap.programme.rules.indicators import Doubt, Indicator, value_of

BY_CODE = {indicator.code: indicator for indicator in indicators()}
CERTIFIED = BY_CODE["vp-i3-certified-share"]


def counts(started, certified, breached=0, other=0, still_in=0, unaccounted=0):
    return {
        "home_rehab_started": started,
        "home_rehab_certified": certified,
        "home_rehab_breached": breached,
        "home_rehab_other_end": other,
        "home_rehab_in_progress": still_in,
        "home_rehab_unaccounted": unaccounted,
    }


def test_the_eight_indicators_of_the_source_are_published():
    found = sorted(code[:5] for code in BY_CODE if code.startswith("vp-i"))
    assert found == [f"vp-i{number}" for number in range(1, 9)]


def test_22_of_24_is_an_exact_share():
    value = value_of(CERTIFIED, counts(24, 22, 2))

    assert (value.numerator, value.denominator, value.share) == (22, 24, Fraction(11, 12))
    assert value.is_publishable


def test_nothing_to_share_is_not_applicable_rather_than_nought():
    value = value_of(CERTIFIED, counts(0, 0))

    assert (value.share, value.is_applicable) == (None, False)


def test_a_starter_without_an_end_makes_the_indicator_unpublishable():
    value = value_of(CERTIFIED, counts(24, 21, 2, still_in=1, unaccounted=1))

    assert [(found.doubt, found.count) for found in value.doubts] == [(Doubt.UNACCOUNTED, 1)]
    assert not value.is_publishable


def test_a_cohort_that_does_not_close_makes_the_indicator_unpublishable():
    value = value_of(CERTIFIED, counts(24, 22, 1))

    assert [(found.doubt, found.count) for found in value.doubts] == [(Doubt.DOES_NOT_CLOSE, 1)]


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_a_cohort_that_closes_is_never_doubted_and_shares_are_exact(certified, breached, other, still_in):
    started = certified + breached + other + still_in

    value = value_of(CERTIFIED, counts(started, certified, breached, other, still_in))

    assert value.doubts == ()
    if started:
        assert value.share is not None
        assert value.share * started == certified


@pytest.mark.parametrize(
    "change", [{"denominator": None}, {"cohort": None}, {"legal_basis": ""}, {"extra": 1}]
)
def test_a_definition_that_does_not_hold_together_is_refused(change):
    with pytest.raises(ValueError):
        Indicator.model_validate(CERTIFIED.model_dump(by_alias=True) | change)
