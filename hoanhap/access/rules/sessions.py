"""How long a sign-in lasts."""

from datetime import datetime, timedelta
from enum import StrEnum


class Ending(StrEnum):
    """Why a sign-in ended."""

    SIGNED_OUT = "signed-out"
    IDLE = "idle"
    TOO_OLD = "too-old"
    TOO_MANY = "too-many"
    REVOKED = "revoked"
    PASSWORD = "password"  # noqa: S105 - a reason, not a secret  # pragma: allowlist secret
    CLOSED = "closed"


def ending(
    *, started_at: datetime, seen_at: datetime, at: datetime, idle_limit: timedelta, oldest: timedelta
) -> Ending | None:
    """Why a sign-in may not go on at `at`; None where it may.

    Both limits are counted to the moment: exactly at the limit it has ended.
    """
    if at - started_at >= oldest:
        return Ending.TOO_OLD
    if at - seen_at >= idle_limit:
        return Ending.IDLE
    return None
