"""Telling the case what happened in the facility.

What happened is kept either way. A step that the law refuses stays missing from the case: the resident's page and the
list of disagreements show it with the reason (`queries.mismatches`).
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.operations.at_facility import WRITE as AT_FACILITY
from hoanhap.casework.operations.at_facility import record_at_facility
from hoanhap.casework.operations.refusals import StepRefused
from hoanhap.casework.rules.drafts import StepDraft
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.residence.models import Stay
from hoanhap.residence.operations.reach import WRITE, held_stay
from hoanhap.residence.operations.refusals import ResidenceRefused, fitting, refused
from hoanhap.residence.queries.lived import missing_of
from hoanhap.residence.rules.told import Fact

LONGEST_NAME = 150


def tell(
    stay: Stay,
    fact: Fact | StepDraft | None,
    *,
    scope: Scope,
    at: datetime,
    reason: str = "",
    power: str = AT_FACILITY,
) -> bool:
    """Write the step of one fact into the case; whether the case has it now. Never half: under a savepoint."""
    if fact is None:
        return False
    told = fact if isinstance(fact, Fact) else Fact(fact.kind, (fact,))
    try:
        with transaction.atomic():
            record_at_facility(
                episode_id=stay.episode_id,
                facility_id=stay.facility_id,
                step=told.drafts,
                power=power,
                is_issuer=told.is_ours,
                scope=scope,
                at=at,
                reason=reason,
            )
    except (StepRefused, NotFound):
        return False
    return True


def tell_each(facts: Iterable[tuple[Stay, StepDraft]], *, scope: Scope, at: datetime) -> int:
    """The same for many residents, always in the same order of cases; how many cases have it now."""
    ordered = sorted(facts, key=lambda one: one[0].episode_id)
    return sum(tell(stay, draft, scope=scope, at=at) for stay, draft in ordered)


@transaction.atomic
def tell_missing(
    *, stay_id: UUID, signer_name: str = "", signer_position: str = "", scope: Scope, at: datetime
) -> int:
    """What the case does not know of the stay is told again, the earliest first: after the file was put in order.

    `signer_name`, `signer_position`: who signed the certificate or decision with which the stay ended. How many steps
    were written. Raises Forbidden, NotFound; ResidenceRefused with the reasons where none could be.
    """
    stay = held_stay(stay_id, scope=scope, power=WRITE, with_case=True)
    signer = (
        fitting(signer_name, field="signer_name", longest=LONGEST_NAME),
        fitting(signer_position, field="signer_position", longest=LONGEST_NAME),
    )
    found = missing_of(stay, signer=signer)
    if not found:
        raise refused("nothing-missing", _("The case knows everything about this stay already."))
    problems: list[Problem] = []
    written = 0
    for fact in found:
        try:
            with transaction.atomic():
                record_at_facility(
                    episode_id=stay.episode_id,
                    facility_id=stay.facility_id,
                    step=fact.drafts,
                    is_issuer=fact.is_ours,
                    scope=scope,
                    at=at,
                )
        except (StepRefused, NotFound) as against:
            problems += against.problems
        else:
            written += 1
    if not written:
        raise ResidenceRefused(*problems)
    return written
