"""Rows that several parts of one statement need: asked for once, however many parts there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Rows = list[tuple[Any, ...]]


@dataclass
class _Tables:
    """The tables that a statement begins with: the SQL and the parameters of each, by name."""

    asked: dict[tuple[str, tuple[Any, ...]], str] = field(default_factory=dict)

    def name_of(self, sql: str, params: tuple[Any, ...]) -> str:
        return self.asked.setdefault((sql, params), f"shared_{len(self.asked)}")

    def written(self) -> tuple[str, list[Any]]:
        if not self.asked:
            return "", []
        tables = ", ".join(f"{name} AS MATERIALIZED ({sql})" for (sql, _), name in self.asked.items())
        return f"WITH {tables} ", [one for _, params in self.asked for one in params]


_TABLES: ContextVar[_Tables | None] = ContextVar("shared_tables", default=None)


class Shared(Expression):
    """One column of a query that other parts of the statement may ask as well: `episode__in=Shared(rows, "episode_id")`.

    By itself a subquery. Under `fetch_all` each different query is carried out once. It may not refer to the query
    outside it.
    """

    def __init__(self, rows: "QuerySet[Any, Any]", column: str) -> None:
        super().__init__()
        self.rows = rows
        self.column = column

    def as_sql(
        self,
        compiler: SQLCompiler,  # noqa: ARG002 (the query inside is written by its own)
        connection: BaseDatabaseWrapper,
    ) -> tuple[str, tuple[Any, ...]]:
        """The column of the shared table, or of the query itself where nothing is shared."""
        sql, params = self.rows.query.get_compiler(connection=connection).as_sql()
        column, tables = connection.ops.quote_name(self.column), _TABLES.get()
        if tables is not None:
            name = tables.name_of(sql, tuple(params))
            return f"(SELECT {name}.{column} FROM {name})", ()  # noqa: S608 (our own names)
        return f"(SELECT shared.{column} FROM ({sql}) AS shared)", tuple(params)  # noqa: S608 (Django's own SQL)


@contextmanager
def sharing() -> Iterator[_Tables]:
    """While it lasts, what queries share is collected instead of written into each."""
    tables = _Tables()
    token = _TABLES.set(tables)
    try:
        yield tables
    finally:
        _TABLES.reset(token)


def fetch_all(rows: "QuerySet[Any, Any]") -> Rows:
    """The rows of a query as the database gives them, what is shared in it asked for once.

    For queries of plain columns: no field converts what it read.
    """
    with sharing() as tables:
        try:
            text, params = rows.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            return []
    head, given = tables.written()
    with connection.cursor() as cursor:
        cursor.execute(head + text, [*given, *params])
        found: Rows = cursor.fetchall()
        return found
