"""What an indicator is, and its value from exact counts. No rounding happens here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from hoanhap.casework.rules.words import Fixed, Sourced, Words
from hoanhap.kit.numbers import share

CODE = r"^[a-z0-9][a-z0-9-]*$"
Value = str | int | bool | tuple[str | int, ...]


class Kind(StrEnum):
    """What the value is. A flag is a count of nothing or one; a rate is a share whose better direction is down."""

    SHARE = "share"
    COUNT = "count"
    FLAG = "flag"
    RATE = "rate"
    ROLLOUT = "rollout"
    COHORT = "cohort"


SHARES = frozenset({Kind.SHARE, Kind.RATE, Kind.ROLLOUT, Kind.COHORT})


class InForce(Fixed):
    """The days (`until` exclusive) of periods the indicator is meant for."""

    from_on: date = Field(alias="from")
    until: date | None


class Quality(Fixed):
    """Measures that show whether the records behind the indicator hold together."""

    closes_with: tuple[str, ...] = ()
    must_be_empty: tuple[str, ...] = ()


class Call(Fixed):
    """A measure with the values of its parameters: a name, or `{measure: model_applying, months: 3}`."""

    measure: str
    parameters: tuple[tuple[str, Value], ...] = ()

    @model_validator(mode="before")
    @classmethod
    def written_short(cls, given: Any) -> Any:
        """A name alone is a measure without parameters; every key but `measure` is a parameter."""
        if isinstance(given, str):
            return {"measure": given}
        if isinstance(given, Mapping) and "parameters" not in given:
            rest = {key: value for key, value in given.items() if key != "measure"}
            pairs = [
                (key, tuple(value) if isinstance(value, list) else value)
                for key, value in sorted(rest.items())
            ]
            return {"measure": given.get("measure"), "parameters": tuple(pairs)}
        return given

    @property
    def written(self) -> Any:
        """As a file says it."""
        if not self.parameters:
            return self.measure
        values = {key: list(value) if isinstance(value, tuple) else value for key, value in self.parameters}
        return {"measure": self.measure, **values}


class Reading(Fixed):
    """One way to read the sentence of a source: what is counted, over what, without whom.

    Several measures are a union. What is counted is counted only within the denominator, where there is one.
    """

    code: str = Field(pattern=CODE)
    title: Words | None = None
    numerator: tuple[Call, ...] = Field(min_length=1)
    denominator: tuple[Call, ...] = ()
    without: tuple[Call, ...] = Field(default=(), alias="except")

    @property
    def calls(self) -> tuple[Call, ...]:
        return (*self.numerator, *self.denominator, *self.without)


class SmallNumbers(Fixed):
    """In what is made public, counts from 1 up to, not including, `below` are hidden."""

    below: int = Field(default=5, ge=1, le=20)


class Indicator(Sourced):
    """One edition of `definitions/indicators/<code>.<edition>.yaml`. Its first reading is the usual one.

    `needs`: without a row of these measures there is not enough data (a roster that nobody keeps is no 0 %).
    `companions`: indicators that are shown beside it, because it can only be understood with them.
    """

    code: str = Field(pattern=CODE)
    edition: int = Field(ge=1)
    title: Words
    definition: Words
    kind: Kind
    counts: Literal["person", "unit", "activity", "facility", "amount", "finding"] = "person"
    period: Literal["during", "at-end", "cohort"] = "during"
    readings: tuple[Reading, ...] = Field(min_length=1)
    cohort: str | None = None
    better: Literal["up", "down", "none"] = "up"
    by: tuple[Literal["area", "sex", "age-band", "form", "facility"], ...] = ("area",)
    companions: tuple[str, ...] = ()
    needs: tuple[Call, ...] = ()
    small_numbers: SmallNumbers = SmallNumbers()
    owner: Words | None = None
    source: str = Field(min_length=1)
    in_force: InForce
    quality: Quality = Quality()

    @model_validator(mode="before")
    @classmethod
    def one_reading(cls, given: Any) -> Any:
        """Files of the first kind name one numerator and one denominator instead of readings."""
        if not isinstance(given, Mapping) or "numerator" not in given or "readings" in given:
            return given
        rest = {
            key: value
            for key, value in given.items()
            if key not in {"numerator", "denominator", "comparison"}
        }
        if given.get("comparison") not in {None, "none"}:
            raise ValueError("targets belong to plans: comparison can only be none")
        over = given.get("denominator")
        reading = {
            "code": "default",
            "numerator": [given["numerator"]],
            "denominator": [over] if over else [],
        }
        return {**rest, "readings": [reading]}

    @model_validator(mode="after")
    def hangs_together(self) -> Self:
        """A share has a denominator, a count has none, a cohort is named to be closed, readings have their own codes."""
        for reading in self.readings:
            if (self.kind in SHARES) != bool(reading.denominator):
                raise ValueError("a share has a denominator and a count has none")
            if len(self.readings) > 1 and reading.title is None:
                raise ValueError("each of several readings says in words what it reads")
        if len({one.code for one in self.readings}) < len(self.readings):
            raise ValueError("two readings have the same code")
        if bool(self.quality.closes_with) != (self.cohort is not None):
            raise ValueError("a cohort and the measures that close it belong together")
        return self

    @property
    def usual(self) -> Reading:
        """The reading where a plan chooses none."""
        return self.readings[0]

    def reading(self, code: str) -> Reading:
        """The reading of that code; the usual one for an empty code. Raises KeyError."""
        if not code:
            return self.usual
        for one in self.readings:
            if one.code == code:
                return one
        raise KeyError(code)

    @property
    def calls(self) -> tuple[Call, ...]:
        """Every measure with its parameters that some reading needs."""
        asked = dict.fromkeys(call for reading in self.readings for call in reading.calls)
        return (*asked, *(one for one in self.needs if one not in asked))

    @property
    def measures(self) -> frozenset[str]:
        """Every measure that the values need."""
        named = {call.measure for call in self.calls}
        named.update(self.quality.closes_with, self.quality.must_be_empty)
        return frozenset(named | ({self.cohort} if self.cohort else set()))


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
        return self.indicator.kind not in SHARES or self.share is not None

    @property
    def is_publishable(self) -> bool:
        return not self.doubts


def value_of(
    indicator: Indicator,
    counts: Mapping[str, int],
    *,
    counted: tuple[int, int | None] | None = None,
) -> IndicatorValue:
    """The value from the counts of its measures, in the usual reading, or from what was `counted` as a whole.

    Raises KeyError where a measure was not counted.
    """
    if counted is None:
        usual = indicator.usual
        counted = (
            counts[usual.numerator[0].measure],
            counts[usual.denominator[0].measure] if usual.denominator else None,
        )
    numerator, denominator = counted
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
