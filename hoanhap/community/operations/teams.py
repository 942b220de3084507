"""Setting teams up, and who is in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.community.models import Team, TeamMember
from hoanhap.community.operations.refusals import TeamRefused, asked, fitting, said_in_words
from hoanhap.community.queries.allowances import allowances
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.text import fold
from hoanhap.places.models import Organisation

WRITE = "community.write"
TEAM_OF_LISTS = "Tổ công tác cai nghiện"
"""What a team is called that only a list tells of."""


@transaction.atomic
def set_up_team(
    *,
    office_id: UUID,
    name: str,
    valid_from: date,
    decision_number: str = "",
    decision_on: date | None = None,
    kind: str = Team.Kind.REHAB_TASK_TEAM,
    scope: Scope,
    at: datetime,
) -> Team:
    """The commune sets a team up by a decision of a day, at the latest that of the first day of the team's work.

    Raises Forbidden, NotFound, TeamRefused.
    """
    scope.require(WRITE)
    office = _office(office_id, scope)
    if kind not in Team.Kind.values:
        raise TeamRefused(Problem("kind-unknown", _("Choose a kind of team from the list."), "kind"))
    not_ahead(valid_from, "valid_from", at)
    if decision_on is not None and decision_on > valid_from:
        raise TeamRefused(
            Problem(
                "works-before-decision",
                _("The decision is dated after the team's first day. Check both dates."),
                "decision_on",
            )
        )
    with said_in_words(TeamRefused):
        team = Team.objects.create(
            kind=kind,
            name=asked(name, field="name", longest=200, error=TeamRefused),
            office=office,
            unit_id=office.unit_id,
            decision_number=fitting(decision_number, field="decision_number", longest=40, error=TeamRefused),
            decision_on=decision_on,
            valid_from=valid_from,
        )
    trail.record("community.team-set-up", by=scope, at=at, subject=team, unit_id=team.unit_id)
    return team


@transaction.atomic
def add_member(
    *,
    team_id: UUID,
    full_name: str,
    role: str = TeamMember.Role.MEMBER,
    valid_from: date,
    account_id: UUID | None = None,
    allowance: str = "",
    helps_at_most: int | None = None,
    scope: Scope,
    at: datetime,
) -> TeamMember:
    """Somebody joins a team; the board of a club only while it is not full. `allowance`: the code of a norm.

    Raises Forbidden, NotFound, TeamRefused.
    """
    scope.require(WRITE)
    team = Team.objects.select_for_update().filter(pk=team_id).first()
    if team is None or not scope.reaches(WRITE, team.unit_id):
        raise NotFound(Problem("no-such-team", _("There is no such team.")))
    not_ahead(valid_from, "valid_from", at)
    if role not in TeamMember.Role.values:
        raise TeamRefused(Problem("role-unknown", _("Choose a role from the list."), "role"))
    if valid_from < team.valid_from or (team.valid_until and valid_from >= team.valid_until):
        raise TeamRefused(
            Problem(
                "team-not-there-then",
                _("The team did not exist on that day; it began on %(from)s. Check the date."),
                "valid_from",
                {"from": f"{team.valid_from:%d/%m/%Y}"},
            )
        )
    holding = allowances(valid_from)
    if allowance and holding.norm(allowance) is None:
        raise TeamRefused(Problem("allowance-unknown", _("Choose an allowance from the list."), "allowance"))
    if team.kind == Team.Kind.CLUB_BOARD:
        _has_room(team, holding.board.most, valid_from)
    member = TeamMember.objects.create(
        team=team,
        full_name=asked(full_name, field="full_name", longest=150, error=TeamRefused),
        role=role,
        account_id=account_id,
        allowance=allowance,
        helps_at_most=helps_at_most,
        valid_from=valid_from,
    )
    trail.record("community.member-added", by=scope, at=at, subject=member, unit_id=team.unit_id)
    return member


@transaction.atomic
def leave(*, member_id: UUID, on: date, reason: str = "", scope: Scope, at: datetime) -> TeamMember:
    """Somebody leaves the team; `on` is the last day. The tasks of that member end with it.

    Raises Forbidden, NotFound, TeamRefused.
    """
    scope.require(WRITE)
    member = (
        TeamMember.objects.select_for_update(of=("self",)).select_related("team").filter(pk=member_id).first()
    )
    if member is None or not scope.reaches(WRITE, member.team.unit_id):
        raise NotFound(Problem("no-such-member", _("There is no such member.")))
    if member.valid_until is not None:
        raise TeamRefused(Problem("left-already", _("This member has already left the team.")))
    not_ahead(on, "on", at)
    until = on + timedelta(days=1)
    with said_in_words(TeamRefused), trail.because(by=scope, reason=reason or "left"):
        member.valid_until = until
        member.save(update_fields=["valid_until"])
        for assignment in member.assignments.select_for_update().filter(valid_until__isnull=True):
            assignment.valid_until = max(until, assignment.valid_from + timedelta(days=1))
            assignment.save(update_fields=["valid_until"])
    trail.record(
        "community.member-left", by=scope, at=at, subject=member, unit_id=member.team.unit_id, reason=reason
    )
    return member


@dataclass(frozen=True)
class OnList:
    """Whom a list names as helping in a commune, from a day on."""

    office_id: UUID
    full_name: str
    from_on: date


def member_on_list(
    *, office_id: UUID, full_name: str, from_on: date, scope: Scope, at: datetime
) -> TeamMember:
    """The member a list names, in the commune's team: the one there is, or added as far as the list tells.

    Names are compared without tones and case. Somebody who helped before the recorded first day gets an earlier one;
    so does a team that only lists tell of. Raises Forbidden, NotFound, TeamRefused.
    """
    return members_on_list([OnList(office_id, full_name, from_on)], scope=scope, at=at)[0]


@transaction.atomic
def members_on_list(told: Sequence[OnList], *, scope: Scope, at: datetime) -> list[TeamMember]:
    """`member_on_list` of many: whoever is named several times is looked for once, from the earliest of the days."""
    scope.require(WRITE)
    offices = Organisation.objects.in_bulk({one.office_id for one in told})
    keys = []
    teams_from: dict[str, tuple[date, UUID]] = {}
    members_from: dict[tuple[str, str], tuple[date, str]] = {}
    for one in told:
        unit_id = _reached(offices.get(one.office_id), scope).unit_id
        name = asked(one.full_name, field="full_name", longest=150, error=TeamRefused)
        key = (unit_id, fold(name))
        keys.append(key)
        teams_from[unit_id] = min(
            teams_from.get(unit_id, (date.max, one.office_id)), (one.from_on, one.office_id)
        )
        members_from[key] = min(members_from.get(key, (date.max, name)), (one.from_on, name))
    teams = _teams_at_work(teams_from, scope=scope, at=at)
    members: dict[tuple[str, str], TeamMember] = {}
    still = TeamMember.objects.filter(team__in=[team.pk for team in teams.values()], valid_until__isnull=True)
    for member in still.select_related("team").order_by("id"):
        members.setdefault((member.team.unit_id, fold(member.full_name)), member)
    for key, (from_on, name) in members_from.items():
        if key in members:
            _began_by(members[key], from_on, scope=scope)
        else:
            members[key] = add_member(
                team_id=teams[key[0]].pk, full_name=name, valid_from=from_on, scope=scope, at=at
            )
    return [members[key] for key in keys]


def _teams_at_work(wanted: Mapping[str, tuple[date, UUID]], *, scope: Scope, at: datetime) -> dict[str, Team]:
    """The team of each unit, locked; set up, or begun earlier, where a list tells of it."""
    found = Team.objects.select_for_update().filter(
        unit_id__in=list(wanted), kind=Team.Kind.REHAB_TASK_TEAM, valid_until__isnull=True
    )
    teams: dict[str, Team] = {}
    for team in found.order_by("unit_id", "valid_from", "id"):
        teams.setdefault(team.unit_id, team)
    for unit_id, (from_on, office_id) in wanted.items():
        if unit_id in teams:
            _began_by(teams[unit_id], from_on, scope=scope)
        else:
            teams[unit_id] = set_up_team(
                office_id=office_id, name=TEAM_OF_LISTS, valid_from=from_on, scope=scope, at=at
            )
    return teams


def _began_by(row: Team | TeamMember, on: date, *, scope: Scope) -> None:
    """A team or a member that a list tells of on an earlier day was there on that day."""
    if row.valid_from > on:
        row.valid_from = on
        with trail.because(by=scope, reason="list"):
            row.save(update_fields=["valid_from"])


def _has_room(board: Team, most: int, on: date) -> None:
    """Of who sits on the board on that day or comes later. Raises TeamRefused where it is full."""
    sits = board.members.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on)).count()
    if sits >= most:
        raise TeamRefused(
            Problem(
                "board-is-full",
                _("The board of a club has at most %(most)s members. Somebody has to leave first."),
                "full_name",
                {"most": most},
            )
        )


def _office(office_id: UUID, scope: Scope) -> Organisation:
    return _reached(Organisation.objects.filter(pk=office_id).first(), scope)


def _reached(office: Organisation | None, scope: Scope) -> Organisation:
    if office is None or not scope.reaches(WRITE, office.unit_id):
        raise NotFound(Problem("no-such-office", _("There is no such office."), "office_id"))
    return office


def not_ahead(day: date, field: str, at: datetime) -> None:
    """Raises TeamRefused where the day has not come yet."""
    if day > local_day(at):
        raise TeamRefused(
            Problem("in-the-future", _("This date is in the future. Record it when it has happened."), field)
        )
