"""The numbered paper backup: what was given while the program could not be reached is typed in before the close."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import Problem
from hoanhap.kit.text import clean
from hoanhap.medicine.operations.stock import in_words
from hoanhap.treatment.models import DoseOutcome, PaperDose
from hoanhap.treatment.operations import dosing
from hoanhap.treatment.operations.refusals import DOSING, DoseRefused

LONGEST_NUMBER = 30


@transaction.atomic
def type_in(
    *,
    order_id: UUID,
    window_id: UUID,
    lot_id: UUID,
    dose_mg: Decimal,
    volume_units: Decimal,
    paper_number: str,
    happened_at: datetime,
    request_id: UUID,
    scope: Scope,
    at: datetime,
) -> PaperDose:
    """A witnessed dose as the paper says it, with its number and true time. The same `request_id` again writes nothing.

    What the window refuses is refused here too: then the sheet and the program disagree, and that is looked into, not
    typed away. After the close of that day nothing is typed in any more. Raises Forbidden, NotFound, DoseRefused,
    StockRefused, NotEnoughStock.
    """
    number = clean(paper_number)
    if not number or len(number) > LONGEST_NUMBER:
        words = _("Write the number that is printed beside the line on the sheet.")
        raise DoseRefused(Problem("missing", words, "paper_number"))
    dose = dosing.pour(
        order_id=order_id,
        window_id=window_id,
        lot_id=lot_id,
        dose_mg=dose_mg,
        volume_units=volume_units,
        request_id=uuid5(request_id, "paper"),
        happened_at=happened_at,
        scope=scope,
        at=at,
    )
    known = PaperDose.objects.filter(dose=dose).first()
    if known is not None:
        return known
    dosing.settle(dose_id=dose.pk, kind=DoseOutcome.Kind.GIVEN, happened_at=happened_at, scope=scope, at=at)
    row = PaperDose(
        person_id=dose.person_id,
        dose=dose,
        enrolment_id=dose.enrolment_id,
        organisation_id=dose.organisation_id,
        paper_number=number,
        recorded_by=scope.account_id,
    )
    with in_words(DOSING, DoseRefused):
        row.save(force_insert=True)
    trail.record(
        "treatment.dose-typed-in",
        by=scope,
        at=at,
        person_id=dose.person_id,
        subject=row,
        unit_id=dose.organisation.unit_id,
    )
    return row
