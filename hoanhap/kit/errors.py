"""Refusals in words. Every operation that says no says which field, what is wrong and what to do."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Words = str | Promise
"""A sentence, perhaps still to be translated into the reader's language."""


@dataclass(frozen=True)
class Problem:
    """One reason for a refusal.

    `code` is stable and may be tested or translated by a machine; `message` is for the person at the screen;
    `field` is the name of the form field or spreadsheet column it is about, if it is about one.
    """

    code: str
    message: Words
    field: str | None = None
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        text = str(self.message)
        return text % self.params if self.params else text


class Refused(Exception):
    """The operation was not carried out, and nothing was written. `problems` says why, in words."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        return " ".join(str(problem) for problem in self.problems)


class Forbidden(Refused):
    """The account has no such power, anywhere. Pages answer as they answer for what does not exist."""


class NotFound(Refused):
    """There is no such record for this account: absent and out of reach are the same answer on purpose."""
