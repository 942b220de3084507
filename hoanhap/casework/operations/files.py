"""Management files."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import ManagementFile
from hoanhap.casework.operations.chain import WRITE
from hoanhap.casework.operations.refusals import StepRefused
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.text import clean
from hoanhap.people.models import Person
from hoanhap.places.models import Organisation


def reached_person(person_id: UUID, *, scope: Scope) -> Person:
    """The person, if the scope may write files about them. Raises NotFound."""
    found = Person.objects.visible_to(scope, WRITE).filter(pk=person_id).first()
    if found is None:
        raise NotFound(Problem("no-such-person", _("There is no such person.")))
    return found


def reached_office(office_id: UUID, *, scope: Scope) -> Organisation:
    """The office, if the scope writes files in its unit. Raises NotFound."""
    office = Organisation.objects.filter(pk=office_id).first()
    if office is None or not scope.reaches(WRITE, office.unit_id):
        raise NotFound(Problem("no-such-office", _("There is no such office."), "office_id"))
    return office


@transaction.atomic
def open_file(
    *, person_id: UUID, office_id: UUID, opened_on: date, number: str = "", scope: Scope, at: datetime
) -> ManagementFile:
    """The management file of a person: opened now, or the one there is already.

    There is one file for a person, whatever happens later. Raises NotFound, StepRefused.
    """
    scope.require(WRITE)
    person = reached_person(person_id, scope=scope)
    office = reached_office(office_id, scope=scope)
    return file_of(person, office, opened_on=opened_on, number=number, scope=scope, at=at)


def file_of(
    person: Person, office: Organisation, *, opened_on: date, number: str = "", scope: Scope, at: datetime
) -> ManagementFile:
    """The person's file, opened if there is none. Two at once: the second finds the first one's."""
    existing = ManagementFile.objects.filter(person=person).first()
    if existing is not None:
        return existing
    if opened_on > local_day(at):
        raise StepRefused(
            Problem(
                "in-the-future", _("The file cannot be opened in the future. Check the date."), "opened_on"
            )
        )
    new = ManagementFile(
        person=person, number=clean(number), opened_on=opened_on, office=office, unit_id=office.unit_id
    )
    ManagementFile.objects.bulk_create([new], ignore_conflicts=True)
    opened = ManagementFile.objects.get(person=person)
    if opened.pk == new.pk:
        trail.record(
            "casework.file-opened",
            by=scope,
            at=at,
            person_id=person.pk,
            subject=opened,
            unit_id=office.unit_id,
        )
    return opened
