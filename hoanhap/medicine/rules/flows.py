"""What every line means for the stock of a place: which column of a reconciliation its quantity belongs to.

In the house are the safe, the cabinet, the window, the cup and the waste that waits for its board. A line either moves
something inside the house, or brings it in, or takes it out; nothing else can happen, and a reversal runs the other way
with the sign turned.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

IN_THE_HOUSE: Final = frozenset({"safe", "cabinet", "window", "cup", "waste"})
COMES_FROM: Final[Mapping[str, str]] = {
    "supplier": "received",
    "found": "found",
    "transit": "arrived",
    "take-home": "taken_back",
}
"""Accounts outside the house from which something comes, by the column that counts it."""
GOES_TO: Final[Mapping[str, str]] = {
    "patient": "dispensed",
    "take-home": "taken_home",
    "transit": "sent",
    "spill": "spilt",
    "destroyed": "destroyed",
    "returned": "returned",
    "missing": "missing",
}
"""Accounts outside the house to which something goes."""
INTO: Final = ("received", "arrived", "taken_back", "found")
OUT_OF: Final = ("dispensed", "taken_home", "sent", "spilt", "destroyed", "returned", "missing")
COLUMNS: Final = (*INTO, *OUT_OF)


def column_of(from_kind: str, to_kind: str) -> tuple[str, int] | None:
    """The column of a line, and 1, or -1 where it takes back what the column counted; None inside the house.

    Raises ValueError for a way that nothing can go: no column could explain it.
    """
    is_from, is_to = from_kind in IN_THE_HOUSE, to_kind in IN_THE_HOUSE
    if is_from and is_to:
        return None
    if is_from and to_kind in GOES_TO:
        return GOES_TO[to_kind], 1
    if is_to and from_kind in COMES_FROM:
        return COMES_FROM[from_kind], 1
    if is_to and from_kind in GOES_TO:
        return GOES_TO[from_kind], -1
    if is_from and to_kind in COMES_FROM:
        return COMES_FROM[to_kind], -1
    raise ValueError(f"nothing goes from {from_kind} to {to_kind}")


def passes_by(from_kind: str, to_kind: str) -> bool:
    """Whether both ends lie outside the house: a shipment or a bottle that was found missing on its way."""
    return from_kind not in IN_THE_HOUSE and to_kind not in IN_THE_HOUSE


@dataclass
class Flow:
    """One lot in one book over a period, in the medicine's units.

    `closing` is what the lines say at the end; `lost_away`: what went missing on the way or at somebody's home.
    """

    opening: Decimal = Decimal(0)
    closing: Decimal = Decimal(0)
    lost_away: Decimal = Decimal(0)
    columns: dict[str, Decimal] = field(default_factory=lambda: dict.fromkeys(COLUMNS, Decimal(0)))

    def add(self, from_kind: str, to_kind: str, units: Decimal) -> None:
        """Count the sum of lines that went one way. Raises ValueError for a way that nothing can go."""
        if passes_by(from_kind, to_kind):
            if to_kind == "missing":
                self.lost_away += units
            elif from_kind == "missing":
                self.lost_away -= units
            else:
                raise ValueError(f"nothing goes from {from_kind} to {to_kind}")
            return
        found = column_of(from_kind, to_kind)
        if found is not None:
            column, sign = found
            self.columns[column] += sign * units

    @property
    def came(self) -> Decimal:
        """Everything that came into the house."""
        return sum((self.columns[one] for one in INTO), Decimal(0))

    @property
    def went(self) -> Decimal:
        """Everything that left it."""
        return sum((self.columns[one] for one in OUT_OF), Decimal(0))

    @property
    def unexplained(self) -> Decimal:
        """What was there and came, less what went and is there. Nothing but 0 can be right."""
        return self.opening + self.came - self.went - self.closing

    @property
    def is_empty(self) -> bool:
        """Whether nothing was there and nothing moved."""
        return not (self.opening or self.closing or self.lost_away or any(self.columns.values()))


def together(flows: Iterable[Flow]) -> Flow:
    """Several flows as one: a book over its lots, a place over its books."""
    total = Flow()
    for one in flows:
        total.opening += one.opening
        total.closing += one.closing
        total.lost_away += one.lost_away
        for name, units in one.columns.items():
            total.columns[name] += units
    return total
