"""The list of people whose commune is gone, and the ways to it and from it."""

import re
from datetime import date
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from hoanhap.people.models import Responsibility
from tests.people import real
from tests.people.real import BESIDE, DIVIDED, HA_NOI, PARTS, PHU_THO, TODAY, VANISHED

pytestmark = pytest.mark.django_db
LIST = "/people/unplaced/"


@pytest.fixture(scope="module")
def django_db_setup(units_template, django_db_blocker):
    yield from real.on_real_units(units_template, django_db_blocker, "web_unplaced")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Today is 05/01/2026."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: TODAY)


def browser(unit, role="province-officer"):
    client = Client()
    client.force_login(
        real.account(unit, role, language="en"), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


@pytest.fixture
def ha_noi():
    return browser(HA_NOI)


def words(response):
    text = re.sub(r"<(script|style|svg).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", text.replace("&#x27;", "'"))


def links(response):
    return re.findall(r'href="([^"]+)"', response.content.decode())


def codes(response):
    return [line.row.code for line in response.context["lines"]]


def test_nobody_sees_the_list_without_signing_in_or_without_the_power():
    real.person(DIVIDED)

    assert Client().get(LIST).status_code == 302
    for role in ("province-analyst", "commune-chair", "team-member", "auditor"):
        assert browser(HA_NOI, role).get(LIST).status_code == 404


def test_each_person_stands_with_the_reason_and_a_form_for_each_unit_that_may_be_meant(ha_noi):
    person = real.person(DIVIDED, "Trần Thị Bình (mẫu)")
    there = real.office(PARTS[0])
    form = reverse("person-transfer", args=[person.pk])

    page = ha_noi.get(LIST)

    assert page.status_code == 200
    assert f"{form}?office={there.pk}" in links(page)
    assert form in links(page), "the other part has no office yet"
    assert "no people's committee recorded there yet" in words(page)
    assert "Divided on 01/07/2025 between 2 units of today" in words(page)
    assert "Phường Ngọc Hà, quận Ba Đình, thành phố Hà Nội" in words(page)
    assert "Trần T. B." in words(page)
    assert "Bình" not in words(page)


def test_a_person_of_a_vanished_ward_is_listed_with_the_form_alone(ha_noi):
    person = real.person(VANISHED)

    page = ha_noi.get(LIST)

    assert codes(page) == [person.code]
    assert reverse("person-transfer", args=[person.pk]) in links(page)
    assert "no list says what took its place" in words(page)


def test_the_neighbours_and_who_went_whole_are_not_listed(ha_noi):
    real.person(BESIDE, "Lê Văn Cường (mẫu)")
    real.person(PARTS[0], "Phạm Văn Dũng (mẫu)")
    there = real.person(DIVIDED)

    assert codes(ha_noi.get(LIST)) == [there.code]
    page = (reader := browser(PHU_THO)).get(LIST)
    assert codes(page) == []
    assert there.code not in page.content.decode()
    assert str(there.pk) not in page.content.decode()
    assert codes(reader.get(LIST, {"unit": DIVIDED})) == []
    for commune in PARTS:
        assert browser(commune, "commune-officer").get(LIST).status_code == 404


def test_the_list_of_one_unit_shows_no_other_and_an_unknown_unit_is_not_found(ha_noi):
    here, _there = real.person(DIVIDED), real.person(VANISHED)

    assert codes(ha_noi.get(LIST, {"unit": DIVIDED})) == [here.code]
    assert ha_noi.get(LIST, {"unit": "99999-1"}).status_code == 404


def test_the_link_opens_the_form_with_the_office_chosen_and_once_sent_the_person_is_off_the_list(ha_noi):
    person = real.person(DIVIDED)
    there, _other = real.office(PARTS[0]), real.office(PARTS[1])
    address = f"{reverse('person-transfer', args=[person.pk])}?office={there.pk}"
    assert address in links(ha_noi.get(LIST))

    form = ha_noi.get(address)
    chosen = re.findall(r'<option value="([^"]*)" selected', form.content.decode())
    assert [UUID(key) for key in chosen if key] == [there.pk]

    sent = ha_noi.post(
        address, {"to_office_id": str(there.pk), "on": "01/07/2025", "basis": "Địa chỉ thường trú (mẫu)"}
    )

    assert sent.status_code == 303
    assert codes(ha_noi.get(LIST)) == []
    open_now = Responsibility.objects.get(person=person, valid_until=None)
    assert (open_now.office_id, open_now.unit_id, open_now.valid_from) == (
        there.pk,
        PARTS[0],
        date(2025, 7, 1),
    )


def test_an_office_that_is_not_to_be_chosen_is_not_chosen_by_its_address(ha_noi):
    person = real.person(DIVIDED)
    far = real.office(real.HEIR)
    form = ha_noi.get(reverse("person-transfer", args=[person.pk]), {"office": str(far.pk)})

    assert form.status_code == 200
    assert str(far.pk) not in re.findall(r'<option value="([^"]*)"', form.content.decode())
    strange = ha_noi.get(reverse("person-transfer", args=[person.pk]), {"office": '"><script>'})
    assert strange.status_code == 200
    assert "<script>" not in re.findall(r"<select.*?</select>", strange.content.decode(), re.DOTALL)[0]


def test_the_pages_of_places_lead_to_the_list_only_who_may_hand_over(ha_noi):
    writer, reader = ha_noi, browser(HA_NOI, "province-analyst")
    of_unit = f"{LIST}?unit={DIVIDED}"

    assert LIST in links(writer.get("/places/"))
    assert of_unit in links(writer.get(f"/places/{DIVIDED}/"))
    assert f"{LIST}?unit={VANISHED}" in links(writer.get(f"/places/{VANISHED}/"))
    assert not any("unplaced" in link for link in links(writer.get(f"/places/{BESIDE}/")))
    for address in ("/places/", f"/places/{DIVIDED}/"):
        assert not any("unplaced" in link for link in links(reader.get(address)))


def test_the_list_is_paged_and_takes_few_queries(ha_noi, django_assert_max_num_queries):
    for number in range(30):
        real.person(DIVIDED if number % 2 else VANISHED)
    ha_noi.get(LIST)
    frame = 8

    with django_assert_max_num_queries(frame + 12):
        first = ha_noi.get(LIST)
    second = ha_noi.get(LIST, {"page": "2"})

    assert (len(codes(first)), len(codes(second))) == (25, 5)
    assert set(codes(first)).isdisjoint(codes(second))
    assert escape("?page=2") in first.content.decode()


def test_where_nobody_is_open_the_page_says_so(ha_noi):
    real.person(BESIDE)

    page = ha_noi.get(LIST)

    assert codes(page) == []
    assert "Nobody has to be placed" in words(page)
