"""Visits on their pages: my people, a note, a list that is taken along, and what somebody must decide."""

import json
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from hoanhap.access.models import Account
from hoanhap.audit.models import Entry
from hoanhap.community.models import Contact, FieldNote, FieldNoteDecision, TeamMember
from hoanhap.community.operations import assignments, teams
from tests.casework.made import LATER
from tests.community.waiting import waiting_note
from tests.web.reading import send, words

VISITS = reverse("visits")
SEND, CARRY, AWAY = reverse("visits-send"), reverse("visits-carry"), reverse("visits-away")


@pytest.fixture
def episode(desk):
    return desk.handed_over()


@pytest.fixture
def member(desk, episode) -> Client:
    """The browser of a member of the team to whom the person was given."""
    browser = desk.client("toivien", "team-member")
    given = {"scope": desk.province, "at": LATER}
    team = teams.set_up_team(office_id=desk.office().pk, name="Tổ số 1", valid_from=date(2017, 1, 1), **given)
    made = teams.add_member(
        team_id=team.pk, full_name="Lê Thị Cúc (mẫu)", valid_from=date(2017, 1, 1), **given
    )
    TeamMember.objects.filter(pk=made.pk).update(account=Account.objects.get(username="toivien"))
    assignments.assign(
        episode_id=episode.pk, member_id=made.pk, task="Gặp gỡ", from_on=date(2017, 6, 20), **given
    )
    return browser


def note_page(episode):
    return reverse("visit-note", args=[episode.pk])


def note(episode, **changes):
    return {
        "note_id": str(uuid4()),
        "episode_id": str(episode.pk),
        "kind": "visit",
        "place": "home",
        "contents": ["health"],
        "note": "Đã đi làm lại",
        "happened_on": "05/07/2017",
        "next_on": "05/08/2017",
        "basis": "",
        "taken_at": "2017-07-05T08:00:00.000Z",
        **changes,
    }


def sent(browser, *notes):
    answer = browser.post(SEND, json.dumps({"notes": notes}), content_type="application/json")
    assert answer.status_code == 200, answer.content
    return [one["state"] for one in answer.json()["answers"]]


def test_a_member_sees_the_own_people_by_masked_name_and_whoever_is_none_is_told_how(desk, member, episode):
    text = words(member.get(VISITS))

    assert episode.person.code in text
    assert "quá hạn từ" in text
    assert "Nguyễn Văn An" not in text
    assert "chưa gắn với thành viên nào" in words(desk.client().get(VISITS))


def test_a_note_takes_one_form_and_is_written_once_however_often_it_is_sent(member, episode):
    page = member.get(note_page(episode))
    assert page.context["form"].initial["next_on"] > page.context["form"].initial["happened_on"]
    given = {
        **{key: page.context["form"][key].value() or "" for key in ("note_id", "basis", "taken_at")},
        "kind": "drug-test", "test_result": "negative", "place": "health-station", "contents": ["work", "health"],
        "note": "Ổn định", "happened_on": "05/07/2017", "next_on": "05/08/2017",
    }  # fmt: skip

    first, again = [member.post(note_page(episode), given) for _ in range(2)]

    assert (first.status_code, again.status_code) == (303, 303)
    contact = Contact.objects.get()
    assert (contact.kind, contact.test_result, contact.place) == ("drug-test", "negative", "health-station")
    assert contact.member.full_name == "Lê Thị Cúc (mẫu)"
    landed = member.get(first.url)
    assert f'data-draft-done="{given["note_id"]}"' in landed.content.decode()
    assert FieldNote.objects.count() == 1


def test_a_refused_note_comes_back_with_what_was_typed(member, episode):
    answer = send(
        member, note_page(episode), kind="drug-test", note="Chưa có kết quả", happened_on="05/07/2017"
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["test_result"]
    assert "Chưa có kết quả" in answer.content.decode()
    assert Contact.objects.count() == 0


def test_who_wrote_meanwhile_leads_to_the_comparison_where_somebody_decides(desk, member, episode):
    page = member.get(note_page(episode))
    given = {key: page.context["form"][key].value() or "" for key in ("note_id", "basis", "taken_at")}
    other = desk.client("canbo", "commune-officer")
    assert sent(other, note(episode, note="Bản của cán bộ")) == ["recorded"]

    answer = member.post(
        note_page(episode),
        {**given, "kind": "call", "note": "Bản của tổ viên", "happened_on": "06/07/2017"},
    )

    assert answer.status_code == 303
    assert "đang chờ" in words(member.get(VISITS))
    waits = FieldNote.objects.get(contact=None)
    address = reverse("field-note", args=[waits.pk])
    assert address in other.get(reverse("field-notes")).content.decode()
    shown = words(other.get(address))
    assert "Bản của cán bộ" in shown
    assert "Bản của tổ viên" in shown
    assert send(other, address, verdict="both", reason="").status_code == 422
    assert send(other, address, verdict="both", reason="Hai lần khác nhau").status_code == 303
    assert FieldNoteDecision.objects.get().verdict == "both"
    assert Contact.objects.filter(retired_at=None).count() == 2
    assert "Hai lần khác nhau" in words(other.get(address))


def test_the_next_commune_sees_carries_and_sends_nothing_of_ours(desk, member, episode):
    waits = waiting_note(episode)
    stranger = desk.client("xakhac", "team-member", unit="99002-1")

    assert stranger.get(note_page(episode)).status_code == 404
    assert stranger.get(reverse("field-note", args=[waits.pk])).status_code == 404
    assert stranger.get(CARRY).json()["people"] == []
    before = Contact.objects.count()
    assert sent(stranger, note(episode)) == ["refused"]
    assert Contact.objects.count() == before
    assert "Đi vắng" not in words(stranger.get(reverse("field-notes")))
    chair = desk.client("chutich", "commune-chair")
    assert [chair.get(one).status_code for one in (VISITS, AWAY, CARRY, SEND, note_page(episode))] == [
        404
    ] * 5
    assert Client().get(CARRY).status_code == 302


def test_the_list_that_is_taken_along_says_no_more_than_it_takes(member, episode):
    told = member.get(CARRY).json()

    (person,) = told["people"]
    assert person.keys() == {
        *("episode_id", "code", "name", "commune", "due_on", "last_on", "last_kind", "basis")
    }
    assert "Nguyễn Văn An" not in json.dumps(told, ensure_ascii=False)
    assert Entry.objects.filter(kind="community.visits-carried", is_read=True).count() == 1


def test_notes_that_go_up_are_answered_one_by_one_and_taken_once(member, episode):
    good = note(episode)
    answers = sent(
        member, good, note(episode, kind=""), good, {**good, "note": "khác"}, note(episode, note_id="x")
    )

    assert answers == ["recorded", "refused", "recorded", "refused", "refused"]
    assert Contact.objects.get().note == "Đã đi làm lại"
    for body in ("", "[]", '{"notes": 3}', '{"notes": [{}]}', '{"notes": ["x"]}'):
        assert member.post(SEND, body, content_type="application/json").status_code == 400, body


def test_sending_needs_the_token_that_asking_gives(desk, member, episode):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(
        Account.objects.get(username="toivien"), backend="django.contrib.auth.backends.ModelBackend"
    )
    body = json.dumps({"notes": [note(episode)]})

    assert strict.post(SEND, body, content_type="application/json").status_code == 403
    token = strict.get(SEND).json()["csrf"]
    answer = strict.post(SEND, body, content_type="application/json", headers={"X-CSRFToken": token})
    assert answer.json()["answers"][0]["state"] == "recorded"


def test_the_page_that_the_device_keeps_is_the_same_for_everybody(desk, member):
    pages = [one.get(AWAY).content for one in (member, desk.client("canbo", "commune-officer"))]

    assert pages[0] == pages[1]
    text = pages[0].decode()
    for told in ("toivien", "Cán bộ", "csrf", "Mẫu Đông"):
        assert told not in text
    worker = member.get(reverse("visits-away-worker"))
    assert worker["Content-Type"].startswith("text/javascript")
    assert "csrf" not in worker.content.decode()


def test_drafts_have_a_key_of_their_account(desk, member, episode):
    other = desk.client("canbo", "commune-officer")
    keys = [one.get(note_page(episode)).context["draft_key"] for one in (member, member, other)]

    assert keys[0] == keys[1] != keys[2]
    assert len(keys[0]) == 64


def test_a_leader_sees_who_is_late_and_the_team_page_ties_an_account(desk, member, episode):
    officer = desk.client("canbo", "commune-officer")
    assert "Lê Thị Cúc" in words(officer.get(reverse("team-visits")))
    mine = TeamMember.objects.get(full_name="Lê Thị Cúc (mẫu)")
    address = reverse("team-member-account", args=[mine.team_id, mine.pk])
    assert address in officer.get(reverse("team", args=[mine.team_id])).content.decode()
    account = Account.objects.get(username="canbo")

    answer = send(officer, address, account_id=str(account.pk), reason="Phân công lại")

    assert answer.status_code == 303
    mine.refresh_from_db()
    assert mine.account_id == account.pk
    stranger = desk.client("xakhac", "commune-officer", unit="99002-1")
    assert stranger.get(address).status_code == 404


def test_after_signing_out_each_page_empties_the_browser_until_somebody_signs_in(desk):
    browser = desk.client("canbo", "commune-officer")
    assert "data-forget-now" not in Client().get("/sign-in/").content.decode()

    browser.post("/sign-out/")

    assert "data-forget-now" in browser.get("/sign-in/").content.decode()
