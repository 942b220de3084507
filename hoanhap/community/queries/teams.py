"""Teams, their members, and who helps whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Episode
from hoanhap.community.models import Assignment, Team, TeamMember
from hoanhap.community.queries.allowances import allowances
from hoanhap.community.rules.allowances import Load, Norm
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.places.queries.units import full_names

READ = "community.read"
_ASSIGNMENT = (
    *("episode__closed_on", "member__full_name", "member__role", "member__team__name"),
    *("task", "valid_from", "valid_until"),
)
"""What is read of an assignment, of the rows beside it and of nothing else: most columns of the four are not shown."""


@dataclass(frozen=True)
class MemberLine:
    """A member of a team. `until_on` is the last day, None while still in it; `helps` how many people, on the day."""

    id: UUID
    team_id: UUID
    full_name: str
    role: str
    role_label: str
    from_on: date
    until_on: date | None
    is_active: bool
    helps: int
    allowance: Norm | None = None
    helps_at_most: int | None = None

    @property
    def is_over(self) -> bool:
        """Helps more people than one should."""
        return self.is_active and self.helps_at_most is not None and self.helps > self.helps_at_most


@dataclass(frozen=True)
class TeamLine:
    """A team of a commune."""

    id: UUID
    kind: str
    kind_label: str
    name: str
    unit_id: str
    unit_name: str
    office_id: UUID
    decision_number: str
    from_on: date
    until_on: date | None
    is_active: bool
    members: tuple[MemberLine, ...]
    decision_on: date | None = None
    office_name: str = ""
    load: Load | None = None
    """How many people each member should help at most, and where that is said."""


@dataclass(frozen=True)
class AssignmentLine:
    """A task of a member with a person."""

    id: UUID
    episode_id: UUID
    member_id: UUID
    member_name: str
    role_label: str
    team_name: str
    task: str
    from_on: date
    until_on: date | None
    is_active: bool


def team_list(*, scope: Scope, on: date, unit_id: str | None = None) -> list[TeamLine]:
    """The teams of the units that the scope reaches, those at work first."""
    found = _reached(scope)
    if unit_id is not None:
        found = found.filter(unit_id=unit_id)
    lines = _lines(found.order_by("unit_id", "name", "id"), on)
    return sorted(lines, key=lambda line: not line.is_active)


def team_page(team_id: UUID, *, scope: Scope, on: date) -> TeamLine:
    """One team with everybody who is or was in it. Raises NotFound."""
    found = _lines(_reached(scope).filter(pk=team_id), on)
    if not found:
        raise NotFound(Problem("no-such-team", _("There is no such team.")))
    return found[0]


def members_for(episode_id: UUID, *, scope: Scope, on: date) -> list[MemberLine]:
    """Who can be assigned in an episode: the members, on that day, of the teams of its commune."""
    unit_id = (
        Episode.objects.visible_to(scope, READ)
        .filter(pk=episode_id)
        .values_list("unit_id", flat=True)
        .first()
    )
    if unit_id is None:
        return []
    teams = _lines(_reached(scope).filter(unit_id=unit_id), on)
    return [member for team in teams if team.is_active for member in team.members if member.is_active]


def assignments_of(episode_id: UUID, *, scope: Scope, on: date) -> list[AssignmentLine]:
    """Who helps or helped the person, those of the day first. Tasks end with the episode."""
    found = (
        Assignment.objects.visible_to(scope, READ)
        .filter(episode_id=episode_id)
        .select_related("member__team", "episode")
        .only(*_ASSIGNMENT)
        .order_by("valid_from", "id")
    )
    lines = [_assignment(row, on) for row in found]
    return sorted(lines, key=lambda line: not line.is_active)


def _reached(scope: Scope) -> QuerySet[Team]:
    if scope.everywhere(READ):
        return Team.objects.all()
    return Team.objects.filter(unit_id__in=scope.unit_ids(READ))


def _lines(found: QuerySet[Team], on: date) -> list[TeamLine]:
    teams = list(found.select_related("office"))
    members: dict[UUID, list[MemberLine]] = {}
    still = Q(assignments__valid_until__isnull=True) | Q(assignments__valid_until__gt=on)
    running = Q(assignments__episode__closed_on__isnull=True) | Q(assignments__episode__closed_on__gt=on)
    for member in (
        TeamMember.objects.filter(team__in=[team.pk for team in teams])
        .select_related("team")
        .annotate(helps=Count("assignments", filter=still & running & Q(assignments__valid_from__lte=on)))
        .order_by("full_name", "id")
    ):
        members.setdefault(member.team_id, []).append(_member(member, on))
    names = full_names({team.unit_id for team in teams}, on=on)
    return [_team(team, members.get(team.pk, []), names, on) for team in teams]


def _member(member: TeamMember, on: date) -> MemberLine:
    holding = allowances(on)
    usual = holding.load_of(member.team.kind)
    return MemberLine(
        id=member.pk,
        team_id=member.team_id,
        full_name=member.full_name,
        role=member.role,
        role_label=member.get_role_display(),
        from_on=member.valid_from,
        until_on=last_day(member.valid_until),
        is_active=_holds(member.valid_from, member.valid_until, on),
        helps=getattr(member, "helps", 0),
        allowance=holding.norm(member.allowance),
        helps_at_most=member.helps_at_most or (usual.people if usual else None),
    )


def _team(team: Team, members: Sequence[MemberLine], names: dict[str, str], on: date) -> TeamLine:
    return TeamLine(
        id=team.pk,
        kind=team.kind,
        kind_label=team.get_kind_display(),
        name=team.name,
        unit_id=team.unit_id,
        unit_name=names.get(team.unit_id, ""),
        office_id=team.office_id,
        decision_number=team.decision_number,
        from_on=team.valid_from,
        until_on=last_day(team.valid_until),
        is_active=_holds(team.valid_from, team.valid_until, on),
        members=tuple(sorted(members, key=lambda member: not member.is_active)),
        decision_on=team.decision_on,
        office_name=team.office.name,
        load=allowances(on).load_of(team.kind),
    )


def _assignment(row: Assignment, on: date) -> AssignmentLine:
    running = row.episode.closed_on is None or row.episode.closed_on > on
    return AssignmentLine(
        id=row.pk,
        episode_id=row.episode_id,
        member_id=row.member_id,
        member_name=row.member.full_name,
        role_label=row.member.get_role_display(),
        team_name=row.member.team.name,
        task=row.task,
        from_on=row.valid_from,
        until_on=last_day(row.valid_until),
        is_active=running and _holds(row.valid_from, row.valid_until, on),
    )


def _holds(valid_from: date, valid_until: date | None, on: date) -> bool:
    return valid_from <= on and (valid_until is None or on < valid_until)


def last_day(valid_until: date | None) -> date | None:
    """The last day of a span whose end is kept as the day after it."""
    return valid_until - timedelta(days=1) if valid_until else None
