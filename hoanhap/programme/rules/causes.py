"""Why a figure that was handed in says something else today. Pure."""

from collections.abc import Collection
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID


class Cause(StrEnum):
    """What changed a row, a unit or a value since the figures were frozen."""

    LATE_ENTRY = "late-entry"
    CORRECTION = "correction"
    MERGE = "merge"
    BOUNDARY = "boundary"
    DEFINITION = "definition"
    LAW = "law"
    UNEXPLAINED = "unexplained"


MERGES: Final = frozenset({"people.files-merged", "people.merge-undone"})
CORRECTS: Final = ("-corrected", "-withdrawn", "-changed", "-voided", "-emptied", "-unlinked", "-called-off")


def is_correction(kind: str) -> bool:
    """Whether an act of the trail set something right that had been said."""
    return kind.endswith(CORRECTS)


def cause_of(
    kinds: Collection[str], *, fact_id: UUID | None, known_at: datetime, is_new: bool, law_changed: bool
) -> Cause:
    """Why a row came, went or counts otherwise, from the kinds of acts since that are about it.

    `is_new`: it stands there today. `fact_id`: the record by which it stands; its key tells when it was written.
    """
    if MERGES & set(kinds):
        return Cause.MERGE
    if any(is_correction(kind) for kind in kinds):
        return Cause.CORRECTION
    if kinds or (is_new and fact_id is not None and written_at(fact_id) > known_at):
        return Cause.LATE_ENTRY
    return Cause.LAW if law_changed else Cause.UNEXPLAINED


def written_at(key: UUID) -> datetime:
    """The moment in which a key was made: it begins with its milliseconds (`kit.keys`)."""
    return datetime.fromtimestamp((key.int >> 80) / 1000, tz=UTC)
