"""Statements with named values, written as the driver takes them: by position."""

import re
from collections.abc import Collection
from typing import Any

from hoanhap.kit.rows import Sql

_NAME = re.compile(r"%\((\w+)\)s")


def named(text: str, columns: Collection[str], **values: Any) -> Sql:
    """The query of these columns; each `%(name)s` in the text stands for the value of that name."""
    params = tuple(values[name] for name in _NAME.findall(text))
    return Sql(_NAME.sub("%s", text), params, tuple(columns))
