from hypothesis import given
from hypothesis import strategies as st

from hoanhap.places.rules.maps import Fate, Reason, fate, project

UNITS = st.sampled_from([f"{number:05d}-1" for number in range(12)])
FATES = st.one_of(
    UNITS.map(Fate), st.sampled_from(list(Reason)).map(lambda reason: Fate(None, reason, ("a", "b")))
)


@given(st.dictionaries(UNITS, st.integers(0, 10**6)), st.dictionaries(UNITS, FATES))
def test_rows_and_residue_are_always_the_whole_input(counts, fates):
    found = project(counts, fates)

    assert found.placed + found.unplaced == sum(counts.values()) == found.total
    assert sum(found.by_reason.values()) == found.unplaced


def test_counts_of_units_that_came_together_are_added():
    found = project({"a": 2, "b": 3, "c": 4}, {"a": Fate("x"), "b": Fate("x"), "c": Fate("y")})

    assert (dict(found.rows), found.residue) == ({"x": 5, "y": 4}, ())


def test_a_unit_without_a_place_is_named_with_its_reason():
    found = project({"a": 2, "b": 3}, {"a": Fate(None, Reason.DIVIDED, ("x", "y"))})

    assert [(one.unit_id, one.count, one.reason, one.among) for one in found.residue] == [
        ("a", 2, Reason.DIVIDED, ("x", "y")),
        ("b", 3, Reason.UNKNOWN, ()),
    ]


def test_a_fate_is_decided_only_if_everything_lies_in_one_place():
    one, other = frozenset({"P"}), frozenset({"Q"})

    assert fate([one, one], Reason.MERGED, ["a", "b"]) == Fate("P")
    assert fate([one, other], Reason.MERGED, ["b", "a"]) == Fate(None, Reason.MERGED, ("a", "b"))
    assert fate([one, frozenset()], Reason.DIVIDED, []) == Fate(None, Reason.DIVIDED)
    assert fate([], Reason.UNRESOLVED, []) == Fate(None, Reason.UNRESOLVED)
