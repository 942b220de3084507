"""Telling the case what the clinic did: that treatment began, its phases, how it ended.

What happened is kept here either way. A step that the law refuses stays missing from the case; the patient's page and the
duties of the clinic show it (`queries.told`).
"""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.operations.at_facility import record_at_facility
from hoanhap.casework.operations.refusals import StepRefused
from hoanhap.casework.rules.drafts import StepDraft
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.treatment.models import Enrolment
from hoanhap.treatment.operations.refusals import CareRefused
from hoanhap.treatment.queries.absences import fulfilled
from hoanhap.treatment.queries.told import untold

ORDER: Final = "treatment.order"


def tell_case(enrolment: Enrolment, *, scope: Scope, at: datetime) -> int:
    """Write into the case what it does not know of this treatment; how many steps it took. Each alone, never half."""
    taken = 0
    for draft in untold(enrolment, on=local_day(at)):
        try:
            with transaction.atomic():
                record_at_facility(
                    episode_id=enrolment.episode_id,
                    facility_id=enrolment.organisation_id,
                    step=draft,
                    power=ORDER,
                    scope=scope,
                    at=at,
                )
        except (StepRefused, NotFound):
            continue
        taken += 1
    return taken


@transaction.atomic
def tell(*, enrolment_id: UUID, scope: Scope, at: datetime) -> int:
    """The same for one enrolment, for who orders in its clinic.

    Raises Forbidden, NotFound; CareRefused where the case took nothing.
    """
    scope.require(ORDER)
    row = Enrolment.objects.select_related("organisation").filter(pk=enrolment_id).first()
    if row is None or not scope.reaches_organisation(ORDER, row.organisation_id, row.organisation.unit_id):
        raise NotFound(Problem("no-such-enrolment", _("There is no such patient."), "enrolment_id"))
    taken = tell_case(row, scope=scope, at=at)
    if not taken:
        words = _(
            "The case takes none of these steps: its file must be put in order first. Ask the commune that keeps it."
        )
        raise CareRefused(Problem("not-taken", words))
    return taken


@transaction.atomic
def tell_of_leaving(*, enrolment_id: UUID, left_on: date, scope: Scope, at: datetime) -> None:
    """The clinic tells the commune that somebody left treatment of their own accord: a step of the case.

    `left_on` is what the reader was shown; if the person came meanwhile, or the rule is no longer fulfilled since that
    day, nothing is written. Raises Forbidden, NotFound, CareRefused, StepRefused.
    """
    scope.require(ORDER)
    row = Enrolment.objects.select_related("organisation").filter(pk=enrolment_id).first()
    if row is None or not scope.reaches_organisation(ORDER, row.organisation_id, row.organisation.unit_id):
        raise NotFound(Problem("no-such-enrolment", _("There is no such patient."), "enrolment_id"))
    shown = [
        one
        for one in fulfilled([row.organisation_id], on=local_day(at))
        if (one.enrolment_id, one.left_on) == (enrolment_id, left_on)
    ]
    if not shown:
        words = _("The person came back, is excused or was told of already. Look at the list again.")
        raise CareRefused(Problem("not-away", words))
    record_at_facility(
        episode_id=row.episode_id,
        facility_id=row.organisation_id,
        step=StepDraft("self-termination", left_on),
        power=ORDER,
        scope=scope,
        at=at,
    )
