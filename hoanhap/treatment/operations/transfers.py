"""From one clinic to another: offered, confirmed and taken over, or not. And the end of a permission to be dosed elsewhere.

A transfer ends the one enrolment and begins the other on the same day, in one transaction: nobody is dosed by both, and
nobody falls between. The other clinic reads what was given only once it has taken the patient.
"""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.operations.at_facility import take_in
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.text import clean
from hoanhap.medicine.operations.stock import in_words
from hoanhap.places.models import Organisation
from hoanhap.treatment.models import Dose, DosingPlace, Enrolment, TransferAnswer, TransferOffer
from hoanhap.treatment.operations.care import ORDER, clinic_of, held_enrolment, words_of
from hoanhap.treatment.operations.dosing import one_at_a_time
from hoanhap.treatment.operations.refusals import CARE, CareRefused

OFFERS: Final = {
    **CARE,
    "transfer_offer_one_at_a_time": Problem(
        "offered-already", _("This patient is offered to a clinic already. Withdraw that offer first.")
    ),
    "treatment_transferanswer_offer_id_key": Problem(
        "answered-already", _("This offer was answered already.")
    ),
}


@transaction.atomic
def offer(
    *,
    enrolment_id: UUID,
    to_organisation_id: UUID,
    last_day: date,
    number: str,
    reason: str,
    scope: Scope,
    at: datetime,
) -> TransferOffer:
    """Offer a patient to another clinic, with a transfer paper. Raises Forbidden, NotFound, CareRefused."""
    row = held_enrolment(enrolment_id, scope=scope)
    if row.ended_on is not None:
        raise CareRefused(Problem("ended-already", _("This treatment has ended already.")))
    place = Organisation.objects.filter(pk=to_organisation_id, kind="substitution-clinic").first()
    if place is None or place.pk == row.organisation_id:
        raise CareRefused(Problem("no-such-facility", _("Choose another clinic."), "to_organisation_id"))
    if last_day < local_day(at):
        raise CareRefused(Problem("in-the-past", _("The last day here is today or later."), "last_day"))
    with in_words(OFFERS, CareRefused):
        made = TransferOffer.objects.create(
            person_id=row.person_id,
            enrolment=row,
            to_organisation=place,
            last_day=last_day,
            number=words_of(number, "number", 60),
            reason=words_of(reason, "reason"),
            recorded_by=scope.account_id,
        )
    _told("transfer-offered", made, row, scope, at, made.reason)
    return made


@transaction.atomic
def withdraw_offer(*, offer_id: UUID, reason: str, scope: Scope, at: datetime) -> TransferOffer:
    """The patient stays. Raises Forbidden, NotFound, CareRefused."""
    made = _offer(offer_id, scope)
    row = held_enrolment(made.enrolment_id, scope=scope)
    why = words_of(reason, "reason")
    _unanswered(made)
    TransferOffer.objects.filter(pk=made.pk).update(
        retired_at=at, retired_by=scope.account_id, retired_reason=why
    )
    _told("transfer-withdrawn", made, row, scope, at, why)
    made.refresh_from_db()
    return made


@transaction.atomic
def refuse(*, offer_id: UUID, reason: str, scope: Scope, at: datetime) -> TransferAnswer:
    """The other clinic does not take the patient, who stays where they are. Raises Forbidden, NotFound, CareRefused."""
    made = _offered_to(offer_id, scope)
    _unanswered(made)
    answer = TransferAnswer.objects.create(
        person_id=made.person_id,
        offer=made,
        kind=TransferAnswer.Kind.REFUSED,
        reason=words_of(reason, "reason"),
        happened_at=at,
        recorded_by=scope.account_id,
    )
    TransferOffer.objects.filter(pk=made.pk).update(
        retired_at=at, retired_by=scope.account_id, retired_reason=answer.reason
    )
    _told("transfer-refused", answer, made.enrolment, scope, at, answer.reason)
    return answer


@transaction.atomic
def take_over(
    *,
    offer_id: UUID,
    card_number: str,
    enrolled_on: date,
    confirmed_with: str,
    scope: Scope,
    at: datetime,
) -> TransferAnswer:
    """The other clinic takes the patient from a day on; who at the first clinic confirmed the last dose is written down.

    Bottles that were handed out for that day or later must have come back first. Raises Forbidden, NotFound, CareRefused.
    """
    made = _offered_to(offer_id, scope)
    known = TransferAnswer.objects.filter(offer=made).first()
    if known is not None and known.kind == TransferAnswer.Kind.TAKEN:
        return known
    _unanswered(made)
    one_at_a_time(made.person_id)
    old = Enrolment.objects.select_for_update(of=("self",)).get(pk=made.enrolment_id)
    if old.ended_on is not None:
        raise CareRefused(Problem("ended-already", _("This treatment has ended already.")))
    if enrolled_on <= made.last_day:
        words = _("The first clinic doses until %(day)s. Begin after that day.")
        raise CareRefused(Problem("too-early", words, "enrolled_on", {"day": f"{made.last_day:%d/%m/%Y}"}))
    later = Dose.objects.filter(person=made.person_id, dose_on__gte=enrolled_on, retired_at__isnull=True)
    if later.exists():
        words = _(
            "Bottles for that day or later are still out. They are brought back to the first clinic first."
        )
        raise CareRefused(Problem("bottles-out", words, "enrolled_on"))
    _end(old, enrolled_on, made, scope)
    take_in(
        episode_id=old.episode_id,
        facility_id=made.to_organisation_id,
        scope=scope,
        at=at,
        reason=made.number,
        power=ORDER,
    )
    with in_words(OFFERS, CareRefused):
        new = Enrolment.objects.create(
            person_id=old.person_id,
            episode_id=old.episode_id,
            organisation_id=made.to_organisation_id,
            unit_id=old.unit_id,
            medicine=old.medicine,
            card_number=words_of(card_number, "card_number", 30),
            follows=old,
            enrolled_on=enrolled_on,
            recorded_by=scope.account_id,
        )
        DosingPlace.objects.create(
            person_id=old.person_id,
            enrolment=new,
            organisation_id=made.to_organisation_id,
            kind=DosingPlace.Kind.HOME,
            valid_from=enrolled_on,
            recorded_by=scope.account_id,
        )
        answer = TransferAnswer.objects.create(
            person_id=made.person_id,
            offer=made,
            kind=TransferAnswer.Kind.TAKEN,
            enrolment=new,
            confirmed_with=words_of(confirmed_with, "confirmed_with", 200),
            happened_at=at,
            recorded_by=scope.account_id,
        )
    _told("transfer-taken", answer, new, scope, at, made.number)
    return answer


def _end(old: Enrolment, on: date, made: TransferOffer, scope: Scope) -> None:
    """The first enrolment ends on the day on which the other begins: places and orders with it."""
    with in_words(OFFERS, CareRefused), trail.because(by=scope, reason=made.number):
        old.ended_on, old.ended_as = on, Enrolment.Ended.TRANSFERRED
        old.end_reason, old.ended_by = made.reason, made.recorded_by
        old.save(update_fields=["ended_on", "ended_as", "end_reason", "ended_by"])
        for place in old.places.filter(models.Q(valid_until__isnull=True) | models.Q(valid_until__gt=on)):
            place.valid_until = max(on, place.valid_from)
            place.save(update_fields=["valid_until"])
        for order in old.orders.filter(stopped_on__isnull=True, valid_until__gt=on):
            order.stopped_on, order.stop_reason = max(on, order.valid_from), made.number
            order.save(update_fields=["stopped_on", "stop_reason"])


@transaction.atomic
def end_elsewhere(
    *, enrolment_id: UUID, place_id: UUID, on: date, reason: str, scope: Scope, at: datetime
) -> None:
    """From a day on the person is dosed at the own clinic again, earlier than was written.

    `place_id` is the permission. Raises Forbidden, NotFound, CareRefused.
    """
    row = held_enrolment(enrolment_id, scope=scope)
    found = row.places.exclude(kind=DosingPlace.Kind.HOME).filter(pk=place_id).first()
    if found is None or (found.valid_until is not None and found.valid_until <= on):
        raise NotFound(Problem("no-such-place", _("There is no such permission."), "place_id"))
    why, begins = words_of(reason, "reason"), max(on, found.valid_from)
    with in_words(CARE, CareRefused), trail.because(by=scope, reason=why):
        ended = found.valid_until
        found.valid_until = begins
        found.save(update_fields=["valid_until"])
        after = None if ended is None else row.places.filter(valid_from=ended).first()
        if after is not None and after.kind == DosingPlace.Kind.HOME:
            after.valid_from = begins
            after.save(update_fields=["valid_from"])
        else:
            DosingPlace.objects.create(
                person_id=row.person_id,
                enrolment=row,
                organisation_id=row.organisation_id,
                kind=DosingPlace.Kind.HOME,
                valid_from=begins,
                valid_until=ended,
                recorded_by=scope.account_id,
            )
    _told("dosing-place-ended", found, row, scope, at, why)


def _offer(offer_id: UUID, scope: Scope) -> TransferOffer:
    scope.require(ORDER)
    made = (
        TransferOffer.objects.visible_to(scope, ORDER)
        .select_for_update(of=("self",))
        .select_related("enrolment__organisation", "to_organisation")
        .filter(pk=offer_id)
        .first()
    )
    if made is None:
        raise NotFound(Problem("no-such-offer", _("There is no such offer."), "offer_id"))
    return made


def _offered_to(offer_id: UUID, scope: Scope) -> TransferOffer:
    """The offer, for who orders in the clinic to which it was made."""
    made = _offer(offer_id, scope)
    clinic_of(made.to_organisation_id, scope=scope, power=ORDER)
    return made


def _unanswered(made: TransferOffer) -> None:
    if made.retired_at is not None:
        raise CareRefused(Problem("withdrawn", _("This offer was withdrawn or refused.")))
    if TransferAnswer.objects.filter(offer=made).exists():
        raise CareRefused(OFFERS["treatment_transferanswer_offer_id_key"])


def _told(what: str, subject: models.Model, row: Enrolment, scope: Scope, at: datetime, reason: str) -> None:
    trail.record(
        f"treatment.{what}",
        by=scope,
        at=at,
        person_id=row.person_id,
        subject=subject,
        unit_id=row.organisation.unit_id,
        reason=clean(reason)[:300],
    )
