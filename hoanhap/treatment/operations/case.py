"""Telling the case what the clinic did: that treatment began, its phases, how it ended.

What happened is kept here either way. A step that the law refuses stays missing from the case; the patient's page and the
duties of the clinic show it (`queries.told`).
"""

from datetime import datetime

from django.db import transaction

from hoanhap.access.scope import Scope
from hoanhap.casework.operations.at_facility import record_at_facility
from hoanhap.casework.operations.refusals import StepRefused
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound
from hoanhap.treatment.models import Enrolment
from hoanhap.treatment.queries.told import untold

ORDER = "treatment.order"


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
