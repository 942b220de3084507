"""The whole life of an episode as stretches of days: its phases, and its duties with how each of them ended."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hoanhap.casework.rules.duties import DutyFact, border, stretch_of
from hoanhap.casework.rules.facts import Course, StepFact
from hoanhap.casework.rules.parts import DueBy
from hoanhap.casework.rules.states import EpisodeState, state_after
from hoanhap.casework.rules.terms import term_state

HORIZON_MONTHS = 36
"""How far ahead duties that come again are written out where a term has no known end."""
TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class PhaseSpan:
    """The episode stands in `stage` from a day until another (exclusive); see `models.Phase`."""

    stage: str
    unit_id: str
    is_in: bool
    is_ended: bool
    counts_as: str
    ended_as: str
    came_by: str
    from_on: date
    until_on: date | None
    term_ends_on: date | None


@dataclass(frozen=True, slots=True)
class DutySpan:
    """A duty as it stood for a while; see `models.Duty`. `evidence` is the step that ended it."""

    duty: DutyFact
    unit_id: str
    from_on: date
    until_on: date | None
    ended_as: str
    evidence: StepFact | None


@dataclass(frozen=True, slots=True)
class Excuse:
    """A duty that need not be done, from a day on."""

    code: str
    since_on: date
    on: date


@dataclass(frozen=True, slots=True)
class Units:
    """Which unit answered for the episode: `first`, and from each day on another."""

    first: str
    later: Sequence[tuple[date, str]] = ()

    def on(self, day: date) -> str:
        return next((unit for since, unit in reversed(self.later) if since <= day), self.first)


@dataclass(frozen=True, slots=True)
class _Moment:
    on: date
    state: EpisodeState


def spans(
    course: Course,
    facts: Sequence[StepFact],
    *,
    units: Units,
    followed: Mapping[str, date] | None = None,
    excuses: Sequence[Excuse] = (),
) -> tuple[list[PhaseSpan], list[DutySpan]]:
    """Everything that `state_of` would say on every day, in few lines.

    `followed`: for kinds of episode, the day on which the person's next one of that kind was opened.
    """
    known = course.in_order(facts)
    if not known:
        return [], []
    states: dict[date, EpisodeState] = {}

    days = [fact.on for fact in known]

    def state_on(day: date) -> EpisodeState:
        if day not in states:
            until_then = known[: bisect_right(days, day)]
            states[day] = state_after(course.as_known(day), until_then, day, followed or {})
        return states[day]

    moments = [
        _Moment(on, state_on(on))
        for on in _turning_points(course, known, followed or {}, excuses, units, state_on)
    ]
    return _phases(course, known, moments, units), _duties(known, moments, units, excuses)


def _turning_points(
    course: Course,
    known: Sequence[StepFact],
    followed: Mapping[str, date],
    excuses: Sequence[Excuse],
    units: Units,
    state_on: Callable[[date], EpisodeState],
) -> list[date]:
    """Every day on which something can change: a step, the end of a term, the border of a stretch."""
    first = known[0].on
    told = {fact.on for fact in known} | {excuse.on for excuse in excuses} | set(followed.values())
    told |= course.known_days
    told |= set(_birthdays(course, known))
    days = told | {since for since, _unit in units.later}
    end = next((fact.on for fact in known if fact.ends_as), None)
    for on in sorted(day for day in days if day >= first):
        state = state_on(on)
        if state.window_ends_on:
            days.add(state.window_ends_on)
        if state.term_ends_on:
            days.add(state.term_ends_on + timedelta(days=1))
    days |= _borders(course, known, end)
    # After the end only what somebody did still changes anything: the last paper sent, a duty excused, a new episode,
    # a blank filled.
    return sorted(day for day in days if day >= first and (end is None or day <= end or day in told))


def _birthdays(course: Course, known: Sequence[StepFact]) -> Iterable[date]:
    """The birthdays on which a duty arises."""
    for fact in known:
        for duty in course.at(fact.on).duties_after.get(fact.kind, ()):
            birthday = course.about.reaches(duty.at_age) if duty.at_age else None
            if birthday:
                yield birthday


def _borders(course: Course, known: Sequence[StepFact], end: date | None) -> set[date]:
    """The first days of the stretches in which something has to be done once."""
    found: set[date] = set()
    last_fact = known[-1].on
    for fact in known:
        regime = course.at(fact.on)
        for duty in regime.duties_after.get(fact.kind, ()):
            if duty.due_by is not DueBy.EVERY or duty.within is None:
                continue
            count = course.count(regime, duty.within, fact.on)
            if not count:
                continue
            term = term_state(course, known, last_fact)
            horizon = end or (term.ends_on if term else None) or border_of_horizon(last_fact)
            for number in range(stretch_of(fact.on, count, duty.within.unit, horizon) + 1):
                found.add(border(fact.on, count, duty.within.unit, number + 1) + timedelta(days=1))
    return found


def border_of_horizon(since: date) -> date:
    """How far ahead duties are written out."""
    return since + timedelta(days=HORIZON_MONTHS * 31)


def _phases(
    course: Course, known: Sequence[StepFact], moments: Sequence[_Moment], units: Units
) -> list[PhaseSpan]:
    found: list[PhaseSpan] = []
    with_step = {fact.on for fact in known}
    for moment in moments:
        state, unit = moment.state, units.on(moment.on)
        end = None
        if state.ended_as:
            end = course.at(moment.on).end(state.ended_as) or course.regime.end(state.ended_as)
        new = PhaseSpan(
            stage=state.stage,
            unit_id=unit,
            is_in=state.is_in,
            is_ended=not state.is_open,
            counts_as=end.counted.value if end else "",
            ended_as=state.ended_as,
            came_by="opened",
            from_on=moment.on,
            until_on=None,
            term_ends_on=state.term_ends_on,
        )
        if found:
            old = found[-1]
            if _says(new) == _says(old):
                continue
            new = replace(new, came_by=_came_by(old, new, moment.on in with_step))
            found[-1] = replace(old, until_on=moment.on)
        elif new.is_in:
            new = replace(new, came_by="started")
        found.append(new)
    return found


def _says(span: PhaseSpan) -> tuple[object, ...]:
    """What of a phase makes it another one: all but its first day and how it began."""
    return (
        span.stage,
        span.unit_id,
        span.is_in,
        span.is_ended,
        span.counts_as,
        span.ended_as,
        span.term_ends_on,
    )


def _came_by(old: PhaseSpan, new: PhaseSpan, by_step: bool) -> str:
    if new.is_ended:
        return "ended"
    if new.is_in and not old.is_in:
        return "started"
    if new.unit_id != old.unit_id:
        return "transfer"
    return "step" if by_step else "time"


def _duties(
    known: Sequence[StepFact],
    moments: Sequence[_Moment],
    units: Units,
    excuses: Sequence[Excuse],
) -> list[DutySpan]:
    found: list[DutySpan] = []
    standing: dict[tuple[str, date], DutySpan] = {}
    for moment in moments:
        now = {
            (duty.code, duty.since_on): duty
            for duty in moment.state.next_duties
            if not any(
                excuse.on <= moment.on and (excuse.code, excuse.since_on) == (duty.code, duty.since_on)
                for excuse in excuses
            )
        }
        unit = units.on(moment.on)
        for key, span in list(standing.items()):
            duty = now.get(key)
            if duty is not None and _same(duty, span.duty) and span.unit_id == unit:
                continue
            del standing[key]
            ended_as, evidence = _how(known, span, duty, moment, excuses)
            found.append(replace(span, until_on=moment.on, ended_as=ended_as, evidence=evidence))
        for key, duty in now.items():
            if key not in standing:
                standing[key] = DutySpan(duty, unit, moment.on, None, "", None)
    return [*found, *standing.values()]


def _same(one: DutyFact, other: DutyFact) -> bool:
    return (one.due_on, one.due_at, one.rises_on) == (other.due_on, other.due_at, other.rises_on)


def _how(
    known: Sequence[StepFact],
    span: DutySpan,
    duty: DutyFact | None,
    moment: _Moment,
    excuses: Sequence[Excuse],
) -> tuple[str, StepFact | None]:
    """How a duty ended on the day of `moment`, and by which step."""
    if duty is not None:
        return "moved", None
    done = next(
        (fact for fact in known if fact.kind in span.duty.steps and span.from_on <= fact.on <= moment.on),
        None,
    )
    if done is not None:
        return "done", done
    if any((one.code, one.since_on) == (span.duty.code, span.duty.since_on) for one in excuses):
        return "excused", None
    if not moment.state.is_open:
        return ("closed", None) if span.duty.steps else ("done", None)
    return "lapsed", None
