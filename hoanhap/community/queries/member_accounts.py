"""Which accounts may be tied to members of a commune's teams."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from hoanhap.access.models import Account, Grant
from hoanhap.access.queries.roles import roles
from hoanhap.access.scope import Scope
from hoanhap.community.models import TeamMember
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.places.queries.editions import in_force

WRITE: Final = "community.write"


@dataclass(frozen=True)
class AccountLine:
    """An account by its holder's name."""

    id: UUID
    full_name: str
    username: str


@dataclass(frozen=True)
class MemberAccount:
    """A member of a team and the account of it, if any."""

    id: UUID
    full_name: str
    team_id: UUID
    team_name: str
    unit_id: str
    account_id: UUID | None


def accounts_for(unit_id: str, *, on: date) -> list[AccountLine]:
    """The accounts that on the day have a role over this very unit with which they may write contacts, by name.

    Call it only for a unit that the scope reaches.
    """
    fitting = [one.code for one in roles().values() if WRITE in one.powers]
    grants = Grant.objects.filter(in_force(on), unit_id=unit_id, organisation=None, role__in=fitting)
    found = Account.objects.filter(is_active=True, pk__in=grants.values("account_id"))
    return [
        AccountLine(one.pk, one.full_name, one.username) for one in found.order_by("full_name", "username")
    ]


def member_account(team_id: UUID, member_id: UUID, *, scope: Scope) -> MemberAccount:
    """The member of this team. Raises NotFound where absent or out of reach."""
    found = TeamMember.objects.select_related("team").filter(pk=member_id, team_id=team_id).first()
    if found is None or not scope.reaches(WRITE, found.team.unit_id):
        raise NotFound(Problem("no-such-member", "No such member.", "member_id"))
    return MemberAccount(
        id=found.pk,
        full_name=found.full_name,
        team_id=found.team_id,
        team_name=found.team.name,
        unit_id=found.team.unit_id,
        account_id=found.account_id,
    )
