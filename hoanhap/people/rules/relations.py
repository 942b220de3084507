"""What becomes of every kind of row about a person when two files are merged: each room says it for its own tables.

A foreign key to Person without a line here stops every merge, and a test stops the build.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from hoanhap.kit.errors import Problem, Words

Row = Mapping[str, Any]
"""A row as the database tells it in JSON: column → value, days and keys as text."""


class Does(StrEnum):
    """What a merge does to the rows of the file that goes."""

    MOVES = "moves"
    """They belong to the kept file from then on, until the merge is undone."""
    STAYS = "stays"
    """They remain where they were written: what happened to a file, said of this very file."""


def _says_nothing(_row: Row) -> Words:
    return ""


def _no_problem(_kept: Sequence[Row], _other: Sequence[Row]) -> Sequence[Problem]:
    return ()


def _no_reason(_row: Row, _kept: Sequence[Row]) -> Words | None:
    return None


@dataclass(frozen=True, kw_only=True)
class Relation:
    """One foreign key to Person, and its rule.

    `key`: `app.Model.field`. `title`: what a clerk calls such rows. `tell`: one row in words.
    `stays`: why this row stays behind although the others move, or None; it is asked with the rows of the kept file.
    `sets_aside`: a column of marks that is set to true on a row that stays. `covers`: (row that stays, row of the kept
    file) → what of the kept row changes, so that it says what both said.
    `refuses`: why the two files cannot be merged as they are.
    `along`: a foreign key of the row to another row that moves: what is written to it later returns with it.
    `repoints`: columns that named a row which stays, and now name the kept file's row of that table.
    `answers`: names of the constraints over persons whose breach `stays` or `refuses` has foreseen.
    `is_told`: False where the rows are of no interest to who merges. `is_derived`: the rows are written anew from others
    at any time; they move, but that they changed means nothing.
    """

    key: str
    title: Words
    does: Does = Does.MOVES
    tell: Callable[[Row], Words] = _says_nothing
    stays: Callable[[Row, Sequence[Row]], Words | None] = _no_reason
    sets_aside: str = ""
    covers: Callable[[Row, Sequence[Row]], Sequence[tuple[Row, Mapping[str, Any]]]] | None = None
    refuses: Callable[[Sequence[Row], Sequence[Row]], Sequence[Problem]] = _no_problem
    along: str = ""
    repoints: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    is_told: bool = True
    is_derived: bool = False

    @property
    def model(self) -> str:
        return self.key.rsplit(".", 1)[0]

    @property
    def field(self) -> str:
        return self.key.rsplit(".", 1)[1]


_known: dict[str, Relation] = {}


def declare(*relations: Relation) -> None:
    """A room says its rules. In the order of their writing they are carried out."""
    for relation in relations:
        _known[relation.key] = relation


def declared() -> Mapping[str, Relation]:
    """Every rule, by the key of its foreign key."""
    return dict(_known)


def day(text: str | None) -> date | None:
    """A day as JSON tells it."""
    return date.fromisoformat(text) if text else None


def told_day(text: str | None) -> str:
    """A day for a sentence."""
    return f"{date.fromisoformat(text):%d/%m/%Y}" if text else "…"


def overlap(a: Row, b: Row, start: str = "valid_from", end: str = "valid_until") -> bool:
    """Whether two periods share a day; the end is the first day no more in it, or open."""
    return (b[end] is None or a[start] < b[end]) and (a[end] is None or b[start] < a[end])


def equal_in(row: Row, others: Iterable[Row], *columns: str) -> Row | None:
    """The first of the others that agrees in all these columns."""
    return next((one for one in others if all(one[name] == row[name] for name in columns)), None)


def covering(gone: Row, kept: Sequence[Row]) -> list[tuple[Row, Mapping[str, Any]]]:
    """How the kept periods grow so that, together, they hold every day of the one that goes; none of them meet.

    `kept` are the periods that share a day with it; they share none with each other.
    """
    ordered = sorted(kept, key=lambda row: row["valid_from"])
    grown: list[tuple[Row, Mapping[str, Any]]] = []
    for place, row in enumerate(ordered):
        new: dict[str, Any] = {}
        if place == 0 and gone["valid_from"] < row["valid_from"]:
            new["valid_from"] = gone["valid_from"]
        if row["valid_until"] is not None:
            following = ordered[place + 1]["valid_from"] if place + 1 < len(ordered) else None
            wanted = gone["valid_until"]
            if following is not None and (wanted is None or following < wanted):
                wanted = following
            if wanted is None or wanted > row["valid_until"]:
                new["valid_until"] = wanted
        if new:
            grown.append((row, new))
    return grown
