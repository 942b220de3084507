"""The line at a window: who waits, what is poured and not settled, and whom a typed or scanned text means."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from hoanhap.access.scope import Scope
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.medicine.queries.windows import Bottle, book_days, bottles
from hoanhap.treatment.models import (
    Dose,
    DoseDoubt,
    DosingPlace,
    Enrolment,
    PatientPhoto,
    Ticket,
    Withholding,
)
from hoanhap.treatment.queries.window import in_force

DOSE: Final = "treatment.dose"
_UUID: Final = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.ASCII)
MOST: Final = 8
NUMBERS_CALLED: Final = 6


@dataclass(frozen=True)
class Waiting:
    """Somebody in today's line. `state`: waiting, called, done."""

    ticket_id: UUID
    number: int
    enrolment_id: UUID
    name: str
    card_number: str
    state: str
    finished_label: Words


@dataclass(frozen=True)
class Pending:
    """Something that was poured, and nobody has said what became of it."""

    dose_id: UUID
    enrolment_id: UUID
    name: str
    card_number: str
    dose_on: date
    mode: str
    dose_mg: Decimal
    volume_units: Decimal
    poured_at: datetime
    is_own: bool
    doubt: str


@dataclass(frozen=True)
class Board:
    """What everybody may see: numbers."""

    called: tuple[int, ...]
    waiting: int


@dataclass(frozen=True)
class Meant:
    """Somebody whom a typed text may mean."""

    enrolment_id: UUID
    name: str
    card_number: str
    medicine: str = ""


def _inside(place_id: UUID, scope: Scope, power: str = DOSE) -> None:
    scope.require(power)
    if not scope.everywhere(power) and place_id not in scope.organisation_ids(power):
        raise NotFound(Problem("no-such-facility", "", "place_id"))


def waiting(place_id: UUID, *, scope: Scope, at: datetime) -> list[Waiting]:
    """Today's line of a place: who waits by number, then who was called, then the last who are done.

    Raises Forbidden, NotFound.
    """
    _inside(place_id, scope)
    rows = Ticket.objects.filter(organisation=place_id, day=local_day(at)).select_related("enrolment__person")
    return [_waiting(one) for one in rows.order_by("number")]


def _waiting(one: Ticket) -> Waiting:
    state = "done" if one.finished_at else "called" if one.called_at else "waiting"
    label: Words = one.get_finished_as_display() if one.finished_as else ""
    return Waiting(
        one.pk,
        one.number,
        one.enrolment_id,
        one.enrolment.person.full_name,
        one.enrolment.card_number,
        state,
        label,
    )


def board(place_id: UUID, *, scope: Scope, at: datetime) -> Board:
    """The numbers that were called, the latest first, and how many wait. Raises Forbidden, NotFound."""
    _inside(place_id, scope)
    rows = Ticket.objects.filter(organisation=place_id, day=local_day(at), finished_at__isnull=True)
    found = list(rows.values_list("number", "called_at"))
    called = sorted((at_, number) for number, at_ in found if at_ is not None)
    return Board(
        tuple(number for _at, number in reversed(called))[:NUMBERS_CALLED],
        sum(at_ is None for _number, at_ in found),
    )


def pending(place_id: UUID, *, scope: Scope) -> list[Pending]:
    """Everything poured at a place that nobody has settled, the oldest first. Raises Forbidden, NotFound.

    No day closes over such a dose: it was poured on the last day that was opened.
    """
    _inside(place_id, scope)
    opened = [one.day for one in book_days(place_id, scope=scope, power=DOSE).values() if one.day is not None]
    if not opened:
        return []
    rows = (
        Dose.objects.filter(
            organisation=place_id, dose_on__gte=min(opened), outcome__isnull=True, retired_at__isnull=True
        )
        .select_related("enrolment__person", "doubt")
        .order_by("poured_at", "dose_on")
    )
    return [_pending(one, scope) for one in rows]


def _pending(one: Any, scope: Scope) -> Pending:
    doubt = getattr(one, "doubt", None)
    return Pending(
        dose_id=one.pk,
        enrolment_id=one.enrolment_id,
        name=one.enrolment.person.full_name,
        card_number=one.enrolment.card_number,
        dose_on=one.dose_on,
        mode=one.mode,
        dose_mg=one.dose_mg,
        volume_units=one.volume_units,
        poured_at=one.poured_at,
        is_own=one.recorded_by == scope.account_id,
        doubt="" if doubt is None else doubt.note,
    )


def meant(place_id: UUID, text: str, *, scope: Scope, at: datetime) -> list[Meant]:
    """Whom a text means at a place: the code of a card, a number of today's line, the number on a card, else a name.

    Only people who may be dosed here today, and never more than a few. Raises Forbidden, NotFound.
    """
    _inside(place_id, scope)
    typed = " ".join(text.split())
    if not typed:
        return []
    on = local_day(at)
    here = DosingPlace.objects.filter(in_force(on), organisation=place_id).values("enrolment")
    rows = Enrolment.objects.filter(pk__in=here).select_related("person")
    for condition in _ways(place_id, typed, on):
        found = list(rows.filter(condition).order_by("person__sort_key")[:MOST])
        if found:
            return [Meant(one.pk, one.person.full_name, one.card_number) for one in found]
    return []


def _ways(place_id: UUID, typed: str, on: date) -> list[Q]:
    if match := _UUID.search(typed.lower()):
        return [Q(pk=UUID(match[0]))]
    ways = []
    if typed.isascii() and typed.isdigit() and len(typed) <= 4:
        tickets = Ticket.objects.filter(
            organisation=place_id, day=on, number=int(typed), finished_at__isnull=True
        )
        ways.append(Q(pk__in=tickets.values("enrolment")))
    ways.append(Q(card_number__iexact=typed))
    if not any(letter.isdigit() for letter in typed) and len(typed) > 1:
        ways.append(Q(person__full_name__icontains=typed))
    return ways


def who(place_id: UUID, enrolment_id: UUID, *, scope: Scope, power: str = DOSE) -> Meant:
    """Name and card of a patient of this place. Raises Forbidden, NotFound."""
    _inside(place_id, scope, power)
    one = Enrolment.objects.visible_to(scope, power).select_related("person").filter(pk=enrolment_id).first()
    if one is None:
        raise NotFound(Problem("no-such-enrolment", "", "enrolment_id"))
    return Meant(one.pk, one.person.full_name, one.card_number, one.medicine)


def whose(place_id: UUID, dose_id: UUID, *, scope: Scope) -> tuple[Meant, Dose]:
    """A dose poured at this place, and who it is for. Raises Forbidden, NotFound."""
    _inside(place_id, scope)
    dose = (
        Dose.objects.visible_to(scope, DOSE)
        .select_related("enrolment__person")
        .filter(pk=dose_id, organisation=place_id)
        .first()
    )
    if dose is None:
        raise NotFound(Problem("no-such-dose", "", "dose_id"))
    return Meant(dose.enrolment_id, dose.enrolment.person.full_name, dose.enrolment.card_number), dose


def is_in_doubt(dose: Dose) -> bool:
    """Whether somebody said that they do not know what became of it: then two people settle it."""
    return DoseDoubt.objects.filter(dose=dose).exists()


def photo(place_id: UUID, enrolment_id: UUID, *, scope: Scope, power: str) -> tuple[bytes, str]:
    """The photo in use and its kind. Raises Forbidden, NotFound."""
    _inside(place_id, scope, power)
    one = (
        PatientPhoto.objects.visible_to(scope, power)
        .filter(enrolment=enrolment_id, retired_at__isnull=True)
        .first()
    )
    if one is None:
        raise NotFound(Problem("no-photo", "", "enrolment_id"))
    return bytes(one.content), one.content_type


def withheld(place_id: UUID, withholding_id: UUID, *, scope: Scope) -> Meant:
    """Whose dose was withheld at this place. Raises Forbidden, NotFound."""
    _inside(place_id, scope, "treatment.order")
    one = (
        Withholding.objects.visible_to(scope, "treatment.order")
        .select_related("enrolment__person")
        .filter(pk=withholding_id, organisation=place_id)
        .first()
    )
    if one is None:
        raise NotFound(Problem("no-such-withholding", "", "withholding_id"))
    return Meant(one.enrolment_id, one.enrolment.person.full_name, one.enrolment.card_number)


def everything_at_windows(place_id: UUID, *, scope: Scope) -> list[Bottle]:
    """Every bottle that stands at a window of the place, of whatever medicine. Raises Forbidden, NotFound."""
    _inside(place_id, scope)
    found = []
    for medicine in sorted(book_days(place_id, scope=scope, power=DOSE)):
        found += bottles(place_id, medicine, scope=scope, power=DOSE)
    return found
