"""Counselling points: when they are open, who came as counts, and those that everybody may read of."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.community.models import CounsellingPoint, PointVisit, Service, TeamMember
from hoanhap.community.queries.teams import last_day
from hoanhap.kit.dates import add_months
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.places.queries.units import full_names

READ: Final = "community.read"
WRITE: Final = "community.write"
MONTHS: Final = 3
"""Visits of so many months are counted on the page."""


@dataclass(frozen=True)
class PointLine:
    """A counselling point. `hours`: from Monday to Sunday, nothing where it is closed."""

    id: UUID
    team_id: UUID
    name: str
    unit_id: str
    unit_name: str
    address: str
    phone: str
    hours: tuple[str, ...]
    is_published: bool
    from_on: date
    until_on: date | None
    is_active: bool
    staff: tuple[str, ...] = ()


@dataclass(frozen=True)
class ServiceCount:
    """How many people came for a service, and how many were sent on to it."""

    label: Words
    came: int
    sent: int


@dataclass(frozen=True)
class VisitLine:
    """A visit. Whose it was is never here: `is_known` says whether it lies in a file."""

    id: UUID
    on: date
    point_name: str
    service_label: Words
    referred_label: Words
    people: int
    is_known: bool
    retired_at: datetime | None
    retired_reason: str


def point_list(*, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE) -> Page[PointLine]:
    """The points in reach, open ones first."""
    found = _reached(scope).order_by(
        F("staff__valid_until").asc(nulls_first=True), "unit_id", "staff__name", "id"
    )
    page = page_of(found, lambda row: row, number=number, size=size)
    return Page(_lines(page.rows, on), page.number, page.size, page.total, page.total_is_capped)


def point_page(point_id: UUID, *, scope: Scope, on: date) -> PointLine:
    """One point with who works there. Raises NotFound."""
    found = _lines(list(_reached(scope).filter(pk=point_id)), on, with_staff=True)
    if not found:
        raise NotFound(Problem("no-such-point", _("There is no such counselling point.")))
    return found[0]


def published(*, on: date) -> list[PointLine]:
    """The points at work of which everybody may read. For the public page: no scope, nobody's name."""
    found = CounsellingPoint.objects.select_related("staff").filter(
        Q(staff__valid_until__isnull=True) | Q(staff__valid_until__gt=on),
        is_published=True,
        staff__valid_from__lte=on,
    )
    return _lines(list(found.order_by("unit_id", "staff__name", "id")), on)


def services(point_id: UUID, *, scope: Scope, on: date) -> list[ServiceCount]:
    """For what people came to a point, and where they were sent, in the last three months; only what there was."""
    held = PointVisit.objects.filter(
        point__in=_reached(scope).filter(pk=point_id),
        retired_at__isnull=True,
        on__lte=on,
        on__gt=add_months(on, -MONTHS),
    )
    came: dict[str, int] = {}
    sent: dict[str, int] = {}
    for service, referred, people in (
        held.order_by().values_list("service", "referred_to").annotate(n=Sum("people"))
    ):
        came[service] = came.get(service, 0) + people
        if referred:
            sent[referred] = sent.get(referred, 0) + people
    return [
        ServiceCount(one.label, came.get(one.value, 0), sent.get(one.value, 0))
        for one in Service
        if one.value in came or one.value in sent
    ]


def visits(point_id: UUID, *, scope: Scope, number: int = 1, size: int = DEFAULT_SIZE) -> Page[VisitLine]:
    """Visits of unnamed people to a point in reach, the latest first. Those of a known person stand in the file alone."""
    found = PointVisit.objects.filter(person__isnull=True, point__in=_reached(scope).filter(pk=point_id))
    return page_of(
        found.select_related("point__staff").order_by("-on", "-pk"), _visit, number=number, size=size
    )


def visit(visit_id: UUID, *, point_id: UUID, scope: Scope) -> VisitLine:
    """A visit that may be withdrawn: of unnamed people, or of a person for whom the reader answers. Raises NotFound."""
    held = PointVisit.objects.filter(pk=visit_id, point__in=_reached(scope).filter(pk=point_id))
    row = held.select_related("point__staff").first()
    if row is None or (
        row.person_id is not None
        and not PointVisit.objects.visible_to(scope, READ).filter(pk=row.pk).exists()
    ):
        raise NotFound(Problem("no-such-visit", _("There is no such visit.")))
    return _visit(row)


def visits_of(person_id: UUID, *, scope: Scope) -> list[tuple[UUID, VisitLine]]:
    """The visits of a person, each with the key of its point, the latest first."""
    found = PointVisit.objects.visible_to(scope, READ).filter(person_id=person_id)
    rows = found.select_related("point__staff").order_by("-on", "-pk")[:DEFAULT_SIZE]
    return [(row.point_id, _visit(row)) for row in rows]


def choices(*, scope: Scope, on: date) -> list[tuple[str, str]]:
    """The points at work for which the reader may note visits."""
    found = _reached(scope, WRITE).filter(staff__valid_from__lte=on).exclude(staff__valid_until__lte=on)
    return [(str(one.id), f"{one.name} – {one.unit_name}") for one in _lines(list(found), on)]


def _reached(scope: Scope, power: str = READ) -> QuerySet[CounsellingPoint]:
    scope.require(power)
    found = CounsellingPoint.objects.select_related("staff")
    return found if scope.everywhere(power) else found.filter(unit_id__in=scope.unit_ids(power))


def _lines(rows: Any, on: date, *, with_staff: bool = False) -> list[PointLine]:
    listed = list(rows)
    names = full_names({row.unit_id for row in listed}, on=on) if listed else {}
    staff: dict[UUID, list[str]] = {}
    if with_staff:
        there = TeamMember.objects.filter(team__in=[row.staff_id for row in listed], valid_from__lte=on)
        for one in there.exclude(valid_until__lte=on).order_by("full_name", "id"):
            staff.setdefault(one.team_id, []).append(one.full_name)
    return [
        PointLine(
            id=row.pk,
            team_id=row.staff_id,
            name=row.staff.name,
            unit_id=row.unit_id,
            unit_name=names.get(row.unit_id, ""),
            address=row.address,
            phone=row.phone,
            hours=tuple(row.hours),
            is_published=row.is_published,
            from_on=row.staff.valid_from,
            until_on=last_day(row.staff.valid_until),
            is_active=row.staff.valid_from <= on
            and (row.staff.valid_until is None or on < row.staff.valid_until),
            staff=tuple(staff.get(row.staff_id, ())),
        )
        for row in listed
    ]


def _visit(row: PointVisit) -> VisitLine:
    return VisitLine(
        id=row.pk,
        on=row.on,
        point_name=row.point.staff.name,
        service_label=row.get_service_display(),
        referred_label=row.get_referred_to_display() if row.referred_to else "",
        people=row.people,
        is_known=row.person_id is not None,
        retired_at=row.retired_at,
        retired_reason=row.retired_reason,
    )
