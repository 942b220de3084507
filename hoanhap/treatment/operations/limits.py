"""Above what an order needs a second doctor: as the guideline of a day says, or as an official has set it since."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.text import clean
from hoanhap.medicine.queries.medicines import medicine, medicines
from hoanhap.treatment.models import DoseLimit
from hoanhap.treatment.operations.refusals import CareRefused
from hoanhap.treatment.queries.guideline import guidelines

RULES: Final = "treatment.rules"


@transaction.atomic
def load_limits() -> int:
    """Take the limits of the published guidelines over; how many were new.

    What an official has set stays: an edition of a file counts only from a day after everything known of the medicine.
    """
    made = 0
    for one in (code for code, found in medicines().items() if found.is_substitution):
        for edition in (found for found in guidelines() if found.substance == medicine(one).substance):
            known = _last(one)
            begins = edition.in_force.from_on
            if known is not None and known.valid_from >= begins:
                continue
            if known is not None:
                known.valid_until = begins
                known.save(update_fields=["valid_until"])
            said = edition.limits
            DoseLimit.objects.create(
                medicine=one,
                valid_from=begins,
                first_dose_mg=said.first_dose_mg,
                restart_after_days=said.restart_after_days,
                raise_factor=said.raise_factor,
                highest_mg=said.highest_mg,
                source=said.source,
                confidence=said.confidence,
            )
            made += 1
    return made


@transaction.atomic
def set_limit(
    *,
    medicine_code: str,
    valid_from: date,
    first_dose_mg: Decimal,
    restart_after_days: int,
    raise_factor: Decimal,
    highest_mg: Decimal,
    document_number: str,
    scope: Scope,
    at: datetime,
) -> DoseLimit:
    """From a day on other limits hold, until the next are set. Orders that were written keep their own.

    Raises Forbidden, NotFound, CareRefused.
    """
    scope.require(RULES)
    code = medicine(medicine_code).code
    problems = []
    number = clean(document_number)
    if not number or len(number) > 60:
        words = _("Write the number of the document that sets these limits (at most 60 characters).")
        problems.append(Problem("no-document", words, "document_number"))
    if valid_from < local_day(at):
        words = _("Limits are set for today or later: orders of earlier days were judged already.")
        problems.append(Problem("in-the-past", words, "valid_from"))
    if not 0 < first_dose_mg <= highest_mg:
        words = _("The first dose is more than 0 mg and not above the highest dose.")
        problems.append(Problem("not-a-limit", words, "first_dose_mg"))
    if raise_factor <= 1:
        problems.append(Problem("not-a-limit", _("The factor is more than 1."), "raise_factor"))
    if restart_after_days < 1:
        problems.append(Problem("not-a-limit", _("Write at least one day."), "restart_after_days"))
    last = _last(code)
    if last is not None and last.valid_from >= valid_from:
        words = _("Other limits already begin on this day or later. Choose a later day.")
        problems.append(Problem("limits-already", words, "valid_from"))
    if problems:
        raise CareRefused(*problems)
    with trail.because(by=scope, reason=number):
        if last is not None:
            last.valid_until = valid_from
            last.save(update_fields=["valid_until"])
    row = DoseLimit.objects.create(
        medicine=code,
        valid_from=valid_from,
        first_dose_mg=first_dose_mg,
        restart_after_days=restart_after_days,
        raise_factor=raise_factor,
        highest_mg=highest_mg,
        source=number,
        confidence="high",
        document_number=number,
        recorded_by=scope.account_id,
    )
    trail.record("treatment.limits-set", by=scope, at=at, subject=row, reason=number, medicine=code)
    return row


@transaction.atomic
def withdraw_limit(*, limit_id: UUID, reason: str, scope: Scope, at: datetime) -> DoseLimit:
    """Limits of a later day never come to hold; those before go on. To correct them: withdraw, and set them again.

    Only what an official set last, and before its first day: afterwards orders were judged by it. The row stays, with no
    day on which it holds. Raises Forbidden, NotFound, CareRefused.
    """
    scope.require(RULES)
    row = DoseLimit.objects.select_for_update().filter(pk=limit_id).exclude(document_number="").first()
    if row is None or row.valid_until == row.valid_from:
        raise NotFound(Problem("no-such-limits", _("There are no such limits."), "limit_id"))
    why = clean(reason)[:300]
    if not why:
        raise CareRefused(Problem("missing", _("Fill in this field."), "reason"))
    if row.valid_from <= local_day(at):
        words = _("These limits hold already: orders were judged by them. Set others from a later day.")
        raise CareRefused(Problem("holds-already", words))
    last = _last(row.medicine)
    if last is None or last.pk != row.pk:
        words = _("Other limits were set after these. Withdraw those first.")
        raise CareRefused(Problem("not-the-last", words))
    before = DoseLimit.objects.select_for_update().filter(medicine=row.medicine, valid_until=row.valid_from)
    with trail.because(by=scope, reason=why):
        row.valid_until = row.valid_from
        row.save(update_fields=["valid_until"])
        for one in before.filter(valid_from__lt=row.valid_from):
            one.valid_until = None
            one.save(update_fields=["valid_until"])
    trail.record(
        "treatment.limits-withdrawn", by=scope, at=at, subject=row, reason=why, medicine=row.medicine
    )
    return row


def _last(medicine_code: str) -> DoseLimit | None:
    """The limits of a medicine that hold last, locked; what was withdrawn holds on no day."""
    return (
        DoseLimit.objects.select_for_update()
        .filter(medicine=medicine_code)
        .exclude(valid_until=F("valid_from"))
        .order_by("-valid_from")
        .first()
    )
