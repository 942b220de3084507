"""What can only be known from all rows of a column: its old encoding, and whether its dates have the month first."""

import re
from dataclasses import dataclass, field
from typing import Any

from hoanhap.exchange.imports.columns import Kind, definition
from hoanhap.exchange.imports.tables import TableRow
from hoanhap.kit.dates import looks_month_first
from hoanhap.kit.legacy_encodings import Encoding, repair


@dataclass
class Survey:
    """Filled row by row, then asked column by column."""

    encodings: dict[str, set[Encoding]] = field(default_factory=dict)
    plain_unicode: set[str] = field(default_factory=set)
    month_first: dict[str, int] = field(default_factory=dict)

    def look(self, row: TableRow) -> None:
        """Take one row into account."""
        for code, cells in row.cells.items():
            kind = definition().column(code).kind
            for cell in cells:
                if not isinstance(cell, str):
                    continue
                if kind in (Kind.DATE, Kind.DATES, Kind.BIRTH):
                    if code not in self.month_first and any(
                        looks_month_first(part) for part in re.split(r"[;\n]", cell)
                    ):
                        self.month_first[code] = row.number
                elif not cell.isascii():
                    self._encoding(code, cell)

    def _encoding(self, code: str, cell: str) -> None:
        fixed = repair(cell)
        if not fixed.certain:
            return
        if fixed.encoding is Encoding.UNICODE:
            if re.search("[\u0100-\u024f\u0300-\u036f\u1e00-\u1eff]", cell):
                self.plain_unicode.add(code)
        else:
            self.encodings.setdefault(code, set()).add(fixed.encoding)

    def expected(self, code: str) -> Encoding | None:
        """The one old encoding of a column, if all its certain cells agree."""
        found = self.encodings.get(code, set())
        return next(iter(found)) if len(found) == 1 and code not in self.plain_unicode else None

    def as_json(self) -> dict[str, Any]:
        """What a batch keeps of it."""
        encodings = {code: found.value for code in self.encodings if (found := self.expected(code))}
        return {"encodings": encodings, "month_first": self.month_first}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Survey":
        """As a batch kept it."""
        encodings = {code: {Encoding(found)} for code, found in kept.get("encodings", {}).items()}
        return cls(encodings=encodings, month_first=dict(kept.get("month_first", {})))
