"""The board of a plan's tasks, its reports, and who may write them."""

from datetime import date

import pytest
from django.urls import reverse

from hoanhap.kit.keys import new_id
from hoanhap.places.models import Unit
from hoanhap.programme.models import TaskReport
from tests.programme.planned import planned, reported
from tests.web.reading import queries_of, send, words


@pytest.fixture
def plan(desk):
    more = {
        "parties": [{"code": "cong-an", "name": "Công an Mẫu"}, {"code": "y-te", "name": "Sở Y tế Mẫu"}],
        "tasks": [
            {
                "code": "classify",
                "title": {"vi": "Rà soát", "en": "Review"},
                "lead": "cong-an",
                "every": "quarter",
            },
            {
                "code": "certify",
                "title": {"vi": "Tập huấn", "en": "Train"},
                "lead": "y-te",
                "due": "2017-12-31",
            },
        ],
    }
    return planned("mau", Unit.objects.get(pk="990-1"), scope=desk.province, **more)


def test_a_task_is_reported_with_its_evidence_and_shown_on_the_board(desk, province, plan):
    address = reverse("plan-task-report", args=[plan.pk, "classify"])
    refused = send(province, address, period_from="2017-07-01", state="done", reported_on="01/10/2017")
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["evidence"]

    answer = send(
        province,
        address,
        period_from="2017-07-01",
        state="done",
        reported_on="01/10/2017",
        evidence="15/BC-CA ngày 30/9/2017",
    )

    assert answer.url == reverse("plan-tasks", args=[plan.pk])
    (made,) = TaskReport.objects.all()
    assert (made.task, made.period_from, made.state) == ("classify", date(2017, 7, 1), "done")
    page = province.get(answer.url)
    assert "15/BC-CA ngày 30/9/2017" in words(page)
    states = {
        one.line.code: [(turn.turn.from_on, str(turn.state), turn.is_late) for turn in one.turns]
        for one in page.context["page"]
    }
    assert states["classify"][-2:] == [
        (date(2017, 7, 1), "done", False),
        (date(2017, 4, 1), "not-reported", True),
    ]
    assert states["certify"] == [(None, "not-reported", True)]
    assert page.context["late"] == 2


def test_the_board_shows_the_tasks_of_one_agency(province, plan):
    page = province.get(reverse("plan-tasks", args=[plan.pk]), {"agency": "y-te"})

    assert [one.line.code for one in page.context["page"]] == ["certify"]
    assert "Rà soát" not in words(page)


def test_a_report_is_withdrawn_with_a_reason(desk, province, plan):
    made = reported(plan, scope=desk.province)
    address = reverse("plan-task-report-withdraw", args=[made.pk])

    assert send(province, address, reason="").status_code == 422
    assert send(province, address, reason="Nhầm").status_code == 303
    assert "9/BC" not in words(province.get(reverse("plan-tasks", args=[plan.pk])))
    assert province.get(address).status_code == 404


def test_a_commune_reads_the_tasks_of_the_province_and_reports_none(desk, officer, plan):
    made = reported(plan, scope=desk.province)
    page = officer.get(reverse("plan-tasks", args=[plan.pk]))

    assert page.status_code == 200
    assert "9/BC" in words(page)
    for name, given in (
        ("plan-task-report", [plan.pk, "certify"]),
        ("plan-task-report-withdraw", [made.pk]),
    ):
        assert officer.get(reverse(name, args=given)).status_code == 404
        assert reverse(name, args=given) not in page.content.decode()


def test_a_plan_of_the_next_commune_and_its_reports_do_not_exist(desk):
    here = desk.client("tinhnho", "province-officer", unit="99001-1")
    theirs = planned("ke-ben", desk.there, scope=desk.province, mark=" Vọng")
    made = reported(theirs, scope=desk.province, mark=" Vọng")
    for name, given, nobody in (
        ("plan-tasks", [theirs.pk], [new_id()]),
        ("plan-task-report", [theirs.pk, "certify"], [new_id(), "certify"]),
        ("plan-task-report-withdraw", [made.pk], [new_id()]),
    ):
        there, nowhere = (here.get(reverse(name, args=args)) for args in (given, nobody))
        assert (there.status_code, nowhere.status_code) == (404, 404), name
        assert words(there) == words(nowhere), name


def test_the_board_takes_at_most_twelve_questions(desk, province, plan):
    reported(plan, scope=desk.province)

    assert queries_of(province, reverse("plan-tasks", args=[plan.pk])) <= 12
