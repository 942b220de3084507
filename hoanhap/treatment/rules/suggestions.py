"""What a guideline suggests for one patient: shown to the doctor with its source, never applied by itself.

Every function returns suggestions in milligrams, or None where the guideline says nothing. They know no medicine in units.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Literal

from hoanhap.treatment.rules.guideline import Confidence, Guideline, MissedStep

What = Literal[
    "first-dose",
    "add-today",
    "wait",
    "raise",
    "keep",
    "usual-dose",
    "half-dose",
    "restart",
    "enrol-anew",
    "lower",
    "too-soon",
    "take-home",
]
WHOLE: Decimal = Decimal(1)
FINE: Decimal = Decimal("0.5")


@dataclass(frozen=True)
class Suggestion:
    """What the guideline suggests, from which dose to which; `until_on`: not before that day; `days`: what it counted."""

    what: What
    source: str
    confidence: Confidence
    from_mg: Decimal | None = None
    to_mg: Decimal | None = None
    until_on: date | None = None
    days: int = 0


def first_dose(guideline: Guideline) -> Suggestion:
    """The band of the first dose: usual at the lower end, the most at the upper."""
    said = guideline.first_dose
    return Suggestion("first-dose", said.source, said.confidence, from_mg=said.usual_mg, to_mg=said.most_mg)


def add_today(guideline: Guideline, *, score: int) -> Suggestion | None:
    """What may be added some hours after the first dose, by the score of withdrawal; None below the first step."""
    said = guideline.withdrawal
    for step in said.steps:
        if step.from_score <= score and (step.to_score is None or score <= step.to_score):
            return Suggestion("add-today", said.source, said.confidence, to_mg=step.add_mg, days=score)
    return None


def missed(guideline: Guideline, *, usual_mg: Decimal, days_missed: int) -> Suggestion | None:
    """What is usually done after so many days without a dose; None where none was missed."""
    step = _step(guideline, days_missed)
    if step is None:
        return None
    to_mg = None
    if step.percent is not None:
        to_mg = (usual_mg * step.percent / 100).quantize(FINE, ROUND_DOWN)
    elif step.advice == "restart":
        to_mg = min(usual_mg, guideline.first_dose.usual_mg)
    return Suggestion(
        step.advice,
        guideline.missed.source,
        guideline.missed.confidence,
        from_mg=usual_mg,
        to_mg=to_mg,
        days=days_missed,
    )


def _step(guideline: Guideline, days_missed: int) -> MissedStep | None:
    for step in guideline.missed.steps:
        if step.from_days <= days_missed and (step.to_days is None or days_missed <= step.to_days):
            return step
    return None


def next_raise(
    guideline: Guideline, *, current_mg: Decimal, began_on: date, changed_on: date, on: date
) -> Suggestion:
    """Whether the dose may be raised on a day, to what at most, or from which day on.

    `began_on`: first dose of all; `changed_on`: first day of the present dose.
    """
    said = guideline.titration
    earliest = max(
        began_on + timedelta(days=said.same_dose_days), changed_on + timedelta(days=said.least_days_between)
    )
    if current_mg >= guideline.maintenance.most_mg:
        return Suggestion("keep", said.source, said.confidence, from_mg=current_mg)
    if on < earliest:
        return Suggestion("wait", said.source, said.confidence, from_mg=current_mg, until_on=earliest)
    highest = min(current_mg + said.most_step_mg, guideline.maintenance.most_mg)
    return Suggestion("raise", said.source, said.confidence, from_mg=current_mg, to_mg=highest)


def next_cut(guideline: Guideline, *, current_mg: Decimal, changed_on: date, on: date) -> Suggestion:
    """How far a dose may be lowered on a day, or from which day on. Never below nothing, in steps of half a milligram."""
    said = guideline.taper
    earliest = changed_on + timedelta(days=said.least_days_between)
    if on < earliest:
        return Suggestion("too-soon", said.source, said.confidence, from_mg=current_mg, until_on=earliest)
    cut = (current_mg * said.most_percent / 100).quantize(FINE, ROUND_DOWN)
    return Suggestion("lower", said.source, said.confidence, from_mg=current_mg, to_mg=current_mg - cut)


def days_without_a_dose(ordered: Sequence[date], taken: Sequence[date], *, on: date) -> int:
    """How many days just before `on` were ordered and not taken, one after the other."""
    had, count, day = set(taken), 0, on - timedelta(days=1)
    wanted = set(ordered)
    while day in wanted and day not in had:
        count += 1
        day -= timedelta(days=1)
    return count
