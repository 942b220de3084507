"""Rating units by the targets of a plan: exact, fair whatever the order, and honest about what it does not know."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from hoanhap.programme.rules.marks import Mark, Verdict, judge
from hoanhap.programme.rules.plan_files import Rating
from hoanhap.programme.rules.ratings import (
    Gate,
    Points,
    Reason,
    Scored,
    UnitFigures,
    Why,
    rate,
    reached,
)

BY_VERDICT = Rating(level="district", near_counts=Decimal("0.5"), gates=("asked",), gate_per_cent=Decimal(80))
BY_SHARE = Rating(level="district", points="share")
MARK = TypeAdapter(Mark)


def mark(**said):
    return MARK.validate_python(said)


def unit(name, *verdicts, gates=()):
    return UnitFigures(
        name, tuple(Scored(f"t{n}", 1, verdict) for n, verdict in enumerate(verdicts)), tuple(gates)
    )


def counted(name, asked, *values, weights=()):
    """A unit with n/d for each value, judged by one mark."""
    found = []
    for n, (numerator, denominator) in enumerate(values):
        verdict = judge(asked, numerator, denominator, year=2024).verdict
        part = reached(asked, numerator, denominator, year=2024)
        found.append(Scored(f"t{n}", weights[n] if weights else 1, verdict, part))
    return UnitFigures(name, tuple(found))


def places(units, rating=BY_VERDICT):
    return {one.unit_id: one.place for one in rate(units, rating)}


def test_equal_scores_share_a_place_and_the_next_place_is_left_free():
    units = [
        unit("a", "met", "met"),
        unit("b", "exceeded", "met"),
        unit("c", "met", "near"),
        unit("d", "missed", "missed"),
    ]

    assert places(units) == {"a": 1, "b": 1, "c": 3, "d": 4}
    assert [one.score for one in rate(units, BY_VERDICT)] == [1, 1, Fraction(3, 4), 0]


def test_what_does_not_apply_leaves_the_weights():
    one = UnitFigures(
        "a", (Scored("t0", 3, "met"), Scored("t1", 1, "missed"), Scored("t2", 6, "not-applicable"))
    )

    (found,) = rate([one], BY_VERDICT)

    assert (found.score, found.weights, found.place) == (Fraction(3, 4), 4, 1)
    assert found.points == (Points("t0", 3, Fraction(1)), Points("t1", 1, Fraction(0)), Points("t2", 6, None))


def test_a_target_without_weight_counts_for_nothing_and_stops_nobody():
    one = UnitFigures("a", (Scored("t0", 1, "met"), Scored("t1", 0, "not-enough-data")))

    (found,) = rate([one], BY_VERDICT)

    assert (found.score, found.place, found.points) == (1, 1, (Points("t0", 1, Fraction(1)),))


def test_a_unit_without_enough_data_is_not_ranked_and_takes_no_place_from_others():
    units = [unit("a", "met", "not-enough-data"), unit("b", "near", "met"), unit("c", "missed", "met")]

    assert places(units) == {"b": 1, "c": 2, "a": None}
    (found,) = [one for one in rate(units, BY_VERDICT) if one.unit_id == "a"]
    assert found.whys == (Why(Reason.NOT_ENOUGH_DATA, ("t1",)),)


@pytest.mark.parametrize(
    ("gate", "reasons"),
    [
        (Gate("asked", "watched", 79, 100), [Reason.BELOW_GATE]),
        (Gate("asked", "watched", 80, 100), []),
        (Gate("asked", "watched", 0, 0), []),
        (Gate("asked", "not-enough-data", None, None), [Reason.NOT_ENOUGH_DATA]),
        (Gate("asked", "hidden", None, None), [Reason.HIDDEN]),
    ],
)
def test_the_gate_keeps_out_whose_records_cannot_carry_a_rating(gate, reasons):
    (found,) = rate([unit("a", "met", gates=[gate])], BY_VERDICT)

    assert [why.reason for why in found.whys] == reasons
    assert found.place == (None if reasons else 1)


def test_where_nothing_can_be_judged_there_is_no_place():
    (found,) = rate([unit("a", "not-applicable", "watched")], BY_VERDICT)

    assert (found.place, found.score, found.whys) == (None, None, (Why(Reason.NOTHING_TO_JUDGE),))


def test_a_figure_that_is_held_back_gives_no_points_and_no_place():
    (found,) = rate([unit("a", "met", "hidden")], BY_VERDICT)

    assert found.place is None
    assert found.whys == (Why(Reason.HIDDEN, ("t1",)),)


@pytest.mark.parametrize(
    ("asked", "numerator", "denominator", "part"),
    [
        (mark(kind="above", per_cent=80), 40, 100, Fraction(1, 2)),
        (mark(kind="above", per_cent=80), 90, 100, Fraction(1)),
        (mark(kind="at-least", per_cent="33.3"), 1, 9, Fraction(1000, 2997)),
        (mark(kind="at-least", count=3), 2, None, Fraction(2, 3)),
        (mark(kind="all"), 2, 3, Fraction(2, 3)),
        (mark(kind="zero"), 0, None, Fraction(1)),
        (mark(kind="zero"), 2, None, Fraction(0)),
        (mark(kind="count-by", count=2, by="2020-12-31"), 5, None, Fraction(1)),
        (mark(kind="assigned", count=4, document="1/CV"), 1, None, Fraction(1, 4)),
        (mark(kind="assigned"), 1, None, None),
        (mark(kind="band", years=[{"year": 2024, "pass": 60, "stretch": 80}]), 3, 10, Fraction(1, 2)),
        (mark(kind="band", years=[{"year": 2023, "pass": 60}]), 3, 10, None),
        (mark(kind="keep", list="kept"), 26, 27, Fraction(26, 27)),
        (mark(kind="above", per_cent=80), 0, 0, None),
        (mark(kind="above", per_cent=80), None, None, None),
        (mark(kind="watch"), 3, 4, None),
    ],
)
def test_the_part_of_a_mark_is_exact(asked, numerator, denominator, part):
    assert reached(asked, numerator, denominator, year=2024) == part


def test_one_commune_in_each_district_is_asked_of_the_district_itself():
    asked = mark(kind="per-parent", count=2, parent="district")

    assert reached(asked, 1, 7, year=2024, of_parent=True) == Fraction(1, 2)
    assert reached(asked, 0, 0, year=2024, of_parent=True) is None
    assert reached(asked, 3, 4, year=2024) == Fraction(3, 4)


figures = st.integers(1, 400).flatmap(lambda over: st.tuples(st.integers(0, over), st.just(over)))
asked_for = st.sampled_from(
    [mark(kind="above", per_cent=80), mark(kind="at-least", per_cent=30), mark(kind="all")]
)
ratings = st.sampled_from([BY_VERDICT, BY_SHARE])


@st.composite
def several(draw):
    """A mark, and some units with three figures each."""
    asked = draw(asked_for)
    values = draw(st.lists(st.tuples(figures, figures, figures), min_size=1, max_size=7))
    return asked, values


@given(several(), ratings, st.randoms(use_true_random=False))
def test_the_order_in_which_units_come_changes_nothing(given_, rating, random):
    asked, values = given_
    units = [counted(f"u{n}", asked, *found) for n, found in enumerate(values)]
    mixed = list(units)
    random.shuffle(mixed)

    assert rate(mixed, rating) == rate(units, rating)


@given(several(), ratings, st.integers(0, 2))
def test_a_better_figure_never_costs_a_place_nor_a_point(given_, rating, which):
    asked, values = given_
    numerator, over = values[0][which]
    better = tuple((min(n + 1, d), d) if at == which else (n, d) for at, (n, d) in enumerate(values[0]))
    units = [counted(f"u{n}", asked, *found) for n, found in enumerate(values)]
    before = next(one for one in rate(units, rating) if one.unit_id == "u0")

    after = next(
        one for one in rate([counted("u0", asked, *better), *units[1:]], rating) if one.unit_id == "u0"
    )

    assert after.score >= before.score
    assert after.place <= before.place
    assert numerator <= over


@given(several(), ratings)
def test_equals_share_a_place_and_a_higher_score_stands_before(given_, rating):
    asked, values = given_
    found = rate([counted(f"u{n}", asked, *some) for n, some in enumerate(values)], rating)

    for one in found:
        assert one.place == 1 + sum(other.score > one.score for other in found)
        assert 0 <= one.score <= 1
    twin = rate([counted(name, asked, *values[0]) for name in ("a", "b")], rating)
    assert [one.place for one in twin] == [1, 1]


@given(several(), st.integers(1, 50))
def test_only_the_proportion_of_weights_matters(given_, times):
    asked, values = given_
    few = [counted(f"u{n}", asked, *some, weights=(1, 2, 3)) for n, some in enumerate(values)]
    many = [
        replace(one, figures=tuple(replace(some, weight=some.weight * times) for some in one.figures))
        for one in few
    ]

    assert [(one.unit_id, one.place, one.score) for one in rate(few, BY_SHARE)] == [
        (one.unit_id, one.place, one.score) for one in rate(many, BY_SHARE)
    ]
    assert Verdict.MET == "met"
