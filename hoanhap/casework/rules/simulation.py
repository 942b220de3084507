"""What another law would change for one episode: the dates that stand on a day, before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hoanhap.casework.rules.facts import Course, StepFact
from hoanhap.casework.rules.spans import Excuse
from hoanhap.casework.rules.states import state_of
from hoanhap.casework.rules.words import Words

Key = tuple[str, date]
"""Code of a duty and the day from which it is counted."""
TERM = ""
"""In place of the code of a duty: the last day of the term."""


class Effect(StrEnum):
    """What becomes of a date."""

    GAINED = "gained"
    """A last day where there was none."""
    LOST = "lost"
    """No last day any more."""
    MOVED = "moved"
    ADDED = "added"
    """A duty without a last day that was not there."""
    DROPPED = "dropped"
    """A duty without a last day that is no longer there."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A date that stands on a day: of a duty, or of the term."""

    title: Words | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Shift:
    """One date that another law changes. `code` is TERM for the last day of the term."""

    code: str
    title: Words | None
    since_on: date
    before: date | None
    after: date | None
    effect: Effect


def standing(
    course: Course,
    facts: Sequence[StepFact],
    on: date,
    *,
    followed: Mapping[str, date] | None = None,
    excuses: Sequence[Excuse] = (),
) -> dict[Key, Standing]:
    """Every date that stands at the end of the day: what `rules.spans` writes for it."""
    state = state_of(course, facts, on, followed=followed)
    excused = {(one.code, one.since_on) for one in excuses if one.on <= on}
    found = {
        (duty.code, duty.since_on): Standing(duty.title, duty.due_on)
        for duty in state.next_duties
        if (duty.code, duty.since_on) not in excused
    }
    if state.term_ends_on is not None:
        found[TERM, date.min] = Standing(None, state.term_ends_on)
    return found


def shifts(before: Mapping[Key, Standing], after: Mapping[Key, Standing]) -> list[Shift]:
    """What differs, the term first, then duties by the day from which they are counted."""
    found = []
    for key in sorted(before.keys() | after.keys(), key=lambda key: (key[1], key[0])):
        old, new = before.get(key), after.get(key)
        if effect := _effect(old, new):
            shown = new or old
            found.append(
                Shift(
                    code=key[0],
                    title=shown.title if shown else None,
                    since_on=key[1],
                    before=old.due_on if old else None,
                    after=new.due_on if new else None,
                    effect=effect,
                )
            )
    return found


def _effect(old: Standing | None, new: Standing | None) -> Effect | None:
    was, will = (one.due_on if one else None for one in (old, new))
    if was != will:
        return Effect.GAINED if was is None else Effect.LOST if will is None else Effect.MOVED
    if old is None:
        return Effect.ADDED
    return Effect.DROPPED if new is None else None
