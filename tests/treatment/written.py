"""A patient about whom there is a row in every table of the room, written by the people who would write it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from hoanhap.kit.keys import new_id
from hoanhap.treatment.models import (
    DoseOutcome,
    Enrolment,
    SignalEvidence,
    SignalReview,
    TransferAnswer,
    TransferOffer,
)
from hoanhap.treatment.operations import (
    bottles,
    cards,
    care,
    dosing,
    line,
    missing,
    notes,
    paper,
    recognising,
    withholding,
)
from tests.treatment.counter import DOT, Counter


def by_the_doctor(counter: Counter, row: Any, mark: str = "") -> dict[str, Any]:
    """A line in each register of the doctor, by the name of the register in addresses."""
    given: dict[str, Any] = {
        "enrolment_id": row.pk,
        "scope": counter.scope(counter.doctor),
        "at": timezone.now(),
    }
    on = counter.today
    return {
        "test": notes.record_test(
            taken_on=on,
            why="routine",
            tested=["opioids", "cannabis"],
            positive=["opioids"],
            was_observed=True,
            note=f"vạch mờ{mark}",
            **given,
        ),
        "note": notes.record_note(written_on=on, kind="visit", text=f"ngủ tốt{mark}", **given),
        "side-effect": notes.record_side_effect(
            noticed_on=on, kind="constipation", severity="mild", what_was_done=f"uống nước{mark}", **given
        ),
        "interaction": notes.record_interaction(
            medicine=f"Rifampicin{mark}", effect="lowers", from_on=on, **given
        ),
        "alert": notes.raise_alert(text=f"tay run{mark}", **given),
        "hiv": notes.record_hiv(known_on=on, status="positive", on_treatment_since=on, **given),
    }


def everything(counter: Counter) -> Enrolment:
    """The patient: dosed and vomited, bottles out and back, withheld, looked for, doubted, on hold, offered elsewhere."""
    row: Enrolment = counter.patient()
    order = row.orders.get()
    nurse, doctor = counter.scope(), counter.scope(counter.doctor)
    here: dict[str, Any] = {"enrolment_id": row.pk, "organisation_id": counter.clinic.pk}
    now, today = timezone.now(), counter.today
    by_the_doctor(counter, row)
    counter.allow_home(row)
    line.take_ticket(**here, scope=nurse, at=now)
    cards.issue(enrolment_id=row.pk, scope=nurse, at=now)
    recognising.add_photo(**here, content=DOT, scope=nurse, at=now)
    recognising.check_identity(**here, face="photo", scope=nurse, at=now)
    missing.record_contact(
        **here, dose_on=today - timedelta(days=1), way="phone", result="comes", scope=nurse, at=now
    )
    dose = paper.type_in(
        order_id=order.pk,
        window_id=counter.where["window"],
        lot_id=counter.lot.pk,
        dose_mg=order.dose_mg,
        volume_units=order.dose_mg / 10,
        paper_number="0001",
        happened_at=now,
        request_id=uuid4(),
        scope=nurse,
        at=now,
    ).dose
    dosing.vomited(dose_id=dose.pk, happened_at=now, was_seen=True, scope=nurse, at=timezone.now())
    bottle = counter.pour(order, dose_on=today + timedelta(days=1))
    bottles.hand_out(dose_id=bottle.pk, organisation_id=counter.clinic.pk, scope=nurse, at=timezone.now())
    bottles.take_back(
        **here, bottles={bottle.pk: ("empty", None)}, visit=uuid4(), scope=nurse, at=timezone.now()
    )
    doubted = counter.pour(order, dose_on=today + timedelta(days=2))
    dosing.doubt(dose_id=doubted.pk, note="mất điện", scope=nurse, at=timezone.now())
    dosing.settle(
        dose_id=doubted.pk,
        kind=DoseOutcome.Kind.VOIDED,
        reason="bấm nhầm",
        second_person=counter.keeper.pk,
        scope=nurse,
        at=timezone.now(),
    )
    tomorrow = timezone.now() + timedelta(days=1)
    withholding.withhold(**here, reason="ill", scope=nurse, at=tomorrow)
    care.hold(
        enrolment_id=row.pk,
        from_on=today + timedelta(days=5),
        reason="chờ khám",
        scope=doctor,
        at=timezone.now(),
    )
    _looked_at(counter, row)
    return row


def _looked_at(counter: Counter, row: Enrolment) -> None:
    """Rows that other pages write: a signal that was explained, an offer to another clinic that was not taken."""
    review = SignalReview.objects.create(
        organisation=counter.clinic,
        person_id=row.person_id,
        code="mau",
        subject="mau",
        evidence_hash="0" * 64,
        decision="explained",
        words="đã xem",
        recorded_by=counter.doctor.pk,
    )
    SignalEvidence.objects.create(
        review=review,
        person_id=row.person_id,
        kind="dose",
        fact=new_id(),
        happened_at=timezone.now(),
        words="mẫu",
    )
    offer = TransferOffer.objects.create(
        person_id=row.person_id,
        enrolment=row,
        to_organisation=counter.office(),
        last_day=counter.today,
        number="1/GC",
        reason="chuyển nhà",
        recorded_by=counter.doctor.pk,
    )
    TransferAnswer.objects.create(
        person_id=row.person_id,
        offer=offer,
        kind="refused",
        reason="không đủ chỗ",
        happened_at=timezone.now(),
        recorded_by=counter.doctor.pk,
    )
