"""The stock books of the made-up clinic while its year is told: what stands where, kept beside the database's own sums."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from hoanhap.kit.keys import new_id

THOUSAND: Final = 1000


def units(thousandths: int) -> Decimal:
    """Millilitres, exactly."""
    return Decimal(thousandths) / THOUSAND


@dataclass(frozen=True)
class Staff:
    """Who works in the clinic: their accounts."""

    doctor: UUID
    other_doctor: UUID
    dispenser: UUID
    keeper: UUID
    names: dict[UUID, str]


@dataclass
class Book:
    """The book of one place. Quantities in thousandths of a millilitre, by kind of account and lot."""

    id: UUID
    organisation_id: UUID
    unit_id: str
    name: str
    accounts: dict[str, UUID]
    staff: Staff
    held: dict[tuple[str, UUID], int] = field(default_factory=lambda: defaultdict(int))
    lots: list[UUID] = field(default_factory=list)
    lines: list[tuple[Any, ...]] = field(default_factory=list)

    def moves(self, source: str, target: str, lot: UUID, thousandths: int) -> None:
        """Note a movement that an operation has written."""
        self.held[source, lot] -= thousandths
        self.held[target, lot] += thousandths
        if lot not in self.lots:
            self.lots.append(lot)

    def line(
        self,
        kind: str,
        source: str,
        target: str,
        lot: UUID,
        thousandths: int,
        when: datetime,
        *,
        by: UUID,
        second: UUID | None = None,
        number: str = "",
        reason: str = "",
        request: UUID | None = None,
    ) -> UUID:
        """A line, still to be copied; its key."""
        self.moves(source, target, lot, thousandths)
        key = new_id()
        self.lines.append(
            (
                key,
                self.id,
                lot,
                kind,
                self.accounts[source],
                self.accounts[target],
                units(thousandths),
                when,
                when,
                by,
                second,
                number,
                reason,
                request or new_id(),
            )
        )
        return key

    def in_safe(self) -> Iterator[tuple[UUID, int]]:
        """The lots of the safe, the oldest first."""
        for lot in self.lots:
            if (there := self.held["safe", lot]) > 0:
                yield lot, there

    def counted(self, count: UUID, kinds: Collection[str]) -> list[tuple[Any, ...]]:
        """What two people find: what the book says."""
        return [
            (new_id(), count, self.accounts[kind], lot, units(there), units(there))
            for (kind, lot), there in self.held.items()
            if kind in kinds and there
        ]

    def count(self, moment: str, day: date, when: datetime) -> tuple[Any, ...]:
        """A row of a count by the dispenser and the keeper."""
        return (new_id(), self.id, day, moment, when, when, self.staff.dispenser, self.staff.keeper)
