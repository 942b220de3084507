"""Plans, the communes they selected, and findings."""

from datetime import date

import pytest
from django.urls import reverse

from hoanhap.kit.keys import new_id
from hoanhap.programme.models import Finding, PlanUnit
from hoanhap.programme.operations import findings, plans
from tests.casework.made import LATER
from tests.web.reading import fields, queries_of, send, words

PLAN = {
    "number": "50/KH-SLĐTBXH",
    "title": "Tổ chức cai nghiện tại gia đình, cộng đồng",
    "issuer": "Sở Mẫu",
    "issued_on": "15/05/2017",
    "area_id": "990-1",
    "period_from": "15/05/2017",
    "period_to": "31/12/2017",
    "topics": ["home-rehab"],
}


def issued(desk, number="50/KH", *units, area_id="990-1"):
    plan = plans.issue_plan(
        number=number,
        title="Kế hoạch",
        issuer="Sở Mẫu",
        issued_on=date(2017, 5, 15),
        area_id=area_id,
        period_from=date(2017, 5, 15),
        period_until=date(2018, 1, 1),
        topics=["home-rehab"],
        scope=desk.province,
        at=LATER,
    )
    if units:
        plans.select_units(plan_id=plan.pk, unit_ids=units, topic="home-rehab", scope=desk.province, at=LATER)
    return plan


def seen(desk, unit=None, text="Thiếu thuốc cắt cơn"):
    return findings.record_finding(
        unit_id=(unit or desk.here).pk,
        kind="medicine-shortage",
        observed_on=date(2017, 7, 1),
        text=text,
        scope=desk.province,
        at=LATER,
    )


def test_the_communes_of_a_plan_are_written_down_as_they_stand_in_it(desk, province):
    plan = issued(desk)

    answer = send(
        province, reverse("plan-communes", args=[plan.pk]), topic="home-rehab", unit_ids="99001\n\n99002"
    )
    assert answer.status_code == 303
    assert sorted(PlanUnit.objects.values_list("unit_id", flat=True)) == ["99001-1", "99002-1"]


def test_every_commune_that_is_not_clear_is_named_and_the_list_stays(desk, province):
    plan = issued(desk)

    answer = send(
        province, reverse("plan-communes", args=[plan.pk]), topic="home-rehab", unit_ids="99001\nXã Không Có"
    )

    assert answer.status_code == 422
    assert "Xã Không Có" in words(answer)
    assert "99001" not in " ".join(answer.context["form"].errors["unit_ids"])
    assert fields(answer)["unit_ids"].splitlines() == ["99001", "Xã Không Có"]
    assert PlanUnit.objects.count() == 0


def test_adding_to_the_list_later_needs_a_reason(desk, province):
    plan = issued(desk, "50/KH", "99001-1")
    address = reverse("plan-communes", args=[plan.pk])

    assert send(province, address, topic="home-rehab", unit_ids="99002", reason="").status_code == 422
    assert (
        send(province, address, topic="home-rehab", unit_ids="99002", reason="Bổ sung theo 60/KH").status_code
        == 303
    )
    assert "Bổ sung theo 60/KH" in words(province.get(reverse("plan-text", args=[plan.pk])))


def test_the_page_counts_the_selected_communes_in_which_somebody_began(desk, province):
    plan = issued(desk, "50/KH", "99001-1", "99002-1")
    desk.decided()
    desk.decided(desk.episode(desk.person("Lê Văn Bình (mẫu)")))

    page = province.get(reverse("plan-text", args=[plan.pk]))

    assert (page.context["selected"], page.context["implementing"]) == (2, 1)
    assert {unit.unit_id: number for unit, _topic, number in page.context["page"]} == {
        "99001-1": 2,
        "99002-1": 0,
    }


def test_an_analyst_is_told_whether_a_commune_has_begun_but_not_how_many_people(desk):
    plan = issued(desk, "50/KH", "99001-1", "99002-1")
    desk.decided()

    text = words(
        desk.client("tonghop", "province-analyst", unit="990-1").get(reverse("plan-text", args=[plan.pk]))
    )

    assert "Đã triển khai" in text
    assert "Chưa triển khai" in text


def test_a_plan_out_of_reach_and_one_that_does_not_exist_are_the_same_page(desk, neighbour):
    plan = issued(desk, "50/KH", area_id="99001-1")

    there, nowhere = (neighbour.get(reverse("plan-text", args=[key])) for key in (plan.pk, new_id()))

    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert words(there) == words(nowhere)
    assert "50/KH" not in words(neighbour.get(reverse("plans")))


def test_the_plan_of_the_province_is_read_in_every_commune_of_it(desk, neighbour):
    plan = issued(desk, "51/KH", "99001-1")

    assert neighbour.get(reverse("plan-text", args=[plan.pk])).status_code == 200
    assert "51/KH" in words(neighbour.get(reverse("plans")))


def test_a_finding_is_recorded_and_resolved(desk, province, officer):
    send(
        province,
        reverse("finding-new"),
        unit_id="99001-1",
        kind="medicine-shortage",
        observed_on="01/07/2017",
        text="Thiếu thuốc cắt cơn từ tháng 6",
    )
    finding = Finding.objects.get()
    listed = officer.get(reverse("findings"))
    assert "Thiếu thuốc cắt cơn từ tháng 6" in words(listed)
    assert "/resolve/" not in listed.content.decode()

    address = reverse("finding-resolve", args=[finding.pk])
    assert send(province, address, resolved_on="01/06/2017").status_code == 422
    assert send(province, address, resolved_on="01/09/2017").status_code == 303
    assert "01/09/2017" in words(officer.get(reverse("findings")))
    assert "Thiếu thuốc" not in words(officer.get(reverse("findings"), {"open_only": "on"}))


def test_findings_of_the_next_commune_are_not_shown(desk, neighbour):
    finding = seen(desk)

    assert "Thiếu thuốc cắt cơn" not in words(neighbour.get(reverse("findings")))
    assert neighbour.get(reverse("finding-resolve", args=[finding.pk])).status_code == 404


@pytest.mark.parametrize("name", ["plan-new", "finding-new"])
def test_who_only_reads_records_nothing(desk, officer, name):
    assert officer.get(reverse(name)).status_code == 404


@pytest.mark.parametrize(("name", "make"), [("plans", issued), ("findings", seen)])
def test_the_lists_take_as_many_queries_for_three_as_for_one(desk, province, name, make):
    make(desk)
    one = queries_of(province, reverse(name))
    for number in ("51/KH", "52/KH"):
        issued(desk, number) if make is issued else seen(desk, text=number)

    assert queries_of(province, reverse(name)) == one
    assert one <= 17
