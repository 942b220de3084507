"""Teams, members and tasks."""

from datetime import date

import pytest

from hoanhap.community.models import Assignment, Team, TeamMember
from hoanhap.community.operations import assignments, teams
from hoanhap.community.operations.refusals import TeamRefused
from hoanhap.kit.errors import NotFound
from tests.casework.made import LATER


def codes(refused):
    return [problem.code for problem in refused.value.problems]


def set_up(made, **changes):
    given = {
        "office_id": made.office().pk,
        "name": "Tổ công tác cai nghiện Mẫu",
        "valid_from": date(2017, 5, 1),
        "scope": made.officer,
        "at": LATER,
    }
    return teams.set_up_team(**(given | changes))


def assign(made, episode, member, **changes):
    given = {
        "task": "Gặp gỡ, tư vấn hằng tháng",
        "from_on": date(2017, 6, 16),
        "scope": made.officer,
        "at": LATER,
    }
    return assignments.assign(episode_id=episode.pk, member_id=member.pk, **(given | changes))


def test_a_team_belongs_to_the_offices_commune(made):
    team = set_up(made)

    assert (team.unit_id, team.kind) == (made.here.pk, "rehab-task-team")


def test_the_neighbour_sets_up_no_team_here(made):
    with pytest.raises(NotFound):
        set_up(made, scope=made.neighbour)

    assert Team.objects.count() == 0


def test_two_teams_of_one_name_are_refused(made):
    set_up(made)

    with pytest.raises(TeamRefused) as refused:
        set_up(made)

    assert codes(refused) == ["team-name-taken"]


def test_nobody_joins_before_the_team_exists(made):
    team = set_up(made)

    with pytest.raises(TeamRefused) as refused:
        teams.add_member(
            team_id=team.pk,
            full_name="Lê Thị Cúc (mẫu)",
            valid_from=date(2017, 4, 30),
            scope=made.officer,
            at=LATER,
        )

    assert codes(refused) == ["team-not-there-then"]


def test_who_leaves_loses_the_open_tasks_on_that_day(made, helper):
    member = helper()
    task = assign(made, made.handed_over(), member)

    teams.leave(member_id=member.pk, on=date(2017, 8, 31), scope=made.officer, at=LATER)

    assert TeamMember.objects.get(pk=member.pk).valid_until == date(2017, 9, 1)
    assert Assignment.objects.get(pk=task.pk).valid_until == date(2017, 9, 1)


def test_a_member_helps_the_same_person_once_at_a_time(made, helper):
    episode, member = made.handed_over(), helper()
    task = assign(made, episode, member)

    with pytest.raises(TeamRefused) as refused:
        assign(made, episode, member)
    assignments.end_assignment(assignment_id=task.pk, on=date(2017, 7, 31), scope=made.officer, at=LATER)
    assign(made, episode, member, from_on=date(2017, 8, 1))

    assert codes(refused) == ["assigned-already"]
    assert Assignment.objects.count() == 2


def test_a_task_ends_on_or_after_its_first_day_and_once(made, helper):
    task = assign(made, made.handed_over(), helper())
    end = {"assignment_id": task.pk, "scope": made.officer, "at": LATER}

    with pytest.raises(TeamRefused) as early:
        assignments.end_assignment(on=date(2017, 6, 15), **end)
    assignments.end_assignment(on=date(2017, 6, 16), **end)
    with pytest.raises(TeamRefused) as twice:
        assignments.end_assignment(on=date(2017, 6, 17), **end)

    assert (codes(early), codes(twice)) == (["ends-before-it-begins"], ["ended-already"])


def test_the_neighbour_neither_assigns_nor_ends_a_task(made, helper):
    episode, member = made.handed_over(), helper()
    task = assign(made, episode, member)

    with pytest.raises(NotFound):
        assign(made, episode, helper(made.there), scope=made.neighbour)
    with pytest.raises(NotFound):
        assignments.end_assignment(assignment_id=task.pk, on=date(2017, 7, 1), scope=made.neighbour, at=LATER)

    assert Assignment.objects.get().valid_until is None


def test_a_list_finds_the_member_whatever_the_tones_and_brings_the_first_day_forward(made, helper):
    known = helper(name="Lê Thị Cúc (mẫu)", valid_from=date(2017, 6, 1))

    same = helper(name="le  thi CUC (mẫu)", valid_from=date(2017, 5, 1))
    other = helper(name="Lê Thị Hoa (mẫu)", valid_from=date(2017, 5, 1))

    assert (same.pk, other.pk == known.pk) == (known.pk, False)
    assert TeamMember.objects.get(pk=known.pk).valid_from == date(2017, 5, 1)
    assert Team.objects.get().valid_from == date(2017, 5, 1)
