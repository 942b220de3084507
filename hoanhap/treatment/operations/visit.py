"""One visit to the window in as few presses as it can be: recognised and poured, taken and out of the line."""

from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction

from hoanhap.access.scope import Scope
from hoanhap.treatment.models import Dose, DoseOutcome, PatientPhoto, Ticket
from hoanhap.treatment.operations import bottles, dosing, line, recognising

FACE_WITH_PHOTO: Final = "photo"
FACE_WITHOUT: Final = "paper"


@transaction.atomic
def recognise_and_pour(
    *,
    enrolment_id: UUID,
    organisation_id: UUID,
    order_id: UUID,
    window_id: UUID,
    lot_id: UUID,
    dose_mg: Decimal,
    volume_units: Decimal,
    request_id: UUID,
    question: str = "",
    replaces_id: UUID | None = None,
    second_person: UUID | None = None,
    scope: Scope,
    at: datetime,
) -> Dose:
    """Whoever pours says with the same press that the face and the answer are right.

    What is poured was shown on the screen (`dose_mg`, `volume_units`): had the order changed since, the database would
    refuse. The same `request_id` again returns the first dose and writes nothing. Raises Forbidden, NotFound, DoseRefused,
    StockRefused, NotEnoughStock.
    """
    row = recognising.patient_at(enrolment_id, organisation_id, scope=scope)
    dosing.one_at_a_time(row.person_id)
    known = Dose.objects.filter(pour_line__request_id=request_id, enrolment=row).first()
    if known is not None:
        return known
    check = recognising.check_identity(
        enrolment_id=enrolment_id,
        organisation_id=organisation_id,
        face=_face(enrolment_id),
        question=question,
        answer="right" if question else "none",
        second_person=second_person,
        scope=scope,
        at=at,
    )
    return dosing.pour(
        order_id=order_id,
        window_id=window_id,
        lot_id=lot_id,
        dose_mg=dose_mg,
        volume_units=volume_units,
        request_id=request_id,
        replaces_id=replaces_id,
        identity_check_id=check.pk,
        scope=scope,
        at=at,
    )


@transaction.atomic
def recognise_and_pour_to_take_home(
    *,
    enrolment_id: UUID,
    organisation_id: UUID,
    window_id: UUID,
    lot_id: UUID,
    days: int,
    request_id: UUID,
    question: str = "",
    second_person: UUID | None = None,
    scope: Scope,
    at: datetime,
) -> list[Dose]:
    """The same for bottles of the next days. Raises Forbidden, NotFound, DoseRefused, StockRefused, NotEnoughStock."""
    row = recognising.patient_at(enrolment_id, organisation_id, scope=scope)
    dosing.one_at_a_time(row.person_id)
    known = list(Dose.objects.filter(visit=request_id, enrolment=row).order_by("dose_on"))
    if known:
        return known
    check = recognising.check_identity(
        enrolment_id=enrolment_id,
        organisation_id=organisation_id,
        face=_face(enrolment_id),
        question=question,
        answer="right" if question else "none",
        second_person=second_person,
        scope=scope,
        at=at,
    )
    return bottles.pour_to_take_home(
        enrolment_id=enrolment_id,
        organisation_id=organisation_id,
        window_id=window_id,
        lot_id=lot_id,
        days=days,
        request_id=request_id,
        identity_check_id=check.pk,
        scope=scope,
        at=at,
    )


@transaction.atomic
def taken(*, dose_id: UUID, scope: Scope, at: datetime) -> DoseOutcome:
    """The dose was swallowed under watch, and the number of this person is done.

    Raises Forbidden, NotFound, DoseRefused, StockRefused.
    """
    outcome = dosing.settle(dose_id=dose_id, kind=DoseOutcome.Kind.GIVEN, scope=scope, at=at)
    line.finish_of(
        enrolment_id=outcome.dose.enrolment_id,
        organisation_id=outcome.dose.organisation_id,
        finished_as=Ticket.Finished.DOSED,
        scope=scope,
        at=at,
    )
    return outcome


@transaction.atomic
def not_that_person(
    *,
    enrolment_id: UUID,
    organisation_id: UUID,
    is_wrong_answer: bool,
    question: str = "",
    scope: Scope,
    at: datetime,
) -> None:
    """The face or the answer did not fit: nothing is poured, and from now on today a second person looks too.

    Raises Forbidden, NotFound, DoseRefused.
    """
    wrong = is_wrong_answer and question
    recognising.check_identity(
        enrolment_id=enrolment_id,
        organisation_id=organisation_id,
        face=_face(enrolment_id) if wrong else "differs",
        question=question if wrong else "",
        answer="wrong" if wrong else "none",
        scope=scope,
        at=at,
    )


def _face(enrolment_id: UUID) -> str:
    has_photo = PatientPhoto.objects.filter(enrolment=enrolment_id, retired_at__isnull=True).exists()
    return FACE_WITH_PHOTO if has_photo else FACE_WITHOUT
