"""Patients between clinics: offers of both sides, what goes with them, who is dosed here by permission."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import PartialDate, local_day
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.text import mask
from hoanhap.places.models import Organisation
from hoanhap.treatment.models import CareAlert, Dose, DoseOutcome, DosingPlace, DrugTest, TransferOffer
from hoanhap.treatment.queries.orders import order_of_each_day

CARE: Final = "treatment.care"
SHOWN_DAYS: Final = 30


@dataclass(frozen=True)
class OfferLine:
    """An offer from where the reader stands. To who has not answered yet the patient is a masked name."""

    id: UUID
    enrolment_id: UUID
    name: str
    from_name: str
    to_name: str
    is_out: bool
    last_day: date
    number: str
    reason: str
    state: str
    taken_enrolment_id: UUID | None
    answered_at: datetime | None
    answer_reason: str


@dataclass(frozen=True)
class Elsewhere:
    """Somebody who is dosed at another place than the own clinic."""

    id: UUID
    enrolment_id: UUID
    name: str
    card_number: str
    place_name: str
    home_name: str
    kind_label: Words
    valid_from: date
    valid_until: date | None
    document_number: str


@dataclass(frozen=True)
class GivenDose:
    """A dose of the last days."""

    on: date
    dose_mg: Decimal
    volume_units: Decimal
    label: Words


@dataclass(frozen=True)
class Summary:
    """What goes with a patient to another clinic. `missed`: of the days shown, those with an order and without a dose."""

    offer: OfferLine
    name: str
    birth: PartialDate
    medicine: str
    enrolled_on: date
    last_dose: GivenDose | None
    last_given_at: datetime | None
    bottles_left: int
    highest_mg: Decimal | None
    ordered_mg: Decimal | None
    missed: int
    doses: tuple[GivenDose, ...]
    alerts: tuple[str, ...]
    tests: tuple[date, ...]


def offers(place_id: UUID, *, scope: Scope) -> list[OfferLine]:
    """Offers from and to a clinic, the open ones first. Raises NotFound outside the places of the scope."""
    _inside(place_id, scope)
    rows = (
        TransferOffer.objects.filter(Q(enrolment__organisation=place_id) | Q(to_organisation=place_id))
        .select_related("person", "enrolment__organisation", "to_organisation", "answer")
        .order_by("retired_at", F("answer__happened_at").desc(nulls_first=True), "-recorded_at")
    )
    return [_line(one, place_id) for one in rows[:100]]


def offered(offer_id: UUID, place_id: UUID, *, scope: Scope) -> OfferLine:
    """One offer from or to a clinic. Raises NotFound."""
    return _line(_row(offer_id, place_id, scope), place_id)


def summary(offer_id: UUID, place_id: UUID, *, scope: Scope, at: datetime) -> Summary:
    """What goes with the patient: for who offers, and for the other clinic once it has taken the patient over.

    The read is logged. Raises NotFound.
    """
    row = _row(offer_id, place_id, scope)
    line = _line(row, place_id)
    if not line.is_out and line.state != "taken":
        raise NotFound(Problem("not-taken-over", _("There is no such offer."), "offer_id"))
    on = local_day(at)
    taken = (
        Dose.objects.filter(enrolment=row.enrolment_id, retired_at__isnull=True)
        .filter(outcome__kind__in=[DoseOutcome.Kind.GIVEN, DoseOutcome.Kind.HANDED_OUT])
        .select_related("outcome")
        .order_by("dose_on", "poured_at")
    )
    recent = list(taken.filter(dose_on__gt=on - timedelta(days=SHOWN_DAYS)))
    last = (
        next((one for one in reversed(recent) if one.dose_on <= on), None)
        or taken.filter(dose_on__lte=on).last()
    )
    days = {one.dose_on for one in recent}
    first = max(row.enrolment.enrolled_on, on - timedelta(days=SHOWN_DAYS - 1))
    until = min(on, row.enrolment.ended_on or on)
    span = [first + timedelta(days=n) for n in range(max((until - first).days, 0))]
    orders = order_of_each_day(row.enrolment_id, [*span, row.last_day])
    order = orders.get(row.last_day)
    trail.read("treatment.transfer-read", by=scope, at=at, person_ids=[row.person_id], purpose="transfer")
    return Summary(
        offer=line,
        name=row.person.full_name,
        birth=PartialDate.of(row.person.born_on, row.person.born_precision),
        medicine=row.enrolment.medicine,
        enrolled_on=row.enrolment.enrolled_on,
        last_dose=None if last is None else _dose(last),
        last_given_at=None if last is None else last.outcome.happened_at,
        bottles_left=sum(one.dose_on > on for one in recent),
        highest_mg=max((one.dose_mg for one in recent), default=None),
        ordered_mg=None if order is None else order.dose_mg,
        missed=sum(day in orders and day not in days for day in span),
        doses=tuple(_dose(one) for one in recent),
        alerts=tuple(
            CareAlert.objects.filter(enrolment=row.enrolment_id, retired_at__isnull=True).values_list(
                "text", flat=True
            )
        ),
        tests=tuple(
            DrugTest.objects.filter(enrolment=row.enrolment_id, retired_at__isnull=True)
            .order_by("-taken_on")
            .values_list("taken_on", flat=True)[:5]
        ),
    )


def elsewhere(place_id: UUID, *, scope: Scope, on: date) -> list[Elsewhere]:
    """Patients of other clinics who are dosed here, and our own who are dosed elsewhere, from that day on.

    Raises NotFound outside the places of the scope.
    """
    _inside(place_id, scope)
    rows = (
        DosingPlace.objects.exclude(kind=DosingPlace.Kind.HOME)
        .filter(Q(organisation=place_id) | Q(enrolment__organisation=place_id))
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")))
        .select_related("person", "organisation", "enrolment__organisation")
        .order_by("valid_from", "person__sort_key")
    )
    return [
        Elsewhere(
            one.pk,
            one.enrolment_id,
            one.person.full_name,
            one.enrolment.card_number,
            one.organisation.name,
            one.enrolment.organisation.name,
            one.get_kind_display(),
            one.valid_from,
            one.valid_until,
            one.document_number,
        )
        for one in rows
    ]


DOSING: Final = ("substitution-clinic", "dispensing-site", "satellite-point")


def other_clinics(
    place_id: UUID, *, on: date, kinds: tuple[str, ...] = DOSING
) -> list[tuple[UUID, str, str]]:
    """The places that dose, without this one, as (id, name, kind of permission): our points first."""
    found = (
        Organisation.objects.filter(kind__in=kinds)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
        .exclude(pk=place_id)
        .order_by("name")
    )
    listed = [
        (one.pk, one.name, DosingPlace.Kind.POINT if one.parent_id == place_id else DosingPlace.Kind.GUEST)
        for one in found
    ]
    return sorted(listed, key=lambda one: one[2] != DosingPlace.Kind.POINT)


def _row(offer_id: UUID, place_id: UUID, scope: Scope) -> Any:
    _inside(place_id, scope)
    one = (
        TransferOffer.objects.filter(Q(enrolment__organisation=place_id) | Q(to_organisation=place_id))
        .select_related("person", "enrolment__organisation", "to_organisation", "answer")
        .filter(pk=offer_id)
        .first()
    )
    if one is None:
        raise NotFound(Problem("no-such-offer", _("There is no such offer."), "offer_id"))
    return one


def _inside(place_id: UUID, scope: Scope) -> None:
    if not scope.everywhere(CARE) and place_id not in scope.organisation_ids(CARE):
        raise NotFound(Problem("no-such-facility", "", "place_id"))


def _line(one: Any, place_id: UUID) -> OfferLine:
    answer = getattr(one, "answer", None)
    is_out = one.enrolment.organisation_id == place_id
    state = answer.kind if answer is not None else "withdrawn" if one.retired_at else "open"
    return OfferLine(
        id=one.pk,
        enrolment_id=one.enrolment_id,
        name=one.person.full_name if is_out or state == "taken" else mask(one.person.full_name),
        from_name=one.enrolment.organisation.name,
        to_name=one.to_organisation.name,
        is_out=is_out,
        last_day=one.last_day,
        number=one.number,
        reason=one.reason,
        state=state,
        taken_enrolment_id=None if answer is None else answer.enrolment_id,
        answered_at=None if answer is None else answer.happened_at,
        answer_reason="" if answer is None else answer.reason,
    )


def _dose(one: Any) -> GivenDose:
    return GivenDose(one.dose_on, one.dose_mg, one.volume_units, one.outcome.get_kind_display())
