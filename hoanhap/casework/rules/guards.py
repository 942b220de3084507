"""Which chains of steps are possible. One judge for new steps, corrections and withdrawals alike."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from hoanhap.casework.rules.facts import Course, StepFact, is_answered
from hoanhap.casework.rules.parts import Answer, Effect, Length, StepKind, Tally, asked_of
from hoanhap.casework.rules.regimes import Regime
from hoanhap.casework.rules.states import stages_along, state_of, window, windows
from hoanhap.casework.rules.terms import (
    bounds,
    days_together,
    half_is_served,
    has_served,
    part_of_term,
    term_state,
)
from hoanhap.casework.rules.words import Words
from hoanhap.kit.calendar import due
from hoanhap.kit.dates import PartialDate, add_months
from hoanhap.people.rules.ages import is_minor


class Reason(StrEnum):
    """Why a step is refused; the sentences stand in `operations/sentences.py`."""

    UNKNOWN_STEP = "unknown-step"
    IN_THE_FUTURE = "in-the-future"
    BEFORE_APPLICATION = "before-application"
    AFTER_THE_END = "after-the-end"
    NEEDS_STEP_BEFORE = "needs-step-before"
    EARLIER_THAN = "earlier-than"
    TWICE = "twice"
    ENDED_TWICE = "ended-twice"
    NO_APPLICATION = "no-application"
    TERM_MISSING = "term-missing"
    TERM_OUT_OF_BOUNDS = "term-out-of-bounds"
    CERTIFICATE_TOO_EARLY = "certificate-too-early"
    CERTIFICATE_AFTER_BREACH = "certificate-after-breach"
    END_UNKNOWN = "end-unknown"
    END_TOO_LATE = "end-too-late"
    NOT_IN_FORCE = "not-in-force"
    TOO_YOUNG = "too-young"
    AGE_UNCERTAIN = "age-uncertain"
    AFTER_DEATH = "after-death"
    FORM_UNKNOWN = "form-unknown"
    NUMBER_MISSING = "number-missing"
    SIGNER_MISSING = "signer-missing"
    DETAIL_MISSING = "detail-missing"
    DETAIL_UNKNOWN = "detail-unknown"
    CHOICE_UNKNOWN = "choice-unknown"
    TOO_LONG = "too-long"
    NEEDS_ONE_OF = "needs-one-of"
    NOT_AFTER_ANSWER = "not-after-answer"
    NOT_WHILE_DUE = "not-while-due"
    NOT_FURTHER = "not-further"
    NOT_AFTER = "not-after"
    NOT_IN_STAGE = "not-in-stage"
    ONLY_WHERE = "only-where"
    TOO_SOON = "too-soon"
    HALF_TERM_NOT_SERVED = "half-term-not-served"
    TERM_NOT_OVER = "term-not-over"
    UNTIL_MISSING = "until-missing"
    UNTIL_BEFORE = "until-before"
    AMOUNT_MISSING = "amount-missing"
    AMOUNT_OUT_OF_BOUNDS = "amount-out-of-bounds"
    NOT_STANDING_STILL = "not-standing-still"
    STANDS_STILL_ALREADY = "stands-still-already"
    TOO_OLD = "too-old"
    NOT_FOR_FORM = "not-for-form"
    NOT_OF_AGE = "not-of-age"
    NOT_TOLD_YET = "not-told-yet"
    TOO_LITTLE_SERVED = "too-little-served"
    TOO_MUCH_TOGETHER = "too-much-together"
    NOT_SO_MANY = "not-so-many"


@dataclass(frozen=True)
class Refusal:
    """One reason, with the step it is about and the values that its sentence names."""

    reason: Reason
    step: str = ""
    field: str = "on"
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict, hash=False)


def chain_refusals(
    course: Course, *, opened_on: date, facts: Sequence[StepFact], today: date
) -> tuple[Refusal, ...]:
    """Everything that makes this set of steps impossible on `today`; nothing when it is possible.

    The order of the steps, "once" and "only after" come from the regime. Dates of one day never contradict each
    other: an application and its decision may carry the same date.
    """
    known = course.in_order(fact for fact in facts if course.kind(fact))
    strange = [Refusal(Reason.UNKNOWN_STEP, fact.kind) for fact in facts if not course.kind(fact)]
    return (*strange, *_each(course, known, today), *_together(course, opened_on, known))


def _each(course: Course, facts: Sequence[StepFact], today: date) -> Iterable[Refusal]:
    stages = stages_along(course, facts)
    for place, fact in enumerate(facts):
        step = course.kind(fact)
        assert step is not None
        if fact.elsewhere:
            continue  # what was found in another episode is judged there
        if not course.is_for(step, fact.on):
            yield Refusal(Reason.NOT_FOR_FORM, fact.kind)
        if fact.on > today:
            yield Refusal(Reason.IN_THE_FUTURE, fact.kind, params={"on": fact.on, "today": today})
        if step.effect is Effect.NOT_COUNTED and fact.until and fact.until > today:
            yield Refusal(Reason.IN_THE_FUTURE, fact.kind, "until", {"on": fact.until, "today": today})
        yield from _order(course, fact, step, facts)
        yield from _place(course, step, facts, place, stages[place])
        yield from _term(course, fact, facts)
        yield from _amount(fact, step)
        yield from _end(course, fact, step, facts)


def _order(course: Course, fact: StepFact, step: StepKind, facts: Sequence[StepFact]) -> Iterable[Refusal]:
    first: dict[str, StepFact] = {}
    for one in facts:
        first.setdefault(one.kind, one)
    for code in step.after:
        before = first.get(code)
        if before is None:
            yield Refusal(Reason.NEEDS_STEP_BEFORE, fact.kind, params={"before": code})
        elif before.on > fact.on:
            yield Refusal(
                Reason.EARLIER_THAN, fact.kind, params={"on": fact.on, "before": code, "before_on": before.on}
            )
    if step.after_any and not any(code in first and first[code].on <= fact.on for code in step.after_any):
        yield Refusal(Reason.NEEDS_ONE_OF, fact.kind, params={"one_of": step.after_any})
    held = [one for one in _since_the_restart(course, fact, facts) if one is not fact and one.on <= fact.on]
    for code in step.not_after:
        if any(one.kind == code for one in held):
            breach = (fact.kind, code) == ("certificate", "breach")
            reason = Reason.CERTIFICATE_AFTER_BREACH if breach else Reason.NOT_AFTER
            yield Refusal(reason, fact.kind, params={"before": code})
    for answer in step.unless:
        asked = Answer(detail=answer.detail, among=answer.among)
        told = (one for one in held if one.kind == (answer.step or fact.kind))
        if any(is_answered(asked, one, ()) for one in told):
            yield Refusal(Reason.NOT_AFTER_ANSWER, fact.kind, params={"detail": answer})


def _since_the_restart(course: Course, fact: StepFact, facts: Sequence[StepFact]) -> Sequence[StepFact]:
    """What happened since the term that runs at this fact began anew; everything where it never did."""
    restarts = course.regime.term.restarts if course.regime.term else ()
    here = next(place for place, one in enumerate(facts) if one is fact)
    begun = [place for place, one in enumerate(facts[:here]) if one.kind in restarts]
    return facts[begun[-1] + 1 :] if begun else facts


def _place(
    course: Course, step: StepKind, facts: Sequence[StepFact], place: int, stage: str
) -> Iterable[Refusal]:
    """Where in the course this step stands: its stage, the clock, the waiting times."""
    fact, before = facts[place], facts[:place]
    if step.in_stages and stage not in step.in_stages:
        ends_on = window(course, *windows(course, before, fact.on))
        awaits = ends_on is not None and ends_on <= fact.on and course.regime.awaiting_stage in step.in_stages
        if not awaits:
            yield Refusal(Reason.NOT_IN_STAGE, step.code, params={"stages": step.in_stages, "on": fact.on})
    if step.when and not is_answered(step.when, fact, before):
        asked = step.when.step or step.code
        yield Refusal(Reason.ONLY_WHERE, step.code, params={"before": asked, "detail": step.when})
    effects = [kind.effect for one in before if (kind := course.kind(one)) is not None]
    stands_still = effects.count(Effect.PAUSE) > effects.count(Effect.RESUME)
    if step.effect is Effect.RESUME and not stands_still:
        yield Refusal(Reason.NOT_STANDING_STILL, step.code)
    if step.effect is Effect.PAUSE and stands_still:
        yield Refusal(Reason.STANDS_STILL_ALREADY, step.code)
    if step.at_age is not None and course.about.birth is not None:
        birthday = course.about.reaches(step.at_age)
        if birthday is None or fact.on < birthday:
            params = {"on": fact.on, "years": step.at_age, "birthday": birthday}
            yield Refusal(Reason.NOT_OF_AGE, step.code, params=params)
    if step.needs_half_term and not half_is_served(course, before, fact.on):
        yield Refusal(Reason.HALF_TERM_NOT_SERVED, step.code, params={"on": fact.on})
    yield from _limits(course, step, fact, before)
    yield from _further(step, facts, place)
    yield from _waits(course, step, fact, before)


def _limits(course: Course, step: StepKind, fact: StepFact, before: Sequence[StepFact]) -> Iterable[Refusal]:
    """How much of the term must be served before, and how much all such steps may last together."""
    regime = course.at(fact.on) if course.at(fact.on).step(step.code) else course.regime
    if step.served is not None:
        enough = has_served(course, regime, step.served.length, before, fact.on)
        if enough is None:
            yield _not_told(regime, step, step.served.length)
        elif not enough:
            yield Refusal(Reason.TOO_LITTLE_SERVED, step.code, params={"on": fact.on})
    if step.together is not None and fact.until is not None:
        limit = part_of_term(course, before, fact.on, step.together.part, step.together.of)
        days = days_together(course, step.code, [*before, fact])
        if limit is not None and days > limit:
            params = {"days": days, "limit": limit}
            yield Refusal(Reason.TOO_MUCH_TOGETHER, step.code, "until", params)
    if step.most is not None:
        most = course.count(regime, step.most.length, fact.on)
        given = fact.term_months if asked_of(step.amount) == "months" else fact.term_days
        if most is None:
            yield _not_told(regime, step, step.most.length)
        elif (given or 0) > most:
            name = "term_months" if asked_of(step.amount) == "months" else "term_days"
            least = step.amount.minimum if step.amount else None
            params = {"minimum": least or 1, "maximum": most}
            yield Refusal(Reason.AMOUNT_OUT_OF_BOUNDS, step.code, name, params)


def _not_told(regime: Regime, step: StepKind, length: Length) -> Refusal:
    """The law leaves open what has to be known, and nobody has filled the blank."""
    title = regime.blank(length.blank).title if length.blank else regime.title
    return Refusal(Reason.NOT_TOLD_YET, step.code, params={"blank": title})


def _tallies(step: StepKind, fact: StepFact, facts: Sequence[StepFact]) -> Iterable[Refusal]:
    """So many answers belong to this way to end. Not judged where no answer was written down."""
    fitting = [one for one in step.tallies if fact.ends_as in one.ends]
    for detail in dict.fromkeys(one.detail for one in fitting):
        told = fact.details.get(detail)
        given = {told} if isinstance(told, str) else set(told or ())
        if given and not any(_fits(one, given, fact, facts) for one in fitting if one.detail == detail):
            params = {"count": len(given), "detail_title": detail_title(step, detail)}
            yield Refusal(Reason.NOT_SO_MANY, step.code, detail, params)


def detail_title(step: StepKind, code: str) -> Words:
    """What a detail is called; its code where it has no title of its own."""
    found = step.detail(code)
    return found.title if found and found.title else Words(vi=code, en=code)


def _fits(tally: Tally, given: set[str], fact: StepFact, facts: Sequence[StepFact]) -> bool:
    happened = tally.after is None or any(one.kind == tally.after and one.on <= fact.on for one in facts)
    enough = tally.minimum <= len(given) and (tally.maximum is None or len(given) <= tally.maximum)
    return happened and enough and (tally.including is None or tally.including in given)


def _further(step: StepKind, facts: Sequence[StepFact], place: int) -> Iterable[Refusal]:
    """Each time something further follows than the time before: a reminder, a review, a referral."""
    detail = step.detail(step.escalates) if step.escalates else None
    if detail is None or detail.choices is None:
        return
    order = [choice.code for choice in detail.choices]
    told = [one.details.get(detail.code) for one in facts[: place + 1] if one.kind == step.code]
    levels = [order.index(one) for one in told if isinstance(one, str) and one in order]
    if len(levels) > 1 and levels[-1] <= levels[-2] and levels[-2] < len(order) - 1:
        before = Answer(step=step.code, detail=detail.code, among=(order[levels[-2]],))
        yield Refusal(Reason.NOT_FURTHER, step.code, detail.code, {"detail": before})


def _waits(course: Course, step: StepKind, fact: StepFact, before: Sequence[StepFact]) -> Iterable[Refusal]:
    """What has to be done, or to be over, first."""
    if step.not_while:
        for duty in state_of(course, before, fact.on).next_duties:
            if duty.code in step.not_while:
                yield Refusal(Reason.NOT_WHILE_DUE, step.code, params={"duty": duty.title})
    for wait in step.waits:
        since = next((one for one in reversed(before) if one.kind == wait.step), None)
        count = course.count(course.at(fact.on), wait.length, fact.on)
        if since is None or count is None:
            continue
        over = due(
            since=since.on,
            at=since.at,
            count=count,
            unit=wait.length.unit,
            calendar=course.calendar,
            rolls_over=False,
        )
        is_over = fact.on > over.on if over.at is None or fact.at is None else fact.at > over.at
        if not is_over:
            params = {"before": wait.step, "on": fact.on, "over_on": over.on}
            yield Refusal(Reason.TOO_SOON, step.code, params=params)


def _term(course: Course, fact: StepFact, facts: Sequence[StepFact]) -> Iterable[Refusal]:
    term = course.at(fact.on).term
    if term is None or fact.kind not in (term.months_step or term.from_step, *term.restarts):
        return
    least, most = bounds(course, fact, facts)
    if fact.term_months is None:
        if least is None or least != most or term.lengths:
            yield Refusal(Reason.TERM_MISSING, fact.kind, "term_months")
    elif not (least or 1) <= fact.term_months <= (most or fact.term_months):
        params = {"minimum": least, "maximum": most}
        yield Refusal(Reason.TERM_OUT_OF_BOUNDS, fact.kind, "term_months", params)
    if not course.at(fact.on).holds(fact.on):
        yield Refusal(Reason.NOT_IN_FORCE, fact.kind, params={"on": fact.on})


def _amount(fact: StepFact, step: StepKind) -> Iterable[Refusal]:
    if fact.until is not None and fact.until < fact.on:
        yield Refusal(Reason.UNTIL_BEFORE, fact.kind, "until", {"on": fact.on, "until": fact.until})
    if step.amount is None:
        return
    if step.amount.asks == "until":
        if fact.until is None:
            yield Refusal(Reason.UNTIL_MISSING, fact.kind, "until")
            return
        given: int | None = (fact.until - fact.on).days + 1
        name = "until"
    else:
        name = "term_months" if step.amount.asks == "months" else "term_days"
        given = fact.term_months if step.amount.asks == "months" else fact.term_days
        if given is None:
            yield Refusal(Reason.AMOUNT_MISSING, fact.kind, name)
            return
    least, most = step.amount.minimum or 1, step.amount.maximum or max(given or 1, 1)
    if not least <= (given or 0) <= most:
        yield Refusal(Reason.AMOUNT_OUT_OF_BOUNDS, fact.kind, name, {"minimum": least, "maximum": most})


def _end(course: Course, fact: StepFact, step: StepKind, facts: Sequence[StepFact]) -> Iterable[Refusal]:
    regime = course.at(fact.on) if course.at(fact.on).step(fact.kind) else course.regime
    possible = {end.code for end in regime.ends_of(step.code)} or {""}
    if fact.ends_as not in possible:
        yield Refusal(Reason.END_UNKNOWN, fact.kind, "ended_as")
        return
    end = regime.end(fact.ends_as) if fact.ends_as else None
    if end and not regime.is_for(end, course.about.form):
        yield Refusal(Reason.NOT_FOR_FORM, fact.kind, "ended_as")
    yield from _tallies(step, fact, facts)
    if end and end.only_before and end.only_before in {one.kind for one in facts}:
        yield Refusal(Reason.END_TOO_LATE, fact.kind, "ended_as", {"before": end.only_before})
    if step.needs_windows:
        known = [one for one in facts if one is not fact]
        term_ends_on, follow_up_ends_on = windows(course, known, fact.on)
        ends_on = window(course, term_ends_on, follow_up_ends_on)
        if ends_on is None or fact.on >= ends_on:
            if ends_on is None and _stands_still(course, known, fact.on):
                yield Refusal(Reason.TERM_NOT_OVER, fact.kind, params={"on": fact.on, "term_ends_on": "…"})
        elif term_ends_on and follow_up_ends_on:
            yield Refusal(
                Reason.CERTIFICATE_TOO_EARLY,
                fact.kind,
                params={
                    "on": fact.on,
                    "term_ends_on": term_ends_on,
                    "follow_up_ends_on": follow_up_ends_on,
                    "window_ends_on": ends_on,
                },
            )
        else:
            yield Refusal(Reason.TERM_NOT_OVER, fact.kind, params={"on": fact.on, "term_ends_on": ends_on})


def _stands_still(course: Course, facts: Sequence[StepFact], on: date) -> bool:
    """Whether the term stands still; that it has not begun is refused as a missing step."""
    state = term_state(course, facts, on)
    return state is not None and state.is_paused


def _together(course: Course, opened_on: date, facts: Sequence[StepFact]) -> Iterable[Refusal]:
    opening = course.regime.opening.code
    if opening not in {fact.kind for fact in facts}:
        yield Refusal(Reason.NO_APPLICATION, opening)
    for fact in facts:
        if fact.on < opened_on:
            yield Refusal(
                Reason.BEFORE_APPLICATION, fact.kind, params={"on": fact.on, "opened_on": opened_on}
            )
        if fact.kind == opening and not course.pinned.holds(fact.on):
            yield Refusal(Reason.NOT_IN_FORCE, fact.kind, params={"on": fact.on})
    found = Counter(fact.kind for fact in facts if fact.elsewhere)
    for kind, times in Counter(fact.kind for fact in facts).items():
        step = course.step(kind)
        if times - found[kind] > 1 and not (step and step.repeats):
            yield Refusal(Reason.TWICE, kind)
    ends = [fact for fact in facts if fact.ends_as]
    if len(ends) > 1:
        yield Refusal(Reason.ENDED_TWICE, ends[-1].kind)
    if ends:
        for fact in facts:
            step = course.kind(fact)
            if fact.on > ends[0].on and not fact.ends_as and not (step and step.after_end):
                yield Refusal(Reason.AFTER_THE_END, fact.kind, params={"on": fact.on, "ended_on": ends[0].on})


def opening_refusals(
    regime: Regime, *, applied_on: date, form: str, birth: PartialDate, died_on: date | None
) -> tuple[Refusal, ...]:
    """Why this person cannot apply on that day under the regime: age, death, form.

    Where the birthday is not known the latest possible one counts, so a child is never taken in by a paper that
    only says the year.
    """
    found = []
    years, below = regime.minimum_age.years, regime.minimum_age.below
    opening = regime.opening.code
    if is_minor(birth, applied_on, under=years):
        may_be_old_enough = add_months(birth.first_day, 12 * years) <= applied_on
        found.append(
            Refusal(
                Reason.AGE_UNCERTAIN if may_be_old_enough else Reason.TOO_YOUNG,
                opening,
                params={"years": years},
            )
        )
    if below is not None and not is_minor(birth, applied_on, under=below):
        found.append(Refusal(Reason.TOO_OLD, opening, params={"years": below}))
    if died_on is not None and applied_on > died_on:
        found.append(Refusal(Reason.AFTER_DEATH, opening, params={"on": applied_on, "died_on": died_on}))
    if regime.form(form) is None:
        found.append(Refusal(Reason.FORM_UNKNOWN, opening, "form"))
    return tuple(found)


@dataclass(frozen=True)
class Option:
    """A step, and why it cannot be recorded with today's date; nothing stands against it where there is no refusal."""

    code: str
    refusals: tuple[Refusal, ...]

    @property
    def is_possible(self) -> bool:
        return not self.refusals


def options(course: Course, *, opened_on: date, facts: Sequence[StepFact], today: date) -> tuple[Option, ...]:
    """For each step of the law of today what stands against recording it with today's date: what a page offers.

    Only a convenience: an earlier date can make a step possible that is not offered, and the judge decides. What only a
    form can fill in (a number of days, an answer) does not stand against a step.
    """
    regime, has_ended = course.at(today), any(fact.ends_as for fact in facts)
    against = set(chain_refusals(course, opened_on=opened_on, facts=facts, today=today))
    found = []
    for step in regime.steps:
        if has_ended and not step.after_end:
            continue
        if not regime.is_for(step, course.about.form):
            found.append(Option(step.code, (Refusal(Reason.NOT_FOR_FORM, step.code),)))
            continue
        ends = [end.code for end in regime.ends_of(step.code)] or [""]
        tries = [
            _against(course, StepFact(step.code, max(today, opened_on), ends_as=end), opened_on, facts, today)
            for end in ends
        ]
        best = min(([one for one in each if one not in against] for each in tries), key=len)
        found.append(Option(step.code, tuple(best)))
    return tuple(found)


_FILLED_IN = {
    Reason.NOT_IN_FORCE,
    Reason.TERM_MISSING,
    Reason.UNTIL_MISSING,
    Reason.AMOUNT_MISSING,
    Reason.NOT_SO_MANY,
}
"""What a form asks for; and a step recorded late carries an earlier date, so today's law rules nothing out."""


def _against(
    course: Course, one: StepFact, opened_on: date, facts: Sequence[StepFact], today: date
) -> list[Refusal]:
    step = course.step(one.kind)
    found = chain_refusals(course, opened_on=opened_on, facts=[*facts, one], today=today)
    own = step is not None and step.when is not None and step.when.step in (None, step.code)
    return [
        refusal
        for refusal in found
        if refusal.reason not in _FILLED_IN and not (own and refusal.reason is Reason.ONLY_WHERE)
    ]


def possible_steps(
    course: Course, *, opened_on: date, facts: Sequence[StepFact], today: date
) -> tuple[str, ...]:
    """The kinds of step that could be recorded with today's date."""
    found = options(course, opened_on=opened_on, facts=facts, today=today)
    return tuple(option.code for option in found if option.is_possible)
