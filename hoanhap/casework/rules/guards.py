"""Which chains of steps are possible. One judge for new steps, corrections and withdrawals alike."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from hoanhap.casework.rules.regimes import Regime, StepKind
from hoanhap.casework.rules.states import StepFact, in_order, windows
from hoanhap.kit.dates import PartialDate, add_months
from hoanhap.people.rules.ages import is_minor


class Reason(StrEnum):
    """Why a step is refused; the sentences stand in `operations/sentences.py`."""

    UNKNOWN_STEP = "unknown-step"
    IN_THE_FUTURE = "in-the-future"
    BEFORE_APPLICATION = "before-application"
    AFTER_THE_END = "after-the-end"
    NEEDS_STEP_BEFORE = "needs-step-before"
    EARLIER_THAN = "earlier-than"
    TWICE = "twice"
    ENDED_TWICE = "ended-twice"
    NO_APPLICATION = "no-application"
    TERM_MISSING = "term-missing"
    TERM_OUT_OF_BOUNDS = "term-out-of-bounds"
    CERTIFICATE_TOO_EARLY = "certificate-too-early"
    CERTIFICATE_AFTER_BREACH = "certificate-after-breach"
    END_UNKNOWN = "end-unknown"
    END_TOO_LATE = "end-too-late"
    NOT_IN_FORCE = "not-in-force"
    TOO_YOUNG = "too-young"
    AGE_UNCERTAIN = "age-uncertain"
    AFTER_DEATH = "after-death"
    FORM_UNKNOWN = "form-unknown"
    NUMBER_MISSING = "number-missing"
    SIGNER_MISSING = "signer-missing"
    DETAIL_MISSING = "detail-missing"
    DETAIL_UNKNOWN = "detail-unknown"
    CHOICE_UNKNOWN = "choice-unknown"
    TOO_LONG = "too-long"


@dataclass(frozen=True)
class Refusal:
    """One reason, with the step it is about and the values that its sentence names."""

    reason: Reason
    step: str = ""
    field: str = "on"
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def chain_refusals(
    regime: Regime, *, opened_on: date, facts: Sequence[StepFact], today: date
) -> tuple[Refusal, ...]:
    """Everything that makes this set of steps impossible on `today`; nothing when it is possible.

    The order of the steps, "once" and "only after" come from the regime. Dates of one day never contradict each
    other: an application and its decision may carry the same date.
    """
    known = [fact for fact in facts if regime.step(fact.kind)]
    strange = [Refusal(Reason.UNKNOWN_STEP, fact.kind) for fact in facts if not regime.step(fact.kind)]
    return (*strange, *_each(regime, known, today), *_together(regime, opened_on, known))


def _each(regime: Regime, facts: Sequence[StepFact], today: date) -> Iterable[Refusal]:
    first: dict[str, StepFact] = {}
    for fact in in_order(regime, facts):
        first.setdefault(fact.kind, fact)
    for fact in facts:
        step = regime.step(fact.kind)
        assert step is not None
        if fact.on > today:
            yield Refusal(Reason.IN_THE_FUTURE, fact.kind, params={"on": fact.on, "today": today})
        yield from _order(fact, step, first)
        yield from _term(regime, fact)
        yield from _end(regime, fact, step, first)


def _order(fact: StepFact, step: StepKind, first: Mapping[str, StepFact]) -> Iterable[Refusal]:
    for code in step.after:
        before = first.get(code)
        if before is None:
            yield Refusal(Reason.NEEDS_STEP_BEFORE, fact.kind, params={"before": code})
        elif before.on > fact.on:
            yield Refusal(
                Reason.EARLIER_THAN, fact.kind, params={"on": fact.on, "before": code, "before_on": before.on}
            )
    for code in step.not_after:
        if code in first:
            yield Refusal(Reason.CERTIFICATE_AFTER_BREACH, fact.kind, params={"before": code})


def _term(regime: Regime, fact: StepFact) -> Iterable[Refusal]:
    if fact.kind != regime.term.from_step:
        return
    if fact.term_months is None:
        yield Refusal(Reason.TERM_MISSING, fact.kind, "term_months")
    elif not regime.term.minimum_months <= fact.term_months <= regime.term.maximum_months:
        yield Refusal(
            Reason.TERM_OUT_OF_BOUNDS,
            fact.kind,
            "term_months",
            {"minimum": regime.term.minimum_months, "maximum": regime.term.maximum_months},
        )
    if not regime.holds(fact.on):
        yield Refusal(Reason.NOT_IN_FORCE, fact.kind, params={"on": fact.on})


def _end(regime: Regime, fact: StepFact, step: StepKind, first: Mapping[str, StepFact]) -> Iterable[Refusal]:
    possible = {end.code for end in regime.ends_of(step.code)} or {""}
    if fact.ends_as not in possible:
        yield Refusal(Reason.END_UNKNOWN, fact.kind, "ended_as")
        return
    end = regime.end(fact.ends_as) if fact.ends_as else None
    if end and end.only_before and end.only_before in first:
        yield Refusal(Reason.END_TOO_LATE, fact.kind, "ended_as", {"before": end.only_before})
    if step.needs_windows:
        term_ends_on, follow_up_ends_on = windows(regime, dict(first))
        if term_ends_on and follow_up_ends_on and fact.on < max(term_ends_on, follow_up_ends_on):
            yield Refusal(
                Reason.CERTIFICATE_TOO_EARLY,
                fact.kind,
                params={
                    "on": fact.on,
                    "term_ends_on": term_ends_on,
                    "follow_up_ends_on": follow_up_ends_on,
                    "window_ends_on": max(term_ends_on, follow_up_ends_on),
                },
            )


def _together(regime: Regime, opened_on: date, facts: Sequence[StepFact]) -> Iterable[Refusal]:
    opening = regime.opening.code
    if opening not in {fact.kind for fact in facts}:
        yield Refusal(Reason.NO_APPLICATION, opening)
    for fact in facts:
        if fact.on < opened_on:
            yield Refusal(
                Reason.BEFORE_APPLICATION, fact.kind, params={"on": fact.on, "opened_on": opened_on}
            )
        if fact.kind == opening and not regime.holds(fact.on):
            yield Refusal(Reason.NOT_IN_FORCE, fact.kind, params={"on": fact.on})
    for kind, times in Counter(fact.kind for fact in facts).items():
        if times > 1:
            yield Refusal(Reason.TWICE, kind)
    ends = [fact for fact in in_order(regime, facts) if fact.ends_as]
    if len(ends) > 1:
        yield Refusal(Reason.ENDED_TWICE, ends[-1].kind)
    if ends:
        for fact in facts:
            if fact.on > ends[0].on and not fact.ends_as:
                yield Refusal(Reason.AFTER_THE_END, fact.kind, params={"on": fact.on, "ended_on": ends[0].on})


def opening_refusals(
    regime: Regime, *, applied_on: date, form: str, birth: PartialDate, died_on: date | None
) -> tuple[Refusal, ...]:
    """Why this person cannot apply on that day under the regime: age, death, form.

    Where the birthday is not known the latest possible one counts, so a child is never taken in by a paper that
    only says the year.
    """
    found = []
    years = regime.minimum_age.years
    opening = regime.opening.code
    if is_minor(birth, applied_on, under=years):
        may_be_old_enough = add_months(birth.first_day, 12 * years) <= applied_on
        found.append(
            Refusal(
                Reason.AGE_UNCERTAIN if may_be_old_enough else Reason.TOO_YOUNG,
                opening,
                params={"years": years},
            )
        )
    if died_on is not None and applied_on > died_on:
        found.append(Refusal(Reason.AFTER_DEATH, opening, params={"on": applied_on, "died_on": died_on}))
    if regime.form(form) is None:
        found.append(Refusal(Reason.FORM_UNKNOWN, opening, "form"))
    return tuple(found)


def possible_steps(
    regime: Regime, *, opened_on: date, facts: Sequence[StepFact], today: date
) -> tuple[str, ...]:
    """The kinds of step that could be recorded with today's date: what a page offers.

    Only a convenience: an earlier date can make a step possible that is not offered, and the judge decides.
    """
    if any(fact.ends_as for fact in facts):
        return ()
    found = []
    for step in regime.steps:
        months = regime.term.minimum_months if step.code == regime.term.from_step else None
        ends = [end.code for end in regime.ends_of(step.code)] or [""]
        tries = (StepFact(step.code, max(today, opened_on), months, end) for end in ends)
        if any(
            not _hopeless(chain_refusals(regime, opened_on=opened_on, facts=[*facts, one], today=today))
            for one in tries
        ):
            found.append(step.code)
    return tuple(found)


def _hopeless(refusals: Iterable[Refusal]) -> bool:
    """A step recorded late carries an earlier date, so that today's is no longer in force rules nothing out."""
    return any(refusal.reason is not Reason.NOT_IN_FORCE for refusal in refusals)
