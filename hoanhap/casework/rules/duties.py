"""What somebody has to do next, by when, and under which article."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from hoanhap.casework.rules.facts import Course, StepFact, is_answered
from hoanhap.casework.rules.parts import DueBy, Duty, LeadsTo, Length
from hoanhap.casework.rules.regimes import Regime
from hoanhap.casework.rules.words import Confidence, Words
from hoanhap.kit.calendar import Due, TimeUnit, before, due
from hoanhap.kit.dates import add_months, months_between

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DutyFact:
    """Something somebody has to do next. `due_on` is None where no text gives a last day.

    `since_on`: the day from which it is counted. `regime`: code and edition of the rules it comes from. `blank`: the
    blank that an administrator would have to fill for it to have a last day.
    """

    code: str
    title: Words
    due_on: date | None
    legal_basis: str
    confidence: Confidence
    note: str = ""
    since_on: date = date.min
    due_at: datetime | None = None
    rises_on: date | None = None
    by: str = ""
    blank: str = ""
    regime: tuple[str, int] = ("", 0)
    steps: tuple[str, ...] = ()

    def is_late(self, on: date) -> bool:
        """Whether the last day has passed. The last day itself is still in time."""
        return self.due_on is not None and self.due_on < on


@dataclass(frozen=True, slots=True)
class Standing:
    """What a duty's last day depends on besides its own step."""

    stage: str
    term_ends_on: date | None
    window_ends_on: date | None
    is_paused: bool
    has_ended: bool = False


def duties_at(
    course: Course, known: Sequence[StepFact], standing: Standing, on: date
) -> tuple[DutyFact, ...]:
    """The duties of the steps of an episode at the end of the day. `known`: its facts until then, in order."""
    found: list[DutyFact] = []
    for place, fact in enumerate(known):
        if _is_told_already(course, known, place):
            continue
        regime = course.at(fact.on)
        for duty in regime.duties_after.get(fact.kind, ()):
            if standing.has_ended and not duty.after_end:
                continue
            if duty.in_stages and standing.stage not in duty.in_stages:
                continue
            if duty.when and not is_answered(duty.when, fact, known):
                continue
            if not regime.is_for(duty, course.about.form):
                continue
            if duty.at_age is not None:
                found += _from_birthday(course, regime, duty, known, place, standing, on)
            elif duty.due_by is DueBy.EVERY:
                found += _in_this_stretch(course, regime, duty, fact, known, standing, on)
            elif done_with(duty, known, place) is None:
                found.append(
                    _fact(course, regime, duty, fact, _due(course, regime, duty, fact, known, standing))
                )
    # Two steps of a kind on one day bring about one duty, not two.
    return tuple({(duty.code, duty.since_on): duty for duty in found}.values())


def _is_told_already(course: Course, known: Sequence[StepFact], place: int) -> bool:
    """Whether this was written down here although the same had been found in another episode before."""
    fact = known[place]
    restarts = course.regime.term.restarts if course.regime.term else ()
    for one in reversed(known[:place]):
        if fact.elsewhere or one.kind in restarts:
            return False
        if one.elsewhere and one.kind == fact.kind:
            return all(fact.details.get(code) == answer for code, answer in one.details.items())
    return False


def leads_at(
    course: Course,
    known: Sequence[StepFact],
    end: StepFact,
    followed: Mapping[str, date],
    on: date,
) -> tuple[DutyFact, ...]:
    """What is due after the end, until an episode of that kind has been opened."""
    regime = course.after(end.on)
    found = []
    for next_ in regime.leads_to:
        begun = [followed.get(kind) for kind in (next_.episode_kind, *next_.also_kinds)]
        if not regime.is_for(next_, course.about.form):
            continue
        if end.ends_as not in next_.ends or any(day and end.on <= day <= on for day in begun):
            continue
        since = next((fact for fact in reversed(known) if fact.kind == next_.from_step), end)
        last, blank = None, ""
        if next_.within is not None:
            last, blank = _after(course, regime, next_.within, since, rolls_over=next_.rolls_over)
        found.append(_named(course, regime, next_, since.on, last, blank))
    return tuple(found)


def _from_birthday(
    course: Course,
    regime: Regime,
    duty: Duty,
    known: Sequence[StepFact],
    place: int,
    standing: Standing,
    on: date,
) -> Iterable[DutyFact]:
    """A duty that arises on a birthday: not before it, and only where enough of the term is left on that day."""
    birthday = course.about.reaches(duty.at_age or 0)
    if birthday is None or birthday > on or done_with(duty, known, place) is not None:
        return
    since = replace(known[place], on=birthday, at=None) if birthday > known[place].on else known[place]
    ends_on = standing.term_ends_on
    if duty.left is not None and (
        ends_on is None or course.reaches(regime, duty.left, since=since.on, until=ends_on + _DAY)
    ):
        return
    yield _fact(course, regime, duty, since, _due(course, regime, duty, since, known, standing))


def done_with(duty: Duty, known: Sequence[StepFact], place: int) -> StepFact | None:
    """The step with which the duty that the fact at `place` brought about was done; None while it is not."""
    since, done_by = known[place], duty.done_by
    for here, fact in enumerate(known):
        if fact.kind in done_by and here != place and (here > place or fact.on == since.on):
            if fact.kind == since.kind and here < place:
                continue
            return fact
    return None


def _in_this_stretch(
    course: Course,
    regime: Regime,
    duty: Duty,
    since: StepFact,
    known: Sequence[StepFact],
    standing: Standing,
    on: date,
) -> Iterable[DutyFact]:
    """The duty of the stretch that `on` lies in, unless something was done in it or the term is over or stands still."""
    assert duty.within is not None
    later = any(fact.kind == duty.after and fact.on > since.on for fact in known)
    over = standing.term_ends_on is not None and on > standing.term_ends_on
    if later or over or standing.is_paused:
        return
    count = course.count(regime, duty.within, since.on)
    if not count:
        yield _named(course, regime, duty, since.on, None, duty.within.blank or "")
        return
    number = stretch_of(since.on, count, duty.within.unit, on)
    first, last = (border(since.on, count, duty.within.unit, number + more) for more in (0, 1))
    done = any(
        fact.kind in duty.done_by
        and (first < fact.on or (number == 0 and fact.on == first))
        and fact.on <= last
        for fact in known
        if fact is not since
    )
    if not done:
        yield _named(course, regime, duty, first, Due(last), "")


def border(since: date, count: int, unit: TimeUnit, number: int) -> date:
    """The day on which the stretch `number` is over, and after which the next one runs; 0 is the first day itself."""
    match unit:
        case TimeUnit.MONTHS | TimeUnit.YEARS:
            return add_months(since, number * count * (12 if unit is TimeUnit.YEARS else 1))
        case _:
            return since + timedelta(days=number * count)


def stretch_of(since: date, count: int, unit: TimeUnit, on: date) -> int:
    """Which stretch a day lies in: 0 for the first. A stretch ends with the day of the same number."""
    if unit in (TimeUnit.MONTHS, TimeUnit.YEARS):
        whole = months_between(since, on) // (count * (12 if unit is TimeUnit.YEARS else 1))
    else:
        whole = (on - since).days // count
    return max(0, whole - (border(since, count, unit, whole) == on))


def _due(
    course: Course,
    regime: Regime,
    duty: Duty,
    since: StepFact,
    known: Sequence[StepFact],
    standing: Standing,
) -> tuple[Due | None, str]:
    match duty.due_by:
        case DueBy.DAYS:
            return Due(since.on + timedelta(days=duty.days or 0)), ""
        case DueBy.USUAL_DAYS:
            usual = regime.usual(duty.after, since.on)
            return (Due(since.on + timedelta(days=usual.maximum)) if usual else None), ""
        case DueBy.WINDOW:
            return (Due(standing.window_ends_on) if standing.window_ends_on else None), ""
        case DueBy.WITHIN:
            length = next(
                (one.within for one in duty.variants if is_answered(one.when, since, known)), duty.within
            )
            assert length is not None
            return _after(course, regime, length, since, rolls_over=duty.rolls_over)
        case DueBy.BEFORE_TERM:
            assert duty.within is not None
            count = course.count(regime, duty.within, since.on)
            if count is None or standing.term_ends_on is None:
                return None, "" if count is not None else duty.within.blank or ""
            day = before(
                day=standing.term_ends_on, count=count, unit=duty.within.unit, calendar=course.calendar
            )
            return Due(day), ""
        case _:
            return None, ""


def _after(
    course: Course, regime: Regime, length: Length, since: StepFact, *, rolls_over: bool
) -> tuple[Due | None, str]:
    count = course.count(regime, length, since.on)
    if count is None:
        return None, length.blank or ""
    return (
        due(
            since=since.on,
            at=since.at,
            count=count,
            unit=length.unit,
            calendar=course.calendar,
            rolls_over=rolls_over,
        ),
        "",
    )


def _fact(
    course: Course, regime: Regime, duty: Duty, since: StepFact, last: tuple[Due | None, str]
) -> DutyFact:
    return _named(course, regime, duty, since.on, *last)


def _named(
    course: Course, regime: Regime, what: Duty | LeadsTo, since_on: date, last: Due | None, blank: str
) -> DutyFact:
    rises_on = None
    if last is not None and what.rises_after is not None:
        count = course.count(regime, what.rises_after, last.on)
        if count is not None:
            rises_on = due(
                since=last.on,
                at=last.at,
                count=count,
                unit=what.rises_after.unit,
                calendar=course.calendar,
                rolls_over=True,
            ).on
    return DutyFact(
        code=what.code,
        title=what.title,
        due_on=last.on if last else None,
        legal_basis=what.legal_basis,
        confidence=what.confidence,
        note=what.note,
        since_on=since_on,
        due_at=last.at if last else None,
        rises_on=rises_on,
        by=what.by or "",
        blank=blank,
        regime=(regime.code, regime.edition),
        steps=what.done_by if isinstance(what, Duty) else (),
    )
