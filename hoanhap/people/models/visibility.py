"""Which rows about people a scope sees: those whose person is some reached unit's responsibility on the day."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from hoanhap.access.scope import Scope
from hoanhap.kit.lookups import one_array

Record = TypeVar("Record", bound=models.Model)


def responsible(scope: Scope, power: str, person: str) -> Exists:
    """Whether a unit that the scope reaches with `power` is responsible for the person at the path `person`."""
    from hoanhap.people.models.responsibility import Responsibility

    return Exists(
        Responsibility.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=scope.on),
            person_id=OuterRef(person),
            unit_id__anyof=one_array(scope.unit_ids(power)),
            valid_from__lte=scope.on,
        )
    )


class AboutPerson(models.QuerySet[Record]):
    """Rows with a `person`: they are seen by whoever is responsible for that person."""

    person_path = "person_id"

    def visible_to(self, scope: Scope, power: str) -> Self:
        """Only the rows that the scope may see with `power`; nothing where it has no such power."""
        if scope.everywhere(power):
            return self
        if not scope.may(power):
            return self.none()
        return self.filter(responsible(scope, power, self.person_path))


class People(AboutPerson[Record]):
    """Persons themselves."""

    person_path = "pk"
