"""Who is left without a helper, whom a member still helps, and whether the models of a commune live."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Episode
from hoanhap.casework.queries.waiting import counted
from hoanhap.community.models import Assignment, ClubSession, PointVisit, Team, TeamMember
from hoanhap.kit.dates import add_months
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.people.queries.rows import masked_names

READ: Final = "community.read"
WRITE: Final = "community.write"
VOLUNTEER, CLUB, POINT = "volunteer-helper", "b93-club", "counselling-point"
"""The codes of the models whose life shows here (`definitions/models`)."""
MONTHS: Final = 3
WITHOUT_HELPER: Final = "without-helper"


@dataclass(frozen=True)
class Unhelped:
    """Somebody whose helper went and who has no other one; `since` is the first day without."""

    episode_id: UUID
    person_id: UUID
    masked_name: str
    code: str
    since: date


@dataclass(frozen=True)
class Helped:
    """Somebody whom a member helps now."""

    episode_id: UUID
    masked_name: str
    code: str
    task: str


@dataclass(frozen=True)
class Life:
    """What shows that a model lives in a commune: of its last three months; `last_on` the latest day."""

    sessions: int = 0
    visits: int = 0
    volunteers: int = 0
    helped: int = 0
    last_on: date | None = None


def without_helper(*, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE) -> Page[Unhelped]:
    """People in open episodes in reach who had a helper and have none on the day, the longest first."""
    found = _unhelped(scope, on).annotate(since=Max("assignments__valid_until"))
    page: Page[Any] = page_of(found.order_by("since", "pk"), lambda row: row, number=number, size=size)
    names = masked_names({row.person_id for row in page.rows}, scope=scope, power=READ)
    lines = [
        Unhelped(
            row.pk,
            row.person_id,
            names[row.person_id].masked_name,
            names[row.person_id].code,
            row.since,
        )
        for row in page.rows
        if row.person_id in names
    ]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def waiting_part(*, scope: Scope, on: date) -> QuerySet[Any, Any]:
    """How many there are, and since when the longest of them is without: a part of what waits on a day."""
    of_it = Assignment.objects.filter(episode=OuterRef("pk")).order_by().values("episode")
    last = Subquery(of_it.annotate(last_on=Max("valid_until")).values("last_on"))
    return counted(_unhelped(scope, on).annotate(since=last), WITHOUT_HELPER, "since")


def _unhelped(scope: Scope, on: date) -> QuerySet[Episode]:
    of_it = Assignment.objects.filter(episode=OuterRef("pk"))
    now = of_it.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
    return (
        Episode.objects.visible_to(scope, READ)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on), opened_on__lte=on)
        .filter(Exists(of_it.filter(valid_until__lte=on)))
        .exclude(Exists(now))
    )


def helped_by(member_id: UUID, *, scope: Scope) -> list[Helped]:
    """Whom a member helps now, as far as the reader answers for them: to be handed over."""
    rows = list(
        Assignment.objects.visible_to(scope, WRITE)
        .filter(member_id=member_id, valid_until__isnull=True, episode__closed_on__isnull=True)
        .order_by("valid_from", "id")
    )
    names = masked_names({row.person_id for row in rows}, scope=scope, power=WRITE)
    return [
        Helped(row.episode_id, names[row.person_id].masked_name, names[row.person_id].code, row.task)
        for row in rows
        if row.person_id in names
    ]


def receivers(
    unit_id: str, *, scope: Scope, on: date, but: UUID | None = None
) -> list[tuple[str, str, str, int]]:
    """Who of the commune's teams may take somebody over on a day, who helps fewest first: key, name, team, people."""
    if not scope.reaches(WRITE, unit_id):
        return []
    now = Q(assignments__valid_until__isnull=True, assignments__episode__closed_on__isnull=True)
    others = TeamMember.objects.exclude(pk=but) if but else TeamMember.objects.all()
    found = (
        others.filter(team__unit_id=unit_id, valid_from__lte=on, team__valid_from__lte=on)
        .exclude(valid_until__lte=on)
        .exclude(team__valid_until__lte=on)
        .annotate(helps=Count("assignments", filter=now))
        .select_related("team")
    )
    return [
        (str(one.pk), one.full_name, one.team.name, one.helps)
        for one in found.order_by("helps", "full_name", "id")
    ]


def life_of(model_code: str, unit_id: str, *, scope: Scope, on: date) -> Life | None:
    """Whether one of the three models lives in a commune; None for another model, or who may not read of teams.

    Only counts: nobody is named.
    """
    if model_code not in (VOLUNTEER, CLUB, POINT) or not scope.reaches(READ, unit_id):
        return None
    since = add_months(on, -MONTHS) + timedelta(days=1)
    if model_code == CLUB:
        held = ClubSession.objects.filter(unit_id=unit_id, retired_at__isnull=True, on__lte=on)
        found = held.aggregate(n=Count("pk", filter=Q(on__gte=since)), last=Max("on"))
        return Life(sessions=found["n"], last_on=found["last"])
    if model_code == POINT:
        came = PointVisit.objects.filter(unit_id=unit_id, retired_at__isnull=True, on__lte=on)
        found = came.aggregate(n=Sum("people", filter=Q(on__gte=since)), last=Max("on"))
        return Life(visits=found["n"] or 0, last_on=found["last"])
    tasks = Assignment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on),
        Q(episode__closed_on__isnull=True) | Q(episode__closed_on__gt=on),
        Q(member__team__kind=Team.Kind.VOLUNTEER_TEAM) | Q(member__role=TeamMember.Role.VOLUNTEER),
        unit_id=unit_id,
        valid_from__lte=on,
    )
    found = tasks.aggregate(
        volunteers=Count("member", distinct=True),
        helped=Count("person", distinct=True),
        last=Max("valid_from"),
    )
    return Life(volunteers=found["volunteers"], helped=found["helped"], last_on=found["last"])
