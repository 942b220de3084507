"""The deadlines of the shipped law of rehabilitation, each computed by hand first, and what it leaves open."""

from datetime import date, datetime, timedelta

import pytest

from hoanhap.casework.rules.facts import StepFact
from hoanhap.casework.rules.guards import opening_refusals
from hoanhap.casework.rules.law import Law
from hoanhap.casework.rules.states import state_of
from hoanhap.kit.dates import LOCAL_ZONE, PartialDate
from tests.casework.rules.rehabilitation import (
    COMPULSORY_B,
    COMPULSORY_C,
    FACILITY_B,
    HOME_B,
    HOME_C,
    LAW,
    PARTIAL_C,
    PATHS,
    d,
    due,
    fact,
    refusals,
    state,
)


@pytest.mark.parametrize(
    ("code", "facts", "duty", "last_day"),
    [
        ("home-community-2021", HOME_B[:1], "decide", "07/03/2024"),
        ("home-community-2021", HOME_B[:1], "appraise", "07/03/2024"),
        ("home-community-2021", [fact("registration", "06/02/2024")], "decide", "16/02/2024"),
        ("home-community-2021", HOME_B[:3], "begin", "14/03/2024"),
        ("home-community-2021", HOME_B[:4], "notify-start", "15/03/2024"),
        ("home-community-2021", HOME_B[:8], "notify-finish", "19/03/2024"),
        ("home-community-2021", HOME_B[:3], "evaluate", "07/09/2024"),
        ("home-community-2021", HOME_B[:8], "certify", "07/09/2024"),
        (
            "home-community-2021",
            [*HOME_B[:3], fact("violation", "26/04/2024", ground="self-terminated")],
            "record-breach",
            "07/05/2024",
        ),
        (
            "home-community-2021",
            [*HOME_B[:3], fact("violation", "26/04/2024", ground="self-terminated")],
            "notify-termination",
            "07/05/2024",
        ),
        (
            "home-community-2021",
            [*HOME_B[:3], fact("test", "03/06/2024", result="positive")],
            "answer-test",
            "10/06/2024",
        ),
        ("voluntary-facility-2021", FACILITY_B[:3], "notify-start", "12/03/2024"),
        ("voluntary-facility-2021", [*FACILITY_B[:3], fact("left", "03/06/2024")], "find-out", "10/06/2024"),
        ("voluntary-facility-2021", FACILITY_B, "notify-finish", "12/11/2024"),
        (
            "voluntary-facility-2021",
            [*FACILITY_B[:3], fact("violation", "26/04/2024", ground="self-terminated")],
            "record-breach",
            "07/05/2024",
        ),
        (
            "voluntary-facility-2021",
            [*FACILITY_B[:3], fact("violation", "26/04/2024", ground="self-terminated")],
            "notify-termination",
            "07/05/2024",
        ),
        (
            "voluntary-facility-2021",
            [*FACILITY_B[:3], fact("test", "03/06/2024", result="positive")],
            "answer-test",
            "10/06/2024",
        ),
        (
            "voluntary-facility-2021",
            [*FACILITY_B[:3], fact("stopped", "26/04/2024", ends="stopped", ground="used")],
            "compulsory-file",
            "07/05/2024",
        ),
        ("compulsory-2021", COMPULSORY_B[:1], "make-file", "11/03/2024"),
        ("compulsory-2021", COMPULSORY_B[:3], "pass-on", "15/03/2024"),
        ("compulsory-2021", COMPULSORY_B[:4], "check", "19/03/2024"),
        (
            "compulsory-2021",
            [*COMPULSORY_B[:4], fact("supplement-request", "18/03/2024")],
            "supplement",
            "20/03/2024",
        ),
        (
            "compulsory-2021",
            [*COMPULSORY_B[:4], fact("supplement-request", "18/03/2024"), fact("supplement", "20/03/2024")],
            "check-again",
            "22/03/2024",
        ),
        ("compulsory-2021", COMPULSORY_B[:7], "ask-relief", "05/04/2024"),
        ("compulsory-2021", COMPULSORY_B[:7], "bring", "08/04/2024"),
        (
            "compulsory-2021",
            [*COMPULSORY_B[:6], fact("decision-received", "25/04/2024")],
            "bring",
            "02/05/2024",
        ),
        ("compulsory-2021", [*COMPULSORY_B[:7], fact("no-place", "08/04/2024")], "bring-later", "08/07/2024"),
        (
            "compulsory-2021",
            [*COMPULSORY_B[:9], fact("leave-request", "11/06/2024")],
            "decide-leave",
            "12/06/2024",
        ),
        ("compulsory-2021", COMPULSORY_B[:9], "give-notice", "24/03/2025"),
        ("compulsory-2021", COMPULSORY_B[:9], "certify", "08/04/2025"),
        ("compulsory-2026", COMPULSORY_C[:1], "limitation", "03/11/2026"),
        (
            "compulsory-2026",
            [COMPULSORY_C[0], fact("evasion-end", "20/09/2026")],
            "limitation-anew",
            "20/12/2026",
        ),
        ("compulsory-2026", COMPULSORY_C[:3], "send-to-court", "14/08/2026"),
    ],
)
def test_the_last_day(code, facts, duty, last_day):
    assert due(code, facts, f"{facts[-1].on:%d/%m/%Y}")[duty] == d(last_day)


@pytest.mark.parametrize(
    ("code", "facts", "duty", "moment"),
    [
        ("compulsory-2026", COMPULSORY_C[:6], "carry-out", "08/09/2026 08:30"),
        ("compulsory-2026", COMPULSORY_C[:7], "bring", "08/09/2026 16:00"),
        (
            "compulsory-2026",
            [*COMPULSORY_C[:9], fact("escape", "31/10/2026", at="22:10")],
            "notify-escape",
            "01/11/2026 22:10",
        ),
        (
            "home-community-2026",
            [*HOME_C[:3], fact("intake", "17/08/2026", at="09:00")],
            "notify-start",
            "18/08/2026 09:00",
        ),
        (
            "home-community-2026",
            [*HOME_C[:3], fact("intake", "17/08/2026")],
            "notify-start",
            "18/08/2026 23:59",
        ),
        (
            "home-community-2026",
            [*HOME_C[:3], fact("move", "29/08/2026", at="18:45")],
            "notify-move",
            "30/08/2026 18:45",
        ),
        (
            "voluntary-facility-2026",
            [*PARTIAL_C[:3], fact("left", "05/09/2026", at="01:00")],
            "notify-left",
            "06/09/2026 01:00",
        ),
        ("home-community-2026", HOME_C[:10], "notify-finish", "24/08/2026 23:59"),
        (
            "home-community-2026",
            [
                *HOME_C[:3],
                fact("violation", "05/09/2026", at="10:15", ground="self-terminated", measure="compulsory"),
            ],
            "notify-termination",
            "06/09/2026 10:15",
        ),
        ("voluntary-facility-2026", PARTIAL_C[:3], "notify-start", "02/08/2026 23:59"),
        ("voluntary-facility-2026", PATHS["voluntary-facility-2026"], "notify-finish", "02/08/2028 23:59"),
        ("voluntary-facility-2026", PARTIAL_C, "notify-part", "02/12/2026 23:59"),
    ],
)
def test_hours_run_without_pause(code, facts, duty, moment):
    found = {one.code: one for one in state(code, facts, f"{facts[-1].on:%d/%m/%Y}").next_duties}[duty]

    assert found.due_at is not None
    assert found.due_at.replace(second=0) == datetime.strptime(moment, "%d/%m/%Y %H:%M").replace(
        tzinfo=LOCAL_ZONE
    )


@pytest.mark.parametrize(
    ("code", "facts", "kind", "first_day"),
    [
        ("compulsory-2021", COMPULSORY_B[:3], "forward", "15/03/2024"),
        ("compulsory-2021", [*COMPULSORY_B[:2], fact("notice", "26/04/2024")], "forward", "05/05/2024"),
        ("compulsory-2026", COMPULSORY_C[:3], "court-sent", "14/08/2026"),
    ],
)
def test_nothing_is_sent_before_three_working_days_of_reading_are_over(code, facts, kind, first_day):
    early = [*facts, StepFact(kind, d(first_day) - timedelta(days=1))]

    assert refusals(code, early) == {(kind, "too-soon")}
    assert refusals(code, [*facts, fact(kind, first_day)]) == set()


def test_rating_is_due_each_month_and_review_each_quarter_while_the_person_is_inside():
    inside = COMPULSORY_B[:9]
    rated = [*inside, fact("rating", "30/04/2024", grade="fair")]
    escaped = [*rated, fact("escape", "01/07/2024")]

    assert due("compulsory-2021", inside, "20/04/2024")["rate"] == d("08/05/2024")
    assert "rate" not in due("compulsory-2021", rated, "08/05/2024")
    assert due("compulsory-2021", rated, "09/05/2024")["rate"] == d("08/06/2024")
    assert due("compulsory-2021", rated, "09/05/2024")["review"] == d("08/07/2024")
    assert due("compulsory-2021", rated, "09/05/2024")["check-health"] == d("08/10/2024")
    assert {"rate", "review", "check-health"} & set(due("compulsory-2021", escaped, "02/07/2024")) == set()


@pytest.mark.parametrize("exclusion", ["no-capacity", "pregnant", "sole-carer"])
def test_no_file_goes_on_where_the_new_law_excludes_the_person(exclusion):
    facts = [COMPULSORY_C[0], fact("file", "07/08/2026", exclusion=exclusion)]

    assert refusals("compulsory-2026", [*facts, COMPULSORY_C[2]]) == {("notice", "not-after-answer")}
    assert refusals("compulsory-2026", [*facts, fact("other-end", "10/08/2026", ends="excluded")]) == set()


# Age


@pytest.mark.parametrize(
    ("code", "born", "reasons"),
    [
        ("compulsory-2021", "05/03/2006", {"too-young"}),
        ("compulsory-2021", "04/03/2006", set()),
        ("compulsory-minor-2021", "05/03/2006", set()),
        ("compulsory-minor-2021", "04/03/2006", {"too-old"}),
        ("compulsory-minor-2021", "05/03/2012", {"too-young"}),
        ("compulsory-minor-2021", "04/03/2012", set()),
        ("home-community-2021", "05/03/2012", {"too-young"}),
        ("home-community-2021", "04/03/2012", set()),
    ],
)
def test_who_is_old_enough_and_who_too_old(code, born, reasons):
    regime = LAW.regime(code, 1)
    on = d("04/03/2024")
    birth = PartialDate(d(born).year, d(born).month, d(born).day)
    found = opening_refusals(regime, applied_on=on, form=regime.forms[0].code, birth=birth, died_on=None)

    assert {one.reason.value for one in found} == reasons


# What the law leaves open

OPEN_IN_COMPULSORY = {
    "compulsory-file",
    "post-rehab-file",
    "court-decision",
    "rating",
    "review",
    "health-check",
    "end-notice",
    "reduction-served",
    "reduction-most",
}
BLANKS = {
    "home-community-2026": {"reception", "begin", "compulsory-file", "post-rehab-file"},
    "voluntary-facility-2026": {"proposal", "public-decision", "compulsory-file", "post-rehab-file"},
    "compulsory-2021": {"court-decision"},
    "compulsory-minor-2021": {"court-decision"},
    "compulsory-2026": OPEN_IN_COMPULSORY,
    "compulsory-minor-2026": OPEN_IN_COMPULSORY,
}


@pytest.mark.parametrize("code", PATHS)
def test_what_the_law_leaves_open_is_blank_and_nothing_else(code):
    regime = LAW.regime(code, 1)

    assert {blank.code for blank in regime.blanks} == BLANKS.get(code, set())
    assert [step.form_code for step in regime.steps if step.form_code and not code.endswith("2021")] == []


def test_a_blank_gives_a_day_once_an_administrator_has_filled_it():
    filled: dict[tuple[str, str], list[tuple[date, int]]] = {
        ("compulsory-2026", "compulsory-file"): [(d("01/09/2026"), 5)]
    }
    law = Law(LAW.regimes, LAW.calendar, filled)

    def last_day(discovered: str) -> date | None:
        course = law.course("compulsory-2026", 1)
        duties = state_of(course, [fact("discovery", discovered, ground="used")], d(discovered)).next_duties
        return {duty.code: duty.due_on for duty in duties}["make-file"]

    assert last_day("31/08/2026") is None
    assert last_day("07/09/2026") == d("14/09/2026")


@pytest.mark.parametrize("code", PATHS)
def test_every_duty_says_whose_it_is_and_on_what_it_rests(code):
    regime = LAW.regime(code, 1)

    for part in (*regime.duties, *regime.leads_to):
        assert part.by, part.code
        assert "Điều" in part.legal_basis or part.confidence != "high", part.code


@pytest.mark.parametrize("year", ["2021", "2026"])
def test_the_deadlines_of_minors_are_those_of_adults(year):
    def lengths(code: str) -> dict[str, object]:
        regime = LAW.regime(code, 1)
        waits = {step.code: [wait.length for wait in step.waits] for step in regime.steps if step.waits}
        duties = {duty.code: (duty.within, duty.due_by, duty.rolls_over) for duty in regime.duties}
        return {**duties, **waits, **{lead.code: lead.within for lead in regime.leads_to}}

    own = {"2026": {"move-at-eighteen": (None, "nothing", True)}}.get(year, {})
    assert lengths(f"compulsory-minor-{year}") == {**lengths(f"compulsory-{year}"), **own}
