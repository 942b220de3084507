"""Who may sleep where."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

ADULT_AT = 18


class Unfit(StrEnum):
    """Why somebody cannot sleep in a ward."""

    OTHER_SEX = "ward-for-other-sex"
    NOT_FOR_MINORS = "ward-not-for-minors"
    FOR_MINORS_ONLY = "ward-for-minors-only"
    NOT_OPEN = "ward-not-open"


@dataclass(frozen=True, slots=True)
class Room:
    """A ward as the rule sees it; `valid_until` exclusive."""

    purpose: str
    for_sex: str
    valid_from: date
    valid_until: date | None


def unfit(room: Room, *, sex: str, age: int | None, on: date) -> tuple[Unfit, ...]:
    """Why not; empty where nothing speaks against it. An age that is not known speaks against nothing.

    Women, minors and people with an infection live in rooms of their own (Law 73/2021; Law 120/2025, article 46). An
    infection or the first days of detoxification come before age: there the rooms are separate inside the ward.
    """
    found = []
    if on < room.valid_from or (room.valid_until is not None and on >= room.valid_until):
        found.append(Unfit.NOT_OPEN)
    if room.for_sex in {"male", "female"} and sex in {"male", "female"} and sex != room.for_sex:
        found.append(Unfit.OTHER_SEX)
    if age is not None:
        if age < ADULT_AT and room.purpose == "general":
            found.append(Unfit.NOT_FOR_MINORS)
        if age >= ADULT_AT and room.purpose == "minors":
            found.append(Unfit.FOR_MINORS_ONLY)
    return tuple(found)


def lowest_free(taken: Collection[int], beds: int) -> int | None:
    """The lowest number of a free bed; None where the ward is full."""
    return next((bed for bed in range(1, beds + 1) if bed not in taken), None)
