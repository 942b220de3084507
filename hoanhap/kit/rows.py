"""Several queries with the same columns, asked as parts of one statement."""

import re
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from hoanhap.kit.shared import sharing


@dataclass(frozen=True)
class Shareable:
    """A table that a query begins with and others may ask for too; the query calls it by `name`."""

    name: str
    text: str
    params: tuple[Any, ...]


@dataclass(frozen=True)
class Sql:
    """A query in the database's own words, where the ORM cannot say it; `columns` as it returns them.

    `who`: the people of its rows, found with less, wherever they are answered for; for whoever counts and reads no row.
    """

    text: str
    params: tuple[Any, ...]
    columns: tuple[str, ...]
    shared: tuple[Shareable, ...] = ()
    who: "Sql | None" = None


Query = QuerySet[Any, Any] | Sql


class Statement(AbstractContextManager["Statement"]):
    """Collects the parts of one statement: what several of them share is carried out once."""

    def __init__(self) -> None:
        self._sharing = sharing()

    def __enter__(self) -> "Statement":
        self._tables = self._sharing.__enter__()
        return self

    def __exit__(self, *raised: Any) -> None:
        self._sharing.__exit__(*raised)

    def part(self, query: Query, wanted: Sequence[tuple[str, str]]) -> tuple[str, list[Any]]:
        """`SELECT` of the wanted columns, each with its type, from a query; null where it has none of that name."""
        try:
            text, params, columns = self._compiled(query)
        except EmptyResultSet:
            text, params, columns = "SELECT 1 WHERE false", (), ("nothing",)
        quoted = connection.ops.quote_name
        named = ", ".join(quoted(column) for column in columns)
        chosen = ", ".join(
            f"{quoted(column) if column in columns else 'NULL'}::{kind} AS {quoted(column)}"
            for column, kind in wanted
        )
        return f"SELECT {chosen} FROM ({text}) AS part ({named})", list(params)  # noqa: S608 (our own names)

    def shared(self, table: Shareable) -> str:
        """The name by which the statement calls a table that its parts share."""
        return self._tables.name_of(table.text, table.params)

    def fetch(self, text: str, params: Iterable[Any]) -> list[tuple[Any, ...]]:
        """The rows of the statement, what its parts share before it."""
        head, given = self._tables.written()
        if head and text.lstrip().startswith("WITH "):
            text = ", " + text.lstrip().removeprefix("WITH ")
            head = head.rstrip()
        with connection.cursor() as cursor:
            cursor.execute(head + text, [*given, *params])
            return list(cursor.fetchall())

    def _compiled(self, query: Query) -> tuple[str, tuple[Any, ...], tuple[str, ...]]:
        if isinstance(query, Sql):
            text = query.text
            for table in query.shared:
                text = re.sub(rf"\b{table.name}\b", self.shared(table), text)
            return text, query.params, query.columns
        text, params = query.query.get_compiler(connection=connection).as_sql()
        return text, tuple(params), tuple(query.query.selected or ())
