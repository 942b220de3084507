"""The quarterly table of substitution treatment: its days, its rows, and what must hold between them.

Circular 05/2023/TT-BYT: a quarter is counted from the 15th of the month before it to the 14th of its last month.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hoanhap.kit.dates import add_months
from hoanhap.treatment.rules.guideline import Confidence, InForce

Kind = Literal["stock", "flow"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Part):
    """A title in both languages."""

    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def told(self, language: str) -> str:
        """In that language; Vietnamese for one that we do not speak."""
        return self.en if language == "en" else self.vi


class Row(_Part):
    """A row. `stock`: counted on the last day; `flow`: through the days. `part_of`: the row whose people it is among."""

    number: str
    code: str
    kind: Kind
    title: Words
    part_of: str | None = None
    over_months: int | None = Field(default=None, ge=1)


class DroppedOut(_Part):
    """Which ends of a treatment the table calls dropping out."""

    endings: tuple[str, ...] = Field(min_length=1)
    source: str
    confidence: Confidence


class Table(_Part):
    """One edition of the table."""

    code: str
    edition: int = Field(ge=1)
    title: Words
    in_force: InForce
    begins_on_day: int = Field(ge=1, le=28)
    medicines: tuple[str, ...] = Field(min_length=1)
    dropped_out: DroppedOut
    rows: tuple[Row, ...]

    @model_validator(mode="after")
    def _parts_follow_their_whole(self) -> Self:
        seen: set[str] = set()
        for row in self.rows:
            if row.code in seen:
                raise ValueError(f"{row.code}: a row is defined twice")
            if row.part_of is not None and row.part_of not in seen:
                raise ValueError(f"{row.code}: the row it is part of must stand above it")
            seen.add(row.code)
        return self


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year, 1 to 4."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 4 and 1990 <= self.year <= 2200):
            raise ValueError(f"no quarter: {self.year}-{self.number}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """From "2026-3". Raises ValueError."""
        year, _, number = text.partition("-")
        if not (year.isascii() and year.isdigit() and number.isascii() and number.isdigit()):
            raise ValueError(f"no quarter: {text!r}")
        return cls(int(year), int(number))

    @classmethod
    def of(cls, day: date, *, begins_on_day: int) -> Self:
        """The quarter to which a day counts: from the 15th of December on, that is the first of the next year."""
        counted = add_months(day.replace(day=1), 1) if day.day >= begins_on_day else day
        return cls(counted.year, (counted.month + 2) // 3)

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"

    def days(self, *, begins_on_day: int) -> tuple[date, date]:
        """Its first and its last day, both counted."""
        first = add_months(date(self.year, self.number * 3 - 2, 1), -1).replace(day=begins_on_day)
        return first, date(self.year, self.number * 3, begins_on_day) - timedelta(days=1)

    @property
    def before(self) -> "Quarter":
        """The quarter before."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    @property
    def after(self) -> "Quarter":
        """The quarter after."""
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)


@dataclass(frozen=True)
class Broken:
    """A row that is greater than the row it is part of."""

    row: Row
    whole: Row


def broken(rows: Sequence[Row], counts: Mapping[str, int | None]) -> list[Broken]:
    """Where a part exceeds its whole. Parts need not add up to it: they overlap. None is a count that is not shown."""
    known = {row.code: row for row in rows}
    found = []
    for row in rows:
        part, whole = counts.get(row.code), counts.get(row.part_of) if row.part_of else None
        if row.part_of and part is not None and whole is not None and part > whole:
            found.append(Broken(row, known[row.part_of]))
    return found


def of_the_year(rows: Sequence[Row], quarters: Sequence[Mapping[str, int | None]]) -> dict[str, int | None]:
    """The year from its four quarters: a stock is that of the last, a flow the sum. Raises ValueError unless four."""
    if len(quarters) != 4:
        raise ValueError("a year has four quarters")
    found: dict[str, int | None] = {}
    for row in rows:
        counts = [one.get(row.code) for one in quarters]
        if row.kind == "stock":
            found[row.code] = counts[-1]
        else:
            shown = [one for one in counts if one is not None]
            found[row.code] = sum(shown) if len(shown) == 4 else None
    return found
