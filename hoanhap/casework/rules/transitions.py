"""What a running episode follows when the law changes: what `definitions/transitions/*.yaml` can say.

Only words and facts for the reader: which edition really rules an act is decided by `succession` in the regime, and a
test holds the two together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from hoanhap.casework.rules.regimes import Regime
from hoanhap.casework.rules.words import Confidence, Sourced, Words

Code = str
Stands = Literal["begun", "prepared", "any"]
Follows = Literal["old", "new", "acts"]


class Transition(Sourced):
    """One rule about the episodes of some kinds that were open on a day.

    `stands`: their term had been set, or their treatment had begun, before that day; or it had not. `follows`: the old
    law to the end, the new one as a whole, or the new one in every later act. `next_kind`: what comes after.
    """

    code: Code = Field(pattern=r"^[a-z][a-z0-9-]*$")
    from_on: date = Field(alias="from")
    kinds: tuple[Code, ...] = Field(min_length=1)
    stands: Stands
    follows: Follows
    next_kind: Code | None
    counts_served: bool = False
    sentence: Words


class Transitions(Sourced):
    """One edition of all rules. Of two rules for one kind and one day each says how the episode stands."""

    code: Literal["transitions"]
    edition: int = Field(ge=1)
    title: Words
    transitions: tuple[Transition, ...]

    @model_validator(mode="after")
    def leaves_no_choice(self) -> Self:
        said: set[tuple[date, Code, str]] = set()
        for rule in self.transitions:
            for kind in rule.kinds:
                for stands in ("begun", "prepared") if rule.stands == "any" else (rule.stands,):
                    if (rule.from_on, kind, stands) in said:
                        raise ValueError(
                            f"{rule.code}: another rule speaks of {kind}, {stands}, on {rule.from_on}"
                        )
                    said.add((rule.from_on, kind, stands))
        return self


@dataclass(frozen=True, slots=True)
class Crossing:
    """One change of the law that an episode has lived through, in words."""

    on: date
    code: Code
    follows: Follows
    sentence: Words
    next_kind: Code | None
    counts_served: bool
    legal_basis: str
    confidence: Confidence
    note: str


def begins_with(regime: Regime) -> frozenset[Code]:
    """The steps that set the term; without one, the step with which somebody counts as being in."""
    if regime.term is None:
        return frozenset({regime.start})
    return frozenset({regime.term.months_step or regime.term.from_step, *regime.term.restarts})


def crossings(
    transitions: Transitions,
    regime: Regime,
    *,
    opened_on: date,
    closed_on: date | None,
    steps: Iterable[tuple[Code, date]],
    on: date,
) -> tuple[Crossing, ...]:
    """Every change of the law between the opening and the end, as known on a day, the oldest first.

    `steps` are the kinds and days of the steps that hold. An episode that ends on the very day of a change was still
    open when the day began, and what comes after it follows the new law. One that stayed with its old law at an
    earlier change is not taken over by a later one.
    """
    begun_on = min((day for kind, day in steps if kind in begins_with(regime)), default=None)
    found: list[Crossing] = []
    for rule in sorted(transitions.transitions, key=lambda rule: rule.from_on):
        lived = opened_on < rule.from_on <= on and (closed_on is None or rule.from_on <= closed_on)
        stands = "begun" if begun_on is not None and begun_on < rule.from_on else "prepared"
        stays = rule.follows == "old" or all(crossing.follows != "old" for crossing in found)
        if lived and stays and regime.episode_kind in rule.kinds and rule.stands in (stands, "any"):
            found.append(
                Crossing(
                    on=rule.from_on,
                    code=rule.code,
                    follows=rule.follows,
                    sentence=rule.sentence,
                    next_kind=rule.next_kind,
                    counts_served=rule.counts_served,
                    legal_basis=rule.legal_basis,
                    confidence=rule.confidence,
                    note=rule.note,
                )
            )
    return tuple(found)
