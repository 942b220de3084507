"""How units are rated by the targets of a plan: exact points, an exact score, places that equals share. Pure.

Units are rated, never people. The formula is the plan's own (`plan_files.Rating` and the weights of its targets).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from hoanhap.programme.rules.marks import (
    Above,
    All,
    Assigned,
    AtLeast,
    Band,
    CountBy,
    Keep,
    Mark,
    PerParent,
    Verdict,
    Zero,
)
from hoanhap.programme.rules.plan_files import Rating

HELD_BACK: Final = "hidden"
"""The verdict of a figure that the reader may not be told (see `rules.small_numbers`)."""
OUT: Final = frozenset({Verdict.NOT_APPLICABLE, Verdict.WATCHED})
"""Verdicts that take a target out of the weights of a unit: there is nothing to judge."""


class Reason(StrEnum):
    """Why a unit has no place."""

    NOT_ENOUGH_DATA = "not-enough-data"
    BELOW_GATE = "below-gate"
    NOTHING_TO_JUDGE = "nothing-to-judge"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Scored:
    """A figure of a unit under one target. `reached`: which part of the mark, from 0 to 1; None where it has none."""

    target: str
    weight: int
    verdict: str
    reached: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """A figure that says whether the records of a unit can carry a rating. `denominator` None or 0: nothing to say."""

    target: str
    verdict: str
    numerator: int | None
    denominator: int | None


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """All that a unit is rated by."""

    unit_id: str
    figures: tuple[Scored, ...]
    gates: tuple[Gate, ...] = ()


@dataclass(frozen=True, slots=True)
class Points:
    """The points of one target; None where it left the weights."""

    target: str
    weight: int
    points: Fraction | None


@dataclass(frozen=True, slots=True)
class Why:
    """A reason, and the targets that gave it."""

    reason: Reason
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rated:
    """A unit rated. `score`: from 0 to 1, None where there is none; `place`: None where it is not ranked, and `whys`."""

    unit_id: str
    place: int | None
    score: Fraction | None
    weights: int
    points: tuple[Points, ...]
    whys: tuple[Why, ...] = ()


def reached(
    mark: Mark, numerator: int | None, denominator: int | None, *, year: int, of_parent: bool = False
) -> Fraction | None:
    """Which part of the mark a value reaches, never more than all of it; None where the mark or the value is none.

    `of_parent`: the unit is one of those in each of which so many are asked for.
    """
    if numerator is None:
        return None
    match mark:
        case Zero():
            return Fraction(numerator == 0)
        case PerParent(count=count) if of_parent:
            return min(Fraction(1), Fraction(numerator, count)) if denominator else None
        case CountBy(count=count) | AtLeast(count=int(count)) | Assigned(count=int(count)):
            return min(Fraction(1), Fraction(numerator, count)) if count else None
        case Above(per_cent=per_cent) | AtLeast(per_cent=per_cent) if per_cent is not None:
            asked = Fraction(per_cent)
        case Band():
            band = mark.of_year(year)
            if band is None:
                return None
            asked = Fraction(band.lower)
        case All() | Keep() | PerParent():
            asked = Fraction(100)
        case _:
            return None
    if not denominator:
        return None
    return min(Fraction(1), Fraction(numerator * 100, denominator) / asked) if asked else Fraction(1)


def points_of(figure: Scored, rating: Rating) -> Fraction | None:
    """The points of a figure, from 0 to 1; None where there is nothing to judge, or no data to judge by."""
    if figure.verdict in OUT or figure.verdict in {Verdict.NOT_ENOUGH_DATA, HELD_BACK}:
        return None
    if rating.points == "share":
        return figure.reached
    if figure.verdict in {Verdict.MET, Verdict.EXCEEDED}:
        return Fraction(1)
    return Fraction(rating.near_counts) if figure.verdict == Verdict.NEAR else Fraction(0)


def rate(units: Collection[UnitFigures], rating: Rating) -> tuple[Rated, ...]:
    """The units in the order of their places, then those that have none; equal scores share a place (1, 1, 3)."""
    scored = [_scored(one, rating) for one in units]
    scores = [one.score for one in scored if one.score is not None and not one.whys]
    placed = [
        Rated(
            one.unit_id,
            None if one.whys or one.score is None else 1 + sum(score > one.score for score in scores),
            one.score,
            one.weights,
            one.points,
            one.whys,
        )
        for one in scored
    ]
    return tuple(sorted(placed, key=lambda one: (one.place is None, one.place or 0, one.unit_id)))


def _scored(unit: UnitFigures, rating: Rating) -> Rated:
    found = tuple(
        Points(one.target, one.weight, points_of(one, rating)) for one in unit.figures if one.weight
    )
    weights = sum(one.weight for one in found if one.points is not None)
    total = sum((one.points * one.weight for one in found if one.points is not None), start=Fraction(0))
    whys = tuple(_whys(unit, rating, weights))
    return Rated(unit.unit_id, None, total / weights if weights else None, weights, found, whys)


def _whys(unit: UnitFigures, rating: Rating, weights: int) -> Sequence[Why]:
    """Whatever stands in the way of a place."""
    asked = [one for one in unit.figures if one.weight]
    named = [
        *((one.target, one.verdict) for one in asked),
        *((one.target, one.verdict) for one in unit.gates),
    ]
    found = []
    for reason, verdict in (
        (Reason.NOT_ENOUGH_DATA, str(Verdict.NOT_ENOUGH_DATA)),
        (Reason.HIDDEN, HELD_BACK),
    ):
        if lacking := tuple(target for target, said in named if said == verdict):
            found.append(Why(reason, lacking))
    if below := tuple(one.target for one in unit.gates if _is_below(one, rating)):
        found.append(Why(Reason.BELOW_GATE, below))
    if not weights and not found:
        found.append(Why(Reason.NOTHING_TO_JUDGE))
    return found


def _is_below(gate: Gate, rating: Rating) -> bool:
    if gate.numerator is None or not gate.denominator:
        return False
    return Fraction(gate.numerator * 100, gate.denominator) < Fraction(rating.gate_per_cent)
