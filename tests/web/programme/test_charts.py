"""Charts of the programme, the way of people, and the catalogue of indicators, as pages."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from hoanhap.kit.keys import new_id
from hoanhap.places.models import UnitLoad
from tests.casework.made import LATER
from tests.programme.planned import planned
from tests.web.reading import counted, words

TRANSACTIONS = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
DAY = {"on": "21/06/2018"}


@pytest.fixture
def plan(desk):
    """A plan under which one of twelve people has no certificate."""
    from tests.casework.made import breach, certify

    episodes = [desk.handed_over(unit=desk.here if number % 2 else desk.there) for number in range(12)]
    for episode in episodes[:11]:
        certify(episode, scope=desk.province)
    breach(episodes[11], scope=desk.province)
    return planned("ke-hoach-mau", desk.here.__class__.objects.get(pk="990-1"), scope=desk.province)


@pytest.fixture
def analyst(desk):
    return desk.client("tonghop", "province-analyst", unit="990-1")


def shown(client, name, *given, **asked):
    answer = client.get(reverse(name, args=given), {**DAY, **asked})
    assert answer.status_code == 200, (name, given, asked)
    return answer


def html(answer) -> str:
    return unescape(answer.content.decode())


def numbers_of_charts(answer) -> str:
    """The tables below the charts."""
    return " ".join(re.findall(r'<div class="hn-chart__table".*?</div>', html(answer), re.DOTALL))


def test_a_target_is_drawn_as_its_page_counts_it(plan, province):
    page = shown(province, "plan-target-trend", plan.pk, "certify")
    told = numbers_of_charts(page)
    assert "11/12 (91,7 %)" in told
    assert "5/6" in told
    assert "6/6" in told
    assert "11/12" in words(shown(province, "plan-target", plan.pk, "certify"))


def test_the_page_of_a_target_leads_to_its_charts_and_to_what_is_counted(plan, province):
    page = html(shown(province, "plan-target", plan.pk, "certify"))
    assert reverse("plan-target-trend", args=[plan.pk, "certify"]) in page
    assert reverse("indicator", args=["vp-i3-certified-share"]) in page


def test_who_does_not_see_people_sees_no_small_number_in_a_chart(plan, analyst):
    page = html(shown(analyst, "plan-target-trend", plan.pk, "certify"))
    assert "hn-chart__wide" in page
    for told in ("11/12", "91,7", "5/6", "83,3"):
        assert told not in page


@pytest.mark.parametrize("name", ["funnel", "cohort"])
def test_the_way_of_people_is_told_to_the_office_of_the_area(plan, province, name):
    page = shown(province, name, area="990-1", from_year="2017", to_year="2018", on="31/12/2018")
    assert ">11<" in numbers_of_charts(page)
    assert "hn-chart__wide" in html(page)


@pytest.mark.parametrize("name", ["funnel", "cohort"])
def test_and_without_small_numbers_to_who_does_not_see_them(plan, analyst, name):
    page = shown(analyst, name, area="990-1", from_year="2017", to_year="2018", on="31/12/2018")
    told = numbers_of_charts(page)
    assert ">11<" not in told
    assert ">1<" not in told
    assert "ẩn" in told


@pytest.mark.parametrize("name", ["funnel", "cohort", "indicator"])
def test_an_area_of_somebody_else_is_not_offered_and_not_told(plan, officer, name):
    given = ["vp-i2-participants"] if name == "indicator" else []
    page = html(shown(officer, name, *given, area="99002-1", on="31/12/2018"))
    assert "Mẫu Tây" not in page
    assert 'value="99002-1"' not in page


@pytest.mark.parametrize("name", ["funnel", "cohort"])
@pytest.mark.parametrize("given", ["", "khong-phai-so", "99999", "-4"])
def test_years_that_cannot_be_read_do_no_harm(plan, province, name, given):
    shown(province, name, from_year=given, to_year=given)


def test_an_area_without_people_has_an_empty_chart_in_words(desk, province):
    assert "hn-chart__wide" not in html(shown(province, "funnel", area="990-1"))


def test_charts_hold_nothing_that_the_browser_would_refuse(plan, province):
    pages = [
        shown(province, "plan-target-trend", plan.pk, "certify"),
        shown(province, "funnel", area="990-1", from_year="2017", to_year="2018"),
        shown(province, "model-rollout"),
        shown(province, "indicator", "vp-i2-participants"),
    ]
    for page in pages:
        charts = re.findall(r"<svg.*?</svg>", page.content.decode(), re.DOTALL)
        drawn = [one for one in charts if 'role="img"' in one]
        assert drawn
        assert not [one for one in drawn if re.search(r"\sstyle=|<style|<script|\son\w+=|\sid=|href=", one)]


def test_the_catalogue_is_found_by_words_and_by_what_is_counted(desk, officer):
    found = words(officer.get(reverse("indicators"), {"q": "tái nghiện"}))
    assert "hn-i6-relapse" in found
    assert "tq-i1-satellite-points" not in found
    assert "tq-i1-satellite-points" in words(officer.get(reverse("indicators"), {"topic": "facility"}))
    assert "Không có chỉ số nào phù hợp" in words(officer.get(reverse("indicators"), {"q": "zzz"}))


def test_an_indicator_says_what_it_means_in_words(plan, province):
    told = words(shown(province, "indicator", "qn-i4-need-met"))
    for part in (
        "Người được hỗ trợ đúng nhu cầu",
        "Người thuộc diện quản lý sau cai có nhu cầu được ghi nhận",
        "mặc định",
        "Kế hoạch 1737/KH-UBND",
        "Tỷ lệ người sau cai đã được hỏi nhu cầu",
    ):
        assert part in told


def test_an_indicator_names_the_plans_that_use_it_and_only_those_in_reach(plan, province):
    assert plan.number in words(shown(province, "indicator", "vp-i3-certified-share"))
    assert plan.number not in words(shown(province, "indicator", "qn-i4-need-met"))


def test_an_indicator_that_is_not_there_is_the_page_of_nothing(desk, province):
    assert province.get(reverse("indicator", args=["khong-co"])).status_code == 404


def test_without_the_power_none_of_it_is_there(plan, desk):
    member = desk.client("giaovu", "account-manager")
    for name, given in (
        ("funnel", []), ("cohort", []), ("indicators", []), ("indicator", ["vp-i2-participants"]),
        ("plan-target-trend", [plan.pk, "certify"]),
    ):  # fmt: skip
        assert member.get(reverse(name, args=given)).status_code == 404


def test_a_model_is_drawn_beside_its_table(desk, province):
    page = shown(province, "model-rollout")
    assert html(page).count("hn-chart__wide") == 1
    assert date(2018, 6, 21).strftime("%d/%m/%y") in numbers_of_charts(page)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("plan-target-trend", ["certify"]),
        ("funnel", []),
        ("cohort", []),
        ("indicators", []),
        ("indicator", ["vp-i2-participants"]),
        ("model-rollout", []),
    ],
)
def test_no_page_of_charts_asks_more_than_twelve_times(plan, province, name, given):
    # What is read of the lists of units is kept until others are loaded: as on a real machine.
    UnitLoad.objects.create(fingerprint=new_id().hex, loaded_at=LATER, units=0, editions=0, successions=0)
    given = [plan.pk, *given] if name == "plan-target-trend" else given
    shown(province, name, *given)
    with counted() as queries:
        shown(province, name, *given)
    asked = [one["sql"][:160] for one in queries.captured_queries if not one["sql"].startswith(TRANSACTIONS)]
    assert len(asked) <= 12, "\n".join(asked)
