"""Everything that the database holds about some people, table by table, in one question put together from the schema."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import pghistory.models
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.errors import Problem, Refused
from hoanhap.people.models import Person
from hoanhap.people.rules.merging import Rows
from hoanhap.people.rules.relations import Does, Relation, declared


class RelationUnknown(Refused):
    """A table about people has no rule of merging: nothing may be merged until it has."""


@dataclass(frozen=True)
class Pointer:
    """A foreign key to Person, as the schema has it."""

    key: str
    model: type[models.Model]
    field: "models.Field[Any, Any]"

    @property
    def table(self) -> str:
        return self.model._meta.db_table


@cache
def pointers() -> dict[str, Pointer]:
    """Every foreign key to Person, of whatever room; but the histories, which copy what once stood in a row."""
    found = {}
    for relation in Person._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None) if relation.auto_created else None
        if not isinstance(field, models.ForeignKey) or issubclass(field.model, pghistory.models.Event):
            continue
        key = f"{field.model._meta.label}.{field.name}"
        found[key] = Pointer(key, field.model, field)
    return found


def rules() -> list[Relation]:
    """The rule of every foreign key to Person. Raises RelationUnknown where one has none."""
    known = declared()
    missing = sorted(pointers().keys() - known.keys())
    if missing:
        words = _(
            "Files cannot be merged now: the program does not know what becomes of %(relations)s. Tell who keeps it."
        )
        raise RelationUnknown(Problem("relation-unknown", words, params={"relations": ", ".join(missing)}))
    return [relation for key, relation in known.items() if key in pointers()]


def columns() -> dict[str, str]:
    """Foreign key → its column."""
    return {key: str(pointer.field.column) for key, pointer in pointers().items()}


def rows_about(person_ids: Collection[UUID]) -> Rows:
    """Every row about these people that a merge may touch, and the people themselves, in one query."""
    wanted = [str(one) for one in person_ids]
    parts = [
        "SELECT 'people.Person', id, to_jsonb(t) - 'name_folded' FROM people_person t WHERE id = ANY(%s)"
    ]
    for relation in rules():
        if relation.does is Does.STAYS:
            continue
        pointer = pointers()[relation.key]
        parts.append(_told(relation.key, pointer.model, str(pointer.field.column)))
    found: dict[str, dict[str, list[Any]]] = {}
    with connection.cursor() as cursor:
        cursor.execute("\nUNION ALL\n".join(parts), [wanted] * len(parts))
        for key, person_id, row in cursor:
            told = json.loads(row) if isinstance(row, str) else row
            found.setdefault(key, {}).setdefault(str(person_id), []).append(told)
    for people in found.values():
        for rows in people.values():
            rows.sort(key=lambda row: str(row["id"]))
    return found


def _told(key: str, model: type[models.Model], column: str) -> str:
    """The rows of one table, without what the database makes up and without the bytes of files."""
    told = ", ".join(
        f'"{field.column}"'
        for field in model._meta.concrete_fields
        if not (field.generated or isinstance(field, models.BinaryField))
    )
    rows = f'SELECT {told} FROM "{model._meta.db_table}" WHERE "{column}" = ANY(%s)'  # noqa: S608 - our own names
    return f"SELECT '{key}', t.\"{column}\", to_jsonb(t) FROM ({rows}) t"  # noqa: S608
