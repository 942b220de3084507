"""What a guideline says in numbers, by date: the shape of `definitions/treatment/guideline-*.yaml` and `absence.*.yaml`."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Confidence = Literal["high", "medium", "low", "default"]
Advice = Literal["usual-dose", "half-dose", "restart", "enrol-anew"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sourced(_Part):
    """A part of the guideline with where it comes from and how sure we are of it."""

    source: str
    confidence: Confidence


class InForce(_Part):
    """From the first day until the day after the last, None while it holds."""

    from_on: date = Field(alias="from")
    until: date | None
    legal_basis: str
    confidence: Confidence
    note: str = ""

    def holds(self, on: date) -> bool:
        """Whether it is in force on the day."""
        return self.from_on <= on and (self.until is None or on < self.until)


class Limits(Sourced):
    """Above these an order needs a second doctor; the database enforces them (`DoseLimit`)."""

    first_dose_mg: Decimal = Field(gt=0)
    restart_after_days: int = Field(ge=1)
    raise_factor: Decimal = Field(gt=1)
    highest_mg: Decimal = Field(gt=0)


class FirstDose(Sourced):
    """The dose of the first day, and for how long somebody is watched after it."""

    least_mg: Decimal
    usual_mg: Decimal
    caution_above_mg: Decimal
    most_mg: Decimal
    observe_hours: int


class WithdrawalStep(_Part):
    """A score of withdrawal (COWS) from one value to another, None without end, and what may be added that day."""

    from_score: int
    to_score: int | None
    add_mg: Decimal


class Withdrawal(Sourced):
    """What may be added on the first day where withdrawal is still felt some hours after the dose."""

    after_hours: int
    steps: tuple[WithdrawalStep, ...]


class Titration(Sourced):
    """How the dose is raised until it holds: not in the first days, then step by step."""

    same_dose_days: int
    least_days_between: int
    usual_days_between: int
    most_step_mg: Decimal
    around_days: int


class Band(Sourced):
    """The band in which most people are kept."""

    least_mg: Decimal
    most_mg: Decimal


class Taper(Sourced):
    """How a dose is lowered."""

    least_days_between: int
    most_percent: Decimal
    slower_below_mg: Decimal
    order_days: int


class MissedStep(_Part):
    """After so many days without a dose: what is usually done. `percent` of the usual dose, where that is a number."""

    from_days: int
    to_days: int | None
    advice: Advice
    percent: int | None


class Missed(Sourced):
    """The ladder of missed doses."""

    steps: tuple[MissedStep, ...]


class TakeHome(Sourced):
    """When doses are usually allowed home."""

    stable_months: int
    most_days: int
    conditions: tuple[str, ...]


class Tests(Sourced):
    """How often urine is usually tested."""

    usual_every_days: int


class Guideline(_Part):
    """One edition of a guideline on one substance."""

    code: str
    edition: int
    substance: str
    title: dict[str, str]
    in_force: InForce
    limits: Limits
    first_dose: FirstDose
    withdrawal: Withdrawal
    titration: Titration
    maintenance: Band
    taper: Taper
    missed: Missed
    take_home: TakeHome
    tests: Tests


class Counted(Sourced):
    """A number of days or sessions."""

    value: int = Field(ge=1)


class Ground(_Part):
    """A ground on which a clinic may end treatment."""

    code: str
    title: dict[str, str]


class Expulsion(Sourced):
    """The grounds on which a clinic may end treatment."""

    grounds: tuple[Ground, ...]


class Absence(_Part):
    """When staying away counts as having left, and by when that is told."""

    code: str
    edition: int
    title: dict[str, str]
    in_force: InForce
    working_days: Counted
    sessions: Counted
    notice_working_days: Counted
    expulsion: Expulsion
