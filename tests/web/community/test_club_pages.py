"""The pages of clubs, counselling points and hand-overs."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from hoanhap.community.models import Assignment, ClubSession, CounsellingPoint, PointVisit, Team
from hoanhap.community.operations import assignments, points, teams
from tests.casework.made import LATER
from tests.community.lived import FIRST, WEEK, filled_community
from tests.web.desk import Desk


@pytest.fixture
def desk(db) -> Desk:
    return Desk()


@pytest.fixture
def lived(desk):
    """One of everything in `here`, about somebody who is easily recognised."""
    person = desk.person("Hoàng Văn Nhận (mẫu)")
    rows = filled_community(desk.office(), person, "", desk.province)
    return {"person_id": person.pk, "code": person.code, **{key: found[0].pk for key, found in rows.items()}}


CLUB = {
    "name": "Câu lạc bộ B93 Mẫu",
    "decision_number": "3/QĐ-UBND",
    "decision_on": "05/01/2017",
    "valid_from": "10/01/2017",
    "board": "\n".join(f"Ủy viên {number} (mẫu)" for number in range(1, 6)),
}


def test_a_club_is_set_up_with_its_board_on_one_page(desk):
    answer = desk.client().post(reverse("club-new"), {**CLUB, "office_id": desk.office().pk}, follow=True)

    club = Team.objects.get()
    assert (club.members.count(), answer.status_code) == (5, 200)
    assert answer.redirect_chain[0][0] == reverse("club", args=[club.pk])


def test_a_board_of_four_comes_back_with_what_was_typed(desk):
    typed = {**CLUB, "office_id": desk.office().pk, "board": "Một\nHai\nBa\nBốn"}

    answer = desk.client().post(reverse("club-new"), typed)

    assert answer.status_code == 422
    assert "Bốn" in answer.content.decode()
    assert Team.objects.count() == 0


def test_the_page_of_a_club_shows_numbers_and_names_nobody(desk, lived):
    page = desk.client().get(reverse("club", args=[lived["club_id"]])).content.decode()

    assert "Hoàng" not in page
    assert "Nhận" not in page
    assert lived["code"] not in page
    assert str(lived["person_id"]) not in page


def test_who_may_see_members_sees_shortened_names_alone(desk, lived):
    page = desk.client().get(reverse("club-members", args=[lived["club_id"]])).content.decode()

    assert lived["code"] in page
    assert "Hoàng Văn Nhận" not in page


@pytest.mark.parametrize("role", ["team-member", "commune-chair"])
def test_whoever_may_not_see_members_is_refused_and_sees_no_club_of_a_person(desk, lived, role):
    client = desk.client("khac", role)

    for name, args in (
        ("club-members", [lived["club_id"]]),
        ("club-session-new", [lived["club_id"]]),
        ("club-member-leave", [lived["club_id"], lived["membership_id"]]),
        ("club-session-withdraw", [lived["club_id"], lived["meeting_id"]]),
        ("club-join", [lived["person_id"]]),
    ):
        assert client.get(reverse(name, args=args)).status_code in (403, 404), name
    assert client.get(reverse("club", args=[lived["club_id"]])).status_code == 200
    shown = client.get(reverse("person-clubs", args=[lived["person_id"]])).content.decode()
    assert "Câu lạc bộ (mẫu)" not in shown


def test_a_session_is_ticked_by_number_and_sent_twice_counts_once(desk, lived):
    client = desk.client()
    address = reverse("club-session-new", args=[lived["club_id"]])
    form = client.get(address)
    assert "Hoàng Văn Nhận" not in form.content.decode()
    typed = {
        "on": "01/07/2017",
        "topic": "work",
        "title": "Vay vốn",
        "present": ["1"],
        "guests": "",
        "form_token": form.context["form_token"],
    }

    for _ in range(2):
        assert client.post(address, typed).status_code == 303

    held = ClubSession.objects.get(on=date(2017, 7, 1))
    assert (held.present, held.guests) == ([1], 0)


def test_a_point_is_opened_changed_and_its_hours_are_told_beside_the_day(desk):
    client = desk.client()
    typed = {
        "name": "Điểm tư vấn Mẫu",
        "office_id": desk.office().pk,
        "valid_from": "10/01/2017",
        "address": "Trạm y tế",
        "mon": "sáng",
    }
    assert client.post(reverse("counselling-point-new"), typed).status_code == 422

    client.post(reverse("counselling-point-new"), {**typed, "mon": "7h30-11h30"})
    point = CounsellingPoint.objects.get()
    client.post(
        reverse("counselling-point-change", args=[point.pk]),
        {"address": "Nhà văn hóa", "tue": "8-11", "is_published": "on"},
    )

    point.refresh_from_db()
    assert (point.address, point.hours[:2], point.is_published) == ("Nhà văn hóa", ["", "08:00–11:00"], True)


def test_visits_are_counted_without_a_name_and_one_person_is_written_into_the_file(desk, lived):
    client = desk.client()
    client.post(
        reverse("point-visit-new", args=[lived["advice_id"]]),
        {"on": "01/07/2017", "service": "rehab", "people": "4", "referred_to": "substitution"},
    )
    client.post(
        reverse("person-point-visit", args=[lived["person_id"]]),
        {"on": "02/07/2017", "service": "law", "point_id": lived["advice_id"]},
    )

    made = PointVisit.objects.filter(on__gt=FIRST).order_by("on")
    assert [(one.people, one.person_id) for one in made] == [(4, None), (1, lived["person_id"])]
    page = client.get(reverse("counselling-point", args=[lived["advice_id"]])).content.decode()
    assert lived["code"] not in page


def test_everybody_reads_of_published_points_and_of_no_other(desk, lived):
    points.open_point(
        office_id=desk.office().pk,
        name="Điểm công khai Mẫu",
        valid_from=FIRST,
        address="Nhà văn hóa",
        phone="0000000002",
        hours=WEEK,
        is_published=True,
        scope=desk.province,
        at=LATER,
    )

    answer = Client().get(reverse("public-help"))
    page = answer.content.decode()

    assert "Điểm công khai Mẫu" in page
    assert "07:30–11:30" in page
    assert "0000000002" in page
    assert "Điểm tư vấn (mẫu)" not in page
    assert not answer.cookies
    assert "Điểm công khai Mẫu" not in Client().get(reverse("public-help") + "?q=khong-co").content.decode()


@pytest.fixture
def helped(desk):
    """A member who helps somebody, and another one."""
    given = {"scope": desk.province, "at": LATER}
    team = teams.set_up_team(
        office_id=desk.office().pk, name="Tổ công tác Mẫu", valid_from=date(2017, 1, 1), **given
    )
    first, second = (
        teams.add_member(team_id=team.pk, full_name=name, valid_from=date(2017, 1, 1), **given)
        for name in ("Lê Thị Cúc (mẫu)", "Trần Văn Đông (mẫu)")
    )
    episode = desk.handed_over(desk.decided(desk.episode()))
    assignments.assign(
        episode_id=episode.pk, member_id=first.pk, task="Thăm", from_on=date(2017, 7, 1), **given
    )
    return team, first, second, episode


def test_a_member_leaves_and_hands_over_on_one_page(desk, helped):
    team, first, second, episode = helped
    client = desk.client()
    address = reverse("team-member-leave", args=[team.pk, first.pk])
    assert client.post(address, {"on": "30/09/2017"}).status_code == 422

    client.post(address, {"on": "30/09/2017", f"to_{episode.pk}": str(second.pk)})

    assert [one.member_id for one in Assignment.objects.filter(valid_until__isnull=True)] == [second.pk]
    assert client.get(reverse("without-helper")).context["page"].total == 0


def test_who_has_nobody_yet_waits_on_the_first_page_and_not_on_the_neighbours(desk, helped):
    team, first, _second, episode = helped
    client = desk.client()
    client.post(
        reverse("team-member-leave", args=[team.pk, first.pk]),
        {"on": "30/09/2017", f"to_{episode.pk}": "nobody"},
    )

    assert reverse("without-helper") in client.get(reverse("today")).content.decode()
    assert (
        reverse("assignment-new", args=[episode.pk]) in client.get(reverse("without-helper")).content.decode()
    )
    other = desk.client("langgieng", unit="99002-1")
    assert other.get(reverse("without-helper")).context["page"].total == 0
    assert reverse("without-helper") not in other.get(reverse("today")).content.decode()


def test_a_team_is_ended_with_a_reason_only_when_it_helps_nobody(desk, helped):
    team, *_rest = helped
    client = desk.client()
    typed = {"on": "30/09/2017", "reason": "Hợp nhất tổ"}

    assert client.post(reverse("team-end", args=[team.pk]), typed).status_code == 422

    Assignment.objects.update(valid_until=date(2017, 9, 1))
    assert client.post(reverse("team-end", args=[team.pk]), typed).status_code == 303
    team.refresh_from_db()
    assert team.valid_until == date(2017, 10, 1)


def test_the_neighbour_finds_none_of_these_pages(desk, lived):
    client = desk.client("langgieng", unit="99002-1")
    for name, args in (
        ("club", [lived["club_id"]]),
        ("club-members", [lived["club_id"]]),
        ("club-member-leave", [lived["club_id"], lived["membership_id"]]),
        ("club-session-new", [lived["club_id"]]),
        ("club-session-withdraw", [lived["club_id"], lived["meeting_id"]]),
        ("counselling-point", [lived["advice_id"]]),
        ("counselling-point-change", [lived["advice_id"]]),
        ("point-visit-new", [lived["advice_id"]]),
        ("point-visit-withdraw", [lived["advice_id"], lived["visit_id"]]),
        ("person-clubs", [lived["person_id"]]),
        ("club-join", [lived["person_id"]]),
        ("person-point-visit", [lived["person_id"]]),
        ("team-end", [lived["club_id"]]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 404, name
