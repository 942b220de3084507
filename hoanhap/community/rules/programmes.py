"""Programmes under which somebody may be helped, with hints at who is entitled. Hints never decide. Pure."""

from datetime import date
from typing import Literal

from pydantic import Field

from hoanhap.casework.rules.words import Sourced, Words
from hoanhap.community.rules.allowances import Validity

Kind = Literal[
    "course",
    "job",
    "loan",
    "legal-aid",
    "health-insurance",
    "poverty-reduction",
    "social-protection",
    "schooling",
]


class Programme(Sourced):
    """A programme, with the days for which it is said to hold."""

    code: str = Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)
    kind: Kind
    title: Words
    in_force: Validity
    gives: Words
    # Each is one thing that speaks for somebody being entitled, to be asked by whoever decides.
    hints: tuple[Words, ...] = Field(min_length=1)

    def holds(self, on: date) -> bool:
        """Whether it is said to hold on a day."""
        return self.in_force.from_on <= on and (self.in_force.until is None or on < self.in_force.until)


class Programmes(Sourced):
    """One edition of `definitions/community/programmes.<edition>.yaml`."""

    code: str
    edition: int = Field(ge=1)
    title: Words
    in_force: Validity
    programmes: tuple[Programme, ...]

    def programme(self, code: str) -> Programme | None:
        """The programme of this code; None where there is none."""
        return next((one for one in self.programmes if one.code == code), None)
