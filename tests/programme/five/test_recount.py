"""A second, naive count of every indicator over the five provinces agrees with the first."""

import json
from datetime import date
from pathlib import Path

import pytest

from hoanhap.access.scope import operator_scope
from hoanhap.programme.queries import placing, plan_bodies, scorecards
from tests.programme.naive.facts import Facts
from tests.programme.naive.people import PEOPLE
from tests.programme.naive.places import PLACES, by_district, of_list

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "plans.json").read_text(encoding="utf-8"))
RECOUNTS = PEOPLE | PLACES

pytestmark = pytest.mark.usefixtures("provinces")


@pytest.fixture(scope="module")
def facts(provinces):
    return Facts.all()


@pytest.mark.parametrize("code", sorted(GOLDEN))
def test_the_naive_count_agrees_with_the_golden_file(facts, code):
    scope = operator_scope(on=date(2026, 11, 22))
    held = plan_bodies.held(plan_bodies.plan_named(code, scope=scope), scope=scope)

    wrong, counted = [], 0
    for line in GOLDEN[code]["figures"]:
        target = held.body.target(line["target"])
        asked = scorecards.asked_of(
            held, target, min(date.fromisoformat(line["day"]), held.body.period.to_on)
        )
        recount = RECOUNTS.get((target.indicator, asked.reading.code)) or RECOUNTS[target.indicator]
        units = placing.ground(held.area_id, on=asked.to_on)
        found = recount(facts, asked.from_on, asked.to_on, units)
        counted += 1
        if target.mark.kind == "per-parent":
            found = by_district(facts, asked.from_on, asked.to_on, units)
        if target.mark.kind == "keep":
            found = of_list(facts, held.lists[target.mark.of], asked.to_on)
        if found != (line["numerator"], line["denominator"]):
            wrong.append((line["target"], line["day"], found, (line["numerator"], line["denominator"])))
    assert wrong == []
    assert counted == len(GOLDEN[code]["figures"])


def test_no_indicator_of_the_plans_is_left_without_a_second_count(facts):
    scope = operator_scope(on=date(2026, 11, 22))
    named = {
        target.indicator
        for code in GOLDEN
        for target in plan_bodies.held(plan_bodies.plan_named(code, scope=scope), scope=scope).body.targets
    }

    assert named == {one if isinstance(one, str) else one[0] for one in RECOUNTS}
