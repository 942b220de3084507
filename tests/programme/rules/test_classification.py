"""The class that answers lead to: exact thresholds, both readings of the table, nothing where something is unknown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hoanhap.programme.queries.criteria import shipped
from hoanhap.programme.rules.classification import Criteria, propose

RULES = shipped()["communes", 2]
BEFORE = shipped()["communes", 1]
NONE = {
    "residents": 100_000,
    "with_file": 0,
    "places": 0,
    "arrested": 0,
    "plants": 0,
    "plant_area": "0",
    "on_route": False,
}


def class_of(rules=RULES, **answers):
    return propose(rules, {**NONE, **answers}).class_


@pytest.mark.parametrize(
    ("answers", "proposed"),
    [
        ({}, "drug-free"),
        ({"on_route": True}, "drug-free"),
        ({"with_file": 1}, "type-3"),
        ({"plant_area": "0.5"}, "type-3"),
        # three criteria of type I exactly on their thresholds, then one just below
        ({"with_file": 500, "places": 2, "arrested": 100}, "type-1"),
        ({"with_file": 499, "places": 2, "arrested": 100}, "type-2"),
        ({"with_file": 500, "places": 2, "plants": 3000}, "type-1"),
        ({"with_file": 500, "places": 2, "plant_area": "750"}, "type-1"),
        ({"with_file": 500, "places": 2, "plant_area": "749.99"}, "type-2"),
        # type II
        ({"with_file": 100, "places": 1, "arrested": 50}, "type-2"),
        ({"with_file": 99, "places": 1, "arrested": 50}, "type-3"),
        ({"with_file": 100, "plants": 500, "arrested": 50}, "type-2"),
        ({"with_file": 100, "plant_area": "125", "arrested": 49}, "type-3"),
        # on a route with two criteria of the type below
        ({"with_file": 500, "places": 2, "on_route": True}, "type-1"),
        ({"with_file": 500, "places": 2}, "type-3"),
        ({"with_file": 100, "places": 1, "on_route": True}, "type-3"),
        ({"with_file": 100, "arrested": 50, "on_route": True}, "type-2"),
    ],
)
def test_thresholds_are_exact(answers, proposed):
    assert class_of(**answers) == proposed


def test_a_place_where_drugs_are_used_and_nothing_else_fits_no_type_and_is_not_drug_free():
    """Type III knows no criterion for places; the table leaves such a commune open, so nothing is proposed."""
    assert class_of(places=1) == ""


def test_to_the_letter_a_value_above_a_band_does_not_lie_in_it():
    letter = RULES.model_copy(update={"reading": "within"})
    high = {"with_file": 600, "places": 3, "arrested": 60}

    assert class_of(**high) == "type-2"
    assert class_of(letter, **high) == ""
    assert class_of(letter, with_file=100, places=1, arrested=50) == "type-2"


def test_what_is_not_answered_keeps_back_whatever_it_could_change():
    several = {"with_file": 500, "places": 2, "arrested": 100}

    assert propose(RULES, {"residents": 100_000, **several}).class_ == "type-1"
    assert class_of(places=None) == ""
    assert class_of(residents=None, with_file=1) == ""
    assert class_of(residents=0, with_file=1) == ""
    assert propose(RULES, {}).missing == tuple(one.code for one in RULES.questions)


def test_before_2025_a_commune_is_affected_or_not():
    zero = {"with_file": 0, "places": 0, "arrested": 0}

    assert propose(BEFORE, zero).class_ == "drug-free"
    assert propose(BEFORE, {**zero, "places": 1}).class_ == "affected"
    assert propose(BEFORE, {"with_file": 1}).class_ == "affected"
    assert propose(BEFORE, {"with_file": 0}).class_ == ""


def test_the_year_of_a_review_and_the_edition_that_holds():
    assert RULES.period(2025) == (date(2024, 12, 15), date(2025, 12, 14))
    assert RULES.in_force.from_on == BEFORE.in_force.until
    assert {one.confidence for one in RULES.classes if one.class_ == "drug-free"} == {"low"}
    assert BEFORE.confidence == "low"


NUMBERS = st.fixed_dictionaries(
    {
        "residents": st.integers(1, 50_000),
        "with_file": st.integers(0, 400),
        "places": st.integers(0, 3),
        "arrested": st.integers(0, 60),
        "plants": st.integers(0, 4000),
        "plant_area": st.integers(0, 900).map(str),
        "on_route": st.booleans(),
    }
)
WORST_FIRST = ["type-1", "type-2", "type-3", "", "drug-free"]


@given(answers=NUMBERS, more=st.sampled_from(["with_file", "places", "arrested", "plants"]))
def test_more_of_anything_never_makes_a_commune_better(answers, more):
    before = propose(RULES, answers).class_
    after = propose(RULES, {**answers, more: answers[more] + 50}).class_

    assert WORST_FIRST.index(after) <= WORST_FIRST.index(before)


def test_criteria_that_do_not_hang_together_are_refused():
    whole = RULES.model_dump(by_alias=True)

    def broken(**changes):
        with pytest.raises(ValidationError):
            Criteria.model_validate({**whole, **changes})

    broken(questions=whole["questions"][1:])
    broken(questions=[*whole["questions"], whole["questions"][0]])
    broken(classes=[{**whole["classes"][2], "needs": 9}])
    broken(classes=[whole["classes"][0]])
