"""What somebody typed into the search box: parts of a name, a number, a code, a year or a date of birth."""

import re
from dataclasses import dataclass
from typing import Final

from hoanhap.kit.dates import DateUnreadable, PartialDate, parse_vietnamese
from hoanhap.kit.text import clean, fold
from hoanhap.people.rules.codes import read_code

SHORTEST_NUMBER: Final = 6
"""Fewer digits of a paper's number would list half a province."""

_DATE: Final = re.compile(
    r"\d{4}|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\d{1,2}[/.\-]\d{4}|\d{4}-\d{2}-\d{2}", re.ASCII
)
_NUMBER: Final = re.compile(r"\d[\d .\-]*", re.ASCII)
_REMARK: Final = re.compile(r"\([^()]*\)?")
_PASSPORT: Final = re.compile(r"[a-z]{1,2}\d{6,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Question:
    """Everything that is set must hold. `words` are folded beginnings of words of the name, in any order."""

    words: tuple[str, ...] = ()
    number: str = ""
    code: str = ""
    births: tuple[PartialDate, ...] = ()
    is_too_short: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.number or self.code or self.births or self.is_too_short)


def read_question(text: str) -> Question:
    """Take the text apart. A whole code or number decides alone; else each word is a date or a part of a name.

    A remark in brackets asks nothing where anything else does.
    """
    tidy = clean(text)
    if code := read_code(tidy):
        return Question(code=code)
    plain = fold(tidy)
    if _NUMBER.fullmatch(plain) and not _DATE.fullmatch(plain):
        digits = re.sub(r"\D", "", plain)
        return Question(number=digits) if len(digits) >= SHORTEST_NUMBER else Question(is_too_short=True)
    if _PASSPORT.fullmatch(plain):
        return Question(number=plain.upper())
    words: list[str] = []
    births: list[PartialDate] = []
    # What stands in brackets beside a name is a remark: copied along, it must not hide whoever is asked for.
    for word in _REMARK.sub(" ", plain).split() or plain.split():
        if (birth := _birth(word)) is not None:
            births.append(birth)
        elif part := word.strip("(),.;:\"'"):
            words.append(part)
    return Question(words=tuple(dict.fromkeys(words)), births=tuple(births))


def _birth(word: str) -> PartialDate | None:
    if not _DATE.fullmatch(word):
        return None
    try:
        return parse_vietnamese(word)
    except DateUnreadable:
        return None
