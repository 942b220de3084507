"""Setting right and adding to what a file says about who the person is. What stood there before is kept."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import PartialDate, local_day
from hoanhap.kit.errors import Problem, Refused
from hoanhap.kit.text import clean, given_name_sort_key
from hoanhap.people.models import Identifier, Person, PersonName, Relative
from hoanhap.people.operations import facts
from hoanhap.people.operations.facts import NewIdentifier, NewRelative
from hoanhap.people.operations.naming import call_by_every_name
from hoanhap.people.operations.reach import POWER, absent, locked
from hoanhap.people.operations.registration import LikelyDuplicate, PersonRefused
from hoanhap.people.queries import lookalikes
from hoanhap.people.rules.duplicates import Traits
from hoanhap.people.rules.identifiers import read_identifier


class NothingToCorrect(Refused):
    """The file says so already."""


class AlreadyDead(Refused):
    """A death is recorded already; if its day is wrong it is corrected, not recorded again."""


@transaction.atomic
def correct_person(
    *,
    person_id: UUID,
    reason: str,
    full_name: str | None = None,
    sex: str | None = None,
    birth: PartialDate | None = None,
    died_on: date | None = None,
    scope: Scope,
    at: datetime,
) -> Person:
    """Set right what stands wrongly; only what is given and differs is changed, and the reason is kept with it.

    Warnings of the citizen numbers are read anew. Raises PersonRefused, NothingToCorrect, NotFound, Forbidden.
    """
    person = locked(person_id, scope)
    name = person.full_name if full_name is None else clean(full_name)
    before = PartialDate.of(person.born_on, person.born_precision)
    born = before if birth is None else birth
    wanted: dict[str, Any] = {
        "full_name": name,
        "sort_key": given_name_sort_key(name)[:600],
        "sex": person.sex if sex is None else sex,
        "born_on": born.first_day,
        "born_precision": born.precision.value,
        "died_on": person.died_on if died_on is None else died_on,
    }
    today = local_day(at)
    problems = [
        *facts.name_problems(name),
        *facts.sex_problems(wanted["sex"]),
        *facts.birth_problems(born, today=today),
        *facts.reason_problems(reason),
        *_death_problems(born, wanted["died_on"], today),
    ]
    if problems:
        raise PersonRefused(*problems)
    changed = [field for field, value in wanted.items() if getattr(person, field) != value]
    if not changed:
        raise NothingToCorrect(
            Problem("nothing-to-correct", _("Nothing was changed: the file says so already."))
        )
    for field in changed:
        setattr(person, field, wanted[field])
    with trail.because(by=scope, reason=clean(reason)):
        person.save(update_fields=changed)
        _read_numbers_anew(person)
    trail.record(
        "people.person-corrected",
        by=scope,
        at=at,
        person_id=person.pk,
        subject=person,
        reason=clean(reason),
        fields=sorted(set(changed) - {"sort_key"}),
    )
    return person


def _read_numbers_anew(person: Person) -> None:
    birth = PartialDate.of(person.born_on, person.born_precision)
    for row in person.identifiers.filter(kind__in=("cccd", "cmnd"), retired_at__isnull=True):
        warnings = list(read_identifier(row.number, sex=person.sex, birth=birth).warning_codes)
        if warnings != row.warnings:
            row.warnings = warnings
            row.save(update_fields=["warnings"])


def _death_problems(birth: PartialDate, died_on: date | None, today: date) -> list[Problem]:
    if died_on is None:
        return []
    if died_on > today:
        return [Problem("death-in-future", _("The day of death lies in the future. Check it."), "died_on")]
    if died_on < birth.first_day:
        return [
            Problem("death-before-birth", _("The day of death lies before the birth. Check it."), "died_on")
        ]
    return []


@transaction.atomic
def add_identifier(*, person_id: UUID, identifier: NewIdentifier, scope: Scope, at: datetime) -> Identifier:
    """Add a paper. Raises PersonRefused, LikelyDuplicate where the citizen number is another person's, NotFound."""
    person = locked(person_id, scope)
    birth = PartialDate.of(person.born_on, person.born_precision)
    rows, problems = facts.identifiers([identifier], sex=person.sex, birth=birth, today=local_day(at))
    if problems:
        raise PersonRefused(*problems)
    [row] = rows
    row.person = person
    if person.identifiers.filter(kind=row.kind, number=row.number, retired_at__isnull=True).exists():
        raise PersonRefused(Problem("paper-known", _("This paper stands on the file already."), "number"))
    _refuse_taken(row, scope)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        _refuse_taken(row, scope)
        raise
    trail.record(
        "people.identifier-added", by=scope, at=at, person_id=person.pk, subject=row, kind_of_paper=row.kind
    )
    return row


def _refuse_taken(row: Identifier, scope: Scope) -> None:
    """A citizen number is one person's; other numbers may be shared by mistake and are only found by searching."""
    if row.kind != Identifier.Kind.CCCD:
        return
    asked = Traits(full_name="", numbers=frozenset({(row.kind, row.number)}))
    taken = [one for one in lookalikes.find(asked, scope=scope) if one.is_number_taken]
    if taken:
        raise LikelyDuplicate(taken, on=scope.on)


@transaction.atomic
def withdraw_identifier(*, identifier_id: UUID, reason: str, scope: Scope, at: datetime) -> Identifier:
    """A paper recorded by mistake counts no more; it stays in the history. Raises PersonRefused, NotFound."""
    row: Identifier = _line(Identifier, identifier_id, scope)
    _require_reason(reason)
    row.retired_reason = clean(reason)
    _retire(row, reason, "people.identifier-withdrawn", ["retired_at", "retired_reason"], scope=scope, at=at)
    return row


@transaction.atomic
def add_name(
    *, person_id: UUID, name: str, kind: str = PersonName.Kind.ALIAS, scope: Scope, at: datetime
) -> PersonName:
    """Another name somebody is called by, or was. Raises PersonRefused, NotFound."""
    person = locked(person_id, scope)
    written = clean(name)
    problems = facts.name_problems(written, field="name")
    if kind not in PersonName.Kind.values:
        problems.append(Problem("name-kind-unknown", _("Choose the kind of the name."), "kind"))
    if written == person.full_name or person.names.filter(name=written, retired_at__isnull=True).exists():
        problems.append(Problem("name-known", _("This name stands on the file already."), "name"))
    if problems:
        raise PersonRefused(*problems)
    row = PersonName.objects.create(person=person, kind=kind, name=written)
    call_by_every_name(person)
    trail.record("people.name-added", by=scope, at=at, person_id=person.pk, subject=row)
    return row


@transaction.atomic
def withdraw_name(*, name_id: UUID, reason: str, scope: Scope, at: datetime) -> PersonName:
    """Another name that was recorded by mistake. Raises PersonRefused, NotFound."""
    row: PersonName = _line(PersonName, name_id, scope)
    _require_reason(reason)
    _retire(row, reason, "people.name-withdrawn", ["retired_at"], scope=scope, at=at)
    call_by_every_name(row.person)
    return row


@transaction.atomic
def add_relative(*, person_id: UUID, relative: NewRelative, scope: Scope, at: datetime) -> Relative:
    """Somebody of the family. Raises PersonRefused, NotFound."""
    person = locked(person_id, scope)
    rows, problems = facts.relatives([relative])
    if problems:
        raise PersonRefused(*problems)
    [row] = rows
    row.person = person
    row.save(force_insert=True)
    trail.record("people.relative-added", by=scope, at=at, person_id=person.pk, subject=row)
    return row


@transaction.atomic
def withdraw_relative(*, relative_id: UUID, reason: str, scope: Scope, at: datetime) -> Relative:
    """A relative who was recorded by mistake, or asks not to be. Raises PersonRefused, NotFound."""
    row: Relative = _line(Relative, relative_id, scope)
    _require_reason(reason)
    _retire(row, reason, "people.relative-withdrawn", ["retired_at"], scope=scope, at=at)
    return row


@transaction.atomic
def record_death(*, person_id: UUID, died_on: date, basis: str, scope: Scope, at: datetime) -> Person:
    """The person has died. Raises PersonRefused, AlreadyDead, NotFound."""
    person = locked(person_id, scope)
    if person.died_on is not None:
        words = _("The death is recorded already. If the day is wrong, correct it.")
        raise AlreadyDead(Problem("death-known", words, "died_on"))
    birth = PartialDate.of(person.born_on, person.born_precision)
    problems = [
        *facts.reason_problems(basis, field="basis"),
        *_death_problems(birth, died_on, local_day(at)),
    ]
    if problems:
        raise PersonRefused(*problems)
    person.died_on = died_on
    with trail.because(by=scope, reason=clean(basis)):
        person.save(update_fields=["died_on"])
    trail.record(
        "people.death-recorded", by=scope, at=at, person_id=person.pk, subject=person, reason=clean(basis)
    )
    return person


@transaction.atomic
def withdraw_death(*, person_id: UUID, reason: str, scope: Scope, at: datetime) -> Person:
    """A death that was recorded by mistake: the person lives. Raises PersonRefused, NothingToCorrect, NotFound."""
    person = locked(person_id, scope)
    _require_reason(reason)
    if person.died_on is None:
        raise NothingToCorrect(Problem("no-death", _("No death is recorded on this file.")))
    person.died_on = None
    with trail.because(by=scope, reason=clean(reason)):
        person.save(update_fields=["died_on"])
    trail.record(
        "people.death-withdrawn", by=scope, at=at, person_id=person.pk, subject=person, reason=clean(reason)
    )
    return person


def _require_reason(reason: str) -> None:
    if problems := facts.reason_problems(reason):
        raise PersonRefused(*problems)


def _line(model: Any, line_id: UUID, scope: Scope) -> Any:
    """A line in force of a file in reach, its person locked."""
    scope.require(POWER)
    row = model.objects.visible_to(scope, POWER).filter(pk=line_id).first()
    if row is None:
        raise absent()
    row.person = locked(row.person_id, scope)
    row.refresh_from_db(fields=["retired_at"])
    if row.retired_at is not None:
        raise absent()
    return row


def _retire(row: Any, reason: str, kind: str, fields: list[str], *, scope: Scope, at: datetime) -> None:
    row.retired_at = at
    with trail.because(by=scope, reason=clean(reason)):
        row.save(update_fields=fields)
    trail.record(kind, by=scope, at=at, person_id=row.person_id, subject=row, reason=clean(reason))
