"""What happens in a facility or clinic, as steps of the case: written by its own staff, who reach no file otherwise.

Staff of a facility have powers inside it and over no unit. Here, and only here, such a power is enough to add a step:
to the episode of somebody whom that facility holds, or whom that clinic treats.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Episode, Step
from hoanhap.casework.operations import chain
from hoanhap.casework.operations.refusals import StepRefused
from hoanhap.casework.operations.sentences import SENTENCES
from hoanhap.casework.rules.drafts import StepDraft
from hoanhap.casework.rules.guards import Reason
from hoanhap.kit.errors import Problem
from hoanhap.places.models import Organisation

WRITE: Final = "residence.write"
HEALTH: Final = "residence.health"
KINDS: Final = ("rehab-facility", "satellite-point")
HELD_THERE: Final = ("voluntary-facility", "compulsory", "compulsory-minor")
"""The kinds of episode that somebody spends in a facility."""
IN_A_CLINIC: Final = ("treatment.order", "treatment.dose", "treatment.head")
CLINICS: Final = ("substitution-clinic", "dispensing-site", *KINDS)
TREATED_THERE: Final = ("substitution",)
"""The kind of episode that belongs to a clinic."""


@transaction.atomic
def record_at_facility(
    *,
    episode_id: UUID,
    facility_id: UUID,
    step: StepDraft | Sequence[StepDraft],
    power: str = WRITE,
    is_issuer: bool = True,
    scope: Scope,
    at: datetime,
    reason: str = "",
) -> Step:
    """A step that happened inside the facility is added to the episode of somebody whom it holds.

    `step` may be several ways to say the same, each for another regime: the first that the law of its day knows counts.
    A step of that kind and day that is there already is given back, and none is written. `is_issuer`: the facility
    issued the paper; otherwise it is a paper of the office that keeps the file.
    Raises Forbidden; NotFound where the facility is out of reach or does not hold the person; StepRefused.
    """
    house = _reached(facility_id, scope=scope, power=power)
    held = _held(episode_id, house, TREATED_THERE if power in IN_A_CLINIC else HELD_THERE)
    draft = known_to(held, [step] if isinstance(step, StepDraft) else step)
    there = next((one for one in held.steps if (one.kind, one.happened_on) == (draft.kind, draft.on)), None)
    if there is not None:
        return there
    issuer_id = house.pk if is_issuer else None
    return chain.add(held, [draft], scope=scope, at=at, issuer_id=issuer_id, reason=reason)[0]


@transaction.atomic
def take_in(
    *, episode_id: UUID, facility_id: UUID, scope: Scope, at: datetime, reason: str, power: str = WRITE
) -> Episode:
    """The person is treated in this facility from now on. The caller has seen the paper that says so.

    `power` is a doctor's where a clinic takes over a patient of another. Raises Forbidden, NotFound.
    """
    house = _reached(facility_id, scope=scope, power=power)
    kinds = TREATED_THERE if power in IN_A_CLINIC else HELD_THERE
    found = Episode.objects.select_for_update(of=("self",)).filter(pk=episode_id, kind__in=kinds)
    episode = found.first()
    if episode is None:
        raise chain.no_such_episode()
    if episode.facility_id != house.pk:
        before = episode.facility_id
        with trail.because(by=scope, reason=reason):
            episode.facility = house
            episode.save(update_fields=["facility"])
        trail.record(
            "casework.taken-in",
            by=scope,
            at=at,
            person_id=episode.person_id,
            subject=episode,
            unit_id=episode.unit_id,
            reason=reason,
            facility=str(house.pk),
            before=str(before) if before else "",
        )
    return episode


def known_to(held: chain.Held, drafts: Sequence[StepDraft]) -> StepDraft:
    """The first of these that the law of its day knows. Raises StepRefused where it knows none of them."""
    for draft in drafts:
        if held.course([draft.fact]).kind(draft.fact) is not None:
            return draft
    raise StepRefused(Problem(Reason.UNKNOWN_STEP.value, SENTENCES[Reason.UNKNOWN_STEP]))


def obstacles(held: chain.Held, drafts: Sequence[StepDraft], *, at: datetime) -> tuple[Problem, ...]:
    """What stands against recording the step now; nothing is written. For who has been shown the episode already."""
    try:
        chain.judge(held, [known_to(held, drafts)], at=at)
    except StepRefused as refused:
        return tuple(refused.problems)
    return ()


def _reached(facility_id: UUID, *, scope: Scope, power: str) -> Organisation:
    if power not in (WRITE, HEALTH, *IN_A_CLINIC):
        raise ValueError(power)
    scope.require(power)
    kinds = CLINICS if power in IN_A_CLINIC else KINDS
    house = Organisation.objects.filter(pk=facility_id, kind__in=kinds).first()
    if house is None or not scope.reaches_organisation(power, house.pk, house.unit_id):
        raise chain.no_such_episode()
    return house


def _held(episode_id: UUID, house: Organisation, kinds: Sequence[str]) -> chain.Held:
    """The episode, locked, if this facility holds the person: itself, or as a part of the one that does."""
    there = Q(facility=house) | Q(facility=house.parent_id) if house.parent_id else Q(facility=house)
    episode = Episode.objects.filter(there, pk=episode_id, kind__in=kinds).first()
    if episode is None:
        raise chain.no_such_episode()
    return chain.held_of(episode, lock=True)
