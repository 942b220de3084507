"""The published regimes: whole, sourced, and never edited once published."""

import hashlib
from datetime import date

import pytest
from django.conf import settings
from pydantic import ValidationError

from hoanhap.casework.queries import regimes
from hoanhap.casework.rules.regimes import Regime

KIND = "voluntary-home-community"
DECREE_94 = regimes.regime("home-community-2010", 1)


def locked() -> dict[str, str]:
    lines = (settings.DEFINITIONS / "PUBLISHED.lock").read_text(encoding="utf-8").splitlines()
    return {
        path: digest
        for digest, path in (line.split("  ", 1) for line in lines if line and not line.startswith("#"))
    }


def test_every_published_definition_is_as_it_was_published():
    now = {path: hashlib.sha256((settings.DEFINITIONS / path).read_bytes()).hexdigest() for path in locked()}

    assert now == locked(), "A published definition is never edited: write a new edition and add its hash."


@pytest.mark.parametrize("folder", ["regimes", "indicators"])
def test_every_regime_and_indicator_is_in_the_lock(folder):
    files = {f"{folder}/{path.name}" for path in (settings.DEFINITIONS / folder).glob("*.yaml")}

    assert {path for path in locked() if path.startswith(f"{folder}/")} == files


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2010, 11, 1), "home-community-2010"),
        (date(2021, 12, 31), "home-community-2010"),
        (date(2022, 1, 1), "home-community-2021"),
        (date(2026, 6, 30), "home-community-2021"),
        (date(2026, 7, 1), "home-community-2026"),
    ],
)
def test_the_regime_of_a_day_is_the_one_in_force(on, code):
    assert regimes.regime_on(KIND, on).code == code


@pytest.mark.django_db
def test_before_the_decree_no_regime_is_known():
    with pytest.raises(regimes.NoRegime) as refused:
        regimes.regime_on(KIND, date(2010, 10, 31))

    assert [problem.code for problem in refused.value.problems] == ["no-regime"]


@pytest.mark.django_db
def test_another_kind_of_episode_has_no_regime():
    with pytest.raises(regimes.NoRegime):
        regimes.regime_on("something-else", date(2017, 1, 1))


def test_every_value_names_its_legal_basis_and_every_blank_its_reason():
    asked = [
        DECREE_94.in_force,
        DECREE_94.minimum_age,
        DECREE_94.term,
        DECREE_94.follow_up,
        DECREE_94.helper,
        *DECREE_94.steps,
        *DECREE_94.usual_days,
        *DECREE_94.duties,
    ]

    assert all(one.legal_basis and one.confidence for one in asked)
    assert all(duty.note for duty in DECREE_94.duties if duty.days is None and duty.due_by == "nothing")


def test_the_values_of_the_decree():
    assert (DECREE_94.term.minimum_months, DECREE_94.term.maximum_months) == (6, 12)
    assert (DECREE_94.minimum_age.years, DECREE_94.follow_up.months) == (12, 6)
    usual = DECREE_94.usual("detox", date(2017, 6, 2))
    assert usual is not None
    assert (usual.minimum, usual.maximum, usual.confidence) == (10, 15, "low")
    assert DECREE_94.usual("detox", date(2010, 10, 31)) is None


@pytest.mark.parametrize(
    "change",
    [
        {"unknown": 1},
        {"steps": []},
        {"stages": []},
        {"duties": [{"code": "x"}]},
        {"term": {"from_step": "nothing", "minimum_months": 6, "maximum_months": 12}},
    ],
)
def test_a_definition_that_does_not_hang_together_is_refused(change):
    with pytest.raises(ValidationError):
        Regime.model_validate(DECREE_94.model_dump(by_alias=True) | change)


def test_the_definition_survives_being_written_and_read():
    assert Regime.model_validate(DECREE_94.model_dump(by_alias=True)) == DECREE_94
