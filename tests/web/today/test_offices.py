"""Whose duty it is on the page of the day, what rises to the office above, and what the law leaves open."""

from datetime import date

import pytest

from hoanhap.places.models import UnitEdition
from hoanhap.places.rules.names import name_key
from tests.casework import walks
from tests.web.reading import queries_of, words

DAY = "14/03/2023"


@pytest.fixture
def late(desk):
    """To begin until Friday 10/03/2023; from Monday on the office above sees it. One in each commune."""
    for edition in UnitEdition.objects.all():
        UnitEdition.objects.filter(pk=edition.pk).update(name_key=name_key(edition.name))
    here = walks.decided(desk, walks.registered(desk))
    there = walks.decided(desk, walks.registered(desk, unit=desk.there))
    return here, there


def codes(page):
    return sorted(
        task.duty.code for part in page.context["parts"] for one in part.people for task in one.tasks
    )


def test_each_duty_names_the_office_and_how_late_it_is(desk, officer, late):
    text = words(officer.get("/", {"on": DAY}))

    assert (
        "trễ 4 ngày · Tổ chức, cá nhân cung cấp dịch vụ cai nghiện · Nghị định 116/2021/NĐ-CP, Điều 3" in text
    )


def test_one_office_is_looked_at_alone(desk, officer, late):
    everything = codes(officer.get("/", {"on": DAY}))
    assert everything == ["assign-helper", "begin"]

    assert codes(officer.get("/", {"on": DAY, "office": "service-provider"})) == ["begin"]
    assert codes(officer.get("/", {"on": DAY, "office": "court"})) == []


def test_what_has_risen_is_counted_by_commune_for_the_office_above(desk, province, late):
    page = province.get("/", {"on": DAY})

    assert sorted((one.unit_id, one.unit_name, one.count) for one in page.context["risen"]) == [
        ("99001-1", "Xã Mẫu Đông", 1),
        ("99002-1", "Xã Mẫu Tây", 1),
    ]
    assert "Đã báo lên cấp của bạn" in words(page)
    only = province.get("/", {"on": DAY, "unit": "99002-1", "risen": "1"})
    assert codes(only) == ["begin"]
    assert [one.unit_name for part in only.context["parts"] for one in part.people] == ["Xã Mẫu Tây"]


def test_the_day_before_it_rises_nobody_above_is_told(desk, province, late):
    assert province.get("/", {"on": "12/03/2023"}).context["risen"] == []
    assert [one.count for one in province.get("/", {"on": "13/03/2023"}).context["risen"]] == [1, 1]


def test_the_commune_itself_has_no_such_section_and_learns_nothing_of_the_next_one(desk, officer, late):
    page = officer.get("/", {"on": DAY})

    assert page.context["risen"] == []
    assert "Đã báo lên cấp của bạn" not in words(page)
    assert "Mẫu Tây" not in words(page)
    asked = officer.get("/", {"on": DAY, "unit": "99002-1", "risen": "1"})
    assert late[1].person.code not in asked.content.decode()


def test_a_province_of_many_communes_takes_as_many_queries(desk, province, late):
    one = queries_of(province, f"/?on={DAY}")
    for _ in range(4):
        walks.decided(desk, walks.registered(desk))

    assert queries_of(province, f"/?on={DAY}") == one <= 12


def test_a_file_that_is_due_after_the_end_leads_to_opening_it(desk, officer, late):
    walks.step(desk, late[0], "violation", date(2023, 4, 3), details={"ground": "used"})
    walks.step(desk, late[0], "stopped", date(2023, 4, 4), ends_as="stopped", details={"ground": "used"})

    body = officer.get("/", {"on": "05/04/2023"}).content.decode()

    assert f"/people/{late[0].person_id}/episodes/new/?kind=compulsory" in body
