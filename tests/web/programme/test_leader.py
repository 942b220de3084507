"""One screen for who leads, and the page of an area: they say what the scorecard says, and no more than may be seen."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from hoanhap.places.models import Unit, UnitLoad
from hoanhap.programme.models import CorrectiveAction, Finding, Recognition
from hoanhap.programme.operations import plan_editions
from hoanhap.programme.queries import scorecards
from hoanhap.programme.queries.leading import Trend, trend_of
from hoanhap.programme.queries.plan_bodies import Resolved
from hoanhap.programme.queries.target_values import Value
from hoanhap.programme.rules.marks import Verdict
from tests.casework.made import LATER, breach, certify
from tests.programme.communes import adopted
from tests.programme.planned import body_of, handed_in, planned
from tests.web.reading import queries_of, words

DAY = "?on=20/06/2018"


@pytest.fixture
def plan(desk):
    """A plan of the province: in one commune somebody was certified, in the other somebody left."""
    # What is read of the lists of units is kept until others are loaded.
    UnitLoad.objects.create(fingerprint="một", loaded_at=LATER, units=0, editions=0, successions=0)
    certify(desk.handed_over(unit=desk.here), scope=desk.province)
    breach(desk.handed_over(unit=desk.there), scope=desk.province)
    return planned("mau", Unit.objects.get(pk="990-1"), scope=desk.province)


@pytest.fixture
def late(desk, plan):
    """Something to put right in each commune, late in both."""
    for unit in (desk.here, desk.there):
        finding = Finding.objects.create(
            unit=unit,
            kind="staff",
            observed_on=date(2018, 1, 3),
            text=f"Thiếu người {unit.pk}",
            recorded_by=desk.province.account_id,
        )
        CorrectiveAction.objects.create(
            finding=finding,
            what="Bổ sung",
            owner="Ủy ban",
            due_on=date(2018, 2, 1),
            recorded_by=desk.province.account_id,
        )


def test_the_screen_says_what_the_scorecard_says_and_where_it_is_missed(province, desk, plan):
    page = province.get(reverse("leader") + DAY)

    (shown,) = page.context["plans"]
    card = scorecards.scorecard(plan.pk, scope=desk.province, on=date(2018, 6, 20))
    assert [line.row.value for line in shown.standing.lines] == [row.value for row in card.rows]
    (target,) = shown.targets
    assert (target.value, [(name, value) for name, value, _href in target.worst]) == (
        "1/2 (50,0 %)",
        [("Xã Mẫu Tây", "0/1")],
    )
    assert province.get(target.href).status_code == 200
    assert province.get(target.worst[0][2]).status_code == 200
    assert [(str(label), count) for label, _tone, count in shown.tally if count] == [("Chưa đạt", 1)]


def test_what_is_late_is_counted_by_commune_and_task(province, plan, late):
    page = province.get(reverse("leader") + DAY)

    kinds = {
        kind.kind: (count, [one.unit_name for one in kind.units])
        for _l, _h, count, kind in page.context["late"]
    }
    assert kinds["correction"] == (2, ["Xã Mẫu Đông", "Xã Mẫu Tây"])
    assert [(one.code, one.days) for one in page.context["tasks"]] == [("classify", 355), ("certify", 171)]


def test_figures_of_an_ended_plan_are_to_be_handed_in(province, desk, plan):
    after = reverse("leader") + "?on=01/07/2018"
    assert [one.plan.id for one in province.get(after).context["to_hand_in"]] == [plan.pk]
    assert "Không có kế hoạch nào đang thực hiện vào ngày này" in words(province.get(after))

    handed_in(plan, scope=desk.province)

    assert province.get(after).context["to_hand_in"] == []


def test_a_commune_sees_its_own_figures_and_nothing_of_the_next_one(officer, plan, late):
    page = officer.get(reverse("leader") + DAY)

    (shown,) = page.context["plans"]
    assert [one.value for one in shown.targets] == ["1/1 (100,0 %)"]
    assert {count for _l, _h, count, _kind in page.context["late"]} == {1}
    assert "Mẫu Tây" not in words(page)
    assert officer.get(reverse("leader") + DAY + "&area=99002-1").status_code == 404


def test_a_place_without_a_plan_says_so(province, desk):
    assert "Chưa có kế hoạch nào về địa bàn này" in words(province.get(reverse("leader")))


def test_the_page_of_a_commune_holds_its_figures_class_and_findings(province, desk, plan, late):
    Recognition.objects.create(
        unit=desk.here,
        recognised_class="drug-free",
        is_key_area=False,
        decision_number="1/QĐ",
        decided_on=date(2018, 1, 2),
        issuer="Ủy ban Mẫu",
        valid_from=date(2018, 1, 2),
        recorded_by=desk.province.account_id,
    )

    adopted(desk.here, date(2018, 1, 2), date(2018, 6, 1))
    adopted(desk.here, date(2018, 1, 2), model_code="volunteer-helper")

    page = province.get(reverse("area", args=[desk.here.pk]) + DAY)

    found = page.context["found"]
    assert [one.value for one in page.context["plans"][0].targets] == ["1/1 (100,0 %)"]
    assert [(code, count) for code, _words, count in found.classes] == [("drug-free", 1)]
    assert [(one.code, one.applying, one.stalled) for one in found.models] == [
        ("b93-club", 1, 0),
        ("volunteer-helper", 0, 1),
    ]
    assert [one.text for one in found.findings] == ["Thiếu người 99001-1"]
    assert "Hồ sơ cai nghiện" in words(page)


def test_the_page_of_a_province_counts_its_communes_and_leads_to_them(province, plan, late):
    page = province.get(reverse("area", args=["990-1"]) + DAY)

    assert page.context["found"].findings_open == 2
    assert page.context["found"].units == (("99001-1", "Xã Mẫu Đông"), ("99002-1", "Xã Mẫu Tây"))


def test_the_next_commune_and_none_at_all_are_answered_alike(officer, plan):
    there = officer.get(reverse("area", args=["99002-1"]) + DAY)
    nowhere = officer.get(reverse("area", args=["99099-1"]) + DAY)

    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert words(there) == words(nowhere)


def test_who_sees_no_people_is_led_to_none(desk, plan):
    analyst = desk.client("tonghop", "province-analyst", unit="990-1")

    page = analyst.get(reverse("area", args=["990-1"]) + DAY)

    assert "Hồ sơ cai nghiện" not in words(page)
    told = [line.row.value.verdict for line in page.context["plans"][0].standing.lines]
    assert told == [Verdict.HIDDEN, Verdict.HIDDEN]
    assert "50,0 %" not in words(page)
    assert "duty" not in {kind.kind for _l, _h, _c, kind in page.context["late"]}


def test_late_tasks_stand_on_the_page_of_the_day(province, officer, desk, plan):
    today = timezone.localdate()
    body = body_of(
        "nay",
        "990-1",
        issued_on=f"{today - timedelta(days=60)}",
        period={"from": f"{today - timedelta(days=60)}", "to": f"{today + timedelta(days=60)}"},
        targets=[],
        tasks=[
            {
                "code": "train",
                "title": {"vi": "Tập huấn", "en": "Train"},
                "lead": "cong-an",
                "due": f"{today - timedelta(days=20)}",
            }
        ],
    )
    with transaction.atomic():
        late = plan_editions.issue(body, meant=Resolved("990-1", {}), scope=desk.province, at=timezone.now())

    page = province.get(reverse("today"))

    # The other plan is long over: nobody is asked about its tasks any more.
    assert [(one.plan_id, one.code, one.days) for one in page.context["late_tasks"]] == [
        (late.plan_id, "train", 20)
    ]
    assert "Đang đôn đốc: người đứng đầu chịu trách nhiệm – Trưởng Công an" in words(page)
    assert officer.get(reverse("today")).context["late_tasks"] == []


@pytest.mark.parametrize("name", ["leader", "area"])
def test_a_screen_asks_at_most_twelve_times(province, desk, plan, late, name):
    address = reverse(name, args=["990-1"] if name == "area" else []) + DAY
    one = queries_of(province, address)
    planned("hai", Unit.objects.get(pk="990-1"), scope=desk.province)

    assert queries_of(province, address) == one
    assert one <= 12


@pytest.mark.parametrize(
    ("now", "before", "trend"),
    [
        ((1, 3), (1, 4), Trend.UP),
        ((1, 4), (1, 3), Trend.DOWN),
        ((2, 6), (1, 3), Trend.SAME),
        ((5, None), (4, None), Trend.UP),
        ((0, 0), (1, 2), Trend.UNKNOWN),
        ((None, None), (1, 2), Trend.UNKNOWN),
    ],
)
def test_a_trend_is_exact_and_says_nothing_of_nothing(now, before, trend):
    assert trend_of(Value(*now, Verdict.MET), Value(*before, Verdict.MET)) is trend
    assert trend_of(Value(*now, Verdict.MET), None) is Trend.UNKNOWN
    hidden = Value(None, 9, Verdict.HIDDEN, is_hidden=True)
    assert trend_of(hidden, Value(*before, Verdict.MET)) is Trend.UNKNOWN
