"""Whole episodes at once, from lists that say what happened: one judgement, few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.audit.models import Entry
from hoanhap.casework.models import Duty, Episode, Phase, Step
from hoanhap.casework.operations import chain, spans
from hoanhap.casework.operations.constraints import said_in_words
from hoanhap.casework.operations.episodes import Beginning, begun
from hoanhap.casework.rules import drafts
from hoanhap.casework.rules.drafts import StepDraft
from hoanhap.kit.inserts import insert_together


@dataclass(frozen=True, kw_only=True)
class History:
    """An episode with everything that a list knows of it, from the application to the end.

    `history` holds the steps (see `casework.rules.drafts`), in any order, with or without the application. `reason`
    names the list.
    """

    person_id: UUID
    kind: str
    form: str
    applied_on: date
    office_id: UUID
    history: Sequence[StepDraft]
    number: str = ""
    file_number: str = ""
    facility_id: UUID | None = None
    reason: str


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
    """`record_histories` of one. Raises NotFound, NoRegime, StepRefused: then nothing is written."""
    told = History(
        person_id=person_id,
        kind=kind,
        form=form,
        applied_on=applied_on,
        office_id=office_id,
        history=history,
        number=number,
        file_number=file_number,
        reason=reason,
    )
    return record_histories([told], scope=scope, at=at)[0]


@transaction.atomic
def record_histories(told: Sequence[History], *, scope: Scope, at: datetime) -> list[Episode]:
    """Write episodes, all or none, in as many statements as one takes.

    The same guards judge their steps as judge single steps; only what lists have no column for (signers, classes) may
    be missing. Raises NotFound, NoRegime, StepRefused at the first that is refused: then nothing is written.
    """
    scope.require(chain.WRITE)
    new = [
        Beginning(
            one.person_id,
            one.kind,
            one.form,
            one.applied_on,
            one.office_id,
            one.file_number,
            facility_id=one.facility_id,
        )
        for one in told
    ]
    episodes: list[Episode] = []
    steps: list[Step] = []
    spanned: list[Phase | Duty] = []
    acts: list[Entry] = []
    with said_in_words():
        for one, held in zip(told, begun(new, scope=scope, at=at), strict=True):
            whole = list(one.history)
            if held.regime.opening.code not in {draft.kind for draft in whole}:
                whole.insert(0, drafts.application(on=one.applied_on, number=one.number))
            judged = chain.judge(held, whole, at=at, as_listed=True)
            its_own = chain.made(held, judged, scope=scope, at=at, reason=one.reason)
            # An episode that had ended when it was written down was never open here.
            held.episode.closed_on = chain.end_of(its_own)
            episodes.append(held.episode)
            steps += its_own
            spanned += spans.rows_of([(held.episode, its_own)])
            acts.append(_act(held, [draft.kind for draft in whole], scope=scope, at=at, reason=one.reason))
        insert_together([*episodes, *chain.papers_of(steps), *steps, *spanned, *acts])
        spans.rewrite_followed(episodes)
    return episodes


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
        _act(held, [draft.kind for draft in new], scope=scope, at=at, reason=reason).save(force_insert=True)
    return held.episode


def _act(held: chain.Held, kinds: list[str], *, scope: Scope, at: datetime, reason: str) -> Entry:
    """The line of the trail, still to be inserted."""
    return trail.entry(
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
