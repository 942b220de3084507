"""The infirmary's notes and the medicine that was given."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.rules.drafts import StepDraft
from hoanhap.residence.models import InfirmaryNote, MedicineUse
from hoanhap.residence.operations.case import tell
from hoanhap.residence.operations.reach import HEALTH, held_stay, noted, within
from hoanhap.residence.operations.refusals import asked, chosen, fitting, not_ahead, refused

PLACES = 4
MOST = Decimal(100_000)


@transaction.atomic
def write_note(
    *, stay_id: UUID, kind: str, seen_on: date, note: str, seen_by: str, scope: Scope, at: datetime
) -> InfirmaryNote:
    """Somebody was seen in the infirmary. Of a regular check the case is told that it was made, and nothing else.

    Raises Forbidden, NotFound, ResidenceRefused.
    """
    stay = held_stay(stay_id, scope=scope, power=HEALTH, with_case=True)
    within(stay, not_ahead(seen_on, "seen_on", at), "seen_on")
    row = InfirmaryNote.objects.create(
        person_id=stay.person_id,
        stay=stay,
        kind=chosen(kind, InfirmaryNote.Kind.values, field="kind"),
        seen_on=seen_on,
        note=asked(note, field="note", longest=4000),
        seen_by=asked(seen_by, field="seen_by", longest=150),
        recorded_by=scope.account_id,
    )
    noted("infirmary-note-written", stay, row, scope=scope, at=at)
    if kind == InfirmaryNote.Kind.ROUTINE:
        tell(stay, StepDraft("health-check", seen_on), scope=scope, at=at, power=HEALTH)
    return row


@transaction.atomic
def give_medicine(
    *,
    stay_id: UUID,
    medicine: str,
    lot: str = "",
    quantity: Decimal,
    measure: str,
    given_on: date,
    given_by: str,
    scope: Scope,
    at: datetime,
) -> MedicineUse:
    """Medicine was given to a resident, in an exact amount. Raises Forbidden, NotFound, ResidenceRefused."""
    stay = held_stay(stay_id, scope=scope, power=HEALTH)
    within(stay, not_ahead(given_on, "given_on", at), "given_on")
    if not quantity.is_finite() or not 0 < quantity <= MOST:
        raise refused("quantity", _("Write how much was given: a number above 0."), "quantity")
    if quantity != quantity.quantize(Decimal(1).scaleb(-PLACES)):
        raise refused(
            "too-many-places",
            _("Write at most %(places)s digits after the comma."),
            "quantity",
            places=PLACES,
        )
    row = MedicineUse.objects.create(
        person_id=stay.person_id,
        stay=stay,
        medicine=asked(medicine, field="medicine", longest=150),
        lot=fitting(lot, field="lot", longest=60),
        quantity=quantity,
        measure=chosen(measure, MedicineUse.Measure.values, field="measure"),
        given_on=given_on,
        given_by=asked(given_by, field="given_by", longest=150),
        recorded_by=scope.account_id,
    )
    noted("medicine-given", stay, row, scope=scope, at=at)
    return row
