"""The numbers of stock-keeping: the shape of `definitions/stock-keeping/` and of every number that is defined in a file."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Confidence = Literal["high", "medium", "low", "default"]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class InForce(Part):
    """From the first day until the day after the last, None while it holds."""

    from_on: date = Field(alias="from")
    until: date | None
    legal_basis: str
    confidence: Confidence
    note: str = ""


class Number(Part):
    """A number with what it counts, where it comes from and how sure we are of it."""

    value: Decimal = Field(ge=0)
    unit: str
    legal_basis: str
    confidence: Confidence
    note: str = ""


class Keeping(Part):
    """One edition of the numbers of stock-keeping."""

    code: Literal["keeping"]
    edition: int
    title: dict[str, str]
    in_force: InForce
    report_hours: Number
    board_members: Number
    approval_is_needed: Number
    expiring_days: Number
    pace_days: Number
    low_days: Number
    urgent_days: Number
    year_report_days: Number
    year_report_province_days: Number

    def holds(self, on: date) -> bool:
        """Whether this edition is in force on a day."""
        return self.in_force.from_on <= on and (self.in_force.until is None or on < self.in_force.until)
