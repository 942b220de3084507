"""The parts of a regime: what `definitions/regimes/*.yaml` can say. See the README there."""

from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from hoanhap.casework.rules.words import Choice, Fixed, Sourced, Words
from hoanhap.kit.calendar import TimeUnit

Code = str


class Length(Fixed):
    """A length of time. `count` null: no text gives it; an administrator may fill the blank, citing a document."""

    count: int | None = Field(ge=0)
    unit: TimeUnit
    blank: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9-]*$")

    @model_validator(mode="after")
    def is_told_or_blank(self) -> Self:
        if (self.count is None) != (self.blank is not None):
            raise ValueError("a length has either a count or the code of a blank")
        return self


class Answer(Fixed):
    """A condition: the answer `detail` given with a step is one of `among`. `step` null: the step in question."""

    step: Code | None = None
    detail: str
    among: tuple[str, ...]


class InForce(Sourced):
    """From when until when (exclusive) episodes can be opened under the regime."""

    from_on: date = Field(alias="from")
    until: date | None


class MinimumAge(Sourced):
    """`years` at least, and `below` (where given) at most the day before that birthday, on the day of opening."""

    years: int = Field(ge=1)
    below: int | None = None


class TermLength(Fixed):
    """How long the term may be where an answer is given: 24 months the first time, 36 from the second."""

    when: Answer
    minimum_months: int = Field(ge=1)
    maximum_months: int


class Term(Sourced):
    """The legal term, in months from the day of `from_step`; never lengthened by a rest day.

    `months_step` is the step that says how long it is (a decision), where that is another than the one from which it
    runs (an admission). `restarts`: steps with which a fresh term begins. Null bounds: the law gives none.
    """

    from_step: Code
    minimum_months: int | None = Field(ge=1)
    maximum_months: int | None
    months_step: Code | None = None
    lengths: tuple[TermLength, ...] = ()
    restarts: tuple[Code, ...] = ()


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
    """Something more that is asked with a step. `choices` null: free words. `title` null: a title of the program."""

    code: str = Field(pattern=r"^[a-z][a-z_]*$")
    required: bool
    many: bool = False
    title: Words | None = None
    choices: tuple[Choice, ...] | None

    def title_of(self, code: str) -> Words | None:
        return next((choice.title for choice in self.choices or () if choice.code == code), None)


class Effect(StrEnum):
    """What a step does to a running term."""

    PAUSE = "pause"
    """The clock stands from this day until a step that resumes."""
    RESUME = "resume"
    """It runs again; the days in between do not count."""
    NOT_COUNTED = "not-counted"
    """The days from this day to `until` (inclusive) do not count."""
    DEDUCT = "deduct"
    """Days or months served before count: the term ends earlier."""
    REDUCE = "reduce"
    """Months are taken off by decision."""
    EXTEND = "extend"
    """Days or months are added by decision."""


class Amount(Fixed):
    """What is asked of a step that changes the term: its last day, or a number of days or months."""

    asks: Literal["until", "days", "months"]
    minimum: int | None = None
    maximum: int | None = None


class Wait(Sourced):
    """The step is not possible before this length of time after `step` is over."""

    step: Code
    length: Length


class Together(Sourced):
    """All steps of this kind since the term began, taken together, last at most this part of it: half is 1 `of` 2."""

    part: int = Field(ge=1)
    of: int = Field(ge=1)


class Served(Sourced):
    """So much of the term has been served before the step."""

    length: Length


class Most(Sourced):
    """The step takes off, or adds, at most so much."""

    length: Length


class Tally(Sourced):
    """How many answers of `detail` a way to end needs, or allows; with several, one that fits is enough.

    `including`: this answer is among them. `after`: only once that step has happened. Judged where answers were given.
    """

    ends: tuple[Code, ...]
    detail: str
    minimum: int = Field(default=0, ge=0)
    maximum: int | None = None
    including: str | None = None
    after: Code | None = None


class StepKind(Sourced):
    """A kind of dated fact: what must have happened before it, and which paper it needs.

    `after`: all of these must be there, `after_any`: at least one. `not_after`: none of these since the term last
    (re)started; `unless`: none of these answers since then. `not_while`: not while one of these duties stands.
    `escalates`: the detail whose answer must be a later one of its choices each time than the time before.
    `in_stages`: only in these stages. `when`: only where that answer was given. `after_end`: possible when the episode
    has ended already (sending the last paper). `forms`: only in episodes of these forms. `at_age`: only from that
    birthday of the person on. `together`, `served`, `most`, `tallies`: see there. `signed_by`: who signs the paper;
    where `authority` is given instead, who signs follows from it and the day (definitions/authorities). `stage`
    null: the stage stays; a step that resumes goes back to the stage before the pause.
    """

    code: Code
    title: Words
    stage: Code | None
    after: tuple[Code, ...]
    after_any: tuple[Code, ...] = ()
    not_after: tuple[Code, ...] = ()
    in_stages: tuple[Code, ...] = ()
    when: Answer | None = None
    unless: tuple[Answer, ...] = ()
    not_while: tuple[Code, ...] = ()
    after_end: bool = False
    repeats: bool = False
    escalates: Code | None = None
    time_asked: bool = False
    forms: tuple[Code, ...] = ()
    at_age: int | None = Field(default=None, ge=1)
    together: Together | None = None
    served: Served | None = None
    most: Most | None = None
    tallies: tuple[Tally, ...] = ()
    paper: Literal["application", "decision", "minutes", "certificate", "other"] | None
    form_code: str | None = None
    number_required: bool
    signed_by: Words | None
    authority: Code | None = None
    signer_required: bool
    needs_windows: bool = False
    needs_half_term: bool = False
    waits: tuple[Wait, ...] = ()
    effect: Effect | None = None
    amount: Amount | None = None
    details: tuple[Detail, ...] = ()

    def detail(self, code: str) -> Detail | None:
        return next((detail for detail in self.details if detail.code == code), None)

    @property
    def is_signed(self) -> bool:
        return self.signed_by is not None or self.authority is not None

    @model_validator(mode="after")
    def effects_say_how_much(self) -> Self:
        asked = {
            None: (None, "until", "days", "months"),
            Effect.PAUSE: (None,),
            Effect.RESUME: (None,),
            Effect.NOT_COUNTED: ("until",),
        }.get(self.effect, ("days", "months"))
        if asked_of(self.amount) not in asked:
            raise ValueError(f"step {self.code}: its effect asks for one of {asked}")
        if self.together and asked_of(self.amount) != "until":
            raise ValueError(f"step {self.code}: only stretches of days are taken together")
        if self.most and (asked_of(self.amount) or "") != self.most.length.unit.value:
            raise ValueError(
                f"step {self.code}: what it takes off is asked for in another unit than its limit"
            )
        return self


def asked_of(amount: Amount | None) -> str | None:
    """What an amount asks for."""
    return amount.asks if amount else None


class CountsAs(StrEnum):
    """The kind of end, as cohorts count it."""

    COMPLETED = "completed"
    STOPPED = "stopped"
    MOVED = "moved"
    DIED = "died"


class End(Choice):
    """A way an episode can end. `only_before`: no longer possible once that step exists. `forms`: only in these."""

    step: Code
    only_before: Code | None
    forms: tuple[Code, ...] = ()
    counts_as: CountsAs | None = None

    @property
    def counted(self) -> CountsAs:
        """As told, or by its own code; any other end is a stop."""
        return self.counts_as or next((kind for kind in CountsAs if kind == self.code), CountsAs.STOPPED)


class UsualDays(Sourced):
    """How long a step usually lasts, from a day on: shown and reminded of, never enforced."""

    step: Code
    from_on: date = Field(alias="from")
    minimum: int = Field(ge=0)
    maximum: int


class DueBy(StrEnum):
    """What a duty's last day is counted from."""

    DAYS = "days"
    """Calendar days after the step: the first regime's own way. Newer ones say `within`."""
    WITHIN = "within"
    USUAL_DAYS = "usual-days"
    WINDOW = "window"
    """On the day when term and follow-up are both over."""
    BEFORE_TERM = "before-term"
    """At least `within` before the last day of the term."""
    EVERY = "every"
    """Once in each stretch of `within`, as long as the term runs; a stretch that is over lapses."""
    NOTHING = "nothing"


class Variant(Fixed):
    """Another length where an answer is given: ten working days in remote areas."""

    when: Answer
    within: Length


class Duty(Sourced):
    """Between the step `after` and one of the steps `until` somebody has to act.

    `by`: whose duty, a code of definitions/authorities. `rises_after`: how long after its last day a late duty is also
    shown to the office above. A last day that is a rest day moves to the next working day, unless `rolls_over` is false.
    `after_end`: stands although the episode has ended. `forms`: only in episodes of these forms. `at_age`: from that
    birthday of the person on, and counted from it; `left` then: only where so much of the term is left on that day.
    """

    code: Code
    title: Words
    after: Code
    until: Code
    also_until: tuple[Code, ...] = ()
    when: Answer | None = None
    in_stages: tuple[Code, ...] = ()
    due_by: DueBy
    days: int | None = Field(default=None, ge=0)
    within: Length | None = None
    variants: tuple[Variant, ...] = ()
    rolls_over: bool = True
    after_end: bool = False
    forms: tuple[Code, ...] = ()
    at_age: int | None = Field(default=None, ge=1)
    left: Length | None = None
    by: Code | None = None
    rises_after: Length | None = None

    @cached_property
    def done_by(self) -> tuple[Code, ...]:
        return (self.until, *self.also_until)


class LeadsTo(Sourced):
    """After one of these ends an episode of another kind is due: a post-rehab file after completion.

    Counted from the end, or from the last step `from_step` before it (a discovery). Any of `also_kinds` does as well.
    Read from the edition in force for the kind of episode on the day of the end: after an old term new law follows.
    `answers`: what is already known of the new episode. `forms`: only after episodes of these forms.
    """

    code: Code
    title: Words
    ends: tuple[Code, ...]
    episode_kind: Code
    also_kinds: tuple[Code, ...] = ()
    from_step: Code | None = None
    due_by: Literal["within", "nothing"]
    within: Length | None = None
    rolls_over: bool = True
    by: Code | None = None
    rises_after: Length | None = None
    forms: tuple[Code, ...] = ()
    answers: dict[str, str] = Field(default_factory=dict)


class Elsewhere(Sourced):
    """What was found in another episode of the person, of `episode_kind`, counts as `step` of this one.

    `answers`: for the way in which that episode ended, the answer of `detail`. It counts on the day of that end, where
    the steps that `step` needs have happened by then; what was found before this episode began counts on its first day,
    and only where it is not older than `valid`.
    """

    step: Code
    episode_kind: Code
    detail: str
    answers: dict[Code, str]
    valid: Length | None = None


class Succession(Sourced):
    """From this day on an open episode follows another edition.

    `acts`: new acts follow it, the term keeps its signed end. `undecided`: only an episode whose term nobody had set by
    then, and it as a whole (what was prepared under the old law is decided under the new).
    """

    from_on: date = Field(alias="from")
    applies: Literal["acts", "undecided"] = "acts"
    code: Code
    edition: int = Field(ge=1)


class Blank(Sourced):
    """A value that the law leaves open, by the code that lengths name. Filled by an administrator, with a document."""

    code: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: Words
    unit: TimeUnit
