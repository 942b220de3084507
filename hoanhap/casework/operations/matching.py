"""Why somebody is lawfully in no form of treatment for a while: stated, and ended."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import NotMatched
from hoanhap.casework.operations.chain import WRITE
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.text import clean
from hoanhap.people.models import Person, Responsibility

LONGEST: Final = {"words": 300, "document_number": 60}


class ReasonRefused(Refused):
    """The reason cannot be stated or ended like this; nothing was written."""


@transaction.atomic
def state_reason(
    *,
    person_id: UUID,
    reason_code: str,
    words: str,
    document_number: str = "",
    from_on: date,
    until: date | None = None,
    scope: Scope,
    at: datetime,
) -> NotMatched:
    """From that day on (until before `until`, where that is known) the person is lawfully in no treatment.

    Raises NotFound, ReasonRefused.
    """
    scope.require(WRITE)
    found = Person.objects.visible_to(scope, WRITE).select_for_update(of=("self",)).filter(pk=person_id)
    person = found.first()
    if person is None:
        raise NotFound(Problem("no-such-person", _("There is no such person.")))
    words, document_number = clean(words), clean(document_number)
    problems = [*_lengths(words=words, document_number=document_number)]
    if reason_code not in NotMatched.Reason.values:
        problems.append(Problem("unknown", _("Choose one of the reasons."), "reason_code"))
    if not words:
        problems.append(Problem("missing", _("Say in a few words what the reason is."), "words"))
    if from_on > local_day(at):
        problems.append(Problem("in-the-future", _("This day has not come yet. Check the date."), "from_on"))
    if until is not None and until <= from_on:
        problems.append(
            Problem("ends-too-early", _("It must end after it begins. Check both days."), "until")
        )
    others = NotMatched.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=from_on), person=person
    )
    if until is not None:
        others = others.filter(valid_from__lt=until)
    if others.exists():
        said = _("A reason is stated for that time already. End that one first.")
        problems.append(Problem("stated-already", said))
    if problems:
        raise ReasonRefused(*problems)
    row = NotMatched(
        person=person,
        unit_id=_unit_of(person, scope),
        reason_code=reason_code,
        words=words,
        document_number=document_number,
        valid_from=from_on,
        valid_until=until,
        recorded_at=at,
        recorded_by=scope.account_id,
    )
    row.save(force_insert=True)
    _record("casework.not-matched-reason-stated", row, words, scope=scope, at=at)
    return row


@transaction.atomic
def end_reason(*, reason_id: UUID, on: date, reason: str, scope: Scope, at: datetime) -> NotMatched:
    """From that day on the reason holds no longer. Raises NotFound, ReasonRefused."""
    scope.require(WRITE)
    found = NotMatched.objects.visible_to(scope, WRITE).select_for_update(of=("self",)).filter(pk=reason_id)
    row = found.first()
    if row is None:
        raise NotFound(Problem("no-such-reason", _("There is no such reason.")))
    reason = clean(reason)
    problems = [*_lengths(words=reason)]
    if not reason:
        problems.append(Problem("missing", _("Say why it ends."), "reason"))
    if on <= row.valid_from:
        problems.append(Problem("ends-too-early", _("It must end after it begins. Check both days."), "on"))
    if row.valid_until is not None and row.valid_until <= on:
        problems.append(Problem("ended-already", _("It has ended by that day already."), "on"))
    if problems:
        raise ReasonRefused(*problems)
    with trail.because(by=scope, reason=reason):
        row.valid_until = on
        row.save(update_fields=["valid_until"])
    _record("casework.not-matched-reason-ended", row, reason, scope=scope, at=at)
    return row


def _unit_of(person: Person, scope: Scope) -> str:
    """Where it is written: the unit in reach that answers for the person."""
    rows = Responsibility.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=scope.on), person=person, is_set_aside=False
    )
    units = list(rows.order_by("-valid_from").values_list("unit_id", flat=True))
    return next((unit for unit in units if scope.reaches(WRITE, unit)), units[0])


def _lengths(**told: str) -> Iterable[Problem]:
    for field, value in told.items():
        if len(value) > LONGEST[field]:
            words = _("This text is too long (at most %(longest)s characters). Shorten it.")
            yield Problem("too-long", words, field, {"longest": LONGEST[field]})


def _record(kind: str, row: NotMatched, reason: str, *, scope: Scope, at: datetime) -> None:
    trail.record(
        kind,
        by=scope,
        at=at,
        person_id=row.person_id,
        subject=row,
        unit_id=row.unit_id,
        reason=reason,
        code=row.reason_code,
    )
