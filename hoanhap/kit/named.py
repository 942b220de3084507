"""Statements with named values, written as the driver takes them: by position."""

import re
from collections.abc import Collection
from typing import Any, Final

from hoanhap.kit.rows import Shareable, Sql

_NAME = re.compile(r"%\((\w+)\)s")
_FIRST: Final = re.compile(r"\s*WITH answering AS \(")
SHARED: Final = "answering"
"""A first table of this name is shared: however many parts of a statement ask the same, it is carried out once."""


def named(text: str, columns: Collection[str], **values: Any) -> Sql:
    """The query of these columns; each `%(name)s` in the text stands for the value of that name."""
    shared: tuple[Shareable, ...] = ()
    if first := _FIRST.match(text):
        end = _closing(text, first.end())
        shared = (Shareable(SHARED, *_by_position(text[first.end() : end], values)),)
        rest = text[end + 1 :].lstrip()
        text = f"WITH {rest[1:].lstrip()}" if rest.startswith(",") else rest
    return Sql(*_by_position(text, values), tuple(columns), shared)


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
