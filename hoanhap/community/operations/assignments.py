"""Who of the team helps whom."""

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

WRITE = "community.write"


def hold_episode(episode_id: UUID, *, scope: Scope) -> Episode:
    """The episode, locked, so that it does not end while something of it is written. Raises Forbidden, NotFound."""
    scope.require(WRITE)
    episode = (
        Episode.objects.visible_to(scope, WRITE).select_for_update(of=("self",)).filter(pk=episode_id).first()
    )
    if episode is None:
        raise NotFound(Problem("no-such-episode", _("There is no such episode.")))
    return episode


def bounds_of(episode: Episode) -> Bounds:
    """The days of an episode as the rules see them."""
    return Bounds(episode.opened_on, episode.closed_on, episode.unit_id)


def reached_member(member_id: UUID, *, scope: Scope) -> tuple[TeamMember, Membership]:
    """The member and the days in the team, as short as the team's own. Raises NotFound."""
    member = TeamMember.objects.select_related("team").filter(pk=member_id).first()
    if member is None or not scope.reaches(WRITE, member.team.unit_id):
        raise NotFound(Problem("no-such-member", _("There is no such member."), "member_id"))
    ends = [day for day in (member.valid_until, member.team.valid_until) if day is not None]
    return member, Membership(
        member.team.unit_id,
        max(member.valid_from, member.team.valid_from),
        min(ends, default=None),
    )


@transaction.atomic
def assign(
    *, episode_id: UUID, member_id: UUID, task: str, from_on: date, scope: Scope, at: datetime
) -> Assignment:
    """A member of the commune's team meets and helps the person from a day on, with a stated task.

    Locks the episode. Raises Forbidden, NotFound, TeamRefused.
    """
    episode = hold_episode(episode_id, scope=scope)
    member, membership = reached_member(member_id, scope=scope)
    reasons = refusals(from_on, within=bounds_of(episode), member=membership, today=local_day(at))
    if reasons:
        raise TeamRefused(*problems(reasons, field="from_on", params=words_for(episode, member, from_on)))
    with said_in_words(TeamRefused):
        assignment = Assignment.objects.create(
            person_id=episode.person_id,
            episode=episode,
            member=member,
            unit_id=episode.unit_id,
            task=asked(task, field="task", longest=300, error=TeamRefused),
            valid_from=from_on,
        )
    trail.record(
        "community.member-assigned",
        by=scope,
        at=at,
        person_id=episode.person_id,
        subject=assignment,
        unit_id=episode.unit_id,
    )
    return assignment


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
