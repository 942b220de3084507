"""The team's part of rows: who of the team helps, and on which days they met."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.community.operations.assignments import Task, assign_each
from hoanhap.community.operations.contacts import Met, record_contacts_of_each
from hoanhap.community.operations.teams import OnList, members_on_list
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
    named = [one for one in told if one.proposal.member]
    members = members_on_list([_on_list(one) for one in named], scope=scope, at=at) if named else []
    helpers = {one.episode_id: member.pk for one, member in zip(named, members, strict=True)}
    tasks = [
        Task(one.episode_id, helpers[one.episode_id], TASK, _from_on(one.proposal))
        for one in named
        if one.is_new or not _helps_already(one, helpers[one.episode_id], scope=scope)
    ]
    if tasks:
        assign_each(tasks, scope=scope, at=at)
    met = [
        Met(one.episode_id, helpers.get(one.episode_id), KIND, one.proposal.contacts, one.reason)
        for one in told
        if one.proposal.contacts
    ]
    if met:
        record_contacts_of_each(met, scope=scope, at=at)


def _on_list(one: Told) -> OnList:
    return OnList(UUID(one.proposal.office_id), one.proposal.member, _from_on(one.proposal))


def _from_on(proposal: Proposal) -> date:
    assert proposal.applied_on is not None
    return proposal.decision_on or proposal.applied_on


def _helps_already(one: Told, member_id: UUID, *, scope: Scope) -> bool:
    known = assignments_of(one.episode_id, scope=scope, on=scope.on)
    return any(line.member_id == member_id for line in known)
