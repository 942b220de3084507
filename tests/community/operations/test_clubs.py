"""B93 clubs: board, members, sessions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoanhap.community.models import ClubMembership, ClubSession, Team
from hoanhap.community.operations import clubs, teams
from hoanhap.community.operations.refusals import TeamRefused
from hoanhap.community.queries import clubs as queries
from hoanhap.kit.errors import Forbidden, NotFound
from tests.casework.made import LATER, Made
from tests.community.lived import also_clubs

BOARD = [f"Ủy viên {number} (mẫu)" for number in range(1, 6)]
FIRST = date(2017, 1, 10)


def codes(refused):
    return [problem.code for problem in refused.value.problems]


@pytest.fixture
def here(made):
    return {"scope": also_clubs(made.officer), "at": LATER}


def set_up(made, **changes):
    given_ = {
        "office_id": made.office().pk,
        "name": "Câu lạc bộ B93 Mẫu",
        "valid_from": FIRST,
        "board": BOARD,
        "scope": also_clubs(made.officer),
        "at": LATER,
    }
    return clubs.set_up_club(**(given_ | changes))


def test_a_club_has_its_board_and_the_first_named_heads_it(made):
    club = set_up(made, decision_number="3/QĐ-UBND", decision_on=date(2017, 1, 5))

    assert (club.kind, club.decision_on) == ("club-board", date(2017, 1, 5))
    assert [one.role for one in club.members.order_by("full_name")] == ["leader", *["member"] * 4]


@pytest.mark.parametrize("count", [0, 4, 8])
def test_a_board_too_small_or_too_large_is_refused(made, count):
    with pytest.raises(TeamRefused) as refused:
        set_up(made, board=[f"Người {number} (mẫu)" for number in range(count)])

    assert codes(refused) == ["board-of-wrong-size"]
    assert Team.objects.count() == 0


def test_an_eighth_member_of_the_board_is_refused(made, here):
    club = set_up(made, board=[*BOARD, "Sáu (mẫu)", "Bảy (mẫu)"])

    with pytest.raises(TeamRefused) as refused:
        teams.add_member(team_id=club.pk, full_name="Tám (mẫu)", valid_from=FIRST, **here)

    assert codes(refused) == ["board-is-full"]


def test_a_board_that_shrinks_is_said_to_be_short(made, here):
    club = set_up(made)
    teams.leave(member_id=club.members.latest("id").pk, on=date(2017, 6, 1), **here)

    assert queries.club_page(club.pk, scope=here["scope"], on=date(2017, 6, 1)).is_board_short is False
    assert queries.club_page(club.pk, scope=here["scope"], on=date(2017, 6, 2)).is_board_short is True


def test_a_club_takes_ten_and_no_more(made, here):
    club = set_up(made)
    people = [made.person(f"Người {number} (mẫu)") for number in range(11)]
    given_ = [
        clubs.join_club(club_id=club.pk, person_id=one.pk, from_on=FIRST, **here) for one in people[:10]
    ]

    with pytest.raises(TeamRefused) as refused:
        clubs.join_club(club_id=club.pk, person_id=people[10].pk, from_on=FIRST, **here)

    assert codes(refused) == ["club-is-full"]
    assert [one.number for one in given_] == list(range(1, 11))


def test_whoever_left_makes_room_and_the_number_is_not_given_again(made, here):
    club = set_up(made)
    people = [made.person(f"Người {number} (mẫu)") for number in range(11)]
    rows = [clubs.join_club(club_id=club.pk, person_id=one.pk, from_on=FIRST, **here) for one in people[:10]]
    clubs.leave_club(membership_id=rows[0].pk, on=date(2017, 3, 1), **here)

    late = clubs.join_club(club_id=club.pk, person_id=people[10].pk, from_on=date(2017, 3, 2), **here)

    assert late.number == 11


def test_nobody_is_a_member_twice_at_a_time(made, here):
    club, person = set_up(made), made.person()
    clubs.join_club(club_id=club.pk, person_id=person.pk, from_on=FIRST, **here)

    with pytest.raises(TeamRefused) as refused:
        clubs.join_club(club_id=club.pk, person_id=person.pk, from_on=date(2017, 2, 1), **here)

    assert codes(refused) == ["in-the-club-already"]


def test_a_team_that_is_no_club_takes_no_members_of_a_club(made, here, helper):
    with pytest.raises(NotFound):
        clubs.join_club(club_id=helper().team_id, person_id=made.person().pk, from_on=FIRST, **here)


def test_who_may_only_write_for_teams_neither_joins_nor_sees_members(made, here):
    club, person = set_up(made), made.person()
    clubs.join_club(club_id=club.pk, person_id=person.pk, from_on=FIRST, **here)

    with pytest.raises(Forbidden):
        clubs.join_club(club_id=club.pk, person_id=person.pk, from_on=FIRST, scope=made.officer, at=LATER)
    with pytest.raises(Forbidden):
        queries.members(club.pk, scope=made.officer, on=LATER.date())
    assert queries.clubs_of(person.pk, scope=made.officer, on=LATER.date()) == []


def test_the_neighbour_reaches_neither_club_nor_member_nor_session(made, here):
    club = set_up(made)
    row = clubs.join_club(club_id=club.pk, person_id=made.person().pk, from_on=FIRST, **here)
    held = clubs.hold_session(club_id=club.pk, on=FIRST, topic="law", title="Luật", present=[1], **here)
    scope = also_clubs(made.neighbour)

    for act in (
        lambda: queries.club_page(club.pk, scope=scope, on=LATER.date()),
        lambda: queries.member(row.pk, club_id=club.pk, scope=scope, on=LATER.date()),
        lambda: queries.session(held.pk, club_id=club.pk, scope=scope),
        lambda: clubs.leave_club(membership_id=row.pk, on=FIRST, scope=scope, at=LATER),
        lambda: clubs.withdraw_session(session_id=held.pk, reason="x", scope=scope, at=LATER),
        lambda: clubs.hold_session(club_id=club.pk, on=FIRST, topic="law", title="x", scope=scope, at=LATER),
        lambda: clubs.join_club(
            club_id=club.pk, person_id=made.person(unit=made.there).pk, from_on=FIRST, scope=scope, at=LATER
        ),
    ):
        with pytest.raises(NotFound):
            act()
    assert queries.members(club.pk, scope=scope, on=LATER.date()).total == 0
    assert queries.sessions(club.pk, scope=scope).total == 0
    assert queries.numbers(club.pk, scope=scope, on=LATER.date()) == []
    assert queries.club_list(scope=scope, on=LATER.date()).total == 0


def test_a_session_keeps_numbers_and_shows_a_count(made, here):
    club = set_up(made)
    for number in range(3):
        clubs.join_club(
            club_id=club.pk, person_id=made.person(f"Người {number} (mẫu)").pk, from_on=FIRST, **here
        )
    clubs.hold_session(
        club_id=club.pk, on=date(2017, 2, 4), topic="work", title="Vay vốn", present=[3, 1], guests=2, **here
    )

    shown = queries.sessions(club.pk, scope=made.officer).rows[0]

    assert (shown.present, shown.guests) == (2, 2)
    assert [one.came for one in queries.members(club.pk, scope=here["scope"], on=LATER.date())] == [1, 0, 1]


def test_a_number_that_was_no_member_that_day_is_refused(made, here):
    club = set_up(made)
    row = clubs.join_club(club_id=club.pk, person_id=made.person().pk, from_on=FIRST, **here)
    clubs.leave_club(membership_id=row.pk, on=date(2017, 3, 1), **here)

    with pytest.raises(TeamRefused) as refused:
        clubs.hold_session(
            club_id=club.pk, on=date(2017, 3, 2), topic="law", title="Luật", present=[1], **here
        )

    assert codes(refused) == ["no-member-then"]


def test_nobody_leaves_before_a_session_to_which_they_came(made, here):
    club = set_up(made)
    row = clubs.join_club(club_id=club.pk, person_id=made.person().pk, from_on=FIRST, **here)
    clubs.hold_session(club_id=club.pk, on=date(2017, 3, 4), topic="law", title="Luật", present=[1], **here)

    with pytest.raises(TeamRefused) as refused:
        clubs.leave_club(membership_id=row.pk, on=date(2017, 3, 3), **here)

    assert codes(refused) == ["came-afterwards"]


def test_a_session_is_only_withdrawn_and_then_counts_nowhere(made, here):
    club = set_up(made)
    held = clubs.hold_session(club_id=club.pk, on=FIRST, topic="law", title="Luật", **here)
    with pytest.raises(TeamRefused) as twice:
        clubs.hold_session(club_id=club.pk, on=FIRST, topic="work", title="Việc làm", **here)
    assert codes(twice) == ["club-met-already"]
    with pytest.raises(IntegrityError), transaction.atomic():
        ClubSession.objects.filter(pk=held.pk).update(title="Khác")

    clubs.withdraw_session(session_id=held.pk, reason="Ghi nhầm ngày", **here)

    page = queries.club_page(club.pk, scope=here["scope"], on=FIRST)
    assert (page.sessions, page.last_on) == (0, None)
    clubs.hold_session(club_id=club.pk, on=FIRST, topic="work", title="Việc làm", **here)


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), min_size=1, max_size=6))
def test_periods_of_a_person_in_a_club_never_overlap(made, here, told):
    """Whatever is tried: what was taken down lies apart, and each refusal leaves nothing behind."""
    with transaction.atomic():
        club, person = set_up(made, name=f"Câu lạc bộ {Team.objects.count()}"), made.person()
        taken = []
        for start, length in told:
            from_on = FIRST + timedelta(days=start)
            to_on = from_on + timedelta(days=length)
            free = all(to_on < one or from_on > other for one, other in taken)
            try:
                with transaction.atomic():
                    row = clubs.join_club(club_id=club.pk, person_id=person.pk, from_on=from_on, **here)
                    clubs.leave_club(membership_id=row.pk, on=to_on, **here)
            except TeamRefused:
                continue
            assert free
            taken.append((from_on, to_on))
        rows = list(ClubMembership.objects.filter(club=club))
        assert len(rows) == len(taken)
        assert len({row.number for row in rows}) == len(rows)
        transaction.set_rollback(True)


def test_of_two_who_join_at_the_same_moment_each_gets_a_number(own_database):
    made = Made()
    here = {"scope": also_clubs(made.officer), "at": LATER}
    club = set_up(made)
    people = [made.person(f"Người {number} (mẫu)") for number in range(2)]

    def join(person):
        try:
            return clubs.join_club(club_id=club.pk, person_id=person.pk, from_on=FIRST, **here).number
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(join, people)) == [1, 2]
