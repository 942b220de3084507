"""Every regime that is shipped: whole, sourced, without gaps between the laws, and honest about what is blank."""

import re
from datetime import date
from itertools import pairwise

import pytest
import yaml
from django.conf import settings

from hoanhap.casework.models import Episode
from hoanhap.casework.queries.authorities import authorities
from hoanhap.casework.queries.law import shipped
from hoanhap.casework.rules.parts import CountsAs, DueBy, Effect
from hoanhap.casework.rules.words import Confidence

REGIMES = [shipped()[key] for key in sorted(shipped())]
B, C = date(2022, 1, 1), date(2026, 7, 1)
by_code = pytest.mark.parametrize("regime", REGIMES, ids=lambda regime: f"{regime.code}.{regime.edition}")
KINDS = sorted({regime.episode_kind for regime in REGIMES})
EXPECTED = {
    "user-management": {"B", "C"},
    "dependence-determination": {"B", "C"},
    "voluntary-home-community": {"A", "B", "C"},
    "voluntary-facility": {"A", "B", "C"},
    "compulsory": {"A", "B", "C"},
    "compulsory-minor": {"B", "C"},
    "compulsory-community": {"A"},
    "substitution": {"A", "B", "C"},
    "post-rehab": {"A", "B", "C"},
}


def era(regime) -> str:
    return "A" if regime.in_force.from_on < B else "B" if regime.in_force.from_on < C else "C"


def parts(regime):
    """Everything in a regime that names a source."""
    yield regime.in_force
    yield regime.minimum_age
    yield from (part for part in (regime.term, regime.follow_up, regime.helper) if part)
    for group in (
        regime.steps,
        regime.usual_days,
        regime.duties,
        regime.leads_to,
        regime.elsewhere,
        regime.succession,
        regime.blanks,
    ):
        yield from group
    for step in regime.steps:
        yield from (*step.waits, *step.tallies)
        yield from (part for part in (step.together, step.served, step.most) if part)


def test_every_kind_of_episode_has_the_laws_it_lived_under():
    found: dict[str, set[str]] = {}
    for regime in REGIMES:
        found.setdefault(regime.episode_kind, set()).add(era(regime))

    assert found == EXPECTED
    assert set(found) == set(Episode.Kind.values)


@pytest.mark.parametrize("kind", KINDS)
def test_from_one_law_to_the_next_no_day_is_without_a_regime_and_none_has_two(kind):
    spans = sorted(
        (one.in_force.from_on, one.in_force.until)
        for one in REGIMES
        if one.episode_kind == kind and one.edition == 1
    )

    assert all(former[1] == later[0] for former, later in pairwise(spans))
    assert spans[-1][1] == (B if EXPECTED[kind] == {"A"} else None)
    assert {border for span in spans for border in span if border in (B, C)} == {
        {"A": B, "B": C}[name] for name in EXPECTED[kind] - {"C"}
    } | {{"B": B, "C": C}[name] for name in EXPECTED[kind] - {"A"}}


@by_code
def test_every_value_says_where_it_comes_from_in_the_words_of_a_citation(regime):
    law = re.compile(r"Luật|Nghị định|Nghị quyết|Thông tư|Quyết định|Bộ luật|Pháp luật|Hướng dẫn|Pháp lệnh")

    assert [part for part in parts(regime) if not law.search(part.legal_basis)] == []
    assert [part for part in parts(regime) if part.confidence is Confidence.DEFAULT and not part.note] == []


OLDER = {
    "A": (),
    "B": ("Nghị định 94/2010", "Nghị định 94/2009"),
    "C": ("94/2010", "94/2009", "73/2021", "116/2021"),
}


@by_code
def test_what_is_taken_over_from_an_older_law_is_marked_as_our_own_choice(regime):
    taken = [
        part
        for part in parts(regime)
        if part is not regime.in_force and any(law in part.legal_basis for law in OLDER[era(regime)])
    ]

    assert [part for part in taken if part.confidence is not Confidence.DEFAULT] == []


@by_code
def test_forms_of_the_decrees_of_2021_stand_with_that_law_alone(regime):
    forms = {step.form_code for step in regime.steps if step.form_code}

    assert era(regime) == "B" or forms == set()
    assert all(re.fullmatch(r"N(105|109|116)-\d\d[ab]?", form) for form in forms)


@by_code
def test_nobody_is_called_by_a_word_that_hurts(regime):
    text = (settings.DEFINITIONS / "regimes" / f"{regime.code}.{regime.edition}.yaml").read_text(
        encoding="utf-8"
    )

    assert re.findall(r"con nghiện|đối tượng", text, re.IGNORECASE) == []


@by_code
def test_whoever_began_can_complete_leave_move_and_die(regime):
    counted = {end.counted for end in regime.ends}
    wanted = {CountsAs.COMPLETED, CountsAs.STOPPED, CountsAs.DIED, CountsAs.MOVED}

    assert wanted <= counted
    assert any(not end.only_before for end in regime.ends if end.counted is CountsAs.DIED)


@by_code
def test_a_paper_that_needs_a_number_is_a_paper_and_a_signer_is_named_where_one_is_asked_for(regime):
    assert [step.code for step in regime.steps if step.number_required and step.paper is None] == []
    assert [step.code for step in regime.steps if step.signer_required and not step.is_signed] == []


@by_code
def test_every_duty_of_the_newer_laws_belongs_to_an_office_of_the_list(regime):
    if regime.code == "home-community-2010":
        assert {duty.by for duty in regime.duties} == {None}, "published before duties had offices"
        return
    named = [*regime.duties, *regime.leads_to]

    assert [one.code for one in named if one.by is None] == []
    assert {one.by for one in named} | {
        step.authority for step in regime.steps if step.authority
    } <= authorities().codes


@by_code
def test_what_pauses_a_term_can_resume_it_and_every_effect_has_a_term(regime):
    effects = {step.effect for step in regime.steps if step.effect}

    assert (Effect.PAUSE in effects) == (Effect.RESUME in effects)
    assert not effects or regime.term is not None


@by_code
def test_a_blank_is_asked_for_in_words_and_in_its_own_unit(regime):
    units = {}
    for part in (*regime.duties, *regime.leads_to):
        lengths = [part.within, part.rises_after, *(one.within for one in getattr(part, "variants", ()))]
        units |= {length.blank: length.unit for length in lengths if length and length.blank}
    units |= {
        wait.length.blank: wait.length.unit
        for step in regime.steps
        for wait in step.waits
        if wait.length.blank
    }

    limits = [part.length for step in regime.steps for part in (step.served, step.most) if part]
    units |= {length.blank: length.unit for length in limits if length.blank}

    assert {blank.code: blank.unit for blank in regime.blanks} == units
    assert [blank.code for blank in regime.blanks if not blank.note] == []


@by_code
def test_a_deadline_in_hours_asks_for_the_hour_from_which_it_runs(regime):
    hours = {duty.after for duty in regime.duties if duty.within and duty.within.unit == "hours"}

    assert [code for code in hours if not regime.step(code).time_asked] == []


@by_code
def test_a_duty_that_nothing_can_end_is_not_there(regime):
    """The step that does it can come after the step that asks for it."""
    for duty in regime.duties:
        after, until = regime.step(duty.after), [regime.step(code) for code in duty.done_by]
        assert any(duty.after not in step.not_after for step in until), duty.code
        assert duty.after_end or not regime.ends_of(after.code), f"{duty.code} would vanish with the end"


@by_code
def test_what_comes_after_leads_to_a_regime_that_is_there(regime):
    for next_ in regime.leads_to:
        for kind in (next_.episode_kind, *next_.also_kinds):
            assert kind in EXPECTED
            opened = [one for one in REGIMES if one.episode_kind == kind and era(one) == era(regime)]
            for code, answer in next_.answers.items():
                asked = [one.opening.detail(code) for one in opened]
                assert asked, next_.code
                assert all(detail and detail.title_of(answer) for detail in asked), (next_.code, code)


@by_code
def test_a_later_edition_can_take_over_what_an_earlier_one_began(regime):
    for next_ in regime.succession:
        later = shipped()[next_.code, next_.edition]
        assert later.episode_kind == regime.episode_kind
        assert later.in_force.from_on == next_.from_on == regime.in_force.until
        if next_.applies == "acts":
            done = {step.code for step in regime.steps}
            unmet = (
                {code for step in later.steps for code in step.after}
                - done
                - {step.code for step in later.steps}
            )
            assert unmet == set()
            assert later.opening.code == regime.opening.code
            assert {stage.code for stage in later.stages} & {stage.code for stage in regime.stages}


WITHIN = {
    # the numbers of the law, each where it stands
    ("user-management-2021", "verify-residence"): (3, "working-days"),
    ("user-management-2021", "notify"): (3, "working-days"),
    ("user-management-2021", "decide"): (3, "working-days"),
    ("user-management-2021", "check-residence"): (1, "months"),
    ("user-management-2021", "send-file"): (5, "working-days"),
    ("user-management-2021", "notify-move"): (5, "working-days"),
    ("user-management-2021", "send-stop"): (3, "working-days"),
    ("user-management-2021", "send-termination"): (3, "working-days"),
    ("user-management-2026", "decide"): (24, "hours"),
    ("user-management-2026", "notify-move"): (24, "hours"),
    ("user-management-2026", "appear"): (24, "hours"),
    ("user-management-2026", "check-residence"): (None, "months"),
    ("determination-2021", "send-staff"): (24, "hours"),
    ("determination-2021", "give-result"): (5, "days"),
    ("determination-2021", "register"): (5, "working-days"),
    ("determination-2026", "give-result"): (None, "days"),
    ("determination-2026", "register"): (None, "working-days"),
    ("substitution-2021", "decide"): (3, "working-days"),
    ("substitution-2021", "begin"): (5, "working-days"),
    ("substitution-2021", "notify-self-termination"): (5, "working-days"),
    ("substitution-2021", "compulsory"): (5, "working-days"),
    ("substitution-2026", "decide"): (None, "working-days"),
    ("substitution-2026", "notify-self-termination"): (24, "hours"),
    ("post-rehab-2021", "report"): (5, "working-days"),
    ("post-rehab-2021", "make-file"): (3, "working-days"),
    ("post-rehab-2021", "decide"): (2, "working-days"),
    ("post-rehab-2021", "notify-move"): (5, "working-days"),
    ("post-rehab-2026", "make-file"): (None, "working-days"),
    ("post-rehab-2026", "decide"): (None, "working-days"),
    ("post-rehab-2026", "report-private"): (2, "days"),
    ("post-rehab-2026", "notify-move"): (24, "hours"),
}


@pytest.mark.parametrize(("code", "duty"), WITHIN, ids=str)
def test_the_lengths_are_those_of_the_law_and_what_it_leaves_open_is_blank(code, duty):
    regime = shipped()[code, 1]
    (found,) = [one for one in (*regime.duties, *regime.leads_to) if one.code == duty]

    assert (found.within.count, found.within.unit.value) == WITHIN[code, duty]
    assert found.due_by in (DueBy.WITHIN, DueBy.EVERY)


def remarks(part):
    """Every note anywhere in a definition, with its Vietnamese."""
    if isinstance(part, dict):
        if part.get("note") or part.get("note_vi"):
            yield part.get("note", ""), part.get("note_vi", "")
        for one in part.values():
            yield from remarks(one)
    elif isinstance(part, list):
        for one in part:
            yield from remarks(one)


@pytest.mark.parametrize(
    "path", sorted((settings.DEFINITIONS / "regimes").glob("*.yaml")), ids=lambda path: path.stem
)
def test_every_remark_stands_in_both_languages(path):
    found = list(remarks(yaml.safe_load(path.read_text(encoding="utf-8"))))

    assert len(found) > 5
    assert [one for one in found if not all(one)] == []
    assert [
        vi for en, vi in found if vi == en or "con nghiện" in vi.lower() or "đối tượng" in vi.lower()
    ] == []
    numbers = re.compile(r"\d+")
    strange = [
        (en, vi)
        for en, vi in found
        if {int(n) for n in numbers.findall(en)} - {int(n) for n in numbers.findall(vi)}
    ]
    assert strange == []
