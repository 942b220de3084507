"""The doctor's side: who is treated, where they may be dosed, what they are ordered, when nothing may be given."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Episode
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.text import clean
from hoanhap.medicine.operations.incidents import CLINICS
from hoanhap.medicine.operations.stock import in_words
from hoanhap.places.models import Organisation
from hoanhap.treatment.models import DoseOrder, DosingPlace, Enrolment, Hold, TakeHomeGrant
from hoanhap.treatment.operations.case import tell_case
from hoanhap.treatment.operations.refusals import CARE, CareRefused
from hoanhap.treatment.queries.admission import not_yet
from hoanhap.treatment.queries.guideline import absence_rule

ORDER: Final = "treatment.order"


def clinic_of(organisation_id: UUID, *, scope: Scope, power: str) -> Organisation:
    scope.require(power)
    found = Organisation.objects.filter(pk=organisation_id, kind__in=CLINICS).first()
    if found is None or not scope.reaches_organisation(power, found.pk, found.unit_id):
        raise NotFound(Problem("no-such-facility", _("There is no such clinic."), "organisation_id"))
    return found


def held_enrolment(enrolment_id: UUID, *, scope: Scope, power: str = ORDER) -> Enrolment:
    """The enrolment, locked, for who has the power in its clinic. Raises Forbidden, NotFound."""
    scope.require(power)
    row = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(pk=enrolment_id)
        .first()
    )
    if row is None or not scope.reaches_organisation(power, row.organisation_id, row.organisation.unit_id):
        raise NotFound(Problem("no-such-enrolment", _("There is no such patient."), "enrolment_id"))
    return row


def words_of(text: str, field: str, longest: int = 300) -> str:
    kept = clean(text)
    if not kept:
        raise CareRefused(Problem("missing", _("Fill in this field."), field))
    if len(kept) > longest:
        words = _("This text is too long (at most %(longest)s characters). Shorten it.")
        raise CareRefused(Problem("too-long", words, field, {"longest": longest}))
    return kept


def _told(
    what: str, enrolment: Enrolment, subject: models.Model, scope: Scope, at: datetime, **more: Any
) -> None:
    trail.record(
        f"treatment.{what}",
        by=scope,
        at=at,
        person_id=enrolment.person_id,
        subject=subject,
        unit_id=enrolment.organisation.unit_id,
        **more,
    )


@transaction.atomic
def enrol(
    *,
    episode_id: UUID,
    organisation_id: UUID,
    medicine: str,
    card_number: str,
    enrolled_on: date,
    scope: Scope,
    at: datetime,
) -> Enrolment:
    """Somebody with a decided substitution episode is taken on by the clinic that appraised and accepted them.

    Raises Forbidden, NotFound, CareRefused.
    """
    clinic = clinic_of(organisation_id, scope=scope, power=ORDER)
    episode = (
        Episode.objects.select_for_update(of=("self",))
        .filter(pk=episode_id, kind=Episode.Kind.SUBSTITUTION, facility=clinic)
        .first()
    )
    if episode is None:
        raise NotFound(Problem("no-such-episode", _("There is no such episode."), "episode_id"))
    if enrolled_on < episode.opened_on or (episode.closed_on and enrolled_on >= episode.closed_on):
        words = _("The day lies outside the episode of substitution treatment. Check the date.")
        raise CareRefused(Problem("outside-the-episode", words, "enrolled_on"))
    if missing := not_yet(episode, clinic.pk, on=enrolled_on):
        raise CareRefused(*missing)
    with in_words(CARE, CareRefused):
        row = Enrolment.objects.create(
            person_id=episode.person_id,
            episode=episode,
            organisation=clinic,
            unit_id=episode.unit_id,
            medicine=medicine,
            card_number=words_of(card_number, "card_number", 30),
            enrolled_on=enrolled_on,
            recorded_by=scope.account_id,
        )
        DosingPlace.objects.create(
            person_id=row.person_id,
            enrolment=row,
            organisation=clinic,
            kind=DosingPlace.Kind.HOME,
            valid_from=enrolled_on,
            recorded_by=scope.account_id,
        )
    _told("patient-enrolled", row, row, scope, at)
    return row


@transaction.atomic
def allow_elsewhere(
    *,
    enrolment_id: UUID,
    organisation_id: UUID,
    kind: str,
    from_on: date,
    until: date | None,
    document_number: str,
    scope: Scope,
    at: datetime,
) -> DosingPlace:
    """From a day until another (not counted) the person is dosed at that place, and only there.

    The place before ends on that day and holds again after. Raises Forbidden, NotFound, CareRefused.
    """
    row = held_enrolment(enrolment_id, scope=scope)
    place = Organisation.objects.filter(pk=organisation_id, kind__in=CLINICS).first()
    if place is None:
        raise NotFound(Problem("no-such-facility", _("There is no such clinic."), "organisation_id"))
    if kind not in (DosingPlace.Kind.GUEST, DosingPlace.Kind.POINT) or (
        until is not None and until <= from_on
    ):
        raise CareRefused(
            Problem("not-on-the-list", _("Choose a place and days that follow one another."), "kind")
        )
    before = row.places.filter(valid_from__lte=from_on).order_by("-valid_from").first()
    if before is None or (before.valid_until is not None and before.valid_until <= from_on):
        raise CareRefused(
            Problem("not-enrolled", _("The person is not in treatment on that day."), "from_on")
        )
    later = before.valid_until
    with in_words(CARE, CareRefused), trail.because(by=scope, reason=document_number):
        before.valid_until = from_on
        before.save(update_fields=["valid_until"])
        made = DosingPlace.objects.create(
            person_id=row.person_id,
            enrolment=row,
            organisation=place,
            kind=kind,
            valid_from=from_on,
            valid_until=until,
            document_number=words_of(document_number, "document_number", 60),
            recorded_by=scope.account_id,
        )
        if until is not None and (later is None or until < later):
            DosingPlace.objects.create(
                person_id=row.person_id,
                enrolment=row,
                organisation_id=before.organisation_id,
                kind=before.kind,
                valid_from=until,
                valid_until=later,
                document_number=before.document_number,
                recorded_by=scope.account_id,
            )
    _told("dosing-place-allowed", row, made, scope, at)
    return made


@transaction.atomic
def order_dose(
    *,
    enrolment_id: UUID,
    kind: str,
    dose_mg: Decimal,
    valid_from: date,
    valid_until: date,
    note: str = "",
    replaces_running: bool = True,
    scope: Scope,
    at: datetime,
) -> DoseOrder:
    """A doctor orders a dose. A running order ends where this one begins, unless this is a single dose.

    Whether a second signature is needed is said by the database (`needs_second`). Raises Forbidden, NotFound, CareRefused.
    """
    row = held_enrolment(enrolment_id, scope=scope)
    if kind not in DoseOrder.Kind.values:
        raise CareRefused(Problem("not-on-the-list", _("Choose one from the list."), "kind"))
    if not dose_mg.is_finite() or dose_mg >= 100_000:
        raise CareRefused(CARE["dose_order_of_some_dose"])
    if kind != DoseOrder.Kind.SINGLE and replaces_running:
        running = row.orders.exclude(kind=DoseOrder.Kind.SINGLE).filter(
            valid_until__gt=valid_from, stopped_on__isnull=True
        )
        with trail.because(by=scope, reason=kind):
            for one in running.select_for_update(of=("self",)):
                one.stopped_on = max(valid_from, one.valid_from)
                one.stop_reason = "—"
                one.save(update_fields=["stopped_on", "stop_reason"])
    with in_words(CARE, CareRefused):
        order = DoseOrder.objects.create(
            person_id=row.person_id,
            enrolment=row,
            kind=kind,
            dose_mg=dose_mg,
            valid_from=valid_from,
            valid_until=valid_until,
            note=clean(note)[:500],
            recorded_by=scope.account_id,
        )
    order.refresh_from_db(fields=["needs_second"])
    _told("dose-ordered", row, order, scope, at)
    tell_case(row, scope=scope, at=at)
    return order


@transaction.atomic
def sign_order(*, order_id: UUID, scope: Scope, at: datetime) -> DoseOrder:
    """A second doctor signs an order that needs it. Raises Forbidden, NotFound, CareRefused."""
    order = _order(order_id, scope=scope)
    if not order.needs_second or order.second_signed_at is not None:
        raise CareRefused(Problem("nothing-to-sign", _("This order needs no further signature.")))
    with in_words(CARE, CareRefused), trail.because(by=scope, reason=order.kind):
        order.second_person, order.second_signed_at = scope.account_id, at
        order.save(update_fields=["second_person", "second_signed_at"])
    _told("order-signed", order.enrolment, order, scope, at)
    return order


@transaction.atomic
def stop_order(*, order_id: UUID, on: date, reason: str, scope: Scope, at: datetime) -> DoseOrder:
    """From that day on the order holds no more. Raises Forbidden, NotFound, CareRefused."""
    order = _order(order_id, scope=scope)
    if order.stopped_on is not None:
        raise CareRefused(Problem("stopped-already", _("This order was stopped already.")))
    with in_words(CARE, CareRefused), trail.because(by=scope, reason=reason):
        order.stopped_on, order.stop_reason = max(on, order.valid_from), words_of(reason, "reason")
        order.save(update_fields=["stopped_on", "stop_reason"])
    _told("order-stopped", order.enrolment, order, scope, at, reason=order.stop_reason)
    return order


def _order(order_id: UUID, *, scope: Scope) -> DoseOrder:
    scope.require(ORDER)
    order = DoseOrder.objects.select_related("enrolment").filter(pk=order_id).first()
    if order is None:
        raise NotFound(Problem("no-such-order", _("There is no such order."), "order_id"))
    order.enrolment = held_enrolment(order.enrolment_id, scope=scope)
    return (
        DoseOrder.objects.select_for_update(of=("self",))
        .select_related("enrolment__organisation")
        .get(pk=order_id)
    )


@transaction.atomic
def hold(*, enrolment_id: UUID, from_on: date, reason: str, scope: Scope, at: datetime) -> Hold:
    """No dose from that day on until the hold is lifted. Raises Forbidden, NotFound, CareRefused."""
    row = held_enrolment(enrolment_id, scope=scope)
    made = Hold.objects.create(
        person_id=row.person_id,
        enrolment=row,
        valid_from=from_on,
        reason=words_of(reason, "reason"),
        recorded_by=scope.account_id,
    )
    _told("doses-held", row, made, scope, at, reason=made.reason)
    return made


@transaction.atomic
def lift_hold(*, hold_id: UUID, on: date, reason: str, scope: Scope, at: datetime) -> Hold:
    """From that day on doses are given again. Raises Forbidden, NotFound, CareRefused."""
    scope.require(ORDER)
    found = Hold.objects.filter(pk=hold_id, valid_until__isnull=True).first()
    if found is None:
        raise NotFound(Problem("no-such-hold", _("There is no such hold."), "hold_id"))
    row = held_enrolment(found.enrolment_id, scope=scope)
    with trail.because(by=scope, reason=reason):
        found.valid_until, found.released_reason = max(on, found.valid_from), words_of(reason, "reason")
        found.save(update_fields=["valid_until", "released_reason"])
    _told("hold-lifted", row, found, scope, at, reason=found.released_reason)
    return found


@transaction.atomic
def grant_take_home(
    *,
    enrolment_id: UUID,
    days_at_a_time: int,
    valid_from: date,
    valid_until: date,
    conditions: str,
    scope: Scope,
    at: datetime,
) -> TakeHomeGrant:
    """A doctor allows doses to be taken home. Raises Forbidden, NotFound, CareRefused."""
    row = held_enrolment(enrolment_id, scope=scope)
    if not 1 <= days_at_a_time <= 30 or valid_until <= valid_from:
        raise CareRefused(Problem("no-days", _("Write how many days at a time: 1 to 30."), "days_at_a_time"))
    with in_words(CARE, CareRefused):
        made = TakeHomeGrant.objects.create(
            person_id=row.person_id,
            enrolment=row,
            days_at_a_time=days_at_a_time,
            valid_from=valid_from,
            valid_until=valid_until,
            conditions=words_of(conditions, "conditions", 1000),
            recorded_by=scope.account_id,
        )
    _told("take-home-granted", row, made, scope, at)
    return made


@transaction.atomic
def revoke_take_home(*, grant_id: UUID, on: date, reason: str, scope: Scope, at: datetime) -> TakeHomeGrant:
    """From that day on nothing is taken home any more. Raises Forbidden, NotFound, CareRefused."""
    scope.require(ORDER)
    found = TakeHomeGrant.objects.filter(pk=grant_id, revoked_on__isnull=True).first()
    if found is None:
        raise NotFound(Problem("no-such-grant", _("There is no such permission."), "grant_id"))
    row = held_enrolment(found.enrolment_id, scope=scope)
    with trail.because(by=scope, reason=reason):
        found.revoked_on, found.revoke_reason = max(on, found.valid_from), words_of(reason, "reason")
        found.save(update_fields=["revoked_on", "revoke_reason"])
    _told("take-home-revoked", row, found, scope, at, reason=found.revoke_reason)
    return found


@transaction.atomic
def end_enrolment(
    *,
    enrolment_id: UUID,
    on: date,
    ended_as: str,
    reason: str = "",
    ground: str = "",
    second_person: UUID | None = None,
    scope: Scope,
    at: datetime,
) -> Enrolment:
    """From the day after `on` nothing is given any more here; the case is told. Raises Forbidden, NotFound, CareRefused.

    `ground`: one of the grounds of the rule in force (`definitions/treatment/absence.*`), where the clinic ends it.
    """
    row = held_enrolment(enrolment_id, scope=scope)
    if row.ended_on is not None:
        raise CareRefused(Problem("ended-already", _("This treatment has ended already.")))
    if ended_as not in Enrolment.Ended.values:
        raise CareRefused(Problem("not-on-the-list", _("Choose one from the list."), "ended_as"))
    known = {one.code for one in absence_rule(on).expulsion.grounds}
    if (ended_as == Enrolment.Ended.EXPELLED) != (ground in known):
        words = _("Choose the ground on which the clinic ends the treatment.")
        raise CareRefused(Problem("not-on-the-list", words, "ground"))
    after = on + timedelta(days=1)
    with in_words(CARE, CareRefused), trail.because(by=scope, reason=reason or ended_as):
        row.ended_on, row.ended_as, row.end_reason = after, ended_as, clean(reason)[:500]
        row.ended_by, row.end_second_person, row.end_ground = scope.account_id, second_person, ground
        row.save()
        for place in row.places.filter(models.Q(valid_until__isnull=True) | models.Q(valid_until__gt=after)):
            place.valid_until = max(after, place.valid_from)
            place.save(update_fields=["valid_until"])
        for order in row.orders.filter(stopped_on__isnull=True, valid_until__gt=after):
            order.stopped_on, order.stop_reason = max(after, order.valid_from), ended_as
            order.save(update_fields=["stopped_on", "stop_reason"])
    _told("enrolment-ended", row, row, scope, at, reason=row.end_reason, ended_as=ended_as)
    tell_case(row, scope=scope, at=at)
    return row
