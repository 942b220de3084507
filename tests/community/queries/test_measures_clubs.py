"""Clubs, points and volunteers, counted; and whether a model lives."""

from datetime import date

import pytest

from hoanhap.community.operations import assignments, clubs, points
from hoanhap.community.queries import helpers
from hoanhap.programme.queries.measures import MEASURES
from tests.casework.made import LATER
from tests.community.lived import also_clubs, filled_community

pytestmark = pytest.mark.django_db
YEAR = {"from_on": date(2017, 1, 1), "to_on": date(2017, 12, 31)}


def count(name, unit_ids=None, **changes):
    return MEASURES[name].count(**(YEAR | changes), unit_ids=unit_ids)


@pytest.fixture
def rows(made):
    return filled_community(made.office(), made.person(), "", made.province)


def test_sessions_and_visits_count_in_their_period_and_unit_and_not_when_withdrawn(made, rows):
    given = {"scope": also_clubs(made.province), "at": LATER}
    assert [
        count(name) for name in ("club_sessions", "clubs_meeting", "point_visits", "point_referrals")
    ] == [
        1,
        1,
        4,
        0,
    ]
    assert count("point_visits", unit_ids=[made.there.pk]) == 0
    assert count("club_sessions", from_on=date(2017, 6, 21)) == 0
    points.note_visit(
        point_id=rows["advice_id"][0].pk,
        on=date(2017, 12, 31),
        service="law",
        people=2,
        referred_to="work",
        **given,
    )
    assert (count("point_visits"), count("point_referrals")) == (6, 2)

    clubs.withdraw_session(session_id=rows["meeting_id"][0].pk, reason="Nhầm", **given)
    points.withdraw_visit(visit_id=rows["visit_id"][0].pk, reason="Nhầm", **given)

    assert (count("club_sessions"), count("clubs_meeting"), count("point_visits")) == (0, 0, 3)


def test_a_volunteer_counts_while_there_is_somebody_to_help(made, helper):
    member = helper()
    episode = made.handed_over(made.decided(made.episode()))
    task = assignments.assign(
        episode_id=episode.pk,
        member_id=member.pk,
        task="Thăm",
        from_on=date(2017, 7, 1),
        scope=made.officer,
        at=LATER,
    )
    assert count("volunteers_helping") == 0

    member.role = "volunteer"
    member.save()
    assert count("volunteers_helping") == 1
    life = helpers.life_of("volunteer-helper", made.here.pk, scope=made.officer, on=date(2017, 8, 1))
    assert (life.volunteers, life.helped) == (1, 1)

    assignments.end_assignment(assignment_id=task.pk, on=date(2017, 7, 31), scope=made.officer, at=LATER)
    assert count("volunteers_helping", from_on=date(2017, 8, 1)) == 0
    gone = helpers.life_of("volunteer-helper", made.here.pk, scope=made.officer, on=date(2017, 8, 1))
    assert (gone.volunteers, gone.helped) == (0, 0)


def test_a_model_lives_by_what_was_done_in_three_months(made, rows):
    scope = made.officer

    def life(code, on, reader=scope):
        return helpers.life_of(code, made.here.pk, scope=reader, on=on)

    assert life("b93-club", date(2017, 9, 19)).sessions == 1
    assert life("b93-club", date(2017, 9, 20)).sessions == 0
    assert life("b93-club", date(2017, 9, 20)).last_on == date(2017, 6, 20)
    assert life("counselling-point", date(2017, 6, 20)).visits == 4
    assert life("community-management", date(2017, 6, 20)) is None
    assert life("b93-club", date(2017, 6, 20), made.neighbour) is None
