"""B93 clubs: set up with their board, joined and left by people, and their sessions."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.community.models import ClubMembership, ClubSession, Team, TeamMember
from hoanhap.community.operations import teams
from hoanhap.community.operations.refusals import TeamRefused, asked, said_in_words
from hoanhap.community.queries.allowances import allowances
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.people.models import Person

CLUBS: Final = "community.clubs"
WRITE: Final = "community.write"


@transaction.atomic
def set_up_club(
    *,
    office_id: UUID,
    name: str,
    valid_from: date,
    board: Sequence[str],
    decision_number: str = "",
    decision_on: date | None = None,
    scope: Scope,
    at: datetime,
) -> Team:
    """A commune sets a club up with its board; the first name is that of who heads it.

    Raises Forbidden, NotFound, TeamRefused: also where the board is smaller or larger than the definition says.
    """
    size = allowances(valid_from).board
    names = [kept for one in board if (kept := one.strip())]
    if size.is_short(len(names)) or size.is_over(len(names)):
        raise TeamRefused(
            Problem(
                "board-of-wrong-size",
                _(
                    "The board of a club has %(least)s to %(most)s members; %(count)s were named. Write one name a line."
                ),
                "board",
                {"least": size.least, "most": size.most, "count": len(names)},
            )
        )
    club = teams.set_up_team(
        office_id=office_id,
        name=name,
        valid_from=valid_from,
        decision_number=decision_number,
        decision_on=decision_on,
        kind=Team.Kind.CLUB_BOARD,
        scope=scope,
        at=at,
    )
    for place, one in enumerate(names):
        teams.add_member(
            team_id=club.pk,
            full_name=one,
            role=TeamMember.Role.MEMBER if place else TeamMember.Role.LEADER,
            valid_from=valid_from,
            scope=scope,
            at=at,
        )
    return club


@transaction.atomic
def join_club(*, club_id: UUID, person_id: UUID, from_on: date, scope: Scope, at: datetime) -> ClubMembership:
    """A person joins a club from a day on and is given the next number in it. Locks the club.

    Raises Forbidden, NotFound, TeamRefused.
    """
    club = _held(club_id, scope)
    if not Person.objects.visible_to(scope, CLUBS).filter(pk=person_id).exists():
        raise NotFound(Problem("no-such-person", _("There is no such person."), "person_id"))
    teams.not_ahead(from_on, "from_on", at)
    _there(club, from_on, "from_on")
    size = allowances(from_on).members
    members = ClubMembership.objects.filter(club=club)
    still = members.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=from_on)).count()
    if still >= size.most:
        raise TeamRefused(
            Problem(
                "club-is-full",
                _("A club has at most %(most)s members. Set up another one, or let somebody leave first."),
                "club_id",
                {"most": size.most},
            )
        )
    highest = members.aggregate(highest=Max("number"))["highest"] or 0
    with said_in_words(TeamRefused):
        made = ClubMembership.objects.create(
            club=club, person_id=person_id, unit_id=club.unit_id, number=highest + 1, valid_from=from_on
        )
    trail.record(
        "community.club-joined", by=scope, at=at, person_id=person_id, subject=made, unit_id=club.unit_id
    )
    return made


@transaction.atomic
def leave_club(
    *, membership_id: UUID, on: date, reason: str = "", scope: Scope, at: datetime
) -> ClubMembership:
    """Somebody leaves a club; `on` is the last day. Raises Forbidden, NotFound, TeamRefused."""
    scope.require(CLUBS)
    found = ClubMembership.objects.visible_to(scope, CLUBS).select_for_update(of=("self",))
    made = found.filter(pk=membership_id).first()
    if made is None or not scope.reaches(CLUBS, made.unit_id):
        raise NotFound(Problem("no-such-membership", _("There is no such member of the club.")))
    if made.valid_until is not None:
        raise TeamRefused(Problem("left-already", _("This member has already left the club.")))
    teams.not_ahead(on, "on", at)
    if ClubSession.objects.filter(
        club_id=made.club_id, on__gt=on, retired_at__isnull=True, present__contains=[made.number]
    ).exists():
        raise TeamRefused(
            Problem(
                "came-afterwards",
                _("This member came to a session after that day. Check the date."),
                "on",
            )
        )
    with said_in_words(TeamRefused), trail.because(by=scope, reason=reason or "left"):
        made.valid_until = on + timedelta(days=1)
        made.save(update_fields=["valid_until"])
    trail.record(
        "community.club-left",
        by=scope,
        at=at,
        person_id=made.person_id,
        subject=made,
        unit_id=made.unit_id,
        reason=reason,
    )
    return made


@transaction.atomic
def hold_session(
    *,
    club_id: UUID,
    on: date,
    topic: str,
    title: str,
    present: Collection[int] = (),
    guests: int = 0,
    scope: Scope,
    at: datetime,
) -> ClubSession:
    """A club met; `present` are the numbers of the members who came. Raises Forbidden, NotFound, TeamRefused."""
    club = _held(club_id, scope)
    teams.not_ahead(on, "on", at)
    _there(club, on, "on")
    if topic not in ClubSession.Topic.values:
        raise TeamRefused(Problem("topic-unknown", _("Choose a topic from the list."), "topic"))
    members = ClubMembership.objects.filter(club=club, valid_from__lte=on).exclude(valid_until__lte=on)
    numbers = set(members.values_list("number", flat=True))
    if wrong := sorted(set(present) - numbers):
        raise TeamRefused(
            Problem(
                "no-member-then",
                _("These numbers were no members of the club on that day: %(numbers)s."),
                "present",
                {"numbers": ", ".join(map(str, wrong))},
            )
        )
    with said_in_words(TeamRefused):
        session = ClubSession.objects.create(
            club=club,
            unit_id=club.unit_id,
            on=on,
            topic=topic,
            title=asked(title, field="title", longest=200, error=TeamRefused),
            present=sorted(set(present)),
            guests=guests,
            recorded_by=scope.account_id,
        )
    trail.record("community.club-met", by=scope, at=at, subject=session, unit_id=club.unit_id)
    return session


@transaction.atomic
def withdraw_session(*, session_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """A session that was written down wrongly does not count. Raises Forbidden, NotFound, TeamRefused."""
    scope.require(CLUBS)
    session = ClubSession.objects.select_for_update().filter(pk=session_id).first()
    if session is None or not scope.reaches(CLUBS, session.unit_id):
        raise NotFound(Problem("no-such-session", _("There is no such session.")))
    if session.retired_at is not None:
        raise TeamRefused(Problem("withdrawn-already", _("This line was already withdrawn.")))
    kept = asked(reason, field="reason", longest=300, error=TeamRefused)
    ClubSession.objects.filter(pk=session.pk).update(
        retired_at=at, retired_by=scope.account_id, retired_reason=kept
    )
    trail.record(
        "community.club-session-withdrawn",
        by=scope,
        at=at,
        subject=session,
        unit_id=session.unit_id,
        reason=kept,
    )


def _held(club_id: UUID, scope: Scope) -> Team:
    """The club, locked: numbers are given one after the other. Raises Forbidden, NotFound."""
    scope.require(CLUBS)
    club = Team.objects.select_for_update().filter(pk=club_id, kind=Team.Kind.CLUB_BOARD).first()
    if club is None or not scope.reaches(CLUBS, club.unit_id):
        raise NotFound(Problem("no-such-club", _("There is no such club."), "club_id"))
    return club


def _there(club: Team, on: date, field: str) -> None:
    if on < club.valid_from or (club.valid_until and on >= club.valid_until):
        raise TeamRefused(
            Problem(
                "club-not-there-then",
                _("The club did not exist on that day; it began on %(from)s. Check the date."),
                field,
                {"from": f"{club.valid_from:%d/%m/%Y}"},
            )
        )
