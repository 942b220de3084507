"""The team's part of rows: who of the team helps, and on which days they met."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.community.operations.assignments import assign
from hoanhap.community.operations.contacts import record_contacts
from hoanhap.community.operations.teams import member_on_list
from hoanhap.community.queries.teams import assignments_of
from hoanhap.exchange.imports.proposals import Proposal

TASK: Final = "Gặp gỡ, tư vấn, giúp đỡ người cai nghiện theo phân công của Tổ công tác"
"""What the lists mean by "in charge", in the words of the plans; Vietnamese as every text of a file."""
KIND: Final = "visit"


@dataclass(frozen=True)
class Told:
    """What a row says of an episode that is recorded by now. `reason` names the list."""

    episode_id: UUID
    proposal: Proposal
    is_new: bool
    reason: str


def record_support(told: Sequence[Told], *, scope: Scope, at: datetime) -> None:
    """Assign the members whom the rows name and enter the days on which they met. Raises Refused."""
    for one in told:
        _record(one, scope=scope, at=at)


def _record(one: Told, *, scope: Scope, at: datetime) -> None:
    episode_id, proposal = one.episode_id, one.proposal
    member_id = None
    if proposal.member:
        assert proposal.applied_on is not None
        from_on = proposal.decision_on or proposal.applied_on
        member = member_on_list(
            office_id=UUID(proposal.office_id), full_name=proposal.member, from_on=from_on, scope=scope, at=at
        )
        member_id = member.pk
        known = () if one.is_new else assignments_of(episode_id, scope=scope, on=scope.on)
        if all(line.member_id != member_id for line in known):
            assign(episode_id=episode_id, member_id=member_id, task=TASK, from_on=from_on, scope=scope, at=at)
    if proposal.contacts:
        record_contacts(
            episode_id=episode_id,
            member_id=member_id,
            kind=KIND,
            days=proposal.contacts,
            reason=one.reason,
            scope=scope,
            at=at,
        )
