"""Corrections: a wrong step is withdrawn with a reason, and a right one takes its place."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Paper, Step
from hoanhap.casework.operations import chain, spans
from hoanhap.casework.operations.constraints import said_in_words
from hoanhap.casework.operations.refusals import StepRefused
from hoanhap.casework.operations.sentences import name_of
from hoanhap.casework.queries.lines import fact_of
from hoanhap.casework.rules import drafts
from hoanhap.casework.rules.drafts import PaperDraft, StepDraft
from hoanhap.casework.rules.guards import chain_refusals, opening_refusals
from hoanhap.casework.rules.spans import TRANSFER
from hoanhap.kit.dates import PartialDate, local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.text import clean


@transaction.atomic
def correct_step(
    *, step_id: UUID, reason: str, changes: Mapping[str, Any], scope: Scope, at: datetime
) -> Step:
    """Withdraw a wrong step and write the right one in its place, if the whole chain stays possible.

    `changes` names the fields as the operation that records the step does (`decided_on`, `number`, `term_months`,
    `signer_name`, `category`, `received_by`, …); `on` and `number` are understood for every step. What signed papers
    say needs the power to sign. Raises NotFound, Forbidden, StepRefused.
    """
    held, wrong = _hold(step_id, scope=scope)
    reason = _reason(reason)
    before = _draft_of(wrong)
    right = drafts.tidy(_changed(before, changes))
    if right == before:
        raise StepRefused(Problem("nothing-changed", _("Nothing was changed. Change at least one field.")))
    held.steps.remove(wrong)
    if wrong.kind == held.regime.opening.code:
        _move_opening(held, right.on)
    # What the wrong step lacked already (a list without signers) need not be made up now.
    course = held.course([right.fact])
    missing = set(map(repr, drafts.content_refusals(course.kind(before.fact), before)))
    chain.refuse(
        course,
        [
            *(
                refusal
                for refusal in drafts.content_refusals(course.kind(right.fact), right)
                if repr(refusal) not in missing
            ),
            *chain_refusals(
                course,
                opened_on=held.episode.opened_on,
                facts=[*held.facts, right.fact],
                today=local_day(at),
            ),
        ],
    )
    with said_in_words():
        _retire(wrong, reason=reason, scope=scope, at=at)
        if wrong.kind == held.regime.opening.code:
            with trail.because(by=scope, reason=reason):
                held.episode.save(update_fields=["opened_on"])
        new = chain.write(held, [right], scope=scope, at=at, replaces=wrong, reason=reason)[0]
        _renew_certificate(held, scope=scope, at=at, reason=reason)
    _record("casework.step-corrected", held, new, scope=scope, at=at, reason=reason)
    return new


@transaction.atomic
def withdraw_step(*, step_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """Take back a step that did not happen, if what remains is possible. Taking back the end opens the episode again.

    Raises NotFound, Forbidden, StepRefused.
    """
    held, wrong = _hold(step_id, scope=scope)
    reason = _reason(reason)
    held.steps.remove(wrong)
    course = held.course()
    chain.refuse(
        course,
        chain_refusals(course, opened_on=held.episode.opened_on, facts=held.facts, today=local_day(at)),
    )
    with said_in_words():
        _retire(wrong, reason=reason, scope=scope, at=at)
        spans.rewrite_of(held.episode, held.steps)
        if wrong.ends_as:
            chain.close(held.episode, None, scope=scope, reason=reason)
    _record("casework.step-withdrawn", held, wrong, scope=scope, at=at, reason=reason)


def _hold(step_id: UUID, *, scope: Scope) -> tuple[chain.Held, Step]:
    """The step and its episode, locked, for somebody who may correct such a step."""
    found = (
        Step.objects.filter(pk=step_id, episode__in=chain.reached(scope, (chain.WRITE, chain.SIGN)))
        .values_list("episode_id", flat=True)
        .first()
    )
    if found is None:
        raise NotFound(Problem("no-such-step", _("There is no such step.")))
    held = chain.hold(found, scope=scope, powers=(chain.WRITE, chain.SIGN))
    step = next((step for step in held.steps if step.pk == step_id), None)
    if step is None:
        raise StepRefused(
            Problem("withdrawn-already", _("This step was already withdrawn. Look at the episode again."))
        )
    if step.kind == TRANSFER:
        words = _(
            "A hand-over is not changed: who answered for the file follows from it. Hand the file back instead."
        )
        raise StepRefused(Problem("handed-over", words))
    kind = held.course().kind(fact_of(step))
    power = chain.SIGN if kind and kind.is_signed else chain.WRITE
    if not chain.reached_with(held.episode, scope=scope, power=power):
        raise StepRefused(
            Problem(
                "needs-signer",
                _(
                    "A signed paper is corrected only by an account that may sign. Ask the chair of the commune or "
                    "the province."
                ),
            )
            if power == chain.SIGN
            else Problem("needs-writer", _("This step is corrected by whoever keeps the file."))
        )
    return held, step


def _reason(reason: str) -> str:
    kept = clean(reason)
    if not kept:
        raise StepRefused(
            Problem("reason-missing", _("Say why, so that others understand it later."), "reason")
        )
    if len(kept) > 300:
        raise StepRefused(
            Problem("reason-too-long", _("The reason is too long (at most 300 characters)."), "reason")
        )
    return kept


def _draft_of(step: Step) -> StepDraft:
    paper = step.paper
    return StepDraft(
        kind=step.kind,
        on=step.happened_on,
        term_months=step.term_months,
        ends_as=step.ends_as,
        details=dict(step.details),
        at=step.happened_at,
        until=step.until_on,
        term_days=step.term_days,
        paper=PaperDraft(paper.number, paper.signer_name, paper.signer_position) if paper else PaperDraft(),
    )


def _changed(before: StepDraft, changes: Mapping[str, Any]) -> StepDraft:
    given: dict[str, Any] = {name_of(before.kind, field): value for field, value in changes.items()}
    kept = {
        name: given.pop(name, getattr(before, name))
        for name in ("on", "at", "until", "term_months", "term_days")
    }
    # An emptied field arrives as None or "": either means that there is no answer.
    given = {name: "" if value is None else value for name, value in given.items()}
    paper = PaperDraft(
        number=given.pop("number", before.paper.number),
        signer_name=given.pop("signer_name", before.paper.signer_name),
        signer_position=given.pop("signer_position", before.paper.signer_position),
    )
    return StepDraft(
        kind=before.kind,
        **kept,
        ends_as=given.pop("ended_as", before.ends_as),
        details={**before.details, **given},
        paper=paper,
    )


def _move_opening(held: chain.Held, on: date) -> None:
    """The application carries the day of the episode; the person must have been old enough on the new day too."""
    person = held.episode.person
    chain.refuse(
        held.course(),
        opening_refusals(
            held.regime,
            applied_on=on,
            form=held.episode.form,
            birth=PartialDate.of(person.born_on, person.born_precision),
            died_on=person.died_on,
        ),
    )
    held.episode.opened_on = on


def _retire(step: Step, *, reason: str, scope: Scope, at: datetime) -> None:
    withdrawn = {"retired_at": at, "retired_by": scope.account_id, "retired_reason": reason}
    Step.objects.filter(pk=step.pk).update(**withdrawn)
    if step.paper_id:
        Paper.objects.filter(pk=step.paper_id).update(**withdrawn)


def _renew_certificate(held: chain.Held, *, scope: Scope, at: datetime, reason: str) -> None:
    """A certificate keeps the day on which term and follow-up were over; a changed term changes that day."""
    for step in list(held.steps):
        kind = held.course().kind(fact_of(step))
        if kind is None or not kind.needs_windows or step.window_ends_on == chain.window(held, ()):
            continue
        held.steps.remove(step)
        draft = _draft_of(step)
        _retire(step, reason=reason, scope=scope, at=at)
        chain.write(held, [draft], scope=scope, at=at, replaces=step, reason=reason)


def _record(kind: str, held: chain.Held, step: Step, *, scope: Scope, at: datetime, reason: str) -> None:
    trail.record(
        kind,
        by=scope,
        at=at,
        person_id=held.episode.person_id,
        subject=step,
        unit_id=held.episode.unit_id,
        reason=reason,
        step=step.kind,
    )
