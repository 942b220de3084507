"""Days on which somebody was away."""

from collections.abc import Iterable
from datetime import date

Span = tuple[date, date | None]
"""From the first day until the day of return, which counts again; None while still away."""


def days_away(spans: Iterable[Span], *, from_on: date, to_on: date) -> int:
    """How many days between the two, `to_on` not included, lie in at least one of the spans."""
    cut = sorted(
        (max(first, from_on), min(until or to_on, to_on))
        for first, until in spans
        if first < to_on and (until is None or until > from_on)
    )
    total, reached = 0, from_on
    for first, until in cut:
        start = max(first, reached)
        if until > start:
            total += (until - start).days
            reached = until
    return total
