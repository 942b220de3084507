"""Files that cross a change of the law: the sentence that is shown, and that it says what the engine does."""

import copy
from datetime import date, timedelta

import pytest
import yaml
from django.conf import settings
from pydantic import ValidationError

from hoanhap.casework.queries.law import shipped
from hoanhap.casework.queries.transitions import crossings, transitions
from hoanhap.casework.rules.transitions import Transitions, begins_with

B, C = date(2022, 1, 1), date(2026, 7, 1)
A_DAY = timedelta(days=1)
FAR = date(2030, 1, 1)


def codes(
    regime: str, opened: date, closed: date | None, on: date = FAR, begun: date | None = None
) -> list[str]:
    found = shipped()[regime, 1]
    steps = [(found.opening.code, opened)]
    steps += [(min(begins_with(found)), begun)] if begun else []
    return [one.code for one in crossings(found, opened_on=opened, closed_on=closed, steps=steps, on=on)]


@pytest.mark.parametrize(
    ("regime", "opened", "begun", "code"),
    [
        ("home-community-2010", date(2021, 9, 1), date(2021, 9, 8), "voluntary-begun-2022"),
        ("home-community-2010", date(2021, 12, 28), None, "voluntary-prepared-2022"),
        ("home-community-2010", date(2021, 12, 28), date(2022, 1, 1), "voluntary-prepared-2022"),
        ("voluntary-facility-2010", date(2021, 9, 1), date(2021, 9, 8), "voluntary-begun-2022"),
        ("post-rehab-2009", date(2021, 3, 1), date(2021, 3, 9), "post-rehab-2022"),
        ("compulsory-community-2010", date(2021, 9, 1), date(2021, 9, 1), "compulsory-community-2022"),
        ("compulsory-2012", date(2021, 12, 1), None, "compulsory-prepared-2022"),
        ("compulsory-2012", date(2021, 3, 1), date(2021, 4, 1), "compulsory-begun-2022"),
        ("home-community-2021", date(2026, 3, 9), date(2026, 3, 10), "rehabilitation-begun-2026"),
        ("home-community-2021", date(2026, 6, 29), date(2026, 7, 1), "home-community-prepared-2026"),
        ("voluntary-facility-2021", date(2026, 6, 29), None, "voluntary-facility-prepared-2026"),
        ("compulsory-2021", date(2026, 6, 1), date(2026, 6, 30), "rehabilitation-begun-2026"),
        ("compulsory-2021", date(2026, 6, 1), date(2026, 7, 1), "compulsory-prepared-2026"),
        ("compulsory-minor-2021", date(2026, 6, 1), None, "compulsory-prepared-2026"),
        ("user-management-2021", date(2026, 1, 5), date(2026, 1, 12), "user-management-2026"),
        ("post-rehab-2021", date(2026, 1, 5), None, "post-rehab-2026"),
        ("determination-2021", date(2026, 6, 29), None, "determination-2026"),
    ],
)
def test_the_rule_depends_on_the_kind_and_on_what_had_been_decided_by_then(regime, opened, begun, code):
    assert codes(regime, opened, None, on=B if opened < B else C, begun=begun) == [code]


def test_what_stayed_with_its_old_law_is_not_taken_over_later():
    opened = date(2021, 12, 1)

    assert codes("home-community-2010", opened, None) == ["voluntary-prepared-2022"]
    assert codes("post-rehab-2009", opened, None, begun=opened) == ["post-rehab-2022"]
    assert codes("compulsory-2012", opened, None) == ["compulsory-prepared-2022", "compulsory-prepared-2026"]


def test_a_long_treatment_crosses_both_changes_and_the_older_comes_first():
    begun = date(2019, 3, 8)

    assert codes("substitution-2012", date(2019, 3, 1), None, begun=begun) == [
        "substitution-2022",
        "substitution-2026",
    ]
    assert codes("substitution-2012", date(2019, 3, 1), None, date(2026, 6, 30), begun) == [
        "substitution-2022"
    ]
    assert codes("substitution-2012", date(2019, 3, 1), date(2026, 6, 30), FAR, begun) == [
        "substitution-2022"
    ]


@pytest.mark.parametrize(
    ("opened", "closed", "on", "crosses"),
    [
        (C - A_DAY, None, C, True),
        (C - A_DAY, None, C - A_DAY, False),
        (C - A_DAY, C - A_DAY, FAR, False),
        (C - A_DAY, C, FAR, True),
        (C, None, FAR, False),
        (date(2024, 1, 5), date(2025, 1, 5), FAR, False),
    ],
)
def test_only_what_was_open_when_that_day_began_crosses_it(opened, closed, on, crosses):
    assert bool(codes("user-management-2021", opened, closed, on)) is crosses


def test_time_served_in_the_community_counts_and_a_voluntary_episode_follows():
    regime = shipped()["compulsory-community-2010", 1]
    day = date(2021, 9, 1)
    (one,) = crossings(regime, opened_on=day, closed_on=None, steps=[("decision", day)], on=B)

    assert (one.counts_served, one.next_kind, one.confidence.value) == (
        True,
        "voluntary-home-community",
        "high",
    )
    assert one.legal_basis == "Luật Phòng, chống ma túy 73/2021/QH14, Điều 55 khoản 1 điểm c"


@pytest.mark.parametrize("rule", transitions().transitions, ids=lambda rule: rule.code)
def test_the_sentence_names_the_day_and_a_default_says_why(rule):
    assert f"{rule.from_on:%d/%m/%Y}" in rule.sentence.vi
    assert f"{rule.from_on:%d/%m/%Y}" in rule.sentence.en
    assert bool(rule.note) is (rule.confidence.value == "default")


def crossed() -> list[tuple[str, date, str]]:
    """Every regime that a border leaves behind, its episodes begun and prepared."""
    return [
        (regime.code, border, stands)
        for regime in shipped().values()
        for border in (B, C)
        if regime.in_force.until == border
        for stands in ("begun", "prepared")
        if stands == "begun" or regime.opening.code not in begins_with(regime)
    ]


@pytest.mark.parametrize(("code", "border", "stands"), crossed(), ids=str)
def test_the_sentence_says_what_the_engine_does(code, border, stands):
    """Each kind has one sentence for each border, and it follows from `succession` of the edition."""
    regime = shipped()[code, 1]
    day = border - A_DAY
    steps = [(regime.opening.code, day)] + [(min(begins_with(regime)), day)] * (stands == "begun")
    found = crossings(regime, opened_on=day, closed_on=None, steps=steps, on=border)

    does = {one.applies for one in regime.succession if one.from_on == border}
    expected = "acts" if "acts" in does else "new" if does and stands == "prepared" else "old"
    assert [one.follows for one in found] == [expected]


def test_two_rules_for_one_case_are_refused():
    path = settings.DEFINITIONS / "transitions" / "transitions.1.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    again = copy.deepcopy(content["transitions"][0]) | {"code": "again", "stands": "any"}

    with pytest.raises(ValidationError, match="another rule speaks of voluntary-home-community, begun"):
        Transitions.model_validate(content | {"transitions": [*content["transitions"], again]})
