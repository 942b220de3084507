"""What is to be done in a commune: by whom, until when, and what shows that it was done."""

from datetime import date

import pytest

from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.programme.models import AreaAction
from hoanhap.programme.operations import area_plans
from hoanhap.programme.operations.area_plans import AreaPlanRefused
from hoanhap.programme.queries import area_plans as queries
from tests.casework.made import LATER
from tests.programme.communes import PROVINCE, directs, works


@pytest.fixture
def boss(made):
    return directs(PROVINCE, made.here.pk, made.there.pk)


def planned(made, who, **changes):
    given = {
        "unit_id": made.here.pk,
        "kind": "keep",
        "period_from": date(2018, 1, 1),
        "period_until": date(2019, 1, 1),
        "scope": who,
        "at": LATER,
    }
    return area_plans.make_area_plan(**(given | changes))


def asked(plan, who, **changes):
    given = {"what": "Tuyên truyền từng thôn", "owner": "Công an xã", "due_on": date(2018, 6, 30)}
    return area_plans.add_area_action(area_plan_id=plan.pk, **(given | changes), scope=who, at=LATER)


def test_an_action_is_late_until_it_is_shown_to_be_done(made, boss):
    plan = planned(made, boss)
    action = asked(plan, boss)

    def late(on):
        return queries.area_action(action.pk, scope=boss, on=on).is_late

    assert [late(date(2018, 6, 30)), late(date(2018, 7, 1))] == [False, True]
    with pytest.raises(AreaPlanRefused) as bare:
        area_plans.finish_area_action(
            action_id=action.pk, done_on=date(2018, 7, 5), evidence=" ", scope=boss, at=LATER
        )
    area_plans.finish_area_action(
        action_id=action.pk,
        done_on=date(2018, 7, 5),
        evidence="Biên bản 2/BB",
        scope=works(made.here.pk),
        at=LATER,
    )

    assert [one.code for one in bare.value.problems] == ["missing"]
    assert not late(date(2018, 12, 31))
    with pytest.raises(AreaPlanRefused):
        area_plans.finish_area_action(
            action_id=action.pk, done_on=date(2018, 7, 6), evidence="x", scope=boss, at=LATER
        )


def test_plans_that_cannot_be_are_refused(made, boss):
    planned(made, boss)
    for changes, code in [
        ({}, "plan-exists"),
        ({"kind": "watch"}, "kind-unknown"),
        ({"kind": "convert", "period_until": date(2018, 1, 1)}, "before-it-began"),
        ({"kind": "convert", "document_on": date(2019, 1, 1)}, "in-the-future"),
    ]:
        with pytest.raises(AreaPlanRefused) as no:
            planned(made, boss, **changes)
        assert [one.code for one in no.value.problems] == [code]


def test_neighbours_neither_see_nor_write(made, boss):
    plan = planned(made, boss)
    action = asked(plan, boss)
    stranger = directs(made.there.pk)

    with pytest.raises(Forbidden):
        planned(made, works(made.here.pk), kind="convert")
    for refused in (
        lambda: planned(made, stranger, kind="convert"),
        lambda: asked(plan, stranger),
        lambda: area_plans.finish_area_action(
            action_id=action.pk, done_on=date(2018, 7, 5), evidence="x", scope=stranger, at=LATER
        ),
        lambda: queries.area_plan(plan.pk, scope=stranger, on=LATER.date()),
        lambda: queries.area_action(action.pk, scope=stranger, on=LATER.date()),
    ):
        with pytest.raises(NotFound):
            refused()
    assert AreaAction.objects.get().done_on is None


def test_what_is_to_be_done_lies_within_the_plan(made, boss):
    plan = planned(made, boss)
    for due_on, code in [(date(2019, 1, 1), "after-its-end"), (date(2017, 12, 31), "before-it-began")]:
        with pytest.raises(AreaPlanRefused) as no:
            asked(plan, boss, due_on=due_on)
        assert [one.code for one in no.value.problems] == [code]
    action = asked(plan, boss, due_on=date(2018, 12, 31))
    with pytest.raises(AreaPlanRefused) as early:
        area_plans.finish_area_action(
            action_id=action.pk, done_on=date(2017, 12, 31), evidence="x", scope=boss, at=LATER
        )
    assert [one.code for one in early.value.problems] == ["before-it-began"]


def corrected(plan, who, **changes):
    given = {"changes": changes, "reason": "Gõ nhầm", "scope": who, "at": LATER}
    return area_plans.correct_area_plan(area_plan_id=plan.pk, **given)


def test_a_plan_of_a_commune_is_set_right_and_keeps_what_lies_under_it(made, boss):
    plan = planned(made, boss)
    asked(plan, boss)
    other = planned(made, boss, period_from=date(2017, 1, 1), period_until=date(2018, 1, 1))

    corrected(plan, boss, document_number="7/KH", period_until=date(2018, 12, 1))
    for changes, code in [
        ({"period_until": date(2018, 6, 30)}, "action-outside"),
        ({"period_from": date(2017, 1, 1)}, "plan-exists"),
        ({"unit_id": made.there.pk}, "unknown-field"),
    ]:
        with pytest.raises(AreaPlanRefused) as no:
            corrected(plan, boss, **changes)
        assert [one.code for one in no.value.problems] == [code]
    with pytest.raises(NotFound):
        corrected(plan, directs(made.there.pk), document_number="8/KH")

    line = queries.area_plan(plan.pk, scope=boss, on=LATER.date())
    assert (line.document_number, line.period_to) == ("7/KH", date(2018, 11, 30))
    assert other.period_from == date(2017, 1, 1)


def test_a_done_action_is_opened_again_by_taking_its_day_away(made, boss):
    action = asked(planned(made, boss), boss)
    given = {"action_id": action.pk, "reason": "Nhầm việc", "scope": boss, "at": LATER}
    area_plans.correct_area_action(
        changes={"done_on": date(2018, 7, 5), "evidence": "Biên bản 2/BB"}, **given
    )
    with pytest.raises(AreaPlanRefused) as bare:
        area_plans.correct_area_action(changes={"evidence": ""}, **given)
    area_plans.correct_area_action(changes={"done_on": None}, **given)

    line = queries.area_action(action.pk, scope=boss, on=date(2018, 12, 31))
    assert [one.code for one in bare.value.problems] == ["missing"]
    assert (line.done_on, line.evidence, line.is_late) == (None, "", True)


def test_a_plan_that_is_taken_back_goes_with_its_actions_and_may_be_made_anew(made, boss):
    plan = planned(made, boss)
    action = asked(plan, boss)
    area_plans.withdraw_area_plan(area_plan_id=plan.pk, reason="Nhầm xã", scope=boss, at=LATER)

    for gone in (
        lambda: queries.area_plan(plan.pk, scope=boss, on=LATER.date()),
        lambda: queries.area_action(action.pk, scope=boss, on=LATER.date()),
        lambda: asked(plan, boss),
        lambda: area_plans.withdraw_area_action(action_id=action.pk, reason="x", scope=boss, at=LATER),
        lambda: area_plans.withdraw_area_plan(area_plan_id=plan.pk, reason="x", scope=boss, at=LATER),
    ):
        with pytest.raises(NotFound):
            gone()
    again = planned(made, boss)
    mistaken = asked(again, boss)
    area_plans.withdraw_area_action(action_id=mistaken.pk, reason="Trùng", scope=boss, at=LATER)
    assert queries.area_plan(again.pk, scope=boss, on=LATER.date()).actions == ()
    assert AreaAction.objects.count() == 2
