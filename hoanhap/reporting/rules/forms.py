"""A report as it is defined in a file: which figure means what, on which legal basis, and what is printed around it.

A form names figures and measures and holds sentences; it has no operators. See `definitions/forms/`.
"""

from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Language = Literal["vi", "en"]
Level = Literal["province", "district", "commune"]
Counts = Literal["people", "communes", "days", "findings"]
Confidence = Literal["high", "medium", "low"]


class Part(BaseModel):
    """What every part of a form has in common: nothing that the schema does not know may stand in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Said(Part):
    """A sentence in both languages."""

    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def told(self, language: str) -> str:
        """The sentence in `language`; Vietnamese for a language that we do not speak."""
        return self.en if language == "en" else self.vi


class InForce(Part):
    """From a day until, not including, another; open where there is none."""

    from_: date | None = Field(default=None, alias="from")
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether `day` lies within."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day < self.until)

    def meets(self, first: date, last: date) -> bool:
        """Whether it was in force on some day from `first` to `last`, both included."""
        return (self.from_ is None or self.from_ <= last) and (self.until is None or first < self.until)


class Basis(Said, InForce):
    """One "Căn cứ": printed when it was in force on some day of the period."""


class FigureOfForm(Part):
    """What one figure counts, and of what it is a share."""

    code: str
    counts: Counts
    title: Said
    short: Said
    definition: Said
    legal_basis: Said
    confidence: Confidence
    confidence_note: Said | None = None
    measure: str | None = None
    of: str | None = None
    indicator: str | None = None

    @model_validator(mode="after")
    def _doubts_are_explained(self) -> Self:
        if self.confidence != "high" and self.confidence_note is None:
            raise ValueError(f"{self.code}: say why confidence is {self.confidence}")
        if (self.counts == "people") != (self.measure is not None):
            raise ValueError(f"{self.code}: people, and only people, are counted by a measure")
        return self


class DifficultyOfForm(Part):
    """A kind of difficulty, and what the report asks for when it was found. `tells`: whether its text is printed."""

    kind: str
    title: Said
    tells: bool
    asks: Said


class Form(Part):
    """One edition of one report."""

    code: str
    edition: int = Field(ge=1)
    in_force: InForce
    title: Said
    subject: Said
    legal_basis: str = Field(min_length=1)
    layout_basis: str = Field(min_length=1)
    symbol: str
    topic: str
    bases: tuple[Basis, ...]
    cohort: str
    closes_with: tuple[str, ...]
    forgotten: str | None = None
    columns: tuple[str, ...]
    figures: tuple[FigureOfForm, ...]
    difficulties: tuple[DifficultyOfForm, ...]
    recipients: dict[Level, tuple[Said, ...]]

    @model_validator(mode="after")
    def _names_what_it_has(self) -> Self:
        codes = [figure.code for figure in self.figures]
        if len(set(codes)) != len(codes):
            raise ValueError("a figure is defined twice")
        named = {self.cohort, *self.closes_with, *self.columns}
        named |= {self.forgotten} if self.forgotten else set()
        named |= {figure.of for figure in self.figures if figure.of}
        if unknown := named - set(codes):
            raise ValueError(f"no such figure: {', '.join(sorted(unknown))}")
        people = {figure.code for figure in self.figures if figure.counts == "people"}
        if outside := {self.cohort, *self.closes_with, *self.columns} - people:
            raise ValueError(f"not about people: {', '.join(sorted(outside))}")
        return self

    def figure(self, code: str) -> FigureOfForm:
        """The figure of that code. Raises KeyError."""
        for figure in self.figures:
            if figure.code == code:
                return figure
        raise KeyError(code)

    @property
    def people_figures(self) -> tuple[FigureOfForm, ...]:
        """The figures behind which there are people."""
        return tuple(figure for figure in self.figures if figure.counts == "people")
