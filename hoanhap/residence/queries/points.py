"""Satellite points of facilities: whose each is, which communes it serves on a day, since when it works."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.places.models import Organisation
from hoanhap.places.queries.organisations import names_of
from hoanhap.places.queries.units import full_names
from hoanhap.residence.models import Catchment, PointService
from hoanhap.residence.queries.days import holds

READ: Final = "residence.read"
POINT: Final = "satellite-point"


@dataclass(frozen=True)
class Served:
    """A commune that a point serves."""

    id: UUID
    unit_id: str
    unit_name: str
    from_on: date


@dataclass(frozen=True)
class PointLine:
    """A satellite point. `first_service_on` None: it has served nobody yet; `is_set_up`: a decision stands behind it."""

    id: UUID
    name: str
    facility_id: UUID | None
    facility_name: str
    is_set_up: bool
    decision_number: str
    first_service_on: date | None
    communes: tuple[Served, ...]

    def works(self, on: date) -> bool:
        """Whether it had begun by the day."""
        return self.first_service_on is not None and self.first_service_on <= on


def points(*, scope: Scope, on: date) -> list[PointLine]:
    """The points in reach open on the day, by facility and name; with the communes that they serve then."""
    scope.require(READ)
    reached = Q()
    if not scope.everywhere(READ):
        reached = Q(pk__in=scope.organisation_ids(READ)) | Q(unit_id__in=scope.unit_ids(READ))
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    open_ = Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    found = list(
        Organisation.objects.filter(reached, begun, open_, kind=POINT).order_by("parent__name", "name", "id")
    )
    ids = [one.pk for one in found]
    service = {row.point_id: row for row in PointService.objects.filter(point__in=ids)}
    served = list(Catchment.objects.filter(holds(on), point__in=ids).order_by("unit_id"))
    named = full_names({row.unit_id for row in served}, on=on) if served else {}
    called = names_of({*ids, *(one.parent_id for one in found if one.parent_id)}, on=on) if ids else {}
    return [
        PointLine(
            id=one.pk,
            name=called.get(one.pk, one.name),
            facility_id=one.parent_id,
            facility_name=called.get(one.parent_id, "") if one.parent_id else "",
            is_set_up=one.pk in service,
            decision_number=service[one.pk].decision_number if one.pk in service else "",
            first_service_on=service[one.pk].first_service_on if one.pk in service else None,
            communes=tuple(
                Served(row.pk, row.unit_id, named.get(row.unit_id, row.unit_id), row.valid_from)
                for row in served
                if row.point_id == one.pk
            ),
        )
        for one in found
    ]


def point(point_id: UUID, *, scope: Scope, on: date) -> PointLine:
    """One point. Raises NotFound."""
    found = next((one for one in points(scope=scope, on=on) if one.id == point_id), None)
    if found is None:
        raise NotFound(Problem("no-such-point", _("There is no such point.")))
    return found


def point_of(unit_id: str, *, on: date) -> list[UUID]:
    """The points that serve a commune on a day. A fact about no person, so it takes no scope."""
    return list(
        Catchment.objects.filter(holds(on), unit_id=unit_id)
        .order_by("point_id")
        .values_list("point_id", flat=True)
    )


def served(catchment_id: UUID, *, scope: Scope, on: date) -> Served:
    """One commune that a point serves without an end. Raises NotFound."""
    row = Catchment.objects.visible_to(scope, READ).filter(pk=catchment_id, valid_until__isnull=True).first()
    if row is None:
        raise NotFound(Problem("no-such-catchment", _("This commune is not served.")))
    names = full_names({row.unit_id}, on=on)
    return Served(row.pk, row.unit_id, names.get(row.unit_id, row.unit_id), row.valid_from)
