"""Which rows a scope sees: those of the units it reaches, and those of the organisations inside which it works."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from hoanhap.access.scope import Scope

Record = TypeVar("Record", bound=models.Model)


class OfUnit(models.QuerySet[Record]):
    """Rows of a unit, done by an organisation or by none."""

    unit_path = "unit_id"
    organisation_path = "organisation_id"

    def visible_to(self, scope: Scope, power: str) -> Self:
        """Only the rows that the scope may see with `power`; nothing where it has no such power."""
        if scope.everywhere(power):
            return self
        if not scope.may(power):
            return self.none()
        return self.filter(
            Q(**{f"{self.unit_path}__in": scope.unit_ids(power)})
            | Q(**{f"{self.organisation_path}__in": scope.organisation_ids(power)})
        )


class OfCourse(OfUnit[Record]):
    """Rows of a training course."""

    unit_path = "course__unit_id"
    organisation_path = "course__organisation_id"


class OfActivity(OfUnit[Record]):
    """Rows of an activity of communication."""

    unit_path = "activity__unit_id"
    organisation_path = "activity__organisation_id"
