"""Handing cases over in the browser."""

import pytest
from django.urls import reverse

from hoanhap.casework.models import Transfer
from hoanhap.places.models import Organisation, UnitEdition
from hoanhap.places.rules.names import name_key
from tests.casework import walks
from tests.web.reading import queries_of, send, words


@pytest.fixture
def episode(desk):
    for edition in UnitEdition.objects.all():
        UnitEdition.objects.filter(pk=edition.pk).update(name_key=name_key(edition.name))
    return walks.decided(desk, walks.registered(desk))


def offered(officer, episode, **typed):
    given = {
        "episode_id": str(episode.pk),
        "to_unit": "Xã Mẫu Tây",
        "moved_on": "02/05/2023",
        "offered_on": "04/05/2023",
        "reason": "Chuyển nơi cư trú",
        "paper_number": "12/CA",
        "documents": "Quyết định\nHồ sơ cai nghiện",
    }
    return send(officer, reverse("transfer-new", args=[episode.person_id]), **(given | typed))


def test_a_file_goes_from_one_office_to_the_other(desk, officer, neighbour, episode):
    assert offered(officer, episode)["Location"] == reverse("transfers")
    row = Transfer.objects.get()
    assert row.documents == ["Quyết định", "Hồ sơ cai nghiện"]

    text = words(neighbour.get(reverse("transfers")))
    assert episode.person.code in text
    assert "Văn An" not in text
    assert neighbour.get(reverse("person", args=[episode.person_id])).status_code == 404
    form = reverse("transfer-accept", args=[row.pk])
    shown = words(neighbour.get(form))
    assert "Quyết định; Hồ sơ cai nghiện" in shown
    assert "Chuyển nơi cư trú" not in shown

    done = send(neighbour, form, on="09/05/2023")

    assert done["Location"] == reverse("person", args=[episode.person_id])
    assert neighbour.get(done["Location"]).status_code == 200
    assert officer.get(done["Location"]).status_code == 404
    left = words(officer.get(reverse("transfers")))
    assert episode.person.code not in left


def test_a_refused_file_comes_back_with_the_reason(desk, officer, neighbour, episode):
    offered(officer, episode, episode_id="")
    row = Transfer.objects.get()
    assert row.episode_id is None

    assert send(neighbour, reverse("transfer-refuse", args=[row.pk]), reason="").status_code == 422
    send(neighbour, reverse("transfer-refuse", args=[row.pk]), reason="Không cư trú tại đây")

    text = words(officer.get(reverse("transfers")))
    assert "Không cư trú tại đây" in text
    assert episode.person.code in text


def test_an_offer_is_withdrawn_by_who_made_it(desk, officer, neighbour, episode):
    offered(officer, episode)
    row = Transfer.objects.get()
    form = reverse("transfer-withdraw", args=[row.pk])

    assert neighbour.get(form).status_code == 404
    send(officer, form, reason="Nhầm xã")

    assert neighbour.get(reverse("transfer-accept", args=[row.pk])).status_code == 404
    assert episode.person.code not in words(neighbour.get(reverse("transfers")))


def test_where_a_commune_has_several_offices_one_is_chosen(desk, officer, episode):
    police = Organisation.objects.create(kind="police", name="Công an Xã Mẫu Tây", unit=desk.there)

    asked = offered(officer, episode)
    assert asked.status_code == 422
    assert "Hãy chọn cơ quan nào của xã đó tiếp nhận" in words(asked)
    assert "Công an Xã Mẫu Tây" in asked.content.decode()

    offered(officer, episode, to_office_id=str(police.pk))
    assert Transfer.objects.get().to_office_id == police.pk


def test_what_the_law_refuses_is_said_on_the_form(desk, officer, episode):
    early = walks.registered(desk, desk.person("Lê Văn Bình (mẫu)"))

    answer = offered(officer, early)

    assert answer.status_code == 422
    assert "Quyết định" in words(answer)
    assert Transfer.objects.count() == 0


def test_nobody_offers_for_the_next_commune_and_the_chair_does_not_answer(desk, officer, neighbour, episode):
    assert neighbour.get(reverse("transfer-new", args=[episode.person_id])).status_code == 404
    offered(officer, episode)
    row = Transfer.objects.get()
    chair = desk.client("chutich", "commune-chair", unit="99002-1")

    assert chair.get(reverse("transfer-accept", args=[row.pk])).status_code == 404
    assert episode.person.code in words(chair.get(reverse("transfers")))
    assert "Tiếp nhận hồ sơ" not in words(chair.get(reverse("transfers")))
    assert queries_of(neighbour, reverse("transfers")) <= 12
