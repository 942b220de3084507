"""Counselling points: set up with hours and staff, published, and the visits to them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.community.models import CounsellingPoint, PointVisit, Service, Team
from hoanhap.community.operations import teams
from hoanhap.community.operations.refusals import TeamRefused, asked, fitting, said_in_words
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.hours import HoursUnreadable, tidy
from hoanhap.people.models import Person

WRITE: Final = "community.write"
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@transaction.atomic
def open_point(
    *,
    office_id: UUID,
    name: str,
    valid_from: date,
    address: str,
    hours: Sequence[str],
    phone: str = "",
    decision_number: str = "",
    decision_on: date | None = None,
    is_published: bool = False,
    scope: Scope,
    at: datetime,
) -> CounsellingPoint:
    """A commune opens a point; `hours` from Monday to Sunday as people write them, nothing where it is closed.

    Its staff is added as members of its team. Raises Forbidden, NotFound, TeamRefused.
    """
    staff = teams.set_up_team(
        office_id=office_id,
        name=name,
        valid_from=valid_from,
        decision_number=decision_number,
        decision_on=decision_on,
        kind=Team.Kind.POINT_STAFF,
        scope=scope,
        at=at,
    )
    point = CounsellingPoint.objects.create(
        staff=staff, unit_id=staff.unit_id, is_published=is_published, **_told(address, phone, hours)
    )
    trail.record("community.point-opened", by=scope, at=at, subject=point, unit_id=point.unit_id)
    return point


@transaction.atomic
def change_point(
    *,
    point_id: UUID,
    address: str,
    hours: Sequence[str],
    phone: str = "",
    is_published: bool = False,
    scope: Scope,
    at: datetime,
) -> CounsellingPoint:
    """Where a point is, when it is open, and whether everybody may read of it. Raises Forbidden, NotFound, TeamRefused."""
    point = _held(point_id, scope)
    if is_published and point.staff.valid_until is not None:
        raise TeamRefused(
            Problem("point-has-closed", _("This point has closed. It can no longer be published."))
        )
    told = {**_told(address, phone, hours), "is_published": is_published}
    for name, value in told.items():
        setattr(point, name, value)
    with trail.because(by=scope, reason="changed"):
        point.save(update_fields=list(told))
    trail.record("community.point-changed", by=scope, at=at, subject=point, unit_id=point.unit_id)
    return point


@transaction.atomic
def note_visit(
    *,
    point_id: UUID,
    on: date,
    service: str,
    referred_to: str = "",
    people: int = 1,
    person_id: UUID | None = None,
    scope: Scope,
    at: datetime,
) -> PointVisit:
    """People came to a point for one thing on a day: so many of whom nothing else is kept, or one known person.

    Raises Forbidden, NotFound, TeamRefused.
    """
    point = _held(point_id, scope)
    if (
        person_id is not None
        and not Person.objects.visible_to(scope, WRITE).filter(pk=person_id, merged_into=None).exists()
    ):
        raise NotFound(Problem("no-such-person", _("There is no such person."), "person_id"))
    teams.not_ahead(on, "on", at)
    staff = point.staff
    if on < staff.valid_from or (staff.valid_until and on >= staff.valid_until):
        raise TeamRefused(
            Problem("point-not-open-then", _("The point did not exist on that day. Check the date."), "on")
        )
    if service not in Service.values:
        raise TeamRefused(Problem("service-unknown", _("Choose a service from the list."), "service"))
    if referred_to and referred_to not in Service.values:
        raise TeamRefused(Problem("service-unknown", _("Choose a service from the list."), "referred_to"))
    if people < 1 or (person_id is not None and people != 1):
        raise TeamRefused(
            Problem("people-wrong", _("A visit is of at least one person; a known person is one."), "people")
        )
    with said_in_words(TeamRefused):
        visit = PointVisit.objects.create(
            point=point,
            unit_id=point.unit_id,
            person_id=person_id,
            on=on,
            service=service,
            referred_to=referred_to,
            people=people,
            recorded_by=scope.account_id,
        )
    trail.record(
        "community.point-visited",
        by=scope,
        at=at,
        person_id=person_id,
        subject=visit,
        unit_id=point.unit_id,
    )
    return visit


@transaction.atomic
def withdraw_visit(*, visit_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """A visit that was written down wrongly does not count. Raises Forbidden, NotFound, TeamRefused."""
    scope.require(WRITE)
    visit = PointVisit.objects.select_for_update().filter(pk=visit_id).first()
    if (
        visit is None
        or not scope.reaches(WRITE, visit.unit_id)
        or (visit.person_id and not PointVisit.objects.visible_to(scope, WRITE).filter(pk=visit_id).exists())
    ):
        raise NotFound(Problem("no-such-visit", _("There is no such visit.")))
    if visit.retired_at is not None:
        raise TeamRefused(Problem("withdrawn-already", _("This line was already withdrawn.")))
    kept = asked(reason, field="reason", longest=300, error=TeamRefused)
    PointVisit.objects.filter(pk=visit.pk).update(
        retired_at=at, retired_by=scope.account_id, retired_reason=kept
    )
    trail.record(
        "community.point-visit-withdrawn",
        by=scope,
        at=at,
        person_id=visit.person_id,
        subject=visit,
        unit_id=visit.unit_id,
        reason=kept,
    )


def _held(point_id: UUID, scope: Scope) -> CounsellingPoint:
    scope.require(WRITE)
    found = CounsellingPoint.objects.select_for_update(of=("self",)).select_related("staff")
    point = found.filter(pk=point_id).first()
    if point is None or not scope.reaches(WRITE, point.unit_id):
        raise NotFound(Problem("no-such-point", _("There is no such counselling point."), "point_id"))
    return point


def _told(address: str, phone: str, hours: Sequence[str]) -> dict[str, object]:
    """What is kept of a point, cleaned. Raises TeamRefused beside the day whose hours cannot be read."""
    wrong, kept = [], []
    for name, text in zip(DAYS, hours, strict=True):
        try:
            kept.append(fitting(tidy(text), field=name, longest=60, error=TeamRefused))
        except HoursUnreadable:
            wrong.append(
                Problem(
                    "hours-unreadable",
                    _("Write the hours like 07:30-11:30, 13:30-17:00; leave empty where it is closed."),
                    name,
                )
            )
    if wrong:
        raise TeamRefused(*wrong)
    if not any(kept):
        raise TeamRefused(Problem("never-open", _("Write on which days the point is open."), "mon"))
    return {
        "address": asked(address, field="address", longest=200, error=TeamRefused),
        "phone": fitting(phone, field="phone", longest=40, error=TeamRefused),
        "hours": kept,
    }
