"""Paired timings: ours and the floor take turns on the same data in the same run, so that a busy machine slows both."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Pair:
    """One measurement: what we do, what the least possible program would do, and the ratio we aim at."""

    name: str
    ours: Callable[[], object]
    floor: Callable[[], object]
    aim: float | None
    rounds: int = 30


@dataclass(frozen=True)
class Timing:
    """Milliseconds, medians over the rounds; `ratio` is the median of the rounds' own ratios."""

    name: str
    ours_ms: float
    floor_ms: float
    ratio: float
    aim: float | None
    rounds: int

    @property
    def is_met(self) -> bool | None:
        return None if self.aim is None else self.ratio <= self.aim


def timed(act: Callable[[], object]) -> float:
    """Milliseconds that one call takes."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def take(pair: Pair, *, warm_up: int = 3) -> Timing:
    """Time a pair, ours and floor in turn, the collector of rubbish switched off."""
    for _ in range(warm_up if pair.rounds > 1 else 0):
        pair.ours()
        pair.floor()
    ours, floors = [], []
    gc.collect()
    gc.disable()
    try:
        for number in range(pair.rounds):
            first, second = (pair.ours, pair.floor) if number % 2 else (pair.floor, pair.ours)
            one, two = timed(first), timed(second)
            ours.append(one if number % 2 else two)
            floors.append(two if number % 2 else one)
    finally:
        gc.enable()
    return Timing(
        name=pair.name,
        ours_ms=statistics.median(ours),
        floor_ms=statistics.median(floors),
        ratio=statistics.median(o / f for o, f in zip(ours, floors, strict=True)),
        aim=pair.aim,
        rounds=pair.rounds,
    )
