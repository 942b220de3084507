"""Every indicator in every reading is one statement that the database understands, and its rows are what it counts."""

from datetime import date

import pytest

from hoanhap.programme.queries.figures import figure, members
from hoanhap.programme.queries.indicators import indicators

READINGS = [(one, reading) for one in indicators() for reading in one.readings]
PERIOD = {"from_on": date(2017, 1, 1), "to_on": date(2018, 12, 31)}


@pytest.mark.parametrize(
    ("indicator", "reading"), READINGS, ids=[f"{one.code}-{reading.code}" for one, reading in READINGS]
)
def test_a_reading_counts_its_rows(made, indicator, reading):
    made.handed_over()
    asked = PERIOD | {"unit_ids": [made.here.pk, made.there.pk, "990-1"]}

    counted = figure(indicator, reading, **asked).total
    rows = members(indicator, reading, **asked)

    assert counted.numerator == sum(row.amount for row in rows if row.is_counted)
    assert counted.denominator == (len(rows) if reading.denominator else None)
