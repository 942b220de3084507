"""A model of care as the catalogue describes it, and where one stands in a commune on a day. Pure."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from pydantic import Field

from hoanhap.casework.rules.words import Sourced, Words
from hoanhap.kit.dates import add_months
from hoanhap.programme.rules.indicators import CODE, InForce


class CareModel(Sourced):
    """One edition of `definitions/models/<code>.<edition>.yaml`. `months`: how long an activity shows that it is applied."""

    code: str = Field(pattern=CODE)
    edition: int = Field(ge=1)
    title: Words
    about: Words
    months: int = Field(ge=1, le=24)
    source: str = Field(min_length=1)
    in_force: InForce


class State(StrEnum):
    """Planned: decided, not begun. Stalled: begun, but nothing was done there in the last months."""

    PLANNED = "planned"
    APPLYING = "applying"
    STALLED = "stalled"
    ENDED = "ended"


def state_on(
    on: date,
    *,
    decided_on: date,
    started_on: date | None,
    ended_on: date | None,
    activities: Iterable[date],
    months: int,
) -> State | None:
    """Where an adoption stands on a day; None before it was decided or begun.

    An activity counts for so many months after its day: one of 30/09 no longer on 30/12, by three months.
    """
    if ended_on is not None and ended_on <= on:
        return State.ENDED
    if started_on is None or started_on > on:
        return State.PLANNED if decided_on <= on else None
    since = add_months(on, -months)
    return (
        State.APPLYING
        if any(since < day <= on and day >= started_on for day in activities)
        else State.STALLED
    )
