"""Units rated by the targets of a plan: every unit of the level at once, from the figures of the scorecard."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import Words
from hoanhap.kit.numbers import vn_number
from hoanhap.places.queries.units import full_names
from hoanhap.programme.models import PlanEdition
from hoanhap.programme.queries import placing, scorecards
from hoanhap.programme.queries.scorecard_words import mark_text, title_of, value_text
from hoanhap.programme.queries.scorecards import Map, Row, Scorecard, Value
from hoanhap.programme.rules.marks import Assigned, AtLeast, CountBy, Mark, PerParent, Verdict, judge
from hoanhap.programme.rules.plan_files import PlanBody, Rating
from hoanhap.programme.rules.ratings import (
    Gate,
    Points,
    Rated,
    Reason,
    Scored,
    UnitFigures,
    Why,
    rate,
    reached,
)

REASONS: Final[dict[Reason, Words]] = {
    Reason.NOT_ENOUGH_DATA: pgettext_lazy("rating", "Not enough data"),
    Reason.BELOW_GATE: pgettext_lazy("rating", "Records too incomplete to rate by"),
    Reason.NOTHING_TO_JUDGE: pgettext_lazy("rating", "Nothing to judge"),
    Reason.HIDDEN: pgettext_lazy("rating", "Some figures are too small to be told to you"),
}


@dataclass(frozen=True)
class UnitRated:
    """A unit with its name, what it is rated by, and the values behind: target → value."""

    name: str
    rated: Rated
    values: dict[str, Value]


@dataclass(frozen=True)
class Table:
    """The rating of a plan on a day. `rating` None: the plan orders none.

    `card` holds the rated targets and the gates. `is_whole`: the units of the whole plan were compared; over a part of its
    area there are points and no places, for a place is one among all.
    """

    card: Scorecard
    rating: Rating | None
    is_whole: bool
    units: tuple[UnitRated, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """The targets that give points."""
        return tuple(row for row in self.card.rows if row.target.weight and _is_judged(row, self.rating))

    @property
    def gates(self) -> tuple[Row, ...]:
        return tuple(row for row in self.card.rows if self.rating and row.target.code in self.rating.gates)

    @property
    def ranked(self) -> int:
        return sum(one.rated.place is not None for one in self.units)


@placing.SameLists()
def table(
    plan_id: UUID, *, scope: Scope, on: date, area_id: str | None = None, chosen: Map = Map.AS_WAS
) -> Table:
    """The units of the rated level in the plan's area (or the part of it that the reader reaches) at the end of a day.

    Raises Forbidden, NotFound.
    """
    rating, wanted = _ordered(plan_id)
    card = scorecards.scorecard(
        plan_id,
        scope=scope,
        on=on,
        area_id=area_id,
        chosen=chosen,
        level=rating.level if rating else None,
        targets=wanted,
    )
    if rating is None:
        return Table(card, None, card.area_id == card.plan.area_id, ())
    is_whole = card.area_id == card.plan.area_id
    ids = _units(card, rating) if card.rows else []
    own = {unit_id: _of_unit(card, unit_id) for unit_id in ids}
    found = rate([_figures(card, rating, unit_id, own[unit_id]) for unit_id in ids], rating)
    names = full_names(ids, on=card.map_on)
    return Table(
        card,
        rating,
        is_whole,
        tuple(
            UnitRated(
                names.get(one.unit_id, one.unit_id),
                one if is_whole else Rated(one.unit_id, None, one.score, one.weights, one.points, one.whys),
                {code: value for code, (_mark, value) in own[one.unit_id].items()},
            )
            for one in found
        ),
    )


def _ordered(plan_id: UUID) -> tuple[Rating | None, frozenset[str]]:
    """The rating that the newest edition orders, and the targets that it needs. Whether it may be read is asked later."""
    edition = PlanEdition.objects.filter(plan_id=plan_id).order_by("-number").first()
    body = PlanBody.model_validate(edition.body) if edition else None
    if body is None or body.rating is None:
        return None, frozenset()
    judged = {one.code for one in body.targets if one.weight and one.mark.kind != "watch"}
    return body.rating, frozenset(judged | set(body.rating.gates))


def _units(card: Scorecard, rating: Rating) -> list[str]:
    """Every unit of the level on the map: those that nobody wrote about too."""
    fates = placing.fates(card.area_id, on=card.as_of, onto=card.map_on, level=rating.level)
    inside = placing.ground(card.area_id, on=card.map_on)
    return sorted(
        {fate.target for fate in fates.values() if fate.target is not None and fate.target in inside}
    )


def _figures(
    card: Scorecard, rating: Rating, unit_id: str, own: dict[str, tuple[Mark, Value]]
) -> UnitFigures:
    figures, gates = [], []
    for row in card.rows:
        mark, value = own[row.target.code]
        if row.target.code in rating.gates:
            gates.append(Gate(row.target.code, str(value.verdict), value.numerator, value.denominator))
        if _is_judged(row, rating):
            part = reached(
                mark,
                value.numerator,
                value.denominator,
                year=row.to_on.year,
                of_parent=isinstance(mark, PerParent) and mark.parent == rating.level,
            )
            figures.append(Scored(row.target.code, row.target.weight, str(value.verdict), part))
    return UnitFigures(unit_id, tuple(figures), tuple(gates))


def _of_unit(card: Scorecard, unit_id: str) -> dict[str, tuple[Mark, Value]]:
    """By target: the mark that holds for a unit, and its value judged by it.

    So many are asked of the whole area, not of each unit in it: such a target applies to a unit only where the plan
    assigns the unit its own figure.
    """
    found: dict[str, tuple[Mark, Value]] = {}
    for row in card.rows:
        value = _value(row, next((one.value for one in row.areas if one.unit_id == unit_id), None))
        mark = row.mark
        counts = isinstance(mark, CountBy | Assigned) or (
            isinstance(mark, AtLeast) and mark.count is not None
        )
        if counts and unit_id != card.plan.area_id:
            own = mark.of_area(unit_id.rpartition("-")[0]) if isinstance(mark, Assigned) else None
            mark = mark.model_copy(update={"count": own})
            if own is None:
                value = replace(value, verdict=Verdict.NOT_APPLICABLE, missing=None)
            elif value.verdict not in {Verdict.HIDDEN, Verdict.NOT_ENOUGH_DATA}:
                judged = judge(mark, value.numerator, None, year=row.to_on.year, near=card.plan.body.near)
                value = replace(value, verdict=judged.verdict, missing=judged.missing)
        found[row.target.code] = mark, value
    return found


def _is_judged(row: Row, rating: Rating | None) -> bool:
    """Whether a target gives points: one that is only watched gives none."""
    return rating is not None and row.mark.kind != "watch"


def _value(row: Row, found: Value | None) -> Value:
    """The value of a unit; of one in which nothing was counted, what that means for the target."""
    if found is not None:
        return found
    if row.indicator.needs:
        return Value(None, None, Verdict.NOT_ENOUGH_DATA)
    over = 0 if scorecards.is_share(row) else None
    return Value(0, over, judge(row.mark, 0, over, year=row.to_on.year).verdict)


def score_text(score: Fraction | None) -> str:
    """A score as points out of a hundred, to one decimal; the exact one stays in the file."""
    if score is None:
        return "–"
    tenths = (score * 1000 + Fraction(1, 2)).__floor__()
    whole, rest = divmod(tenths, 10)
    return f"{vn_number(whole)},{rest}" if rest else vn_number(whole)


def points_text(points: Points) -> str:
    """1; 0,5; 0,83 × 2; or why there are none."""
    if points.points is None:
        return "–"
    hundredths = (points.points * 100 + Fraction(1, 2)).__floor__()
    whole, rest = divmod(hundredths, 100)
    text = f"{whole},{rest:02d}".rstrip("0").rstrip(",") if rest else f"{whole}"
    return f"{text} × {points.weight}" if points.weight != 1 else text


def why_text(why: Why, titles: dict[str, str]) -> str:
    """Why a unit has no place, with the targets that say so."""
    named = "; ".join(titles.get(code, code) for code in why.targets)
    return (
        _("%(why)s: %(targets)s") % {"why": REASONS[why.reason], "targets": named}
        if named
        else str(REASONS[why.reason])
    )


def data(found: Table, language: str | None) -> dict[str, Any]:
    """The whole rating as plain data; scores are exact fractions."""
    rows = {row.target.code: row for row in found.card.rows}
    titles = {code: title_of(row, language) for code, row in rows.items()}
    rating = found.rating
    return {
        "plan": found.card.plan.body.code,
        "number": found.card.plan.body.number,
        "plan_edition": found.card.plan.edition,
        "area": found.card.area_id,
        "as_of": found.card.as_of.isoformat(),
        "map_on": found.card.map_on.isoformat(),
        "rating": rating.model_dump(mode="json") if rating else None,
        "targets": [
            {
                "target_code": row.target.code,
                "title": titles[row.target.code],
                "target": mark_text(row.mark, row.to_on.year),
                "weight": row.target.weight,
            }
            for row in found.rows
        ],
        "units": [
            {
                "area": one.rated.unit_id,
                "area_name": one.name,
                "place": one.rated.place,
                "score": str(one.rated.score) if one.rated.score is not None else None,
                "score_of_100": score_text(one.rated.score),
                "weights": one.rated.weights,
                "why_no_place": [why_text(why, titles) for why in one.rated.whys],
                "points": [
                    {
                        "target_code": points.target,
                        "value": value_text(one.values[points.target]),
                        "numerator": one.values[points.target].numerator,
                        "denominator": one.values[points.target].denominator,
                        "verdict": str(one.values[points.target].verdict),
                        "weight": points.weight,
                        "points": str(points.points) if points.points is not None else None,
                    }
                    for points in one.rated.points
                ],
            }
            for one in found.units
        ],
    }
