"""What an indicator is, and its value from exact counts. No rounding happens here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, model_validator

from hoanhap.casework.rules.words import Fixed, Sourced, Words
from hoanhap.kit.numbers import share


class Kind(StrEnum):
    SHARE = "share"
    COUNT = "count"


class InForce(Fixed):
    """The days (`until` exclusive) of periods the indicator is meant for."""

    from_on: date = Field(alias="from")
    until: date | None


class Quality(Fixed):
    """Measures that show whether the records behind the indicator hold together."""

    closes_with: tuple[str, ...] = ()
    must_be_empty: tuple[str, ...] = ()


class Indicator(Sourced):
    """One edition of `definitions/indicators/<code>.<edition>.yaml`.

    `comparison` none: the source sets no target. `quality.closes_with`: measures that add up to the cohort `cohort`.
    """

    code: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    edition: int = Field(ge=1)
    title: Words
    definition: Words
    kind: Kind
    numerator: str
    denominator: str | None
    cohort: str | None
    comparison: Literal["none"]
    source: str = Field(min_length=1)
    in_force: InForce
    quality: Quality

    @model_validator(mode="after")
    def hangs_together(self) -> Self:
        """A share has a denominator, a count has none, and a cohort is named to be closed."""
        if (self.kind is Kind.SHARE) != (self.denominator is not None):
            raise ValueError("a share has a denominator and a count has none")
        if bool(self.quality.closes_with) != (self.cohort is not None):
            raise ValueError("a cohort and the measures that close it belong together")
        return self

    @property
    def measures(self) -> frozenset[str]:
        """Every measure that the value needs."""
        named = {self.numerator, self.denominator, self.cohort}
        named.update(self.quality.closes_with, self.quality.must_be_empty)
        return frozenset(name for name in named if name is not None)


class Doubt(StrEnum):
    """Why a value may not be published."""

    DOES_NOT_CLOSE = "does-not-close"
    UNACCOUNTED = "unaccounted"
    MORE_THAN_ALL = "more-than-all"


@dataclass(frozen=True, slots=True)
class DoubtFound:
    """A doubt and how many records cause it."""

    doubt: Doubt
    count: int


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """An exact value. `share` None where there is nothing to share: not applicable, neither 0 % nor 100 %."""

    indicator: Indicator
    numerator: int
    denominator: int | None
    share: Fraction | None
    doubts: tuple[DoubtFound, ...]

    @property
    def is_applicable(self) -> bool:
        return self.indicator.kind is Kind.COUNT or self.share is not None

    @property
    def is_publishable(self) -> bool:
        return not self.doubts


def value_of(indicator: Indicator, counts: Mapping[str, int]) -> IndicatorValue:
    """The value from the counts of its measures. Raises KeyError where a measure was not counted."""
    numerator = counts[indicator.numerator]
    denominator = counts[indicator.denominator] if indicator.denominator else None
    return IndicatorValue(
        indicator=indicator,
        numerator=numerator,
        denominator=denominator,
        share=share(numerator, denominator) if denominator is not None else None,
        doubts=tuple(_doubts(indicator, counts, numerator, denominator)),
    )


def _doubts(
    indicator: Indicator, counts: Mapping[str, int], numerator: int, denominator: int | None
) -> list[DoubtFound]:
    found = []
    if indicator.cohort:
        lost = counts[indicator.cohort] - sum(counts[name] for name in indicator.quality.closes_with)
        if lost:
            found.append(DoubtFound(Doubt.DOES_NOT_CLOSE, abs(lost)))
    if left := sum(counts[name] for name in indicator.quality.must_be_empty):
        found.append(DoubtFound(Doubt.UNACCOUNTED, left))
    if denominator is not None and numerator > denominator:
        found.append(DoubtFound(Doubt.MORE_THAN_ALL, numerator - denominator))
    return found
