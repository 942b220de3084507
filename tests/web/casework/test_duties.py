"""The page of what became of every duty, and lawful excuses."""

from datetime import date

import pytest
from django.urls import reverse

from hoanhap.audit.models import Entry
from hoanhap.casework.models import DutyExcuse
from tests.casework import walks
from tests.web.reading import queries_of, send, words


@pytest.fixture
def episode(desk):
    return walks.decided(desk, walks.registered(desk))


def page_of(episode):
    return reverse("episode-duties", args=[episode.pk])


def test_the_page_tells_what_stands_and_what_became_of_the_others(desk, officer, episode):
    text = words(officer.get(page_of(episode), {"on": "14/03/2023"}))

    assert "Bắt đầu cai nghiện Quá hạn hạn chót 10/03/2023 · trễ 4 ngày" in text
    assert "Thẩm định hồ sơ đăng ký Đã làm" in text
    assert "Việc đã làm: Quyết định cai nghiện tự nguyện tại gia đình, cộng đồng" in text
    assert "Văn An" not in text
    assert Entry.objects.filter(is_read=True, person_id=episode.person_id).exists()


def test_a_duty_is_excused_and_the_excuse_taken_back(desk, officer, episode):
    form = reverse("duty-excuse", args=[episode.pk, "begin", "2023-03-03"])
    refused = send(officer, form, on="08/03/2023", reason="", document_number="")
    assert refused.status_code == 422

    done = send(officer, form, on="08/03/2023", reason="Nằm viện", document_number="12/GXN-BV")

    assert done["Location"] == page_of(episode)
    text = words(officer.get(page_of(episode)))
    assert "Được miễn theo pháp luật" in text
    assert "Nằm viện (12/GXN-BV)" in text
    [excuse] = DutyExcuse.objects.all()
    send(officer, reverse("excuse-withdraw", args=[episode.pk, excuse.pk]), reason="Nhầm hồ sơ")
    assert "Nằm viện" not in words(officer.get(page_of(episode)))
    excuse.refresh_from_db()
    assert excuse.retired_reason == "Nhầm hồ sơ"


@pytest.mark.parametrize(
    ("code", "since"), [("decide", "2023-03-01"), ("begin", "2023-03-04"), ("begin", "hom-nay")]
)
def test_what_does_not_stand_has_no_form(desk, officer, episode, code, since):
    assert officer.get(reverse("duty-excuse", args=[episode.pk, code, since])).status_code == 404


def test_the_next_commune_and_the_chair_find_no_form(desk, officer, neighbour, episode):
    form = reverse("duty-excuse", args=[episode.pk, "begin", "2023-03-03"])
    chair = desk.client("chutich", "commune-chair")

    assert (neighbour.get(form).status_code, neighbour.get(page_of(episode)).status_code) == (404, 404)
    assert (chair.get(form).status_code, chair.get(page_of(episode)).status_code) == (404, 200)
    assert "Không phải làm" not in words(chair.get(page_of(episode)))


def test_the_page_takes_few_queries(desk, officer, episode):
    walks.walked(desk, episode, ("intake", date(2023, 3, 6)), ("detox", date(2023, 3, 7)))

    assert queries_of(officer, page_of(episode)) <= 12
