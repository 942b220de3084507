"""A target on the map: units with their values, never a place of a person; the archipelagos stand in boxes."""

import re

import pytest
from django.urls import reverse

from hoanhap.places.models import Unit
from hoanhap.places.queries.cells import HOANG_SA, cells
from hoanhap.web.programme.map_drawing import Look, sheet
from tests.casework.made import certify
from tests.programme.planned import planned
from tests.web.reading import words

ASK = {"target": "certify", "on": "21/06/2018"}


@pytest.fixture
def done(desk):
    """Two people who were certified in the commune here, one in the next one."""
    for unit in (desk.here, desk.here, desk.there):
        certify(desk.handed_over(unit=unit), scope=desk.province)


@pytest.fixture
def plan(desk):
    return planned("mau", Unit.objects.get(pk="990-1"), scope=desk.province)


def drawn_of(answer):
    return {place.unit_id: value for place, _look, value in answer.context["page"]}


def test_every_commune_of_the_plan_stands_there_with_its_value_and_a_letter(desk, province, plan, done):
    answer = province.get(reverse("plan-map", args=[plan.pk]), ASK)
    assert answer.status_code == 200
    told = drawn_of(answer)
    assert told[desk.here.pk] == "2/2 (100,0 %)"
    assert told[desk.there.pk] == "1/1 (100,0 %)"
    assert {value for unit_id, value in told.items() if unit_id not in {desk.here.pk, desk.there.pk}} <= {"–"}
    looks = {place.unit_id: look for place, look, _value in answer.context["page"]}
    assert looks[desk.here.pk].letter == "Đ"
    assert f"area={desk.here.pk}" in looks[desk.here.pk].href


def test_units_without_a_published_centre_are_tiles_and_the_page_says_so(province, plan, done):
    answer = province.get(reverse("plan-map", args=[plan.pk]), ASK)
    assert answer.context["sheet"] is None
    assert "không vẽ sơ đồ" in words(answer)


def test_an_officer_of_one_commune_sees_her_own_alone(desk, officer, plan, done):
    answer = officer.get(reverse("plan-map", args=[plan.pk]), ASK)
    assert drawn_of(answer) == {desk.here.pk: "2/2 (100,0 %)"}


def test_who_does_not_reach_the_area_gets_the_page_for_what_never_was(desk, neighbour, plan, done):
    address = reverse("plan-map", args=[plan.pk])
    assert neighbour.get(address, {**ASK, "area": desk.here.pk}).status_code == 404
    assert drawn_of(neighbour.get(address, ASK)) == {desk.there.pk: "1/1 (100,0 %)"}
    assert neighbour.get(address, {**ASK, "target": "nothing"}).status_code == 404


def test_an_analyst_is_not_told_small_numbers(desk, plan, done):
    analyst = desk.client("phantich", "province-analyst", unit="990-1")
    told = drawn_of(analyst.get(reverse("plan-map", args=[plan.pk]), ASK))
    assert not re.search(r"\d", told[desk.here.pk] + told[desk.there.pk])


def test_the_drawing_puts_the_archipelagos_in_boxes_and_links_only_what_can_be_pressed():
    in_da_nang = [cell for cell in cells().values() if cell.province_id == "48-2" and cell.level == "commune"]
    near = [cell for cell in in_da_nang if not cell.is_apart]
    looks = {cell.unit_id: Look("good", "Đ", cell.unit_id, "/x") for cell in in_da_nang}
    far = [(cell, "Đặc khu Hoàng Sa") for cell in in_da_nang if cell.is_apart]
    found = sheet(near, far, looks, other=Look("none", "", "", ""))
    assert [box.cell.look.words for box in found.boxes] == [HOANG_SA]
    assert [box.name for box in found.boxes] == ["Đặc khu Hoàng Sa"]
    assert len(found.cells) == 93
    left, top, width, height = map(int, found.view.split())
    scale = int(found.width) / width
    assert {cell.is_link for cell in found.cells} == {True, False}
    for cell, drawn in zip(near, found.cells, strict=True):
        assert drawn.is_link == (min(cell.width, cell.height) * scale >= 25.9)
        assert left < int(drawn.x) < left + width
        assert top < int(drawn.y) < top + height


def test_no_template_of_the_map_knows_of_people_or_their_places():
    from pathlib import Path

    folder = Path(__file__).resolve().parents[3] / "hoanhap" / "web" / "templates" / "programme"
    text = "".join((folder / name).read_text(encoding="utf-8") for name in ("map.html", "_map_cell.html"))
    assert not re.search(r"person|people_|household|latitude|longitude|address|\bstyle=|<circle", text)
