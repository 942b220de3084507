"""What the staff are told when an entry goes beyond the rules. A warning never refuses."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hoanhap.residence.rules.regulations import Regulations, Valued


class Beyond(StrEnum):
    """What goes beyond; the sentences stand beside the queries."""

    LEAVE_TOO_LONG = "leave-too-long"
    VISIT_TOO_LONG = "visit-too-long"
    VISIT_NEEDS_CONSENT = "visit-needs-consent"
    TOO_MANY_VISITORS = "too-many-visitors"
    TOO_MANY_VISITS = "too-many-visits"
    NOTICE_TOO_LATE = "notice-too-late"


@dataclass(frozen=True, slots=True)
class Warned:
    """One warning: what, the limit, what was found, and the source of the limit."""

    what: Beyond
    limit: int
    found: int
    legal_basis: str


def leave_warnings(kind: str, from_on: date, until_on: date, rules: Regulations) -> tuple[Warned, ...]:
    """Days are counted with both ends: 1/3 to 5/3 are five."""
    days = (until_on - from_on).days + 1
    limit = rules.leave_days.get(kind)
    return () if limit is None else _over(Beyond.LEAVE_TOO_LONG, days, limit)


def visit_warnings(
    *, minutes: int, visitors: int, has_consent: bool, visits_that_week: int, rules: Regulations
) -> tuple[Warned, ...]:
    """`visits_that_week` counts this one too."""
    found: tuple[Warned, ...] = ()
    if has_consent:
        found += _over(Beyond.VISIT_TOO_LONG, minutes, rules.visit_minutes_with_consent)
    else:
        found += _over(Beyond.VISIT_NEEDS_CONSENT, minutes, rules.visit_minutes)
    found += _over(Beyond.TOO_MANY_VISITORS, visitors, rules.visit_relatives)
    return found + _over(Beyond.TOO_MANY_VISITS, visits_that_week, rules.visits_a_week)


def notice_warnings(sent_on: date, ends_on: date | None, rules: Regulations) -> tuple[Warned, ...]:
    """A notice about the end of a term that was sent later than the rules ask."""
    limit = rules.notice_days
    if ends_on is None or limit.value is None or (ends_on - sent_on).days >= limit.value:
        return ()
    return (Warned(Beyond.NOTICE_TOO_LATE, limit.value, max(0, (ends_on - sent_on).days), limit.legal_basis),)


def _over(what: Beyond, found: int, limit: Valued) -> tuple[Warned, ...]:
    if limit.value is None or found <= limit.value:
        return ()
    return (Warned(what, limit.value, found, limit.legal_basis),)
