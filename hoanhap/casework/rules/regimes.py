"""What a regime is: one edition of `definitions/regimes/<code>.<edition>.yaml`, checked when it is read."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from hoanhap.casework.rules.parts import (
    Answer,
    Blank,
    Code,
    DueBy,
    Duty,
    Elsewhere,
    End,
    FollowUp,
    Helper,
    InForce,
    LeadsTo,
    Length,
    MinimumAge,
    StepKind,
    Succession,
    Term,
    UsualDays,
)
from hoanhap.casework.rules.words import Choice, Fixed, Words
from hoanhap.kit.dates import add_months


class Regime(Fixed):
    """One edition of the rules of one kind of episode.

    `started_by`: the step with which somebody counts as being in (else the one from which the term runs).
    `lane`: at most one episode of a lane is open; `alongside`: kinds of the same lane that may run beside this one
    where a reason is written down. `takes_over`: what `succession` says in the old edition, said by the new one, because
    a published edition is never changed: each names an older edition whose open episodes follow this one from that day.
    """

    code: Code
    edition: int = Field(ge=1)
    title: Words
    episode_kind: Code
    lane: Literal["treatment", "determination"] = "treatment"
    alongside: tuple[Code, ...] = ()
    forms: tuple[Choice, ...]
    in_force: InForce
    minimum_age: MinimumAge
    term: Term | None = None
    follow_up: FollowUp | None = None
    helper: Helper | None = None
    started_by: Code | None = None
    stages: tuple[Choice, ...]
    awaiting_stage: Code | None = None
    ended_stage: Code
    steps: tuple[StepKind, ...]
    ends: tuple[End, ...]
    usual_days: tuple[UsualDays, ...] = ()
    duties: tuple[Duty, ...]
    leads_to: tuple[LeadsTo, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    succession: tuple[Succession, ...] = ()
    takes_over: tuple[Succession, ...] = ()
    blanks: tuple[Blank, ...] = ()

    @cached_property
    def _steps(self) -> dict[Code, StepKind]:
        return {step.code: step for step in self.steps}

    @cached_property
    def order(self) -> dict[Code, int]:
        """The place of each step in the usual order: sorts facts of one day."""
        return {step.code: place for place, step in enumerate(self.steps)}

    @cached_property
    def duties_after(self) -> dict[Code, tuple[Duty, ...]]:
        """The duties that each step brings about, in their order."""
        steps = dict.fromkeys(duty.after for duty in self.duties)
        return {step: tuple(duty for duty in self.duties if duty.after == step) for step in steps}

    @property
    def opening(self) -> StepKind:
        """The step that opens an episode."""
        return self.steps[0]

    @property
    def start(self) -> Code:
        """The step with which somebody counts as being in."""
        return self.started_by or (self.term.from_step if self.term else self.opening.code)

    def step(self, code: Code) -> StepKind | None:
        return self._steps.get(code)

    def end(self, code: Code) -> End | None:
        return next((end for end in self.ends if end.code == code), None)

    def is_for(self, part: StepKind | End | Duty | LeadsTo, form: Code) -> bool:
        """Whether a part concerns episodes of this form. An unknown form, or one of another edition, is not judged."""
        return not part.forms or form in part.forms or self.form(form) is None

    def form(self, code: Code) -> Choice | None:
        return next((form for form in self.forms if form.code == code), None)

    def stage(self, code: Code) -> Choice:
        return next(stage for stage in self.stages if stage.code == code)

    def blank(self, code: str) -> Blank:
        return next(blank for blank in self.blanks if blank.code == code)

    def holds(self, on: date) -> bool:
        """Whether the regime is in force on a day."""
        return self.in_force.from_on <= on and (self.in_force.until is None or on < self.in_force.until)

    def usual(self, step: Code, on: date) -> UsualDays | None:
        """How long `step` usually lasted on a day: the newest value that held by then."""
        held = [usual for usual in self.usual_days if usual.step == step and usual.from_on <= on]
        return max(held, key=lambda usual: usual.from_on, default=None)

    def follow_up_ends(self, handed_over_on: date) -> date:
        """The last day of the follow-up. Only where the regime has one."""
        assert self.follow_up is not None
        return add_months(handed_over_on, self.follow_up.months)

    def ends_of(self, step: Code) -> tuple[End, ...]:
        """The ends that a step can bring about."""
        return tuple(end for end in self.ends if end.step == step)

    @model_validator(mode="after")
    def hangs_together(self) -> Self:
        """Every code that is named exists, and every blank says why it is blank."""
        if wrong := [*_unknown(self), *_untidy(self)]:
            raise ValueError("; ".join(wrong))
        return self


def _unknown(regime: Regime) -> list[str]:
    """Codes that are named and defined nowhere."""
    steps, stages = {step.code for step in regime.steps}, {stage.code for stage in regime.stages}
    named = {part.from_step for part in (regime.term, regime.follow_up, regime.helper) if part}
    named |= {regime.start, *(usual.step for usual in regime.usual_days)}
    if regime.term:
        named |= {regime.term.months_step or regime.term.from_step, *regime.term.restarts}
    for step in regime.steps:
        named |= {*step.after, *step.after_any, *step.not_after, *(wait.step for wait in step.waits)}
    for duty in regime.duties:
        named |= {duty.after, *duty.done_by}
    for end in regime.ends:
        named |= {end.step, end.only_before or end.step}
    named |= {next_.from_step for next_ in regime.leads_to if next_.from_step}
    named |= {found.step for found in regime.elsewhere}
    named |= {tally.after for step in regime.steps for tally in step.tallies if tally.after}
    asked = {(step.code, detail.code) for step in regime.steps for detail in step.details}
    told = {(at, answer.detail) for at, answer in _answers(regime)}
    told |= {(step.code, step.escalates) for step in regime.steps if step.escalates}
    told |= {(step.code, tally.detail) for step in regime.steps for tally in step.tallies}
    told |= {(found.step, found.detail) for found in regime.elsewhere}
    parts: tuple[StepKind | End | Duty | LeadsTo, ...] = (
        *regime.steps,
        *regime.ends,
        *regime.duties,
        *regime.leads_to,
    )
    forms = {form for part in parts for form in part.forms}
    answers = {one for found in regime.elsewhere for one in _strange_answers(regime, found)}
    tallied = {(step, end) for step in regime.steps for tally in step.tallies for end in tally.ends}
    shown = {step.stage for step in regime.steps if step.stage} | {regime.ended_stage}
    shown |= {regime.awaiting_stage} if regime.awaiting_stage else set()
    limits = {code for step in regime.steps for code in step.in_stages}
    limits |= {code for duty in regime.duties for code in duty.in_stages}
    waited_for = {code for step in regime.steps for code in step.not_while}
    blanks = {blank.code for blank in regime.blanks}
    found = [
        ("steps", named - steps),
        ("answers", {f"{step}.{detail}" for step, detail in told - asked}),
        ("stages that no step leads to, or that are not listed", shown ^ stages),
        ("stages", limits - stages),
        ("duties", waited_for - {duty.code for duty in regime.duties}),
        ("blanks that are not listed, or that nothing uses", blanks ^ set(_blanks_used(regime))),
        ("forms", forms - {form.code for form in regime.forms}),
        ("answers of what was found elsewhere", answers),
        (
            "ends of tallies",
            {end for step, end in tallied if end not in {one.code for one in regime.ends_of(step.code)}},
        ),
        ("ends", {code for next_ in regime.leads_to for code in next_.ends} - {e.code for e in regime.ends}),
    ]
    return [f"{what} not known: {sorted(codes)}" for what, codes in found if codes]


def _answers(regime: Regime) -> list[tuple[Code, Answer]]:
    found = [(step.code, answer) for step in regime.steps for answer in (step.when, *step.unless) if answer]
    found += [(duty.after, duty.when) for duty in regime.duties if duty.when]
    found += [(duty.after, variant.when) for duty in regime.duties for variant in duty.variants]
    if regime.term:
        months_step = regime.term.months_step or regime.term.from_step
        found += [(months_step, length.when) for length in regime.term.lengths]
    return [(answer.step or at, answer) for at, answer in found]


def _strange_answers(regime: Regime, found: Elsewhere) -> set[str]:
    step = regime.step(found.step)
    detail = step.detail(found.detail) if step else None
    return {one for one in found.answers.values() if detail is None or detail.title_of(one) is None}


def _lengths(regime: Regime) -> list[Length]:
    found = [wait.length for step in regime.steps for wait in step.waits]
    found += [part.length for step in regime.steps for part in (step.served, step.most) if part]
    found += [found_.valid for found_ in regime.elsewhere if found_.valid]
    found += [duty.left for duty in regime.duties if duty.left]
    found += [variant.within for duty in regime.duties for variant in duty.variants]
    told = [length for duty in regime.duties for length in (duty.within, duty.rises_after)]
    told += [length for next_ in regime.leads_to for length in (next_.within, next_.rises_after)]
    return [*found, *(length for length in told if length)]


def _blanks_used(regime: Regime) -> list[str]:
    return [length.blank for length in _lengths(regime) if length.blank]


def _untidy(regime: Regime) -> list[str]:
    """What hangs together by its codes and still makes no sense."""
    found = []
    if len({step.code for step in regime.steps}) != len(regime.steps):
        found.append("a step is defined twice")
    for step in regime.steps:
        if any(regime.order[code] >= regime.order[step.code] for code in step.after if code in regime.order):
            found.append(f"{step.code} comes after one that stands behind it")
        if (step.effect or step.together or step.served) and not regime.term:
            found.append(f"{step.code} changes a term that there is not")
        if step is regime.opening and step.forms:
            found.append(f"{step.code} opens episodes of every form")
        found += [f"{step.code}: {why}" for why in _untidy_forms(regime, step)]
    for told in (regime.term, *(regime.term.lengths if regime.term else ())):
        if told and told.minimum_months and told.maximum_months and told.maximum_months < told.minimum_months:
            found.append("the longest term is shorter than the shortest")
    found += [f"duty {duty.code}: {why}" for duty in regime.duties for why in _untidy_duty(regime, duty)]
    found += [
        f"{next_.code}: `within` belongs to being due within"
        for next_ in regime.leads_to
        if (next_.due_by == "within") != (next_.within is not None)
    ]
    return found


def _untidy_forms(regime: Regime, step: StepKind) -> Iterable[str]:
    """What a form needs must belong to it."""
    for form in regime.forms:
        if not regime.is_for(step, form.code):
            continue
        for code in step.after:
            before = regime.step(code)
            if before and not regime.is_for(before, form.code):
                yield f"needs {code}, which is not for the form {form.code}"
        some = [before for code in step.after_any if (before := regime.step(code))]
        if some and not any(regime.is_for(one, form.code) for one in some):
            yield f"needs one of several steps, and none of them is for the form {form.code}"


def _untidy_duty(regime: Regime, duty: Duty) -> Iterable[str]:
    counted = duty.due_by in (DueBy.WITHIN, DueBy.BEFORE_TERM, DueBy.EVERY)
    if (duty.due_by is DueBy.DAYS) != (duty.days is not None) or counted != (duty.within is not None):
        yield "days, or within, belong to the way it is due, and only to it"
    if duty.due_by is DueBy.NOTHING and not duty.note:
        yield "a duty without a last day says why"
    if duty.due_by is DueBy.USUAL_DAYS and duty.after not in {one.step for one in regime.usual_days}:
        yield f"no usual days of {duty.after} are known"
    if duty.left and (duty.at_age is None or not regime.term):
        yield "what is left of the term is looked at on a birthday"
    if duty.at_age and duty.due_by in (DueBy.EVERY, DueBy.USUAL_DAYS):
        yield "a birthday comes once"
    if duty.forms and not any(
        regime.is_for(step, form) for form in duty.forms for step in (regime.step(duty.after),) if step
    ):
        yield "no episode of these forms comes to the step before it"
    if duty.due_by is DueBy.BEFORE_TERM and not regime.term:
        yield "there is no term to count from"
