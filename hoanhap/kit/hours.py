"""Opening hours as people type them, kept in one way of writing. Pure."""

import re
from datetime import time
from itertools import pairwise
from typing import Final

_SPAN: Final = re.compile(
    r"(\d{1,2})(?:[:hg.](\d{2})?)?\s*(?:-|–|đến)\s*(\d{1,2})(?:[:hg.](\d{2})?)?", re.IGNORECASE
)
_BETWEEN: Final = re.compile(r"\s*[,;]\s*")


class HoursUnreadable(ValueError):
    """These words are no opening hours."""


def spans(text: str) -> list[tuple[time, time]]:
    """`7:30-11h30, 13:30–17:00` as pairs of times, in order. Nothing: closed. Raises HoursUnreadable."""
    kept = text.strip()
    if not kept:
        return []
    found = [_span(part) for part in _BETWEEN.split(kept) if part]
    for (_opens, closes), (opens, _closes) in pairwise(found):
        if opens <= closes:
            raise HoursUnreadable(text)
    return found


def tidy(text: str) -> str:
    """The same hours, always written as `07:30–11:30, 13:30–17:00`; nothing where closed. Raises HoursUnreadable."""
    return ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in spans(text))


def _span(part: str) -> tuple[time, time]:
    found = _SPAN.fullmatch(part.strip())
    if found is None:
        raise HoursUnreadable(part)
    first, first_minutes, last, last_minutes = found.groups()
    try:
        opens, closes = time(int(first), int(first_minutes or 0)), time(int(last), int(last_minutes or 0))
    except ValueError as wrong:
        raise HoursUnreadable(part) from wrong
    if closes <= opens:
        raise HoursUnreadable(part)
    return opens, closes
