"""Statements with named values, written as the driver takes them: by position."""

import re
from collections.abc import Collection
from typing import Any, Final

from hoanhap.kit.rows import Shareable, Sql

_NAME = re.compile(r"%\((\w+)\)s")
_FIRST: Final = re.compile(r"\s*WITH (\w+) AS \(")


def named(text: str, columns: Collection[str], shared: Collection[str] = (), /, **values: Any) -> Sql:
    """The query of these columns; each `%(name)s` in the text stands for the value of that name.

    Tables of the `shared` names with which it begins are carried out once, however many parts of a statement ask the same.
    """
    tables: list[Shareable] = []
    while (first := _FIRST.match(text)) and first[1] in shared:
        end = _closing(text, first.end())
        tables.append(Shareable(first[1], *_by_position(text[first.end() : end], values)))
        rest = text[end + 1 :].lstrip()
        text = f"WITH {rest[1:].lstrip()}" if rest.startswith(",") else rest
    return Sql(*_by_position(text, values), tuple(columns), tuple(tables))


def _by_position(text: str, values: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
    return _NAME.sub("%s", text), tuple(values[name] for name in _NAME.findall(text))


def _closing(text: str, start: int) -> int:
    """The place of the bracket that closes the one before `start`."""
    depth = 1
    for place in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place
    raise ValueError("a bracket is not closed")
