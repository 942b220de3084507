"""What belongs to one form of treatment only: steps, duties, ends, and what comes after."""

import pytest
from pydantic import ValidationError

from hoanhap.casework.queries.law import shipped
from hoanhap.casework.rules.facts import About
from hoanhap.casework.rules.guards import Reason, options
from hoanhap.casework.rules.paths import forms_of, path_to
from hoanhap.casework.rules.regimes import Regime
from hoanhap.casework.rules.usual import usual_path
from tests.casework.rules import sample
from tests.casework.rules.rehabilitation import (
    FAR,
    LAW,
    PARTIAL_C,
    PRIVATE_C,
    PUBLIC_C,
    d,
    due,
    fact,
    refusals,
    state,
)

FACILITY = "voluntary-facility-2026"
PUBLIC, FULL, PART = (About(form=form) for form in ("public", "private-full", "private-partial"))


@pytest.mark.parametrize(
    ("facts", "about", "expected"),
    [
        (PUBLIC_C, PUBLIC, set()),
        (PUBLIC_C, FULL, {("police-proposal", "not-for-form"), ("decision", "not-for-form")}),
        (PRIVATE_C, FULL, set()),
        (PRIVATE_C, PUBLIC, {("contract", "not-for-form")}),
        (PARTIAL_C, PART, set()),
        (PARTIAL_C, FULL, {("confirmation", "not-for-form")}),
        (PUBLIC_C, About(), set()),
        (PUBLIC_C, About(form="private"), set()),
    ],
)
def test_each_form_has_its_own_way_in_and_out(facts, about, expected):
    assert refusals(FACILITY, facts, about) == expected


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        (PUBLIC, {"propose", "determine-first"}),
        (FULL, {"sign-contract", "determine-first"}),
        (PART, {"sign-contract", "determine-first"}),
        (About(), {"propose", "sign-contract", "determine-first"}),
    ],
)
def test_a_registration_brings_about_the_duties_of_its_form_only(about, expected):
    assert set(due(FACILITY, PUBLIC_C[:1], "20/07/2026", about)) == expected


def test_only_a_private_facility_has_twenty_four_hours_to_tell_of_an_admission():
    admitted = [*PRIVATE_C[:2], PRIVATE_C[2]]

    assert due(FACILITY, admitted, "01/08/2026", FULL)["notify-start"] == d("02/08/2026")
    assert "notify-start" not in due(FACILITY, PUBLIC_C[:4], "01/08/2026", PUBLIC)


def test_what_comes_after_a_part_of_the_process_is_the_rest_of_it_at_home():
    assert "continue-at-home" in due(FACILITY, PARTIAL_C, "02/12/2026", PART)
    ended = state(FACILITY, PRIVATE_C, "02/08/2028", FULL)
    assert [duty.code for duty in ended.next_duties if not duty.steps] == ["post-rehab-file"]


def test_a_step_of_another_form_is_shown_with_that_one_reason():
    course = LAW.course(FACILITY, 1, PRIVATE_C[:1], FULL)
    found = options(course, opened_on=PRIVATE_C[0].on, facts=PRIVATE_C[:1], today=FAR)
    reasons = {one.code: [refusal.reason for refusal in one.refusals] for one in found}

    assert [code for code, told in reasons.items() if told == [Reason.NOT_FOR_FORM]] == [
        "police-proposal",
        "decision",
        "confirmation",
    ]
    assert reasons["contract"] == []


@pytest.mark.parametrize("form", ["public", "private-full", "private-partial"])
def test_there_is_a_way_for_each_form_and_none_through_another(form):
    end = "continues-at-home" if form == "private-partial" else "completed"
    facts = path_to(LAW, shipped()[FACILITY, 1], end=end, begin_on=d("03/08/2026"), form=form)

    assert form in forms_of(shipped()[FACILITY, 1], facts)
    assert refusals(FACILITY, facts, About(form=form)) == set()


def test_the_usual_path_leaves_out_what_is_not_for_the_form():
    regime = shipped()[FACILITY, 1]

    assert {"decision", "contract"} & set(usual_path(regime, "public")) == {"decision"}
    assert {"decision", "contract"} & set(usual_path(regime, "private-full")) == {"contract"}
    assert "confirmation" in usual_path(regime, "private-partial")
    assert "certificate" not in usual_path(regime, "private-partial")


def test_staff_goes_to_a_place_of_detention_only_where_the_police_ask():
    request = fact("request", "05/03/2024", setting="detention")
    facts = [request, fact("received", "05/03/2024"), fact("staff-sent", "06/03/2024")]

    assert refusals("determination-2021", facts, About(form="police")) == set()
    assert refusals("determination-2021", facts, About(form="voluntary")) == {("staff-sent", "not-for-form")}


def broken(**changes: object) -> str:
    with pytest.raises(ValidationError) as wrong:
        Regime.model_validate({**sample.CONTENT, **changes})
    return str(wrong.value)


def test_a_form_that_is_named_exists():
    steps = [dict(step) for step in sample.CONTENT["steps"]]
    steps[-1]["forms"] = ["nowhere"]

    assert "forms not known: ['nowhere']" in broken(steps=steps)


def test_a_form_never_needs_a_step_that_is_not_for_it():
    forms = [{"code": code, "title": {"vi": code, "en": code}} for code in ("one", "two")]
    steps = [dict(step) for step in sample.CONTENT["steps"]]
    steps[1]["forms"] = ["one"]
    steps[2]["after"] = [steps[1]["code"]]

    assert f"needs {steps[1]['code']}, which is not for the form two" in broken(forms=forms, steps=steps)


def test_one_of_several_steps_is_for_the_form():
    forms = [{"code": code, "title": {"vi": code, "en": code}} for code in ("one", "two")]
    steps = [dict(step) for step in sample.CONTENT["steps"]]
    steps[1]["forms"] = ["one"]
    steps[2]["after_any"] = [steps[1]["code"]]

    assert "none of them is for the form two" in broken(forms=forms, steps=steps)
