"""The page of one day of a stock book, from plain lines (Circular 18/2026, appendix VIII).

What counts as stock is what can still be given: in the safe, in cabinets, in bottles at the window, in a cup. A line between
two of these changes nothing on the page. What waits for destruction has left the stock and is shown beside it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

STOCK: Final = frozenset(["safe", "cabinet", "window", "cup"])
SOURCES: Final = frozenset(["supplier", "found"])
WASTED: Final = frozenset(["waste", "spill", "missing"])
GIVEN_OUT: Final = frozenset(["dose", "take-home"])
"""Kinds of lines of which a page shows the sum of a day, not each: nobody is recognised by a time and a quantity."""
NOTHING: Final = Decimal(0)


@dataclass(frozen=True)
class Movement:
    """One line of the book."""

    line_no: int
    kind: str
    lot_id: UUID
    from_kind: str
    to_kind: str
    units: Decimal
    happened_at: datetime
    document_number: str = ""
    reason: str = ""
    other: str = ""
    """Who supplied, or where it went, if the line says so."""
    reverses_no: int | None = None


@dataclass(frozen=True)
class Row:
    """A row of the page. `came` and `went` may be below zero: a line was taken back. `lines` counts what it sums."""

    kind: str
    lot_id: UUID
    from_kind: str
    to_kind: str
    came: Decimal | None
    went: Decimal | None
    balance: Decimal
    first_no: int
    last_no: int
    lines: int
    units: Decimal
    happened_at: datetime
    document_number: str
    reason: str
    other: str
    reverses_no: int | None


@dataclass(frozen=True)
class LotSum:
    """What became of one lot between two closes: before + received − given − wasted = after."""

    lot_id: UUID
    before: Decimal
    received: Decimal
    given: Decimal
    wasted: Decimal
    after: Decimal
    waiting: Decimal
    """Put aside, not destroyed yet; no part of the stock."""

    @property
    def comes_out(self) -> bool:
        """Whether the sum is right; anything else would mean that a line is missing."""
        return self.before + self.received - self.given - self.wasted == self.after


def columns(movement: Movement) -> tuple[Decimal | None, Decimal | None]:
    """What stands under "in" and under "out". A line taken back stands below zero where the wrong one stood."""
    leaves, enters = movement.from_kind in STOCK, movement.to_kind in STOCK
    if leaves == enters:
        return None, None
    outside = movement.to_kind if leaves else movement.from_kind
    if outside in SOURCES or (outside == "transit" and enters):
        return (movement.units if enters else -movement.units), None
    return None, (movement.units if leaves else -movement.units)


def rows(movements: Iterable[Movement], before: Decimal) -> list[Row]:
    """The rows in the order of the day, with the balance of the whole stock after each. Doses come as one row a lot."""
    gathered: dict[object, list[Movement]] = {}
    for one in movements:
        if one.from_kind in STOCK and one.to_kind in STOCK:
            continue
        together = (one.kind, one.lot_id) if one.kind in GIVEN_OUT else one.line_no
        gathered.setdefault(together, []).append(one)
    balance, found = before, []
    for group in sorted(
        gathered.values(), key=lambda many: max((one.happened_at, one.line_no) for one in many)
    ):
        last = max(group, key=lambda one: (one.happened_at, one.line_no))
        came = went = None
        for one in group:
            into, out = columns(one)
            came = into if came is None else came + (into or NOTHING)
            went = out if went is None else went + (out or NOTHING)
        balance += (came or NOTHING) - (went or NOTHING)
        numbers = [one.line_no for one in group]
        found.append(
            Row(
                kind=last.kind,
                lot_id=last.lot_id,
                from_kind=last.from_kind,
                to_kind=last.to_kind,
                came=came,
                went=went,
                balance=balance,
                first_no=min(numbers),
                last_no=max(numbers),
                lines=len(group),
                units=sum((one.units for one in group), NOTHING),
                happened_at=last.happened_at,
                document_number=last.document_number,
                reason=last.reason,
                other=last.other,
                reverses_no=last.reverses_no,
            )
        )
    return found


def sums(
    movements: Iterable[Movement],
    before: Mapping[UUID, Decimal],
    after: Mapping[UUID, Decimal],
    waiting: Mapping[UUID, Decimal],
) -> dict[UUID, LotSum]:
    """By lot, what the page adds up to. `after` is what the close wrote down, not what these lines say."""
    moved = list(movements)
    lots = dict.fromkeys([*before, *(one.lot_id for one in moved), *after, *waiting])
    found = {}
    for lot in lots:
        received = given = wasted = NOTHING
        for one in moved:
            if one.lot_id != lot:
                continue
            came, went = columns(one)
            received += came or NOTHING
            if {one.from_kind, one.to_kind} & WASTED:
                wasted += went or NOTHING
            else:
                given += went or NOTHING
        found[lot] = LotSum(
            lot_id=lot,
            before=before.get(lot, NOTHING),
            received=received,
            given=given,
            wasted=wasted,
            after=after.get(lot, NOTHING),
            waiting=waiting.get(lot, NOTHING),
        )
    return found
