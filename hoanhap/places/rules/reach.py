"""Who is responsible for a place: which area reaches which unit, and on which days. Pure.

While a unit exists, it is reached by itself and by every unit above it. After it has ended, it is
reached by whoever reaches *all* of what it became: the commune that took it in whole, the province it
was divided in, but no single commune that took a part of it. What has no known successor stays with
what lay above it at its end. Where nothing of this names an area, nobody reaches: denied, not guessed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

from hoanhap.places.rules.spans import Span, crossings, joined

Reaching = dict[str, list[Span]]
"""Area → the days on which it reaches one unit."""


@dataclass(frozen=True)
class Stay:
    """One edition, as far as reach cares: a unit lay in a parent for a span of days."""

    parent: str | None
    span: Span


class CircleError(ValueError):
    """A unit succeeds itself, directly or through others; the lists are wrong."""


class Reach:
    """Works out, once for each unit, the areas that reach it."""

    def __init__(self, stays: Mapping[str, Sequence[Stay]], successors: Mapping[str, Iterable[str]]) -> None:
        self._stays = stays
        self._successors = successors
        self._while_alive: dict[str, Reaching] = {}
        self._known: dict[str, Reaching] = {}
        self._working: set[str] = set()

    def of(self, unit: str) -> Reaching:
        """Area → spans in which it reaches `unit`. Raises CircleError."""
        if unit in self._known:
            return self._known[unit]
        if unit in self._working:
            raise CircleError(unit)
        self._working.add(unit)
        reaching = _added(self._alive(unit), self._after_the_end(unit))
        self._working.remove(unit)
        self._known[unit] = reaching
        return reaching

    def _alive(self, unit: str) -> Reaching:
        """A stay lies within the parent's own life, so what became of the parent does not matter here."""
        if unit not in self._while_alive:
            found: Reaching = {unit: joined(stay.span for stay in self._stays[unit])}
            for stay in self._stays[unit]:
                if stay.parent is not None:
                    found = _added(found, _within(self._alive(stay.parent), stay.span))
            self._while_alive[unit] = found
        return self._while_alive[unit]

    def _after_the_end(self, unit: str) -> Reaching:
        last = max(self._stays[unit], key=lambda stay: stay.span[1] or date.max)
        ended = last.span[1]
        if ended is None:
            return {}
        successors = sorted(self._successors.get(unit, ()))
        if successors:
            return _within(reduce(_shared, (self.of(one) for one in successors)), (ended, None))
        if last.parent is None:
            return {}
        return _within(self.of(last.parent), (ended, None))


def _within(reaching: Reaching, span: Span) -> Reaching:
    cut = {area: crossings(spans, [span]) for area, spans in reaching.items()}
    return {area: spans for area, spans in cut.items() if spans}


def _added(one: Reaching, other: Reaching) -> Reaching:
    return {area: joined([*one.get(area, ()), *other.get(area, ())]) for area in one.keys() | other.keys()}


def _shared(one: Reaching, other: Reaching) -> Reaching:
    both = {area: crossings(one[area], other[area]) for area in one.keys() & other.keys()}
    return {area: spans for area, spans in both.items() if spans}
