"""One masked line of a list of people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import Q, QuerySet, TextField
from django.db.models.expressions import RawSQL

from hoanhap.access.scope import Scope
from hoanhap.kit.text import mask
from hoanhap.people.models import Person
from hoanhap.places.rules.names import full_name

POWER: Final = "people.read"


@dataclass(frozen=True)
class PersonRow:
    """A person as lists show them: the name masked, only the year of birth, no number."""

    id: UUID
    code: str
    masked_name: str
    born_text: str
    sex: str
    sex_text: str
    unit_id: str
    unit_name: str


def in_force(on: date) -> Q:
    """Responsibilities (or addresses) that hold on the day."""
    return Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gt=on))


# Beside each person the unit that answers for them on the day (the latest, if several) and what it was last called.
_ANSWERING: Final = """
(SELECT ARRAY[r.unit_id, e.kind, e.name]
 FROM people_responsibility r
 LEFT JOIN LATERAL (
    SELECT kind, name FROM places_unitedition e
    WHERE e.unit_id = r.unit_id AND (e.valid_from IS NULL OR e.valid_from <= %s)
    ORDER BY e.valid_from DESC NULLS LAST LIMIT 1) e ON true
 WHERE r.person_id = people_person.id AND r.valid_from <= %s AND (r.valid_until IS NULL OR r.valid_until > %s)
 ORDER BY r.valid_from DESC, r.id DESC LIMIT 1)
"""


def with_unit(found: QuerySet[Person], on: date) -> QuerySet[Person]:
    """Add what `row_of` needs of the unit; written by hand, for every list of people passes here."""
    unit = RawSQL(_ANSWERING, [on, on, on], output_field=ArrayField(TextField()))  # noqa: S611 - a constant  # nosec B611
    return found.annotate(answering_unit=unit).only("id", "code", "full_name", "sex", "born_on")


def row_of(person: Any) -> PersonRow:
    """The line of a person that `with_unit` has fetched."""
    unit_id, kind, name = person.answering_unit or ("", "", "")
    return PersonRow(
        id=person.pk,
        code=person.code,
        masked_name=mask(person.full_name),
        born_text=str(person.born_on.year),
        sex=person.sex,
        sex_text=person.get_sex_display(),
        unit_id=unit_id,
        unit_name=full_name(kind, name) if kind and name else unit_id,
    )


def masked_names(ids: Iterable[UUID], *, scope: Scope, power: str = POWER) -> dict[UUID, PersonRow]:
    """The masked lines of many people at once; those out of reach are left out. Not logged: nothing names anybody."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = with_unit(Person.objects.visible_to(scope, power).filter(pk__in=wanted), scope.on)
    return {person.pk: row_of(person) for person in found}
