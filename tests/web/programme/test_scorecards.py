"""The pages of a scorecard: who is told which number, looking back, drilling down, taking the figures away."""

import json
from datetime import date

import pytest
from django.urls import reverse

from tests.programme.planned import handed_in, planned
from tests.web.reading import words

WHERE = {"on": "21/06/2018"}


@pytest.fixture
def plan(desk):
    """A plan under which one of six people has no certificate."""
    from tests.casework.made import breach, certify

    episodes = [desk.handed_over(unit=desk.here if number % 2 else desk.there) for number in range(12)]
    for episode in episodes[:11]:
        certify(episode, scope=desk.province)
    breach(episodes[11], scope=desk.province)
    return planned("ke-hoach-mau", desk.here.__class__.objects.get(pk="990-1"), scope=desk.province)


@pytest.fixture
def analyst(desk):
    return desk.client("tonghop", "province-analyst", unit="990-1")


def page(client, plan, name="plan", *more, **asked):
    return client.get(reverse(name, args=[plan.pk, *more]), {**WHERE, **asked})


def test_the_analyst_reads_no_number_that_points_at_anybody(plan, province, analyst):
    assert "11/12" in words(page(province, plan))
    for name, more in (("plan", ()), ("plan-target", ("certify",)), ("plan-target-people", ("certify",))):
        text = words(page(analyst, plan, name, *more))
        assert "11/12" not in text
        assert "91,7" not in text
    assert "ẩn/12" in words(page(analyst, plan))


def test_nor_in_the_page_of_one_commune(plan, analyst):
    for area in ("99001-1", "99002-1"):
        text = words(page(analyst, plan, "plan-target", "certify", area=area))
        assert "5/6" not in text
        assert "83,3" not in text


def test_nor_in_a_file(plan, province, analyst):
    def numerator(client, **asked):
        answer = page(client, plan, "plan-figures", format="json", **asked)
        rows = json.loads(answer.content)["rows"]
        return [row["numerator"] for row in rows if row["target_code"] == "certify"]

    assert numerator(analyst, level="commune").count(None) == 2
    assert numerator(province, level="commune")[0] == 11
    assert numerator(province, publish="on") == [None]


def test_the_file_holds_the_figures_of_the_page(plan, province):
    answer = page(province, plan, "plan-figures", format="csv", target="certify")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "11,12,11/12" in lines[1].replace('"', "")


def test_a_neighbour_takes_no_file_of_the_province(desk, plan):
    other = planned("ke-hoach-xa", desk.there, scope=desk.province)
    officer = desk.client("oday")

    assert page(officer, other, "plan-figures").status_code == 404
    assert page(officer, plan, "plan-figures", area="990-1").status_code == 404


def test_as_known_long_ago_nobody_was_there(plan, province):
    now = words(page(province, plan))
    then = words(page(province, plan, known="30/06/2018"))

    assert "11/12" in now
    assert "11/12" not in then
    assert "30/06/2018" in then


def test_a_day_that_is_no_day_is_refused_beside_its_field(plan, province):
    answer = page(province, plan, known="31/02/2018")

    assert answer.status_code == 422
    assert "11/12" in words(page(province, plan))


def test_from_the_province_down_to_the_people_and_back(plan, province):
    target = page(province, plan, "plan-target", "certify").content.decode()
    commune = page(province, plan, "plan-target", "certify", area="99001-1")

    assert "area=99001-1" in target
    text = commune.content.decode()
    assert f"{reverse('plan-target-people', args=[plan.pk, 'certify'])}?" in text
    assert "Mẫu Đông" in words(commune)
    assert f"{reverse('plan', args=[plan.pk])}?" in text


def test_areas_by_name_and_furthest_from_the_mark_first(plan, province):
    def order(**asked):
        answer = page(province, plan, "plan-target", "certify", **asked)
        return [one["name"] for one in answer.context["page"]]

    assert order(order="name") == ["Xã Mẫu Đông", "Xã Mẫu Tây"]
    assert sorted(order()) == sorted(order(order="name"))
    first = page(province, plan, "plan-target", "certify").context["page"]
    assert [one["value"] for one in first] == sorted(one["value"] for one in first)


def test_late_entries_open_onto_the_people_who_were_entered_late(plan, province):
    target = page(province, plan, "plan-target", "certify")
    assert "only=late" in target.content.decode()

    people = page(province, plan, "plan-target-people", "certify", only="late")
    assert people.context["page"].total == 12
    assert date(2018, 6, 21) == people.context["on"]


def test_figures_that_were_handed_in_are_hidden_like_those_of_the_day(desk, plan, province, analyst):
    made = handed_in(plan, scope=desk.province)
    address = reverse("submission", args=[made.pk])

    assert "11/12" in words(province.get(address))
    for asked in ({}, {"target": "certify"}):
        text = words(analyst.get(address, asked))
        assert "11/12" not in text
        assert "5/6" not in text
        assert "ẩn/12" in text
    now = analyst.get(reverse("submission-now", args=[made.pk]), {"target": "certify"})
    assert (now.context["found"].cells.total, now.context["found"].rows.total) == (0, 0)
