"""Which figures a reader is told: small numbers are hidden here, on their way out, and nowhere else.

Whoever may see the people of an area (casework.read over it) is told everything. Everybody else, and whatever is
published, gets figures in which nobody can be found. What is hidden is decided once for the whole area of the plan, over
its units on every map that can be asked for, so that no two pages give away together what each of them hides.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations
from typing import Final

from hoanhap.access.scope import Scope
from hoanhap.places.queries.maps import Fate
from hoanhap.programme.queries import placing
from hoanhap.programme.queries.figures import Counted, Figure
from hoanhap.programme.queries.measures import MEASURES
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.queries.target_questions import Asked, figures_over, levels_below
from hoanhap.programme.queries.target_values import Value
from hoanhap.programme.rules.indicators import Indicator
from hoanhap.programme.rules.marks import Keep, PerParent, Verdict
from hoanhap.programme.rules.small_numbers import Hidden, Pair, Sum, hidden_pairs, is_small

READ_PEOPLE: Final = "casework.read"
Cell = frozenset[str]
"""The units that are counted in a figure: a district is the same cell on every map on which it holds the same units."""


@dataclass(frozen=True)
class Reader:
    """Who is told. `publish`: what is told is meant for everybody. `is_exact`: what is told is only kept, to nobody."""

    scope: Scope
    publish: bool = False
    is_exact: bool = False

    def sees(self, area_id: str) -> bool:
        """Whether the people of an area may be seen: then there is nothing to hide."""
        return self.is_exact or (not self.publish and self.scope.reaches(READ_PEOPLE, area_id))

    @property
    def known(self) -> frozenset[str]:
        """The units of which everything is known to them anyway."""
        return frozenset() if self.publish else self.scope.unit_ids(READ_PEOPLE)


@dataclass(frozen=True)
class Veil:
    """What is hidden of one figure. `cells`: what was decided about; anything else is hidden unless it is empty."""

    below: int = 1
    numbers: Mapping[str, Counted] = field(default_factory=dict)
    cells: frozenset[Cell] = frozenset()
    hidden: Hidden[Cell] = Hidden(frozenset(), frozenset())  # noqa: RUF009 (it is frozen)
    known: frozenset[str] = frozenset()

    def told(self, value: Value, unit_ids: Iterable[str]) -> Value:
        """The value of these units together, without what must be hidden."""
        if self.below <= 1 or value.numerator is None:
            return value
        cell = frozenset(
            one
            for one in unit_ids
            if (found := self.numbers.get(one)) and (found.numerator or found.denominator)
        )
        if cell and cell <= self.known:
            return value
        is_strange = bool(cell) and cell not in self.cells
        pair = Pair(value.numerator, value.denominator)
        over = is_strange or cell in self.hidden.over or is_small(pair.over or 0, self.below)
        counted = (
            is_strange
            or cell in self.hidden.counted
            or is_small(pair.counted, self.below)
            or (over and pair.counted > 0)
            or is_small(pair.rest, self.below)
        )
        return hide(value, counted=counted, over=over)


OPEN: Final = Veil()


def hide(value: Value, *, counted: bool = True, over: bool = True) -> Value:
    """The value without what is counted, without the whole, or without both; then it is not judged either."""
    over = over and value.denominator is not None
    if value.is_hidden or not (counted or over):
        return value
    return replace(
        value,
        numerator=None if counted else value.numerator,
        denominator=None if over else value.denominator,
        verdict=Verdict.HIDDEN,
        missing=None,
        is_hidden=True,
    )


def protected(indicator: Indicator) -> int:
    """Numbers below this are hidden; 1 where it counts nobody, but communes, seats, documents, losses."""
    counted = {MEASURES[call.measure].counts for one in indicator.readings for call in one.calls}
    return indicator.small_numbers.below if counted & {"person", "activity"} else 1


def figures_for(
    held: PlanHeld,
    asked: Sequence[Asked],
    area_id: str,
    reader: Reader,
    *,
    today: date,
    beside: Sequence[Asked] = (),
) -> tuple[list[tuple[Figure, Veil]], list[Figure]]:
    """What is counted for each over the area, with what this reader is not told of it; and what stands `beside`, as it is.

    In one statement. What stands beside must go through `told_beside` before anybody reads it.
    """
    is_open, is_whole = reader.sees(area_id), area_id == held.area_id
    guarded = [not is_open and _needs_veil(one) for one in asked]
    wider = [one for one, is_guarded in zip(asked, guarded, strict=True) if is_guarded and not is_whole]
    found = figures_over(
        held, [*((one, area_id) for one in (*asked, *beside)), *((one, held.area_id) for one in wider)]
    )
    rest = iter(found[len(asked) + len(beside) :])
    own = [
        (
            figure,
            veil(held, one, figure if is_whole else next(rest), reader, today=today) if is_guarded else OPEN,
        )
        for one, figure, is_guarded in zip(asked, found, guarded, strict=False)
    ]
    return own, found[len(asked) : len(asked) + len(beside)]


def _needs_veil(asked: Asked) -> bool:
    return protected(asked.indicator) > 1 and not isinstance(asked.target.mark, Keep | PerParent)


def veil(held: PlanHeld, asked: Asked, found: Figure, reader: Reader, *, today: date) -> Veil:
    """What is hidden of a figure that was counted over the plan's whole area."""
    below = protected(asked.indicator)
    if below <= 1 or reader.sees(held.area_id):
        return OPEN
    numbers = {unit_id: one for unit_id, one in found.by_unit.items() if one.numerator or one.denominator}
    everything = frozenset(numbers)
    maps = [{everything}]
    for day in dict.fromkeys((held.body.issued_on, asked.to_on, today)):
        for level in levels_below(held.area_id, on=day):
            fates = placing.fates(held.area_id, on=asked.to_on, onto=day, level=level)
            places = {frozenset(units) for units in grouped(numbers, fates).values()}
            lost = everything.difference(*places)
            maps.append(places | {frozenset({unit_id}) for unit_id in lost})
    cells = frozenset().union(*maps) - {frozenset()}
    values = {cell: _sum(numbers[unit_id] for unit_id in cell) for cell in cells}
    known = frozenset(cell for cell in cells if cell <= reader.known)
    hidden = hidden_pairs(values, _sums(maps), below=below, known=known)
    return Veil(below, numbers, cells, hidden, reader.known)


def grouped(units: Iterable[str], fates: Mapping[str, Fate]) -> dict[str, set[str]]:
    """The counted units by the unit of a map in which they lie."""
    found: dict[str, set[str]] = {}
    for unit_id in units:
        fate = fates.get(unit_id)
        if fate is not None and fate.target is not None:
            found.setdefault(fate.target, set()).add(unit_id)
    return found


def _sums(maps: Sequence[Collection[Cell]]) -> list[Sum[Cell]]:
    """Every unit of a map that is made up of whole units of another, or of the same at a lower level."""
    found: dict[tuple[Cell, frozenset[Cell]], Sum[Cell]] = {}
    for wide in maps:
        for narrow in maps:
            if wide is narrow:
                continue
            for cell in wide:
                parts = frozenset(one for one in narrow if one <= cell)
                if len(parts) > 1 and frozenset().union(*parts) == cell:
                    ordered = tuple(sorted(parts, key=sorted))
                    found[cell, parts] = Sum(cell, ordered)
    return list(found.values())


def _sum(counted: Iterable[Counted]) -> Pair:
    some = list(counted)
    over = None if any(one.denominator is None for one in some) else sum(one.denominator or 0 for one in some)
    return Pair(sum(one.numerator for one in some), over)


def told_beside(chosen: Value, others: Sequence[Value], below: int, *, is_whole: bool) -> list[Value]:
    """Other readings and figures that stand beside a value, for who may not see the people.

    All or none of them, and only for the plan's whole area: unless each number, each rest, and each difference between one
    of them and some others, could be shown by itself.
    """
    if below <= 1 or not others:
        return list(others)
    told = [chosen, *others]
    numbers = [
        [one for one in (value.numerator for value in told) if one],
        [one for one in (value.denominator for value in told) if one],
    ]
    rests = [value.denominator - value.numerator for value in told if value.denominator and value.numerator]
    is_safe = (
        is_whole
        and not any(value.is_hidden for value in told)
        and not any(is_small(one, below) for one in [*numbers[0], *numbers[1], *rests])
        and not any(is_small(gap, below) for row in numbers for gap in _gaps(row))
    )
    return list(others) if is_safe else [hide(value) for value in others]


def _gaps(numbers: Sequence[int]) -> Iterable[int]:
    """What is left of each number when one or more of the others are taken from it."""
    for place, number in enumerate(numbers):
        rest = [*numbers[:place], *numbers[place + 1 :]]
        for size in range(1, min(len(rest), 4) + 1):
            for taken in combinations(rest, size):
                yield number - sum(taken)
