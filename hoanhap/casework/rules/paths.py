"""Ways through a regime: the shortest chain of steps to a stage or an end. For the demo, for tests, and to draw a path."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from hoanhap.casework.rules.facts import About, Course, StepFact
from hoanhap.casework.rules.guards import Reason, Refusal, chain_refusals
from hoanhap.casework.rules.law import Law
from hoanhap.casework.rules.parts import Answer, Effect, StepKind
from hoanhap.casework.rules.regimes import Regime
from hoanhap.casework.rules.states import stages_along
from hoanhap.casework.rules.terms import bounds

REPAIRS = 60
GAP = timedelta(days=2)
NEVER = date(2200, 1, 1)


class NoWay(Exception):
    """The regime has no way there that this search finds."""


def path_to(
    law: Law,
    regime: Regime,
    *,
    stage: str = "",
    end: str = "",
    begin_on: date,
    form: str = "",
    answers: Mapping[str, str] | None = None,
    today: date = NEVER,
) -> list[StepFact]:
    """A possible chain from the opening on `begin_on` to the stage or the end, with every paper's dates in order.

    `answers` are preferred where a step asks for them. `form`: for an episode of that form; else for the first that has
    a way there (`forms_of` tells which). Raises NoWay.
    """
    forms = [form] if form else [one.code for one in regime.forms]
    no_way = NoWay(f"{regime.code}: {stage or end}")
    for one in forms:
        try:
            return _path(law, regime, stage, end, begin_on, dict(answers or {}), today, About(form=one))
        except NoWay as none:
            no_way = none
    raise no_way


def forms_of(regime: Regime, facts: Sequence[StepFact]) -> tuple[str, ...]:
    """The forms of an episode in which all this may happen."""
    parts = [part for fact in facts for part in (regime.step(fact.kind), regime.end(fact.ends_as)) if part]
    return tuple(form.code for form in regime.forms if all(regime.is_for(part, form.code) for part in parts))


def _path(
    law: Law,
    regime: Regime,
    stage: str,
    end: str,
    begin_on: date,
    preferred: Mapping[str, str],
    today: date,
    about: About,
) -> list[StepFact]:
    goal = _goal(regime, stage, end)
    chain = [regime.opening.code] if goal == regime.opening.code else [regime.opening.code, goal]
    wanted: dict[tuple[str, str], str] = {}
    not_before: dict[str, date] = {}
    for _repair in range(REPAIRS):
        facts = _dated(law, regime, chain, end, begin_on, wanted, not_before, preferred)
        course = law.course(regime.code, regime.edition, facts, about)
        refusals = chain_refusals(course, opened_on=begin_on, facts=facts, today=today)
        if not refusals:
            if end or stages_along(course, facts)[-1] == stage:
                return facts
            raise NoWay(f"{regime.code}: {stage}")
        if not any(_repaired(course, one, chain, facts, wanted, not_before) for one in refusals):
            raise NoWay(f"{regime.code}: {stage or end}: {refusals[0].reason} {refusals[0].step}")
    raise NoWay(f"{regime.code}: {stage or end}")


def _goal(regime: Regime, stage: str, end: str) -> str:
    if end:
        found = regime.end(end)
        if found is None:
            raise NoWay(f"{regime.code}: {end}")
        return found.step
    # Of several steps that lead to a stage the one that needs least comes first in the file.
    for step in regime.steps:
        if step.stage == stage:
            return step.code
    raise NoWay(f"{regime.code}: {stage}")


def _dated(
    law: Law,
    regime: Regime,
    chain: Sequence[str],
    end: str,
    begin_on: date,
    wanted: Mapping[tuple[str, str], str],
    not_before: Mapping[str, date],
    preferred: Mapping[str, str],
) -> list[StepFact]:
    facts: list[StepFact] = []
    on = begin_on
    for code in sorted(chain, key=lambda one: regime.order.get(one, len(regime.steps))):
        on = max(on if not facts else on + GAP, not_before.get(code, on))
        course = law.course(regime.code, regime.edition, facts)
        step = course.at(on).step(code) or regime.step(code)
        assert step is not None
        ends = [one.code for one in regime.ends_of(code)]
        fact = StepFact(
            code,
            on,
            ends_as=(end if end in ends else ends[0]) if ends else "",
            details=_answered(step, wanted, preferred),
        )
        facts.append(_measured(course, step, fact, facts))
    return facts


def _answered(
    step: StepKind, wanted: Mapping[tuple[str, str], str], preferred: Mapping[str, str]
) -> dict[str, str | list[str]]:
    """An answer to each question: what a later step needs, what is preferred, else the first that forbids nothing."""
    told: dict[str, str | list[str]] = {}
    for detail in step.details:
        if detail.choices is None:
            if detail.required:
                told[detail.code] = preferred.get(detail.code, "(mẫu)")
            continue
        codes = [choice.code for choice in detail.choices]
        liked = preferred.get(detail.code, "")
        chosen = wanted.get((step.code, detail.code)) or (liked if liked in codes else "")
        if not chosen:
            if not detail.required:
                continue
            chosen = codes[0]
        told[detail.code] = [chosen] if detail.many else chosen
    return told


def _measured(course: Course, step: StepKind, fact: StepFact, before: Sequence[StepFact]) -> StepFact:
    term = course.at(fact.on).term
    if term and step.code in (term.months_step or term.from_step, *term.restarts):
        least, most = bounds(course, fact, before)
        return replace(fact, term_months=least or most or 12)
    if step.amount is None:
        return fact
    least = step.amount.minimum or 1
    match step.amount.asks:
        case "until":
            return replace(fact, until=fact.on + timedelta(days=least - 1))
        case "days":
            return replace(fact, term_days=least)
        case _:
            return replace(fact, term_months=least)


def _repaired(
    course: Course,
    refusal: Refusal,
    chain: list[str],
    facts: Sequence[StepFact],
    wanted: dict[tuple[str, str], str],
    not_before: dict[str, date],
) -> bool:
    """Change the plan so that this refusal goes away; whether that could be done."""
    params = refusal.params
    match refusal.reason:
        case Reason.NEEDS_STEP_BEFORE:
            return _added(chain, params["before"])
        case Reason.NEEDS_ONE_OF:
            here = [code for code in params["one_of"] if _is_here(course, code)]
            return any(_added(chain, code) for code in here)
        case Reason.NOT_IN_STAGE:
            return any(
                _added(chain, code)
                for code in _leading_to(course.regime, params["stages"], refusal.step)
                if _is_here(course, code)
            )
        case Reason.ONLY_WHERE | Reason.NOT_AFTER_ANSWER:
            missing = params["detail"].step
            if refusal.reason is Reason.ONLY_WHERE and missing and _added(chain, missing):
                return True
            return _told(course, params["detail"], refusal, wanted)
        case Reason.TOO_SOON:
            return _delayed(not_before, refusal.step, params["over_on"] + timedelta(days=1))
        case Reason.TERM_NOT_OVER | Reason.CERTIFICATE_TOO_EARLY:
            ends_on = params.get("window_ends_on") or params["term_ends_on"]
            return isinstance(ends_on, date) and _delayed(not_before, refusal.step, ends_on)
        case Reason.HALF_TERM_NOT_SERVED:
            on = next(fact.on for fact in facts if fact.kind == refusal.step)
            return _delayed(not_before, refusal.step, on + timedelta(days=30))
        case Reason.NOT_STANDING_STILL:
            pauses = [one.code for one in course.regime.steps if one.effect is Effect.PAUSE]
            return any(_added(chain, code) for code in pauses)
        case _:
            return False


def _is_here(course: Course, code: str) -> bool:
    """Whether a step is one of this form."""
    step = course.step(code)
    return step is not None and course.regime.is_for(step, course.about.form)


def _leading_to(regime: Regime, stages: Sequence[str], before: str) -> list[str]:
    """The steps that lead to one of these stages and stand before that step, the earliest first."""
    limit = regime.order.get(before, len(regime.steps))
    return [one.code for one in regime.steps if one.stage in stages and regime.order[one.code] < limit]


def _added(chain: list[str], code: str) -> bool:
    if code in chain:
        return False
    chain.append(code)
    return True


def _told(course: Course, answer: Answer, refusal: Refusal, wanted: dict[tuple[str, str], str]) -> bool:
    """Give the answer that a step needs; or another one than the answer that forbids it."""
    code = answer.step or refusal.step
    step = course.step(code)
    detail = step.detail(answer.detail) if step else None
    if detail is None or detail.choices is None:
        return False
    codes = [choice.code for choice in detail.choices]
    if refusal.reason is Reason.ONLY_WHERE:
        possible = [one for one in answer.among if one in codes]
    else:
        possible = [one for one in codes if one not in answer.among]
    if not possible or wanted.get((code, answer.detail)) == possible[0]:
        return False
    wanted[code, answer.detail] = possible[0]
    return True


def _delayed(not_before: dict[str, date], code: str, day: date) -> bool:
    if not_before.get(code, date.min) >= day:
        return False
    not_before[code] = day
    return True
