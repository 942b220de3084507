"""Where an episode stands: derived from its dated facts, never stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hoanhap.casework.rules.regimes import DueBy, Duty, Regime
from hoanhap.casework.rules.words import Confidence, Words


@dataclass(frozen=True, slots=True)
class StepFact:
    """One step that holds (not withdrawn), as plain values."""

    kind: str
    on: date
    term_months: int | None = None
    ends_as: str = ""


@dataclass(frozen=True, slots=True)
class DutyFact:
    """Something somebody has to do next. `due_on` is None where no text gives a last day."""

    code: str
    title: Words
    due_on: date | None
    legal_basis: str
    confidence: Confidence
    note: str = ""

    def is_late(self, on: date) -> bool:
        """Whether the last day has passed. The last day itself is still in time."""
        return self.due_on is not None and self.due_on < on


@dataclass(frozen=True, slots=True)
class EpisodeState:
    """Where an episode stands on a day.

    `window_ends_on` is the day on which both the legal term (counted from the signing of the decision) and the
    follow-up (counted from the hand-over) are over: the first day a certificate can carry.
    """

    stage: str
    ended_as: str = ""
    ended_on: date | None = None
    decided_on: date | None = None
    handed_over_on: date | None = None
    term_ends_on: date | None = None
    follow_up_ends_on: date | None = None
    window_ends_on: date | None = None
    next_duties: tuple[DutyFact, ...] = ()

    @property
    def is_open(self) -> bool:
        return not self.ended_as

    @property
    def has_started(self) -> bool:
        """A person counts as having begun once the decision is signed."""
        return self.decided_on is not None


def in_order(regime: Regime, facts: Iterable[StepFact]) -> list[StepFact]:
    """By day; on one day in the order in which the regime lists the steps."""
    last = len(regime.steps)
    return sorted(facts, key=lambda fact: (fact.on, regime.order.get(fact.kind, last)))


def state_of(regime: Regime, facts: Sequence[StepFact], on: date) -> EpisodeState:
    """The state at the end of the day `on`. Facts of later days do not exist yet."""
    known = in_order(regime, (fact for fact in facts if fact.on <= on))
    by_kind = {fact.kind: fact for fact in known}
    end = next((fact for fact in known if fact.ends_as), None)
    term_ends_on, follow_up_ends_on = windows(regime, by_kind)
    window_ends_on = max(term_ends_on, follow_up_ends_on) if term_ends_on and follow_up_ends_on else None
    decision = by_kind.get(regime.term.from_step)
    handover = by_kind.get(regime.follow_up.from_step)
    return EpisodeState(
        stage=_stage(regime, known, end, window_ends_on, on),
        ended_as=end.ends_as if end else "",
        ended_on=end.on if end else None,
        decided_on=decision.on if decision else None,
        handed_over_on=handover.on if handover else None,
        term_ends_on=term_ends_on,
        follow_up_ends_on=follow_up_ends_on,
        window_ends_on=window_ends_on,
        next_duties=() if end else _duties(regime, by_kind, window_ends_on),
    )


def windows(regime: Regime, by_kind: dict[str, StepFact]) -> tuple[date | None, date | None]:
    """The last day of the legal term and the last day of the follow-up, where their first days are known."""
    decision = by_kind.get(regime.term.from_step)
    handover = by_kind.get(regime.follow_up.from_step)
    return (
        regime.term_ends(decision.on, decision.term_months) if decision and decision.term_months else None,
        regime.follow_up_ends(handover.on) if handover else None,
    )


def _stage(
    regime: Regime, known: Sequence[StepFact], end: StepFact | None, window_ends_on: date | None, on: date
) -> str:
    if end:
        return regime.ended_stage
    if window_ends_on and window_ends_on <= on:
        return regime.awaiting_stage
    reached = regime.opening.stage or ""
    for step in regime.steps:
        if step.stage and any(fact.kind == step.code for fact in known):
            reached = step.stage
    return reached


def _duties(
    regime: Regime, by_kind: dict[str, StepFact], window_ends_on: date | None
) -> tuple[DutyFact, ...]:
    return tuple(
        DutyFact(
            code=duty.code,
            title=duty.title,
            due_on=_due_on(regime, duty, by_kind[duty.after].on, window_ends_on),
            legal_basis=duty.legal_basis,
            confidence=duty.confidence,
            note=duty.note,
        )
        for duty in regime.duties
        if duty.after in by_kind and duty.until not in by_kind
    )


def _due_on(regime: Regime, duty: Duty, since: date, window_ends_on: date | None) -> date | None:
    match duty.due_by:
        case DueBy.DAYS:
            return since + timedelta(days=duty.days or 0)
        case DueBy.USUAL_DAYS:
            usual = regime.usual(duty.after, since)
            return since + timedelta(days=usual.maximum) if usual else None
        case DueBy.WINDOW:
            return window_ends_on
        case DueBy.NOTHING:
            return None
