"""Codes of the second step: how they are read, what they are, and when too many were wrong."""

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Final

STEP_SECONDS: Final = 30
DIGITS: Final = 6
DRIFT: Final = 1
"""So many steps before and after the present one are accepted: clocks of telephones differ."""
WRONG_AT_MOST: Final = 5
CLOSED_FOR: Final = timedelta(minutes=15)
WAITS_FOR: Final = timedelta(minutes=5)
"""So long after the password the code may be given."""
CODES: Final = 10
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and figures that nobody takes for one another."""


def tidy(typed: str) -> str:
    """A code as it is compared: without blanks and dashes, in capitals."""
    return "".join(one for one in typed.upper() if one.isalnum() and one.isascii())


def is_totp(typed: str) -> bool:
    """Whether it can be a code of an authenticator; otherwise it may be one of those on paper."""
    return len(typed) == DIGITS and typed.isdecimal()


def new_paper_codes() -> list[str]:
    """Ten codes to print, each of ten letters in two groups: 49 bits."""
    drawn = ("".join(secrets.choice(ALPHABET) for _ in range(DIGITS - 1)) for _ in range(2 * CODES))
    return [f"{first}-{second}" for first, second in zip(drawn, drawn, strict=True)]


def hash_of(code: str, authenticator_id: object) -> str:
    """What stands for a code on paper in the table."""
    return sha256(f"{authenticator_id}|{tidy(code)}".encode()).hexdigest()
