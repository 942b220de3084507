"""Reading a total on another map, with what cannot be placed kept in sight. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a number has no row on the other map."""

    DIVIDED = "divided"
    """The unit was divided between several."""
    MERGED = "merged"
    """The unit is made of several older ones, which cannot be told apart."""
    UNRESOLVED = "unresolved"
    """No list says what became of the unit, or where it came from."""
    NO_SUCH_LEVEL = "no-such-level"
    """The level does not exist on that map: districts after 1/7/2025."""
    UNKNOWN = "unknown"
    """There is no such unit in the lists."""


@dataclass(frozen=True)
class Fate:
    """Where one unit is found on the other map: its place there, or why it has none, and among which it lies."""

    target: str | None
    reason: Reason | None = None
    among: tuple[str, ...] = ()


@dataclass(frozen=True)
class Residue:
    """A number that has no row, the unit it was counted in, why, and the units it may belong to."""

    unit_id: str
    count: int
    reason: Reason
    among: tuple[str, ...]


@dataclass(frozen=True)
class Projection:
    """A total on another map. Rows and residue together are always the whole input."""

    rows: Mapping[str, int]
    residue: tuple[Residue, ...]

    @property
    def placed(self) -> int:
        return sum(self.rows.values())

    @property
    def unplaced(self) -> int:
        return sum(one.count for one in self.residue)

    @property
    def total(self) -> int:
        return self.placed + self.unplaced

    @property
    def by_reason(self) -> dict[Reason, int]:
        sums = {reason: sum(one.count for one in self.residue if one.reason is reason) for reason in Reason}
        return {reason: count for reason, count in sums.items() if count}


def project(counts: Mapping[str, int], fates: Mapping[str, Fate]) -> Projection:
    """Place each count by the fate of its unit. Nothing is lost and nothing is shared out by a guess."""
    rows: dict[str, int] = {}
    residue: list[Residue] = []
    for unit, count in sorted(counts.items()):
        fate = fates.get(unit, Fate(None, Reason.UNKNOWN))
        if fate.target is not None:
            rows[fate.target] = rows.get(fate.target, 0) + count
        else:
            residue.append(Residue(unit, count, fate.reason or Reason.UNKNOWN, fate.among))
    return Projection(rows, tuple(residue))


def fate(containers: Iterable[frozenset[str]], reason: Reason, among: Iterable[str]) -> Fate:
    """One target if everything the unit stands for lies in the same single container; else the reason."""
    found = list(containers)
    shared = frozenset.intersection(*found) if found else frozenset()
    if len(shared) == 1:
        return Fate(next(iter(shared)))
    return Fate(None, reason, tuple(sorted(among)))
