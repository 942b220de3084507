"""Where a person lives, and which office answers for them: both over time."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.text import clean
from hoanhap.people.models import Address, Person, Responsibility
from hoanhap.people.operations import facts
from hoanhap.people.operations.facts import NewAddress
from hoanhap.people.operations.reach import POWER, absent, locked
from hoanhap.places.models import Organisation

ASSIGN: Final = "people.assign"


class AddressRefused(Refused):
    """The address cannot be recorded like that."""


class TransferRefused(Refused):
    """The responsibility cannot be handed over like that."""


@transaction.atomic
def record_address(*, person_id: UUID, address: NewAddress, scope: Scope, at: datetime) -> Address:
    """Record an address from a day on. The one of that kind in force then ends on that day; a later one stays.

    Raises AddressRefused, NotFound.
    """
    person = locked(person_id, scope)
    rows, problems = facts.addresses([address], today=local_day(at))
    problems = problems or facts.unit_problems(rows)
    [row] = rows
    others = list(person.addresses.filter(kind=row.kind).order_by("valid_from"))
    if any(one.valid_from == row.valid_from for one in others):
        words = _("An address of this kind begins on that very day already. Check the day.")
        problems.append(Problem("address-same-day", words, "valid_from"))
    if problems:
        raise AddressRefused(*problems)
    row.person = person
    before = [one for one in others if one.valid_from < row.valid_from]
    if before and (before[-1].valid_until is None or before[-1].valid_until > row.valid_from):
        with trail.because(by=scope, reason=str(_("A newer address was recorded"))):
            before[-1].valid_until = row.valid_from
            before[-1].save(update_fields=["valid_until"])
    row.valid_until = min((one.valid_from for one in others if one.valid_from > row.valid_from), default=None)
    row.save(force_insert=True)
    trail.record(
        "people.address-recorded",
        by=scope,
        at=at,
        person_id=person.pk,
        subject=row,
        unit_id=row.unit_id or "",
    )
    return row


@transaction.atomic
def transfer_responsibility(
    *,
    person_id: UUID,
    to_office_id: UUID,
    on: date,
    basis: str,
    from_office_id: UUID | None = None,
    scope: Scope,
    at: datetime,
) -> Responsibility:
    """Correct who answers: until that day the one office, from that day on the other, wherever it lies. Nobody is asked.

    Not for a person who moves: that file is offered and accepted (`casework.operations.transfers`). `from_office_id` is
    needed only where several offices in reach answer for the person. Raises Forbidden, TransferRefused, NotFound.
    """
    scope.require(ASSIGN)
    person = locked(person_id, scope)
    old = _handing_over(person, from_office_id, on, scope)
    office = Organisation.objects.filter(pk=to_office_id).first()
    problems = _against(old, office, on, basis)
    if office is not None and _answers(person, office, on):
        problems.append(
            Problem("office-answers-already", _("This office answers for the person already."), "office")
        )
    if problems or office is None:
        raise TransferRefused(*problems)
    return _passed(old, office, on=on, basis=clean(basis), ends=True, scope=scope, at=at)


@transaction.atomic
def take_over(
    *,
    person_id: UUID,
    from_office_id: UUID,
    to_office_id: UUID,
    on: date,
    basis: str,
    giver_stays: bool = False,
    scope: Scope,
    at: datetime,
) -> Responsibility:
    """The receiving side accepts what the giving office has offered: from that day on its office answers.

    For the rooms above, which know of the offer: the scope need not reach the person, but the receiving office.
    `giver_stays`: the giving office goes on answering as well, for what it keeps. Raises TransferRefused, NotFound.
    """
    scope.require(POWER)
    office = Organisation.objects.filter(pk=to_office_id).first()
    if office is None or not scope.reaches(POWER, office.unit_id):
        raise NotFound(Problem("no-such-office", _("There is no such office."), "office"))
    person = Person.objects.select_for_update(of=("self",)).filter(pk=person_id, merged_into=None).first()
    if person is None:
        raise absent()
    old = (
        _in_force(person, on)
        .filter(office_id=from_office_id, is_set_aside=False)
        .order_by("valid_from")
        .first()
    )
    if old is None:
        words = _("The office that offered the file does not answer for this person any more.")
        raise TransferRefused(Problem("giver-answers-no-more", words))
    if problems := _against(old, office, on, basis):
        raise TransferRefused(*problems)
    return _passed(old, office, on=on, basis=clean(basis), ends=not giver_stays, scope=scope, at=at)


def _against(old: Responsibility, office: Organisation | None, on: date, basis: str) -> list[Problem]:
    """What speaks against the office answering from that day on."""
    problems = facts.reason_problems(basis, field="basis")
    if office is None:
        problems.append(Problem("no-such-office", _("There is no such office."), "office"))
    elif (office.valid_from and on < office.valid_from) or (office.valid_until and on >= office.valid_until):
        problems.append(
            Problem("office-not-open", _("This office does not work on that day. Choose another."), "office")
        )
    if on <= old.valid_from:
        words = _("The day must lie after the day from which the present office answers for the person.")
        problems.append(Problem("transfer-too-early", words, "on"))
    return problems


def _answers(person: Person, office: Organisation, on: date) -> Responsibility | None:
    """The line by which the office answers already, on that day or later."""
    found = person.responsibilities.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on), office=office)
    return found.order_by("valid_from").first()


def _in_force(person: Person, on: date) -> "QuerySet[Responsibility]":
    return person.responsibilities.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on), valid_from__lte=on
    )


def _passed(
    old: Responsibility, office: Organisation, *, on: date, basis: str, ends: bool, scope: Scope, at: datetime
) -> Responsibility:
    """The new line, and the old one ended where it ends. An office that answers already goes on by its own line."""
    if ends:
        with trail.because(by=scope, reason=basis):
            old.valid_until = on
            old.save(update_fields=["valid_until"])
    new = _answers(old.person, office, on) or Responsibility.objects.create(
        person=old.person, office=office, unit_id=office.unit_id, valid_from=on, basis=basis
    )
    trail.record(
        "people.responsibility-transferred",
        by=scope,
        at=at,
        person_id=old.person_id,
        subject=new,
        unit_id=new.unit_id,
        reason=basis,
        from_office=str(old.office_id),
        from_unit=old.unit_id,
    )
    return new


def _handing_over(person: Person, from_office_id: UUID | None, on: date, scope: Scope) -> Responsibility:
    """The responsibility that ends: it has not ended by that day, and lies in reach."""
    rows = person.responsibilities.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
    if not scope.everywhere(ASSIGN):
        rows = rows.filter(unit_id__in=scope.unit_ids(ASSIGN))
    if from_office_id is not None:
        rows = rows.filter(office_id=from_office_id)
    found = list(rows[:2])
    if not found:
        raise NotFound(
            Problem("no-responsibility", _("No office in your area answers for this person then."), "on")
        )
    if len(found) > 1:
        words = _("Several offices answer for this person. Say which one hands over.")
        raise TransferRefused(Problem("several-offices", words, "from_office"))
    return found[0]
