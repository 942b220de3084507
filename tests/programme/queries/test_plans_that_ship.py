"""The plans that ship, and the one of the how-to, are recorded on the real map and judged without a line of code."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from hoanhap.access.scope import operator_scope
from hoanhap.places.models import Unit
from hoanhap.programme.operations.plan_editions import load_plan
from hoanhap.programme.queries import plan_bodies
from hoanhap.programme.queries.indicators import indicators, newest
from hoanhap.programme.queries.measures import MEASURES
from hoanhap.programme.queries.scorecards import scorecard
from hoanhap.programme.rules import plan_texts
from hoanhap.programme.rules.marks import Mark, Verdict
from hoanhap.programme.rules.plan_files import PlanBody
from tests.programme.communes import recognised

HOW_TO = Path(settings.DEFINITIONS).parent / "docs" / "how-to" / "write-a-plan.md"
WRITTEN = HOW_TO.read_text(encoding="utf-8")
EXAMPLE = re.search(r"```yaml\n(.*?)```", WRITTEN, re.DOTALL)[1]
SHIPPED = sorted((settings.DEFINITIONS / "plans").glob("*.yaml"))
ALL_OF_THEM = [EXAMPLE, *(path.read_text(encoding="utf-8") for path in SHIPPED)]
NOW = date(2026, 1, 1)


@pytest.fixture(scope="session")
def own_database_template(units_template) -> str:
    return units_template


def test_every_plan_is_recorded_shown_and_the_same_when_written_out(own_database):
    scope = operator_scope(on=NOW)
    for text in ALL_OF_THEM:
        body = plan_bodies.read(text)
        written = load_plan(body=body, scope=scope, at=timezone.now())
        again = plan_bodies.held(written.plan_id, scope=scope).body

        assert plan_texts.write(again) == plan_texts.write(body)
        assert load_plan(body=again, scope=scope, at=timezone.now()).change == "same"

        rows = scorecard(written.plan_id, scope=scope, on=NOW).rows
        assert [row.target.code for row in rows] == [target.code for target in body.targets]


def test_the_denominators_of_the_sources_stand_before_anybody_is_recorded(own_database):
    scope = operator_scope(on=NOW)
    plans = {}
    for path in SHIPPED:
        body = plan_bodies.read(path.read_text(encoding="utf-8"))
        plans[body.code] = load_plan(body=body, scope=scope, at=timezone.now()).plan_id

    def values(code, on, *targets):
        rows = scorecard(plans[code], scope=scope, on=on, targets=targets).rows
        return [(row.value.numerator, row.value.denominator, row.value.verdict) for row in rows]

    for on, communes in ((date(2021, 12, 31), 579), (date(2025, 6, 30), 526), (date(2025, 12, 31), 126)):
        assert values("ha-noi-2021-2025", on, "hn-i1-5") == [(0, communes, Verdict.MISSED)]
    assert values("ha-noi-2021-2025", NOW, "hn-i9", "hn-i9-xa") == [
        (0, 30, Verdict.MISSED),
        (0, 126, Verdict.MISSED),
    ]
    assert values("dong-thap-2023", date(2023, 12, 31), "dt-i6") == [(0, 143, Verdict.WATCHED)]
    unknown = (None, None, Verdict.NOT_ENOUGH_DATA)
    assert values("dong-thap-2023", date(2023, 12, 31), "dt-i1", "dt-i2", "dt-i9") == [unknown] * 3
    somewhere = Unit.objects.get(pk="29884-1")
    recognised(somewhere, "drug-free", date(2022, 12, 20))
    recognised(Unit.objects.get(pk="29863-1"), "affected", date(2022, 12, 20))
    assert values("dong-thap-2023", date(2023, 12, 31), "dt-i1", "dt-i2") == [
        (0, 1, Verdict.MISSED),
        (1, 27, Verdict.MISSED),
    ]
    assert values("vinh-phuc-2017", NOW, "vp-i1", "vp-i2") == [
        (0, 10, Verdict.MISSED),
        (0, None, Verdict.WATCHED),
    ]
    assert values("quang-nam-2024", NOW, "qn-i1", "qn-i5") == [
        (0, 0, Verdict.NOT_APPLICABLE),
        (None, None, Verdict.NOT_ENOUGH_DATA),
    ]
    assert values("tuyen-quang-2020", NOW, "tq-i1", "tq-i2", "tq-i5", "tq-i7") == [
        (0, None, Verdict.MISSED),
        (0, 138, Verdict.MISSED),
        (0, None, Verdict.MET),
        (0, None, Verdict.NOT_ENOUGH_DATA),
    ]


def test_the_how_to_shows_every_mark_and_names_every_indicator_reading_and_measure():
    shown = plan_texts.read(EXAMPLE)
    kinds = {one.__args__[0] for one in (kind.model_fields["kind"].annotation for kind in _marks())}

    assert {target.mark.kind for target in shown.targets} == kinds
    assert shown.indicators
    assert shown.lists
    assert shown.tasks
    for indicator in {one.code: newest(one.code) for one in indicators()}.values():
        line = next(one for one in WRITTEN.splitlines() if one.startswith(f"| `{indicator.code}` |"))
        if len(indicator.readings) > 1:
            told = re.findall(r"`([a-z0-9-]+)`", line.rsplit("|", 2)[1])
            assert told == [reading.code for reading in indicator.readings]
    for name, measure in MEASURES.items():
        said = re.search(rf"`{name}`[^·]*?(?=·|\n- \*\*|\n\n)", WRITTEN)
        assert said, name
        told = set(re.findall(r"`([a-z_]+)`", said[0])) - {name}
        assert told == set(measure.parameters), name


def test_every_part_of_a_plan_is_explained():
    keys = {field.alias or name for name, field in PlanBody.model_fields.items()}

    assert {key for key in keys if f"`{key}`" not in WRITTEN} == set()


def _marks():
    return Mark.__origin__.__args__
