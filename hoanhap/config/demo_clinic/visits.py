"""One patient on one day: who comes, on which order, with which dose. Nothing of the stock is known here."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from hoanhap.config.demo_clinic.patients import BOTTLES, Order, Patient
from hoanhap.kit.keys import new_id

FIRST_MG: Final = 20
STEP_MG: Final = 10
STEP_DAYS: Final = 4
ORDER_DAYS: Final = 28
RESTART_AFTER: Final = 5
AWAY: Final = (*(1,) * 22, *(2,) * 8, *(3,) * 5, *(4,) * 2, 7)
"""For how many days somebody stays away who stays away."""


@dataclass(frozen=True)
class Visit:
    """Somebody comes: the order, and for how many days they get doses."""

    patient: Patient
    order: Order
    days: int


@dataclass
class Orders:
    """What doctors write on a day: new orders, and running ones that end because of them."""

    doctor: UUID
    other_doctor: UUID
    new: list[tuple[Any, ...]]
    stopped: list[tuple[UUID, date]]

    def write(
        self, patient: Patient, kind: str, mg: int, day: date, length: int, *, is_signed: bool, when: Any
    ) -> Order:
        """A new order from this day on; the running one ends."""
        if patient.order is not None and patient.order.until > day:
            self.stopped.append((patient.order.id, day))
        made = Order(new_id(), mg, day + timedelta(days=length))
        signed = (self.other_doctor, when) if is_signed else (None, None)
        self.new.append(
            (
                made.id,
                patient.person_id,
                patient.enrolment_id,
                kind,
                mg,
                day,
                made.until,
                "",
                False,
                *signed,
                "",
                when,
                self.doctor,
            )
        )
        patient.order = made
        return made


def comes(patient: Patient, day: date, chance: random.Random) -> bool:
    """Whether the patient comes: not before the enrolment, not with bottles at home, and not on every day."""
    if not patient.enrolled_on <= day < patient.leaves_on or day < patient.supplied_until:
        return False
    if patient.leaves_as == "left" and day >= patient.leaves_on - timedelta(days=6):
        return False
    if patient.away_for:
        patient.away_for -= 1
        return False
    if patient.last_on is not None and chance.random() < patient.misses:
        patient.away_for = chance.choice(AWAY) - 1
        return False
    return True


def visit(patient: Patient, day: date, orders: Orders, when: Any) -> Visit:
    """The visit, with a new order where the old one ends, the dose is still being raised, or too many days were missed."""
    gap = (day - patient.last_on).days if patient.last_on else 0
    days = 1 + BOTTLES if patient.takes_home else 1
    order = patient.order
    if patient.last_on is None or gap > RESTART_AFTER:
        patient.step_mg = FIRST_MG
        order = orders.write(patient, "induction", FIRST_MG, day, STEP_DAYS, is_signed=False, when=when)
    elif (
        order is None
    ):  # treated since before the year began: the program knows of no dose yet, so two doctors sign
        patient.step_mg = patient.target_mg
        order = orders.write(
            patient, "maintenance", patient.target_mg, day, ORDER_DAYS, is_signed=True, when=when
        )
    elif day + timedelta(days=days) > order.until:
        if patient.step_mg < patient.target_mg:
            patient.step_mg = min(patient.target_mg, patient.step_mg + STEP_MG)
            order = orders.write(
                patient, "titration", patient.step_mg, day, STEP_DAYS, is_signed=False, when=when
            )
        else:
            order = orders.write(
                patient, "maintenance", patient.target_mg, day, ORDER_DAYS, is_signed=False, when=when
            )
    if order.until < day + timedelta(days=days):  # while a dose is raised nothing is taken home
        days = 1
    return Visit(patient, order, days)


def days_of(one: Visit, day: date) -> Iterator[date]:
    """The days for which doses are poured at this visit, that of today first."""
    return (day + timedelta(days=ahead) for ahead in range(one.days))
