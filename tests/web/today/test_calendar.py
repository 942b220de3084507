"""The duties as a calendar, and the secret address."""

import re
from datetime import date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from hoanhap.access.models import Account, CalendarFeed
from hoanhap.audit.models import Entry
from hoanhap.casework.models import Step
from hoanhap.casework.operations import corrections
from tests.casework import walks
from tests.casework.made import ZONE
from tests.web.reading import words

MORNING = datetime(2023, 6, 14, 8, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def that_day():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def episode(desk):
    return walks.decided(desk, walks.registered(desk))


def entries(answer):
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def address_of(page):
    return re.search(r'value="(http[^"]+/duties\.ics)"', page.content.decode())[1]


def test_each_duty_with_a_day_is_a_whole_day_with_code_what_and_article(desk, officer, episode):
    found = {str(one["summary"]): one for one in entries(officer.get(reverse("duties-ics")))}

    code = episode.person.code
    assert set(found) == {f"{code}: Bắt đầu cai nghiện", f"{code}: Đánh giá kết quả cai nghiện"}
    begin = found[f"{code}: Bắt đầu cai nghiện"]
    assert (begin.decoded("dtstart"), begin.decoded("dtend")) == (date(2023, 3, 10), date(2023, 3, 11))
    assert begin.to_ical().count(b"VALUE=DATE:") == 2
    assert str(begin["description"]) == "Nghị định 116/2021/NĐ-CP, Điều 3"


def test_no_name_no_number_and_no_key_of_ours_is_in_it(desk, officer, episode):
    body = officer.get(reverse("duties-ics")).content.decode().replace("\r\n ", "")

    for secret in ("Nguyễn", "Văn An", "N. V.", "Mẫu", str(episode.pk), str(episode.person_id)):
        assert secret not in body
    assert "X-WR-TIMEZONE:Asia/Ho_Chi_Minh" in body


def test_an_entry_keeps_its_identity_when_its_day_moves(desk, officer, episode):
    def told():
        found = entries(officer.get(reverse("duties-ics")))
        return {one.decoded("uid"): (str(one["summary"])[14:], one.decoded("dtstart")) for one in found}

    before = told()
    decision = Step.objects.get(episode=episode, kind="decision")

    corrections.correct_step(
        step_id=decision.pk, reason="Nhầm", changes={"term_months": 9}, scope=desk.province, at=walks.NOW
    )

    after = told()
    assert after.keys() == before.keys()
    assert sorted(before.values())[1] == ("Đánh giá kết quả cai nghiện", date(2023, 9, 3))
    assert sorted(after.values()) == [
        ("Bắt đầu cai nghiện", date(2023, 3, 10)),
        ("Đánh giá kết quả cai nghiện", date(2023, 12, 3)),
    ]


def test_the_secret_address_opens_the_same_without_signing_in(desk, officer, episode):
    assert "chưa có địa chỉ bí mật" in words(officer.get(reverse("duties-calendar")))
    page = officer.post(reverse("duties-calendar-make"))
    address = address_of(page)

    answer = Client().get(address)

    assert answer.content == officer.get(reverse("duties-ics")).content
    assert "no-store" in answer["Cache-Control"]
    assert "no-store" in page["Cache-Control"]
    assert "canbo" not in address
    assert address_of(page) not in officer.get(reverse("duties-calendar")).content.decode()
    # What the table keeps opens nothing.
    feed = CalendarFeed.objects.get()
    assert feed.secret_hash not in address
    assert Client().get(reverse("duties-feed", args=[feed.secret_hash])).status_code == 404


def test_a_revoked_or_replaced_address_is_as_one_that_never_was(desk, officer, episode):
    first = address_of(officer.post(reverse("duties-calendar-make")))
    second = address_of(officer.post(reverse("duties-calendar-make")))
    never = Client().get(reverse("duties-feed", args=["x" * 43]))

    assert first != second
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    officer.post(reverse("duties-calendar-revoke"))
    gone = Client().get(second)

    assert (gone.status_code, never.status_code) == (404, 404)
    assert [
        entry.kind
        for entry in Entry.objects.filter(kind__startswith="access.calendar").order_by("happened_at", "pk")
    ] == [
        "access.calendar-address-made",
        "access.calendar-address-revoked",
        "access.calendar-address-made",
        "access.calendar-address-revoked",
    ]


def test_a_closed_account_and_one_without_the_power_have_no_calendar(desk, officer, episode):
    address = address_of(officer.post(reverse("duties-calendar-make")))
    Account.objects.filter(username="canbo").update(is_active=False)
    assert Client().get(address).status_code == 404

    manager = desk.client("quantri", "account-manager", unit="990-1")
    for name in ("duties-ics", "duties-calendar"):
        assert manager.get(reverse(name)).status_code == 404
    for name in ("duties-calendar-make", "duties-calendar-revoke"):
        assert manager.post(reverse(name)).status_code == 404


def test_the_calendar_of_the_next_commune_holds_nothing_of_ours(desk, neighbour, episode):
    assert entries(neighbour.get(reverse("duties-ics"))) == []
    address = address_of(neighbour.post(reverse("duties-calendar-make")))
    assert entries(Client().get(address)) == []
