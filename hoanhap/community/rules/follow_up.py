"""The months of regular contact after the hand-over.

Month k reaches from the day after the hand-over's (k-1)th monthly return to its kth: handed over on 15/06, the first
month is 16/06 to 15/07. A term begins on the day after the event (Civil Code 2015, article 147). That one contact
keeps a month is our default, named in the regime: no text says how often the team meets the person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hoanhap.kit.dates import add_months


class Kept(StrEnum):
    """What became of a month."""

    KEPT = "kept"
    MISSED = "missed"
    RUNNING = "running"
    AHEAD = "ahead"
    NOT_REACHED = "not-reached"


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the follow-up, both days included."""

    number: int
    first_on: date
    last_on: date

    def __contains__(self, day: date) -> bool:
        return self.first_on <= day <= self.last_on


@dataclass(frozen=True, slots=True)
class MonthKept:
    """A month and its contacts."""

    month: Month
    contacts: int
    state: Kept


def months_of(handed_over_on: date, months: int) -> tuple[Month, ...]:
    """The months of the follow-up, each counted from the hand-over itself."""
    ends = [add_months(handed_over_on, number) for number in range(months + 1)]
    return tuple(
        Month(number, ends[number - 1] + timedelta(days=1), ends[number]) for number in range(1, months + 1)
    )


def review(
    handed_over_on: date, months: int, contacts: Iterable[date], *, on: date, ended_on: date | None
) -> tuple[MonthKept, ...]:
    """Month by month, as of the end of the day `on`. Months that the episode's end cut off are not asked for."""
    days = [day for day in contacts if day <= on]
    last = min(on, ended_on) if ended_on else on
    found = []
    for month in months_of(handed_over_on, months):
        count = sum(day in month for day in days)
        if count:
            state = Kept.KEPT
        elif month.last_on <= last:
            state = Kept.MISSED
        elif ended_on and ended_on <= on:
            state = Kept.NOT_REACHED
        else:
            state = Kept.RUNNING if month.first_on <= on else Kept.AHEAD
        found.append(MonthKept(month, count, state))
    return tuple(found)


def contacts_kept(
    handed_over_on: date, months: int, contacts: Iterable[date], *, on: date, ended_on: date | None
) -> bool:
    """Whether every month that has passed, or passed before the episode ended, had a contact.

    Somebody without any contact since the hand-over has kept nothing, however little time has passed.
    """
    last = min(on, ended_on) if ended_on else on
    days = [day for day in contacts if handed_over_on < day <= last]
    passed = [month for month in months_of(handed_over_on, months) if month.last_on <= last]
    return bool(days) and all(any(day in month for day in days) for month in passed)


def next_contact(
    handed_over_on: date, months: int, last_contact_on: date | None, planned_on: date | None = None
) -> date | None:
    """The day by which the next contact is due: the last day of the month after the last contact's, or the day the
    team itself planned if that is earlier. None when the follow-up has no month left.
    """
    whole = months_of(handed_over_on, months)
    if last_contact_on is None or last_contact_on <= handed_over_on:
        return whole[0].last_on
    following = next((month for month in whole if month.first_on > last_contact_on), None)
    if following is None:
        return None
    return min(following.last_on, planned_on) if planned_on else following.last_on
