"""Substitution treatment and post-rehab management as shipped: phases, paths, clocks, and what bars the end."""

from datetime import datetime

import pytest

from hoanhap.casework.rules.facts import StepFact
from hoanhap.kit.dates import LOCAL_ZONE
from tests.casework.rules.management import (
    AFTER_A,
    AFTER_B,
    AFTER_C,
    LAW,
    PATHS,
    PHASES,
    TREATED_A,
    TREATED_B,
    d,
    duties,
    fact,
    refusals,
    state,
)

# Substitution


def test_the_phases_are_the_stages_and_treatment_may_go_back_to_an_earlier_one():
    facts = [*TREATED_B[:-1], fact("maintenance", "01/04/2026")]
    found = [state("substitution-2021", facts, f"{one.on:%d/%m/%Y}").stage for one in facts]

    assert found == [
        "applied",
        "decided",
        "induction",
        "titration",
        "adjustment",
        "maintenance",
        "taper",
        "maintenance",
    ]


def test_nobody_completes_without_a_taper_and_nobody_starts_without_a_decision():
    without = [one for one in TREATED_B if one.kind != "taper"]

    assert refusals("substitution-2021", without) == {("certificate", "needs-step-before")}
    assert refusals("substitution-2021", [TREATED_B[0], PHASES[0]]) == {("induction", "needs-step-before")}


def test_walking_away_is_told_by_the_clinic_and_leads_to_minutes_and_a_file_in_five_working_days():
    gone = [*TREATED_B[:6], fact("self-termination", "06/06/2025")]
    assert duties("substitution-2021", gone, "06/06/2025") >= {"notify-self-termination", "record-violation"}

    ended = [
        *gone,
        fact("violation", "10/06/2025", ground="absent-days"),
        fact("stop", "20/06/2025", ends="self-terminated"),
    ]
    assert refusals("substitution-2021", ended) == set()
    (file,) = [
        one for one in state("substitution-2021", ended, "20/06/2025").next_duties if one.code == "compulsory"
    ]
    assert (file.due_on, file.since_on, file.by) == (d("17/06/2025"), d("10/06/2025"), "compulsory-file")


def test_no_dose_of_a_medicine_is_asked_for_in_any_step():
    asked = {
        detail.code
        for code in ("substitution-2012", "substitution-2021", "substitution-2026")
        for step in LAW.regime(code, 1).steps
        for detail in step.details
    }

    assert asked == {"registered_by", "clinic", "note", "result", "place", "ground", "consequence"}


def test_a_treatment_that_crosses_both_changes_follows_the_law_of_each_day():
    facts = TREATED_A[:4]
    course = LAW.course("substitution-2012", 1, facts)

    codes = [course.at(d(on)).code for on in ("31/12/2021", "01/01/2022", "30/06/2026", "01/07/2026")]
    assert codes == ["substitution-2012", "substitution-2021", "substitution-2021", "substitution-2026"]
    later = [*facts, fact("self-termination", "03/08/2026", at="17:00")]
    assert refusals("substitution-2012", later) == set()
    (told,) = [
        one
        for one in state("substitution-2012", later, "03/08/2026").next_duties
        if one.code == "notify-self-termination"
    ]
    assert told.due_at == datetime(2026, 8, 4, 17, 0, tzinfo=LOCAL_ZONE)


# Post-rehab


@pytest.mark.parametrize("code", ["post-rehab-2021", "post-rehab-2026"])
@pytest.mark.parametrize("path", ["voluntary", "substitution", "minor", "compulsory"])
def test_one_year_or_two_by_the_path_behind(code, path):
    start = PATHS[code][0].on
    head = [StepFact("completion", start, details={"path": path}), StepFact("file", start)]
    possible = {
        months
        for months in (6, 12, 18, 24, 25)
        if not refusals(code, [*head, StepFact("decision", start, months)])
    }

    assert possible == ({24} if path == "compulsory" else {12})


def test_the_older_law_left_one_to_two_years_to_the_decision():
    possible = {
        months
        for months in range(6, 30)
        if not refusals("post-rehab-2009", [*AFTER_A[:2], fact("decision", "15/03/2019", months=months)])
    }

    assert possible == set(range(12, 25))


def test_the_term_runs_from_the_completion_and_not_from_the_decision():
    assert state("post-rehab-2021", AFTER_B[:-1], "11/03/2024").term_ends_on == d("01/03/2025")


def test_a_completion_is_a_duty_before_anybody_reports():
    for path, duty in (
        ("voluntary", "see-report"),
        ("substitution", "see-report"),
        ("minor", "report"),
        ("compulsory", "report"),
    ):
        assert duties("post-rehab-2021", [fact("completion", "01/03/2024", path=path)], "01/03/2024") == {
            duty
        }
    assert duties("post-rehab-2021", AFTER_B[:2], "04/03/2024") == {"make-file"}
    assert duties("post-rehab-2021", AFTER_B[:3], "07/03/2024") == {"decide"}
    assert duties("post-rehab-2021", AFTER_B[:4], "11/03/2024") == {"certify"}


def test_days_away_without_a_word_do_not_count_and_days_that_were_reported_do():
    away = fact("absence-unreported", "01/05/2024", until="20/05/2024")
    told = fact("absence", "01/05/2024", until="20/05/2024", note="mẫu")

    assert state("post-rehab-2021", [*AFTER_B[:4], away], "01/06/2024").term_ends_on == d("21/03/2025")
    assert state("post-rehab-2021", [*AFTER_B[:4], told], "01/06/2024").term_ends_on == d("01/03/2025")
    assert refusals("post-rehab-2021", [*AFTER_B[:4], away, AFTER_B[-1]]) == {
        ("certificate", "term-not-over")
    }


def test_prison_ended_the_management_and_now_only_stops_its_clock():
    assert LAW.regime("post-rehab-2021", 1).end("prison") is not None
    assert LAW.regime("post-rehab-2026", 1).end("prison") is None
    held = [*AFTER_C[:4], fact("prison", "01/10/2026")]
    free = [*held, fact("release", "01/04/2027")]

    assert state("post-rehab-2026", held, "01/12/2026").stage == "suspended"
    assert state("post-rehab-2026", held, "01/12/2026").term_ends_on is None
    assert state("post-rehab-2026", free, "01/04/2027").stage == "managed"
    assert state("post-rehab-2026", free, "01/04/2027").term_ends_on == d("01/08/2028") + (
        d("01/04/2027") - d("01/10/2026")
    )


def test_an_open_determination_bars_the_certificate_and_a_new_dependence_leads_to_a_file():
    asked = [
        *AFTER_B[:4],
        fact("test", "10/02/2025", result="positive"),
        fact("determination-requested", "12/02/2025"),
    ]
    clear = [*asked, fact("determined", "17/02/2025", conclusion="not-dependent")]
    again = [*asked, fact("determined", "17/02/2025", conclusion="dependent")]

    assert refusals("post-rehab-2021", [*asked, AFTER_B[-1]]) == {("certificate", "not-while-due")}
    assert refusals("post-rehab-2021", [*clear, AFTER_B[-1]]) == set()
    assert ("certificate", "not-after-answer") in refusals("post-rehab-2021", [*again, AFTER_B[-1]])
    ended = [*again, fact("stop", "19/02/2025", ends="relapsed")]
    (file,) = state("post-rehab-2021", ended, "19/02/2025").next_duties
    assert (file.code, file.due_on) == ("compulsory", d("24/02/2025"))
