"""Writing many new rows of several tables in one journey to the database."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Field, Model
from django.db.models.expressions import DatabaseDefault
from django.utils.functional import Promise


def insert_together(rows: Iterable[Model]) -> None:
    """Insert new rows in their order; neighbours of one table share a statement, and all statements travel together.

    As `save(force_insert=True)` of each, but for signals: what the database fills in (defaults, generated columns) is
    fetched when it is first asked for. All or none are written. Raises what a save would raise.
    """
    rows = list(rows)
    connection = connections[DEFAULT_DB_ALIAS]
    statements: list[str] = []
    params: list[str] = []
    for (model, fields), neighbours in groupby(rows, key=lambda row: (type(row), _fields_of(row))):
        table = connection.ops.quote_name(model._meta.db_table)
        columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
        # One value, however many rows: the database takes it apart by the types of its own columns.
        statements.append(
            f"INSERT INTO {table} ({columns})"  # noqa: S608 - names of our own tables and columns
            f" SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s)"
        )
        named = [(field, field.column) for field in fields]
        told = [{column: field.pre_save(row, add=True) for field, column in named} for row in neighbours]
        params.append(json.dumps(told, ensure_ascii=False, default=_written))
    if not statements:
        return
    # Statements with their values written in may be sent as one; the driver is asked for that by default.
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(";\n".join(statements), params)
    for row in rows:
        state = row._state  # noqa: SLF001 - what a save would have noted
        state.adding, state.db = False, connection.alias
        for name in [name for name, value in vars(row).items() if isinstance(value, DatabaseDefault)]:
            delattr(row, name)


def _fields_of(row: Model) -> "tuple[Field[Any, Any], ...]":
    """The columns that the program fills; the others are left to the database."""
    told = vars(row)
    return tuple(
        field
        for field in row._meta.concrete_fields
        if not field.generated and not isinstance(told.get(field.attname), DatabaseDefault)
    )


def _written(value: object) -> str:
    """What JSON has no word for, as PostgreSQL reads it."""
    if isinstance(value, (UUID, date, Decimal, Promise)):  # a datetime is a date
        return str(value)
    raise TypeError(f"{type(value).__name__} is not written by insert_together")
