"""Attempts to win people for treatment: recorded once, withdrawn with a reason."""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.community.models import OutreachAttempt
from hoanhap.community.operations.refusals import AttemptRefused, asked, fitting, said_in_words
from hoanhap.community.queries.reaching_out import in_treatment
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.people.models import Person, Responsibility

WRITE: Final = "community.write"


@transaction.atomic
def record_attempt(
    *,
    person_id: UUID | None = None,
    unit_id: str = "",
    on: date,
    channel: str,
    result: str,
    made_by: str,
    next_on: date | None = None,
    note: str = "",
    scope: Scope,
    at: datetime,
) -> OutreachAttempt:
    """Somebody tried to win a person for treatment who is in none. Without `person_id`, somebody who has no file, in
    `unit_id`: then neither a note nor a next day is kept.

    Raises Forbidden, NotFound, AttemptRefused.
    """
    scope.require(WRITE)
    unit = _of_person(person_id, on, scope) if person_id else _of_nobody(unit_id, scope)
    if on > local_day(at):
        raise _refused(
            "in-the-future", _("This date is in the future. Record it when it has happened."), "on"
        )
    if channel not in OutreachAttempt.Channel.values:
        raise _refused("not-on-the-list", _("Choose one from the list."), "channel")
    if result not in OutreachAttempt.Result.values:
        raise _refused("not-on-the-list", _("Choose one from the list."), "result")
    if next_on is not None and next_on <= on:
        raise _refused("again-not-after", _("The next attempt must be after this one."), "next_on")
    if person_id is None and (note.strip() or next_on):
        raise _refused(
            "nothing-of-nobody",
            _("Of somebody without a file nothing is kept that could tell who it was. Leave it empty."),
            "note",
        )
    with said_in_words(AttemptRefused):
        attempt = OutreachAttempt.objects.create(
            person_id=person_id,
            unit_id=unit,
            on=on,
            channel=channel,
            result=result,
            made_by=asked(made_by, field="made_by", longest=150, error=AttemptRefused),
            next_on=next_on,
            note=fitting(note, field="note", longest=300, error=AttemptRefused),
            recorded_by=scope.account_id,
        )
    _told("community.attempt-recorded", attempt, scope, at)
    return attempt


@transaction.atomic
def withdraw_attempt(*, attempt_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """An attempt that was written down wrongly does not count. Raises Forbidden, NotFound, AttemptRefused."""
    scope.require(WRITE)
    attempt = OutreachAttempt.objects.select_for_update(of=("self",)).filter(pk=attempt_id).first()
    if attempt is None or not _reaches(attempt, scope):
        raise NotFound(Problem("no-such-attempt", _("There is no such attempt.")))
    if attempt.retired_at is not None:
        raise _refused("withdrawn-already", _("This line was already withdrawn."), "")
    kept = asked(reason, field="reason", longest=300, error=AttemptRefused)
    OutreachAttempt.objects.filter(pk=attempt.pk).update(
        retired_at=at, retired_by=scope.account_id, retired_reason=kept
    )
    _told("community.attempt-withdrawn", attempt, scope, at, kept)


def _of_person(person_id: UUID, on: date, scope: Scope) -> str:
    """The unit that answers for the person, who is held. Raises NotFound, AttemptRefused."""
    found = Person.objects.visible_to(scope, WRITE).filter(pk=person_id, merged_into=None)
    person = found.select_for_update(of=("self",)).first()
    if person is None:
        raise NotFound(Problem("no-such-person", _("There is no such person."), "person_id"))
    if on < person.born_on or (person.died_on is not None and on > person.died_on):
        raise _refused("outside-the-life", _("The person did not live on that day. Check the day."), "on")
    if in_treatment(person.pk, on):
        raise _refused(
            "in-treatment",
            _("The person was in treatment on that day. Record it as a contact of that treatment."),
            "on",
        )
    answering = Responsibility.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=scope.on),
        person=person,
        valid_from__lte=scope.on,
        is_set_aside=False,
    )
    units = list(answering.order_by("-valid_from", "-pk").values_list("unit_id", flat=True))
    reached = [one for one in units if scope.reaches(WRITE, one)] or units
    if not reached:
        raise _refused("nobody-answers", _("No office answers for this person. Record who does first."), "")
    return reached[0]


def _of_nobody(unit_id: str, scope: Scope) -> str:
    if not unit_id or not scope.reaches(WRITE, unit_id):
        raise NotFound(Problem("no-such-unit", _("Choose a commune of your area."), "unit_id"))
    return unit_id


def _reaches(attempt: OutreachAttempt, scope: Scope) -> bool:
    if attempt.person_id is None:
        return scope.reaches(WRITE, attempt.unit_id)
    return OutreachAttempt.objects.visible_to(scope, WRITE).filter(pk=attempt.pk).exists()


def _refused(code: str, sentence: Any, field: str) -> AttemptRefused:
    return AttemptRefused(Problem(code, sentence, field))


def _told(kind: str, attempt: OutreachAttempt, scope: Scope, at: datetime, reason: str = "") -> None:
    trail.record(
        kind,
        by=scope,
        at=at,
        person_id=attempt.person_id,
        subject=attempt,
        unit_id=attempt.unit_id,
        reason=reason,
    )
