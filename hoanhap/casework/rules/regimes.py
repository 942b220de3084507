"""What a regime is: one edition of `definitions/regimes/<code>.<edition>.yaml`, checked when it is read."""

from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from hoanhap.casework.rules.words import Choice, Fixed, Sourced, Words
from hoanhap.kit.dates import add_months

Code = str


class InForce(Sourced):
    """From when until when (exclusive) applications and decisions are possible under the regime."""

    from_on: date = Field(alias="from")
    until: date | None


class MinimumAge(Sourced):
    years: int = Field(ge=1)


class Term(Sourced):
    """The legal term, in months from the day of `from_step`."""

    from_step: Code
    minimum_months: int = Field(ge=1)
    maximum_months: int


class FollowUp(Sourced):
    """The months of contacts after `from_step`, and how many contacts make a month kept."""

    title: Words
    from_step: Code
    months: int = Field(ge=1)
    contacts_a_month: Literal[1]


class Helper(Sourced):
    """From `from_step` on somebody of the team is assigned to the person."""

    title: Words
    from_step: Code


class Detail(Fixed):
    """Something more that is asked with a step. `choices` null: free words."""

    code: str = Field(pattern=r"^[a-z][a-z_]*$")
    required: bool
    many: bool = False
    choices: tuple[Choice, ...] | None

    def title_of(self, code: str) -> Words | None:
        return next((choice.title for choice in self.choices or () if choice.code == code), None)


class StepKind(Sourced):
    """A kind of dated fact: what must have happened before it, and which paper it needs.

    `signed_by`: who signs the paper. A signed paper is corrected only by whoever may sign.
    """

    code: Code
    title: Words
    stage: Code | None
    after: tuple[Code, ...]
    not_after: tuple[Code, ...] = ()
    paper: Literal["application", "decision", "minutes", "certificate", "other"] | None
    number_required: bool
    signed_by: Words | None
    signer_required: bool
    needs_windows: bool = False
    details: tuple[Detail, ...] = ()

    def detail(self, code: str) -> Detail | None:
        return next((detail for detail in self.details if detail.code == code), None)


class End(Choice):
    """A way an episode can end. `only_before`: no longer possible once that step exists."""

    step: Code
    only_before: Code | None


class UsualDays(Sourced):
    """How long a step usually lasts, from a day on: shown and reminded of, never enforced."""

    step: Code
    from_on: date = Field(alias="from")
    minimum: int = Field(ge=0)
    maximum: int


class DueBy(StrEnum):
    """What a duty's last day is counted from."""

    DAYS = "days"
    USUAL_DAYS = "usual-days"
    WINDOW = "window"
    NOTHING = "nothing"


class Duty(Sourced):
    """Between the step `after` and the step `until` somebody has to act."""

    code: Code
    title: Words
    after: Code
    until: Code
    due_by: DueBy
    days: int | None = Field(ge=0)


class Regime(Fixed):
    """One edition of the rules of one kind of episode."""

    code: Code
    edition: int = Field(ge=1)
    title: Words
    episode_kind: Code
    forms: tuple[Choice, ...]
    in_force: InForce
    minimum_age: MinimumAge
    term: Term
    follow_up: FollowUp
    helper: Helper
    stages: tuple[Choice, ...]
    awaiting_stage: Code
    ended_stage: Code
    steps: tuple[StepKind, ...]
    ends: tuple[End, ...]
    usual_days: tuple[UsualDays, ...]
    duties: tuple[Duty, ...]

    @cached_property
    def _steps(self) -> dict[Code, StepKind]:
        return {step.code: step for step in self.steps}

    @cached_property
    def order(self) -> dict[Code, int]:
        """The place of each step in the usual order: sorts facts of one day."""
        return {step.code: place for place, step in enumerate(self.steps)}

    @property
    def opening(self) -> StepKind:
        """The step that opens an episode."""
        return self.steps[0]

    def step(self, code: Code) -> StepKind | None:
        return self._steps.get(code)

    def end(self, code: Code) -> End | None:
        return next((end for end in self.ends if end.code == code), None)

    def form(self, code: Code) -> Choice | None:
        return next((form for form in self.forms if form.code == code), None)

    def stage(self, code: Code) -> Choice:
        return next(stage for stage in self.stages if stage.code == code)

    def holds(self, on: date) -> bool:
        """Whether the regime is in force on a day."""
        return self.in_force.from_on <= on and (self.in_force.until is None or on < self.in_force.until)

    def usual(self, step: Code, on: date) -> UsualDays | None:
        """How long `step` usually lasted on a day: the newest value that held by then."""
        held = [usual for usual in self.usual_days if usual.step == step and usual.from_on <= on]
        return max(held, key=lambda usual: usual.from_on, default=None)

    def term_ends(self, signed_on: date, months: int) -> date:
        """The last day of the legal term (Civil Code 2015, article 148: the day of the same number)."""
        return add_months(signed_on, months)

    def follow_up_ends(self, handed_over_on: date) -> date:
        """The last day of the follow-up."""
        return add_months(handed_over_on, self.follow_up.months)

    @model_validator(mode="after")
    def hangs_together(self) -> Self:
        """Every code that is named exists, and every blank says why it is blank."""
        steps = set(self._steps)
        stages = {stage.code for stage in self.stages}
        named = {self.term.from_step, self.follow_up.from_step, self.helper.from_step}
        named.update(code for step in self.steps for code in (*step.after, *step.not_after))
        named.update(code for duty in self.duties for code in (duty.after, duty.until))
        named.update(end.step for end in self.ends)
        named.update(end.only_before for end in self.ends if end.only_before)
        named.update(usual.step for usual in self.usual_days)
        if unknown := named - steps:
            raise ValueError(f"steps named but not defined: {sorted(unknown)}")
        shown = {step.stage for step in self.steps if step.stage} | {self.awaiting_stage, self.ended_stage}
        if shown != stages:
            raise ValueError(f"stages and their use differ: {sorted(shown ^ stages)}")
        if len(steps) != len(self.steps):
            raise ValueError("a step is defined twice")
        if any(self.order[code] >= self.order[step.code] for step in self.steps for code in step.after):
            raise ValueError("a step comes after one that stands behind it")
        if self.term.maximum_months < self.term.minimum_months:
            raise ValueError("the longest term is shorter than the shortest")
        for duty in self.duties:
            if (duty.due_by is DueBy.DAYS) != (duty.days is not None):
                raise ValueError(f"duty {duty.code}: days belong to due_by days, and only to it")
            if duty.due_by is DueBy.NOTHING and not duty.note:
                raise ValueError(f"duty {duty.code}: a duty without a last day says why")
            if duty.due_by is DueBy.USUAL_DAYS and duty.after not in {u.step for u in self.usual_days}:
                raise ValueError(f"duty {duty.code}: no usual days of {duty.after} are known")
        return self

    def ends_of(self, step: Code) -> tuple[End, ...]:
        """The ends that a step can bring about."""
        return tuple(end for end in self.ends if end.step == step)
