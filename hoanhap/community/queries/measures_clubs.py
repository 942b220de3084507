"""Named measures of clubs, counselling points and volunteers. None of them names a person."""

from datetime import date
from typing import Any, cast

from django.db.models import F, Min, Q, QuerySet

from hoanhap.casework.queries.measures import Units
from hoanhap.community.models import Assignment, ClubSession, PointVisit, Team, TeamMember

Rows = QuerySet[Any, Any]


def club_sessions(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """Sessions of B93 clubs held in the period. `subject` is the session."""
    found = ClubSession.objects.filter(retired_at__isnull=True, on__range=(from_on, to_on))
    return _near(found, unit_ids).values("unit_id", "on", subject=F("pk"), fact_id=F("pk"))


def clubs_meeting(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """Clubs that met at least once in the period; `on` is the day of the first session."""
    found = ClubSession.objects.filter(retired_at__isnull=True, on__range=(from_on, to_on))
    grouped = _near(found, unit_ids).values("unit_id", subject=F("club_id"))
    return cast("Rows", grouped.annotate(on=Min("on")))


def point_visits(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """How many people came to counselling points in the period, each time they came. `amount` is the heads of a line."""
    found = PointVisit.objects.filter(retired_at__isnull=True, on__range=(from_on, to_on))
    return _near(found, unit_ids).values(
        "unit_id", "on", subject=F("pk"), fact_id=F("pk"), amount=F("people")
    )


def point_referrals(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """How many of them were sent on to a service."""
    return point_visits(from_on=from_on, to_on=to_on, unit_ids=unit_ids).exclude(referred_to="")


def volunteers_helping(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """Volunteers with at least one person to help on some day of the period; `on` is the first of those tasks."""
    found = Assignment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=from_on),
        Q(episode__closed_on__isnull=True) | Q(episode__closed_on__gt=from_on),
        Q(member__team__kind=Team.Kind.VOLUNTEER_TEAM) | Q(member__role=TeamMember.Role.VOLUNTEER),
        valid_from__lte=to_on,
    )
    grouped = _near(found, unit_ids).values("unit_id", subject=F("member_id"))
    return cast("Rows", grouped.annotate(on=Min("valid_from")))


def _near(found: QuerySet[Any], unit_ids: Units) -> QuerySet[Any]:
    return (found if unit_ids is None else found.filter(unit_id__in=list(unit_ids))).order_by()
