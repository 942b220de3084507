"""All the law that episodes follow, and which part of it one episode follows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from hoanhap.casework.rules.facts import NOTHING_KNOWN, About, BlankValues, Course, StepFact
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

    def course(
        self, code: str, edition: int, facts: Iterable[StepFact] = (), about: About = NOTHING_KNOWN
    ) -> Course:
        """The law that an episode follows which is pinned to this edition, as things stand in `facts`."""
        pinned = self.regime(code, edition)
        changed = next((one for one in self.next_of(pinned) if self._is_taken_over(pinned, one, facts)), None)
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
        return self._known[key] if about == NOTHING_KNOWN else replace(self._known[key], about=about)

    def _is_taken_over(self, pinned: Regime, succession: Succession, facts: Iterable[StepFact]) -> bool:
        """Whether nobody had set the term by the day on which another law takes undecided episodes over."""
        if succession.applies != "undecided" or pinned.term is None:
            return False
        setting = {pinned.term.months_step or pinned.term.from_step, *pinned.term.restarts}
        held = list(facts)
        decided = any(fact.kind in setting and fact.on < succession.from_on for fact in held)
        goes_on = any(fact.on >= succession.from_on for fact in held)
        return goes_on and not decided

    @cached_property
    def _takers(self) -> dict[tuple[str, int], list[Succession]]:
        """For an older edition, the newer ones that say of themselves that they take its episodes over."""
        found: dict[tuple[str, int], list[Succession]] = {}
        for regime in self.regimes.values():
            for one in regime.takes_over:
                turned = one.model_copy(update={"code": regime.code, "edition": regime.edition})
                found.setdefault((one.code, one.edition), []).append(turned)
        return found

    def next_of(self, regime: Regime) -> Sequence[Succession]:
        """Every edition that open episodes of this one may follow, the earliest first."""
        found = (*regime.succession, *self._takers.get((regime.code, regime.edition), ()))
        return sorted(found, key=lambda one: (one.from_on, one.edition))

    def reach(self, code: str, edition: int) -> frozenset[tuple[str, int]]:
        """The edition itself and every one that its episodes may come to follow while they are open."""
        found, left = set(), [(code, edition)]
        while left:
            key = left.pop()
            if key not in found and key in self.regimes:
                found.add(key)
                left += [(one.code, one.edition) for one in self.next_of(self.regimes[key])]
        return frozenset(found)

    def _successors(self, regime: Regime) -> Sequence[tuple[date, Regime]]:
        found: list[tuple[date, Regime]] = []
        seen = {(regime.code, regime.edition)}
        since = date.min
        while next_ := next(
            (
                one
                for one in self.next_of(regime)
                if one.applies == "acts" and (one.code, one.edition) not in seen
            ),
            None,
        ):
            regime, since = self.regime(next_.code, next_.edition), max(since, next_.from_on)
            seen.add((next_.code, next_.edition))
            found.append((since, regime))
        return tuple(found)
