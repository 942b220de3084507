"""Where a plan stands: exact values, verdicts, areas, and the people behind a figure are the ones that were counted."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from hoanhap.casework.operations import corrections
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.places.models import Unit, UnitEdition, UnitReach
from hoanhap.programme.models import Submission
from hoanhap.programme.operations import plan_editions, submissions
from hoanhap.programme.operations.submissions import SubmissionRefused
from hoanhap.programme.queries import frozen, plan_bodies, restatements, scorecards
from hoanhap.programme.queries.plan_bodies import Resolved
from hoanhap.programme.rules.causes import Cause
from hoanhap.programme.rules.marks import Verdict
from hoanhap.programme.rules.plan_files import PlanBody
from tests.casework.made import LATER, breach, certify

BODY = {
    "code": "mau-2017",
    "number": "1/KH-MAU",
    "title": "Kế hoạch mẫu",
    "issuer": "Sở Mẫu",
    "issued_on": "2017-05-15",
    "area": {"code": "990", "name": "Tỉnh Mẫu"},
    "period": {"from": "2017-05-15", "to": "2018-06-21"},
    "topics": ["home-rehab"],
    "targets": [
        {"code": "people", "indicator": "vp-i2-participants"},
        {
            "code": "certified",
            "indicator": "vp-i3-certified-share",
            "mark": {"kind": "above", "per_cent": 90},
        },
        {"code": "breaches", "indicator": "vp-i4-breach-share", "mark": {"kind": "all"}},
    ],
}
DAY = date(2018, 6, 21)


@pytest.fixture
def plan_id(made):
    units = {"990-1": None, made.here.pk: "990-1", made.there.pk: "990-1"}
    for unit_id, parent in units.items():
        level = "commune" if parent else "province"
        Unit.objects.filter(pk=unit_id).update(level=level)
        UnitEdition.objects.create(
            unit_id=unit_id,
            code=unit_id.rpartition("-")[0],
            name=f"Mẫu {unit_id}",
            name_key=unit_id,
            kind="xa" if parent else "tinh",
            level=level,
            parent_id=parent,
            basis="mẫu",
        )
        if parent:
            UnitReach.objects.create(area_id=unit_id, unit_id=unit_id)
    body = PlanBody.model_validate(BODY)
    with transaction.atomic():
        written = plan_editions.issue(body, meant=Resolved("990-1", {}), scope=made.province, at=LATER)
    episodes = [made.handed_over(unit=made.here if number % 2 else made.there) for number in range(12)]
    for episode in episodes[:11]:
        certify(episode, scope=made.province)
    breach(episodes[11], scope=made.province)
    made.finished = episodes
    return written.plan_id


def card(made, plan_id, **asked):
    return scorecards.scorecard(plan_id, **({"scope": made.province, "on": DAY} | asked))


def told(rows):
    return {row.target.code: (row.value.numerator, row.value.denominator, row.value.verdict) for row in rows}


def test_each_target_is_counted_and_judged(made, plan_id):
    assert told(card(made, plan_id).rows) == {
        "people": (12, None, Verdict.WATCHED),
        "certified": (11, 12, Verdict.MET),
        "breaches": (1, 12, Verdict.MISSED),
    }


def test_the_communes_add_up_to_the_area(made, plan_id):
    found = card(made, plan_id, level="commune")

    for row in found.rows:
        assert (
            sum(one.value.numerator for one in row.areas) + sum(one.value.numerator for one in row.lost)
            == row.value.numerator
        )
    people = {one.unit_id: one.value.numerator for one in found.rows[0].areas}
    assert people == {made.here.pk: 6, made.there.pk: 6}


def test_the_rows_behind_a_value_are_as_many_as_it_says(made, plan_id):
    held = plan_bodies.held(plan_id, scope=made.province)
    for row in card(made, plan_id).rows:
        asked = scorecards.asked_of(held, row.target, DAY)
        rows = frozen.facts_of(held, asked, "990-1")

        assert sum(one.is_counted for one in rows) == row.value.numerator
        assert len({one.subject for one in rows}) == len(rows)


def test_who_reaches_one_commune_gets_its_figures_and_no_others(made, plan_id):
    mine = card(made, plan_id, scope=made.officer)

    assert mine.area_id == made.here.pk
    assert told(mine.rows)["people"] == (6, None, Verdict.WATCHED)
    with pytest.raises(NotFound):
        card(made, plan_id, scope=made.officer, area_id=made.there.pk)
    with pytest.raises(NotFound):
        card(made, plan_id, scope=made.officer, area_id="990-1")


def test_before_the_period_there_is_nothing_to_say(made, plan_id):
    assert card(made, plan_id, on=date(2017, 5, 14)).rows == ()


NOW = datetime(2018, 7, 1, 3, tzinfo=UTC)


def submit(made, plan_id, **given):
    return submissions.submit_figures(
        **({"plan_id": plan_id, "to_on": DAY, "scope": made.province, "at": NOW} | given)
    )


def test_figures_that_were_handed_in_stay_and_the_change_since_is_explained(made, plan_id):
    made_ = submit(made, plan_id)
    assert not restatements.restated(made_.pk, scope=made.province, on=DAY).is_changed

    step = made.finished[0].steps.get(kind="certificate")
    corrections.withdraw_step(step_id=step.pk, reason="Nhập nhầm", scope=made.province, at=NOW)

    cell = made_.cells.get(target="certified", level="")
    assert (cell.numerator, cell.denominator) == (11, 12)
    told = {
        one.target: [
            (cell.unit_id, cell.was.numerator, cell.now.numerator, dict(cell.causes)) for cell in one.changed
        ]
        for one in restatements.restated(made_.pk, scope=made.province, on=DAY).targets
    }
    assert told["people"] == []
    assert told["certified"] == [
        ("990-1", 11, 10, {Cause.CORRECTION: 1}),
        (made.there.pk, 6, 5, {Cause.CORRECTION: 1}),
    ]


def test_figures_of_a_day_are_handed_in_once_and_restated_with_a_reason(made, plan_id):
    first = submit(made, plan_id)

    with pytest.raises(SubmissionRefused):
        submit(made, plan_id)
    with pytest.raises(SubmissionRefused):
        submit(made, plan_id, restates_id=first.pk)
    again = submit(made, plan_id, restates_id=first.pk, reason="Nhập bổ sung")
    with pytest.raises(SubmissionRefused):
        submit(made, plan_id, restates_id=first.pk, reason="Lần nữa")
    assert again.restates_id == first.pk


def test_nobody_hands_in_for_an_area_out_of_reach(made, plan_id):
    with pytest.raises((NotFound, Forbidden)):
        submit(made, plan_id, scope=made.officer)
    assert Submission.objects.count() == 0
