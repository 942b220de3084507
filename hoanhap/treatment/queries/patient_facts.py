"""The parts of a patient's page, as frozen facts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import Words
from hoanhap.treatment.queries.suggested import Suggested


@dataclass(frozen=True)
class OrderLine:
    """An order. `last_on`: the last day on which it holds; `state`: to-sign, ahead, running, over, void."""

    id: UUID
    kind_label: Words
    dose_mg: Decimal
    valid_from: date
    last_on: date
    state: str
    note: str
    doctor: str
    second: str
    stop_reason: str


@dataclass(frozen=True)
class Written:
    """A line of a register of the doctor, as it is shown: what, when, in which words. `is_bad`: calls for a look."""

    register: str
    id: UUID
    on: date
    title: Words
    text: str
    is_bad: bool
    by: str


@dataclass(frozen=True)
class Bound:
    """A hold, a permission to take doses home, or a place of dosing: from a day until another, perhaps open."""

    id: UUID
    from_on: date
    last_on: date | None
    title: str
    text: str
    is_now: bool


@dataclass(frozen=True)
class DayOf:
    """A day of the strip: taken, home (taken at home), poured, missed, not-ordered, ahead."""

    on: date
    state: str
    dose_mg: Decimal | None


@dataclass(frozen=True)
class Patient:
    """The page of one patient."""

    enrolment_id: UUID
    person_id: UUID
    episode_id: UUID
    code: str
    name: str
    birth: PartialDate
    sex_label: Words
    card_number: str
    medicine: str
    clinic_id: UUID
    clinic: str
    enrolled_on: date
    ended_on: date | None
    ended_label: Words
    end_reason: str
    phase: Words
    running: OrderLine | None
    orders: tuple[OrderLine, ...]
    days: tuple[DayOf, ...]
    last_dose: tuple[date, Decimal] | None
    missed: int
    withholding_id: UUID | None
    """Why nothing is poured today at the place that asks, until a doctor lifts it."""
    holds: tuple[Bound, ...]
    grants: tuple[Bound, ...]
    places: tuple[Bound, ...]
    written: tuple[Written, ...]
    alerts: tuple[Written, ...]
    suggested: tuple[Suggested, ...]
    untold: int

    @property
    def is_treated(self) -> bool:
        return self.ended_on is None

    @property
    def hold(self) -> Bound | None:
        """The hold in force, if there is one."""
        return next((one for one in self.holds if one.is_now), None)

    @property
    def grant(self) -> Bound | None:
        """The permission in force, if there is one."""
        return next((one for one in self.grants if one.is_now), None)
