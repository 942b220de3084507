"""Management of users, determination, substitution and post-rehab as shipped: each walked to its ends and refused aside."""

from datetime import date, datetime, timedelta

import pytest

from hoanhap.casework.queries.calendars import file_calendar
from hoanhap.casework.queries.law import shipped
from hoanhap.casework.rules.facts import StepFact
from hoanhap.casework.rules.guards import chain_refusals, opening_refusals
from hoanhap.casework.rules.law import Law
from hoanhap.casework.rules.states import EpisodeState, state_of
from hoanhap.kit.dates import LOCAL_ZONE, PartialDate

LAW = Law(shipped(), file_calendar())
FAR = date(2040, 1, 1)


def d(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").date()


def fact(
    step: str,
    on: str,
    *,
    months: int | None = None,
    ends: str = "",
    until: str = "",
    at: str = "",
    **answers: object,
) -> StepFact:
    moment = datetime.combine(d(on), datetime.strptime(at, "%H:%M").time(), LOCAL_ZONE) if at else None
    return StepFact(step, d(on), months, ends, moment, d(until) if until else None, None, answers)


def refusals(code: str, facts: list[StepFact]) -> set[tuple[str, str]]:
    found = chain_refusals(LAW.course(code, 1, facts), opened_on=facts[0].on, facts=facts, today=FAR)
    return {(one.step, one.reason.value) for one in found}


def state(code: str, facts: list[StepFact], on: str) -> EpisodeState:
    return state_of(LAW.course(code, 1, facts), facts, d(on))


def duties(code: str, facts: list[StepFact], on: str) -> set[str]:
    return {duty.code for duty in state(code, facts, on).next_duties}


USER_B = [
    fact("detection", "12/01/2024", ground="caught", area="ordinary"),
    fact("result-sent", "12/01/2024"),
    fact("residence-verified", "16/01/2024", residence="stable"),
    fact("notice", "19/01/2024"),
    fact("decision", "24/01/2024", months=12, team=["police-head", "family"]),
    fact("residence-check", "20/02/2024", found="present"),
    fact("test", "10/03/2024", result="negative"),
    fact("termination", "24/01/2025", ends="terminated"),
]
USER_C = [
    fact("detection", "01/07/2026", at="08:15", residence="stable"),
    fact("decision", "02/07/2026", at="08:00", months=12),
    fact("residence-check", "20/08/2026", found="present"),
    fact("termination", "02/07/2027", ends="terminated"),
]
DETERMINED_B = [
    fact("request", "04/03/2024", ground="managed-user", requested_by="commune-police", setting="detention"),
    fact("received", "04/03/2024", at="09:00"),
    fact("staff-sent", "05/03/2024", at="08:00"),
    fact("observation", "05/03/2024"),
    fact("result", "08/03/2024", ends="dependent", form="police"),
]
DETERMINED_C = [
    fact("request", "04/08/2026", ground="volunteer", requested_by="person", setting="facility"),
    fact("received", "04/08/2026", at="09:00"),
    fact("result", "07/08/2026", ends="dependent"),
]
PHASES = [
    fact("induction", "06/03/2024"),
    fact("titration", "09/03/2024"),
    fact("adjustment", "25/03/2024"),
    fact("maintenance", "30/05/2024"),
    fact("taper", "10/01/2026"),
]
TREATED_A = [
    fact("application", "04/03/2019"),
    fact("decision", "06/03/2019"),
    fact("induction", "07/03/2019"),
    fact("maintenance", "07/06/2019"),
    fact("taper", "01/03/2021"),
    fact("certificate", "01/12/2021", ends="completed"),
]
TREATED_B = [
    fact("application", "01/03/2024", registered_by="person"),
    fact("decision", "05/03/2024", clinic="Cơ sở mẫu"),
    *PHASES,
    fact("certificate", "20/06/2026", ends="completed"),
]
TREATED_C = [
    fact("application", "01/08/2026", registered_by="person"),
    fact("decision", "05/08/2026", clinic="Cơ sở mẫu"),
    fact("induction", "06/08/2026", at="08:00"),
    fact("maintenance", "06/11/2026"),
    fact("taper", "06/11/2028"),
    fact("certificate", "06/05/2029", ends="completed"),
]
AFTER_A = [
    fact("completion", "10/03/2019", path="voluntary"),
    fact("file", "12/03/2019"),
    fact("decision", "15/03/2019", months=18),
    fact("certificate", "10/09/2020", ends="completed"),
]
AFTER_B = [
    fact("completion", "01/03/2024", path="voluntary"),
    fact("report", "04/03/2024"),
    fact("file", "07/03/2024"),
    fact("decision", "11/03/2024", months=12),
    fact("support", "10/05/2024", kind=["counselling"]),
    fact("certificate", "01/03/2025", ends="completed"),
]
AFTER_C = [
    fact("completion", "01/08/2026", path="compulsory"),
    fact("report", "01/08/2026"),
    fact("file", "04/08/2026"),
    fact("decision", "06/08/2026", months=24),
    fact("certificate", "01/08/2028", ends="completed"),
]
PATHS = {
    "user-management-2021": USER_B,
    "user-management-2026": USER_C,
    "determination-2021": DETERMINED_B,
    "determination-2026": DETERMINED_C,
    "substitution-2012": TREATED_A,
    "substitution-2021": TREATED_B,
    "substitution-2026": TREATED_C,
    "post-rehab-2009": AFTER_A,
    "post-rehab-2021": AFTER_B,
    "post-rehab-2026": AFTER_C,
}
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
