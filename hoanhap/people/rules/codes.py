"""The code of a person: made up, meaningless, short enough to say over a telephone, with a check against slips."""

import re
from typing import Final

ALPHABET: Final = "23456789BCDFGHJKLMNPQRSTVWXYZ"
"""No vowels, so that no code is a word; no 0, 1, I or O. Its length is prime, as the check needs."""

_DRAWN: Final = 8
COMBINATIONS: Final = len(ALPHABET) ** _DRAWN


def code_of(drawn: int) -> str:
    """The code of a number drawn at random below COMBINATIONS: three groups of three, the last letter a check."""
    if not 0 <= drawn < COMBINATIONS:
        raise ValueError("the number drawn is out of range")
    letters = ""
    for _ in range(_DRAWN):
        drawn, place = divmod(drawn, len(ALPHABET))
        letters = ALPHABET[place] + letters
    letters += _check(letters)
    return "-".join((letters[:3], letters[3:6], letters[6:]))


def read_code(text: str) -> str | None:
    """The code that somebody typed, however grouped or cased; None where it can be none (a slip, another text)."""
    letters = re.sub(r"[\s\-.]", "", text).upper()
    if len(letters) != _DRAWN + 1 or any(letter not in ALPHABET for letter in letters):
        return None
    if _check(letters[:-1]) != letters[-1]:
        return None
    return "-".join((letters[:3], letters[3:6], letters[6:]))


def _check(letters: str) -> str:
    """One letter that no single slip and no swap of two letters leaves right."""
    weighed = sum(weight * ALPHABET.index(letter) for weight, letter in enumerate(letters, start=2))
    return ALPHABET[weighed % len(ALPHABET)]
