"""The pages on which two files become one, and two again."""

from datetime import date

import pytest
from django.urls import reverse

from hoanhap.audit.models import Entry
from hoanhap.kit.keys import new_id
from hoanhap.people.models import NotSamePerson, PairNote, Person, PersonMerge
from hoanhap.people.operations import people as operations
from hoanhap.people.operations.people import NewIdentifier
from tests.casework.made import LATER
from tests.web.reading import send, words

WHY = "Đã gặp, cùng cha mẹ"


@pytest.fixture
def two(desk):
    first = desk.person()
    second = desk.person(unit=desk.there)
    for person, number in ((first, "000111222"), (second, "000111333")):
        operations.add_identifier(
            person_id=person.pk, identifier=NewIdentifier(number=number), scope=desk.province, at=LATER
        )
    return first, second


def merging(first, second):
    return reverse("person-merge", args=[first.pk, second.pk])


def test_the_preview_says_field_by_field_what_moves_and_reading_is_logged(province, two):
    first, second = two

    text = words(province.get(merging(first, second)))

    assert f"Hồ sơ {second.code} được gộp vào hồ sơ {first.code}" in text
    assert "000111222" in text
    assert "CMND" in text
    assert "000111333 chuyển sang" in text
    read = Entry.objects.filter(kind="people.merge-compared")
    assert {one.person_id for one in read} == {first.pk, second.pk}
    assert not PersonMerge.objects.exists()


def test_merging_asks_for_a_reason_and_leads_to_the_kept_file(province, two):
    first, second = two

    refused = send(province, merging(first, second), reason="")
    assert refused.status_code == 422
    done = send(province, merging(first, second), reason=WHY)

    assert done.status_code == 303
    assert done["Location"] == reverse("person", args=[first.pk])
    text = words(province.get(done["Location"]))
    assert "Đã gộp 1 hồ sơ khác vào hồ sơ này" in text
    assert second.code in text
    assert WHY in text
    assert Person.objects.get(pk=second.pk).merged_into_id == first.pk


def test_the_address_of_the_file_that_went_leads_to_the_kept_one(desk, province, two):
    first, second = two
    send(province, merging(first, second), reason=WHY)
    old = reverse("person", args=[second.pk])

    assert province.get(old)["Location"] == reverse("person", args=[first.pk])
    assert desk.client("langgieng2", unit="99002-1").get(old)["Location"] == reverse(
        "person", args=[first.pk]
    )
    assert province.get(reverse("person-correct", args=[second.pk])).status_code == 404


def test_what_was_written_meanwhile_stops_the_merge_and_shows_the_files_anew(desk, province, two):
    first, second = two
    page = province.get(merging(first, second))
    fingerprint = page.context["fingerprint"]
    operations.add_name(person_id=second.pk, name="An Lé (mẫu)", scope=desk.province, at=LATER)

    refused = province.post(merging(first, second), {"fingerprint": fingerprint, "reason": WHY})

    assert refused.status_code == 422
    assert "Hãy xem lại cả hai rồi xác nhận" in words(refused)
    assert "An Lé (mẫu)" in words(refused)
    assert refused.context["fingerprint"] != fingerprint
    assert not PersonMerge.objects.exists()


def test_undoing_shows_what_returns_and_gives_two_files_back(province, two):
    first, second = two
    send(province, merging(first, second), reason=WHY)
    undo = reverse("person-merge-undo", args=[PersonMerge.objects.get().pk])

    text = words(province.get(undo))
    assert f"Những gì trả về hồ sơ {second.code}" in text
    assert "Giấy tờ tùy thân: 1" in text
    done = send(province, undo, reason="Nhầm")

    assert done["Location"] == reverse("person", args=[second.pk])
    assert province.get(done["Location"]).status_code == 200
    assert province.get(undo).status_code == 404


def test_who_may_not_merge_gets_no_page_and_no_link(desk, officer, two):
    first, second = two
    third = desk.person("Trần Bình (mẫu)")

    for address in (
        merging(first, second),
        merging(first, third),
        reverse("person-merge-choose", args=[first.pk]),
    ):
        assert officer.get(address).status_code == 404
        assert officer.post(address, {"reason": WHY, "code": third.code}).status_code == 404
    assert "merge" not in officer.get(reverse("person", args=[first.pk])).content.decode()


def test_a_province_reaches_no_file_of_another_place(desk, two):
    first, second = two
    narrow = desk.client("hep", "province-officer")

    answers = [narrow.get(merging(first, other)) for other in (second, type("Nobody", (), {"pk": new_id()}))]
    assert [one.status_code for one in answers] == [404, 404]
    assert not Entry.objects.filter(kind="people.merge-compared").exists()


def test_the_other_file_is_named_by_its_code(province, two):
    first, second = two
    choose = reverse("person-merge-choose", args=[first.pk])

    assert send(province, choose, code=f" {second.code.upper()} ")["Location"] == merging(first, second)
    assert send(province, choose, code="P000000000").status_code == 422
    assert send(province, choose, code=first.code).status_code == 422


def test_pairs_are_listed_compared_and_decided_once(desk, officer):
    first, second = desk.person(), desk.person()
    listed = reverse("people-duplicates")
    decide = reverse("people-duplicate", args=[second.pk, first.pk])

    assert decide in officer.get(listed).content.decode()
    assert send(officer, decide, verdict="two", reason="").status_code == 422
    done = send(officer, decide, verdict="two", reason="Khác cha mẹ")

    assert done["Location"] == listed
    assert decide not in officer.get(listed).content.decode()
    assert NotSamePerson.objects.get().reason == "Khác cha mẹ"
    text = words(officer.get(reverse("people-duplicates-decided")))
    assert first.code in text
    assert "Khác cha mẹ" in text


def test_a_pair_can_be_put_off_or_proposed_for_merging(desk, officer, province):
    first, second = desk.person(), desk.person()
    decide = reverse("people-duplicate", args=[second.pk, first.pk])

    assert send(officer, decide, verdict="later", reason="Chờ giấy").status_code == 422
    assert send(officer, decide, verdict="hold", reason="Cùng một người").status_code == 303
    assert "Có ý kiến là cùng một người" in words(province.get(reverse("people-duplicates")))
    assert merging(first, second) in province.get(reverse("people-duplicates")).content.decode()
    assert merging(first, second) not in officer.get(reverse("people-duplicates")).content.decode()

    assert send(officer, decide, verdict="later", until="01/01/2031", reason="Chờ giấy").status_code == 303
    assert PairNote.objects.get(kind="later").until == date(2031, 1, 1)
    assert decide not in officer.get(reverse("people-duplicates")).content.decode()


def test_a_wrong_decision_is_withdrawn_on_its_page(desk, officer, neighbour):
    first, second = desk.person(), desk.person()
    decide = reverse("people-duplicate", args=[second.pk, first.pk])
    send(officer, decide, verdict="two", reason="Khác cha mẹ")
    withdraw = reverse("people-duplicate-withdraw", args=[NotSamePerson.objects.get().pk])

    assert neighbour.get(withdraw).status_code == 404
    assert send(officer, withdraw, reason="Nhầm").status_code == 303
    assert decide in officer.get(reverse("people-duplicates")).content.decode()


def test_the_neighbour_sees_no_pair_of_ours(desk, neighbour):
    first, second = desk.person(), desk.person()

    page = neighbour.get(reverse("people-duplicates"))
    asked = neighbour.get(reverse("people-duplicate", args=[second.pk, first.pk]))

    assert "Không có hồ sơ giống nhau" in words(page)
    assert first.code not in page.content.decode()
    assert asked.status_code == 404


def test_the_readers_of_both_files_stand_on_the_kept_one(desk, province, two):
    first, second = two
    desk.client("cu", unit="99002-1").get(reverse("person", args=[second.pk]))
    send(province, merging(first, second), reason=WHY)

    assert "cu" in words(province.get(reverse("person-readers", args=[first.pk]))).split()
