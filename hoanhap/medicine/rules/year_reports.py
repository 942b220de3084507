"""The yearly report of controlled medicine: opening, received, total, issued, wastage, closing.

Circular 18/2026/TT-BYT, appendix IX for a place and X for a province. What the books tell more finely is put into the
columns of the form here; nothing is left over, because every way of a line belongs to one column.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from hoanhap.medicine.rules.flows import INTO, OUT_OF, Flow

RECEIVED: Final = ("received", "arrived", "taken_back", "found")
ISSUED: Final = ("dispensed", "taken_home", "sent", "returned")
WASTED: Final = ("spilt", "destroyed", "missing")
"""Wastage is what is gone: spilt or broken, destroyed by a board (expired, brought back), found missing."""

if set(RECEIVED) != set(INTO) or {*ISSUED, *WASTED} != set(OUT_OF):
    raise AssertionError("every column of a flow stands in one column of the report")


@dataclass(frozen=True)
class YearRow:
    """One medicine of a year, in its own units."""

    opening: Decimal
    received: Decimal
    issued: Decimal
    wasted: Decimal
    closing: Decimal
    because: Mapping[str, Decimal]
    """Of the wastage: how much for which cause, where there is some."""

    @property
    def total(self) -> Decimal:
        """What there was to give."""
        return self.opening + self.received

    @property
    def comes_out(self) -> bool:
        """Whether the total, less what went, is what the books say there is."""
        return self.total - self.issued - self.wasted == self.closing


def year_row(flow: Flow) -> YearRow:
    """The flow of a year in the columns of the form."""
    return YearRow(
        opening=flow.opening,
        received=_sum(flow, RECEIVED),
        issued=_sum(flow, ISSUED),
        wasted=_sum(flow, WASTED),
        closing=flow.closing,
        because={name: flow.columns[name] for name in WASTED if flow.columns[name]},
    )


def _sum(flow: Flow, names: Iterable[str]) -> Decimal:
    return sum((flow.columns[name] for name in names), Decimal(0))
