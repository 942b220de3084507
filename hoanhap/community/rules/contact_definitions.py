"""How the team keeps in touch, by date: the shape of `definitions/community/`."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from hoanhap.kit.dates import add_months

Confidence = Literal["high", "medium", "low", "default"]
TREATMENT, FOLLOW_UP = "treatment", "follow-up"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Valued(_Part):
    """A number with its source."""

    value: int = Field(ge=1)
    legal_basis: str
    confidence: Confidence
    note: str = ""


class InForce(_Part):
    """From the first day until the day after the last, None while it holds."""

    from_on: date = Field(alias="from")
    until: date | None
    legal_basis: str
    confidence: Confidence
    note: str = ""


class Coded(_Part):
    """A place, or something that was talked about."""

    code: str = Field(pattern=r"^[a-z][a-z-]*$", max_length=30)
    title: dict[str, str]


class Phase(_Part):
    """How many months may lie between two contacts."""

    code: Literal["treatment", "follow-up"]
    months: Valued


class Away(_Part):
    """What a device may keep: the digits of its PIN (at least), how many wrong ones, and the hours until it forgets."""

    pin_digits: Valued
    wrong_pins: Valued
    hours: Valued


class ContactRules(_Part):
    """One edition."""

    code: str
    edition: int
    title: dict[str, str]
    in_force: InForce
    kinds: tuple[str, ...]
    places: tuple[Coded, ...]
    contents: tuple[Coded, ...]
    phases: tuple[Phase, ...]
    away: Away

    def holds(self, on: date) -> bool:
        """Whether this edition holds on the day."""
        return self.in_force.from_on <= on and (self.in_force.until is None or on < self.in_force.until)

    def months(self, phase: str) -> int:
        """Months between two contacts in a phase. Raises KeyError for a phase that the definition does not name."""
        found: dict[str, int] = {one.code: one.months.value for one in self.phases}
        return found[phase]


def due_on(months: int, *, since: date, last_on: date | None, planned_on: date | None = None) -> date:
    """The day by which the next contact is due: so many months after the last one, or after the day since which somebody
    helps; or the day that was planned at the last contact, if that is earlier.
    """
    due = add_months(last_on or since, months)
    return min(due, planned_on) if planned_on else due
