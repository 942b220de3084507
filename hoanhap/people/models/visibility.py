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
            is_set_aside=False,
        )
    )


def _merged(person: str) -> models.QuerySet[models.Model]:
    from hoanhap.people.models.people import Person

    return Person.objects.filter(pk=OuterRef(person), merged_into__isnull=False)


class AboutPerson(models.QuerySet[Record]):
    """Rows with a `person`: they are seen by whoever is responsible for that person."""

    person_path = "person_id"

    def visible_to(self, scope: Scope, power: str) -> Self:
        """Only the rows that the scope may see with `power`; nothing where it has no such power.

        A file that was merged into another leaves no responsibility in force behind, so what stayed on it is seen by
        nobody; for the operator, who sees without being responsible, that has to be said.
        """
        if scope.everywhere(power):
            return self.exclude(Exists(_merged(self.person_path)))
        if not scope.may(power):
            return self.none()
        return self.filter(responsible(scope, power, self.person_path))


class People(AboutPerson[Record]):
    """Persons themselves."""

    person_path = "pk"
