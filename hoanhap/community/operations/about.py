"""What every line about a person's needs, help and progress shares: whose it is, of which unit and episode, the trail.

Lock order: the person, then the row itself.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Episode
from hoanhap.community.models import Need
from hoanhap.community.operations.refusals import NeedRefused
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.people.models import Person, Responsibility

WRITE: Final = "community.write"


def held_person(person_id: UUID, scope: Scope) -> Person:
    """The person, locked, so that two offices do not write the same at once. Raises Forbidden, NotFound."""
    scope.require(WRITE)
    person = (
        Person.objects.visible_to(scope, WRITE).select_for_update(of=("self",)).filter(pk=person_id).first()
    )
    if person is None:
        raise NotFound(Problem("no-such-person", _("There is no such person.")))
    return person


def held_need(need_id: UUID, scope: Scope, person: Person | None = None) -> Need:
    """The need, locked. Raises Forbidden, NotFound."""
    scope.require(WRITE)
    found = Need.objects.visible_to(scope, WRITE).filter(pk=need_id, retired_at__isnull=True)
    if person is not None:
        found = found.filter(person=person)
    need = found.select_for_update(of=("self",)).first()
    if need is None:
        raise NotFound(Problem("no-such-need", _("There is no such need."), "need_id"))
    return need


def place_of(person: Person, day: date, field: str, scope: Scope, at: datetime) -> dict[str, Any]:
    """Whose, of which unit and episode a line of that day is. Raises NeedRefused where the day cannot be."""
    has_come(day, field, at)
    if day < person.born_on or (person.died_on is not None and day > person.died_on):
        raise NeedRefused(
            Problem("outside-the-life", _("The person did not live on that day. Check the day."), field)
        )
    episode = (
        Episode.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=day), person=person)
        .filter(opened_on__lte=day)
        .order_by("-opened_on", "-pk")
        .first()
    )
    answering = Responsibility.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=scope.on),
        person=person,
        valid_from__lte=scope.on,
        is_set_aside=False,
    ).order_by("-valid_from", "-pk")
    units = list(answering.values_list("unit_id", flat=True))
    reached = [unit_id for unit_id in units if scope.reaches(WRITE, unit_id)] or units
    if not reached:
        raise NeedRefused(
            Problem("nobody-answers", _("No office answers for this person. Record who does first."))
        )
    return {
        "person": person,
        "episode": episode,
        "unit_id": reached[0],
        "recorded_by": scope.account_id,
    }


def has_come(day: date, field: str, at: datetime) -> None:
    """Raises NeedRefused for a day that lies ahead."""
    if day > local_day(at):
        raise NeedRefused(
            Problem("in-the-future", _("This date is in the future. Record it when it has happened."), field)
        )


def one_of(value: str, among: Collection[str], field: str) -> str:
    """The value, where it is on the list. Raises NeedRefused."""
    if value not in among:
        raise NeedRefused(Problem("not-on-the-list", _("Choose one from the list."), field))
    return value


def nothing() -> NotFound:
    """The answer for a line that is absent or out of reach."""
    return NotFound(Problem("no-such-line", _("There is no such line.")))


def told(kind: str, row: Any, scope: Scope, at: datetime, reason: str = "") -> None:
    """Write into the trail what was done with a line about a person."""
    trail.record(
        f"community.{kind}",
        by=scope,
        at=at,
        person_id=row.person_id,
        subject=row,
        unit_id=row.unit_id,
        reason=reason,
    )
