"""The page of a rating, its file and its command; who does not reach the plan finds none of them."""

import json

import pytest
from django.urls import reverse

from hoanhap.config.cli import main
from hoanhap.kit.keys import new_id
from hoanhap.places.models import Unit, UnitLoad
from tests.casework.made import LATER, breach, certify
from tests.programme.planned import planned
from tests.web.reading import queries_of, words

DAY = "?on=21/06/2018"


@pytest.fixture
def plan(desk):
    """A plan by which communes are rated: in one of them somebody was certified, in the other somebody left."""
    certify(desk.handed_over(unit=desk.here), scope=desk.province)
    breach(desk.handed_over(unit=desk.there), scope=desk.province)
    return planned("xep-loai", Unit.objects.get(pk="990-1"), scope=desk.province, rating={"level": "commune"})


def test_each_commune_stands_with_its_place_its_score_and_the_figures_behind(province, desk, plan):
    page = province.get(reverse("plan-rating", args=[plan.pk]) + DAY)

    lines = page.context["lines"]
    assert [(one.place, one.name, one.score) for one in lines] == [
        (1, "Xã Mẫu Đông", "100"),
        (2, "Xã Mẫu Tây", "0"),
    ]
    assert [[(cell.code, cell.value, cell.points) for cell in one.cells] for one in lines] == [
        [("certify", "1/1 (100,0 %)", "1")],
        [("certify", "0/1 (0,0 %)", "0")],
    ]
    assert province.get(lines[1].cells[0].href).status_code == 200
    assert "chỉ xếp loại đơn vị" in words(page).lower()


def test_the_file_says_the_same_with_exact_scores(province, plan):
    answer = province.get(reverse("plan-rating-file", args=[plan.pk]) + DAY)

    assert answer.headers["Content-Disposition"] == 'attachment; filename="xep-loai-xep-loai-20180621.csv"'
    text = answer.content.decode("utf-8-sig")
    head, *rows = text.splitlines()
    assert head.startswith('"Hạng","Mã","Đơn vị"')
    assert [row.split('","')[:5] for row in rows] == [
        ['"1', "99001", "Xã Mẫu Đông", "100", "1"],
        ['"2', "99002", "Xã Mẫu Tây", "0", "0"],
    ]


def test_a_commune_sees_its_own_points_and_no_place(officer, plan):
    page = officer.get(reverse("plan-rating", args=[plan.pk]) + DAY)

    assert [(one.place, one.name, one.score) for one in page.context["lines"]] == [
        (None, "Xã Mẫu Đông", "100")
    ]
    assert "Xã Mẫu Tây" not in words(page)
    assert "Có điểm, không có hạng" in words(page)
    there = officer.get(reverse("plan-rating", args=[plan.pk]) + DAY + "&area=99002-1")
    assert there.status_code == 404


def test_a_plan_without_a_rating_says_so(province, desk):
    plain = planned("khong-xep", Unit.objects.get(pk="990-1"), scope=desk.province)

    page = province.get(reverse("plan-rating", args=[plain.pk]))

    assert "Kế hoạch này không quy định xếp loại" in words(page)


@pytest.mark.parametrize("name", ["plan-rating", "plan-rating-file"])
def test_who_may_not_read_plans_finds_no_rating(desk, province, neighbour, plan, name):
    theirs = planned("cua-xa", desk.here, scope=desk.province, rating={"level": "commune"})
    address = reverse(name, args=[theirs.pk])
    nowhere = reverse(name, args=[new_id()])

    assert neighbour.get(address).status_code == 404
    assert province.get(nowhere).status_code == 404
    reader = desk.client("nhatky", "auditor")
    assert reader.get(reverse(name, args=[plan.pk])).status_code == reader.get(nowhere).status_code


def test_the_page_asks_at_most_twelve_times(province, plan):
    UnitLoad.objects.create(fingerprint=new_id().hex, loaded_at=LATER, units=0, editions=0, successions=0)

    assert queries_of(province, reverse("plan-rating", args=[plan.pk]) + DAY) <= 12


def test_the_command_says_what_the_page_says(plan, capsys):
    assert main(["plan", "rating", "xep-loai", "--on", "21/06/2018", "--format", "json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert [(one["place"], one["area"], one["score"]) for one in told["units"]] == [
        (1, "99001-1", "1"),
        (2, "99002-1", "0"),
    ]
