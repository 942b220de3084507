"""Who of the team helps whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Episode
from hoanhap.community.models import Assignment, TeamMember
from hoanhap.community.operations.refusals import TeamRefused, asked, problems, said_in_words
from hoanhap.community.rules.contacts import Bounds, Membership, refusals
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.inserts import insert_together

WRITE = "community.write"


def hold_episode(episode_id: UUID, *, scope: Scope) -> Episode:
    """The episode, locked, so that it does not end while something of it is written. Raises Forbidden, NotFound."""
    return hold_episodes([episode_id], scope=scope)[episode_id]


def hold_episodes(episode_ids: Collection[UUID], *, scope: Scope) -> dict[UUID, Episode]:
    """The episodes, locked in the order of their keys. Raises Forbidden; NotFound unless all of them are reached."""
    scope.require(WRITE)
    wanted = set(episode_ids)
    found = Episode.objects.visible_to(scope, WRITE).select_for_update(of=("self",)).filter(pk__in=wanted)
    held = {episode.pk: episode for episode in found.order_by("pk")}
    if held.keys() != wanted:
        raise NotFound(Problem("no-such-episode", _("There is no such episode.")))
    return held


def bounds_of(episode: Episode) -> Bounds:
    """The days of an episode as the rules see them."""
    return Bounds(episode.opened_on, episode.closed_on, episode.unit_id)


def reached_member(member_id: UUID, *, scope: Scope) -> tuple[TeamMember, Membership]:
    """The member and the days in the team, as short as the team's own. Raises NotFound."""
    return reached_members([member_id], scope=scope)[member_id]


def reached_members(
    member_ids: Collection[UUID], *, scope: Scope
) -> dict[UUID, tuple[TeamMember, Membership]]:
    """The members and their days in the team. Raises NotFound unless all of them are reached."""
    wanted = set(member_ids)
    found = TeamMember.objects.select_related("team").filter(pk__in=wanted) if wanted else ()
    reached = {
        member.pk: (member, membership_of(member))
        for member in found
        if scope.reaches(WRITE, member.team.unit_id)
    }
    if reached.keys() != wanted:
        raise NotFound(Problem("no-such-member", _("There is no such member."), "member_id"))
    return reached


def membership_of(member: TeamMember) -> Membership:
    """The days in the team, as short as the team's own."""
    ends = [day for day in (member.valid_until, member.team.valid_until) if day is not None]
    return Membership(
        member.team.unit_id, max(member.valid_from, member.team.valid_from), min(ends, default=None)
    )


@dataclass(frozen=True)
class Task:
    """What a member is to do for a person from a day on."""

    episode_id: UUID
    member_id: UUID
    task: str
    from_on: date


def assign(
    *, episode_id: UUID, member_id: UUID, task: str, from_on: date, scope: Scope, at: datetime
) -> Assignment:
    """A member of the commune's team meets and helps the person from a day on, with a stated task.

    Locks the episode. Raises Forbidden, NotFound, TeamRefused.
    """
    return assign_each([Task(episode_id, member_id, task, from_on)], scope=scope, at=at)[0]


@transaction.atomic
def assign_each(told: Sequence[Task], *, scope: Scope, at: datetime) -> list[Assignment]:
    """Tasks of members, all or none. Locks the episodes. Raises as `assign` at the first that is refused."""
    episodes = hold_episodes([one.episode_id for one in told], scope=scope)
    members = reached_members([one.member_id for one in told], scope=scope)
    assignments = []
    for one in told:
        episode, (member, membership) = episodes[one.episode_id], members[one.member_id]
        reasons = refusals(one.from_on, within=bounds_of(episode), member=membership, today=local_day(at))
        if reasons:
            raise TeamRefused(
                *problems(reasons, field="from_on", params=words_for(episode, member, one.from_on))
            )
        assignments.append(
            Assignment(
                person_id=episode.person_id,
                episode=episode,
                member=member,
                unit_id=episode.unit_id,
                task=asked(one.task, field="task", longest=300, error=TeamRefused),
                valid_from=one.from_on,
            )
        )
    acts = [
        trail.entry(
            "community.member-assigned",
            by=scope,
            at=at,
            person_id=one.person_id,
            subject=one,
            unit_id=one.unit_id,
        )
        for one in assignments
    ]
    with said_in_words(TeamRefused):
        insert_together([*assignments, *acts])
    return assignments


@transaction.atomic
def end_assignment(
    *, assignment_id: UUID, on: date, reason: str = "", scope: Scope, at: datetime
) -> Assignment:
    """A task ends; `on` is its last day. Raises Forbidden, NotFound, TeamRefused."""
    scope.require(WRITE)
    assignment = (
        Assignment.objects.visible_to(scope, WRITE)
        .select_for_update(of=("self",))
        .filter(pk=assignment_id)
        .first()
    )
    if assignment is None:
        raise NotFound(Problem("no-such-assignment", _("There is no such task.")))
    if assignment.valid_until is not None:
        raise TeamRefused(Problem("ended-already", _("This task has already ended.")))
    if on > local_day(at):
        raise TeamRefused(
            Problem("in-the-future", _("This date is in the future. Record it when it has happened."), "on")
        )
    with said_in_words(TeamRefused), trail.because(by=scope, reason=reason or "ended"):
        assignment.valid_until = on + timedelta(days=1)
        if assignment.valid_until <= assignment.valid_from:
            raise TeamRefused(
                Problem(
                    "ends-before-it-begins", _("The last day is before the first day. Check the date."), "on"
                )
            )
        assignment.save(update_fields=["valid_until"])
    trail.record(
        "community.assignment-ended",
        by=scope,
        at=at,
        person_id=assignment.person_id,
        subject=assignment,
        unit_id=assignment.unit_id,
        reason=reason,
    )
    return assignment


def words_for(episode: Episode, member: TeamMember | None, on: date) -> dict[str, str]:
    """What the sentences name."""
    return {
        "on": f"{on:%d/%m/%Y}",
        "opened_on": f"{episode.opened_on:%d/%m/%Y}",
        "closed_on": f"{episode.closed_on:%d/%m/%Y}" if episode.closed_on else "",
        "member": member.full_name if member else "",
    }
