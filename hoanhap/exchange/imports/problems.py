"""Every sentence that an import can say: what is wrong, and what to do. Kept by code, so it is read in any language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from django.conf import settings
from django.utils.translation import get_language, override, pgettext_lazy

from hoanhap.exchange.imports.columns import definition
from hoanhap.exchange.imports.sentences import DOUBTS, FILES, LABELS, NOTES, SENTENCES
from hoanhap.kit.errors import Problem, Refused, Words


class Level(StrEnum):
    """How much a finding stands in the way."""

    STOP = "stop"
    """The row cannot be entered as it stands."""
    ASK = "ask"
    """Somebody must decide."""
    WARN = "warn"
    """Worth a look; does not block."""


@dataclass(frozen=True)
class Option:
    """One answer to a question. `label` is a sentence code, or plain words when there is none of that code."""

    value: str
    label: str
    params: Mapping[str, Any] = field(default_factory=dict)
    needs_reason: bool = False


@dataclass(frozen=True)
class Finding:
    """Something about one row: where it stands, what is wrong, and for a question the answers to choose from."""

    code: str
    level: Level
    column: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[Option, ...] = ()

    @property
    def key(self) -> str:
        """What an answer is filed under."""
        return f"{self.code}:{self.column}" if self.column else self.code

    def as_json(self) -> dict[str, Any]:
        """How a row keeps it."""
        kept: dict[str, Any] = {"code": self.code, "level": self.level.value}
        if self.column:
            kept["column"] = self.column
        if self.params:
            kept["params"] = dict(self.params)
        if self.options:
            kept["options"] = [
                {
                    "value": one.value,
                    "label": one.label,
                    "params": dict(one.params),
                    "reason": one.needs_reason,
                }
                for one in self.options
            ]
        return kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Finding":
        """As a row kept it."""
        return cls(
            code=kept["code"],
            level=Level(kept["level"]),
            column=kept.get("column", ""),
            params=kept.get("params", {}),
            options=tuple(
                Option(one["value"], one["label"], one["params"], one["reason"])
                for one in kept.get("options", ())
            ),
        )


def in_every_language(sentence: object) -> dict[str, str]:
    """A sentence of another room as it is in each language, for keeping: whoever reads it later chooses."""
    told = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            told[language] = str(sentence)
    return told


def stop(code: str, column: str = "", **params: Any) -> Finding:
    """A reason why the row cannot be entered."""
    return Finding(code, Level.STOP, column, params)


def warn(code: str, column: str = "", **params: Any) -> Finding:
    """Something worth a look."""
    return Finding(code, Level.WARN, column, params)


def ask(code: str, column: str, *options: Option, **params: Any) -> Finding:
    """A question with its answers."""
    return Finding(code, Level.ASK, column, params, options)


class FileRefused(Refused):
    """The file cannot be imported; nothing was kept of it."""

    def __init__(self, code: str, **params: Any) -> None:
        wrong, todo = FILES[code]
        super().__init__(Problem(code, _together(wrong, todo), "file", params))


def _together(wrong: Words, todo: Words) -> Words:
    from django.utils.text import format_lazy

    return format_lazy("{} {}", wrong, todo)


def said(code: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """What is wrong, and what to do, in the language of the reader."""
    wrong, todo = SENTENCES[code]
    return _filled(wrong, params), _filled(todo, params)


def note_said(code: str, params: Mapping[str, Any]) -> str:
    """A remark about the file as a whole."""
    return _filled(NOTES[code], params)


def label_said(label: str, params: Mapping[str, Any]) -> str:
    """The words of an answer. A label that is no code of ours is a name, and stays as it is."""
    return _filled(LABELS[label], params) if label in LABELS else label


def column_said(code: str) -> str:
    """Our title of a column, or of the part of a proposal that comes from it."""
    return definition().column(_COLUMN_OF_PART.get(code, code)).title.in_language(get_language() or "vi")


_COLUMN_OF_PART: Final = {
    "full_name": "name",
    "birth": "born",
    "numbers": "identifier",
    "unit_id": "commune",
    "breach_note": "breach",
}


def _filled(words: Words, params: Mapping[str, Any]) -> str:
    """The sentence with its values. Codes of columns and doubts are said in words."""
    told = dict(params)
    if "columns" in told and isinstance(told["columns"], list):
        told["columns"] = ", ".join(f"“{column_said(code)}”" for code in dict.fromkeys(told["columns"]))
    if isinstance(told.get("said"), Mapping):
        told["said"] = told["said"].get(get_language() or "vi") or told["said"]["vi"]
    if "other" in told:
        told["other"] = column_said(told["other"])
    if "column_code" in told:
        told["column"] = column_said(told["column_code"])
    if told.get("doubt") in DOUBTS:
        told["doubt"] = str(DOUBTS[told["doubt"]]) % told
    return str(words) % told if told else str(words)


LEVELS: Final[Mapping[Level, Words]] = {
    Level.STOP: pgettext_lazy("import finding", "Cannot be entered"),
    Level.ASK: pgettext_lazy("import finding", "Please decide"),
    Level.WARN: pgettext_lazy("import finding", "Please check"),
}
