"""What is said about the records behind a figure: when an entry is late, and when too few people were asked. Pure."""

from datetime import date
from typing import Final
from uuid import UUID

from pydantic import Field

from hoanhap.casework.rules.words import Fixed, Sourced, Words
from hoanhap.kit.dates import local_day
from hoanhap.programme.rules.causes import written_at

ASKED: Final = frozenset({"qn-i4b-need-asked"})
"""Indicators that say of how many people it is known whether they need anything."""


class Limit(Sourced):
    """A number and where it comes from."""

    value: int = Field(ge=0)


class QualityRules(Fixed):
    """One edition of `definitions/quality/figures.<edition>.yaml`."""

    code: str
    edition: int = Field(ge=1)
    title: Words
    legal_basis: str
    late_after_days: Limit
    asked_at_least_per_cent: Limit


def is_late(fact_id: UUID | None, day: date | None, *, after_days: int) -> bool:
    """Whether a record was written more than so many days after the day that it tells of; its key says when."""
    if fact_id is None or day is None:
        return False
    return (local_day(written_at(fact_id)) - day).days > after_days


def asked_too_few(code: str, numerator: int | None, denominator: int | None, *, per_cent: int) -> bool:
    """Whether a figure beside another says that too few people were asked for that other to be relied on."""
    return code in ASKED and bool(denominator) and (numerator or 0) * 100 < per_cent * (denominator or 0)
