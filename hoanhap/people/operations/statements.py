"""Telling a person who read their file and to whom their data went (Law 91/2025, article 4: the right to know)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hoanhap.access.models import Account
from hoanhap.access.queries.trail import by_who_treats
from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.audit.queries import reads
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.people.models import Person, Responsibility
from hoanhap.people.queries.merging import whole_file
from hoanhap.places.queries.editions import in_force
from hoanhap.places.queries.organisations import names_of

IDENTIFY = "people.identify"


@dataclass(frozen=True)
class Statement:
    """What the person is told: in the words of their own file. `staff`: full name and position of each account."""

    full_name: str
    code: str
    readings: tuple[reads.Reading, ...]
    disclosures: tuple[reads.Disclosure, ...]
    staff: dict[UUID, tuple[str, str]]
    office_name: str = ""


@transaction.atomic
def give_statement(*, person_id: UUID, scope: Scope, at: datetime) -> Statement:
    """What the trail holds for this person to know, files merged into theirs included; that it was given is written too.

    Without what clinics did: the office that prints it would learn from it who is treated there. A clinic answers itself.

    Raises NotFound for who is absent and who is out of reach.
    """
    row: Person | None = Person.objects.visible_to(scope, IDENTIFY).filter(pk=person_id).first()
    if row is None:
        raise NotFound(Problem("no-such-person", "No such person."))
    file = whole_file(row.pk)
    readings, disclosures = (
        tuple(reads.readings_of(*file, apart=by_who_treats())),
        tuple(reads.disclosures_of(*file)),
    )
    accounts = Account.objects.filter(pk__in={one.account_id for one in readings if one.account_id})
    staff = {one.pk: (one.full_name, one.position) for one in accounts}
    office = (
        Responsibility.objects.filter(in_force(scope.on), person=row).order_by("valid_from", "pk").first()
    )
    name = names_of({office.office_id}, on=scope.on).get(office.office_id, "") if office else ""
    trail.record("people.access-statement-given", by=scope, at=at, person_id=row.pk, subject=row)
    return Statement(row.full_name, row.code, readings, disclosures, staff, name)
