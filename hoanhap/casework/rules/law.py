"""All the law that episodes follow, and which part of it one episode follows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hoanhap.casework.rules.facts import BlankValues, Course, StepFact
from hoanhap.casework.rules.parts import Succession
from hoanhap.casework.rules.regimes import Regime
from hoanhap.kit.calendar import Calendar


@dataclass(frozen=True)
class Law:
    """Every edition of every regime, the calendar, and the blanks that have been filled."""

    regimes: Mapping[tuple[str, int], Regime]
    calendar: Calendar
    blanks: BlankValues = field(default_factory=dict)
    _known: dict[Any, Course] = field(default_factory=dict, compare=False, repr=False)

    def regime(self, code: str, edition: int) -> Regime:
        """Raises KeyError: an edition in use is never taken away."""
        return self.regimes[code, edition]

    def course(self, code: str, edition: int, facts: Iterable[StepFact] = ()) -> Course:
        """The law that an episode follows which is pinned to this edition, as things stand in `facts`."""
        pinned = self.regime(code, edition)
        changed = next((one for one in pinned.succession if self._is_taken_over(pinned, one, facts)), None)
        key = (code, edition, changed)
        if key not in self._known:
            regime = self.regime(changed.code, changed.edition) if changed else pinned
            self._known[key] = Course(
                regime=regime,
                calendar=self.calendar,
                successors=self._successors(regime),
                blanks=self.blanks,
                kin=[one for one in self.regimes.values() if one.episode_kind == regime.episode_kind],
                pinned_to=pinned if changed else None,
                changed_on=changed.from_on if changed else None,
            )
        return self._known[key]

    def _is_taken_over(self, pinned: Regime, succession: Succession, facts: Iterable[StepFact]) -> bool:
        """Whether nobody had set the term by the day on which another law takes undecided episodes over."""
        if succession.applies != "undecided" or pinned.term is None:
            return False
        setting = {pinned.term.months_step or pinned.term.from_step, *pinned.term.restarts}
        held = list(facts)
        decided = any(fact.kind in setting and fact.on < succession.from_on for fact in held)
        goes_on = any(fact.on >= succession.from_on for fact in held)
        return goes_on and not decided

    def _successors(self, regime: Regime) -> Sequence[tuple[date, Regime]]:
        found: list[tuple[date, Regime]] = []
        while next_ := next((one for one in regime.succession if one.applies == "acts"), None):
            regime = self.regime(next_.code, next_.edition)
            found.append((next_.from_on, regime))
        return tuple(found)
