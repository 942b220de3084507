"""The number of a patient card: made up, meaningless, with two digits that check the others.

Only digits: a scanner types like a keyboard, and a keyboard that is set to Vietnamese turns letters into other letters.
"""

import re
from typing import Final

_DRAWN: Final = 18
COMBINATIONS: Final = 10**_DRAWN
LENGTH: Final = _DRAWN + 2


def token_of(drawn: int) -> str:
    """The number of a card from a number drawn at random below COMBINATIONS (ISO 7064, MOD 97-10)."""
    if not 0 <= drawn < COMBINATIONS:
        raise ValueError("the number drawn is out of range")
    return f"{drawn:0{_DRAWN}d}{98 - drawn * 100 % 97:02d}"


def looks_like_a_card(text: str) -> str:
    """The digits of what was scanned or typed, however grouped, if they are as many as a card has; else nothing."""
    digits = re.sub(r"[\s\-.]", "", text)
    return digits if len(digits) == LENGTH and digits.isascii() and digits.isdigit() else ""


def is_whole(token: str) -> bool:
    """Whether the last two digits fit: no wrong digit and no two swapped ones pass."""
    return int(token) % 97 == 1


def grouped(token: str) -> str:
    """As it is printed: groups of four."""
    return " ".join(token[start : start + 4] for start in range(0, LENGTH, 4))
