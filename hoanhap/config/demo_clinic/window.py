"""The window of one place on one day: pours, what became of them, and the lines of the book that say the same."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from hoanhap.config.demo_clinic.books import Book, units
from hoanhap.config.demo_clinic.patients import Patient
from hoanhap.config.demo_clinic.visits import Visit, days_of
from hoanhap.kit.keys import new_id

THOUSANDTHS_PER_MG: Final = 100
"""The solution holds 10 mg in a millilitre."""
MINUTES: Final = 150
WATCHED: Final = timedelta(seconds=40)
AGAIN: Final = timedelta(seconds=75)
NOT_TAKEN: Final = (
    ("voided", 0.0006, "window", "pour-back", "Bấm nhầm số (mẫu)"),
    ("spilt", 0.0003, "spill", "spill", "Làm đổ cốc (mẫu)"),
    ("refused", 0.0002, "waste", "waste", "Không chịu uống hết (mẫu)"),
)
"""What becomes of a few: how often, where it goes, and why."""
VOMITED: Final = 0.0001
FULL_BACK: Final = 0.0006


@dataclass
class Written:
    """Rows of one day, still to be copied. `later` waits for what a doctor allowed after a dose was vomited."""

    doses: list[tuple[Any, ...]] = field(default_factory=list)
    outcomes: list[tuple[Any, ...]] = field(default_factory=list)
    vomited: list[tuple[Any, ...]] = field(default_factory=list)
    later_doses: list[tuple[Any, ...]] = field(default_factory=list)
    later_outcomes: list[tuple[Any, ...]] = field(default_factory=list)
    bottles: list[tuple[Any, ...]] = field(default_factory=list)
    entries: list[tuple[Any, ...]] = field(default_factory=list)


@dataclass
class Window:
    """One place, one day."""

    book: Book
    day: date
    opens_at: datetime
    chance: random.Random
    out: Written
    guests: int = 0

    def serve(self, visits: Sequence[Visit]) -> None:
        """Everybody in turn between seven and half past nine."""
        every = timedelta(minutes=MINUTES) / max(1, len(visits))
        for place, one in enumerate(visits):
            self._one(one, self.opens_at + timedelta(seconds=int((every * place).total_seconds())))

    def _one(self, one: Visit, when: datetime) -> None:
        patient, session = one.patient, new_id()
        self._bottles_back(patient, session, when)
        for ahead, dose_on in enumerate(days_of(one, self.day)):
            moment = when + timedelta(seconds=3 * ahead)
            if ahead:
                dose = self._dose(one, session, dose_on, moment, "handed-out")
                patient.bottles.append((dose, self._lot, one.order.dose_mg))
                patient.last_on = dose_on
                continue
            for kind, share, *_rest in NOT_TAKEN:
                if self.chance.random() < share:
                    self._dose(one, session, dose_on, moment, kind)
                    if kind == "refused":
                        return
                    moment += AGAIN
            dose = self._dose(one, session, dose_on, moment, "given")
            patient.last_on = dose_on
            if one.days == 1 and self.chance.random() < VOMITED:
                self._vomited(one, session, dose_on, moment, dose)
        patient.supplied_until = self.day + timedelta(days=one.days)

    def _dose(
        self,
        one: Visit,
        session: UUID,
        dose_on: date,
        when: datetime,
        kind: str,
        *,
        mg: int | None = None,
        replaces: UUID | None = None,
    ) -> UUID:
        patient, staff, done = one.patient, self.book.staff, when + WATCHED
        mg = mg or one.order.dose_mg
        volume = mg * THOUSANDTHS_PER_MG
        lot = self._lot = self._bottle(volume)
        target, what, why = _end(kind)
        second = staff.keeper if kind in ("spilt", "refused") else None
        poured = self.book.line("pour", "window", "cup", lot, volume, when, by=staff.dispenser)
        line = self.book.line(
            what, "cup", target, lot, volume, done, by=staff.dispenser, second=second, reason=why
        )
        retired = (done, staff.dispenser, why) if why else (None, None, "")
        mode = "witnessed" if dose_on == self.day else "take-home"
        dose, outcome = new_id(), new_id()
        doses, outcomes = (
            (self.out.later_doses, self.out.later_outcomes)
            if replaces
            else (self.out.doses, self.out.outcomes)
        )
        doses.append(
            (
                dose,
                when,
                staff.dispenser,
                *retired,
                patient.person_id,
                patient.enrolment_id,
                one.order.id,
                self.book.organisation_id,
                poured,
                dose_on,
                mode,
                mg,
                units(volume),
                when,
                session,
                replaces,
            )
        )
        outcomes.append(
            (outcome, patient.person_id, dose, kind, line, done, why, done, staff.dispenser, second)
        )
        self._told("dose-poured", patient, "treatment.dose", dose, when, "")
        self._told(f"dose-{kind}", patient, "treatment.doseoutcome", outcome, done, why)
        return dose

    def _bottle(self, volume: int) -> UUID:
        return next(lot for lot in self.book.lots if self.book.held["window", lot] >= volume)

    def _vomited(self, one: Visit, session: UUID, dose_on: date, when: datetime, dose: UUID) -> None:
        half = max(5, one.order.dose_mg // 10 * 5)
        staff, at = self.book.staff, when + timedelta(minutes=8)
        self.out.vomited.append(
            (new_id(), one.patient.person_id, dose, at, True, "Nôn ngay sau khi uống (mẫu)", half, staff.doctor, at,
             staff.dispenser)
        )  # fmt: skip
        self._dose(one, session, dose_on, at + timedelta(minutes=4), "given", mg=half, replaces=dose)

    def _bottles_back(self, patient: Patient, session: UUID, when: datetime) -> None:
        staff = self.book.staff
        for dose, lot, mg in patient.bottles:
            state: tuple[Any, ...] = ("empty", None, 0, "", "", "", "")
            second = None
            if self.chance.random() < FULL_BACK:
                number, why = f"{self.day:%d%m}/BB-TL (mẫu)", "Nằm viện nên chưa dùng (mẫu)"
                volume = mg * THOUSANDTHS_PER_MG
                line = self.book.line(
                    "bottle-back", "take-home", "waste", lot, volume, when, by=staff.dispenser,
                    second=staff.keeper, number=number, reason=why,
                )  # fmt: skip
                state = ("full", line, units(volume), "Người nhà (mẫu)", number, "Còn nguyên niêm phong", why)
                second = staff.keeper
            self.out.bottles.append(
                (
                    new_id(),
                    patient.person_id,
                    patient.enrolment_id,
                    dose,
                    self.book.organisation_id,
                    session,
                    *state,
                    when,
                    when,
                    staff.dispenser,
                    second,
                )
            )
        patient.bottles.clear()

    def _told(self, what: str, patient: Patient, kind: str, subject: UUID, when: datetime, why: str) -> None:
        by = self.book.staff.dispenser
        self.out.entries.append(
            (
                new_id(),
                f"treatment.{what}",
                False,
                when,
                when,
                by,
                self.book.staff.names[by],
                patient.person_id,
                kind,
                str(subject),
                self.book.unit_id,
                why,
                "{}",
            )
        )


def _end(kind: str) -> tuple[str, str, str]:
    """Where a dose of this end goes, the kind of its line, and why where it was not taken."""
    for name, _share, target, what, why in NOT_TAKEN:
        if name == kind:
            return target, what, why
    return ("take-home", "take-home", "") if kind == "handed-out" else ("patient", "dose", "")
