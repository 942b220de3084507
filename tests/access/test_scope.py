"""What a scope reaches, and how it is drawn nearer without ever growing."""

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from hoanhap.access.scope import Authority, Scope, operator_scope

ON = date(2026, 3, 2)
UNITS = ("26-1", "27-1", "26740-1", "26741-1")
POWERS = ("people.read", "casework.read")

unit_sets = st.frozensets(st.sampled_from(UNITS))
authorities = st.lists(
    st.builds(
        Authority,
        role=st.just("commune-officer"),
        powers=st.frozensets(st.sampled_from(POWERS)),
        area_id=st.just("26-1"),
        unit_ids=unit_sets,
    ),
    max_size=3,
)


def scope(held: list[Authority]) -> Scope:
    return Scope(account_id=UUID(int=1), account_name="mau", on=ON, authorities=tuple(held))


@given(authorities, unit_sets)
def test_a_scope_drawn_nearer_reaches_what_both_reach_and_nothing_else(
    held: list[Authority], asked: frozenset[str]
) -> None:
    before = scope(held)

    after = before.within(asked)

    for power in POWERS:
        assert after.unit_ids(power) == before.unit_ids(power) & asked
        assert after.may(power) == before.may(power)
        assert {unit for unit in UNITS if after.reaches(power, unit)} == after.unit_ids(power)
    assert (after.account_id, after.account_name, after.on) == (before.account_id, "mau", ON)


def test_the_operator_stays_the_operator() -> None:
    assert operator_scope(on=ON).within({"26740-1"}) == operator_scope(on=ON)
