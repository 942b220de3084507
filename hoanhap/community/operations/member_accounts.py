"""Which account is whose in a team: so that a member sees the own people when signed in."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.community.models import TeamMember
from hoanhap.community.operations.assignments import WRITE
from hoanhap.community.operations.refusals import TeamRefused, asked
from hoanhap.community.queries.member_accounts import accounts_for
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem


@transaction.atomic
def tie_account(
    *, member_id: UUID, account_id: UUID | None, reason: str, scope: Scope, at: datetime
) -> TeamMember:
    """The member signs in with this account from now on; None: with none. It gives the account no power.

    Only an account that works in the team's commune, and that is nobody else's in the team. Locks the member's team.
    Raises Forbidden, NotFound, TeamRefused.
    """
    scope.require(WRITE)
    member = TeamMember.objects.select_related("team").filter(pk=member_id).first()
    if member is None or not scope.reaches(WRITE, member.team.unit_id):
        raise NotFound(Problem("no-such-member", _("There is no such member."), "member_id"))
    # Two who give one account to two members at once: the second sees what the first did.
    list(TeamMember.objects.select_for_update().filter(team_id=member.team_id).order_by("pk"))
    why = asked(reason, field="reason", longest=300, error=TeamRefused)
    today = local_day(at)
    if account_id is not None:
        if account_id not in {one.id for one in accounts_for(member.team.unit_id, on=today)}:
            raise TeamRefused(
                Problem(
                    "account-elsewhere",
                    _("Choose an account that works in the team's commune and may write there."),
                    "account_id",
                )
            )
        others = TeamMember.objects.filter(team_id=member.team_id, account_id=account_id)
        if others.exclude(pk=member.pk).exclude(valid_until__lte=today).exists():
            raise TeamRefused(
                Problem(
                    "account-taken", _("This account is already somebody else's in the team."), "account_id"
                )
            )
    with trail.because(by=scope, reason=why):
        member.account_id = account_id
        member.save(update_fields=["account"])
    trail.record(
        "community.member-account-tied" if account_id else "community.member-account-untied",
        by=scope,
        at=at,
        subject=member,
        unit_id=member.team.unit_id,
        reason=why,
    )
    return member
