"""What the guideline suggests: by the table of the file, with its source, and never more than its bounds."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.treatment.queries.guideline import absence_rule, guideline_of, guidelines
from hoanhap.treatment.rules import suggestions

ON = date(2026, 7, 1)
METHADONE = guideline_of("methadone", on=ON)
DOSES = st.integers(1, 400).map(lambda half: Decimal(half) / 2)


def test_the_edition_is_that_of_the_day_and_before_the_first_one_the_first():
    assert guideline_of("methadone", on=date(2024, 12, 30)).edition == 1
    assert guideline_of("methadone", on=date(2024, 12, 31)).edition == 2
    assert guideline_of("methadone", on=date(2001, 1, 1)).edition == 1
    assert guideline_of("buprenorphine-8", on=ON).substance == "buprenorphine"


def test_every_step_of_the_ladder_follows_the_one_before_without_a_gap():
    for one in guidelines():
        steps = one.missed.steps
        assert steps[0].from_days == 1
        assert [step.from_days for step in steps[1:]] == [step.to_days + 1 for step in steps[:-1]]
        assert steps[-1].to_days is None


@pytest.mark.parametrize(
    ("days", "what", "to_mg"),
    [
        (1, "usual-dose", Decimal(80)),
        (3, "usual-dose", Decimal(80)),
        (4, "half-dose", Decimal(40)),
        (5, "half-dose", Decimal(40)),
        (6, "restart", Decimal(20)),
        (29, "restart", Decimal(20)),
        (30, "enrol-anew", None),
    ],
)
def test_after_missed_days_the_ladder_of_the_file_is_told(days, what, to_mg):
    found = suggestions.missed(METHADONE, usual_mg=Decimal(80), days_missed=days)
    assert (found.what, found.to_mg, found.days, found.confidence) == (what, to_mg, days, "medium")


def test_nothing_is_suggested_where_nothing_was_missed():
    assert suggestions.missed(METHADONE, usual_mg=Decimal(80), days_missed=0) is None


@given(DOSES, st.integers(1, 400))
def test_no_missed_day_ever_suggests_more_than_the_usual_dose(usual, days):
    found = suggestions.missed(METHADONE, usual_mg=usual, days_missed=days)
    assert found.to_mg is None or found.to_mg <= usual
    assert found.source


@pytest.mark.parametrize(("score", "add"), [(12, None), (13, 5), (24, 5), (25, 10), (48, 10)])
def test_what_may_be_added_on_the_first_day_follows_the_score(score, add):
    found = suggestions.add_today(METHADONE, score=score)
    assert (found and found.to_mg) == (add and Decimal(add))


@given(DOSES, st.integers(0, 40), st.integers(0, 40))
def test_a_raise_is_never_suggested_too_early_nor_above_the_band(current, since_began, since_changed):
    found = suggestions.next_raise(
        METHADONE,
        current_mg=current,
        began_on=ON - timedelta(days=since_began + since_changed),
        changed_on=ON - timedelta(days=since_changed),
        on=ON,
    )
    if found.what == "raise":
        assert current < found.to_mg <= METHADONE.maintenance.most_mg
        assert since_changed >= METHADONE.titration.least_days_between
    if found.what == "wait":
        assert found.until_on > ON


@given(DOSES, st.integers(0, 40))
def test_a_cut_is_at_most_its_percentage_and_never_below_nothing(current, since):
    found = suggestions.next_cut(METHADONE, current_mg=current, changed_on=ON - timedelta(days=since), on=ON)
    if found.what == "lower":
        assert 0 <= current - found.to_mg <= current / 10
        assert since >= METHADONE.taper.least_days_between
    else:
        assert (found.what, found.until_on) == ("too-soon", ON - timedelta(days=since) + timedelta(days=14))


def test_days_without_a_dose_are_those_just_before_that_were_ordered():
    ordered = [ON - timedelta(days=n) for n in range(1, 8)]
    taken = [ON - timedelta(days=4), ON - timedelta(days=6)]
    assert suggestions.days_without_a_dose(ordered, taken, on=ON) == 3
    assert suggestions.days_without_a_dose(ordered, [*taken, ON - timedelta(days=1)], on=ON) == 0
    assert suggestions.days_without_a_dose([], [], on=ON) == 0


def test_the_rule_of_absence_names_its_article():
    rule = absence_rule(ON)
    assert (rule.working_days.value, rule.sessions.value, rule.notice_working_days.value) == (5, 10, 5)
    assert "116/2021" in rule.working_days.source
