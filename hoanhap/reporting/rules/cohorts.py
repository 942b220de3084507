"""Counting people who started something together, each once, and checking that nobody is lost or counted twice.

Everybody who started stands in exactly one end state or is still in progress with reason. Where that does not hold, the
records contradict each other and the report may not be published.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple
from uuid import UUID


class Counted(NamedTuple):
    """One row of a measure: this episode of this person counts in this unit, since that day.

    A report reads tens of thousands of them, so it is no more than a row with names.
    """

    person_id: UUID
    episode_id: UUID
    unit_id: str
    on: date


@dataclass(frozen=True)
class Cohort:
    """The members of each figure after everybody has been counted once."""

    members: Mapping[str, tuple[Counted, ...]]

    def count(self, code: str, unit_id: str | None = None) -> int:
        """How many people stand behind a figure, in one unit or in all."""
        return len(self.members[code]) if unit_id is None else self._by_unit[code][unit_id]

    @cached_property
    def _by_unit(self) -> dict[str, Counter[str]]:
        return {code: Counter(one.unit_id for one in found) for code, found in self.members.items()}

    def people(self, code: str, unit_id: str | None = None) -> list[UUID]:
        """Who stands behind a figure."""
        return [one.person_id for one in self.members[code] if unit_id is None or one.unit_id == unit_id]


@dataclass(frozen=True)
class Closing:
    """Whether the cohort closes: 24 = 22 + 2 + 0 + 0, with nobody in two states, nobody in none and nobody forgotten.

    `strangers` are counted in an end state without having started; `forgotten` are still in progress although
    their term and follow-up are over.
    """

    started: int
    parts: tuple[int, ...]
    in_none: int
    in_several: int
    strangers: int
    forgotten: int = 0
    is_veiled: bool = False

    @property
    def closes(self) -> bool:
        return not (self.in_none or self.in_several or self.strangers or self.forgotten)

    @property
    def text(self) -> str:
        """24 = 22 + 2 + 0 + 0; empty where a published report hides a term."""
        if self.is_veiled:
            return ""
        sign = "=" if self.started == sum(self.parts) else "≠"
        return f"{self.started} {sign} {' + '.join(map(str, self.parts))}"


def cohort(started: str, rows: Mapping[str, Iterable[Counted]]) -> Cohort:
    """Count each person once, by the last start in the period; facts of earlier starts no longer count.

    A row of another measure whose episode did not start here is kept: it is a contradiction, and `closing` says so.
    A unit is that of the start, so that the columns of a table add up to the figure.
    """
    starts = sorted(rows[started], key=_by_day)
    last = {row.person_id.int: row for row in starts}
    units = {row.episode_id.int: row.unit_id for row in last.values()}
    replaced = {row.episode_id.int for row in starts} - units.keys()
    members: dict[str, tuple[Counted, ...]] = {}
    for code, found in rows.items():
        kept: dict[int, Counted] = {}
        for row in sorted(found, key=_by_day):
            episode = row.episode_id.int
            if episode in replaced:
                continue
            unit_id = units.get(episode, row.unit_id)
            is_there = unit_id == row.unit_id
            kept[row.person_id.int] = (
                row if is_there else Counted(row.person_id, row.episode_id, unit_id, row.on)
            )
        members[code] = tuple(kept.values())
    return Cohort(members=members)


def _by_day(row: Counted) -> tuple[date, int]:
    # The keys as numbers: comparing and looking them up as such takes a fraction of the time.
    return row.on, row.episode_id.int


def closing(
    counted: Cohort, *, started: str, parts: Collection[str], forgotten: str | None = None
) -> Closing:
    """Compare those who started with those in each end state, person by person and not only in sum."""
    everybody = _persons(counted, started)
    seen = Counter(person for part in parts for person in _persons(counted, part))
    return Closing(
        started=counted.count(started),
        parts=tuple(counted.count(part) for part in parts),
        in_none=len(everybody - seen.keys()),
        in_several=sum(1 for person, times in seen.items() if times > 1 and person in everybody),
        strangers=len(seen.keys() - everybody),
        forgotten=counted.count(forgotten) if forgotten else 0,
    )


def _persons(counted: Cohort, code: str) -> set[int]:
    return {one.person_id.int for one in counted.members[code]}


def days_covered(spells: Iterable[tuple[date, date | None]], *, first: date, last: date) -> int:
    """Days from `first` to `last` in at least one spell.

    A spell runs from its first day to the day before it was put right, and is one day at least; one that was not
    put right runs to `last`.
    """
    days: set[int] = set()
    for began, resolved in spells:
        end = last.toordinal() if resolved is None else max(began.toordinal(), resolved.toordinal() - 1)
        days.update(range(max(began, first).toordinal(), min(end, last.toordinal()) + 1))
    return len(days)
