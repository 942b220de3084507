"""Teams, helpers and contacts on their pages."""

from datetime import date

import pytest
from django.urls import reverse

from hoanhap.community.models import Assignment, Contact, Team, TeamMember
from hoanhap.community.operations import teams
from hoanhap.kit.keys import new_id
from tests.casework.made import LATER
from tests.web.reading import fields, queries_of, send, words

TEAMS = reverse("teams")


@pytest.fixture
def team(desk) -> Team:
    return teams.set_up_team(
        office_id=desk.office().pk, name="Tổ số 1", valid_from=date(2017, 1, 1), scope=desk.province, at=LATER
    )


@pytest.fixture
def member(desk, team) -> TeamMember:
    return join(desk, team, "Lê Thị Hoa (mẫu)")


def join(desk, team, name: str) -> TeamMember:
    return teams.add_member(
        team_id=team.pk, full_name=name, valid_from=date(2017, 1, 1), scope=desk.province, at=LATER
    )


def test_a_team_is_set_up_and_gets_members(desk, officer):
    answer = send(
        officer,
        reverse("team-new"),
        office_id=str(desk.office().pk),
        decision_number="05/QĐ",
        valid_from="01/01/2017",
    )
    made = Team.objects.get()
    assert answer.url == reverse("team", args=[made.pk])

    answer = send(
        officer,
        reverse("team-member-new", args=[made.pk]),
        full_name="Lê Thị Hoa (mẫu)",
        role="health",
        valid_from="01/02/2017",
    )
    text = words(officer.get(answer.url))
    for part in ("05/QĐ", "Lê Thị Hoa (mẫu)", "01/02/2017"):
        assert part in text


def test_a_name_that_is_taken_is_refused_at_its_field(desk, officer, team):
    answer = send(
        officer, reverse("team-new"), name="Tổ số 1", office_id=str(desk.office().pk), valid_from="01/01/2017"
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["name"]


def test_a_member_leaves_on_a_day_and_stays_in_the_list(desk, officer, team, member):
    address = reverse("team-member-leave", args=[team.pk, member.pk])

    assert send(officer, address, on="01/01/2016").status_code == 422
    assert send(officer, address, on="31/05/2018").status_code == 303
    assert "31/05/2018" in words(officer.get(reverse("team", args=[team.pk])))


def test_a_helper_is_assigned_and_the_task_is_ended(desk, officer, member):
    episode = desk.decided()

    answer = send(
        officer, reverse("assignment-new", args=[episode.pk]), member_id=str(member.pk), from_on="02/06/2017"
    )
    assert answer.status_code == 303
    assert "Lê Thị Hoa (mẫu)" in words(officer.get(answer.url))
    assignment = Assignment.objects.get()

    answer = send(officer, reverse("assignment-end", args=[episode.pk, assignment.pk]), on="30/06/2017")
    assert answer.status_code == 303
    assert "30/06/2017" in words(officer.get(answer.url))


def test_a_contact_takes_one_form_with_today_as_its_day(desk, officer):
    episode = desk.handed_over()
    address = reverse("contact-new", args=[episode.pk])
    assert fields(officer.get(address))["happened_on"] != ""

    answer = send(
        officer, address, kind="visit", happened_on="02/07/2017", note="Khỏe, đã đi làm", next_on="02/08/2017"
    )

    assert answer.status_code == 303
    text = words(officer.get(answer.url))
    for part in ("02/07/2017", "Khỏe, đã đi làm", "02/08/2017"):
        assert part in text


def test_the_short_form_on_the_page_of_the_episode_writes_the_same_contact(desk, officer):
    episode = desk.handed_over()
    page = officer.get(reverse("episode", args=[episode.pk]))
    sent = {**fields(page), "kind": "call", "happened_on": "03/07/2017"}

    assert officer.post(reverse("contact-new", args=[episode.pk]), sent).status_code == 303
    assert officer.post(reverse("contact-new", args=[episode.pk]), sent).status_code == 303
    assert list(Contact.objects.values_list("kind", "happened_on")) == [("call", date(2017, 7, 3))]


def test_a_refused_contact_keeps_its_line(desk, officer):
    episode = desk.handed_over()

    answer = send(
        officer,
        reverse("contact-new", args=[episode.pk]),
        kind="visit",
        happened_on="01/05/2017",
        note="Khỏe",
    )

    assert answer.status_code == 422
    assert fields(answer)["note"] == "Khỏe"
    assert list(answer.context["form"].errors) == ["happened_on"]
    assert Contact.objects.count() == 0


def test_a_contact_is_withdrawn_with_a_reason_and_stays_struck_out(desk, officer):
    episode = desk.handed_over()
    send(
        officer,
        reverse("contact-new", args=[episode.pk]),
        kind="visit",
        happened_on="02/07/2017",
        note="Khỏe",
    )
    contact = Contact.objects.get()
    address = reverse("contact-withdraw", args=[episode.pk, contact.pk])

    assert send(officer, address, reason="").status_code == 422
    answer = send(officer, address, reason="Nhầm người")

    assert answer.status_code == 303
    text = words(officer.get(answer.url))
    assert "Nhầm người" in text
    assert "Khỏe" in text


def test_a_member_of_the_next_commune_cannot_be_assigned(desk, officer):
    foreign = teams.set_up_team(
        office_id=desk.office(desk.there).pk,
        name="Tổ",
        valid_from=date(2017, 1, 1),
        scope=desk.province,
        at=LATER,
    )
    stranger = join(desk, foreign, "Trần Văn Dũng (mẫu)")
    episode = desk.decided()

    answer = send(
        officer,
        reverse("assignment-new", args=[episode.pk]),
        member_id=str(stranger.pk),
        from_on="02/06/2017",
    )

    assert answer.status_code == 422
    assert Assignment.objects.count() == 0


def test_what_is_out_of_reach_and_what_does_not_exist_are_the_same_page(desk, neighbour, team, member):
    episode = desk.handed_over()
    pairs = [
        (reverse("team", args=[team.pk]), reverse("team", args=[new_id()])),
        (reverse("team-member-new", args=[team.pk]), reverse("team-member-new", args=[new_id()])),
        (
            reverse("team-member-leave", args=[team.pk, member.pk]),
            reverse("team-member-leave", args=[new_id(), new_id()]),
        ),
        (reverse("contact-new", args=[episode.pk]), reverse("contact-new", args=[new_id()])),
        (reverse("assignment-new", args=[episode.pk]), reverse("assignment-new", args=[new_id()])),
    ]
    for there, nowhere in pairs:
        answers = [neighbour.get(address) for address in (there, nowhere)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert words(answers[0]) == words(answers[1])
    assert neighbour.post(pairs[3][0], {"kind": "visit", "happened_on": "02/07/2017"}).status_code == 404
    assert Contact.objects.count() == 0
    assert "Tổ số 1" not in words(neighbour.get(TEAMS))


def test_the_list_takes_as_many_queries_for_three_teams_as_for_one(desk, officer, member):
    one = queries_of(officer, TEAMS)
    for name in ("Tổ số 2", "Tổ số 3"):
        made = teams.set_up_team(
            office_id=desk.office().pk, name=name, valid_from=date(2017, 1, 1), scope=desk.province, at=LATER
        )
        join(desk, made, "Trần Văn Dũng (mẫu)")

    assert queries_of(officer, TEAMS) == one
    assert one <= 17
