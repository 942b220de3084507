"""Marks are compared exactly; the border cases are those of the sources."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hoanhap.programme.rules.marks import (
    Above,
    All,
    Assigned,
    AtLeast,
    Band,
    CountBy,
    Verdict,
    Watch,
    YearBand,
    Zero,
    judge,
)

HA_NOI = Band(
    kind="band",
    years=tuple(
        YearBand.model_validate({"year": year, "pass": lower, "stretch": stretch})
        for year, lower, stretch in (
            (2021, 20, 30),
            (2022, 30, 40),
            (2023, 40, 60),
            (2024, 60, 80),
            (2025, 100, None),
        )
    ),
)


def above(per_cent):
    return Above(kind="above", per_cent=Decimal(per_cent))


def verdict(mark, numerator, denominator, year=2024):
    return judge(mark, numerator, denominator, year=year).verdict


@pytest.mark.parametrize(
    ("mark", "numerator", "denominator", "year", "expected"),
    [
        # Quảng Nam: more than 80 % of 758, more than 30 %, all
        (above(80), 606, 758, 2024, Verdict.NEAR),
        (above(80), 607, 758, 2024, Verdict.MET),
        (above(30), 30, 100, 2024, Verdict.NEAR),
        (above(30), 31, 100, 2024, Verdict.MET),
        (All(kind="all"), 0, 0, 2024, Verdict.NOT_APPLICABLE),
        (AtLeast(kind="at-least", per_cent=Decimal(80)), 80, 100, 2024, Verdict.MET),
        # 80,04 % is shown as 80,0 % and is still more than 80 %
        (above(80), 2001, 2500, 2024, Verdict.MET),
        # Đồng Tháp: keep 27
        (All(kind="all"), 26, 27, 2023, Verdict.NEAR),
        (All(kind="all"), 27, 27, 2023, Verdict.MET),
        # Hà Nội: 579 communes in 2021, 126 in 2025
        (HA_NOI, 115, 579, 2021, Verdict.NEAR),
        (HA_NOI, 116, 579, 2021, Verdict.MET),
        (HA_NOI, 173, 579, 2021, Verdict.MET),
        (HA_NOI, 174, 579, 2021, Verdict.EXCEEDED),
        (HA_NOI, 125, 126, 2025, Verdict.NEAR),
        (HA_NOI, 126, 126, 2025, Verdict.MET),
        (HA_NOI, 80, 579, 2021, Verdict.MISSED),
        # Tuyên Quang: 47 of 48; two points by the end of the year; no loss
        (All(kind="all"), 47, 48, 2020, Verdict.NEAR),
        (CountBy(kind="count-by", count=2, by=date(2020, 12, 31)), 1, None, 2020, Verdict.MISSED),
        (CountBy(kind="count-by", count=2, by=date(2020, 12, 31)), 2, None, 2020, Verdict.MET),
        (Zero(kind="zero"), 0, None, 2020, Verdict.MET),
        (Zero(kind="zero"), 1, None, 2020, Verdict.MISSED),
        (Assigned(kind="assigned"), 120, None, 2020, Verdict.NOT_ENOUGH_DATA),
        (Assigned(kind="assigned", count=120, document="QĐ 1"), 119, None, 2020, Verdict.NEAR),
        (Assigned(kind="assigned", count=120, document="QĐ 1"), 120, None, 2020, Verdict.MET),
        (Watch(kind="watch"), 692, None, 2023, Verdict.WATCHED),
    ],
)
def test_a_value_stands_to_its_mark_as_the_plans_mean_it(mark, numerator, denominator, year, expected):
    assert verdict(mark, numerator, denominator, year) is expected


def test_without_records_that_carry_it_there_is_no_verdict():
    assert judge(All(kind="all"), 5, 5, year=2024, is_enough=False).verdict is Verdict.NOT_ENOUGH_DATA
    assert judge(All(kind="all"), None, None, year=2024).verdict is Verdict.NOT_ENOUGH_DATA


@given(
    st.integers(1, 100_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))),
    st.decimals(0, 99, places=2),
)
def test_what_is_said_to_be_missing_is_the_least_that_reaches_the_mark(counted, per_cent):
    numerator, denominator = counted
    mark = Above(kind="above", per_cent=per_cent)

    judged = judge(mark, numerator, denominator, year=2024)

    reached = Fraction(numerator * 100, denominator) > Fraction(per_cent)
    assert (judged.verdict is Verdict.MET) == reached
    assert judged.missing is not None
    assert Fraction((numerator + judged.missing) * 100, denominator) > Fraction(per_cent)
    if judged.missing:
        assert not Fraction((numerator + judged.missing - 1) * 100, denominator) > Fraction(per_cent)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: AtLeast(kind="at-least"),
        lambda: AtLeast(kind="at-least", per_cent=Decimal(1), count=1),
        lambda: Assigned(kind="assigned", count=10),
        lambda: YearBand.model_validate({"year": 2021, "pass": 30, "stretch": 20}),
        lambda: Band(kind="band", years=(HA_NOI.years[1], HA_NOI.years[0])),
        lambda: above("100.5"),
    ],
)
def test_a_mark_that_says_nothing_or_contradicts_itself_is_refused(wrong):
    with pytest.raises(ValidationError):
        wrong()
