"""Finding people: by post, forgivingly, within the own area, and without a trace in any address."""

from datetime import date

import pytest
from django.urls import reverse

from hoanhap.people.models import Identifier
from tests.web.reading import queries_of, words

LIST = reverse("people")


def find(client, text="", **more):
    answer = client.post(LIST, {"text": text, **more})
    assert answer.status_code == 303
    return client.get(answer.url)


def test_the_list_shows_code_masked_name_and_year_but_no_name_and_no_number(desk, officer):
    person = desk.person("Nguyễn Văn An (mẫu)", born_on=date(1985, 3, 5))
    Identifier.objects.create(person=person, kind="cccd", number="000085123456")

    page = officer.get(LIST)

    assert "Nguyễn V. A." in words(page)
    assert person.code in words(page)
    assert "1985" in words(page)
    body = page.content.decode()
    for secret in ("Văn An", "000085123456", "05/03/1985"):
        assert secret not in body


def test_a_name_is_found_without_tones_and_stands_in_no_address(desk, officer):
    desk.person("Trần Thị Hòa (mẫu)")
    desk.person("Lê Văn Bình (mẫu)")

    answer = officer.post(LIST, {"text": "tran thi hoa"})

    assert (answer.status_code, answer.url) == (303, LIST)
    page = officer.get(answer.url)
    assert "Trần T. H." in words(page)
    assert "Lê V. B." not in words(page)


def test_a_number_stands_in_no_address_either_and_finds_its_holder(desk, officer):
    person = desk.person()
    desk.person("Lê Văn Bình (mẫu)")
    Identifier.objects.create(person=person, kind="cccd", number="000085123456")

    answer = officer.post(LIST, {"text": "000085123456"})

    assert answer.url == LIST
    found = words(officer.get(answer.url))
    assert person.code in found
    assert "Lê V. B." not in found


def test_the_search_stays_while_paging_and_goes_when_cleared(desk, officer):
    for number in range(30):
        desk.person(f"Phạm Văn A{chr(97 + number % 26)} (mẫu)")
    desk.person("Lê Văn Bình (mẫu)")
    find(officer, "pham")

    second = officer.get(LIST, {"page": "2"})
    assert "30" in words(second)
    assert "Lê V. B." not in words(second)

    officer.post(LIST, {"clear": "1"})
    assert "31" in words(officer.get(LIST))


def test_the_officer_of_the_next_commune_finds_nobody(desk, neighbour):
    person = desk.person("Nguyễn Văn An (mẫu)")
    Identifier.objects.create(person=person, kind="cccd", number="000085123456")

    for text in ("", "nguyen van an", "000085123456", person.code):
        page = find(neighbour, text)
        assert person.code not in page.content.decode().replace(f'value="{text}"', "")
        assert "Nguyễn V. A." not in words(page)


def test_the_list_narrows_to_a_commune_and_to_a_stage(desk, province):
    here, there = desk.person("Nguyễn Văn An (mẫu)"), desk.person("Lê Văn Bình (mẫu)", unit=desk.there)
    desk.decided(desk.episode(here))

    commune = words(find(province, unit=desk.there.pk))
    assert (there.code in commune, here.code in commune) == (True, False)
    stage = words(find(province, stage="decided"))
    assert (there.code in stage, here.code in stage) == (False, True)


def test_a_strange_filter_is_refused_and_searches_nothing(desk, officer):
    desk.person()
    assert officer.post(LIST, {"text": "", "stage": "no-such-stage"}).status_code == 422


def test_the_list_takes_as_many_queries_for_three_people_as_for_one(desk, officer):
    desk.decided(desk.episode(desk.person()))
    one = queries_of(officer, LIST)
    for name in ("Lê Văn Bình (mẫu)", "Trần Thị Hòa (mẫu)"):
        desk.decided(desk.episode(desk.person(name)))

    assert queries_of(officer, LIST) == one
    assert one <= 17


@pytest.mark.parametrize("role", ["province-analyst", "account-manager", "auditor"])
def test_accounts_without_the_power_get_the_page_for_nothing_found(desk, role):
    assert desk.client("khac", role, unit="990-1").get(LIST).status_code == 404


def test_a_stranger_is_asked_to_sign_in_first(client, db):
    assert client.get(LIST).url.startswith("/sign-in/")
