"""What the rules of a facility say in numbers, by date: the shape of `definitions/residence/`."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Confidence = Literal["high", "medium", "low", "default"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Valued(_Part):
    """A number with its source; None where no text gives one."""

    value: int | None = Field(ge=1)
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


class Grade(_Part):
    """A grade of a month. `is_fair`: counts towards a reduction of the term."""

    code: str = Field(pattern=r"^[a-z][a-z-]*$", max_length=20)
    title: dict[str, str]
    is_fair: bool


class Level(_Part):
    """A level of discipline."""

    level: int = Field(ge=1, le=3)
    title: dict[str, str]


class Reduction(_Part):
    """When the facility may propose a shorter term."""

    fair_months: Valued
    served_half: bool


class Regulations(_Part):
    """One edition of the rules."""

    code: str
    edition: int
    title: dict[str, str]
    in_force: InForce
    leave_days: dict[str, Valued]
    visit_minutes: Valued
    visit_minutes_with_consent: Valued
    visit_relatives: Valued
    visits_a_week: Valued
    notice_days: Valued
    health_check_months: Valued
    grades: tuple[Grade, ...]
    grades_basis: Valued
    reduction: Reduction
    discipline: tuple[Level, ...]
    discipline_basis: Valued

    def holds(self, on: date) -> bool:
        """Whether this edition holds on the day."""
        return self.in_force.from_on <= on and (self.in_force.until is None or on < self.in_force.until)

    @property
    def fair(self) -> frozenset[str]:
        """The grades that count towards a reduction."""
        return frozenset(grade.code for grade in self.grades if grade.is_fair)
