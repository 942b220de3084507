"""Steps of an episode: any of them by `record_step`, and those of home rehabilitation by their own names."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Step
from hoanhap.casework.operations import chain
from hoanhap.casework.operations.refusals import StepRefused
from hoanhap.casework.rules import drafts
from hoanhap.casework.rules.drafts import StepDraft
from hoanhap.casework.rules.spans import TRANSFER
from hoanhap.kit.errors import Problem


@transaction.atomic
def record_step(*, episode_id: UUID, step: StepDraft, scope: Scope, at: datetime) -> Step:
    """Any step of the law that the episode follows. Raises NotFound, StepRefused.

    Whoever keeps the file records it, or whoever signs its paper. A hand-over is recorded by `operations.transfers`
    alone, when the other office accepts it.
    """
    if step.kind == TRANSFER:
        words = _("A hand-over is recorded when the other office accepts it. Offer the file to that office.")
        raise StepRefused(Problem("offer-it", words))
    held = chain.hold(episode_id, scope=scope, powers=(chain.WRITE, chain.SIGN))
    kind = held.course([step.fact]).kind(step.fact)
    power = chain.WRITE if kind is None or not kind.is_signed else None
    if power and not chain.reached_with(held.episode, scope=scope, power=power):
        raise chain.no_such_episode()
    return chain.add(held, [step], scope=scope, at=at)[0]


@transaction.atomic
def record_for_many(
    *, episode_ids: Sequence[UUID], step: StepDraft, scope: Scope, at: datetime
) -> list[Step]:
    """The same step in many episodes: a class finishes a stage. All or none.

    Raises NotFound; StepRefused, whose problems name the episode (`params["episode_id"]`).
    """
    done, problems = [], []
    for episode_id in sorted(set(episode_ids)):
        try:
            with transaction.atomic():
                done.append(record_step(episode_id=episode_id, step=step, scope=scope, at=at))
        except StepRefused as refused:
            problems += [
                Problem(one.code, one.message, str(episode_id), {**one.params, "episode_id": str(episode_id)})
                for one in refused.problems
            ]
    if problems:
        raise StepRefused(*problems)
    return done


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
