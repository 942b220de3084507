"""Which contacts, tasks and members are possible."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Reason(StrEnum):
    """Why it is refused; the sentences stand beside the operations."""

    IN_THE_FUTURE = "in-the-future"
    BEFORE_EPISODE = "before-episode"
    AFTER_EPISODE = "after-episode"
    NOT_A_MEMBER = "not-a-member-then"
    OTHER_UNIT = "member-of-another-unit"
    NEXT_NOT_AFTER = "next-not-after"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The days of an episode; `closed_on` None while it is open."""

    opened_on: date
    closed_on: date | None
    unit_id: str


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody's days in a team, `until` exclusive, and the team's unit."""

    unit_id: str
    valid_from: date
    valid_until: date | None

    def holds(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)


def refusals(
    day: date, *, within: Bounds, member: Membership | None, today: date, next_on: date | None = None
) -> tuple[Reason, ...]:
    """Why something of the team cannot have happened on a day; empty when it can."""
    found = []
    if day > today:
        found.append(Reason.IN_THE_FUTURE)
    if day < within.opened_on:
        found.append(Reason.BEFORE_EPISODE)
    if within.closed_on is not None and day > within.closed_on:
        found.append(Reason.AFTER_EPISODE)
    if member is not None:
        if member.unit_id != within.unit_id:
            found.append(Reason.OTHER_UNIT)
        elif not member.holds(day):
            found.append(Reason.NOT_A_MEMBER)
    if next_on is not None and next_on <= day:
        found.append(Reason.NEXT_NOT_AFTER)
    return tuple(found)
