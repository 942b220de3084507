"""A dose that is not given to somebody who came: nothing is poured, nothing moves, and a doctor decides what follows."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.text import clean
from hoanhap.medicine.operations.stock import in_words
from hoanhap.treatment.models import Dose, DoseOutcome, Ticket, Withholding
from hoanhap.treatment.operations import line
from hoanhap.treatment.operations.dosing import one_at_a_time
from hoanhap.treatment.operations.recognising import patient_at
from hoanhap.treatment.operations.refusals import DOSING, DoseRefused

ORDER: Final = "treatment.order"


@transaction.atomic
def withhold(
    *, enrolment_id: UUID, organisation_id: UUID, reason: str, note: str = "", scope: Scope, at: datetime
) -> Withholding:
    """Give nothing today. The same again returns what was written first. Raises Forbidden, NotFound, DoseRefused."""
    row = patient_at(enrolment_id, organisation_id, scope=scope)
    one_at_a_time(row.person_id)
    day = local_day(at)
    known = Withholding.objects.filter(enrolment=row, dose_on=day, retired_at__isnull=True).first()
    if known is not None:
        return known
    if reason not in Withholding.Reason.values:
        raise DoseRefused(Problem("not-on-the-list", _("Choose why the dose is not given."), "reason"))
    poured = Dose.objects.filter(person=row.person_id, dose_on=day, retired_at__isnull=True)
    if poured.filter(outcome__isnull=True).exists():
        words = _("A dose is poured for this person. Say first what became of it.")
        raise DoseRefused(Problem("poured", words))
    if poured.filter(outcome__kind=DoseOutcome.Kind.GIVEN).exists():
        raise DoseRefused(Problem("dosed-today", _("The dose of today was taken already.")))
    made = Withholding(
        person_id=row.person_id,
        enrolment=row,
        organisation_id=organisation_id,
        dose_on=day,
        reason=reason,
        note=clean(note)[:300],
        happened_at=at,
        recorded_by=scope.account_id,
    )
    with in_words(DOSING, DoseRefused):
        made.save(force_insert=True)
    line.finish_of(
        enrolment_id=row.pk,
        organisation_id=organisation_id,
        finished_as=Ticket.Finished.WITHHELD,
        scope=scope,
        at=at,
    )
    trail.record(
        "treatment.dose-withheld",
        by=scope,
        at=at,
        person_id=row.person_id,
        subject=made,
        unit_id=row.organisation.unit_id,
        reason=made.note,
        why=reason,
    )
    return made


@transaction.atomic
def lift_withholding(*, withholding_id: UUID, reason: str, scope: Scope, at: datetime) -> Withholding:
    """A doctor saw the person: the dose of today may be given after all. Raises Forbidden, NotFound, DoseRefused."""
    scope.require(ORDER)
    found = (
        Withholding.objects.visible_to(scope, ORDER)
        .select_for_update(of=("self",))
        .select_related("organisation")
        .filter(pk=withholding_id)
        .first()
    )
    if found is None or not scope.reaches_organisation(
        ORDER, found.organisation_id, found.organisation.unit_id
    ):
        raise NotFound(Problem("no-such-withholding", _("There is no such entry.")))
    if found.retired_at is not None:
        raise DoseRefused(Problem("lifted-already", _("This was lifted already.")))
    why = clean(reason)[:300]
    if not why:
        raise DoseRefused(Problem("missing", _("Say in a few words what you found."), "reason"))
    Withholding.objects.filter(pk=found.pk).update(
        retired_at=at, retired_by=scope.account_id, retired_reason=why
    )
    found.refresh_from_db()
    trail.record(
        "treatment.withholding-lifted",
        by=scope,
        at=at,
        person_id=found.person_id,
        subject=found,
        unit_id=found.organisation.unit_id,
        reason=why,
    )
    return found
