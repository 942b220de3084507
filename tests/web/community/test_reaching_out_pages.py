"""The pages of attempts to win people for treatment."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hoanhap.community.models import OutreachAttempt
from tests.web.desk import Desk

NAME = "Hoàng Văn Nhận (mẫu)"


@pytest.fixture
def desk(db) -> Desk:
    return Desk()


@pytest.fixture
def person(desk):
    return desk.person(NAME)


def typed(**changes):
    return {
        "on": f"{timezone.localdate() - timedelta(days=3):%d/%m/%Y}",
        "channel": "home",
        "result": "thinking",
        "made_by": "Tổ viên (mẫu)",
        **changes,
    }


def test_an_attempt_is_recorded_shown_in_the_file_and_waits_on_the_first_page(desk, person):
    client = desk.client()
    answer = client.post(
        reverse("attempt-new", args=[person.pk]),
        typed(next_on=f"{timezone.localdate():%d/%m/%Y}", note="Hẹn gặp lại cùng mẹ"),
        follow=True,
    )

    assert "Hẹn gặp lại cùng mẹ" in answer.content.decode()
    waits = client.get(reverse("reaching-out")).content.decode()
    assert person.code in waits
    assert NAME not in waits
    assert reverse("reaching-out") in client.get(reverse("today")).content.decode()


def test_a_wrong_day_comes_back_with_what_was_typed(desk, person):
    answer = desk.client().post(
        reverse("attempt-new", args=[person.pk]), typed(next_on="01/01/2011", note="Hẹn gặp lại")
    )

    assert answer.status_code == 422
    assert "Hẹn gặp lại" in answer.content.decode()
    assert OutreachAttempt.objects.count() == 0


def test_somebody_without_a_file_is_counted_and_never_described(desk):
    client = desk.client()
    page = client.get(reverse("reaching-out-unnamed-new")).content.decode()
    assert 'name="note"' not in page
    assert 'name="next_on"' not in page

    answer = client.post(reverse("reaching-out-unnamed-new"), typed(unit_id=desk.here.pk), follow=True)

    assert answer.status_code == 200, answer.context["form"].errors
    attempt = OutreachAttempt.objects.get()
    assert (attempt.person_id, attempt.unit_id, attempt.note) == (None, desk.here.pk, "")
    client.post(reverse("attempt-withdraw", args=[attempt.pk]), {"reason": "Nhầm"})
    attempt.refresh_from_db()
    assert attempt.retired_reason == "Nhầm"


def test_a_commune_out_of_reach_cannot_be_chosen(desk):
    answer = desk.client().post(reverse("reaching-out-unnamed-new"), typed(unit_id=desk.there.pk))

    assert answer.status_code == 422
    assert OutreachAttempt.objects.count() == 0


def test_whoever_is_in_no_treatment_is_one_press_from_their_attempts(desk):
    person = desk.person(NAME)

    needs = desk.client().get(reverse("person-needs", args=[person.pk])).content.decode()
    assert reverse("person-attempts", args=[person.pk]) in needs
