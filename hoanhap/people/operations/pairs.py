"""Saying of two files that look alike: two people, perhaps one, or not now. To merge them is another operation."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.text import clean
from hoanhap.people.models import NotSamePerson, PairNote, Person
from hoanhap.people.operations import facts
from hoanhap.people.operations.reach import POWER


class PairRefused(Refused):
    """It cannot be said like that."""


@transaction.atomic
def say_two_people(
    *, person_id: UUID, other_id: UUID, reason: str, scope: Scope, at: datetime
) -> NotSamePerson:
    """The two files are of two people; the pair is never asked about again. Saying it twice changes nothing.

    Raises PairRefused, Forbidden, NotFound.
    """
    person, other = _both(person_id, other_id, scope)
    _require_reason(reason)
    known = NotSamePerson.objects.filter(
        person__in=(person, other), other__in=(person, other), retired_at__isnull=True
    )
    if existing := known.first():
        return existing
    try:
        with transaction.atomic():
            row = NotSamePerson.objects.create(
                person=person,
                other=other,
                reason=clean(reason),
                decided_at=at,
                decided_by=scope.account_id,
            )
    except IntegrityError:
        return known.get()
    _record("people.pair-said-to-be-two", row, person, other, reason, scope=scope, at=at)
    return row


@transaction.atomic
def withdraw_two_people(*, decision_id: UUID, reason: str, scope: Scope, at: datetime) -> NotSamePerson:
    """It was wrong that the two are two people: the pair is asked about again. Raises PairRefused, Forbidden, NotFound."""
    scope.require(POWER)
    row = NotSamePerson.objects.filter(pk=decision_id, retired_at__isnull=True).first()
    if row is None:
        raise _absent()
    person, other = _both(row.person_id, row.other_id, scope)
    _require_reason(reason)
    row.refresh_from_db()
    if row.retired_at is not None:
        raise _absent()
    row.retired_at, row.retired_by, row.retired_reason = at, scope.account_id, clean(reason)
    with trail.because(by=scope, reason=clean(reason)):
        row.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    _record("people.pair-decision-withdrawn", row, person, other, reason, scope=scope, at=at)
    return row


@transaction.atomic
def put_off(
    *, person_id: UUID, other_id: UUID, until: date, reason: str, scope: Scope, at: datetime
) -> PairNote:
    """Nobody can tell now: the pair comes back on that day. Raises PairRefused, Forbidden, NotFound."""
    person, other = _both(person_id, other_id, scope)
    _require_reason(reason)
    if until <= local_day(at):
        words = _("Choose a day that lies ahead: the pair comes back then.")
        raise PairRefused(Problem("not-ahead", words, "until"))
    return _noted(person, other, PairNote.Kind.LATER, until, reason, scope=scope, at=at)


@transaction.atomic
def hold_for_one(*, person_id: UUID, other_id: UUID, reason: str, scope: Scope, at: datetime) -> PairNote:
    """Whoever may not merge says that the two are one person; who may sees it in the list.

    Raises PairRefused, Forbidden, NotFound.
    """
    person, other = _both(person_id, other_id, scope)
    _require_reason(reason)
    return _noted(person, other, PairNote.Kind.SAME, None, reason, scope=scope, at=at)


def _noted(
    person: Person, other: Person, kind: str, until: date | None, reason: str, *, scope: Scope, at: datetime
) -> PairNote:
    row = PairNote.objects.create(
        person=person,
        other=other,
        kind=kind,
        until=until,
        reason=clean(reason),
        noted_at=at,
        noted_by=scope.account_id,
        noted_by_name=scope.account_name,
    )
    _record(
        "people.pair-put-off" if kind == PairNote.Kind.LATER else "people.pair-held-for-one",
        row,
        person,
        other,
        reason,
        scope=scope,
        at=at,
    )
    return row


def _both(person_id: UUID, other_id: UUID, scope: Scope) -> tuple[Person, Person]:
    """Both people, locked in the order of their keys; the later file first. Raises Forbidden, NotFound."""
    scope.require(POWER)
    found = Person.objects.visible_to(scope, POWER).filter(
        pk__in={person_id, other_id}, merged_into__isnull=True
    )
    people = list(found.order_by("pk").select_for_update(of=("self",)))
    if len(people) < 2:
        raise _absent()
    return people[1], people[0]


def _absent() -> NotFound:
    return NotFound(Problem("no-such-pair", _("There are no two such files that could be merged.")))


def _require_reason(reason: str) -> None:
    if problems := facts.reason_problems(reason):
        raise PairRefused(*problems)


def _record(
    kind: str, row: object, person: Person, other: Person, reason: str, *, scope: Scope, at: datetime
) -> None:
    for one, beside in ((person, other), (other, person)):
        trail.record(
            kind, by=scope, at=at, person_id=one.pk, subject=row, reason=clean(reason), beside=str(beside.pk)
        )
