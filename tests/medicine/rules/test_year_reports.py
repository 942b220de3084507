"""The columns of the yearly report: nothing of a flow is left over, nothing counts twice."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hoanhap.medicine.rules.flows import COLUMNS, Flow
from hoanhap.medicine.rules.year_reports import year_row

units = st.decimals(0, 9999, places=3)


@given(units, st.fixed_dictionaries(dict.fromkeys(COLUMNS, units)))
def test_what_a_flow_explains_comes_out_in_the_form(opening, columns):
    flow = Flow(opening=opening, columns=dict(columns))
    flow.closing = flow.opening + flow.came - flow.went
    row = year_row(flow)

    assert row.comes_out
    assert sum(row.because.values(), Decimal(0)) == row.wasted
    flow.closing += Decimal("0.001")
    assert not year_row(flow).comes_out


def test_only_causes_that_there_were_are_named():
    flow = Flow(opening=Decimal(10), closing=Decimal(8))
    flow.columns["spilt"] = Decimal(2)

    assert year_row(flow).because == {"spilt": Decimal(2)}
