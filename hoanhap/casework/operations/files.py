"""Management files."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
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
from hoanhap.kit.inserts import insert_together
from hoanhap.kit.text import clean
from hoanhap.people.models import Person
from hoanhap.places.models import Organisation


def reached_person(person_id: UUID, *, scope: Scope) -> Person:
    """The person, if the scope may write files about them. Raises NotFound."""
    return one_person(reached_people([person_id], scope=scope), person_id)


def reached_people(person_ids: Collection[UUID], *, scope: Scope) -> dict[UUID, Person]:
    """Those of the people about whom the scope may write files; the others are left out."""
    return Person.objects.visible_to(scope, WRITE).in_bulk(set(person_ids))


def one_person(reached: Mapping[UUID, Person], person_id: UUID) -> Person:
    """The person among those reached. Raises NotFound."""
    if person_id not in reached:
        raise NotFound(Problem("no-such-person", _("There is no such person.")))
    return reached[person_id]


def reached_office(office_id: UUID, *, scope: Scope) -> Organisation:
    """The office, if the scope writes files in its unit. Raises NotFound."""
    return one_office(reached_offices([office_id], scope=scope), office_id)


def reached_offices(office_ids: Collection[UUID], *, scope: Scope) -> dict[UUID, Organisation]:
    """Those of the offices in whose units the scope writes files; the others are left out."""
    found = Organisation.objects.in_bulk(set(office_ids))
    return {key: office for key, office in found.items() if scope.reaches(WRITE, office.unit_id)}


def one_office(reached: Mapping[UUID, Organisation], office_id: UUID) -> Organisation:
    """The office among those reached. Raises NotFound."""
    if office_id not in reached:
        raise NotFound(Problem("no-such-office", _("There is no such office."), "office_id"))
    return reached[office_id]


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
    return files_of([Opening(person, office, opened_on, number)], scope=scope, at=at)[person.pk]


@dataclass(frozen=True)
class Opening:
    """Whose file is wanted, and how it is opened if there is none."""

    person: Person
    office: Organisation
    opened_on: date
    number: str = ""


def files_of(wanted: Iterable[Opening], *, scope: Scope, at: datetime) -> dict[UUID, ManagementFile]:
    """The file of each person, opened where there is none, by the key of the person. Raises StepRefused."""
    asked: dict[UUID, Opening] = {}
    for one in wanted:
        asked.setdefault(one.person.pk, one)
    found = _existing(asked)
    new = [_opened(one, at=at) for key, one in asked.items() if key not in found]
    if new:
        ManagementFile.objects.bulk_create(new, ignore_conflicts=True)
        opened = _existing(file.person_id for file in new)
        insert_together(
            trail.entry(
                "casework.file-opened",
                by=scope,
                at=at,
                person_id=file.person_id,
                subject=file,
                unit_id=file.unit_id,
            )
            for file in new
            if opened[file.person_id].pk == file.pk
        )
        found |= opened
    return found


def _existing(person_ids: Iterable[UUID]) -> dict[UUID, ManagementFile]:
    found = ManagementFile.objects.filter(person__in=list(person_ids))
    return {file.person_id: file for file in found}


def _opened(one: Opening, *, at: datetime) -> ManagementFile:
    if one.opened_on > local_day(at):
        raise StepRefused(
            Problem(
                "in-the-future", _("The file cannot be opened in the future. Check the date."), "opened_on"
            )
        )
    return ManagementFile(
        person=one.person,
        number=clean(one.number),
        opened_on=one.opened_on,
        office=one.office,
        unit_id=one.office.unit_id,
    )
