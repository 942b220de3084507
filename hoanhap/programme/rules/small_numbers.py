"""Hiding small numbers in what is published, so that nobody can be found or worked out from a table.

A cell of 1 to 4 people is hidden. Because totals are shown too, hiding only that cell would let anybody get it
back by subtraction: other cells are hidden until no small one follows from what is left.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
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


def is_small(value: int, below: int = SMALLEST_SHOWN) -> bool:
    """Whether a number is so small that it points at people. Zero points at nobody."""
    return 0 < value < below


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


@dataclass(frozen=True)
class Pair:
    """So many of so many: `over` None for a count."""

    counted: int
    over: int | None

    @property
    def rest(self) -> int:
        """Those of the whole who are not counted."""
        return 0 if self.over is None else self.over - self.counted


@dataclass(frozen=True)
class Hidden(Generic[Cell]):
    """Of which cells what is counted, and of which the whole below it, is hidden. Whoever hides the whole hides both."""

    counted: frozenset[Cell]
    over: frozenset[Cell]


def hidden_pairs(
    values: Mapping[Cell, Pair],
    sums: Sequence[Sum[Cell]],
    *,
    below: int = SMALLEST_SHOWN,
    known: Collection[Cell] = (),
) -> Hidden[Cell]:
    """What to hide of shares (or counts) of areas that lie in areas, so that no number of 1 to `below` - 1 is left.

    Neither the counted, nor the whole, nor the rest of it; nor can a hidden number be had by subtracting along `sums`. Where
    a sum is shown, what is hidden in it comes to so much that each hidden part might be `below` or more: otherwise five
    hidden parts of five people would be one each. `known`: cells that the reader sees anyway; they hide nothing.
    """
    whole = {cell: one.over or 0 for cell, one in values.items()}
    counted = {cell: one.counted for cell, one in values.items()}

    def is_much(parts: Sequence[Cell], number: Mapping[Cell, int]) -> bool:
        return len(parts) > 1 and sum(number[cell] for cell in parts) >= below + len(parts) - 1

    first = {cell for cell, number in whole.items() if is_small(number, below)}
    over = _enough(first, whole, sums, known, lambda parts: is_much(parts, whole), below)

    def tells_nothing(parts: Sequence[Cell]) -> bool:
        rest = sum(values[cell].rest for cell in parts)
        is_open = any(values[cell].over is not None and cell not in over for cell in parts)
        return is_much(parts, counted) and (rest >= below or (rest == 0 and not is_open))

    first = {
        cell
        for cell, one in values.items()
        if is_small(one.counted, below)
        or (cell in over and one.counted)
        or (cell not in over and is_small(one.rest, below))
    }
    return Hidden(frozenset(_enough(first, counted, sums, known, tells_nothing, below)), frozenset(over))


def _enough(
    first: Collection[Cell],
    size: Mapping[Cell, int],
    sums: Sequence[Sum[Cell]],
    known: Collection[Cell],
    is_enough: Callable[[Sequence[Cell]], bool],
    below: int,
) -> set[Cell]:
    """The first ones, and as many more as it takes until nothing hidden follows from what is left, the smallest first."""
    away = set(first) - set(known)
    while True:
        more = set[Cell]()
        for one in sums:
            parts = [cell for cell in one.parts if cell in away]
            if parts and one.whole not in away and not is_enough(parts):
                more |= _next(one, size, away | more, known)
        if not more:
            for cell in sorted(_derivable(away, sums) & away, key=repr):
                beside = [_next(one, size, away | more, known) for one in sums if cell in one.cells]
                more |= next((found for found in beside if found), set())
        if not more:
            # One at a time: what gives room to one of them mostly gives room to all.
            held = _held_below(below, away, size, sums)
            more = next((found for cell in held if (found := _nearest(cell, size, away, sums, known))), more)
        if not more:
            return away
        away |= more


_ROUNDS = 64
_MOST = 10**9
"""More than there are people in any area."""


def _held_below(
    below: int, away: set[Cell], size: Mapping[Cell, int], sums: Sequence[Sum[Cell]]
) -> list[Cell]:
    """The hidden cells that the sums together keep below `below`, for who takes whatever is hidden to be no zero.

    Each sum by itself may leave room and several of them none: of 7 = a + b with b = c + 5, a and c are one each.
    """
    least = {cell: min(1, size[cell]) if cell in away else size[cell] for one in sums for cell in one.cells}
    most = {cell: _MOST if cell in away else size[cell] for cell in least}
    asked = [one for one in sums if any(cell in away for cell in one.cells)]
    for _round in range(_ROUNDS):
        before = (dict(least), dict(most))
        for one in asked:
            low, high = sum(least[part] for part in one.parts), sum(most[part] for part in one.parts)
            least[one.whole], most[one.whole] = max(least[one.whole], low), min(most[one.whole], high)
            for part in one.parts:
                beside_low, beside_high = low - least[part], high - most[part]
                most[part] = min(most[part], most[one.whole] - beside_low)
                least[part] = max(least[part], least[one.whole] - beside_high)
                low, high = beside_low + least[part], beside_high + most[part]
        if before == (least, most):
            break
    return sorted((cell for cell in least if cell in away and most[cell] < below), key=repr)


def _nearest(
    cell: Cell, size: Mapping[Cell, int], away: set[Cell], sums: Sequence[Sum[Cell]], known: Collection[Cell]
) -> set[Cell]:
    """The cell to hide that gives a cell room along the hidden ones: a part before a whole, the nearest, the smallest."""
    reached, fringe, seen, choices = {cell}, {cell}, set[int](), list[tuple[bool, int, int, str, Cell]]()
    for steps in range(len(sums)):
        touched = [
            (number, one)
            for number, one in enumerate(sums)
            if number not in seen and any(part in fringe for part in one.cells)
        ]
        if not touched:
            break
        seen |= {number for number, _one in touched}
        fringe = set()
        for _number, one in touched:
            fringe |= {other for other in one.cells if other in away and other not in reached}
            choices += [
                (other == one.whole, steps, size[other], repr(other), other)
                for other in one.cells
                if other not in away and other not in known and size[other]
            ]
        reached |= fringe
    return {min(choices)[-1]} if choices else set()


def _next(one: Sum[Cell], size: Mapping[Cell, int], away: set[Cell], known: Collection[Cell]) -> set[Cell]:
    """The next cell of a sum to hide, if there is one: the smallest part that is not zero, else the whole."""
    parts = [cell for cell in one.parts if cell not in away and cell not in known]
    some = [cell for cell in parts if size[cell]]
    if some:
        return {min(some, key=lambda cell: (size[cell], repr(cell)))}
    if one.whole not in away and one.whole not in known:
        return {one.whole}
    return {min(parts, key=repr)} if parts else set()


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
