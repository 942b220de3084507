"""Plans and their frozen lists."""

from datetime import date

import pytest

from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.programme.models import Plan, PlanUnit
from hoanhap.programme.operations import plans
from hoanhap.programme.operations.refusals import PlanRefused
from hoanhap.programme.queries import plans as queries
from tests.casework.made import LATER


def codes(refused):
    return [problem.code for problem in refused.value.problems]


def select(made, plan, *units, **changes):
    given = {"unit_ids": list(units), "topic": "home-rehab", "scope": made.province, "at": LATER}
    return plans.select_units(plan_id=plan.pk, **(given | changes))


def test_the_first_list_stands_and_what_is_added_later_says_why(made, issue):
    plan = issue()

    assert select(made, plan, made.here.pk) == 1
    assert select(made, plan, made.here.pk) == 0
    with pytest.raises(PlanRefused) as refused:
        select(made, plan, made.there.pk)
    assert select(made, plan, made.there.pk, reason="Bổ sung theo công văn mẫu") == 1

    assert (codes(refused), refused.value.problems[0].field) == (["missing"], "reason")
    assert sorted(PlanUnit.objects.values_list("unit_id", "reason")) == [
        (made.here.pk, ""),
        (made.there.pk, "Bổ sung theo công văn mẫu"),
    ]


def test_a_unit_outside_the_area_is_not_selected(made, issue):
    stranger = made.commune("88001-1")

    with pytest.raises(PlanRefused) as refused:
        select(made, issue(), made.here.pk, stranger.pk)

    assert codes(refused) == ["outside-the-area"]
    assert PlanUnit.objects.count() == 0


def test_a_commune_officer_issues_no_plan_but_reads_those_of_the_province_and_never_the_neighbours_own(
    made, issue
):
    plan = issue()
    own = issue(number="52/KH-MẪU", area_id=made.there.pk)
    select(made, plan, made.here.pk)

    with pytest.raises(Forbidden):
        issue(scope=made.officer, number="51/KH-MẪU")

    on = date(2017, 6, 1)
    assert [line.number for line in queries.plan_list(scope=made.officer, on=on)] == ["50/KH-MẪU"]
    assert queries.plan_page(plan.pk, scope=made.neighbour, on=on).number == "50/KH-MẪU"
    with pytest.raises(NotFound):
        queries.plan_page(own.pk, scope=made.officer, on=on)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"period_until": date(2017, 5, 15)}, "ends-before-it-begins", "period_until"),
        ({"topics": []}, "topic-unknown", "topics"),
        ({"topics": ["khác"]}, "topic-unknown", "topics"),
        ({"number": "  "}, "missing", "number"),
        ({"issued_on": date(2019, 1, 1)}, "in-the-future", "issued_on"),
    ],
)
def test_a_plan_that_does_not_hold_together_is_refused(issue, changes, code, field):
    with pytest.raises(PlanRefused) as refused:
        issue(**changes)

    assert [(problem.code, problem.field) for problem in refused.value.problems] == [(code, field)]
    assert Plan.objects.count() == 0


def test_the_same_plan_twice_is_refused(issue):
    issue()

    with pytest.raises(PlanRefused) as refused:
        issue()

    assert codes(refused) == ["plan-twice"]


def test_a_corrected_plan_keeps_what_it_said_before(made, issue):
    plan = issue()

    plans.correct_plan(
        plan_id=plan.pk, changes={"number": "50/KH-SỬA"}, reason="Gõ nhầm", scope=made.province, at=LATER
    )

    assert Plan.objects.get().number == "50/KH-SỬA"
    assert list(plan.events.values_list("number", flat=True)) == ["50/KH-MẪU"]
