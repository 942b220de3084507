"""Who answers for whom on a day, as a part of larger statements."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final

from hoanhap.kit.lookups import array_of
from hoanhap.kit.named import named
from hoanhap.kit.rows import Sql

ANSWERING: Final = "answering"
"""What the table of who answers is called where parts of a statement share it."""
_COLUMNS: Final = ("person_id", "unit_id", "on", "episode_id", "fact_id")

_IN_FORCE = "{r}.valid_from <= %(to)s AND ({r}.valid_until IS NULL OR {r}.valid_until > %(to)s) AND NOT {r}.is_set_aside"


def answering(unit_ids: Collection[str] | None) -> str:
    """`SELECT person_id, unit_id`: the one unit that answers for each person on the day `%(to)s`, among `%(units)s`.

    Where several offices answer, the latest does. Nobody answers for who moved out of reach, nor for a merged file.
    """
    narrowed = "" if unit_ids is None else " AND r.unit_id = ANY(%(units)s::text[])"
    return (
        "SELECT r.person_id, r.unit_id FROM people_responsibility r"  # noqa: S608 (constants)
        f" WHERE {_IN_FORCE.format(r='r')}{narrowed}"
        " AND NOT EXISTS (SELECT 1 FROM people_responsibility later WHERE later.person_id = r.person_id"
        f" AND {_IN_FORCE.format(r='later')} AND (later.valid_from, later.id) > (r.valid_from, r.id))"
    )


def among(unit_ids: Collection[str] | None) -> dict[str, Any]:
    """The value of `%(units)s`, where it stands in the text."""
    return {} if unit_ids is None else {"units": array_of(unit_ids)}


def answered_for(
    text: str,
    unit_ids: Collection[str] | None,
    values: Mapping[str, Any],
    *,
    who: str = "",
    shared: Mapping[str, str] | None = None,
) -> Sql:
    """Rows of people from a `text` that gives `person_id, on, episode_id, fact_id`, each with the unit that answers.

    `who` gives the same `person_id` with less work, where that can be; it must name nobody else. `shared` are tables that
    both may ask, by name.
    """
    tables = {ANSWERING: answering(unit_ids), **(shared or {})}
    counted = f'({text}) AS counted (person_id, "on", episode_id, fact_id)'
    rows = (
        'SELECT counted.person_id, a.unit_id, counted."on", counted.episode_id, counted.fact_id'  # noqa: S608 (constants)
        f" FROM {counted} JOIN {ANSWERING} a ON a.person_id = counted.person_id"
    )
    people = who or f"SELECT counted.person_id FROM {counted}"  # noqa: S608
    given = {**values, **among(unit_ids)}
    return replace(
        named(_after(tables, rows), _COLUMNS, tables.keys(), **given),
        who=named(_after(shared or {}, people), ("person_id",), tables.keys(), **given),
    )


def _after(tables: Mapping[str, str], text: str) -> str:
    """The text with the tables that it begins with."""
    head = ", ".join(f"{name} AS ({table})" for name, table in tables.items())
    return f"WITH {head} {text}" if head else text
