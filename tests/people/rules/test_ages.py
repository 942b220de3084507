"""A paper that says only the year never makes an adult of a child."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.kit.dates import PartialDate, Precision
from hoanhap.people.rules.ages import Age, age_on, is_minor, reaches

DAYS = st.dates(date(1930, 1, 1), date(2100, 12, 31))
PRECISIONS = st.sampled_from(Precision)


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (PartialDate(2000, 6, 15), date(2018, 6, 14), Age(17)),
        (PartialDate(2000, 6, 15), date(2018, 6, 15), Age(18)),
        (PartialDate(2000, 2, 29), date(2018, 2, 27), Age(17)),
        (PartialDate(2000, 2, 29), date(2018, 2, 28), Age(18)),
        (PartialDate(2000, 6), date(2018, 6, 29), Age(17, assumed=True)),
        (PartialDate(2000, 6), date(2018, 6, 30), Age(18)),
        (PartialDate(2000, 6), date(2018, 5, 31), Age(17)),
        (PartialDate(2000), date(2018, 12, 30), Age(17, assumed=True)),
        (PartialDate(2000), date(2018, 12, 31), Age(18)),
        (PartialDate(2000), date(2018, 1, 1), Age(17, assumed=True)),
        (PartialDate(2000), date(2017, 12, 31), Age(17)),
        (PartialDate(2000), date(2000, 5, 1), Age(0, assumed=True)),
        (PartialDate(2000, 6, 15), date(2000, 6, 14), None),
        (PartialDate(2000), date(1999, 12, 31), None),
    ],
)
def test_the_age_on_a_day(birth, day, age):
    assert age_on(birth, day) == age


@given(DAYS, PRECISIONS, DAYS)
def test_a_coarser_paper_never_makes_anybody_older(born, precision, day):
    exact = age_on(PartialDate.of(born), day)
    coarse = age_on(PartialDate.of(born, precision), day)
    if exact is None:
        return
    assert coarse.years <= exact.years <= coarse.years + 1
    assert coarse.assumed or coarse.years == exact.years


@given(DAYS, PRECISIONS, st.integers(12, 60))
def test_a_minor_grows_up_on_one_day_and_stays_grown(born, precision, years):
    birth = PartialDate.of(born, precision)
    day = reaches(birth, years)
    assert not is_minor(birth, day, under=years)
    assert is_minor(birth, date.fromordinal(day.toordinal() - 1), under=years)
