"""Bottles that were taken home: which are still out, what the slip says that goes with them, what came back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.treatment.models import BottleBack, Dose, DoseOutcome

DOSE: Final = "treatment.dose"
LOOKED_BACK: Final = 90


@dataclass(frozen=True)
class BottleOut:
    """A bottle that was handed out and has not come back."""

    dose_id: UUID
    dose_on: date
    dose_mg: Decimal
    volume_units: Decimal


@dataclass(frozen=True)
class Slip:
    """What goes home with the bottles of one visit. No name: a slip lies about in a kitchen."""

    card_number: str
    enrolment_id: UUID
    medicine: str
    place_name: str
    bottles: tuple[BottleOut, ...]
    lot_number: str
    handed_out_at: datetime | None


@dataclass(frozen=True)
class Minutes:
    """The minutes of medicine that came back (Circular 18/2026, appendix XVIII)."""

    number: str
    giver: str
    card_number: str
    enrolment_id: UUID
    medicine: str
    place_name: str
    condition: str
    reason: str
    happened_at: datetime
    items: tuple[tuple[date, str, Decimal], ...]
    """By bottle: its day, the lot, what was still in it."""
    recorded_by: UUID
    second_person: UUID | None


def out_of(enrolment_id: UUID, place_id: UUID, *, scope: Scope, at: datetime) -> list[BottleOut]:
    """The bottles of somebody that this place handed out and that are not back, the oldest first. Raises NotFound."""
    rows = _seen(place_id, scope).filter(
        enrolment=enrolment_id,
        outcome__kind=DoseOutcome.Kind.HANDED_OUT,
        retired_at__isnull=True,
        bottle_back__isnull=True,
        dose_on__gte=local_day(at) - timedelta(days=LOOKED_BACK),
    )
    return [_out(one) for one in rows.order_by("dose_on")]


def slip(dose_id: UUID, place_id: UUID, *, scope: Scope, at: datetime) -> Slip:
    """The slip of the visit in which this bottle was poured. The read is logged. Raises NotFound."""
    seen = _seen(place_id, scope).filter(mode=Dose.Mode.TAKE_HOME)
    one: Any = (
        seen.select_related("enrolment", "organisation", "pour_line__lot", "outcome")
        .filter(pk=dose_id)
        .first()
    )
    if one is None:
        raise NotFound(Problem("no-such-dose", _("There is no such dose."), "dose_id"))
    same = seen.filter(visit=one.visit, enrolment=one.enrolment_id, retired_at__isnull=True)
    trail.read("treatment.slip-read", by=scope, at=at, person_ids=[one.person_id], purpose="slip")
    outcome = getattr(one, "outcome", None)
    return Slip(
        card_number=one.enrolment.card_number,
        enrolment_id=one.enrolment_id,
        medicine=one.enrolment.medicine,
        place_name=one.organisation.name,
        bottles=tuple(_out(each) for each in same.order_by("dose_on")),
        lot_number=one.pour_line.lot.number,
        handed_out_at=None if outcome is None else outcome.happened_at,
    )


def minutes(visit: UUID, place_id: UUID, *, scope: Scope, at: datetime) -> Minutes:
    """The minutes of one return. The read is logged. Raises NotFound."""
    scope.require(DOSE)
    rows = list(
        BottleBack.objects.visible_to(scope, DOSE)
        .select_related("enrolment", "organisation", "dose__pour_line__lot")
        .filter(visit=visit, organisation=place_id, line__isnull=False)
        .order_by("dose__dose_on")
    )
    inside = scope.everywhere(DOSE) or place_id in scope.organisation_ids(DOSE)
    if not rows or not inside:
        raise NotFound(Problem("no-such-minutes", _("There are no such minutes."), "visit"))
    first = rows[0]
    trail.read("treatment.minutes-read", by=scope, at=at, person_ids=[first.person_id], purpose="minutes")
    return Minutes(
        number=first.minutes_number,
        giver=first.giver,
        card_number=first.enrolment.card_number,
        enrolment_id=first.enrolment_id,
        medicine=first.enrolment.medicine,
        place_name=first.organisation.name,
        condition=first.condition,
        reason=first.reason,
        happened_at=first.happened_at,
        items=tuple((one.dose.dose_on, one.dose.pour_line.lot.number, one.quantity_units) for one in rows),
        recorded_by=first.recorded_by,
        second_person=first.second_person,
    )


def _seen(place_id: UUID, scope: Scope) -> Any:
    scope.require(DOSE)
    if not scope.everywhere(DOSE) and place_id not in scope.organisation_ids(DOSE):
        raise NotFound(Problem("no-such-facility", "", "place_id"))
    return Dose.objects.visible_to(scope, DOSE).filter(organisation=place_id)


def _out(one: Dose) -> BottleOut:
    return BottleOut(one.pk, one.dose_on, one.dose_mg, one.volume_units)
