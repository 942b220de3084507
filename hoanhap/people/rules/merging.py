"""The plan of a merge: from the rows of two files, every value that changes, what stays, and what stands against it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hoanhap.kit.errors import Problem, Words
from hoanhap.people.rules.relations import Does, Relation, Row


@dataclass(frozen=True)
class Change:
    """One value of one row: what it is, and what it becomes. Keys, days and marks as text; None is an open end."""

    relation: str
    column: str
    row_id: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class PlanLine:
    """One row of the file that goes: it moves, or it stays and why."""

    relation: Relation
    row: Row
    stays: Words | None

    @property
    def words(self) -> Words:
        return self.relation.tell(self.row)


@dataclass(frozen=True)
class Plan:
    """What a merge would do, and whether it may."""

    kept_id: str
    gone_id: str
    lines: tuple[PlanLine, ...]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    fingerprint: str


Rows = Mapping[str, Mapping[str, Sequence[Row]]]
"""Foreign key → key of the person → rows."""


def plan(
    relations: Iterable[Relation],
    rows: Rows,
    *,
    kept_id: str,
    gone_id: str,
    problems: Iterable[Problem] = (),
    columns: Mapping[str, str],
) -> Plan:
    """What merging `gone_id` into `kept_id` does. `columns`: foreign key → its column."""
    lines: list[PlanLine] = []
    changes: list[Change] = []
    against = list(problems)
    stayed: dict[str, str] = {}
    derived: set[str] = set()
    for relation in relations:
        if relation.is_derived:
            derived.add(relation.key)
        if relation.does is Does.STAYS:
            continue
        kept = _of_model(relation, rows, kept_id)
        gone = rows.get(relation.key, {}).get(gone_id, ())
        against += relation.refuses(kept, gone)
        for row in gone:
            why = relation.stays(row, kept)
            lines.append(PlanLine(relation, row, why))
            if why is None:
                changes.append(Change(relation.key, columns[relation.key], row["id"], gone_id, kept_id))
                changes += _repointed(relation, row, stayed)
                continue
            if kept:
                stayed[row["id"]] = kept[0]["id"]
            if relation.sets_aside:
                changes.append(Change(relation.key, relation.sets_aside, row["id"], "false", "true"))
            if relation.covers:
                grown = relation.covers(row, kept)
                changes += [
                    Change(relation.key, column, one["id"], one[column], value)
                    for one, values in grown
                    for column, value in values.items()
                ]
                kept = _grown(kept, grown)
    changes.append(Change("people.Person", "merged_into_id", gone_id, None, kept_id))
    said = {key: people for key, people in rows.items() if key not in derived}
    return Plan(kept_id, gone_id, tuple(lines), _once(changes), tuple(against), fingerprint(said))


def _once(changes: Iterable[Change]) -> tuple[Change, ...]:
    """A value that changes twice changes once: from what it was to what it comes to."""
    found: dict[tuple[str, str, str], Change] = {}
    for one in changes:
        place = (one.relation, one.column, one.row_id)
        before = found[place].before if place in found else one.before
        found[place] = Change(one.relation, one.column, one.row_id, before, one.after)
    return tuple(found.values())


def _of_model(relation: Relation, rows: Rows, person_id: str) -> list[Row]:
    """Every row of the table about the kept person, by whichever of its keys."""
    found = {
        row["id"]: row
        for key, people in rows.items()
        if key.rsplit(".", 1)[0] == relation.model
        for row in people.get(person_id, ())
    }
    return list(found.values())


def _repointed(relation: Relation, row: Row, stayed: Mapping[str, str]) -> list[Change]:
    return [
        Change(relation.key, column, row["id"], row[column], stayed[row[column]])
        for column in relation.repoints
        if row[column] in stayed
    ]


def _grown(kept: Sequence[Row], grown: Sequence[tuple[Row, Mapping[str, str]]]) -> list[Row]:
    new = {row["id"]: values for row, values in grown}
    return [{**row, **new.get(row["id"], {})} for row in kept]


def fingerprint(rows: Rows) -> str:
    """Of everything that the two files say: equal as long as nothing was written."""
    told = {
        key: {
            person: sorted(found, key=lambda row: str(row["id"])) for person, found in sorted(people.items())
        }
        for key, people in sorted(rows.items())
    }
    written = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
