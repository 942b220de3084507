"""A new file: search before create, side by side where somebody resembles, never two files by a double click."""

import threading
from datetime import date

import pytest
from django.urls import reverse

from hoanhap.audit.models import Entry
from hoanhap.people.models import Address, Identifier, NotSamePerson, Person, PersonName, Relative
from tests.web.reading import fields, send, words

FIRST, LOOK, FORM = reverse("person-new"), reverse("person-new-look"), reverse("person-new-form")
AN = {"full_name": "Nguyễn Văn An (mẫu)", "birth": "05/03/1985", "sex": "male"}


def ask(client, **changes):
    """Step 1, and the page it leads to."""
    answer = send(client, FIRST, **{**AN, **changes})
    assert (answer.status_code, answer.url) == (303, LOOK)
    return client.get(LOOK)


def whole(desk, client, **changes):
    """Everything that the second page would send, with the compulsory fields typed."""
    ask(client)
    page = client.get(FORM)
    assert page.status_code == 200
    typed = {
        "office_id": str(desk.office().pk),
        "responsible_from": "01/06/2017",
        "basis": "Đơn ngày 01/06/2017",
    }
    return {**fields(page), **typed, **changes}


def test_what_is_asked_first_stands_in_no_address_and_fills_the_form(desk, officer):
    answer = ask(officer, number="000085123456")

    assert (answer.status_code, answer.url) == (302, f"{FORM}?alike=none")
    filled = fields(officer.get(answer.url))
    assert filled["full_name"] == AN["full_name"]
    assert filled["birth"] == "05/03/1985"
    assert filled["paper0-number"] == "000085123456"


def test_somebody_who_resembles_is_shown_before_the_form(desk, officer):
    person = desk.person(AN["full_name"])

    page = ask(officer, birth="1985")

    assert page.status_code == 200
    assert person.code in words(page)
    assert reverse("person", args=[person.pk]) in page.content.decode()


def test_what_is_no_date_is_refused_and_everything_typed_stays(desk, officer):
    answer = send(officer, FIRST, **{**AN, "birth": "31/02/1985", "number": "000085123456"})

    assert answer.status_code == 422
    kept = fields(answer)
    assert (kept["full_name"], kept["birth"], kept["number"]) == (
        AN["full_name"],
        "31/02/1985",
        "000085123456",
    )


def test_a_whole_file_is_written_with_papers_addresses_and_relatives(desk, officer):
    answer = officer.post(
        FORM,
        whole(
            desk,
            officer,
            **{
                "aliases": "An Tây, An Già",
                "birth": "1985",
                "paper0-number": "000085000001",
                "paper1-kind": "passport",
                "paper1-number": "B0000001",
                "paper1-issued_on": "02/02/2010",
                "address0-unit_id": "99001",
                "address0-line": "Thôn Mẫu 1",
                "address0-valid_from": "01/01/2010",
                "relative0-relation": "mother",
                "relative0-full_name": "Trần Thị Hoa (mẫu)",
                "relative0-phone": "0000111222",
                "relative0-is_contact": "on",
            },
        ),
    )

    assert answer.status_code == 303
    person = Person.objects.get()
    assert answer.url == reverse("person", args=[person.pk])
    assert (person.full_name, person.born_on, person.born_precision) == (
        AN["full_name"],
        date(1985, 1, 1),
        "year",
    )
    assert sorted(PersonName.objects.values_list("name", flat=True)) == ["An Già", "An Tây"]
    assert list(Identifier.objects.order_by("kind").values_list("kind", "number")) == [
        ("cccd", "000085000001"),
        ("passport", "B0000001"),
    ]
    assert list(Address.objects.values_list("kind", "unit_id", "line")) == [
        ("permanent", "99001-1", "Thôn Mẫu 1")
    ]
    assert list(Relative.objects.values_list("full_name", "is_contact")) == [("Trần Thị Hoa (mẫu)", True)]


def test_a_number_that_does_not_fit_is_kept_with_a_warning_on_the_page(desk, officer):
    answer = officer.post(FORM, whole(desk, officer, **{"paper0-number": "001185000001"}))

    page = officer.get(answer.url)
    assert Identifier.objects.get().warnings != []
    for warning in page.context["card"].identifiers[0].warnings:
        assert str(warning) in words(page)


def test_a_number_that_is_none_is_said_beside_its_own_paper(desk, officer):
    sent = whole(desk, officer, **{"paper1-number": "12345"})

    answer = officer.post(FORM, sent)

    assert answer.status_code == 422
    sheet = answer.context["sheet"]
    assert [bool(paper.errors) for paper in sheet.papers] == [False, True, False]
    assert Person.objects.count() == 0


def test_a_refused_form_keeps_every_field(desk, officer):
    sent = whole(
        desk,
        officer,
        **{
            "basis": "",
            "aliases": "An Tây",
            "address0-line": "Thôn Mẫu 1",
            "relative0-full_name": "Trần Thị Hoa (mẫu)",
        },
    )

    answer = officer.post(FORM, sent)

    assert answer.status_code == 422
    kept = fields(answer)
    typed = {
        name: value for name, value in sent.items() if value and name not in {"csrfmiddlewaretoken", "sex"}
    }
    assert {name: kept.get(name) for name in typed} == typed


def test_a_likely_duplicate_is_shown_side_by_side_and_nothing_is_written(desk, officer):
    person = desk.person(AN["full_name"])
    sent = whole(desk, officer, aliases="An Tây")

    answer = officer.post(FORM, sent)

    assert answer.status_code == 422
    assert Person.objects.count() == 1
    text = words(answer)
    assert person.code in text
    assert reverse("person", args=[person.pk]) in answer.content.decode()
    kept = fields(answer)
    assert kept["aliases"] == "An Tây"
    assert kept["not_same_as"] == str(person.pk)


def test_another_person_needs_a_reason_and_the_reason_is_kept(desk, officer):
    person = desk.person(AN["full_name"])
    shown = fields(officer.post(FORM, whole(desk, officer)))

    without = officer.post(FORM, {**shown, "sex": "male", "not_same_reason": " "})
    assert without.status_code == 422
    assert Person.objects.count() == 1

    answer = officer.post(FORM, {**shown, "sex": "male", "not_same_reason": "Đã gặp cả hai người"})
    assert answer.status_code == 303
    assert list(NotSamePerson.objects.values_list("other_id", "reason")) == [
        (person.pk, "Đã gặp cả hai người")
    ]
    assert Person.objects.count() == 2


def test_a_taken_citizen_number_cannot_be_set_aside_by_a_reason(desk, officer):
    person = desk.person("Lê Văn Bình (mẫu)")
    Identifier.objects.create(person=person, kind="cccd", number="000085000001")

    answer = officer.post(FORM, whole(desk, officer, **{"paper0-number": "000085000001"}))

    assert answer.status_code == 422
    assert "not_same_as" not in fields(answer)
    assert Person.objects.count() == 1


def test_of_a_duplicate_in_the_next_commune_nothing_is_told_but_that_there_is_one(desk, neighbour):
    person = desk.person(AN["full_name"])
    sent = {**whole(desk, neighbour), "office_id": str(desk.office(desk.there).pk)}

    answer = neighbour.post(FORM, sent)

    assert answer.status_code == 422
    body = answer.content.decode()
    assert str(person.pk) not in body
    assert person.code not in body
    told = Entry.objects.filter(kind="people.look-alike-elsewhere-told", person_id=person.pk)
    assert told.exists()


def test_the_same_form_sent_twice_makes_one_file(desk, officer):
    sent = whole(desk, officer)

    first, second = officer.post(FORM, sent), officer.post(FORM, sent)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.url == second.url
    assert Person.objects.count() == 1


def test_two_presses_at_the_same_moment_make_one_file(own_database):
    from django.db import connection

    from tests.web.desk import Desk

    desk = Desk()
    client = desk.client()
    sent = whole(desk, client)
    start, answers = threading.Barrier(2), []

    def press():
        from django.test import Client

        browser = Client()
        browser.cookies = client.cookies
        start.wait()
        answers.append(browser.post(FORM, sent))
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].url == answers[1].url
    assert Person.objects.count() == 1


def test_an_office_out_of_reach_is_not_offered_and_not_taken(desk, officer):
    answer = officer.post(FORM, whole(desk, officer, office_id=str(desk.office(desk.there).pk)))

    assert answer.status_code == 422
    assert Person.objects.count() == 0


def test_without_step_one_there_is_no_form(desk, officer):
    assert officer.get(FORM).url == FIRST
    assert officer.get(LOOK).url == FIRST


@pytest.mark.parametrize("role", ["commune-chair", "team-member"])
def test_who_may_not_write_files_gets_the_page_for_nothing_found(desk, role):
    assert desk.client("khac", role).get(FIRST).status_code == 404
