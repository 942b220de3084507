"""Whose duty it is: the office behind a code of the law on a day, in words."""

from collections.abc import Sequence
from datetime import date

from hoanhap.casework.queries.authorities import authorities
from hoanhap.casework.queries.texts import in_words
from hoanhap.casework.rules.authorities import NobodyHolds
from hoanhap.kit.errors import Words


def office_of(by: str, on: date) -> Words:
    """What the office is called that acts under the code `by` on the day; the function itself where nobody held it."""
    known = authorities()
    if by not in known.codes:
        return ""
    kind = _kind(by, on)
    return in_words(known.title_of(kind or by))


def codes_of(office: str, on: date) -> frozenset[str]:
    """Every code under which an office of this kind acts on the day."""
    return frozenset(code for code in authorities().codes if _kind(code, on) == office)


def offices(on: date) -> Sequence[tuple[str, Words]]:
    """The kinds of office that there are on the day: code and words."""
    return [
        (office.code, in_words(office.title))
        for office in authorities().offices
        if office.until is None or on < office.until
    ]


def _kind(by: str, on: date) -> str | None:
    try:
        return authorities().holder(by, on).office_kind
    except NobodyHolds:
        return None
