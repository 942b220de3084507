"""The marks that plans set, and whether a value reaches them. Exact: fractions, never rounded percentages. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from hoanhap.casework.rules.words import Fixed

PerCent = Annotated[Decimal, Field(ge=0, le=100, max_digits=7, decimal_places=4)]


class Verdict(StrEnum):
    """How a value stands to its mark. `WATCHED`: the plan names the figure and sets no mark.

    `HIDDEN`: it is judged, but not told, since its numbers are hidden.
    """

    EXCEEDED = "exceeded"
    MET = "met"
    NEAR = "near"
    MISSED = "missed"
    NOT_APPLICABLE = "not-applicable"
    NOT_ENOUGH_DATA = "not-enough-data"
    WATCHED = "watched"
    HIDDEN = "hidden"


class Above(Fixed):
    """Strictly more than so many per cent ("trên 80 %")."""

    kind: Literal["above"]
    per_cent: PerCent


class AtLeast(Fixed):
    """So many per cent, or so many, or more."""

    kind: Literal["at-least"]
    per_cent: PerCent | None = None
    count: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def one_of_them(self) -> Self:
        """Per cent or a number, not both and not neither."""
        if (self.per_cent is None) == (self.count is None):
            raise ValueError("say per_cent or count, one of them")
        return self


class All(Fixed):
    """Every one: the numerator is the denominator."""

    kind: Literal["all"]


class YearBand(Fixed):
    """The band of one year: `pass` is reached, more than `stretch` is exceeded."""

    year: int = Field(ge=1990, le=2100)
    lower: PerCent = Field(alias="pass")
    stretch: PerCent | None = None

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """The stretch mark is not below the pass mark."""
        if self.stretch is not None and self.stretch < self.lower:
            raise ValueError("the stretch mark lies below the pass mark")
        return self


class Band(Fixed):
    """A band for each year ("20-30 %" … "100 %")."""

    kind: Literal["band"]
    years: tuple[YearBand, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def each_year_once(self) -> Self:
        """Years rise, each once."""
        years = [one.year for one in self.years]
        if years != sorted(set(years)):
            raise ValueError("each year stands once, the earliest first")
        return self

    def of_year(self, year: int) -> YearBand | None:
        return next((one for one in self.years if one.year == year), None)


class PerParent(Fixed):
    """At least so many in each unit above (each district one commune); those with nothing to count are left out."""

    kind: Literal["per-parent"]
    count: int = Field(ge=1)
    parent: Literal["district", "province"]


class Keep(Fixed):
    """Every unit of a list of the plan stays as it was: those 27 communes, not any 27."""

    kind: Literal["keep"]
    of: str = Field(alias="list", pattern=r"^[a-z0-9][a-z0-9-]*$")


class Zero(Fixed):
    """None may happen."""

    kind: Literal["zero"]


class CountBy(Fixed):
    """So many by a day: two satellite points in operation."""

    kind: Literal["count-by"]
    count: int = Field(ge=1)
    by: date


class AreaFigure(Fixed):
    """The figure of one unit, by the code that it had on the day the plan was issued."""

    code: str = Field(pattern=r"^[0-9]{2,8}$")
    name: str = Field(min_length=1, max_length=200)
    count: int = Field(ge=0)


class Assigned(Fixed):
    """A figure that an upper level assigned. Without it nothing can be judged: the program never invents it.

    `areas`: what it assigned to each unit below, where the plan says so.
    """

    kind: Literal["assigned"]
    count: int | None = Field(default=None, ge=0)
    document: str = Field(default="", max_length=300)
    areas: tuple[AreaFigure, ...] = ()

    @model_validator(mode="after")
    def says_where_from(self) -> Self:
        """A figure that was assigned names the document that did; each unit has one."""
        if (self.count is not None or self.areas) and not self.document.strip():
            raise ValueError("an assigned figure names its document")
        if len({one.code for one in self.areas}) < len(self.areas):
            raise ValueError("each unit has one assigned figure")
        return self

    def of_area(self, code: str) -> int | None:
        """The figure of the unit with this code; None where none was assigned to it."""
        return next((one.count for one in self.areas if one.code == code), None)


class Watch(Fixed):
    """No mark: the figure is followed."""

    kind: Literal["watch"]


Mark = Annotated[
    Above | AtLeast | All | Band | PerParent | Keep | Zero | CountBy | Assigned | Watch,
    Field(discriminator="kind"),
]

COUNTED: tuple[type[Fixed], ...] = (Zero, CountBy, Assigned)
"""Marks of counts; those of shares are the others. `AtLeast` and `Watch` are either."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict, and how many more are needed to reach the mark (None where that cannot be said)."""

    verdict: Verdict
    missing: int | None = None


def judge(
    mark: Mark,
    numerator: int | None,
    denominator: int | None,
    *,
    year: int,
    near: Decimal = Decimal(5),
    is_enough: bool = True,
) -> Judged:
    """How a value stands to its mark. `near`: so many points below it are still near.

    `denominator` None for a count. `year` chooses the band. `is_enough` False where the records cannot carry a value.
    """
    if not is_enough or numerator is None:
        return Judged(Verdict.NOT_ENOUGH_DATA)
    match mark:
        case Watch():
            return Judged(Verdict.WATCHED)
        case Zero():
            return Judged(Verdict.MET if numerator == 0 else Verdict.MISSED)
        case CountBy(count=count) | AtLeast(count=int(count)):
            return _count(numerator, count, near)
        case Assigned(count=count):
            if count is None:
                return Judged(Verdict.NOT_ENOUGH_DATA)
            return _count(numerator, count, near) if count else Judged(Verdict.NOT_APPLICABLE)
        case _:
            if not denominator:
                return Judged(Verdict.NOT_APPLICABLE)
            return _share(mark, numerator, denominator, year, near)


def _count(numerator: int, count: int, near: Decimal) -> Judged:
    if numerator >= count:
        return Judged(Verdict.MET, 0)
    close = Fraction(numerator * 100, count) >= 100 - Fraction(near)
    return Judged(Verdict.NEAR if close else Verdict.MISSED, count - numerator)


def _share(mark: Mark, numerator: int, denominator: int, year: int, near: Decimal) -> Judged:
    stretch: Decimal | None = None
    strictly = False
    match mark:
        case Above(per_cent=per_cent):
            asked, strictly = Fraction(per_cent), True
        case AtLeast(per_cent=Decimal() as per_cent):
            asked = Fraction(per_cent)
        case Band():
            band = mark.of_year(year)
            if band is None:
                return Judged(Verdict.WATCHED)
            asked, stretch = Fraction(band.lower), band.stretch
        case _:
            asked = Fraction(100)
    reached = Fraction(numerator * 100, denominator)
    missing = _missing(asked, numerator, denominator, strictly=strictly)
    if missing == 0:
        beyond = stretch is not None and stretch < 100 and reached > Fraction(stretch)
        return Judged(Verdict.EXCEEDED if beyond else Verdict.MET, 0)
    return Judged(Verdict.NEAR if reached >= asked - Fraction(near) else Verdict.MISSED, missing)


def _missing(asked: Fraction, numerator: int, denominator: int, *, strictly: bool) -> int:
    """How many more of the denominator are needed to reach the mark; it may not be reachable (above 100 %)."""
    needed = asked * denominator / 100
    least = needed.numerator // needed.denominator
    if strictly or needed.denominator != 1:
        least += 1
    return max(0, least - numerator)
