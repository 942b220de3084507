"""One masked line of a list of people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from hoanhap.access.scope import Scope
from hoanhap.kit.text import mask
from hoanhap.people.models import Person, Responsibility
from hoanhap.places.models import UnitEdition
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


def with_unit(found: QuerySet[Person], on: date) -> QuerySet[Person]:
    """Add the unit that answers for the person on the day (the latest, if several) and what it was last called."""
    editions = UnitEdition.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on), unit_id=OuterRef("unit_id")
    ).order_by(F("valid_from").desc(nulls_last=True))
    named = Subquery(editions.values(named=JSONObject(kind="kind", name="name"))[:1])
    answering = Responsibility.objects.filter(in_force(on), person=OuterRef("pk")).order_by(
        "-valid_from", "-id"
    )
    unit = Subquery(answering.values(told=JSONObject(id="unit_id", named=named))[:1])
    return found.annotate(answering_unit=unit).only("id", "code", "full_name", "sex", "born_on")


def row_of(person: Any) -> PersonRow:
    """The line of a person that `with_unit` has fetched."""
    unit = person.answering_unit or {"id": "", "named": None}
    return PersonRow(
        id=person.pk,
        code=person.code,
        masked_name=mask(person.full_name),
        born_text=str(person.born_on.year),
        sex=person.sex,
        sex_text=person.get_sex_display(),
        unit_id=unit["id"],
        unit_name=full_name(unit["named"]["kind"], unit["named"]["name"]) if unit["named"] else unit["id"],
    )


def masked_names(ids: Iterable[UUID], *, scope: Scope, power: str = POWER) -> dict[UUID, PersonRow]:
    """The masked lines of many people at once; those out of reach are left out. Not logged: nothing names anybody."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = with_unit(Person.objects.visible_to(scope, power).filter(pk__in=wanted), scope.on)
    return {person.pk: row_of(person) for person in found}
