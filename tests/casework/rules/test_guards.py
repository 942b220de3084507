"""Which chains of steps are possible: a table, and properties over random chains."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.casework.operations.sentences import SENTENCES
from hoanhap.casework.queries.calendars import file_calendar
from hoanhap.casework.queries.law import shipped
from hoanhap.casework.rules.facts import Course
from hoanhap.casework.rules.guards import Reason, chain_refusals, opening_refusals, possible_steps
from hoanhap.casework.rules.states import StepFact, state_of
from hoanhap.kit.dates import PartialDate, add_months

REGIME = shipped()["home-community-2010", 1]
COURSE = Course(REGIME, file_calendar())
OPENED = date(2017, 5, 20)
TODAY = date(2018, 12, 31)
CHAIN = {
    "application": StepFact("application", OPENED),
    "decision": StepFact("decision", date(2017, 6, 1), 6),
    "classification": StepFact("classification", date(2017, 6, 1)),
    "detox": StepFact("detox", date(2017, 6, 2)),
    "detox-end": StepFact("detox-end", date(2017, 6, 14)),
    "handover": StepFact("handover", date(2017, 6, 15)),
    "certificate": StepFact("certificate", date(2017, 12, 15), ends_as="completed"),
}


def chain(*without: str, **changed: StepFact) -> list[StepFact]:
    facts = CHAIN | {kind.replace("_", "-"): fact for kind, fact in changed.items()}
    return [fact for kind, fact in facts.items() if kind not in without]


def reasons(facts: list[StepFact], opened_on: date = OPENED, today: date = TODAY) -> set[tuple[str, str]]:
    return {
        (refusal.step, refusal.reason.value)
        for refusal in chain_refusals(COURSE, opened_on=opened_on, facts=facts, today=today)
    }


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (chain(), set()),
        (chain("classification"), set()),
        (chain("certificate"), set()),
        (
            chain("decision", "certificate", "handover", "detox-end", "detox"),
            {("classification", "needs-step-before")},
        ),
        (
            chain("decision", "classification", "certificate", "handover", "detox-end"),
            {("detox", "needs-step-before")},
        ),
        (chain("detox", "detox-end", "certificate"), {("handover", "needs-step-before")}),
        (chain("detox-end", "certificate"), {("handover", "needs-step-before")}),
        (chain("handover"), {("certificate", "needs-step-before")}),
        (chain("application"), {("application", "no-application"), ("decision", "needs-step-before")}),
        (
            chain("certificate", decision=StepFact("decision", date(2017, 6, 3), 6)),
            {("classification", "earlier-than"), ("detox", "earlier-than")},
        ),
        (
            chain("certificate", handover=StepFact("handover", date(2017, 6, 13))),
            {("handover", "earlier-than")},
        ),
        (
            chain("certificate", decision=StepFact("decision", date(2017, 5, 19), 6)),
            {("decision", "before-application"), ("decision", "earlier-than")},
        ),
        (chain(decision=StepFact("decision", date(2017, 6, 1))), {("decision", "term-missing")}),
        (
            chain("certificate", decision=StepFact("decision", date(2017, 6, 1), 5)),
            {("decision", "term-out-of-bounds")},
        ),
        (
            chain("certificate", decision=StepFact("decision", date(2017, 6, 1), 13)),
            {("decision", "term-out-of-bounds")},
        ),
        (chain("certificate", decision=StepFact("decision", date(2017, 6, 1), 12)), set()),
        (
            chain(certificate=StepFact("certificate", date(2017, 12, 14), ends_as="completed")),
            {("certificate", "certificate-too-early")},
        ),
        (
            chain(decision=StepFact("decision", date(2017, 6, 1), 12)),
            {("certificate", "certificate-too-early")},
        ),
        (
            chain(certificate=StepFact("certificate", date(2017, 12, 15), ends_as="stopped")),
            {("certificate", "end-unknown")},
        ),
        (chain("certificate", breach=StepFact("breach", date(2017, 9, 1), ends_as="stopped")), set()),
        (chain("certificate", breach=StepFact("breach", date(2017, 9, 1))), {("breach", "end-unknown")}),
        (
            chain(breach=StepFact("breach", date(2017, 9, 1), ends_as="stopped")),
            {("certificate", "ended-twice"), ("certificate", "certificate-after-breach")},
        ),
        (
            chain(
                "certificate",
                "classification",
                breach=StepFact("breach", date(2017, 6, 10), ends_as="stopped"),
            ),
            {("detox-end", "after-the-end"), ("handover", "after-the-end")},
        ),
        (
            chain("certificate", other_end=StepFact("other-end", date(2017, 9, 1), ends_as="not-started")),
            {("other-end", "end-too-late")},
        ),
        (
            [CHAIN["application"], StepFact("other-end", date(2017, 5, 25), ends_as="not-started")],
            set(),
        ),
        (
            [CHAIN["application"], StepFact("breach", date(2017, 5, 25), ends_as="stopped")],
            {("breach", "needs-step-before")},
        ),
        ([*chain(), CHAIN["detox"]], {("detox", "twice")}),
        ([*chain("certificate"), StepFact("unheard-of", date(2017, 7, 1))], {("unheard-of", "unknown-step")}),
    ],
)
def test_a_chain_is_possible_or_says_why_not(facts, expected):
    assert reasons(facts) == expected


def test_nothing_happens_after_today():
    assert reasons(chain(), today=date(2017, 12, 14)) == {("certificate", "in-the-future")}


def test_a_decision_is_not_signed_once_the_decree_is_repealed():
    opened = date(2021, 12, 30)
    facts = [StepFact("application", opened), StepFact("decision", date(2022, 1, 1), 6)]

    assert reasons(facts, opened, date(2022, 6, 1)) == {("decision", "not-in-force")}
    signed = [facts[0], StepFact("decision", date(2021, 12, 31), 6), StepFact("detox", date(2022, 1, 5))]
    assert reasons(signed, opened, date(2022, 6, 1)) == set()


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        (PartialDate(2005, 5, 20), []),
        (PartialDate(2005, 5, 21), ["too-young"]),
        (PartialDate(2005, 5), ["age-uncertain"]),
        (PartialDate(2005), ["age-uncertain"]),
        (PartialDate(2004), []),
        (PartialDate(2006), ["too-young"]),
        (PartialDate(2020), ["too-young"]),
    ],
)
def test_nobody_under_twelve_is_taken_in(birth, expected):
    found = opening_refusals(REGIME, applied_on=OPENED, form="home", birth=birth, died_on=None)

    assert [refusal.reason.value for refusal in found] == expected


def test_nobody_applies_after_death_or_in_a_form_the_law_does_not_know():
    found = opening_refusals(
        REGIME, applied_on=OPENED, form="centre", birth=PartialDate(1985), died_on=date(2017, 5, 19)
    )

    assert [refusal.reason.value for refusal in found] == ["after-death", "form-unknown"]


def test_every_reason_has_a_sentence():
    assert set(SENTENCES) == set(Reason)


@pytest.mark.parametrize(
    ("kinds", "on", "expected"),
    [
        ([], date(2017, 5, 20), ("decision", "other-end")),
        (["decision"], date(2017, 6, 1), ("classification", "detox", "absence", "breach", "other-end")),
        (
            ["decision", "classification", "detox", "detox-end", "handover"],
            date(2017, 12, 14),
            ("absence", "breach", "other-end"),
        ),
        (
            ["decision", "classification", "detox", "detox-end", "handover"],
            date(2017, 12, 15),
            ("absence", "certificate", "breach", "other-end"),
        ),
        (["decision", "detox", "detox-end", "handover", "certificate"], date(2018, 1, 1), ()),
    ],
)
def test_a_page_offers_what_can_be_recorded_now(kinds, on, expected):
    facts = [CHAIN["application"], *(CHAIN[kind] for kind in kinds)]

    assert possible_steps(COURSE, opened_on=OPENED, facts=facts, today=on) == expected


# --- properties ------------------------------------------------------------

KINDS = [step.code for step in REGIME.steps if step.code != "application"]
ENDS = {step.code: [end.code for end in REGIME.ends_of(step.code)] or [""] for step in REGIME.steps}
anything = st.builds(
    lambda kind, day, months, end: StepFact(
        kind,
        OPENED + timedelta(days=day),
        months if kind == "decision" else None,
        ENDS[kind][end % len(ENDS[kind])],
    ),
    st.sampled_from(KINDS),
    st.integers(-5, 500),
    st.integers(5, 13),
    st.integers(0, 5),
)


def grown(tries: list[StepFact]) -> list[StepFact]:
    """A chain grown step by step, taking every step that the judge lets in."""
    facts = [StepFact("application", OPENED)]
    for one in tries:
        if not chain_refusals(COURSE, opened_on=OPENED, facts=[*facts, one], today=TODAY):
            facts.append(one)
    return facts


@given(st.lists(anything, max_size=60), st.integers(0, 600))
def test_a_possible_chain_is_in_exactly_one_state_on_every_day(tries, day):
    facts, on = grown(tries), OPENED + timedelta(days=day)

    state = state_of(COURSE, facts, on)

    assert state.stage in {stage.code for stage in REGIME.stages}
    assert (state.stage == "ended") is bool(state.ended_as)
    assert (state.ended_on is not None) is bool(state.ended_as)
    assert sum(bool(fact.ends_as) for fact in facts) <= 1
    assert not (state.ended_as and state.next_duties)


@given(st.lists(anything, max_size=60), st.integers(6, 12), st.integers(0, 30), st.integers(0, 700))
def test_a_certificate_never_precedes_the_term_or_the_follow_up(tries, months, gap, day):
    handed_over = date(2017, 6, 15) + timedelta(days=gap)
    facts = [
        CHAIN["application"],
        StepFact("decision", date(2017, 6, 1), months),
        CHAIN["detox"],
        CHAIN["detox-end"],
        StepFact("handover", handed_over),
    ]
    on = date(2017, 6, 15) + timedelta(days=day)
    certificate = StepFact("certificate", on, ends_as="completed")

    allowed = not chain_refusals(
        COURSE, opened_on=OPENED, facts=[*facts, certificate], today=date(2020, 1, 1)
    )

    assert allowed is (on >= add_months(date(2017, 6, 1), months) and on >= add_months(handed_over, 6))
    for fact in (found := grown(tries)):
        if fact.kind == "certificate":
            state = state_of(COURSE, found, TODAY)
            assert state.window_ends_on is not None
            assert fact.on >= state.window_ends_on


@given(st.lists(anything, min_size=1, max_size=60))
def test_the_order_in_which_steps_are_written_does_not_matter(tries):
    facts = grown(tries)

    assert chain_refusals(COURSE, opened_on=OPENED, facts=facts[::-1], today=TODAY) == ()
    assert state_of(COURSE, facts[::-1], TODAY) == state_of(COURSE, facts, TODAY)


@given(st.lists(anything, min_size=3, max_size=60), st.data())
def test_taking_out_what_others_rest_on_is_refused(tries, data):
    facts = grown(tries)
    gone = data.draw(st.sampled_from(facts))
    rest = [fact for fact in facts if fact != gone]
    resting = {fact.kind for fact in rest if gone.kind in (REGIME.step(fact.kind) or REGIME.opening).after}

    refused = {
        refusal.step
        for refusal in chain_refusals(COURSE, opened_on=OPENED, facts=rest, today=TODAY)
        if refusal.reason is Reason.NEEDS_STEP_BEFORE
    }

    assert refused == resting
