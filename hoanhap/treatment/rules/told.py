"""What a clinic did, said as steps of the case: the first dose, the phases, the end. No dose of a medicine is ever told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from hoanhap.casework.rules.drafts import StepDraft

PHASES: Final = ("titration", "adjustment", "maintenance", "taper")
"""Kinds of orders that are stages of the case."""
ENDS: Final = {
    "left": "voluntary-stop",
    "prison": "prison",
    "died": "died",
    "other": "withdrawn",
}
"""How a treatment ended, in the words of the regimes: all of them by the step `other-end`."""


@dataclass(frozen=True)
class Ordered:
    """An order that was given by: its kind and first day."""

    kind: str
    on: date


@dataclass(frozen=True)
class Treated:
    """What an enrolment tells of itself. `ended_on`: the last day of treatment. `goes_on`: it followed another enrolment."""

    first_dose_at: datetime | None = None
    first_dose_on: date | None = None
    orders: Sequence[Ordered] = ()
    ended_on: date | None = None
    ended_as: str = ""
    ground: str = ""
    goes_on: bool = False


def steps(treated: Treated) -> list[StepDraft]:
    """The steps of the case that this treatment makes, by day. Nothing before the first dose but an end."""
    found: list[StepDraft] = []
    if treated.first_dose_on is not None:
        if not treated.goes_on:
            found.append(StepDraft("induction", treated.first_dose_on, at=treated.first_dose_at))
        found += _phases(treated.orders, since=treated.first_dose_on)
    if treated.ended_on is not None:
        if treated.ended_as == "completed":
            found.append(StepDraft("certificate", treated.ended_on))
        elif treated.ended_as == "expelled":
            found.append(StepDraft("expulsion", treated.ended_on, details={"ground": treated.ground}))
        elif treated.ended_as in ENDS:
            found.append(StepDraft("other-end", treated.ended_on, ends_as=ENDS[treated.ended_as]))
    return found


def _phases(orders: Sequence[Ordered], *, since: date) -> list[StepDraft]:
    """A step where the kind of the orders changes; an induction that comes after something else begins anew."""
    found: list[StepDraft] = []
    before = ""
    for order in sorted(orders, key=lambda one: one.on):
        if order.kind == before:
            continue
        if order.kind in PHASES:
            found.append(StepDraft(order.kind, max(order.on, since)))
        elif order.kind == "induction" and before:
            found.append(StepDraft("re-induction", order.on))
        before = order.kind
    return found


def missing(drafts: Sequence[StepDraft], known: Collection[tuple[str, date]]) -> list[StepDraft]:
    """Those of which the case has no step of that kind and day."""
    return [one for one in drafts if (one.kind, one.on) not in known]
