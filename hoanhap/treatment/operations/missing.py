"""Who did not come for a dose is looked for on the same day."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import Problem
from hoanhap.kit.text import clean
from hoanhap.treatment.models import MissedContact
from hoanhap.treatment.operations.recognising import patient_at
from hoanhap.treatment.operations.refusals import DoseRefused


@transaction.atomic
def record_contact(
    *,
    enrolment_id: UUID,
    organisation_id: UUID,
    dose_on: date,
    way: str,
    result: str,
    note: str = "",
    scope: Scope,
    at: datetime,
) -> MissedContact:
    """Somebody who missed a dose was telephoned or visited. Raises Forbidden, NotFound, DoseRefused."""
    row = patient_at(enrolment_id, organisation_id, scope=scope)
    if way not in MissedContact.Way.values:
        raise DoseRefused(Problem("not-on-the-list", _("Choose one from the list."), "way"))
    if result not in MissedContact.Result.values:
        raise DoseRefused(Problem("not-on-the-list", _("Choose one from the list."), "result"))
    if dose_on > local_day(at):
        raise DoseRefused(Problem("in-the-future", _("This day has not come yet."), "dose_on"))
    made = MissedContact.objects.create(
        person_id=row.person_id,
        enrolment=row,
        organisation_id=organisation_id,
        dose_on=dose_on,
        way=way,
        result=result,
        note=clean(note)[:300],
        happened_at=at,
        recorded_by=scope.account_id,
    )
    trail.record(
        "treatment.missed-dose-followed",
        by=scope,
        at=at,
        person_id=row.person_id,
        subject=made,
        unit_id=row.organisation.unit_id,
        result=result,
    )
    return made
