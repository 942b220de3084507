"""Writing several new rows of several tables in one journey to the database."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Model
from django.db.models.expressions import DatabaseDefault
from django.db.models.sql import InsertQuery


def insert_together(rows: Iterable[Model]) -> None:
    """Insert new rows in their order; neighbours of one table share a statement, and all statements travel together.

    As `save(force_insert=True)` of each, but for signals: what the database fills in (defaults, generated columns) is
    fetched when it is first asked for. All or none are written. Raises what a save would raise.
    """
    rows = list(rows)
    connection = connections[DEFAULT_DB_ALIAS]
    statements: list[str] = []
    params: list[Any] = []
    for _table, neighbours in groupby(rows, key=type):
        group = list(neighbours)
        query = InsertQuery(group[0]._meta.model)
        fields = [field for field in group[0]._meta.concrete_fields if not field.generated]
        query.insert_values(fields, group)
        for statement, values in query.get_compiler(connection=connection).as_sql():
            statements.append(statement)
            params += values
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
