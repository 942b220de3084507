"""Making the files of people: never a second one for the same person."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.audit.models import Entry
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import Problem
from hoanhap.kit.inserts import insert_together
from hoanhap.kit.text import clean
from hoanhap.people.models import NotSamePerson, Person
from hoanhap.people.operations.facts import NewAddress, NewIdentifier, NewRelative
from hoanhap.people.operations.newcomers import POWER, NewFile, Registration, checked_files
from hoanhap.people.operations.refusals import AlikeTogether, LikelyDuplicate, PersonRefused, TakenMeanwhile
from hoanhap.people.queries import lookalikes
from hoanhap.people.rules.codes import COMBINATIONS, code_of
from hoanhap.people.rules.duplicates import Band

__all__ = [
    "AlikeTogether",
    "LikelyDuplicate",
    "PersonRefused",
    "Registration",
    "TakenMeanwhile",
    "log_told",
    "register_people",
    "register_person",
]

_NUMBER_TAKEN: Final = "identifier_cccd_belongs_to_one_person"
_CODE_TAKEN: Final = "people_person_code"
_LOCK: Final = 20_170_515
"""The first half of the keys of our locks on years of birth."""


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
    """`register_people` of one person."""
    one = Registration(
        full_name=full_name,
        sex=sex,
        birth=birth,
        office_id=office_id,
        responsible_from=responsible_from,
        basis=basis,
        identifiers=identifiers,
        addresses=addresses,
        aliases=aliases,
        relatives=relatives,
        not_same_as=not_same_as,
        not_same_reason=not_same_reason,
    )
    return register_people([one], scope=scope, at=at)[0]


def register_people(told: Sequence[Registration], *, scope: Scope, at: datetime) -> list[Person]:
    """Make the files of people, all or none, in as many statements as one takes.

    Whoever resembles is looked for first, in the whole register and among those told of. Raises, at the first who cannot
    be registered, PersonRefused; LikelyDuplicate; Forbidden; NotFound for an office that does not exist or is out of
    reach; AlikeTogether. That somebody was told of a file elsewhere is logged here, or by `log_told` where the caller's
    own transaction would take the log back with it.
    """
    scope.require(POWER)
    files = checked_files(told, scope=scope, at=at)
    try:
        return _written(told, files, scope=scope, at=at)
    except LikelyDuplicate as likely:
        if not connection.in_atomic_block:
            log_told(likely, scope=scope, at=at)
        raise


def log_told(likely: LikelyDuplicate, *, scope: Scope, at: datetime) -> None:
    """Write down of whom the account was told by a refusal. For callers whose transaction the refusal rolled back."""
    lookalikes.log(likely.shown, likely.told, scope=scope, at=at)


def _written(
    told: Sequence[Registration], files: Sequence[NewFile], *, scope: Scope, at: datetime
) -> list[Person]:
    """Look, then write. Whoever takes the number or the code in between makes us look, or draw, again.

    A caller's own transaction cannot go on after such a clash: it is told to try again as a whole.
    """
    is_nested = connection.in_atomic_block
    for last in (is_nested, is_nested, True):
        try:
            with transaction.atomic(savepoint=False):
                _one_after_the_other(files)
                others, undecided = _others(told, files, scope)
                if not undecided:
                    return _write(files, others, told, scope=scope, at=at)
        except IntegrityError as error:
            if not any(name in str(error) for name in (_NUMBER_TAKEN, _CODE_TAKEN)):
                raise
            if last:
                words = _(
                    "Somebody has just recorded this number on another file. Try again to see that file."
                )
                raise TakenMeanwhile(Problem("number-taken-meanwhile", words, "number")) from error
        else:
            raise LikelyDuplicate(undecided, on=scope.on)
    raise AssertionError


def _one_after_the_other(files: Sequence[NewFile]) -> None:
    """Until the end of the transaction nobody else registers people born in the same years.

    So two lists with the same people, entered at the same moment, find each other's files even where no number is known.
    The locks are taken in one order by everybody.
    """
    years = sorted({file.person.born_on.year for file in files})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, year) FROM unnest(%s::int[]) AS t(year)", [_LOCK, years]
        )


def _others(
    told: Sequence[Registration], files: Sequence[NewFile], scope: Scope
) -> tuple[list[list[lookalikes.Found]], list[lookalikes.Found]]:
    """Beside each those who resemble and were said to be others; and those who resemble the first not decided about."""
    every = []
    for one, alike in zip(
        told, lookalikes.find_each([file.traits() for file in files], scope=scope), strict=True
    ):
        found = [other for other in alike if other.band is not Band.POSSIBLE]
        undecided = [
            other for other in found if other.is_number_taken or other.reference not in one.not_same_as
        ]
        if undecided:
            return [], undecided
        every.append(found)
    return every, []


def _write(
    files: Sequence[NewFile],
    others: Sequence[Sequence[lookalikes.Found]],
    told: Sequence[Registration],
    *,
    scope: Scope,
    at: datetime,
) -> list[Person]:
    people = [file.person for file in files]
    lines: list[Any] = []
    decisions: list[NotSamePerson] = []
    acts: list[Entry] = []
    for file, alike, one in zip(files, others, told, strict=True):
        file.person.code = code_of(secrets.randbelow(COMBINATIONS))
        lines += file.lines()
        decisions += [
            NotSamePerson(
                person=file.person,
                other_id=other.person_id,
                reason=clean(one.not_same_reason),
                decided_at=at,
                decided_by=scope.account_id,
            )
            for other in alike
        ]
        acts.append(
            trail.entry(
                "people.person-registered",
                by=scope,
                at=at,
                person_id=file.person.pk,
                subject=file.person,
                unit_id=file.responsibility.unit_id,
                reason=file.responsibility.basis,
                not_same_as=[str(other.person_id) for other in alike],
            )
        )
    # Table by table, so that each is written at once.
    lines.sort(key=lambda line: line._meta.label)
    insert_together([*people, *lines, *decisions, *acts])
    return people
