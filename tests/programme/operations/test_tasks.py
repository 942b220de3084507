"""What agencies report on tasks: which report counts, what is refused, and what is late."""

from datetime import date

import pytest

from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.places.models import Unit
from hoanhap.programme.models import TaskReport
from hoanhap.programme.operations import tasks
from hoanhap.programme.operations.tasks import TaskRefused
from hoanhap.programme.queries import plan_bodies
from hoanhap.programme.queries.tasks import board, late_tasks
from tests.casework.made import LATER, scope
from tests.programme.planned import planned, reported

FIRST, SECOND = date(2017, 4, 1), date(2017, 7, 1)


@pytest.fixture
def plan(made):
    return planned("mau", Unit.objects.get(pk="990-1"), scope=made.province)


def standing(plan, on):
    """State and lateness of each turn, by task."""
    return {
        one.line.code: [(turn.turn.from_on, str(turn.state), turn.is_late) for turn in one.turns]
        for one in board(plan_bodies.of_plan(plan), on=on)
    }


def test_the_newest_report_of_each_turn_counts_and_what_is_not_done_is_late(made, plan):
    reported(plan, scope=made.province)
    given = {"task": "classify", "evidence": "1/BC"}
    reported(
        plan, scope=made.province, **given, period_from=FIRST, state="under-way", reported_on=date(2017, 6, 1)
    )
    reported(plan, scope=made.province, **given, period_from=FIRST, reported_on=date(2017, 6, 30))

    assert standing(plan, date(2017, 10, 1)) == {
        "classify": [
            (date(2017, 10, 1), "not-reported", False),
            (SECOND, "not-reported", True),
            (FIRST, "done", False),
        ],
        "certify": [(None, "not-reported", False)],
    }
    assert standing(plan, date(2017, 12, 2))["certify"] == [(None, "done", False)]
    assert late_tasks(scope=made.province, on=date(2017, 10, 1)) == [(plan.pk, plan.number, 1)]
    assert late_tasks(scope=made.province, on=date(2017, 6, 30)) == []


def test_a_withdrawn_report_stays_and_the_one_before_counts_again(made, plan):
    before = reported(plan, scope=made.province, state="under-way", reported_on=date(2017, 11, 1))
    wrong = reported(plan, scope=made.province)

    tasks.withdraw_report(report_id=wrong.pk, reason="Nhầm nhiệm vụ", scope=made.province, at=LATER)

    assert standing(plan, date(2018, 1, 1))["certify"] == [(None, "under-way", True)]
    wrong.refresh_from_db()
    assert (wrong.retired_reason, TaskReport.objects.count()) == ("Nhầm nhiệm vụ", 2)
    with pytest.raises(TaskRefused):
        tasks.withdraw_report(report_id=wrong.pk, reason="Lần nữa", scope=made.province, at=LATER)
    assert before.retired_at is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"evidence": "  "}, "evidence"),
        ({"state": "perhaps"}, "state"),
        ({"reported_on": date(2030, 1, 1)}, "reported_on"),
        ({"reported_on": date(2017, 5, 14)}, "reported_on"),
        ({"period_from": FIRST}, "period_from"),
        ({"task": "classify"}, "period_from"),
        ({"task": "classify", "period_from": date(2017, 5, 1)}, "period_from"),
        ({"task": "classify", "period_from": SECOND, "reported_on": date(2017, 6, 30)}, "reported_on"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(made, plan, changes, field):
    with pytest.raises(TaskRefused) as refused:
        reported(plan, scope=made.province, **changes)

    assert [problem.field for problem in refused.value.problems] == [field]
    assert TaskReport.objects.count() == 0


def test_a_task_that_is_not_in_the_plan_and_a_plan_out_of_reach_are_not_found(made, plan):
    made_report = reported(plan, scope=made.province)
    with pytest.raises(NotFound):
        reported(plan, scope=made.province, task="khong-co")
    here = scope(frozenset({"programme.read", "programme.write"}), made.here.pk)
    for act in (
        lambda: reported(plan, scope=here),
        lambda: tasks.withdraw_report(report_id=made_report.pk, reason="Thử", scope=here, at=LATER),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(Forbidden):
        reported(plan, scope=scope(frozenset({"programme.read"}), "990-1"))
    assert late_tasks(scope=here, on=date(2018, 6, 1)) == []
