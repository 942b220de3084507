"""Rules that look beyond one step: birthdays, results of other episodes, sums of absences, criteria, reductions."""

from datetime import date

import pytest

from hoanhap.casework.rules.facts import About, Finding
from hoanhap.casework.rules.guards import chain_refusals
from hoanhap.casework.rules.law import Law
from hoanhap.casework.rules.spans import Units, spans
from hoanhap.kit.dates import PartialDate
from tests.casework.rules.rehabilitation import (
    COMMUNITY_A,
    COMPULSORY_C,
    FAR,
    HOME_C,
    LAW,
    MINOR_C,
    d,
    due,
    fact,
    refusals,
)


def born(text: str) -> About:
    day = d(text)
    return About(form="facility", birth=PartialDate(day.year, day.month, day.day))


def found(ended_as: str, on: str, kind: str = "dependence-determination") -> About:
    return About(findings=(Finding(kind, ended_as, d(on)),))


# At 18 (Law 120/2025, article 36, clause 4); the term below runs from 08/09/2026 to 08/09/2028

SERVING = MINOR_C[:11]


@pytest.mark.parametrize(
    ("birthday", "on", "stands"),
    [
        ("01/03/2010", "29/02/2028", False),
        ("01/03/2010", "01/03/2028", True),
        ("08/06/2010", "08/06/2028", True),
        ("09/06/2010", "09/06/2028", False),
        ("09/06/2010", "01/08/2028", False),
        ("01/03/2010", "07/09/2028", True),
        ("01/03/2010", "08/09/2028", False),
    ],
)
def test_whoever_turns_18_with_three_months_left_is_to_move_to_a_public_facility(birthday, on, stands):
    assert ("move-at-eighteen" in due("compulsory-minor-2026", SERVING, on, born(birthday))) is stands


def test_the_move_ends_the_duty_and_is_not_possible_before_the_birthday():
    about = born("01/03/2010")
    moved, early = fact("moved-to-public", "03/03/2028"), fact("moved-to-public", "29/02/2028")

    assert refusals("compulsory-minor-2026", [*SERVING, moved], about) == set()
    assert refusals("compulsory-minor-2026", [*SERVING, early], about) == {("moved-to-public", "not-of-age")}
    assert "move-at-eighteen" not in due("compulsory-minor-2026", [*SERVING, moved], "03/03/2028", about)


def test_a_birthday_known_by_its_year_only_counts_from_its_last_possible_day():
    about = About(form="facility", birth=PartialDate(2009))

    assert "move-at-eighteen" not in due("compulsory-minor-2026", SERVING, "30/12/2027", about)
    assert "move-at-eighteen" in due("compulsory-minor-2026", SERVING, "31/12/2027", about)


def test_the_duty_is_written_out_from_the_birthday_on():
    course = LAW.course("compulsory-minor-2026", 1, SERVING, born("01/03/2010"))
    [span] = [
        one for one in spans(course, SERVING, units=Units("here"))[1] if one.duty.code == "move-at-eighteen"
    ]

    assert (span.from_on, span.duty.since_on, span.duty.due_on) == (d("01/03/2028"), d("01/03/2028"), None)


# What was found in another episode

USER = [
    fact("detection", "03/08/2026", residence="stable"),
    fact("decision", "04/08/2026"),
    fact("re-use", "10/10/2026"),
    fact("determination-requested", "12/10/2026"),
]


def test_a_determination_of_the_same_person_counts_as_the_result_that_was_asked_for():
    renewal = fact("renewal", "25/10/2026")
    code, told = "user-management-2026", [*USER, renewal]

    assert refusals(code, told) == {("renewal", "needs-step-before"), ("renewal", "only-where")}
    assert refusals(code, told, found("not-dependent", "20/10/2026")) == set()
    assert refusals(code, told, found("dependent", "20/10/2026")) == {("renewal", "only-where")}
    assert ("renewal", "earlier-than") in refusals(code, told, found("not-dependent", "26/10/2026"))


def test_it_counts_on_its_own_day_and_never_before():
    about = found("dependent", "20/10/2026")

    assert "stop-dependent" not in due("user-management-2026", USER, "19/10/2026", about)
    assert "stop-dependent" in due("user-management-2026", USER, "20/10/2026", about)


@pytest.mark.parametrize(
    "about",
    [
        found("dependent", "11/10/2026"),
        found("other", "20/10/2026"),
        found("dependent", "20/10/2026", kind="post-rehab"),
    ],
)
def test_what_nobody_asked_for_in_this_management_changes_nothing(about):
    assert "stop-dependent" not in due("user-management-2026", USER, "25/10/2026", about)


def test_the_same_result_written_down_here_as_well_brings_about_one_duty():
    facts = [*USER, fact("determined", "22/10/2026", conclusion="dependent")]
    course = LAW.course("user-management-2026", 1, facts, found("dependent", "20/10/2026"))
    duties = [
        one for one in spans(course, facts, units=Units("here"))[1] if one.duty.code == "stop-dependent"
    ]

    assert [one.duty.since_on for one in duties] == [d("20/10/2026")]


@pytest.mark.parametrize("code", ["home-community-2026", "voluntary-facility-2026"])
@pytest.mark.parametrize(
    ("on", "is_valid"),
    [("10/08/2026", True), ("10/02/2026", True), ("09/02/2026", False), ("09/08/2025", False)],
)
def test_a_result_is_good_for_a_voluntary_registration_for_six_months(code, on, is_valid):
    registered = [fact("registration", "10/08/2026")]
    asked = due(code, registered, "10/08/2026", found("dependent", on))

    assert ("determine-first" not in asked) is is_valid


def test_who_registers_without_a_result_is_determined_and_that_result_settles_it():
    registered = HOME_C[:1]
    about = found("dependent", "20/08/2026")

    assert "determine-first" in due("home-community-2026", registered, "19/08/2026", about)
    assert "determine-first" not in due("home-community-2026", registered, "20/08/2026", about)


# Absences together (Decree 94/2010, article 30): 01/09/2021 to 01/03/2022 are 181 days, half of them 90

LEAVE = [COMMUNITY_A[0], COMMUNITY_A[1], COMMUNITY_A[2], COMMUNITY_A[3]]


def away(first: str, last: str):
    return fact("absence", first, until=last, told="approved")


@pytest.mark.parametrize(
    ("stretches", "is_possible"),
    [
        ([("01/10/2021", "30/10/2021"), ("01/11/2021", "30/11/2021"), ("01/12/2021", "30/12/2021")], True),
        (
            [
                ("01/10/2021", "30/10/2021"),
                ("01/11/2021", "30/11/2021"),
                ("01/12/2021", "30/12/2021"),
                ("10/01/2022", "10/01/2022"),
            ],
            False,
        ),
        (
            [
                ("01/10/2021", "30/10/2021"),
                ("20/10/2021", "18/11/2021"),
                ("10/11/2021", "09/12/2021"),
                ("10/12/2021", "29/12/2021"),
            ],
            True,
        ),
    ],
)
def test_absences_together_take_at_most_half_of_the_term_and_each_day_counts_once(stretches, is_possible):
    found_ = refusals("compulsory-community-2010", [*LEAVE, *(away(*one) for one in stretches)])

    assert found_ == (set() if is_possible else {("absence", "too-much-together")})


def test_a_single_absence_is_not_longer_than_thirty_days_and_none_falls_into_detoxification():
    long, early = away("01/10/2021", "31/10/2021"), away("05/09/2021", "06/09/2021")

    assert refusals("compulsory-community-2010", [*LEAVE, long]) == {("absence", "amount-out-of-bounds")}
    assert refusals("compulsory-community-2010", [*LEAVE, early]) == {("absence", "not-in-stage")}


# Three of six criteria (Circular 18/2021, articles 3 and 4)

SIX = ["strong-desire", "control", "tolerance", "indifference", "despite-harm", "withdrawal"]


@pytest.mark.parametrize(
    ("criteria", "observed", "dependent", "not_dependent"),
    [
        ([], False, True, True),
        (SIX[:1], False, False, True),
        (SIX[:2], False, False, False),
        (SIX[:2], True, False, True),
        ([SIX[0], SIX[5]], False, False, True),
        (SIX[:3], False, True, False),
        (SIX[:3], True, True, False),
        (SIX, False, True, False),
    ],
)
@pytest.mark.parametrize("code", ["determination-2021", "determination-2026"])
def test_three_of_six_criteria_mean_dependent(code, criteria, observed, dependent, not_dependent):
    first = d("03/08/2026" if code.endswith("2026") else "04/03/2024")

    def concluded(end: str):
        steps = ["request", "received", *(["observation"] if observed else []), "result"]
        return [
            fact(
                kind,
                f"{first:%d/%m/%Y}",
                ends=end if kind == "result" else "",
                **({"criteria": criteria} if kind == "result" else {}),
            )
            for kind in steps
        ]

    for end, is_possible in (("dependent", dependent), ("not-dependent", not_dependent)):
        expected = set() if is_possible else {("result", "not-so-many")}
        assert refusals(code, concluded(end)) == expected, end


# Reductions under the law of 2025: nobody has told how much, so nobody can

ADMITTED = COMPULSORY_C[:10]
PROPOSAL = fact("reduction-proposal", "10/09/2027")
REDUCTION = fact("reduction", "20/09/2027", months=3)


def filled(**values: int) -> Law:
    held = {
        ("compulsory-2026", f"reduction-{code}"): [(d("01/01/2027"), count)] for code, count in values.items()
    }
    return Law(LAW.regimes, LAW.calendar, held)


def reasons(law: Law, *facts) -> set[tuple[str, str]]:
    chain = [*ADMITTED, *facts]
    course = law.course("compulsory-2026", 1, chain)
    return {
        (one.step, one.reason.value)
        for one in chain_refusals(course, opened_on=chain[0].on, facts=chain, today=FAR)
    }


def test_a_reduction_is_not_possible_before_somebody_has_told_what_the_decree_says():
    assert reasons(filled(), PROPOSAL, REDUCTION) == {
        ("reduction-proposal", "not-told-yet"),
        ("reduction", "not-told-yet"),
    }
    assert reasons(filled(served=12), PROPOSAL, REDUCTION) == {("reduction", "not-told-yet")}
    assert reasons(filled(served=12, most=3), PROPOSAL, REDUCTION) == set()


@pytest.mark.parametrize(
    ("served", "on", "is_possible"),
    [(12, "07/09/2027", False), (12, "08/09/2027", True), (13, "10/09/2027", False)],
)
def test_enough_of_the_term_is_served_first(served, on, is_possible):
    told = reasons(filled(served=served, most=3), fact("reduction-proposal", on))

    assert told == (set() if is_possible else {("reduction-proposal", "too-little-served")})


def test_days_of_an_escape_are_not_served():
    escape, back = fact("escape", "01/03/2027"), fact("return", "11/03/2027")
    law = filled(served=12, most=3)

    assert reasons(law, escape, back, fact("reduction-proposal", "17/09/2027")) == {
        ("reduction-proposal", "too-little-served")
    }
    assert reasons(law, escape, back, fact("reduction-proposal", "18/09/2027")) == set()


@pytest.mark.parametrize(("months", "is_possible"), [(1, True), (3, True), (4, False)])
def test_no_reduction_is_larger_than_what_was_filled_in(months, is_possible):
    told = reasons(filled(served=12, most=3), PROPOSAL, fact("reduction", "20/09/2027", months=months))

    assert told == (set() if is_possible else {("reduction", "amount-out-of-bounds")})


def test_a_reduction_ends_the_term_earlier():
    law = filled(served=12, most=3)
    chain = [*ADMITTED, PROPOSAL, REDUCTION]
    [last] = {
        phase.term_ends_on
        for phase in spans(law.course("compulsory-2026", 1, chain), chain, units=Units("here"))[0][-1:]
    }

    assert last == date(2028, 6, 8)
