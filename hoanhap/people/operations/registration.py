"""Making the file of a person: never a second one for the same person."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import PartialDate, local_day
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.inserts import insert_together
from hoanhap.kit.text import clean, given_name_sort_key
from hoanhap.people.models import (
    Address,
    Identifier,
    NotSamePerson,
    Person,
    PersonName,
    Relative,
    Responsibility,
)
from hoanhap.people.operations import facts
from hoanhap.people.operations.facts import NewAddress, NewIdentifier, NewRelative
from hoanhap.people.queries import lookalikes
from hoanhap.people.queries.lookalikes import Candidate
from hoanhap.people.rules.codes import COMBINATIONS, code_of
from hoanhap.people.rules.duplicates import Band, Traits
from hoanhap.places.models import Organisation

POWER: Final = "people.write"
_NUMBER_TAKEN: Final = "identifier_cccd_belongs_to_one_person"
_CODE_TAKEN: Final = "people_person_code"


class PersonRefused(Refused):
    """What was told about the person cannot be right; nothing was written."""


class LikelyDuplicate(Refused):
    """There is a file already of somebody who is or may be the same person. Nothing was written.

    `candidates` are shown side by side; those out of reach carry no data. The caller may repeat the call with their
    ids in `not_same_as` and a reason, unless a citizen number itself is taken.
    """

    def __init__(self, found: Sequence[lookalikes.Found], *, on: date) -> None:
        self.candidates: tuple[Candidate, ...] = lookalikes.candidates(found, on=on)
        # Keys only: whoever catches, renders or reports this error must not come by anybody's data.
        self.shown = tuple(one.person_id for one in found if one.is_visible)
        self.told = tuple(one.person_id for one in found if not one.is_visible)
        super().__init__(*_problems(self.candidates))


class TakenMeanwhile(PersonRefused):
    """Somebody else made a file with this very number while this one was being written. Trying again shows it."""


def _problems(found: Sequence[Candidate]) -> list[Problem]:
    problems = []
    if any(one.is_number_taken and one.is_visible for one in found):
        words = _(
            "This citizen number already stands on another file. Open that file, or check the number on the paper."
        )
        problems.append(Problem("number-taken", words, "number"))
    elif any(one.is_visible for one in found):
        words = _(
            "There is a file of somebody who resembles. Compare, then open that file or say why this is another person."
        )
        problems.append(Problem("likely-duplicate", words))
    if any(not one.is_visible for one in found):
        words = _(
            "Another office keeps a file of somebody who resembles. Ask the provincial office, which sees both files, "
            "before you make a second one."
        )
        problems.append(Problem("likely-duplicate-elsewhere", words))
    return problems


@dataclass(frozen=True)
class _File:
    """Everything of a new file, checked and ready to be written."""

    person: Person
    names: list[PersonName]
    identifiers: list[Identifier]
    addresses: list[Address]
    relatives: list[Relative]
    responsibility: Responsibility

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


def register_person(
    *,
    full_name: str,
    sex: str,
    birth: PartialDate,
    office_id: UUID,
    responsible_from: date,
    basis: str,
    identifiers: Sequence[NewIdentifier] = (),
    addresses: Sequence[NewAddress] = (),
    aliases: Sequence[str] = (),
    relatives: Sequence[NewRelative] = (),
    not_same_as: Sequence[UUID] = (),
    not_same_reason: str = "",
    scope: Scope,
    at: datetime,
) -> Person:
    """Make the file of a person whom the office answers for from that day on.

    Whoever resembles is looked for first, in the whole register. Raises PersonRefused; LikelyDuplicate; Forbidden;
    NotFound for an office that does not exist or is out of reach. That somebody was told of a file elsewhere is logged
    here, or by `log_told` where the caller's own transaction would take the log back with it.
    """
    scope.require(POWER)
    office = _office(office_id, responsible_from, scope)
    file = _checked(
        office,
        full_name,
        sex,
        birth,
        identifiers,
        addresses,
        aliases,
        relatives,
        responsible_from,
        basis,
        at=at,
    )
    if not_same_as and (wrong := facts.reason_problems(not_same_reason, field="not_same_reason")):
        raise PersonRefused(*wrong)
    try:
        return _written(file, frozenset(not_same_as), not_same_reason, scope=scope, at=at)
    except LikelyDuplicate as likely:
        if not connection.in_atomic_block:
            log_told(likely, scope=scope, at=at)
        raise


def log_told(likely: LikelyDuplicate, *, scope: Scope, at: datetime) -> None:
    """Write down of whom the account was told by a refusal. For callers whose transaction the refusal rolled back."""
    lookalikes.log(likely.shown, likely.told, scope=scope, at=at)


def _office(office_id: UUID, on: date, scope: Scope) -> Organisation:
    office = next(iter(Organisation.objects.filter(pk=office_id)), None)
    if office is None or not scope.reaches(POWER, office.unit_id):
        raise NotFound(Problem("no-such-office", _("There is no such office."), "office"))
    if (office.valid_from and on < office.valid_from) or (office.valid_until and on >= office.valid_until):
        raise PersonRefused(
            Problem(
                "office-not-open", _("This office did not work on that day. Check office and day."), "office"
            )
        )
    return office


def _checked(
    office: Organisation,
    full_name: str,
    sex: str,
    birth: PartialDate,
    identifiers: Sequence[NewIdentifier],
    addresses: Sequence[NewAddress],
    aliases: Sequence[str],
    relatives: Sequence[NewRelative],
    responsible_from: date,
    basis: str,
    *,
    at: datetime,
) -> _File:
    today = local_day(at)
    name = clean(full_name)
    others = [other for alias in aliases if (other := clean(alias)) and other != name]
    identifier_rows, identifier_problems = facts.identifiers(identifiers, sex=sex, birth=birth, today=today)
    address_rows, address_problems = facts.addresses(addresses, today=today)
    relative_rows, relative_problems = facts.relatives(relatives)
    problems = [
        *facts.name_problems(name),
        *(problem for other in others for problem in facts.name_problems(other, field="aliases")),
        *facts.sex_problems(sex),
        *facts.birth_problems(birth, today=today),
        *facts.reason_problems(basis, field="basis"),
        *identifier_problems,
        *address_problems,
        *(facts.unit_problems(address_rows, known=[office.unit_id]) if not address_problems else []),
        *relative_problems,
    ]
    if not problems and responsible_from < birth.first_day:
        words = _("The responsibility begins before the birth. Check both days.")
        problems.append(Problem("responsible-before-birth", words, "responsible_from"))
    if problems:
        raise PersonRefused(*problems)
    person = Person(
        full_name=name,
        also_called=" / ".join(dict.fromkeys(others)),
        sort_key=given_name_sort_key(name)[:600],
        sex=sex,
        born_on=birth.first_day,
        born_precision=birth.precision,
    )
    return _File(
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
            valid_from=responsible_from,
            basis=clean(basis),
        ),
    )


def _written(
    file: _File, not_same_as: frozenset[UUID], not_same_reason: str, *, scope: Scope, at: datetime
) -> Person:
    """Look, then write. Whoever takes the number or the code in between makes us look, or draw, again.

    A caller's own transaction cannot go on after such a clash: it is told to try again as a whole.
    """
    is_nested = connection.in_atomic_block
    for last in (is_nested, is_nested, True):
        others = _others(file, not_same_as, scope)
        try:
            with transaction.atomic(savepoint=False):
                return _write(file, others, not_same_reason, scope=scope, at=at)
        except IntegrityError as error:
            if not any(name in str(error) for name in (_NUMBER_TAKEN, _CODE_TAKEN)):
                raise
            if last:
                words = _(
                    "Somebody has just recorded this number on another file. Try again to see that file."
                )
                raise TakenMeanwhile(Problem("number-taken-meanwhile", words, "number")) from error
    raise AssertionError


def _others(file: _File, not_same_as: frozenset[UUID], scope: Scope) -> list[lookalikes.Found]:
    """Those who resemble and were said to be others. Raises LikelyDuplicate for the rest."""
    found = [one for one in lookalikes.find(file.traits(), scope=scope) if one.band is not Band.POSSIBLE]
    undecided = [one for one in found if one.is_number_taken or one.reference not in not_same_as]
    if undecided:
        raise LikelyDuplicate(undecided, on=scope.on)
    return found


def _write(
    file: _File, others: Sequence[lookalikes.Found], not_same_reason: str, *, scope: Scope, at: datetime
) -> Person:
    person = file.person
    person.code = code_of(secrets.randbelow(COMBINATIONS))
    decisions = [
        NotSamePerson(
            person=person,
            other_id=one.person_id,
            reason=clean(not_same_reason),
            decided_at=at,
            decided_by=scope.account_id,
        )
        for one in others
    ]
    lines: list[Any] = [*file.identifiers, *file.addresses, *file.relatives]
    for line in lines:
        line.person = person
    act = trail.entry(
        "people.person-registered",
        by=scope,
        at=at,
        person_id=person.pk,
        subject=person,
        unit_id=file.responsibility.unit_id,
        reason=file.responsibility.basis,
        not_same_as=[str(one.person_id) for one in others],
    )
    insert_together([person, *file.names, *lines, file.responsibility, *decisions, act])
    return person
