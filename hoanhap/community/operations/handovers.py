"""A member leaves and hands over whom they help; a team ends. Nobody is left without a helper unseen."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.community.models import Assignment, CounsellingPoint, Team, TeamMember
from hoanhap.community.operations import teams
from hoanhap.community.operations.assignments import WRITE, Task, assign_each, hold_episodes
from hoanhap.community.operations.refusals import TeamRefused, said_in_words
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem


@transaction.atomic
def hand_over_and_leave(
    *,
    member_id: UUID,
    on: date,
    to: Mapping[UUID, UUID | None],
    reason: str = "",
    scope: Scope,
    at: datetime,
) -> TeamMember:
    """The member leaves after `on`, and each person they still help goes to another the day after, in the same step.

    `to`: the episode of each of them → who helps from now on; None where nobody was found yet, which then waits on the
    first page of the commune. Whoever helps the person already goes on. Raises Forbidden, NotFound, TeamRefused: also
    where one of them is not named in `to`, so that nobody is forgotten.
    """
    scope.require(WRITE)
    member = TeamMember.objects.select_related("team").filter(pk=member_id).first()
    if member is None or not scope.reaches(WRITE, member.team.unit_id):
        raise NotFound(Problem("no-such-member", _("There is no such member.")))
    # A task that begins later than the member leaves is handed over too: it would end with the member.
    helped = list(still_helped(member_id))
    if {one.episode_id for one in helped} - to.keys():
        raise TeamRefused(
            Problem(
                "somebody-not-handed-over",
                _("Say for each person whom this member helps who helps them from now on."),
            )
        )
    if member_id in to.values():
        raise TeamRefused(Problem("handed-to-oneself", _("Choose somebody other than who leaves.")))
    hold_episodes([one.episode_id for one in helped], scope=scope)
    left = teams.leave(member_id=member_id, on=on, reason=reason, scope=scope, at=at)
    from_on = min(on + timedelta(days=1), local_day(at))
    tasks = [
        Task(one.episode_id, receiver, one.task, max(from_on, one.valid_from))
        for one in helped
        if (receiver := to[one.episode_id]) is not None and not _helps(receiver, one.episode_id, from_on)
    ]
    assign_each(tasks, scope=scope, at=at)
    return left


def still_helped(member_id: UUID) -> list[Assignment]:
    """The tasks of a member that go on, of episodes that have not ended."""
    return list(
        Assignment.objects.filter(
            member_id=member_id, valid_until__isnull=True, episode__closed_on__isnull=True
        ).order_by("valid_from", "id")
    )


def _helps(member_id: UUID, episode_id: UUID, on: date) -> bool:
    return (
        Assignment.objects.filter(member_id=member_id, episode_id=episode_id)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
        .exists()
    )


@transaction.atomic
def end_team(*, team_id: UUID, on: date, reason: str, scope: Scope, at: datetime) -> Team:
    """A team ends after `on`, and everybody in it leaves that day. Not while somebody in it still helps a person.

    What is published of a counselling point ends with its staff. Raises Forbidden, NotFound, TeamRefused.
    """
    scope.require(WRITE)
    team = Team.objects.select_for_update().filter(pk=team_id).first()
    if team is None or not scope.reaches(WRITE, team.unit_id):
        raise NotFound(Problem("no-such-team", _("There is no such team.")))
    if team.valid_until is not None:
        raise TeamRefused(Problem("team-ended-already", _("This team has already ended.")))
    teams.not_ahead(on, "on", at)
    if not reason.strip():
        raise TeamRefused(Problem("missing", _("Fill in this field."), "reason"))
    members = list(team.members.select_for_update().filter(valid_until__isnull=True))
    if Assignment.objects.filter(
        member__in=members, valid_until__isnull=True, episode__closed_on__isnull=True
    ).exists():
        raise TeamRefused(
            Problem(
                "team-still-helps",
                _("Members of this team still help people. Let each of them leave and hand over first."),
            )
        )
    until = on + timedelta(days=1)
    if until <= team.valid_from or any(until <= one.valid_from for one in members):
        raise TeamRefused(
            Problem("leaves-before-joining", _("The last day is before the first day. Check the date."), "on")
        )
    for member in members:
        teams.leave(member_id=member.pk, on=on, reason=reason, scope=scope, at=at)
    with said_in_words(TeamRefused), trail.because(by=scope, reason=reason):
        team.valid_until = until
        team.save(update_fields=["valid_until"])
        for point in CounsellingPoint.objects.filter(staff=team, is_published=True):
            point.is_published = False
            point.save(update_fields=["is_published"])
    trail.record("community.team-ended", by=scope, at=at, subject=team, unit_id=team.unit_id, reason=reason)
    return team
