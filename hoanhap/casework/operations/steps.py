"""The steps between the decision and the end."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Step
from hoanhap.casework.operations import chain
from hoanhap.casework.rules import drafts


@transaction.atomic
def classify(*, episode_id: UUID, on: date, category: str, scope: Scope, at: datetime) -> Step:
    """The team classified the person. Raises NotFound, StepRefused."""
    held = chain.hold(episode_id, scope=scope, powers=(chain.WRITE,))
    return chain.add(held, [drafts.classification(on=on, category=category)], scope=scope, at=at)[0]


@transaction.atomic
def record_detox(
    *,
    episode_id: UUID,
    began_on: date,
    ended_on: date | None = None,
    place: str = "",
    scope: Scope,
    at: datetime,
) -> Step:
    """Detoxification began, and ended if `ended_on` is given. Returns the step of its first day.

    Raises NotFound, StepRefused.
    """
    held = chain.hold(episode_id, scope=scope, powers=(chain.WRITE,))
    new = drafts.detox(began_on=began_on, ended_on=ended_on, place=place)
    return chain.add(held, new, scope=scope, at=at)[0]


@transaction.atomic
def end_detox(*, episode_id: UUID, ended_on: date, scope: Scope, at: datetime) -> Step:
    """Detoxification ended. Raises NotFound, StepRefused."""
    held = chain.hold(episode_id, scope=scope, powers=(chain.WRITE,))
    return chain.add(held, [drafts.detox_end(on=ended_on)], scope=scope, at=at)[0]


@transaction.atomic
def hand_over(
    *,
    episode_id: UUID,
    on: date,
    minutes_number: str,
    received_by: Sequence[str],
    scope: Scope,
    at: datetime,
) -> Step:
    """Family, mass organisations and neighbourhood took over, with minutes: the follow-up runs from this day.

    `received_by`: codes of the regime (family, mass-organisation, residential-area), at least one.
    Raises NotFound, StepRefused.
    """
    held = chain.hold(episode_id, scope=scope, powers=(chain.WRITE,))
    new = drafts.handover(on=on, minutes_number=minutes_number, received_by=received_by)
    return chain.add(held, [new], scope=scope, at=at)[0]
