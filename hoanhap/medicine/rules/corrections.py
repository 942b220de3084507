"""Which lines the keeper takes back with another line."""

from typing import Final

REVERSIBLE: Final = (
    "receipt",
    "issue",
    "put-back",
    "spill",
    "waste",
    "destruction",
    "return",
    "bottle-back",
    "reversal",
)
"""Doses are put right at the window, shipments on their own page, what a count wrote by counting again. A reversal of a
reversal is refused by the database, in its own words."""


def may_be_corrected(kind: str, from_kind: str, to_kind: str) -> bool:
    """Whether a line of this kind between these kinds of places can be taken back from the book."""
    return kind in REVERSIBLE and "cup" not in (from_kind, to_kind)
