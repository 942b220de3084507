"""Criteria by which communes are classed, and the class that follows from answers. Pure; it proposes and says why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from hoanhap.casework.rules.words import Confidence, Fixed, Sourced, Words
from hoanhap.programme.rules.indicators import CODE, InForce

QUESTION = r"^[a-z][a-z_]*$"
Answers = Mapping[str, Any]
"""By the code of the question: a whole number, a decimal as text, or yes or no. Absent: not answered."""


class Question(Fixed):
    """One number, or one yes or no, that the commune answers. `records`: the measure that knows the answer."""

    code: str = Field(pattern=QUESTION)
    kind: Literal["count", "decimal", "yes-no"]
    title: Words
    records: str = ""


class Band(Fixed):
    """A value, or its share of another, between bounds. Bounds are exact decimals."""

    value: str = Field(pattern=QUESTION)
    share_of: str = ""
    from_: Decimal | None = Field(default=None, alias="from")
    above: Decimal | None = None
    below: Decimal | None = None
    at_most: Decimal | None = None

    @model_validator(mode="after")
    def bounded(self) -> Self:
        """A band has a bound."""
        if self.from_ is None and self.above is None and self.below is None and self.at_most is None:
            raise ValueError(f"{self.value} has no bound")
        return self

    def met(self, answers: Answers, *, to_the_letter: bool) -> bool | None:
        """Whether the answers lie in the band; None where they do not say. `below` counts only to the letter."""
        number = exact(answers.get(self.value))
        if number is None:
            return None
        if self.share_of:
            whole = exact(answers.get(self.share_of))
            if whole is None or whole <= 0:
                return None
            number /= whole
        return not (
            (self.from_ is not None and number < Fraction(self.from_))
            or (self.above is not None and number <= Fraction(self.above))
            or (to_the_letter and self.below is not None and number >= Fraction(self.below))
            or (self.at_most is not None and number > Fraction(self.at_most))
        )


class Criterion(Fixed):
    """One line of the table: a band, one of several bands, or a yes that stands beside criteria of another class."""

    code: str = Field(pattern=CODE)
    title: Words
    any_of: tuple[Band, ...] = ()
    flag: str = ""
    with_class: str = ""
    with_needs: int = Field(default=0, ge=0)

    @model_validator(mode="before")
    @classmethod
    def one_band(cls, given: Any) -> Any:
        """A criterion of one band may write it into itself."""
        if not isinstance(given, Mapping) or "value" not in given:
            return given
        band = {
            key: given[key]
            for key in ("value", "share_of", "from", "above", "below", "at_most")
            if key in given
        }
        return {**{key: value for key, value in given.items() if key not in band}, "any_of": [band]}

    @model_validator(mode="after")
    def says_something(self) -> Self:
        """A criterion is about a band or a flag, never both."""
        if bool(self.any_of) == bool(self.flag):
            raise ValueError(f"{self.code} is about a value or a flag")
        return self


class ClassRule(Fixed):
    """A commune is of this class where so many of the criteria are met."""

    class_: Literal["drug-free", "affected", "type-1", "type-2", "type-3"] = Field(alias="class")
    needs: int = Field(ge=1)
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    confidence: Confidence | None = None
    note: str = ""
    note_vi: str = ""


class YearFrom(Fixed):
    """The day on which the year of a review begins, in the calendar year before."""

    from_day: int = Field(ge=1, le=28)
    from_month: int = Field(ge=1, le=12)


class Criteria(Sourced):
    """One edition of `definitions/classification/<code>.<edition>.yaml`. The first class that fits is proposed."""

    code: str = Field(pattern=CODE)
    edition: int = Field(ge=1)
    title: Words
    year: YearFrom
    reading: Literal["at-least", "within"]
    questions: tuple[Question, ...] = Field(min_length=1)
    classes: tuple[ClassRule, ...] = Field(min_length=1)
    source: str = Field(min_length=1)
    in_force: InForce

    @model_validator(mode="after")
    def hangs_together(self) -> Self:
        """Criteria ask only what is asked, and point only to classes that stand there."""
        asked, known = {one.code for one in self.questions}, {one.class_ for one in self.classes}
        if len(asked) < len(self.questions) or len(known) < len(self.classes):
            raise ValueError("a question or a class stands there twice")
        for rule in self.classes:
            if rule.needs > len(rule.criteria):
                raise ValueError(f"{rule.class_} needs more criteria than it has")
            for one in rule.criteria:
                named = {band.value for band in one.any_of} | {
                    band.share_of for band in one.any_of if band.share_of
                }
                if unknown := (named | ({one.flag} if one.flag else set())) - asked:
                    raise ValueError(f"questions not known: {sorted(unknown)}")
                if one.with_class and one.with_class not in known:
                    raise ValueError(f"class not known: {one.with_class}")
        return self

    def period(self, year: int) -> tuple[date, date]:
        """The first and the last day of the review of a year: 15/12 of the year before to 14/12."""
        begins = date(year - 1, self.year.from_month, self.year.from_day)
        return begins, begins.replace(year=year) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Looked:
    """One criterion as it was looked at; `is_met` None where the answers do not say."""

    class_: str
    code: str
    title: Words
    is_met: bool | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The class that the answers lead to; empty while something that could change it is not answered."""

    class_: str
    looked: tuple[Looked, ...]
    missing: tuple[str, ...]
    met: tuple[Looked, ...]


def exact(answer: Any) -> Fraction | None:
    """The number that an answer is; None where it is none."""
    if answer is None or isinstance(answer, bool) or answer == "":
        return None
    try:
        return Fraction(Decimal(str(answer)))
    except (InvalidOperation, ValueError, OverflowError):
        return None


def propose(criteria: Criteria, answers: Answers) -> Proposal:
    """The first class whose criteria are met, with every criterion looked at.

    Where a class above could still fit once something is answered, nothing is proposed.
    """
    seen: dict[str, list[Looked]] = {}
    for rule in reversed(criteria.classes):  # a criterion may point to a class further down
        seen[rule.class_] = [_look(criteria, rule, one, answers, seen) for one in rule.criteria]
    looked = tuple(one for rule in criteria.classes for one in seen[rule.class_])
    missing = tuple(one.code for one in criteria.questions if answers.get(one.code) in (None, ""))
    for rule in criteria.classes:
        met = tuple(one for one in seen[rule.class_] if one.is_met)
        if len(met) >= rule.needs:
            return Proposal(rule.class_, looked, missing, met)
        if len(met) + sum(1 for one in seen[rule.class_] if one.is_met is None) >= rule.needs:
            break
    return Proposal("", looked, missing, ())


def _look(
    criteria: Criteria,
    rule: ClassRule,
    one: Criterion,
    answers: Answers,
    seen: Mapping[str, Sequence[Looked]],
) -> Looked:
    if one.flag:
        found = answers.get(one.flag)
        met = bool(found) if isinstance(found, bool) else None
        beside = seen.get(one.with_class, ())
        if (
            met is not False
            and one.with_class
            and sum(1 for other in beside if other.is_met) < one.with_needs
        ):
            open_ = sum(1 for other in beside if other.is_met is not False)
            met = None if open_ >= one.with_needs else False
        return Looked(rule.class_, one.code, one.title, met)
    letter = criteria.reading == "within"
    each = [band.met(answers, to_the_letter=letter) for band in one.any_of]
    met = True if True in each else (None if None in each else False)
    return Looked(rule.class_, one.code, one.title, met)
