"""The yearly report of a place and of several, counted from the books."""

from datetime import date
from decimal import Decimal

import pytest

from hoanhap.kit.errors import Forbidden
from hoanhap.medicine.queries.year_reports import year_report
from tests.casework.made import scope as scope_with
from tests.medicine.operations.test_stock import DAY, Clinic, at

pytestmark = pytest.mark.django_db
NEXT_YEAR = date(2027, 1, 20)


@pytest.fixture
def clinic(made) -> Clinic:
    return Clinic(made)


def busy(clinic) -> None:
    said = {"reason": "thử", "second_person": clinic.second}
    clinic.move("receipt", "supplier>safe", "100", at(6))
    clinic.move("spill", "safe>spill", "2.5", at(9), **said)
    clinic.move("loss", "safe>missing", "1", at(9, 10), **said)


def test_the_year_opens_with_nothing_and_closes_with_what_is_there(clinic):
    busy(clinic)
    found = year_report(DAY.year, scope=clinic.keeper, on=NEXT_YEAR)

    [line] = found.lines
    row = line.row
    assert (row.opening, row.received, row.total, row.issued, row.wasted, row.closing) == (
        0,
        Decimal(100),
        Decimal(100),
        0,
        Decimal("3.5"),
        Decimal("96.5"),
    )
    assert row.because == {"spilt": Decimal("2.5"), "missing": Decimal(1)}
    assert row.comes_out
    assert (found.due_on, found.runs) == (date(2027, 1, 14), False)
    province = year_report(DAY.year, scope=clinic.keeper, on=NEXT_YEAR, of_a_province=True)
    assert province.due_on == date(2027, 2, 14)
    assert [one.row for one in province.totals] == [row]


def test_the_next_year_opens_with_what_was_left_and_a_running_one_ends_today(clinic):
    busy(clinic)

    [line] = year_report(DAY.year + 1, scope=clinic.keeper, on=NEXT_YEAR).lines
    assert (line.row.opening, line.row.closing, line.row.wasted) == (Decimal("96.5"), Decimal("96.5"), 0)
    running = year_report(DAY.year, scope=clinic.keeper, on=DAY)
    assert (running.runs, running.to_on) == (True, DAY)
    assert year_report(DAY.year - 1, scope=clinic.keeper, on=NEXT_YEAR).lines == ()


def test_who_does_not_reach_the_place_sees_no_line_and_without_the_power_nothing(clinic, made):
    busy(clinic)

    reader = scope_with(frozenset(["medicine.read"]), made.there.pk)
    assert year_report(DAY.year, scope=reader, on=NEXT_YEAR).lines == ()
    with pytest.raises(Forbidden):
        year_report(DAY.year, scope=scope_with(frozenset(), made.here.pk), on=NEXT_YEAR)
