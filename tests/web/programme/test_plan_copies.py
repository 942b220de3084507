"""A plan is handed down: a draft for each unit below, what it takes over, what it sets itself, and who has done so."""

import pytest
from django.urls import reverse

from hoanhap.kit.keys import new_id
from hoanhap.places.models import Unit, UnitLoad
from hoanhap.programme.models import Plan, PlanDraft
from hoanhap.programme.operations import plan_drafts
from hoanhap.programme.rules.plan_copies import taken_over
from hoanhap.programme.rules.plan_files import PlanBody
from tests.casework.made import LATER
from tests.programme.planned import body_of, planned
from tests.web.reading import queries_of, send, words

TARGETS = [
    {"code": "ty-le", "indicator": "vp-i3-certified-share", "mark": {"kind": "above", "per_cent": 90}},
    {"code": "tong", "indicator": "vp-i2-participants", "mark": {"kind": "at-least", "count": 100}},
    {
        "code": "giao",
        "indicator": "vp-i2-participants",
        "mark": {
            "kind": "assigned",
            "count": 100,
            "document": "9/QĐ",
            "areas": [{"code": "99001", "name": "Mẫu Đông", "count": 7}],
        },
    },
    {
        "code": "moi",
        "indicator": "dt-i1-commune-conversion",
        "mark": {"kind": "per-parent", "count": 1, "parent": "district"},
    },
    {"code": "giu", "indicator": "dt-i2-drug-free-kept", "mark": {"kind": "keep", "list": "xa"}},
]
TASKS = [
    {"code": "viec", "title": {"vi": "Việc", "en": "Work"}, "lead": "cong-an", "targets": ["ty-le", "giu"]}
]
LISTS = [{"code": "xa", "title": {"vi": "Xã", "en": "Communes"}, "units": [{"code": "99001", "name": "Mẫu"}]}]


@pytest.fixture
def plan(desk):
    UnitLoad.objects.create(fingerprint=new_id().hex, loaded_at=LATER, units=0, editions=0, successions=0)
    return planned(
        "mau", Unit.objects.get(pk="990-1"), scope=desk.province, targets=TARGETS, tasks=TASKS, lists=LISTS
    )


def test_totals_are_not_the_units_own_and_what_was_assigned_to_it_is():
    above = body_of(
        "mau", "990-1", targets=TARGETS, tasks=TASKS, lists=LISTS, schedule={"vi": "Quý", "en": "Q"}
    )

    here, there = (
        PlanBody.model_validate(taken_over(above, code=code, level="commune", own_marks=True))
        for code in ("99001", "99002")
    )

    assert [(one.code, one.mark.kind) for one in here.targets] == [
        ("ty-le", "above"),
        ("tong", "assigned"),
        ("giao", "assigned"),
    ]
    assert [one.mark.count for one in here.targets[1:]] == [None, 7]
    assert here.targets[2].mark.document == "9/QĐ"
    assert [one.mark.count for one in there.targets[1:]] == [None, None]
    assert here.tasks[0].targets == ("ty-le",)
    assert (here.lists, here.schedule, here.follows) == ((), None, "mau")
    district = PlanBody.model_validate(taken_over(above, code="990", level="district", own_marks=True))
    assert [one.code for one in district.targets] == ["ty-le", "tong", "giao", "moi"]


def test_every_commune_gets_a_draft_once_and_the_list_says_who_has_what(desk, province, plan):
    address = reverse("plan-hand-down", args=[plan.pk])
    answer = send(province, address, all_of="commune", issued_on="01/06/2017")
    assert answer.status_code == 303, words(answer)

    drafts = {row.area_id: row for row in PlanDraft.objects.all()}
    assert drafts.keys() == {"99001-1", "99002-1"}
    assert drafts["99001-1"].body["follows"] == "mau"
    assert Plan.objects.count() == 1
    assert send(province, address, all_of="commune", issued_on="01/06/2017").status_code == 303
    assert PlanDraft.objects.count() == 2

    draft = drafts["99001-1"]
    refused = send(province, reverse("plan-draft-issue", args=[draft.pk]))
    assert refused.status_code == 422
    assert "chưa có số" in refused.context["form"].non_field_errors()[0]
    plan_drafts.change_draft(
        draft_id=draft.pk, version=1, changes={"number": "5/KH"}, scope=desk.province, at=LATER
    )
    assert send(province, reverse("plan-draft-issue", args=[draft.pk])).status_code == 303

    page = province.get(reverse("plan-copies", args=[plan.pk]) + "?level=commune")
    assert [(line.unit_id, line.state) for line, _words, _tone in page.context["page"]] == [
        ("99002-1", "draft"),
        ("99001-1", "incomplete"),
    ]
    lacks = {line.unit_id: line.lacks for line, _words, _tone in page.context["page"]}
    assert "Số của kế hoạch như khi ban hành" in lacks["99002-1"]
    assert {code: count for code, _words, _tone, count in page.context["counts"]} == {
        "none": 0,
        "draft": 1,
        "incomplete": 1,
        "complete": 0,
    }


def test_several_units_are_written_one_a_line_and_each_that_is_not_clear_is_named(desk, province, plan):
    address = reverse("plan-hand-down", args=[plan.pk])

    refused = send(province, address, all_of="", issued_on="01/06/2017", units="99001\nXã Không Có")
    assert refused.status_code == 422
    assert "Xã Không Có" in " ".join(refused.context["form"].errors["units"])
    assert send(province, address, all_of="", issued_on="01/06/2017", units="99001").status_code == 303
    assert [row.area_id for row in PlanDraft.objects.all()] == ["99001-1"]


def test_who_sees_one_commune_sees_its_line_alone_and_no_draft_and_hands_nothing_down(
    desk, officer, province, plan
):
    send(province, reverse("plan-hand-down", args=[plan.pk]), all_of="commune", issued_on="01/06/2017")

    page = officer.get(reverse("plan-copies", args=[plan.pk]) + "?level=commune")
    assert [(line.unit_id, line.state) for line, _words, _tone in page.context["page"]] == [
        ("99001-1", "none")
    ]
    assert reverse("plan-hand-down", args=[plan.pk]) not in page.content.decode()
    assert officer.get(reverse("plan-hand-down", args=[plan.pk])).status_code == 404
    here = desk.client("tinhnho", "province-officer", unit="99001-1")
    PlanDraft.objects.all().update(state="dropped", closed_at=LATER, closed_by=new_id())
    answer = send(
        here, reverse("plan-hand-down", args=[plan.pk]), all_of="", issued_on="01/06/2017", units="99002"
    )
    assert answer.status_code == 422
    assert PlanDraft.objects.filter(state="open").count() == 0


@pytest.mark.parametrize("name", ["plan-copies", "plan-hand-down"])
def test_the_pages_take_at_most_twelve_questions(province, plan, name):
    send(province, reverse("plan-hand-down", args=[plan.pk]), all_of="commune", issued_on="01/06/2017")
    assert queries_of(province, reverse(name, args=[plan.pk])) <= 12
