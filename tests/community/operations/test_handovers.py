"""A member leaves: whom they helped goes to others in the same step, or waits where it is seen."""

from datetime import date

import pytest

from hoanhap.casework.queries.waiting import Waits, told
from hoanhap.community.models import Assignment, TeamMember
from hoanhap.community.operations import assignments, handovers, teams
from hoanhap.community.operations.refusals import TeamRefused
from hoanhap.community.queries import helpers
from hoanhap.kit.errors import NotFound
from tests.casework.made import LATER

LEFT = date(2017, 9, 30)


def waits(scope, on):
    """Those without a helper as a part of what waits."""
    return told(helpers.waiting_part(scope=scope, on=on)).get(helpers.WITHOUT_HELPER)


def codes(refused):
    return [problem.code for problem in refused.value.problems]


@pytest.fixture
def helped(made, helper):
    """Two people whom one member helps, and another member."""
    first, second = helper(), helper(name="Trần Văn Đông (mẫu)")
    episodes = [
        made.handed_over(made.decided(made.episode(made.person(f"Người {number} (mẫu)"))))
        for number in range(2)
    ]
    for episode in episodes:
        assignments.assign(
            episode_id=episode.pk,
            member_id=first.pk,
            task="Gặp hằng tháng",
            from_on=date(2017, 7, 1),
            scope=made.officer,
            at=LATER,
        )
    return first, second, [episode.pk for episode in episodes]


def leave(made, member, to, **changes):
    given = {"member_id": member.pk, "on": LEFT, "to": to, "scope": made.officer, "at": LATER}
    return handovers.hand_over_and_leave(**(given | changes))


TODAY = LATER.date()


def without(made, on=TODAY):
    scope = made.officer
    listed = helpers.without_helper(scope=scope, on=on)
    assert (waits(scope, on) or Waits(0, None)).count == listed.total
    return [one.episode_id for one in listed]


def test_everybody_goes_to_another_the_day_after(made, helped):
    first, second, keys = helped

    leave(made, first, dict.fromkeys(keys, second.pk))

    rows = Assignment.objects.filter(member=second)
    assert {(row.episode_id, row.task, row.valid_from) for row in rows} == {
        (key, "Gặp hằng tháng", date(2017, 10, 1)) for key in keys
    }
    assert without(made) == []


def test_nobody_may_be_forgotten(made, helped):
    first, second, keys = helped

    with pytest.raises(TeamRefused) as refused:
        leave(made, first, {keys[0]: second.pk})

    assert codes(refused) == ["somebody-not-handed-over"]
    assert TeamMember.objects.get(pk=first.pk).valid_until is None


def test_who_has_nobody_yet_is_listed_since_the_first_day_without(made, helped):
    first, second, keys = helped

    leave(made, first, {keys[0]: second.pk, keys[1]: None})

    assert without(made) == [keys[1]]
    assert waits(made.officer, LATER.date()) == Waits(1, date(2017, 10, 1))
    assert without(made, on=LEFT) == []
    assert helpers.without_helper(scope=made.neighbour, on=LATER.date()).total == 0
    assert waits(made.neighbour, LATER.date()) is None


def test_who_never_had_a_helper_is_not_among_them(made):
    made.handed_over(made.decided(made.episode()))

    assert without(made) == []


def test_one_who_helps_already_goes_on(made, helped):
    first, second, keys = helped
    assignments.assign(
        episode_id=keys[0],
        member_id=second.pk,
        task="Tìm việc",
        from_on=date(2017, 8, 1),
        scope=made.officer,
        at=LATER,
    )

    leave(made, first, dict.fromkeys(keys, second.pk))

    assert [row.task for row in Assignment.objects.filter(member=second, episode=keys[0])] == ["Tìm việc"]


def test_all_or_nothing_where_the_other_is_of_another_commune(made, helped, helper):
    first, _second, keys = helped
    far = helper(unit=made.there)

    with pytest.raises((TeamRefused, NotFound)):
        leave(made, first, dict.fromkeys(keys, far.pk), scope=made.province)

    assert Assignment.objects.filter(valid_until__isnull=True).count() == 2
    assert TeamMember.objects.get(pk=first.pk).valid_until is None


def test_nobody_hands_over_to_themselves(made, helped):
    first, _second, keys = helped

    with pytest.raises(TeamRefused) as refused:
        leave(made, first, dict.fromkeys(keys, first.pk))

    assert codes(refused) == ["handed-to-oneself"]


def test_the_neighbour_lets_nobody_leave(made, helped):
    first, second, keys = helped

    with pytest.raises(NotFound):
        leave(made, first, dict.fromkeys(keys, second.pk), scope=made.neighbour)


def test_a_team_does_not_end_while_it_helps_somebody(made, helped):
    first, second, keys = helped
    given = {"team_id": first.team_id, "reason": "Giải thể", "scope": made.officer, "at": LATER}

    with pytest.raises(TeamRefused) as refused:
        handovers.end_team(on=LEFT, **given)
    assert codes(refused) == ["team-still-helps"]

    other = teams.set_up_team(
        office_id=made.office().pk,
        name="Tổ khác",
        valid_from=date(2017, 1, 1),
        scope=made.officer,
        at=LATER,
    )
    third = teams.add_member(
        team_id=other.pk,
        full_name="Lý Thị Mơ (mẫu)",
        valid_from=date(2017, 1, 1),
        scope=made.officer,
        at=LATER,
    )
    leave(made, first, dict.fromkeys(keys, third.pk))
    team = handovers.end_team(on=LEFT, **given)

    assert team.valid_until == date(2017, 10, 1)
    assert TeamMember.objects.get(pk=second.pk).valid_until == date(2017, 10, 1)


def test_the_neighbour_ends_no_team(made, helper):
    with pytest.raises(NotFound):
        handovers.end_team(team_id=helper().team_id, on=LEFT, reason="x", scope=made.neighbour, at=LATER)


def test_a_team_does_not_end_without_a_reason_or_before_it_began(made, helper):
    team_id = helper().team_id
    for on, reason, code in ((LEFT, " ", "missing"), (date(2016, 12, 31), "x", "leaves-before-joining")):
        with pytest.raises(TeamRefused) as refused:
            handovers.end_team(team_id=team_id, on=on, reason=reason, scope=made.officer, at=LATER)
        assert codes(refused) == [code]


def test_a_decision_dated_after_the_first_day_is_refused(made):
    with pytest.raises(TeamRefused) as refused:
        teams.set_up_team(
            office_id=made.office().pk,
            name="Tổ",
            valid_from=date(2017, 1, 1),
            decision_on=date(2017, 1, 2),
            scope=made.officer,
            at=LATER,
        )

    assert codes(refused) == ["works-before-decision"]
