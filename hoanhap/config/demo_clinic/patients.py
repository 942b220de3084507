"""The patients of the made-up clinic: registered, with a case, enrolled, and with a place where they are dosed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from hoanhap.config.demo_clinic import rows
from hoanhap.config.demo_clinic.books import Staff
from hoanhap.config.demo_plans.records import Life, Made, Province, Way
from hoanhap.kit.keys import new_id

IN_TREATMENT: Final = 168
NEW: Final = 26
LEFT: Final = ("left", "transferred", "left", "prison", "completed", "left", "died", "transferred", "left", "left",
               "completed", "left", "left", "transferred")  # fmt: skip
TARGETS_MG: Final = (40, 50, 55, 60, 60, 65, 70, 75, 80, 80, 85, 90, 100, 110, 120, 140)
AT_THE_POINTS: Final = 0.42
TAKING_HOME: Final = 0.15
BOTTLES: Final = 6
GUESTS: Final = 3
CONDITIONS: Final = "Hộp có khóa ở nhà, mang vỏ chai trả lại lần sau (mẫu)"


@dataclass
class Order:
    """What a doctor ordered, as far as the year needs it."""

    id: UUID
    dose_mg: int
    until: date


@dataclass
class Patient:
    """One patient while the year is told."""

    person_id: UUID
    enrolment_id: UUID
    enrolled_on: date
    target_mg: int
    leaves_on: date
    leaves_as: str
    misses: float
    takes_home: bool
    places: list[tuple[date, date, int]]
    """From a day until another at which of the places (0 is the clinic)."""
    order: Order | None = None
    last_on: date | None = None
    step_mg: int = 0
    away_for: int = 0
    supplied_until: date = date.min
    bottles: list[tuple[UUID, UUID, int]] = field(default_factory=list)

    def place(self, day: date) -> int:
        return next(place for first, until, place in self.places if first <= day < until)


def enter(
    province: Province,
    communes: Sequence[str],
    organisations: Sequence[UUID],
    staff: Staff,
    *,
    since: date,
    first: date,
) -> list[Patient]:
    """Register everybody and enrol them; the rarer ways of a life are drawn by a chance that is the same every time."""
    chance, today = random.Random(180), province.today  # noqa: S311 - made-up lives
    longest = (first - since).days - 30
    begins = [since + timedelta(days=1 + chance.randrange(longest)) for _ in range(IN_TREATMENT)]
    begins += [
        first + timedelta(days=chance.randrange(max(1, (today - first).days - 30))) for _ in range(NEW)
    ]
    lives = [
        Life(communes[number % len(communes)], (Way("substitution", on, stage="maintenance"),))
        for number, on in enumerate(begins)
    ]
    people = province.enter(lives, facility_id=organisations[0], also=("substitution",))
    leaving = chance.sample(range(IN_TREATMENT), len(LEFT))
    drawn = [
        _patient(number, one, province, chance, first, dict(zip(leaving, LEFT, strict=True)))
        for number, one in enumerate(people)
    ]
    for guest in [one for one in drawn if one.places[0][2] == 0 and not one.takes_home][:GUESTS]:
        _is_a_guest(guest, first + timedelta(days=chance.randrange((today - first).days)))
    _write(drawn, people, organisations, staff, today, first)
    return drawn


def _patient(
    number: int,
    made: Made,
    province: Province,
    chance: random.Random,
    first: date,
    leaving: dict[int, str],
) -> Patient:
    _regime, facts = province.steps(made.life.ways[0])
    began_on = next((fact.on for fact in facts if fact.kind == "induction"), facts[-1].on)
    is_new = began_on >= first
    place = 0 if is_new or chance.random() >= AT_THE_POINTS else 1 + number % 2
    joined = began_on + timedelta(days=60)
    leaves_on = (
        first + timedelta(days=chance.randrange((province.today - first).days))
        if number in leaving
        else date.max
    )
    return Patient(
        person_id=made.person_id,
        enrolment_id=new_id(),
        enrolled_on=began_on,
        target_mg=chance.choice(TARGETS_MG),
        leaves_on=leaves_on,
        leaves_as=leaving.get(number, ""),
        misses=chance.choice((0.002, 0.004, 0.006, 0.01, 0.02, 0.04)),
        takes_home=not is_new and place == 0 and number not in leaving and chance.random() < TAKING_HOME,
        places=[(began_on, joined, 0), (joined, date.max, place)] if place else [(began_on, date.max, 0)],
        last_on=None if is_new else first - timedelta(days=1),
    )


def _is_a_guest(patient: Patient, on: date) -> None:
    """Five days at a point, then back."""
    back = on + timedelta(days=5)
    began_on = patient.places[0][0]
    patient.places = [(began_on, on, 0), (on, back, 1), (back, date.max, 0)]


def _write(
    patients: Sequence[Patient],
    people: Sequence[Made],
    organisations: Sequence[UUID],
    staff: Staff,
    today: date,
    first: date,
) -> None:
    units = {made.person_id: made.life.unit_id for made in people}
    clinic, by = organisations[0], staff.doctor
    numbered = list(enumerate(zip(patients, people, strict=True), start=1))
    rows.copy(
        "treatment_appraisal",
        rows.APPRAISALS,
        [
            (new_id(), one.person_id, made.episode_ids[0], clinic, one.enrolled_on, True, True, True, True,
             one.enrolled_on, False, "accepted", "", by, "")
            for _number, (one, made) in numbered
        ],
    )  # fmt: skip
    rows.copy(
        "treatment_enrolment",
        rows.ENROLMENTS,
        [
            (one.enrolment_id, one.person_id, made.episode_ids[0], clinic, units[one.person_id], "methadone",
             f"MMT-{number:04d}", one.enrolled_on, "", "", "", by)
            for number, (one, made) in numbered
        ],
    )  # fmt: skip
    rows.copy(
        "treatment_dosingplace",
        rows.PLACES,
        [
            (new_id(), one.person_id, one.enrolment_id, organisations[place],
             "home" if place == 0 else "guest" if len(one.places) > 2 else "point", from_on,
             None if until == date.max else until, "" if place == 0 else f"{number}/GCN-ĐT (mẫu)", by)
            for number, (one, _made) in numbered
            for from_on, until, place in one.places
        ],
    )  # fmt: skip
    rows.copy(
        "treatment_takehomegrant",
        rows.GRANTS,
        [
            (
                new_id(),
                one.person_id,
                one.enrolment_id,
                BOTTLES,
                first,
                today + timedelta(days=60),
                "",
                CONDITIONS,
                by,
            )
            for one in patients
            if one.takes_home
        ],
    )
