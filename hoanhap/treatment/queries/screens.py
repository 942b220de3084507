"""The parts of the screen of the window, as frozen facts."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import Problem, Words
from hoanhap.medicine.queries.windows import Bottle
from hoanhap.treatment.models import Dose, DoseOutcome

TAKEN: Final = (DoseOutcome.Kind.GIVEN, DoseOutcome.Kind.HANDED_OUT)


@dataclass(frozen=True)
class DoseLine:
    """A dose as the window shows it. `state` is an outcome, or pending."""

    id: UUID
    dose_on: date
    mode: str
    dose_mg: Decimal
    volume_units: Decimal
    poured_at: datetime
    state: str
    state_label: Words
    is_here: bool
    visit: UUID
    was_vomited: bool = False
    replacement_mg: Decimal | None = None
    doubt: str = ""


@dataclass(frozen=True)
class Portion:
    """What would be poured now: of which order, out of which bottle. Exact, and shown before anything is written."""

    order_id: UUID
    kind_label: Words
    dose_mg: Decimal
    volume_units: Decimal | None
    bottle: Bottle | None
    ends_on: date
    note: str
    replaces_id: UUID | None = None


@dataclass(frozen=True)
class Asked:
    """The question of today and the answer that the file knows."""

    code: str
    words: dict[str, str]
    answer: str


@dataclass(frozen=True)
class Day:
    """One square of the strip of days."""

    on: date
    state: str
    dose_mg: Decimal | None


@dataclass(frozen=True)
class Screen:
    """One patient at one window. `state`: ready, pending, done, stopped."""

    enrolment_id: UUID
    person_id: UUID
    name: str
    code: str
    card_number: str
    birth: PartialDate
    sex_label: Words
    medicine: str
    photo_id: UUID | None
    enrolled_on: date
    state: str
    stops: tuple[Problem, ...]
    portion: Portion | None
    bottles: tuple[Bottle, ...]
    pending: tuple[DoseLine, ...]
    done: tuple[DoseLine, ...]
    missed_days: int | None
    last_dose: tuple[date, Decimal] | None
    question: Asked | None
    identity_failed: bool
    ticket_id: UUID | None
    ticket_number: int | None
    grant_days: int
    grant_until: date | None
    bottles_out: int
    withholding_id: UUID | None
    alerts: tuple[str, ...] = ()
    strip: tuple[Day, ...] = field(default=())

    @property
    def taken_home(self) -> tuple[DoseLine, ...]:
        return tuple(one for one in self.pending if one.mode == Dose.Mode.TAKE_HOME)

    @property
    def witnessed(self) -> DoseLine | None:
        return next((one for one in self.pending if one.mode == Dose.Mode.WITNESSED), None)

    @property
    def given(self) -> DoseLine | None:
        """The dose of today that was taken, the latest."""
        return next((one for one in reversed(self.done) if one.state in TAKEN), None)
