"""Each regime of these kinds walked to its ends and refused aside; management of users and determination in detail."""

from datetime import date, timedelta

import pytest

from hoanhap.casework.rules.facts import StepFact
from hoanhap.casework.rules.guards import opening_refusals
from hoanhap.casework.rules.states import state_of
from hoanhap.kit.dates import PartialDate
from tests.casework.rules.management import (
    DETERMINED_B,
    LAW,
    PATHS,
    USER_B,
    USER_C,
    d,
    duties,
    fact,
    refusals,
    state,
)

EVERY_END = [(code, end.code) for code in PATHS for end in LAW.regime(code, 1).ends]
VIOLATION = {"violation": {"ground": "absent-days", "consequence": "referral"}}


@pytest.mark.parametrize("code", PATHS)
def test_the_usual_path_is_possible_step_by_step_and_ends_as_it_should(code):
    facts = PATHS[code]
    for steps in range(1, len(facts) + 1):
        assert refusals(code, facts[:steps]) == set()

    end = facts[-1]
    done = state(code, facts, f"{end.on:%d/%m/%Y}")
    assert (done.ended_as, done.ended_on) == (end.ends_as, end.on)
    assert done.stage == LAW.regime(code, 1).ended_stage


@pytest.mark.parametrize(("code", "end"), EVERY_END, ids=str)
def test_every_end_can_be_reached_and_no_longer_once_it_is_too_late(code, end):
    told = LAW.regime(code, 1).end(end)
    assert told is not None
    before = [one for one in PATHS[code] if not one.ends_as]
    possible = []
    for steps in range(1, len(before) + 1):
        chain = before[:steps]
        on = PATHS[code][-1].on if told.step in ("certificate", "termination") else chain[-1].on
        needed = [
            one
            for one in LAW.regime(code, 1).step(told.step).after
            if one not in {fact.kind for fact in chain}
        ]
        if needed == ["violation"]:
            chain = [*chain, StepFact("violation", on, details=VIOLATION["violation"])]
        possible.append(refusals(code, [*chain, StepFact(told.step, on, ends_as=end)]) == set())

    assert any(possible)
    if told.only_before:
        place = next((at for at, one in enumerate(before) if one.kind == told.only_before), None)
        assert place is not None
        assert not any(possible[place:])


@pytest.mark.parametrize(
    "code", ["user-management-2021", "user-management-2026", *(c for c in PATHS if c.startswith("post"))]
)
def test_nothing_ends_by_time_a_day_before_the_term_is_over(code):
    *before, end = PATHS[code]
    early = StepFact(end.kind, end.on - timedelta(days=1), ends_as=end.ends_as)

    assert refusals(code, [*before, early]) == {(end.kind, "term-not-over")}
    assert state(code, before, f"{early.on:%d/%m/%Y}").stage == "managed"
    assert state(code, before, f"{end.on:%d/%m/%Y}").stage.startswith("awaiting-")


# Management of users


@pytest.mark.parametrize("code", ["user-management-2021", "user-management-2026"])
@pytest.mark.parametrize("months", [6, 11, 13, 24])
def test_management_of_a_user_lasts_twelve_months_and_no_other_time(code, months):
    changed = [
        StepFact(one.kind, one.on, months if one.kind == "decision" else None, details=one.details)
        for one in PATHS[code]
    ]
    facts = changed[: 1 + [one.kind for one in changed].index("decision")]

    assert refusals(code, facts) == {("decision", "term-out-of-bounds")}


def test_use_in_the_term_bars_its_end_until_a_new_year_has_begun():
    found = [fact("test", "10/06/2024", result="positive"), fact("re-use", "11/06/2024")]
    asked = [*found, fact("determination-requested", "11/06/2024")]
    renewed = [
        *asked,
        fact("determined", "20/06/2024", conclusion="not-dependent"),
        fact("renewal", "25/06/2024", months=12),
    ]
    term = USER_B[:-1]

    assert refusals("user-management-2021", [*term, *found, USER_B[-1]]) == {("termination", "not-after")}
    late = fact("termination", "25/06/2025", ends="terminated")
    assert refusals("user-management-2021", [*term, *renewed, late]) == set()
    assert refusals("user-management-2021", [*term, *renewed, USER_B[-1]]) == {
        ("termination", "term-not-over")
    }


def test_who_is_dependent_gets_no_new_year_but_an_end():
    asked = [
        fact("test", "10/06/2024", result="positive"),
        fact("re-use", "11/06/2024"),
        fact("determination-requested", "11/06/2024"),
    ]
    result = fact("determined", "20/06/2024", conclusion="dependent")
    facts = [*USER_B[:-1], *asked, result]

    assert refusals("user-management-2021", [*facts, fact("renewal", "25/06/2024", months=12)]) == {
        ("renewal", "only-where")
    }
    assert "stop-dependent" in duties("user-management-2021", facts, "20/06/2024")
    stopped = [*facts, fact("stop", "21/06/2024", ends="dependent")]
    assert duties("user-management-2021", stopped, "21/06/2024") == {"send-stop"}
    assert (
        duties(
            "user-management-2021",
            [*stopped, fact("end-sent", "24/06/2024", sent_to=["person"])],
            "24/06/2024",
        )
        == set()
    )


@pytest.mark.parametrize("code", ["user-management-2021", "post-rehab-2021", "post-rehab-2026"])
def test_a_positive_test_that_nobody_has_looked_into_bars_the_end_and_an_explained_one_does_not(code):
    *before, end = PATHS[code]
    positive = StepFact("test", end.on - timedelta(days=40), details={"result": "positive"})
    explained = StepFact("explained", end.on - timedelta(days=30), details={"note": "methadone"})

    assert refusals(code, [*before, positive, end]) == {(end.kind, "not-while-due")}
    assert refusals(code, [*before, positive, explained, end]) == set()


def test_a_move_does_not_start_the_year_anew():
    moved = [
        *USER_B[:-1],
        fact("move", "01/10/2024", place="Xã Mẫu 2"),
        fact("file-sent", "07/10/2024"),
        fact("transfer", "09/10/2024"),
    ]

    assert refusals("user-management-2021", moved) == set()
    assert state("user-management-2021", moved, "09/10/2024").term_ends_on == d("24/01/2025")


def test_custody_suspends_the_management_and_leaves_its_end_where_it_was():
    held = [*USER_C[:-1], fact("suspension", "01/09/2026")]
    free = [*held, fact("suspension-end", "01/12/2026")]

    assert state("user-management-2026", held, "01/10/2026").stage == "suspended"
    assert state("user-management-2026", free, "01/12/2026").stage == "managed"
    assert state("user-management-2026", free, "01/12/2026").term_ends_on == d("02/07/2027")
    assert refusals("user-management-2026", [*USER_C[:-1], fact("suspension-end", "01/12/2026")]) >= {
        ("suspension-end", "needs-step-before")
    }
    assert refusals("user-management-2026", [*held, fact("stop", "02/12/2026", ends="custody")]) == set()


def test_the_new_law_decides_about_what_is_done_after_its_first_day_and_the_signed_year_stays():
    start = [StepFact(one.kind, date(2026, 3, 2), one.term_months, details=one.details) for one in USER_B[:5]]
    new = fact("stop", "02/09/2026", ends="custody")
    gone = fact("stop", "02/09/2026", ends="commune-education")
    old = fact("stop", "30/06/2026", ends="commune-education")

    assert state("user-management-2021", start, "02/09/2026").term_ends_on == d("02/03/2027")
    assert refusals("user-management-2021", [*start, new]) == set()
    assert refusals("user-management-2021", [*start, gone]) == {("stop", "end-unknown")}
    assert refusals("user-management-2021", [*start, old]) == set()
    moved = [*start, fact("move", "01/07/2026", at="07:00", place="Xã Mẫu 2")]
    (told,) = [
        one
        for one in state("user-management-2021", moved, "01/07/2026").next_duties
        if one.code == "notify-move"
    ]
    assert (told.due_on, told.regime) == (d("02/07/2026"), ("user-management-2026", 1))


# Determination


def test_staff_go_only_to_people_who_are_detained():
    free = fact("request", "04/03/2024", ground="volunteer", requested_by="person", setting="facility")
    facts = [free, *DETERMINED_B[1:3]]

    assert refusals("determination-2021", facts) == {("staff-sent", "only-where")}
    assert duties("determination-2021", facts[:2], "04/03/2024") == {"give-result"}
    assert duties("determination-2021", DETERMINED_B[:2], "04/03/2024") == {"send-staff", "give-result"}


@pytest.mark.parametrize(("end", "due"), [("dependent", {"register"}), ("not-dependent", set())])
@pytest.mark.parametrize("code", ["determination-2021", "determination-2026"])
def test_only_who_is_dependent_has_to_register(code, end, due):
    *before, last = PATHS[code]
    facts = [*before, StepFact("result", last.on, ends_as=end)]

    assert duties(code, facts, f"{last.on:%d/%m/%Y}") == due


@pytest.mark.parametrize(
    "kind", ["voluntary-home-community", "voluntary-facility", "substitution", "compulsory"]
)
def test_any_form_of_treatment_settles_the_duty_to_register(kind):
    course = LAW.course("determination-2021", 1, DETERMINED_B)

    assert state_of(course, DETERMINED_B, d("12/03/2024"), followed={kind: d("11/03/2024")}).next_duties == ()
    assert state_of(course, DETERMINED_B, d("12/03/2024"), followed={kind: d("07/03/2024")}).next_duties != ()


# Age


@pytest.mark.parametrize("code", PATHS)
def test_a_child_below_twelve_is_no_case(code):
    regime = LAW.regime(code, 1)
    on = regime.in_force.from_on
    form = regime.forms[0].code
    for years, wanted in ((11, {"too-young"}), (12, set())):
        birth = PartialDate.of(on.replace(year=on.year - years))
        found = opening_refusals(regime, applied_on=on, form=form, birth=birth, died_on=None)
        assert {one.reason.value for one in found} == wanted
