"""Signals of the keeping of medicine: the shape of `definitions/treatment/signals.*.yaml`, and what a signal is made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Literal
from uuid import UUID

from hoanhap.medicine.rules.keeping import InForce, Number, Part


class Definition(Part):
    """One kind of signal. `reviewer` is the power of whoever decides what it means."""

    code: str
    title: dict[str, str]
    meaning: dict[str, str]
    reviewer: str
    numbers: dict[str, Number]


class Definitions(Part):
    """One edition of all kinds."""

    code: Literal["signals"]
    edition: int
    title: dict[str, str]
    in_force: InForce
    signals: tuple[Definition, ...]

    def holds(self, on: date) -> bool:
        """Whether this edition is in force on a day."""
        return self.in_force.from_on <= on and (self.in_force.until is None or on < self.in_force.until)


@dataclass(frozen=True)
class Fact:
    """One thing that was written down: a line, a count, a dose, a pair of files. `words` say what, without a name."""

    kind: str
    id: UUID
    happened_at: datetime
    words: str
    person_id: UUID | None = None
    enrolment_id: UUID | None = None


@dataclass(frozen=True)
class Found:
    """Facts that together are worth a look. `account_id`: of whom of the staff they all are, if of one.

    `subject` stays the same while the thing is the same; the facts may grow.
    """

    code: str
    subject: str
    facts: tuple[Fact, ...]
    summary: str
    account_id: UUID | None = None
    person_id: UUID | None = None

    @property
    def key(self) -> str:
        """A short name for an address."""
        return sha256(f"{self.code} {self.subject}".encode()).hexdigest()[:16]

    @property
    def evidence_hash(self) -> str:
        """What stands for just these facts."""
        return evidence_hash(self.facts)


def evidence_hash(facts: Iterable[Fact]) -> str:
    """The same for the same facts in whatever order."""
    listed = sorted(f"{one.kind} {one.id}" for one in facts)
    return sha256("\n".join(listed).encode()).hexdigest()
