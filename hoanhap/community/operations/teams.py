"""Setting teams up, and who is in them."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.community.models import Team, TeamMember
from hoanhap.community.operations.refusals import TeamRefused, asked, fitting, said_in_words
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
    kind: str = Team.Kind.REHAB_TASK_TEAM,
    scope: Scope,
    at: datetime,
) -> Team:
    """The commune sets a team up by a decision. Raises Forbidden, NotFound, TeamRefused."""
    scope.require(WRITE)
    office = _office(office_id, scope)
    _not_ahead(valid_from, "valid_from", at)
    with said_in_words(TeamRefused):
        team = Team.objects.create(
            kind=kind,
            name=asked(name, field="name", longest=200, error=TeamRefused),
            office=office,
            unit_id=office.unit_id,
            decision_number=fitting(decision_number, field="decision_number", longest=40, error=TeamRefused),
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
    scope: Scope,
    at: datetime,
) -> TeamMember:
    """Somebody joins a team. Raises Forbidden, NotFound, TeamRefused."""
    scope.require(WRITE)
    team = Team.objects.select_for_update().filter(pk=team_id).first()
    if team is None or not scope.reaches(WRITE, team.unit_id):
        raise NotFound(Problem("no-such-team", _("There is no such team.")))
    _not_ahead(valid_from, "valid_from", at)
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
    member = TeamMember.objects.create(
        team=team,
        full_name=asked(full_name, field="full_name", longest=150, error=TeamRefused),
        role=role,
        account_id=account_id,
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
    _not_ahead(on, "on", at)
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


@transaction.atomic
def member_on_list(
    *, office_id: UUID, full_name: str, from_on: date, scope: Scope, at: datetime
) -> TeamMember:
    """The member a list names, in the commune's team: the one there is, or added as far as the list tells.

    Names are compared without tones and case. Somebody who helped before the recorded first day gets an earlier one;
    so does a team that only lists tell of. Raises Forbidden, NotFound, TeamRefused.
    """
    scope.require(WRITE)
    office = _office(office_id, scope)
    name = asked(full_name, field="full_name", longest=150, error=TeamRefused)
    team = (
        Team.objects.select_for_update()
        .filter(unit_id=office.unit_id, kind=Team.Kind.REHAB_TASK_TEAM, valid_until__isnull=True)
        .order_by("valid_from", "id")
        .first()
    )
    if team is None:
        team = set_up_team(office_id=office_id, name=TEAM_OF_LISTS, valid_from=from_on, scope=scope, at=at)
    with trail.because(by=scope, reason="list"):
        if team.valid_from > from_on:
            team.valid_from = from_on
            team.save(update_fields=["valid_from"])
        for member in team.members.filter(valid_until__isnull=True):
            if fold(member.full_name) == fold(name):
                if member.valid_from > from_on:
                    member.valid_from = from_on
                    member.save(update_fields=["valid_from"])
                return member
    return add_member(team_id=team.pk, full_name=name, valid_from=from_on, scope=scope, at=at)


def _office(office_id: UUID, scope: Scope) -> Organisation:
    office = Organisation.objects.filter(pk=office_id).first()
    if office is None or not scope.reaches(WRITE, office.unit_id):
        raise NotFound(Problem("no-such-office", _("There is no such office."), "office_id"))
    return office


def _not_ahead(day: date, field: str, at: datetime) -> None:
    if day > local_day(at):
        raise TeamRefused(
            Problem("in-the-future", _("This date is in the future. Record it when it has happened."), field)
        )
