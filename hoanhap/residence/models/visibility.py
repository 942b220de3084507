"""Which rows a scope sees: those of the facilities inside which it works, and those of people for whom a unit answers."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from hoanhap.access.scope import Scope
from hoanhap.people.models.visibility import responsible

Record = TypeVar("Record", bound=models.Model)


class OfStay(models.QuerySet[Record]):
    """Rows about a person during a stay.

    A facility sees its own stays, also past ones, and never what another facility wrote about the same person. A
    commune or province sees what its people went through, wherever that was.
    """

    facility_path = "stay__facility_id"
    person_path = "person_id"

    def visible_to(self, scope: Scope, power: str) -> Self:
        """Only the rows that the scope may see with `power`; nothing where it has no such power."""
        if scope.everywhere(power):
            return self
        if not scope.may(power):
            return self.none()
        seen = Q(**{f"{self.facility_path}__in": scope.organisation_ids(power)})
        if scope.unit_ids(power):
            seen |= Q(responsible(scope, power, self.person_path))
        return self.filter(seen)


class Stays(OfStay[Record]):
    """Stays themselves, and whatever names its facility in its own row."""

    facility_path = "facility_id"


class OfFacility(models.QuerySet[Record]):
    """Rows about a facility and nobody in it: wards, rolls, reviews, points."""

    facility_path = "facility"

    def visible_to(self, scope: Scope, power: str) -> Self:
        """Only those of facilities inside which, or over whose unit, the scope has `power`."""
        if scope.everywhere(power):
            return self
        if not scope.may(power):
            return self.none()
        return self.filter(
            Q(**{f"{self.facility_path}_id__in": scope.organisation_ids(power)})
            | Q(**{f"{self.facility_path}__unit_id__in": scope.unit_ids(power)})
        )


class OfWard(OfFacility[Record]):
    """Rows about a ward."""

    facility_path = "ward__facility"


class OfPoint(OfFacility[Record]):
    """Rows about a satellite point: seen by whoever works there or in the facility above."""

    facility_path = "point"
