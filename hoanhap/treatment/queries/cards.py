"""Cards of a patient, and what a scanned card means at a place."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.queries.names import names_of
from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.treatment.models import DosingPlace, Enrolment, PatientCard
from hoanhap.treatment.queries.line import DOSE, Meant
from hoanhap.treatment.queries.window import in_force
from hoanhap.treatment.rules.cards import grouped, is_whole

CARE: Final = "treatment.care"


@dataclass(frozen=True)
class Card:
    """One card; `withdrawn_on` is empty for the one in use."""

    id: UUID
    token: str
    digits: str
    issued_on: date
    issued_by: str
    withdrawn_on: date | None
    withdrawn_by: str
    reason: str


@dataclass(frozen=True)
class Cards:
    """Every card that a patient ever had, the latest first."""

    enrolment_id: UUID
    name: str
    card_number: str
    is_own: bool
    is_treated: bool
    in_use: Card | None
    earlier: tuple[Card, ...]


@dataclass(frozen=True)
class Scanned:
    """What a scanned card means here: one patient, or why nobody is opened."""

    meant: Meant | None = None
    refused: Words = ""


def cards(place_id: UUID, enrolment_id: UUID, *, scope: Scope, on: date, at: datetime) -> Cards:
    """The cards of a patient of this place. The read is logged. Raises Forbidden, NotFound."""
    scope.require(CARE)
    row = (
        Enrolment.objects.visible_to(scope, CARE)
        .select_related("person")
        .filter(pk=enrolment_id, organisation=place_id)
        .first()
    )
    if row is None:
        raise NotFound(Problem("no-such-enrolment", _("There is no such patient."), "enrolment_id"))
    trail.read("treatment.cards-read", by=scope, at=at, person_ids=[row.person_id], purpose="care")
    rows = list(row.cards.order_by("-recorded_at", "-pk"))
    keys = {key for one in rows for key in (one.recorded_by, one.retired_by) if key is not None}
    names = names_of(keys)
    found = [_card(one, names) for one in rows]
    return Cards(
        enrolment_id=row.pk,
        name=row.person.full_name,
        card_number=row.card_number,
        is_own=row.organisation_id in scope.organisation_ids(DOSE),
        is_treated=row.ended_on is None or on < row.ended_on,
        in_use=next((one for one in found if one.withdrawn_on is None), None),
        earlier=tuple(one for one in found if one.withdrawn_on is not None),
    )


def _card(one: PatientCard, names: dict[UUID, str]) -> Card:
    return Card(
        id=one.pk,
        token=one.token,
        digits=grouped(one.token),
        issued_on=one.issued_on,
        issued_by=names.get(one.recorded_by, ""),
        withdrawn_on=None if one.retired_at is None else local_day(one.retired_at),
        withdrawn_by="" if one.retired_by is None else names.get(one.retired_by, ""),
        reason=one.retired_reason,
    )


def scanned(place_id: UUID, token: str, *, scope: Scope, at: datetime) -> Scanned:
    """Whom a card means at a place, or the words why it opens nobody. Nothing is said of patients of other places.

    Raises Forbidden, NotFound.
    """
    scope.require(DOSE)
    if not scope.everywhere(DOSE) and place_id not in scope.organisation_ids(DOSE):
        raise NotFound(Problem("no-such-facility", "", "place_id"))
    if not is_whole(token):
        return Scanned(
            refused=_("The number of the card was not read whole. Scan it again, or type it anew.")
        )
    here = DosingPlace.objects.filter(in_force(local_day(at)), organisation=place_id).values("enrolment")
    known = (
        PatientCard.objects.visible_to(scope, DOSE)
        .filter(Q(enrolment__in=here) | Q(enrolment__organisation=place_id), token=token)
        .select_related("enrolment__person")
        .first()
    )
    if known is None:
        return Scanned(
            refused=_(
                "This card is of nobody who is dosed here today. "
                "Whoever is treated elsewhere needs a permission to be dosed here."
            )
        )
    row = known.enrolment
    if known.retired_at is not None:
        words = _(
            "This card was withdrawn on %(day)s (%(reason)s). Keep it, ask for the new card, "
            "and look with care at who stands there."
        ) % {"day": f"{local_day(known.retired_at):%d/%m/%Y}", "reason": known.retired_reason}
        return Scanned(refused=words)
    if not DosingPlace.objects.filter(in_force(local_day(at)), organisation=place_id, enrolment=row).exists():
        return Scanned(
            refused=_(
                "The person of this card is not dosed here today: the treatment has ended or goes on at another place."
            )
        )
    return Scanned(Meant(row.pk, row.person.full_name, row.card_number, row.medicine))
