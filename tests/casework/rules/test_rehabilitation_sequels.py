"""What the end of rehabilitation leads to, and what a running file follows when the law changes."""

from datetime import timedelta

import pytest

from tests.casework.rules.rehabilitation import (
    COMMUNITY_A,
    COMPULSORY_A,
    COMPULSORY_B,
    COMPULSORY_C,
    FACILITY_A,
    FACILITY_B,
    HOME_B,
    HOME_C,
    LAW,
    PARTIAL_C,
    PATHS,
    d,
    due,
    fact,
    process,
    refusals,
    state,
)

STOPPED_B = [
    *HOME_B[:3],
    fact("violation", "25/04/2024", ground="used"),
    fact("stopped", "26/04/2024", ends="stopped", ground="used"),
]
HOME_ACROSS = [
    fact("registration", "06/03/2026"),
    fact("decision", "10/03/2026", months=6),
    *process("11/03/2026"),
    fact("evaluation", "10/09/2026", result="met"),
    fact("certificate", "10/09/2026", ends="completed"),
]
FACILITY_ACROSS = [
    fact("registration", "01/10/2021"),
    fact("intake", "04/10/2021", months=6),
    fact("detox", "05/10/2021"),
    fact("detox-end", "15/10/2021"),
    fact("certificate", "04/04/2022", ends="completed"),
]


@pytest.mark.parametrize(
    ("code", "facts", "lead", "kind", "last_day"),
    [
        ("home-community-2021", HOME_B, "post-rehab-file", "post-rehab", "11/09/2024"),
        ("home-community-2021", HOME_ACROSS, "post-rehab-file", "post-rehab", None),
        ("home-community-2026", HOME_C, "post-rehab-file", "post-rehab", None),
        ("voluntary-facility-2010", FACILITY_ACROSS, "post-rehab-file", "post-rehab", "07/04/2022"),
        ("voluntary-facility-2021", FACILITY_B, "post-rehab-file", "post-rehab", "08/11/2024"),
        ("compulsory-2012", COMPULSORY_A, "post-rehab-file", "post-rehab", None),
        ("compulsory-2021", COMPULSORY_B, "post-rehab-file", "post-rehab", "11/04/2025"),
        ("compulsory-2026", COMPULSORY_C, "post-rehab-file", "post-rehab", None),
        ("compulsory-community-2010", COMMUNITY_A, "post-rehab-file", "post-rehab", None),
        ("voluntary-facility-2026", PARTIAL_C, "continue-at-home", "voluntary-home-community", "03/12/2026"),
        ("home-community-2021", STOPPED_B, "compulsory-file", "compulsory", "06/05/2024"),
        ("home-community-2021", STOPPED_B, "compulsory-file", "compulsory-minor", "06/05/2024"),
        (
            "home-community-2021",
            [*STOPPED_B[:3], STOPPED_B[4]],
            "compulsory-file",
            "compulsory",
            "07/05/2024",
        ),
        (
            "home-community-2026",
            [*HOME_C[:3], fact("stopped", "01/03/2027", ends="stopped")],
            "compulsory-file",
            "compulsory",
            None,
        ),
        (
            "compulsory-community-2010",
            [*COMMUNITY_A[:2], fact("to-voluntary", "10/01/2022", ends="to-voluntary")],
            "voluntary-registration",
            "voluntary-home-community",
            None,
        ),
    ],
)
def test_an_end_leads_to_the_next_file_until_that_is_opened(code, facts, lead, kind, last_day):
    end = facts[-1].on
    next_day = end + timedelta(days=1)
    opened = state(code, facts, f"{next_day:%d/%m/%Y}", **{kind.replace("-", "_"): next_day})

    assert refusals(code, facts) == set()
    assert due(code, facts, f"{end:%d/%m/%Y}")[lead] == (d(last_day) if last_day else None)
    assert lead in due(code, facts, f"{next_day:%d/%m/%Y}")
    assert lead not in {duty.code for duty in opened.next_duties}


def test_a_voluntary_completion_before_2022_leads_to_nothing():
    assert due("voluntary-facility-2010", FACILITY_A, "02/09/2019") == {}


@pytest.mark.parametrize("code", PATHS)
def test_what_is_known_of_the_next_file_is_asked_there(code):
    for lead in LAW.regime(code, 1).leads_to:
        editions = [found for found in LAW.regimes.values() if found.episode_kind == lead.episode_kind]
        asking = [
            found for found in editions if set(lead.answers) <= {one.code for one in found.opening.details}
        ]
        assert asking, lead.code
        for found in asking:
            for detail, answer in lead.answers.items():
                told = found.opening.detail(detail)
                assert told is not None
                assert told.title_of(answer) is not None, (lead.code, found.code)


# From one law to the next


def test_a_file_that_the_court_had_not_decided_follows_the_new_law():
    prepared = [
        fact("discovery", "15/06/2026", ground="used"),
        fact("file", "19/06/2026"),
        fact("notice", "22/06/2026"),
        fact("forward", "26/06/2026", folios="12"),
    ]
    sent = [*prepared, fact("court-sent", "02/07/2026", folios="12")]
    decided = [
        *sent,
        fact("decision", "20/07/2026", months=24, times="first"),
        fact("admission", "22/07/2026"),
    ]

    assert refusals("compulsory-2021", decided) == set()
    assert LAW.course("compulsory-2021", 1, prepared).regime.code == "compulsory-2021"
    assert LAW.course("compulsory-2021", 1, sent).regime.code == "compulsory-2026"
    assert state("compulsory-2021", decided, "22/07/2026").term_ends_on == d("22/07/2028")


def test_whoever_was_decided_upon_serves_the_old_term():
    decided = [*COMPULSORY_B[:6], fact("admission", "02/07/2026")]

    assert LAW.course("compulsory-2021", 1, decided).regime.code == "compulsory-2021"
    assert state("compulsory-2021", decided, "02/07/2026").term_ends_on == d("02/07/2027")


@pytest.mark.parametrize(
    "code", ["home-community-2021", "compulsory-2012", "compulsory-2021", "compulsory-minor-2021"]
)
def test_the_new_law_knows_every_step_that_an_undecided_file_can_hold(code):
    regime = LAW.regime(code, 1)
    (succession,) = regime.succession
    later = LAW.regime(succession.code, succession.edition)
    assert regime.term is not None
    deciding = {regime.term.months_step or regime.term.from_step}
    held: set[str] = set()
    for step in regime.steps:
        if step.code not in deciding and set(step.after) <= held and not regime.ends_of(step.code):
            held.add(step.code)

    assert held - {step.code for step in later.steps} == set()
    assert {form.code for form in regime.forms} <= {form.code for form in later.forms}
