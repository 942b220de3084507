"""Who of several lists is one person: rows are put together where much speaks for it, and said to be sure where all does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from hoanhap.kit.dates import PartialDate
from hoanhap.kit.text import fold, name_words
from hoanhap.people.rules.duplicates import Band, Traits, likeness


@dataclass(frozen=True)
class Named:
    """One row of a list, as far as it says who somebody is. `key` is the row's own."""

    key: str
    full_name: str
    birth: PartialDate | None
    sex: str
    numbers: frozenset[tuple[str, str]]

    def traits(self, commune: str) -> Traits:
        """For the rules that tell people apart. All rows of a comparison are of one commune."""
        return Traits(
            self.full_name,
            birth=self.birth,
            sex=self.sex,
            numbers=self.numbers,
            communes=frozenset({commune}),
        )


@dataclass
class Group:
    """Rows held to be one person. `key` is empty for a new one."""

    key: str
    rows: list[Named] = field(default_factory=list)


@dataclass(frozen=True)
class Placed:
    """Where a row belongs, and whether that is sure."""

    row: Named
    group: Group
    is_sure: bool


def blocks(row: Named) -> set[str]:
    """What two rows must share to be compared at all: a number, the words of the name, or the very birthday."""
    found = {f"number {number}" for _, number in row.numbers}
    found.add("name " + " ".join(sorted(fold(word) for word in name_words(row.full_name))))
    if row.birth is not None and row.birth.day is not None:
        found.add(f"born {row.birth.isoformat()}")
    return found


def place(rows: Iterable[Named], groups: Sequence[Group], *, commune: str) -> list[Placed]:
    """Put each row with the group it most resembles, or into one of its own; later rows see earlier ones.

    The same list may name two people of one name: two rows are put together only when their numbers or the whole
    birthday say so (`same`) or nothing speaks against it (`likely`, and then it is not sure).
    """
    known: dict[str, list[Group]] = {}
    for group in groups:
        for row in group.rows:
            _remember(known, group, row)
    placed = []
    for row in rows:
        near = {id(group): group for block in sorted(blocks(row)) for group in known.get(block, ())}
        verdicts = [(_band(row, group, commune), group) for group in near.values()]
        fitting = [
            [group for band, group in verdicts if band is wanted] for wanted in (Band.SAME, Band.LIKELY)
        ]
        best = fitting[0] or fitting[1]
        group = best[0] if best else Group("")
        # Where two fit alike, somebody has to look.
        placed.append(Placed(row, group, is_sure=not best or (len(fitting[0]) == 1)))
        group.rows.append(row)
        _remember(known, group, row)
    return placed


def _band(row: Named, group: Group, commune: str) -> Band:
    """The weakest verdict over the rows of the group: who is unlike one of them is not put with any."""
    order = [Band.SAME, Band.LIKELY, Band.POSSIBLE, Band.DIFFERENT]
    bands = [likeness(row.traits(commune), other.traits(commune)).band for other in group.rows]
    if _shares_number(row, group):
        # An equal number says more than a name that one office spelt otherwise.
        return min(bands, key=order.index)
    return max(bands, key=order.index)


def _shares_number(row: Named, group: Group) -> bool:
    return any(row.numbers & other.numbers for other in group.rows)


def _remember(known: dict[str, list[Group]], group: Group, row: Named) -> None:
    for block in blocks(row):
        held = known.setdefault(block, [])
        if group not in held:
            held.append(group)


def age_in_days(since: date, *, on: date) -> int:
    """How long a file has been waiting to be made. Days."""
    return max(0, (on - since).days)


AGES: tuple[tuple[str, int | None], ...] = (("30", 30), ("90", 90), ("365", 365), ("more", None))
"""How ages are told apart in the count of the backlog: up to so many days."""


def age_class(days: int) -> str:
    """The class of an age: up to 30, up to 90, up to 365 days, or more."""
    return next(name for name, most in AGES if most is None or days <= most)
