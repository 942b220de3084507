"""What is asked of a team, and what it kept."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from hoanhap.casework.models import Episode
from hoanhap.community.operations import assignments, contacts
from hoanhap.community.queries import contacts as contact_queries
from hoanhap.community.queries import duties, teams
from hoanhap.community.queries.measures import home_rehab_contacts_kept
from hoanhap.community.rules.follow_up import contacts_kept, next_contact
from tests.casework.made import LATER, breach

HANDED_OVER = date(2017, 6, 15)
PERIOD = {"from_on": date(2017, 5, 15), "unit_ids": None}


def met(made, episode, *days, **changes):
    for day in days:
        contacts.record_contact(
            episode_id=episode.pk, kind="visit", happened_on=day, scope=made.province, at=LATER, **changes
        )


def due(scope, on, code=None, **narrowed):
    return [
        (duty.episode_id, duty.code, duty.due_on, duty.is_late)
        for duty in duties.due(scope=scope, on=on, **narrowed)
        if code in (None, duty.code)
    ]


def test_nobody_is_left_without_a_helper_after_the_decision(made, helper):
    episode = made.decided()

    assert due(made.officer, date(2017, 5, 31)) == []
    assert due(made.officer, date(2017, 6, 1)) == [(episode.pk, "assign-helper", None, False)]
    assignments.assign(
        episode_id=episode.pk,
        member_id=helper().pk,
        task="Tư vấn",
        from_on=date(2017, 6, 2),
        scope=made.officer,
        at=LATER,
    )
    assert due(made.officer, date(2017, 6, 1)) == [(episode.pk, "assign-helper", None, False)]
    assert due(made.officer, date(2017, 6, 2)) == []


def test_a_contact_is_due_by_the_end_of_the_month_and_late_after_it(made):
    episode = made.handed_over()

    assert due(made.officer, date(2017, 7, 15), "contact") == [
        (episode.pk, "contact", date(2017, 7, 15), False)
    ]
    assert due(made.officer, date(2017, 7, 16), "contact") == [
        (episode.pk, "contact", date(2017, 7, 15), True)
    ]
    met(made, episode, date(2017, 7, 16))
    assert due(made.officer, date(2017, 7, 16), "contact") == [
        (episode.pk, "contact", date(2017, 9, 15), False)
    ]


def test_the_neighbours_team_is_not_reminded_of_our_people(made):
    episode = made.handed_over()
    met(made, episode, date(2017, 7, 1), note="chỉ cho xã này")

    assert due(made.neighbour, date(2017, 8, 1)) == []
    assert contact_queries.contacts_of(episode.pk, scope=made.neighbour) == []
    assert contact_queries.follow_up_of(episode.pk, scope=made.neighbour, on=date(2017, 8, 1)) is None
    assert [line.note for line in contact_queries.contacts_of(episode.pk, scope=made.officer)] == [
        "chỉ cho xã này"
    ]


def test_the_neighbour_sees_neither_our_team_nor_its_tasks(made, helper):
    episode, member = made.handed_over(), helper()
    assignments.assign(
        episode_id=episode.pk,
        member_id=member.pk,
        task="Tư vấn",
        from_on=date(2017, 6, 16),
        scope=made.officer,
        at=LATER,
    )
    on = date(2017, 8, 1)

    assert [line.helps for line in teams.members_for(episode.pk, scope=made.officer, on=on)] == [1]
    assert [line.task for line in teams.assignments_of(episode.pk, scope=made.officer, on=on)] == ["Tư vấn"]
    assert teams.members_for(episode.pk, scope=made.neighbour, on=on) == []
    assert teams.assignments_of(episode.pk, scope=made.neighbour, on=on) == []
    assert teams.team_list(scope=made.neighbour, on=on) == []


@settings(max_examples=40)
@given(
    months=st.lists(st.integers(0, 6), max_size=9),
    day=st.integers(0, 27),
    to=st.integers(0, 260),
    end=st.none() | st.integers(0, 200),
)
def test_figures_and_duties_in_sql_say_what_the_rules_say(made, months, day, to, end):
    episode = made.handed_over()
    days = sorted({HANDED_OVER + timedelta(days=30 * month + day) for month in months})
    met(made, episode, *days)
    ended_on = HANDED_OVER + timedelta(days=end) if end is not None else None
    if ended_on:
        breach(episode, scope=made.province, on=ended_on)
    on = HANDED_OVER + timedelta(days=to)

    kept = {row["episode_id"] for row in home_rehab_contacts_kept(to_on=on, **PERIOD)}
    waiting = [line[2] for line in due(made.province, on, "contact", size=200) if line[0] == episode.pk]

    closed = ended_on if ended_on and ended_on <= on else None
    seen = [one for one in days if one <= on]
    assert (episode.pk in kept) is contacts_kept(HANDED_OVER, 6, days, on=on, ended_on=ended_on)
    expected = next_contact(HANDED_OVER, 6, seen[-1] if seen else None)
    assert waiting == ([expected] if expected and not closed else [])
    follow_up = contact_queries.follow_up_of(episode.pk, scope=made.province, on=on)
    assert follow_up is not None
    assert follow_up.is_kept is (episode.pk in kept)
    assert Episode.objects.get(pk=episode.pk).closed_on == ended_on
