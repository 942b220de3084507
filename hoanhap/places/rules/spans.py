"""Spans of days: from a day (none = since ever) until, not including, a day (none = still). Pure."""

from collections.abc import Iterable
from datetime import date
from typing import Final

Span = tuple[date | None, date | None]

EVER: Final[Span] = (None, None)


def crossing(one: Span, other: Span) -> Span | None:
    """The days in both, if any."""
    begins = [day for day in (one[0], other[0]) if day]
    ends = [day for day in (one[1], other[1]) if day]
    start, end = max(begins, default=None), min(ends, default=None)
    return None if start and end and start >= end else (start, end)


def crossings(ones: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The days in any of `ones` and in any of `others`."""
    kept = list(others)
    return joined(span for one in ones for other in kept if (span := crossing(one, other)))


def joined(spans: Iterable[Span]) -> list[Span]:
    """In order, with spans that touch or overlap made one."""
    result: list[Span] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0] or date.min, span[1] or date.max)):
        if result and (result[-1][1] is None or start is None or start <= result[-1][1]):
            last_start, last_end = result[-1]
            result[-1] = (last_start, None if last_end is None or end is None else max(last_end, end))
        else:
            result.append((start, end))
    return result


def holds(span: Span, day: date) -> bool:
    return (span[0] is None or span[0] <= day) and (span[1] is None or day < span[1])
