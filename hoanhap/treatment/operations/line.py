"""The line of people at a window: a number, called, finished. One place, one day, numbers from 1."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.treatment.models import Ticket
from hoanhap.treatment.operations.dosing import DOSE
from hoanhap.treatment.operations.recognising import patient_at
from hoanhap.treatment.operations.refusals import DoseRefused

HIGHEST: Final = 9999


@transaction.atomic
def take_ticket(*, enrolment_id: UUID, organisation_id: UUID, scope: Scope, at: datetime) -> Ticket:
    """The number of this person in today's line; the one they have already, while they wait.

    Raises Forbidden, NotFound, DoseRefused.
    """
    row = patient_at(enrolment_id, organisation_id, scope=scope)
    day = local_day(at)
    _one_at_a_time(organisation_id, day.isoformat())
    here = Ticket.objects.filter(organisation=organisation_id, day=day)
    waiting = here.filter(enrolment=row, finished_at__isnull=True).first()
    if waiting is not None:
        return waiting
    number = (here.aggregate(last=Max("number"))["last"] or 0) + 1
    if number > HIGHEST:
        raise DoseRefused(Problem("no-number-left", _("There are no numbers left for today.")))
    return Ticket.objects.create(
        person_id=row.person_id,
        enrolment=row,
        organisation_id=organisation_id,
        day=day,
        number=number,
        taken_at=at,
        recorded_by=scope.account_id,
    )


@transaction.atomic
def call(*, ticket_id: UUID, scope: Scope, at: datetime) -> Ticket:
    """Call a number to the window; a number may be called again. Raises Forbidden, NotFound, DoseRefused."""
    ticket = _held(ticket_id, scope=scope)
    if ticket.finished_at is not None:
        raise DoseRefused(Problem("finished-already", _("This number is finished already.")))
    return _called(ticket, scope, at)


@transaction.atomic
def call_next(*, organisation_id: UUID, scope: Scope, at: datetime) -> Ticket | None:
    """Call the lowest number that was not called yet; None when nobody waits. Raises Forbidden, NotFound.

    Two windows that call at once call two numbers.
    """
    scope.require(DOSE)
    if not scope.everywhere(DOSE) and organisation_id not in scope.organisation_ids(DOSE):
        raise NotFound(Problem("no-such-facility", _("There is no such clinic."), "organisation_id"))
    ticket = (
        Ticket.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(
            organisation=organisation_id,
            day=local_day(at),
            called_at__isnull=True,
            finished_at__isnull=True,
        )
        .order_by("number")
        .first()
    )
    return None if ticket is None else _called(ticket, scope, at)


def _called(ticket: Ticket, scope: Scope, at: datetime) -> Ticket:
    ticket.called_at, ticket.called_by = at, scope.account_id
    with trail.because(by=scope, reason="called"):
        ticket.save(update_fields=["called_at", "called_by"])
    return ticket


@transaction.atomic
def finish(*, ticket_id: UUID, finished_as: str, scope: Scope, at: datetime) -> Ticket:
    """This number is done. The same again changes nothing. Raises Forbidden, NotFound, DoseRefused."""
    ticket = _held(ticket_id, scope=scope)
    if finished_as not in Ticket.Finished.values:
        raise DoseRefused(Problem("not-on-the-list", _("Choose one from the list."), "finished_as"))
    if ticket.finished_at is None:
        _end([ticket], finished_as, scope, at)
    return ticket


def finish_of(
    *, enrolment_id: UUID, organisation_id: UUID, finished_as: str, scope: Scope, at: datetime
) -> None:
    """Whatever number this person has in today's line is done."""
    waiting = Ticket.objects.select_for_update(of=("self",)).filter(
        enrolment=enrolment_id, organisation=organisation_id, day=local_day(at), finished_at__isnull=True
    )
    _end(list(waiting), finished_as, scope, at)


def _end(tickets: list[Ticket], finished_as: str, scope: Scope, at: datetime) -> None:
    for ticket in tickets:
        ticket.finished_at, ticket.finished_as = at, finished_as
        with trail.because(by=scope, reason=finished_as):
            ticket.save(update_fields=["finished_at", "finished_as"])


def _held(ticket_id: UUID, *, scope: Scope) -> Ticket:
    scope.require(DOSE)
    ticket = (
        Ticket.objects.visible_to(scope, DOSE).select_for_update(of=("self",)).filter(pk=ticket_id).first()
    )
    if ticket is None or not (
        scope.everywhere(DOSE) or ticket.organisation_id in scope.organisation_ids(DOSE)
    ):
        raise NotFound(Problem("no-such-ticket", _("There is no such number."), "ticket_id"))
    return ticket


def _one_at_a_time(organisation_id: UUID, day: str) -> None:
    """Numbers of one line are given one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 6))", [f"{organisation_id} {day}"])
