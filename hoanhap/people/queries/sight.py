"""Which offices answer for a person today, so that whoever reaches their units can be named."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.people.models import Person, Responsibility
from hoanhap.places.queries.editions import in_force

POWER = "people.identify"


@dataclass(frozen=True)
class Answers:
    """An office that answers for somebody, since a day. `office`: its name of today."""

    office: str
    unit_id: str
    since: date


def offices_of(person_id: UUID, *, scope: Scope, at: datetime) -> list[Answers]:
    """The offices that answer for the person on the day of the scope, the latest first. Looking is logged.

    Raises Forbidden without the power, and NotFound alike for who is absent and who is out of reach.
    """
    scope.require(POWER)
    if not Person.objects.visible_to(scope, POWER).filter(pk=person_id).exists():
        raise NotFound(Problem("no-such-person", _("There is no such person.")))
    trail.read("people.sight-read", by=scope, at=at, person_ids=[person_id], purpose="sight")
    held = Responsibility.objects.filter(in_force(scope.on), person_id=person_id, is_set_aside=False)
    told = held.order_by("-valid_from", "pk").values_list("office__name", "unit_id", "valid_from")
    return [Answers(*one) for one in told]
