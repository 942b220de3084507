"""The committed description of a list: its columns, how their titles are spelled in real files, and the words in them."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from hoanhap.kit.legacy_encodings import repair
from hoanhap.kit.text import clean, fold
from hoanhap.kit.yaml_texts import load_yaml

FOLDER: Final = Path(__file__).resolve().parents[3] / "definitions" / "imports"

Key = tuple[str, ...]
"""The words of a heading without tones, case, signs and order."""


class Kind(StrEnum):
    """How the cells of a column are read."""

    IGNORED = "ignored"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    DATES = "dates"
    BIRTH = "birth"
    SEX = "sex"
    MARK = "mark"
    FORM = "form"
    IDENTIFIER = "identifier"


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Title(Frozen):
    vi: str
    en: str

    def in_language(self, language: str) -> str:
        """Vietnamese unless English is asked for."""
        return self.en if language == "en" else self.vi


class Column(Frozen):
    """One column of the list. `many`: several columns of a file may hold it."""

    code: str
    title: Title
    kind: Kind
    required: bool = False
    many: bool = False
    template: bool = True
    also: tuple[str, ...] = ()
    hint: Title | None = None
    width: int = 14


class ListDefinition(Frozen):
    """A kind of list that can be imported."""

    code: str
    title: Title
    legal_basis: str
    episode_kind: str = ""
    columns: tuple[Column, ...]
    words: dict[str, dict[str, tuple[str, ...]] | tuple[str, ...]] = Field(default_factory=dict)

    def column(self, code: str) -> Column:
        """The column of that code; KeyError if there is none."""
        return self._columns[code]

    @cached_property
    def _columns(self) -> dict[str, Column]:
        return {column.code: column for column in self.columns}


@cache
def definition(code: str = "participants") -> ListDefinition:
    """The description as committed under `definitions/imports/`."""
    with (FOLDER / f"{code}.yaml").open(encoding="utf-8") as file:
        told: dict[str, Any] = load_yaml(file)
    for name, words in told.get("words", {}).items():
        if isinstance(words, dict):
            told["words"][name] = {code: [str(word) for word in spelt] for code, spelt in words.items()}
        else:
            told["words"][name] = [str(word) for word in words]
    return ListDefinition.model_validate(told)


_IN_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def heading_key(text: str, *, brackets: bool = False) -> Key:
    """What identifies a heading: Số QĐ, "QĐ số" and SỐ  QĐ are one. Remarks in brackets are left out unless wanted."""
    tidy = fold(clean(text))
    if not brackets:
        tidy = _IN_BRACKETS.sub(" ", tidy)
    return tuple(sorted(re.findall(r"[a-z]+|\d+", tidy)))


@cache
def headings(code: str = "participants") -> dict[Key, str]:
    """Every known spelling → the code of its column."""
    known: dict[Key, str] = {}
    for column in definition(code).columns:
        for spelling in (column.title.vi, column.title.en, *column.also):
            for brackets in (False, True):
                key = heading_key(spelling, brackets=brackets)
                if key:
                    known.setdefault(key, column.code)
    return known


def column_of(text: str, code: str = "participants") -> str | None:
    """The column that a heading names, in whatever old encoding it is written; None if it names none of ours."""
    known = headings(code)
    for candidate in _spellings(text):
        for brackets in (True, False):
            key = heading_key(candidate, brackets=brackets)
            if key in known:
                return known[key]
    return None


def _spellings(text: str) -> Iterable[str]:
    """As it stands, and as it reads once an old encoding is taken off, even where that is not certain."""
    yield text
    repaired = repair(text)
    yield repaired.text
    if repaired.suggestion:
        yield repaired.suggestion


@cache
def word_table(name: str, code: str = "participants") -> dict[str, str]:
    """Folded spelling → what it means, for a set of words with meanings."""
    words = definition(code).words[name]
    assert isinstance(words, dict)
    return {fold(spelling): meaning for meaning, spellings in words.items() for spelling in spellings}


@cache
def word_list(name: str, code: str = "participants") -> frozenset[str]:
    """Folded spellings of a plain list of words."""
    words = definition(code).words[name]
    assert not isinstance(words, dict)
    return frozenset(fold(word) for word in words)
