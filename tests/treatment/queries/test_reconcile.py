"""From the supplier to the patient: every millilitre has its column, and what the doses do not know is shown."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.kit.errors import Forbidden
from hoanhap.medicine.models import StockAccount, StockLine
from hoanhap.medicine.operations import stock
from hoanhap.medicine.queries.flows import flows
from hoanhap.medicine.rules.flows import COLUMNS, GOES_TO, IN_THE_HOUSE, Flow, column_of, together
from hoanhap.treatment.operations import care
from hoanhap.treatment.queries.reconcile import reconcile, total_of
from tests.medicine.operations.test_stock import DAY, at
from tests.treatment.window import Window, inside

pytestmark = pytest.mark.django_db
KINDS = tuple(StockAccount.Kind.values)


@pytest.fixture
def window(db, made) -> Window:
    return Window(made)


def busy(window: Window) -> None:
    """A morning in which nearly everything happens once."""
    for kind, mg in (("given", "25"), ("given", "30"), ("spilt", "20"), ("refused", "20"), ("voided", "20")):
        _row, order = window.patient(dose=mg)
        more = {} if kind == "given" else {"reason": "thử", "second_person": window.other_doctor.account_id}
        window.settle(window.pour(order), kind, **more)
    row, order = window.patient(dose="20")
    care.grant_take_home(
        enrolment_id=row.pk,
        days_at_a_time=3,
        valid_from=DAY,
        valid_until=DAY + timedelta(days=10),
        conditions="hộp khóa",
        scope=window.doctor,
        at=at(6),
    )
    dose = window.pour(order, dose_on=DAY + timedelta(days=1))
    window.settle(dose, "handed-out")
    said = {"reason": "thử", "second_person": window.second}
    window.move("loss", "window>missing", "3", at(8), **said)
    window.move("find", "found>safe", "1.5", at(8, 5), **said)
    window.move("waste", "window>waste", "2", at(8, 10), **said)


def only(window: Window, **changes):
    asked = {"scope": window.keeper, "from_on": DAY, "to_on": DAY}
    (row,) = reconcile(**(asked | changes))
    return row


def test_every_way_has_its_column_and_nothing_is_left_over(window):
    busy(window)
    row = only(window)
    columns = {name: units for name, units in row.lot.flow.columns.items() if units}
    assert columns == {
        "received": Decimal(2000),
        "found": Decimal("1.5"),
        "dispensed": Decimal("5.5"),
        "taken_home": Decimal(2),
        "spilt": Decimal(2),
        "missing": Decimal(3),
    }
    assert row.lot.flow.closing == Decimal(1989)
    assert (row.given, row.handed_out, row.brought_back) == (Decimal("5.5"), Decimal(2), 0)
    assert (row.unexplained, row.explained_share) == (0, 1)
    total, unexplained = total_of([row])
    assert (total.columns["dispensed"], unexplained) == (Decimal(55), 0)


def test_what_left_the_book_for_a_patient_without_a_dose_is_unexplained(window):
    busy(window)
    cup = StockAccount.objects.get(book=window.book, kind="cup")
    patient = StockAccount.objects.get(book=window.book, kind="patient")
    for kind, source, target, minute in (
        ("pour", window.at["window"], cup.pk, 30),
        ("dose", cup.pk, patient.pk, 31),
    ):
        StockLine.objects.create(
            book=window.book,
            kind=kind,
            lot=window.lot,
            from_account_id=source,
            to_account_id=target,
            quantity_units=Decimal(7),
            happened_at=at(9, minute),
            recorded_by=window.nurse.account_id,
            request_id=uuid4(),
        )
    row = only(window)
    assert row.lot.flow.unexplained == 0
    assert row.unexplained == 7
    assert row.explained_share < 1


def test_two_periods_that_follow_one_another_are_the_whole(window):
    busy(window)
    window.count("closing", at(18), safe="1.5", window="1983.5", waste="4")
    later = DAY + timedelta(days=3)
    window.move("receipt", "supplier>safe", "100", at(7, day=later))
    first, second = only(window), only(window, from_on=DAY + timedelta(days=1), to_on=later)
    whole = only(window, to_on=later)
    assert first.lot.flow.closing == second.lot.flow.opening
    both = together([first.lot.flow, second.lot.flow])
    assert both.columns == whole.lot.flow.columns
    assert second.lot.flow.closing == whole.lot.flow.closing
    assert (first.unexplained, second.unexplained, whole.unexplained) == (0, 0, 0)


def test_a_reversed_line_takes_its_column_back(window):
    line = window.move("waste", "window>waste", "2", at(8), reason="thử", second_person=window.second)
    spilt = window.move("spill", "window>spill", "5", at(8), reason="thử", second_person=window.second)
    for one in (line, spilt):
        stock.reverse(
            line_id=one.pk,
            second_person=window.second,
            reason="nhầm",
            request_id=uuid4(),
            scope=window.keeper,
            at=at(9),
        )
    flow = only(window).lot.flow
    assert (flow.columns["spilt"], flow.closing, flow.unexplained) == (0, 2000, 0)


def test_another_clinic_sees_no_row_and_who_lacks_the_power_is_refused(window):
    busy(window)
    elsewhere = inside(window.made.office(), "khac", frozenset(["medicine.read"]))
    asked = {"from_on": DAY, "to_on": DAY}
    assert flows(scope=elsewhere, **asked) == []
    assert reconcile(scope=window.keeper, place_ids=[], **asked) == []
    with pytest.raises(Forbidden):
        flows(scope=inside(window.place, "bacsi", frozenset(["treatment.care"])), **asked)


def test_every_pair_of_kinds_either_has_a_column_or_is_impossible():
    for source in KINDS:
        for target in KINDS:
            if source in IN_THE_HOUSE and target in IN_THE_HOUSE:
                assert column_of(source, target) is None
            elif source in IN_THE_HOUSE or target in IN_THE_HOUSE:
                column, sign = column_of(source, target)
                assert column in COLUMNS
                assert abs(sign) == 1
            else:
                with pytest.raises(ValueError, match="nothing goes"):
                    column_of(source, target)


WAYS = [(a, b) for a in KINDS for b in KINDS if a != b and (a in IN_THE_HOUSE or b in IN_THE_HOUSE)]


@given(st.lists(st.tuples(st.sampled_from(WAYS), st.integers(1, 10**6))))
def test_whatever_is_moved_the_flow_comes_out(moves):
    """The balance kept by hand, and the columns: one is the other."""
    flow = Flow(opening=Decimal(10))
    held = Decimal(10)
    for (source, target), thousandths in moves:
        units = Decimal(thousandths) / 1000
        flow.add(source, target, units)
        held += units * ((target in IN_THE_HOUSE) - (source in IN_THE_HOUSE))
    flow.closing = held
    assert flow.unexplained == 0
    assert set(GOES_TO.values()) < set(COLUMNS)
