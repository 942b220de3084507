"""A row of an attendance sheet, and when two of them are one person. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid5

from hoanhap.kit.text import word_key

_ROOT: Final = UUID("6f1f3a52-6f0e-4d0b-9f43-0d2f3f2c1e11")


@dataclass(frozen=True)
class AttendedRow:
    """A row as it was read. Where `problem` is empty, the unit is known; `was_there`: whether they are marked as there."""

    number: int
    full_name: str = ""
    office_name: str = ""
    title: str = ""
    unit_id: str = ""
    was_there: bool = True
    problem: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


def who_is(full_name: str, unit_id: str) -> UUID:
    """Equal for one name in one unit, however it is spelled: a sheet says no more about anybody."""
    return uuid5(_ROOT, f"{word_key(full_name)}|{unit_id}")
