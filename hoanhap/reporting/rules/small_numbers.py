"""Hiding small numbers in what is published, so that nobody can be found or worked out from a table.

A cell of 1 to 4 people is hidden. Because totals are shown too, hiding only that cell would let anybody get it
back by subtraction: other cells are hidden until no small one follows from what is left.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Cell = TypeVar("Cell", bound=Hashable)

SMALLEST_SHOWN = 5
_PRIME = (1 << 61) - 1


@dataclass(frozen=True)
class Sum(Generic[Cell]):
    """`whole` equals the sum of `parts`. A part may be a rest that no table prints."""

    whole: Cell
    parts: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (self.whole, *self.parts)


def is_small(value: int) -> bool:
    """Whether a number is so small that it points at people. Zero points at nobody."""
    return 0 < value < SMALLEST_SHOWN


def hidden(
    values: Mapping[Cell, int], sums: Sequence[Sum[Cell]], *, unprinted: Iterable[Cell] = ()
) -> frozenset[Cell]:
    """The cells to hide: every small one, and enough others that no small one can be worked out.

    `unprinted` cells are never shown anyway (the rest of a share); they are protected when they are small.
    """
    rests = frozenset(unprinted)
    small = {cell for cell, value in values.items() if is_small(value)}
    away = small | rests
    while found := _derivable(away, sums) & small:
        more = {_cover(cell, values, sums, away) for cell in sorted(found, key=repr)} - away
        if not more:
            raise ValueError("the sums contradict the values: nothing is left to hide")
        away |= more
    return frozenset(away - rests)


def _cover(cell: Cell, values: Mapping[Cell, int], sums: Sequence[Sum[Cell]], away: set[Cell]) -> Cell:
    """The next cell to hide beside `cell`: a small part first, then any part, then a total, then anything at all."""
    beside = [(other, other == one.whole) for one in sums if cell in one.cells for other in one.cells]
    visible = [
        (is_whole, values[other] == 0, values[other], repr(other), other) for other, is_whole in beside
    ]
    near = [entry for entry in visible if entry[-1] not in away]
    if near:
        return min(near)[-1]
    everywhere = {other for one in sums for other in one.cells} - away
    return min(everywhere, key=lambda other: (values[other] == 0, values[other], repr(other)), default=cell)


def _derivable(away: set[Cell], sums: Sequence[Sum[Cell]]) -> set[Cell]:
    """The hidden cells that follow from the shown ones: Gauss's elimination on the sums, modulo a large prime."""
    reduced: dict[Cell, dict[Cell, int]] = {}
    for one in sums:
        row: dict[Cell, int] = {}
        for cell, factor in ((one.whole, _PRIME - 1), *((part, 1) for part in one.parts)):
            if cell in away:
                row[cell] = (row.get(cell, 0) + factor) % _PRIME
        row = {cell: factor for cell, factor in row.items() if factor}
        for lead in [cell for cell in row if cell in reduced]:
            if lead in row:
                _subtract(row, reduced[lead], row[lead])
        if not row:
            continue
        lead = next(iter(row))
        inverse = pow(row[lead], -1, _PRIME)
        row = {cell: factor * inverse % _PRIME for cell, factor in row.items()}
        for other in reduced.values():
            if lead in other:
                _subtract(other, row, other[lead])
        reduced[lead] = row
    return {lead for lead, row in reduced.items() if len(row) == 1}


def _subtract(row: dict[Cell, int], other: Mapping[Cell, int], times: int) -> None:
    for cell, factor in other.items():
        left = (row.get(cell, 0) - times * factor) % _PRIME
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)
