"""The shipped law of rehabilitation, walked: each regime to each of its ends, its terms, its refusals."""

from datetime import timedelta

import pytest

from hoanhap.casework.rules.facts import About, StepFact
from tests.casework.rules.rehabilitation import (
    COMPULSORY_B,
    HOME_B,
    HOME_C,
    LAW,
    PARTIAL_C,
    PATHS,
    PRIVATE_C,
    PUBLIC_C,
    d,
    fact,
    refusals,
    state,
    with_answers,
)

EVERY_END = [(code, end.code) for code in PATHS for end in LAW.regime(code, 1).ends]


@pytest.mark.parametrize("code", PATHS)
def test_the_usual_path_is_possible_from_the_first_step_to_the_certificate(code):
    facts = PATHS[code]
    for steps in range(1, len(facts) + 1):
        assert refusals(code, facts[:steps]) == set()

    last = facts[-1].on
    assert state(code, facts, f"{last:%d/%m/%Y}").ended_as == "completed"
    assert state(code, facts[:-1], f"{last:%d/%m/%Y}").stage == "awaiting-certificate"


@pytest.mark.parametrize("code", PATHS)
def test_no_certificate_a_day_before_the_term_is_over(code):
    facts = PATHS[code]
    early = StepFact("certificate", facts[-1].on - timedelta(days=1), ends_as="completed")

    assert ("certificate", "term-not-over") in refusals(code, [*facts[:-1], early])


@pytest.mark.parametrize(("code", "end"), EVERY_END, ids=lambda value: value)
def test_every_end_can_be_reached(code, end):
    regime = LAW.regime(code, 1)
    told = regime.end(end)
    assert told is not None
    path = PARTIAL_C if end == "continues-at-home" else PATHS[code]
    before = [one for one in path if not one.ends_as]
    possible = []
    for steps in range(1, len(before) + 1):
        last = before[steps - 1].on
        on = max(last, path[-1].on) if told.step in ("certificate", "confirmation") else last
        possible.append(refusals(code, [*before[:steps], StepFact(told.step, on, ends_as=end)]) == set())

    assert any(possible)
    if told.only_before:
        place = next(at for at, one in enumerate(before) if one.kind == told.only_before)
        assert possible[0]
        assert not any(possible[place:]), "no longer once that has happened"


@pytest.mark.parametrize("code", [code for code in PATHS if LAW.regime(code, 1).step("behaviour")])
def test_detoxification_is_never_skipped(code):
    path = [one for one in PATHS[code] if one.kind not in ("detox", "detox-end")]
    begun = next(at for at, one in enumerate(path) if one.kind in ("intake", "admission")) + 1
    facts = [*path[:begun], StepFact("behaviour", path[begun - 1].on)]

    if code == "compulsory-2012":  # of those decrees only the order of single stages was read
        assert refusals(code, facts) == set()
    else:
        assert refusals(code, facts) == {("behaviour", "needs-step-before")}


@pytest.mark.parametrize(
    ("code", "stages"),
    [
        ("home-community-2021", {"intake", "detox-end", "behaviour-end"}),
        ("voluntary-facility-2021", {"intake", "detox-end", "behaviour-end"}),
        ("home-community-2026", {"intake", "detox-end", "behaviour-end", "vocational", "reintegration"}),
        ("voluntary-facility-2026", {"intake", "detox-end", "behaviour-end", "vocational", "reintegration"}),
        ("compulsory-2021", {"intake", "detox-end", "behaviour-end", "vocational", "reintegration"}),
        ("compulsory-2026", {"intake", "detox-end", "behaviour-end", "vocational", "reintegration"}),
        ("compulsory-minor-2021", {"intake", "detox-end", "behaviour-end", "vocational", "reintegration"}),
        ("compulsory-minor-2026", {"intake", "detox-end", "behaviour-end", "vocational", "reintegration"}),
    ],
)
def test_the_certificate_wants_the_stages_of_its_law(code, stages):
    wanted = {
        kind
        for kind in ("intake", "detox-end", "behaviour-end", "vocational", "reintegration")
        if ("certificate", "needs-step-before")
        in refusals(code, [one for one in PATHS[code] if one.kind != kind])
    }

    assert wanted == stages


# What stands against a certificate


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (fact("test", "01/06/2024", result="positive"), "not-after-answer"),
        (fact("violation", "01/06/2024", ground="self-terminated"), "not-after"),
    ],
)
@pytest.mark.parametrize("code", ["home-community-2021", "voluntary-facility-2021"])
def test_a_positive_test_and_an_open_breach_stand_against_the_certificate(code, more, reason):
    assert refusals(code, sorted([*PATHS[code], more], key=lambda one: one.on)) == {("certificate", reason)}


@pytest.mark.parametrize("result", ["negative", "invalid", "refused"])
def test_another_result_does_not(result):
    test = fact("test", "01/06/2024", result=result)

    assert refusals("home-community-2021", [*HOME_B[:-2], test, *HOME_B[-2:]]) == set()


def test_an_evaluation_that_says_no_stands_against_the_certificate():
    facts = with_answers(HOME_B[:-1], "evaluation", result="not-met")

    assert refusals("home-community-2021", [*facts, HOME_B[-1]]) == {("certificate", "only-where")}


def test_a_reminder_does_not_stand_against_the_certificate_under_the_new_law_but_an_open_referral_does():
    def breach(measure: str) -> list[StepFact]:
        return [*HOME_C[:-1], fact("violation", "01/06/2027", ground="other", measure=measure), HOME_C[-1]]

    assert refusals("home-community-2026", breach("reminder")) == set()
    assert refusals("home-community-2026", breach("review")) == set()
    assert refusals("home-community-2026", breach("compulsory")) == {("certificate", "not-while-due")}


def test_a_part_of_the_process_ends_with_a_confirmation_and_never_with_a_certificate():
    certificate = fact("certificate", "01/08/2028", ends="completed")
    whole = [*PARTIAL_C[:-1], *PRIVATE_C[-3:-1], certificate]
    confirmed = [*PRIVATE_C[:-1], fact("confirmation", "01/12/2026", ends="continues-at-home")]

    part, full = About(form="private-partial"), About(form="private-full")
    assert refusals("voluntary-facility-2026", PARTIAL_C, part) == set()
    assert refusals("voluntary-facility-2026", whole, part) == {("certificate", "not-for-form")}
    assert refusals("voluntary-facility-2026", confirmed, full) == {("confirmation", "not-for-form")}


def test_a_facility_takes_nobody_in_without_decision_or_contract():
    assert refusals("voluntary-facility-2026", PUBLIC_C) == set()
    assert refusals("voluntary-facility-2026", [PUBLIC_C[0], PUBLIC_C[3]]) == {("intake", "needs-one-of")}


# Terms


@pytest.mark.parametrize(
    ("code", "kind", "months", "possible"),
    [
        *[("home-community-2021", "decision", months, 6 <= months <= 12) for months in (5, 6, 12, 13)],
        *[("voluntary-facility-2021", "contract", months, 6 <= months <= 12) for months in (5, 6, 12, 13)],
        *[("compulsory-2021", "decision", months, 12 <= months <= 24) for months in (11, 12, 24, 25)],
        *[("compulsory-minor-2021", "decision", months, 6 <= months <= 12) for months in (5, 6, 12, 13)],
        *[("compulsory-2012", "decision", months, 12 <= months <= 24) for months in (11, 12, 24, 25)],
        *[("compulsory-community-2010", "decision", months, 6 <= months <= 12) for months in (5, 6, 12, 13)],
    ],
)
def test_the_term_stays_within_the_bounds_of_the_law(code, kind, months, possible):
    place = next(at for at, one in enumerate(PATHS[code]) if one.kind == kind)
    changed = StepFact(kind, PATHS[code][place].on, months)

    found = refusals(code, [*PATHS[code][:place], changed])
    assert found == (set() if possible else {(kind, "term-out-of-bounds")})


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("home-community-2026", "reception"),
        ("voluntary-facility-2026", "intake"),
        ("compulsory-2026", "decision"),
        ("compulsory-minor-2026", "decision"),
    ],
)
def test_the_new_term_is_24_months_the_first_time_and_36_from_the_second(code, kind):
    place = next(at for at, one in enumerate(PATHS[code]) if one.kind == kind)
    before, on = PATHS[code][:place], PATHS[code][place].on
    possible = {
        (times, months)
        for times in ("first", "again")
        for months in (12, 23, 24, 25, 35, 36, 37)
        if not refusals(code, [*before, StepFact(kind, on, months, details={"times": times})])
    }

    assert possible == {("first", 24), ("again", 36)}


def test_the_term_is_counted_from_the_minutes_of_reception():
    assert state("home-community-2026", HOME_C[:3], "15/08/2026").term_ends_on == d("15/08/2028")


def test_an_old_term_runs_to_its_end_under_the_new_law():
    facts = [fact("registration", "06/03/2026"), fact("decision", "10/03/2026", months=6)]

    assert state("home-community-2021", facts, "10/09/2026").term_ends_on == d("10/09/2026")
    assert state("home-community-2021", facts, "10/09/2026").stage == "awaiting-certificate"


def test_four_months_in_a_private_facility_leave_twenty_at_home():
    facts = [
        fact("registration", "02/12/2026", after_facility="yes"),
        fact("commitment", "02/12/2026"),
        fact("reception", "02/12/2026", months=24, times="first"),
        fact("deduction", "02/12/2026", months=4),
    ]

    assert refusals("home-community-2026", facts) == set()
    assert state("home-community-2026", facts, "02/12/2026").term_ends_on == d("02/08/2028")
    half = [*facts, fact("deduction-days", "02/12/2026", days=10)]
    assert state("home-community-2026", half, "02/12/2026").term_ends_on == d("23/07/2028")


def test_days_of_compulsory_rehabilitation_in_the_community_count():
    served = (d("10/01/2022") - d("01/09/2021")).days
    facts = [
        fact("registration", "10/01/2022"),
        fact("decision", "10/01/2022", months=6),
        fact("deduction", "10/01/2022", days=served),
    ]

    assert refusals("home-community-2021", facts) == set()
    assert state("home-community-2021", facts, "10/01/2022").term_ends_on == d("01/03/2022")


def test_days_of_interim_placement_are_taken_off_whenever_they_are_recorded():
    admitted = COMPULSORY_B[:9]
    early = [*COMPULSORY_B[:6], fact("deduction", "02/04/2024", days=20), *COMPULSORY_B[6:9]]
    late = [*admitted, fact("deduction", "20/04/2024", days=20)]

    assert state("compulsory-2021", admitted, "30/04/2024").term_ends_on == d("08/04/2025")
    for facts in (early, late):
        assert refusals("compulsory-2021", facts) == set()
        assert state("compulsory-2021", facts, "30/04/2024").term_ends_on == d("19/03/2025")


@pytest.mark.parametrize("code", ["compulsory-2012", "compulsory-2021", "compulsory-2026"])
def test_days_of_an_escape_do_not_count(code):
    facts = PATHS[code][: [one.kind for one in PATHS[code]].index("admission") + 1]
    admitted = facts[-1].on
    end = state(code, facts, f"{admitted:%d/%m/%Y}").term_ends_on
    gone = [*facts, StepFact("escape", admitted + timedelta(days=30))]
    back = [*gone, StepFact("return", admitted + timedelta(days=47))]
    on = f"{admitted + timedelta(days=60):%d/%m/%Y}"

    assert refusals(code, back) == set()
    assert (state(code, gone, on).stage, state(code, gone, on).term_ends_on) == ("escaped", None)
    assert end is not None
    assert (state(code, back, on).stage, state(code, back, on).term_ends_on) == (
        "serving",
        end + timedelta(days=17),
    )


@pytest.mark.parametrize("code", ["compulsory-2021", "compulsory-2026"])
def test_hospital_suspension_and_mourning_count(code):
    facts = PATHS[code][: [one.kind for one in PATHS[code]].index("admission") + 1]
    admitted = facts[-1].on
    end = state(code, facts, f"{admitted:%d/%m/%Y}").term_ends_on
    away = [
        *facts,
        StepFact("absence", admitted + timedelta(days=10), until=admitted + timedelta(days=30)),
        StepFact("suspension", admitted + timedelta(days=40)),
        StepFact("suspension-end", admitted + timedelta(days=70)),
    ]

    assert refusals(code, away) == set()
    assert state(code, away[:-1], f"{admitted + timedelta(days=50):%d/%m/%Y}").stage == "suspended"
    assert state(code, away, f"{admitted + timedelta(days=80):%d/%m/%Y}").term_ends_on == end


@pytest.mark.parametrize("code", ["home-community-2026", "voluntary-facility-2026", "compulsory-2026"])
def test_prison_lets_the_rest_run_after_release_under_the_new_law(code):
    start = LAW.regime(code, 1).term.from_step
    facts = PATHS[code][: [one.kind for one in PATHS[code]].index(start) + 1]
    since = facts[-1].on
    end = state(code, facts, f"{since:%d/%m/%Y}").term_ends_on
    after = [
        *facts,
        StepFact("prison", since + timedelta(days=30)),
        StepFact("release", since + timedelta(days=395)),
    ]

    assert refusals(code, after) == set()
    assert end is not None
    assert state(code, after, f"{since + timedelta(days=400):%d/%m/%Y}").term_ends_on == end + timedelta(
        days=365
    )


def reduced(kind: str, months: int, proposed: str, decided: str) -> list[StepFact]:
    return [
        *COMPULSORY_B[:9],
        fact("review", "16/09/2024"),
        fact("reduction-posted", "20/09/2024"),
        fact("reduction-proposal", proposed),
        fact(kind, decided, months=months),
    ]


def test_a_reduction_is_posted_for_five_working_days_first():
    posted = [*COMPULSORY_B[:9], fact("review", "07/10/2024"), fact("reduction-posted", "07/10/2024")]
    early = [*posted, fact("reduction-proposal", "14/10/2024")]

    assert refusals("compulsory-2021", early) == {("reduction-proposal", "too-soon")}
    assert refusals("compulsory-2021", [*posted, fact("reduction-proposal", "15/10/2024")]) == set()


def test_nobody_is_reduced_before_half_of_the_term():
    early = [*COMPULSORY_B[:9], fact("review", "01/07/2024"), fact("reduction-posted", "01/07/2024")]
    day_before = [*early, fact("reduction-proposal", "06/10/2024")]
    in_time = [*early, fact("reduction-proposal", "08/10/2024")]

    assert refusals("compulsory-2021", day_before) == {("reduction-proposal", "half-term-not-served")}
    assert refusals("compulsory-2021", in_time) == set()


@pytest.mark.parametrize(("kind", "possible"), [("reduction", {1, 2, 3}), ("reduction-merit", {3, 4, 5, 6})])
def test_the_court_takes_one_to_three_months_off_or_three_to_six_for_merit(kind, possible):
    found = {
        months
        for months in range(8)
        if not refusals("compulsory-2021", reduced(kind, months, "10/10/2024", "15/10/2024"))
    }

    assert found == possible
    assert state(
        "compulsory-2021", reduced(kind, 3, "10/10/2024", "15/10/2024"), "15/10/2024"
    ).term_ends_on == d("08/01/2025")
