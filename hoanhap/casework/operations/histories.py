"""Whole episodes at once, from lists that say what happened: one judgement, few statements."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Episode
from hoanhap.casework.operations import chain
from hoanhap.casework.operations.constraints import said_in_words
from hoanhap.casework.operations.episodes import begin
from hoanhap.casework.rules import drafts
from hoanhap.casework.rules.drafts import StepDraft


@transaction.atomic
def record_history(
    *,
    person_id: UUID,
    kind: str,
    form: str,
    applied_on: date,
    office_id: UUID,
    history: Sequence[StepDraft],
    number: str = "",
    file_number: str = "",
    reason: str,
    scope: Scope,
    at: datetime,
) -> Episode:
    """Write an episode with everything that a list knows of it, from the application to the end.

    `history` holds the steps (see `casework.rules.drafts`), in any order, with or without the application. The same guards
    judge them as judge single steps; only what such lists have no column for (signers, classes) may be missing.
    `reason` names the list. Raises NotFound, NoRegime, StepRefused: then nothing is written.
    """
    scope.require(chain.WRITE)
    with said_in_words():
        held = begin(
            person_id=person_id,
            kind=kind,
            form=form,
            applied_on=applied_on,
            office_id=office_id,
            file_number=file_number,
            scope=scope,
            at=at,
        )
        whole = list(history)
        if held.regime.opening.code not in {draft.kind for draft in whole}:
            whole.insert(0, drafts.application(on=applied_on, number=number))
        chain.write(held, chain.judge(held, whole, at=at, as_listed=True), scope=scope, at=at, reason=reason)
    _record(held, [draft.kind for draft in whole], scope=scope, at=at, reason=reason)
    return held.episode


@transaction.atomic
def add_history(
    *, episode_id: UUID, history: Sequence[StepDraft], reason: str, scope: Scope, at: datetime
) -> Episode:
    """Add what a newer list knows to an episode that is there already; steps it has are not written again.

    A step of the same kind with another date is refused: correct it. Raises NotFound, StepRefused.
    """
    held = chain.hold(episode_id, scope=scope, powers=(chain.WRITE,))
    known = {(step.kind, step.happened_on) for step in held.steps}
    new = [draft for draft in history if (draft.kind, draft.on) not in known]
    if new:
        with said_in_words():
            chain.write(
                held, chain.judge(held, new, at=at, as_listed=True), scope=scope, at=at, reason=reason
            )
        _record(held, [draft.kind for draft in new], scope=scope, at=at, reason=reason)
    return held.episode


def _record(held: chain.Held, kinds: list[str], *, scope: Scope, at: datetime, reason: str) -> None:
    trail.record(
        "casework.history-recorded",
        by=scope,
        at=at,
        person_id=held.episode.person_id,
        subject=held.episode,
        unit_id=held.episode.unit_id,
        reason=reason,
        steps=kinds,
        regime=f"{held.regime.code}.{held.regime.edition}",
    )
