"""People on their way into the register: what is told of them, checked, as rows that are still to be written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.dates import PartialDate, local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.text import clean, fold, given_name_sort_key, name_words
from hoanhap.people.models import Address, Identifier, Person, PersonName, Relative, Responsibility
from hoanhap.people.operations import facts
from hoanhap.people.operations.facts import NewAddress, NewIdentifier, NewRelative
from hoanhap.people.operations.refusals import AlikeTogether, PersonRefused
from hoanhap.people.rules.duplicates import Band, Traits, likeness
from hoanhap.places.models import Organisation

POWER: Final = "people.write"


@dataclass(frozen=True, kw_only=True)
class Registration:
    """Somebody for whom the office answers from that day on, and what is known of them.

    `not_same_as`: files of people who resemble and are somebody else, for the reason given.
    """

    full_name: str
    sex: str
    birth: PartialDate
    office_id: UUID
    responsible_from: date
    basis: str
    identifiers: Sequence[NewIdentifier] = ()
    addresses: Sequence[NewAddress] = ()
    aliases: Sequence[str] = ()
    relatives: Sequence[NewRelative] = ()
    not_same_as: Sequence[UUID] = ()
    not_same_reason: str = ""


@dataclass(frozen=True)
class NewFile:
    """Everything of a new file, checked and ready to be written."""

    person: Person
    names: list[PersonName]
    identifiers: list[Identifier]
    addresses: list[Address]
    relatives: list[Relative]
    responsibility: Responsibility

    def lines(self) -> list[Any]:
        """The rows beneath the person, who is known by now."""
        found: list[Any] = [
            *self.names,
            *self.identifiers,
            *self.addresses,
            *self.relatives,
            self.responsibility,
        ]
        for line in found:
            line.person = self.person
        return found

    def traits(self) -> Traits:
        person = self.person
        units = {address.unit_id for address in self.addresses if address.unit_id}
        return Traits(
            full_name=person.full_name,
            aliases=tuple(name.name for name in self.names),
            birth=PartialDate.of(person.born_on, person.born_precision),
            sex=person.sex,
            numbers=frozenset((row.kind, row.number) for row in self.identifiers),
            mother=next((one.full_name for one in self.relatives if one.relation == "mother"), ""),
            communes=frozenset({*units, self.responsibility.unit_id}),
        )


def checked_files(told: Sequence[Registration], *, scope: Scope, at: datetime) -> list[NewFile]:
    """The files to be made. Raises, at the first that cannot be, NotFound or PersonRefused; AlikeTogether."""
    offices = Organisation.objects.in_bulk({one.office_id for one in told})
    files = [
        _checked(one, _office(offices.get(one.office_id), one.responsible_from, scope), at=at) for one in told
    ]
    for one in told:
        if one.not_same_as and (wrong := facts.reason_problems(one.not_same_reason, field="not_same_reason")):
            raise PersonRefused(*wrong)
    _refuse_alike([file.traits() for file in files])
    return files


def _office(office: Organisation | None, on: date, scope: Scope) -> Organisation:
    if office is None or not scope.reaches(POWER, office.unit_id):
        raise NotFound(Problem("no-such-office", _("There is no such office."), "office"))
    if (office.valid_from and on < office.valid_from) or (office.valid_until and on >= office.valid_until):
        raise PersonRefused(
            Problem(
                "office-not-open", _("This office did not work on that day. Check office and day."), "office"
            )
        )
    return office


def _checked(told: Registration, office: Organisation, *, at: datetime) -> NewFile:
    today, birth = local_day(at), told.birth
    name = clean(told.full_name)
    others = [other for alias in told.aliases if (other := clean(alias)) and other != name]
    identifier_rows, identifier_problems = facts.identifiers(
        told.identifiers, sex=told.sex, birth=birth, today=today
    )
    address_rows, address_problems = facts.addresses(told.addresses, today=today)
    relative_rows, relative_problems = facts.relatives(told.relatives)
    problems = [
        *facts.name_problems(name),
        *(problem for other in others for problem in facts.name_problems(other, field="aliases")),
        *facts.sex_problems(told.sex),
        *facts.birth_problems(birth, today=today),
        *facts.reason_problems(told.basis, field="basis"),
        *identifier_problems,
        *address_problems,
        *(facts.unit_problems(address_rows, known=[office.unit_id]) if not address_problems else []),
        *relative_problems,
    ]
    if not problems and told.responsible_from < birth.first_day:
        words = _("The responsibility begins before the birth. Check both days.")
        problems.append(Problem("responsible-before-birth", words, "responsible_from"))
    if problems:
        raise PersonRefused(*problems)
    person = Person(
        full_name=name,
        also_called=" / ".join(dict.fromkeys(others)),
        sort_key=given_name_sort_key(name)[:600],
        sex=told.sex,
        born_on=birth.first_day,
        born_precision=birth.precision,
    )
    return NewFile(
        person=person,
        names=[
            PersonName(person=person, kind=PersonName.Kind.ALIAS, name=one) for one in dict.fromkeys(others)
        ],
        identifiers=identifier_rows,
        addresses=address_rows,
        relatives=relative_rows,
        responsibility=Responsibility(
            person=person,
            office=office,
            unit_id=office.unit_id,
            valid_from=told.responsible_from,
            basis=clean(told.basis),
        ),
    )


def _refuse_alike(asked: Sequence[Traits]) -> None:
    """Raise AlikeTogether if two of them are likely to be one person: without a number that takes words or a birthday."""
    by_key: dict[Any, list[Traits]] = {}
    for traits in asked:
        keys: set[Any] = {*traits.numbers, traits.birth}
        keys |= {
            tuple(sorted(fold(word) for word in name_words(one)))
            for one in (traits.full_name, *traits.aliases)
        }
        for key in keys:
            earlier = by_key.setdefault(key, [])
            if any(likeness(traits, other).band in (Band.SAME, Band.LIKELY) for other in earlier):
                raise AlikeTogether
            earlier.append(traits)
