"""The dated facts of an episode as plain values, and the law it follows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from hoanhap.casework.rules.parts import Answer, Elsewhere, End, Length, StepKind
from hoanhap.casework.rules.regimes import Regime
from hoanhap.casework.rules.words import Choice
from hoanhap.kit.calendar import Calendar, due
from hoanhap.kit.dates import PartialDate
from hoanhap.people.rules.ages import reaches

Answers = Mapping[str, str | Sequence[str]]


class Filled(NamedTuple):
    """A value of a blank: the day from which it holds, and the day on which it was entered.

    What was done before anybody knew the value was never late by it.
    """

    valid_from: date
    number: int
    known_on: date


BlankValues = Mapping[tuple[str, str], Sequence[Filled | tuple[date, int]]]
"""For (code of a regime, code of a blank): the values filled in. A bare pair has always been known."""


@dataclass(frozen=True, slots=True)
class StepFact:
    """One step that holds (not withdrawn). `at` is its moment where that is known, `until` its last day.

    `elsewhere`: nobody recorded it here; it follows from what was found in another episode of the person.
    """

    kind: str
    on: date
    term_months: int | None = None
    ends_as: str = ""
    at: datetime | None = None
    until: date | None = None
    term_days: int | None = None
    details: Answers = field(default_factory=dict, hash=False)
    elsewhere: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """Tells this fact from the others of its episode."""
        return self.kind, self.on, self.at, self.until, self.term_months, self.term_days, self.ends_as


class Finding(NamedTuple):
    """How another episode of the person ended, and on which day."""

    episode_kind: str
    ended_as: str
    on: date


@dataclass(frozen=True, slots=True)
class About:
    """What the law asks of an episode besides its steps: its form, the birthday of the person, what was found elsewhere.

    An empty `form`, or no `birth`, is not known, and nothing that depends on it is judged.
    """

    form: str = ""
    birth: PartialDate | None = None
    findings: tuple[Finding, ...] = ()

    def reaches(self, years: int) -> date | None:
        """The birthday on which the person certainly is that old."""
        return reaches(self.birth, years) if self.birth else None


NOTHING_KNOWN = About()


@dataclass(frozen=True)
class Course:
    """The law that one episode follows.

    `regime`: the edition that rules its term; `pinned_to` the one it was opened under and followed until the day
    `changed_on`, where that is another. `successors`: what later acts follow, each from its day on. `kin`: every edition
    for this kind of episode. `calendar` and `blanks` tell the days. `about`: the episode that follows it.
    """

    regime: Regime
    calendar: Calendar
    successors: Sequence[tuple[date, Regime]] = ()
    blanks: BlankValues = field(default_factory=dict)
    kin: Sequence[Regime] = ()
    pinned_to: Regime | None = None
    changed_on: date | None = None
    about: About = NOTHING_KNOWN

    @property
    def pinned(self) -> Regime:
        """The edition under which the episode was opened."""
        return self.pinned_to or self.regime

    def at(self, on: date) -> Regime:
        """The edition that an act of that day follows. The term follows `regime` throughout."""
        if self.pinned_to and self.changed_on and on < self.changed_on:
            return self.pinned_to
        for since, regime in reversed(self.successors):
            if since <= on:
                return regime
        return self.regime

    def after(self, ended_on: date) -> Regime:
        """The edition that says what follows an end: the one in force for this kind on that day, whatever ruled before."""
        held = [regime for regime in self.kin if regime.holds(ended_on)]
        return max(
            held, key=lambda regime: (regime.in_force.from_on, regime.edition), default=self.at(ended_on)
        )

    def kind(self, fact: StepFact) -> StepKind | None:
        """What the law of its day says about a step; of the pinned edition where the later one does not know it."""
        return self.at(fact.on).step(fact.kind) or self.regime.step(fact.kind) or self.pinned.step(fact.kind)

    def is_for(self, step: StepKind, on: date) -> bool:
        """Whether a step concerns episodes of this form, by the law of its day."""
        here = self.at(on) if self.at(on).step(step.code) else self.regime
        return here.is_for(step, self.about.form)

    def step(self, code: str) -> StepKind | None:
        """A step by its code, in the pinned edition or a later one."""
        editions = (self.regime, *(regime for _since, regime in self.successors), self.pinned)
        found = (regime.step(code) for regime in editions)
        return next((step for step in found if step), None)

    def end(self, code: str, on: date) -> End | None:
        """A way to end, by the law of the day or else of the editions that ruled before."""
        found = (regime.end(code) for regime in (self.at(on), self.regime, self.pinned))
        return next((end for end in found if end), None) if code else None

    def stage(self, code: str, on: date) -> Choice:
        """A stage, as the law of the day calls it, or else the editions that ruled before."""
        for regime in (self.at(on), self.regime, self.pinned):
            for stage in regime.stages:
                if stage.code == code:
                    return stage
        raise KeyError(code)

    @cached_property
    def known_days(self) -> frozenset[date]:
        """The days on which somebody filled a blank that this course may ask for."""
        editions = (self.regime, self.pinned, *(regime for _since, regime in self.successors), *self.kin)
        codes = {regime.code for regime in editions if regime.blanks}
        return frozenset(
            held.known_on
            for (code, _blank), values in self.blanks.items()
            for held in values
            if code in codes and isinstance(held, Filled)
        )

    def as_known(self, on: date) -> "Course":
        """The same without the values of blanks that nobody had entered by the end of the day."""
        if not any(day > on for day in self.known_days):
            return self
        known = {
            key: [held for held in values if not isinstance(held, Filled) or held.known_on <= on]
            for key, values in self.blanks.items()
        }
        return replace(self, blanks=known)

    def count(self, regime: Regime, length: Length, on: date) -> int | None:
        """How many units a length has on a day; None where the law is silent and nobody has filled the blank."""
        if length.count is not None or length.blank is None:
            return length.count
        filled = [held for held in self.blanks.get((regime.code, length.blank), ()) if held[0] <= on]
        return max(filled, default=(on, None), key=lambda held: held[0])[1]

    def reaches(self, regime: Regime, length: Length, *, since: date, until: date) -> bool | None:
        """Whether the length, counted from `since`, is not over before `until`; None where the law does not tell it."""
        count = self.count(regime, length, until)
        if count is None:
            return None
        calendar = self.calendar
        last = due(since=since, at=None, count=count, unit=length.unit, calendar=calendar, rolls_over=False)
        return last.on >= until

    def in_order(self, facts: Iterable[StepFact]) -> list[StepFact]:
        """By day and, where both are known, by moment; on one day in the order in which the regime lists the steps."""
        if self.about.findings:
            facts = self._with_findings(list(facts))
        order, last = self.regime.order, len(self.regime.steps)

        def place(fact: StepFact) -> tuple[date, int]:
            here = order.get(fact.kind)
            return fact.on, self.at(fact.on).order.get(fact.kind, last) if here is None else here

        ordered = sorted(facts, key=place)
        for here in range(1, len(ordered)):
            # Moments of one day are rarer than days: only neighbours that both know theirs change places.
            there = here
            while there and _is_earlier(ordered[there], ordered[there - 1]):
                ordered[there - 1], ordered[there] = ordered[there], ordered[there - 1]
                there -= 1
        return ordered

    def _with_findings(self, facts: list[StepFact]) -> list[StepFact]:
        """The facts, with what was found in other episodes."""
        if not facts or any(fact.elsewhere for fact in facts):
            return facts
        opened_on = min(fact.on for fact in facts)
        ended_on = min((fact.on for fact in facts if fact.ends_as), default=date.max)
        found = []
        for finding in sorted(self.about.findings, key=lambda one: one.on):
            regime = self.at(max(finding.on, opened_on))
            for rule in regime.elsewhere:
                fact = self._found(regime, rule, finding, facts, opened_on)
                if fact and fact.on <= ended_on:
                    found.append(fact)
        return [*facts, *found]

    def _found(
        self, regime: Regime, rule: Elsewhere, finding: Finding, facts: Sequence[StepFact], opened_on: date
    ) -> StepFact | None:
        answer, step = rule.answers.get(finding.ended_as), regime.step(rule.step)
        if finding.episode_kind != rule.episode_kind or answer is None or step is None:
            return None
        on = finding.on
        if on < opened_on:
            if rule.valid is None or not self.reaches(regime, rule.valid, since=on, until=opened_on):
                return None
            on = opened_on
        held = {fact.kind for fact in facts if fact.on <= on}
        if not held.issuperset(step.after):
            return None
        return StepFact(rule.step, on, details={rule.detail: answer}, elsewhere=True)


def _is_earlier(one: StepFact, other: StepFact) -> bool:
    return one.on == other.on and one.at is not None and other.at is not None and one.at < other.at


def is_answered(answer: Answer, fact: StepFact, known: Iterable[StepFact]) -> bool:
    """Whether a condition holds: the answer stands on the fact itself, or on the last step that it names."""
    asked: StepFact | None = fact
    if answer.step and answer.step != fact.kind:
        asked = next((one for one in reversed(list(known)) if one.kind == answer.step), None)
    if asked is None:
        return False
    told = asked.details.get(answer.detail, ())
    given = {told} if isinstance(told, str) else set(told)
    return bool(given & set(answer.among))
