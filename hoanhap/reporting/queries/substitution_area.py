"""The quarterly table of substitution treatment for an area: clinic by clinic, in which no patient can be found.

Whoever answers for the area does not work in the clinics: small numbers are hidden, and with them enough others that none
can be worked out, neither by subtracting clinics from the total nor rows from one another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.programme.rules.small_numbers import SMALLEST_SHOWN, Sum, hidden
from hoanhap.treatment.queries.quarterly import ROW_OF_HIV, OfPlaces, of_places
from hoanhap.treatment.rules.quarterly import Quarter, Row, Table

Cell = tuple[str, str]
"""The clinic, or TOTAL, and the row."""
TOTAL: Final = "total"
PARTS: Final = {"in-treatment": ("at-clinics", "at-points")}
"""Rows that are printed beside one another and together make up another."""


@dataclass(frozen=True)
class AreaTable:
    """The table of an area. A number is None where it is hidden."""

    table: Table
    quarter: Quarter
    from_on: date
    to_on: date
    rows: tuple[Row, ...]
    clinics: tuple[tuple[str, tuple[int | None, ...]], ...]
    total: tuple[int | None, ...]
    hides_below: int = SMALLEST_SHOWN

    @property
    def hides(self) -> bool:
        """Whether a number is hidden."""
        return None in self.total or any(None in counts for _name, counts in self.clinics)


def area_table(quarter: Quarter, *, scope: Scope) -> AreaTable:
    """Every clinic in reach, by name, and all of them together. Raises Forbidden, NoTable."""
    found = of_places(quarter, scope=scope)
    rows = tuple(row for row in found.table.rows if row.code != ROW_OF_HIV)
    values = _values(found, rows)
    away = hidden(
        values, _sums(found, rows), unprinted=[cell for cell in values if cell[1].startswith("rest:")]
    )

    def told(where: str) -> tuple[int | None, ...]:
        return tuple(None if (where, row.code) in away else values[where, row.code] for row in rows)

    by_name = sorted(found.names.items(), key=lambda one: (one[1], str(one[0])))
    return AreaTable(
        table=found.table,
        quarter=quarter,
        from_on=found.from_on,
        to_on=found.to_on,
        rows=rows,
        clinics=tuple((name, told(str(place))) for place, name in by_name),
        total=told(TOTAL),
    )


def _values(found: OfPlaces, rows: tuple[Row, ...]) -> dict[Cell, int]:
    """Every number of the table, and every rest that follows from two of them."""
    values: dict[Cell, int] = {(TOTAL, row.code): 0 for row in rows}
    for (place, code), count in found.counts.items():
        values[str(place), code] = count
        values[TOTAL, code] += count
    for where in [TOTAL, *_places(found.names)]:
        for row in rows:
            if row.part_of:
                values[where, f"rest:{row.code}"] = values[where, row.part_of] - values[where, row.code]
        for whole, parts in PARTS.items():
            if (where, whole) in values and all((where, part) in values for part in parts):
                rest = values[where, whole] - sum(values[where, part] for part in parts)
                values[where, f"rest:{whole}"] = rest
    return values


def _sums(found: OfPlaces, rows: tuple[Row, ...]) -> list[Sum[Cell]]:
    places = _places(found.names)
    sums = [Sum((TOTAL, row.code), tuple((place, row.code) for place in places)) for row in rows if places]
    codes = {row.code for row in rows}
    for where in [TOTAL, *places]:
        sums += [
            Sum((where, row.part_of), ((where, row.code), (where, f"rest:{row.code}")))
            for row in rows
            if row.part_of
        ]
        sums += [
            Sum((where, whole), (*((where, part) for part in parts), (where, f"rest:{whole}")))
            for whole, parts in PARTS.items()
            if {whole, *parts} <= codes
        ]
    return sums


def _places(names: Mapping[UUID, str]) -> list[str]:
    return [str(place) for place in names]
