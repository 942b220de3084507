"""Whom a member is to meet, and who is late."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoanhap.access.models import Account
from hoanhap.audit.models import Entry
from hoanhap.community.models import TeamMember
from hoanhap.community.operations import assignments, contacts
from hoanhap.community.queries import visits
from hoanhap.kit.errors import NotFound
from tests.casework.made import LATER

ON = date(2017, 8, 10)


@pytest.fixture
def mine(made, helper):
    """A member with an account, and a way to give them somebody to help; `officer` is the scope of that account."""
    officer = made.officer
    account = Account.objects.create(pk=officer.account_id, username="toivien", full_name="Lê Thị Cúc (mẫu)")
    member = helper()
    TeamMember.objects.filter(pk=member.pk).update(account=account)

    def help_with(episode=None, member=member, on=date(2017, 6, 20)):
        episode = episode or made.handed_over()
        assignments.assign(
            episode_id=episode.pk,
            member_id=member.pk,
            task="Gặp gỡ",
            from_on=on,
            scope=made.province,
            at=LATER,
        )
        return episode

    help_with.officer, help_with.member = officer, member
    return help_with


def test_my_people_are_those_whom_my_account_is_given_and_nobody_elses(made, helper, mine):
    episode = mine()
    mine(member=helper(name="Người khác (mẫu)"))

    found = visits.my_visits(scope=mine.officer, on=ON)

    assert [line.episode_id for line in found] == [episode.pk]
    assert visits.my_visits(scope=made.officer, on=ON).total == 0
    assert "Nguyễn Văn An" not in next(iter(found)).masked_name
    assert visits.is_a_member(scope=mine.officer, on=ON)
    assert not visits.is_a_member(scope=made.officer, on=ON)


def test_due_by_the_months_of_the_follow_up_or_the_day_that_was_planned(made, mine):
    """Handed over on 15/06: the first month ends on 15/07, the second on 15/08."""
    episode = mine()
    assert [(line.due_on, line.is_late) for line in visits.my_visits(scope=mine.officer, on=ON)] == [
        (date(2017, 7, 15), True)
    ]

    met = contacts.record_contact(
        episode_id=episode.pk, kind="visit", happened_on=date(2017, 7, 20), next_on=date(2017, 8, 12),
        scope=mine.officer, at=LATER,
    )  # fmt: skip
    (line,) = visits.my_visits(scope=mine.officer, on=ON)

    assert (line.last_on, line.planned_on, line.due_on) == (
        date(2017, 7, 20),
        date(2017, 8, 12),
        date(2017, 8, 12),
    )
    assert (line.is_late, line.basis) == (False, met.pk)


def test_before_the_hand_over_a_month_after_the_task_began(made, mine):
    mine(made.decided(), on=date(2017, 6, 5))

    (line,) = visits.my_visits(scope=mine.officer, on=ON)

    assert line.due_on == date(2017, 7, 5)


def test_whoever_has_left_or_whose_case_has_ended_is_on_no_list(made, mine):
    made_end = mine()
    mine(made.certified())
    assignment = assignments.Assignment.objects.get(episode=made_end)
    assignments.end_assignment(
        assignment_id=assignment.pk, on=date(2017, 7, 1), scope=made.province, at=LATER
    )

    assert (
        visits.my_visits(scope=mine.officer, on=ON).total == 0
        or [line.episode_id for line in visits.my_visits(scope=mine.officer, on=date(2018, 1, 5))] == []
    )


def test_the_leader_sees_who_is_late_by_member(made, mine, helper):
    mine()
    other = helper(name="Trần Văn Dũng (mẫu)")
    second = mine(member=other)
    contacts.record_contact(
        episode_id=second.pk, kind="call", happened_on=date(2017, 8, 9), scope=made.officer, at=LATER
    )

    found = visits.team_visits(scope=made.officer, on=ON)

    assert [(one.member_name, one.people, len(one.late)) for one in found] == [
        ("Lê Thị Cúc (mẫu)", 1, 1),
        ("Trần Văn Dũng (mẫu)", 1, 0),
    ]
    assert visits.team_visits(scope=made.neighbour, on=ON).total == 0


def test_taking_the_list_along_is_logged_for_each_person(mine):
    one, two = mine(), mine()

    lines = visits.carried(scope=mine.officer, at=LATER, on=ON)

    assert {line.person_id for line in lines} == {one.person_id, two.person_id}
    assert Entry.objects.filter(kind="community.visits-carried", is_read=True).count() == 2


def test_one_person_is_shown_to_who_reaches_them_and_logged(made, mine):
    episode = mine()

    line = visits.visit_of(episode.pk, scope=made.officer, at=LATER, on=ON)

    assert line.due_on == date(2017, 7, 15)
    assert Entry.objects.filter(kind="community.visit-read", person_id=episode.person_id).count() == 1
    with pytest.raises(NotFound):
        visits.visit_of(episode.pk, scope=made.neighbour, at=LATER, on=ON)


def test_the_page_of_one_person_says_the_same_day_as_the_list(made, mine):
    episode = mine(made.decided(), on=date(2017, 6, 25))

    (line,) = visits.my_visits(scope=mine.officer, on=ON)

    assert visits.visit_of(episode.pk, scope=mine.officer, at=LATER, on=ON) == line


def test_the_list_asks_no_more_for_many_than_for_one(mine):
    def count():
        with CaptureQueriesContext(connection) as asked:
            visits.my_visits(scope=mine.officer, on=ON)
        return len(asked)

    mine()
    one = count()
    mine()
    mine()
    assert count() == one
