"""The page of one person, and the pages that change one thing of the file each."""

from datetime import date

import pytest
from django.urls import reverse

from hoanhap.audit.models import Entry
from hoanhap.community.operations import assignments, contacts, teams
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.keys import new_id
from hoanhap.people.models import Address, Identifier, Person, Relative, Responsibility
from hoanhap.people.operations import people as operations
from tests.casework.made import LATER, decide
from tests.web.reading import fields, queries_of, send, words

PAGES = ["person", "person-history", "person-readers", "person-who-can-see"]
CHANGES = [
    "person-correct",
    "person-paper-new",
    "person-address-new",
    "person-relative-new",
    "person-transfer",
    "person-death",
    "person-death-withdraw",
    "person-name-new",
    "episode-new",
]


def page(client, person, name="person"):
    return client.get(reverse(name, args=[person.pk]))


def test_the_page_tells_who_it_is_and_opening_it_is_logged(desk, officer):
    person = desk.person()

    text = words(page(officer, person))

    assert "Nguyễn Văn An (mẫu)" in text
    assert "05/03/1985" in text
    read = Entry.objects.get(person_id=person.pk, is_read=True)
    assert (read.kind, read.account_name, read.reason) == ("people.person-read", "canbo", "person-page")


def test_the_next_duty_stands_on_top_with_the_way_to_do_it(desk, officer):
    person = desk.person()
    episode = desk.episode(person)

    answer = page(officer, person)

    assert reverse("episode-step", args=[episode.pk, "decision"]) in answer.content.decode()


def test_who_may_not_identify_sees_the_masked_name_and_no_paper(desk):
    person = desk.person()
    Identifier.objects.create(person=person, kind="cccd", number="000085123456")
    Relative.objects.create(person=person, relation="mother", full_name="Trần Thị Hoa (mẫu)")

    body = page(desk.client("tovien", "team-member"), person).content.decode()

    assert "Nguyễn V. A." in body
    for secret in ("Văn An", "000085123456", "Trần Thị Hoa", "05/03/1985"):
        assert secret not in body


@pytest.mark.parametrize("name", PAGES + CHANGES)
def test_who_is_out_of_reach_and_who_does_not_exist_get_the_same_page(desk, neighbour, name):
    person = desk.person()

    there = neighbour.get(reverse(name, args=[person.pk]))
    nowhere = neighbour.get(reverse(name, args=[new_id()]))

    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert words(there) == words(nowhere)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_out_of_reach_is_not_carried_out_either(desk, neighbour, name):
    person = desk.person()
    before = Person.objects.values().get()
    filled = {
        "full_name": "Khác (mẫu)", "birth": "1990", "sex": "female", "reason": "x", "number": "000085000009",
        "kind": "permanent", "line": "Thôn Mẫu 9", "valid_from": "01/01/2015", "relation": "mother",
        "to_office_id": str(desk.office(desk.there).pk), "on": "01/01/2018", "basis": "x", "died_on": "01/01/2018",
    }  # fmt: skip

    assert neighbour.post(reverse(name, args=[person.pk]), filled).status_code == 404
    assert Person.objects.values().get() == before
    assert not Identifier.objects.exists()
    assert not Address.objects.exists()
    assert not Relative.objects.exists()
    assert Responsibility.objects.count() == 1


@pytest.mark.parametrize("name", ["person-correct", "person-paper-new", "person-death"])
def test_who_only_reads_gets_no_form(desk, name):
    assert page(desk.client("chutich", "commune-chair"), desk.person(), name).status_code == 404


def test_a_correction_needs_a_reason_keeps_what_was_typed_and_shows_in_the_history(desk, officer):
    person = desk.person()
    address = reverse("person-correct", args=[person.pk])

    refused = send(officer, address, full_name="Nguyễn Văn Ân (mẫu)", sex="male", reason="")
    assert refused.status_code == 422
    assert fields(refused)["full_name"] == "Nguyễn Văn Ân (mẫu)"
    assert Person.objects.get().full_name == "Nguyễn Văn An (mẫu)"

    answer = send(
        officer, address, full_name="Nguyễn Văn Ân (mẫu)", sex="male", reason="Giấy khai sinh ghi Ân"
    )
    assert answer.status_code == 303
    history = words(page(officer, person, "person-history"))
    for part in ("Nguyễn Văn An (mẫu)", "Nguyễn Văn Ân (mẫu)", "Giấy khai sinh ghi Ân", "canbo"):
        assert part in history


def test_papers_are_added_and_withdrawn_with_a_reason(desk, officer):
    person = desk.person()
    send(
        officer, reverse("person-paper-new", args=[person.pk]), number="000085000001", issued_on="02/02/2010"
    )
    paper = Identifier.objects.get()
    assert (paper.kind, paper.issued_on) == ("cccd", date(2010, 2, 2))

    withdraw = reverse("person-paper-withdraw", args=[person.pk, paper.pk])
    assert send(officer, withdraw, reason="").status_code == 422
    assert send(officer, withdraw, reason="Ghi nhầm của người khác").status_code == 303
    assert "000085000001" not in words(page(officer, person))


def test_an_address_of_a_commune_that_two_names_fit_is_asked_back(desk, officer):
    person = desk.person()
    address = reverse("person-address-new", args=[person.pk])
    kept = {"kind": "current", "line": "Thôn Mẫu 2", "valid_from": "01/01/2015"}

    refused = send(officer, address, unit_id="Không Có", **kept)
    assert refused.status_code == 422
    assert {name: fields(refused)[name] for name in kept} == kept

    assert send(officer, address, unit_id="99002", **kept).status_code == 303
    assert "Thôn Mẫu 2" in words(page(officer, person))


def test_a_handed_over_file_is_seen_by_the_other_commune_and_no_longer_by_this_one(
    desk, province, officer, neighbour
):
    person = desk.person()
    assert page(neighbour, person).status_code == 404

    answer = send(
        province,
        reverse("person-transfer", args=[person.pk]),
        to_office_id=str(desk.office(desk.there).pk),
        on="01/01/2018",
        basis="Thông báo chuyển nơi cư trú",
    )

    assert answer.status_code == 303
    assert page(neighbour, person).status_code == 200
    assert page(officer, person).status_code == 404


def test_a_commune_hands_over_by_an_offer_and_corrects_nobody_s_office(desk, province, officer):
    person = desk.person()
    correction, offer = (reverse(name, args=[person.pk]) for name in ("person-transfer", "transfer-new"))
    told = {"to_office_id": str(desk.office(desk.there).pk), "on": "01/01/2018", "basis": "Thông báo"}

    assert officer.get(correction).status_code == 404
    assert officer.post(correction, told).status_code == 404
    assert Responsibility.objects.get().valid_until is None
    assert offer in page(officer, person).content.decode()
    assert correction not in page(officer, person).content.decode()
    assert officer.get(offer).status_code == 200
    assert correction in page(province, person).content.decode()
    assert send(province, correction, **{**told, "basis": ""}).status_code == 422


def test_a_death_is_recorded_once_with_its_basis(desk, officer):
    person = desk.person()
    address = reverse("person-death", args=[person.pk])

    assert send(officer, address, died_on="01/02/1980", basis="Trích lục").status_code == 422
    assert send(officer, address, died_on="01/02/2018", basis="Trích lục").status_code == 303
    assert "01/02/2018" in words(page(officer, person))


def test_a_death_recorded_by_mistake_is_withdrawn_with_a_reason(desk, officer):
    person = desk.person()
    send(officer, reverse("person-death", args=[person.pk]), died_on="01/02/2018", basis="Trích lục")

    assert send(officer, reverse("person-death-withdraw", args=[person.pk]), reason="").status_code == 422
    assert send(officer, reverse("person-death-withdraw", args=[person.pk]), reason="Nhầm").status_code == 303
    assert Person.objects.get().died_on is None


def test_another_name_is_added_and_found(desk, officer):
    person = desk.person()

    answer = send(officer, reverse("person-name-new", args=[person.pk]), name="An Tây (mẫu)", kind="alias")

    assert answer.status_code == 303
    assert "An Tây (mẫu)" in words(page(officer, person))


def test_a_relative_is_removed_with_a_reason(desk, officer):
    person = desk.person()
    relative = Relative.objects.create(person=person, relation="mother", full_name="Trần Thị Hoa (mẫu)")
    address = reverse("person-relative-withdraw", args=[person.pk, relative.pk])

    assert send(officer, address, reason="").status_code == 422
    assert send(officer, address, reason="Bà đề nghị").status_code == 303
    assert "Trần Thị Hoa" not in words(page(officer, person))


def test_a_paper_of_another_file_is_not_withdrawn_under_this_one(desk, officer):
    person, other = desk.person(), desk.person("Lê Văn Bình (mẫu)")
    paper = Identifier.objects.create(person=other, kind="cccd", number="000085123456")

    address = reverse("person-paper-withdraw", args=[person.pk, paper.pk])

    assert officer.get(address).status_code == 404
    assert officer.post(address, {"reason": "x"}).status_code == 404
    assert Identifier.objects.get().retired_at is None


def test_the_readers_are_listed_with_account_and_purpose(desk, officer, province):
    person = desk.person()
    page(officer, person)

    text = words(page(province, person, "person-readers"))

    assert "canbo" in text
    assert "Mở hồ sơ" in text


def test_the_page_takes_as_many_queries_with_many_facts_as_with_few(desk, officer):
    person = desk.person()
    episode = desk.decided(desk.episode(person))
    team = teams.set_up_team(
        office_id=desk.office().pk, name="Tổ", valid_from=date(2017, 1, 1), scope=desk.province, at=LATER
    )
    member = teams.add_member(
        team_id=team.pk,
        full_name="Lê Thị Hoa (mẫu)",
        valid_from=date(2017, 1, 1),
        scope=desk.province,
        at=LATER,
    )

    def add(number: int) -> None:
        Identifier.objects.create(person=person, kind="passport", number=f"B000000{number}")
        Relative.objects.create(person=person, relation="sibling", full_name=f"Anh {number} (mẫu)")
        contacts.record_contact(
            episode_id=episode.pk,
            member_id=member.pk,
            kind="visit",
            happened_on=date(2017, 7, number),
            scope=desk.province,
            at=LATER,
        )

    assignments.assign(
        episode_id=episode.pk,
        member_id=member.pk,
        task="x",
        from_on=date(2017, 6, 2),
        scope=desk.province,
        at=LATER,
    )
    add(1)
    one = queries_of(officer, reverse("person", args=[person.pk]))
    add(2)
    add(3)

    assert queries_of(officer, reverse("person", args=[person.pk])) == one
    assert one <= 17


def test_a_person_of_two_episodes_shows_both_and_what_was_done(desk, officer):
    person = desk.person()
    first = desk.certified(episode=desk.decided(desk.episode(person)))
    second = desk.episode(person, applied_on=date(2018, 3, 1))
    decide(second, scope=desk.province, on=date(2018, 3, 5))

    body = page(officer, person).content.decode()

    for episode in (first, second):
        assert reverse("episode", args=[episode.pk]) in body


def test_a_birth_known_to_the_year_is_shown_as_a_year_and_never_as_a_day(desk, officer):
    person = operations.register_person(
        full_name="Trần Thị Hòa (mẫu)",
        sex="female",
        birth=PartialDate(1990),
        office_id=desk.office().pk,
        responsible_from=date(2017, 1, 1),
        basis="Đơn",
        scope=desk.officer,
        at=LATER,
    )

    assert "1990" in words(page(officer, person))
    assert "01/01/1990" not in words(page(officer, person))
