"""What is told of a plan to everybody: the rows that were published, and the rows that would be."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hoanhap.access.scope import Scope
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.numbers import share_text, vn_number
from hoanhap.programme.models import PublishedFigures
from hoanhap.programme.queries import plan_bodies
from hoanhap.programme.queries.scorecard_words import mark_text
from hoanhap.programme.queries.scorecards import Row, Scorecard, Value

PUBLISH: Final = "outreach.publish"
NO_SUCH: Final = Problem("no-such-figures", _("There are no such figures."))
Told = Mapping[str, Any]
"""A row as it is kept: code, title by language, mark, indicator, numbers, hidden, areas."""


@dataclass(frozen=True)
class PublicTarget:
    """One target as everybody reads it; `areas` by name, each with its text."""

    code: str
    title: str
    mark: str
    text: str
    areas: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PublicLine:
    """One publication. `withdrawn`: why it does not stand any more."""

    id: UUID
    plan_id: UUID
    number: str
    title: str
    issuer: str
    area_id: str
    area_name: str
    from_on: date
    to_on: date
    recorded_on: date
    withdrawn: str = ""


@dataclass(frozen=True)
class PublicFigures:
    """A publication with its rows."""

    line: PublicLine
    targets: tuple[PublicTarget, ...]


def rows_of(card: Scorecard, told_already: Collection[str] = ()) -> list[dict[str, Any]]:
    """What is kept of a scorecard that was counted to be published.

    An indicator that another plan of the area told of this year already is left out: two periods of the same count would
    give away, by their difference, what each of them hides.
    """
    return [
        {
            "code": row.target.code,
            "indicator": row.indicator.code,
            "title": _titles(row),
            "mark": mark_text(row.mark, row.to_on.year),
            **_numbers(row.value),
            "areas": [{"unit": one.unit_id, "name": one.name, **_numbers(one.value)} for one in row.areas],
        }
        for row in card.rows
        if row.indicator.code not in told_already
    ]


def _titles(row: Row) -> dict[str, str]:
    title = row.target.title or row.indicator.title
    return {language: title.text(language) for language in ("vi", "en")}


def _numbers(value: Value) -> dict[str, Any]:
    return {"counted": value.numerator, "over": value.denominator, "hidden": value.is_hidden}


def told_already(plan_id: UUID, area_id: str, year: int) -> set[str]:
    """The indicators of which another plan of this area told something of this year."""
    rows = PublishedFigures.objects.filter(area_id=area_id, year=year).exclude(plan_id=plan_id)
    return {one["indicator"] for found in rows.values_list("rows", flat=True) for one in found}


def text_of(row: Told) -> str:
    """606/758 (79,9 %); 692; hidden/758; not enough data."""
    counted, over = row["counted"], row["over"]
    if row["hidden"]:
        hidden = pgettext("number", "hidden")
        numbers = [hidden if one is None else vn_number(one) for one in (counted, over)]
        return numbers[0] if counted is None and over is None else "/".join(numbers)
    if counted is None:
        return str(pgettext("verdict", "Not enough data"))
    if over is None:
        return vn_number(counted)
    return share_text(counted, over) or f"{vn_number(counted)}/{vn_number(over)}"


def public_lines() -> list[PublicLine]:
    """Every publication that stands, the newest first. For everybody: it takes no scope."""
    return _lines(PublishedFigures.objects.filter(retired_at__isnull=True))


def published_of(plan_id: UUID, *, scope: Scope) -> list[PublicLine]:
    """What was published of a plan, withdrawn ones with the reason. Raises Forbidden, NotFound."""
    plan_bodies.held(plan_id, scope=scope)
    return _lines(PublishedFigures.objects.filter(plan_id=plan_id))


def standing(published_id: UUID, *, scope: Scope) -> PublicLine:
    """A publication that the account may withdraw. Raises Forbidden, NotFound."""
    scope.require(PUBLISH)
    found = _lines(PublishedFigures.objects.filter(pk=published_id, retired_at__isnull=True))
    if not found or not scope.reaches(PUBLISH, found[0].area_id):
        raise NotFound(NO_SUCH)
    return found[0]


def public_figures(published_id: UUID, language: str) -> PublicFigures:
    """One publication that stands. For everybody: it takes no scope. Raises NotFound."""
    row = PublishedFigures.objects.filter(pk=published_id, retired_at__isnull=True)
    lines, kept = _lines(row), row.values_list("rows", flat=True).first()
    if not lines or kept is None:
        raise NotFound(NO_SUCH)
    line = lines[0]
    return PublicFigures(
        line,
        tuple(
            PublicTarget(
                one["code"],
                one["title"].get(language) or one["title"]["vi"],
                one["mark"],
                text_of(one),
                tuple((area["name"], text_of(area)) for area in one["areas"]),
            )
            for one in kept
        ),
    )


def table(published_id: UUID, language: str) -> Iterator[tuple[Any, ...]]:
    """The same as rows of a table: target, title, unit, its name, counted, over, whether something is hidden."""
    row = PublishedFigures.objects.filter(pk=published_id, retired_at__isnull=True).values(
        "area_id", "area_name", "rows"
    )
    found = row.first()
    if found is None:
        raise NotFound(NO_SUCH)
    for one in found["rows"]:
        title = one["title"].get(language) or one["title"]["vi"]
        for area in ({"unit": found["area_id"], "name": found["area_name"], **one}, *one["areas"]):
            yield (
                one["code"],
                title,
                area["unit"],
                area["name"],
                area["counted"],
                area["over"],
                area["hidden"],
            )


def _lines(rows: Any) -> list[PublicLine]:
    found = list(
        rows.order_by("-to_on", "-recorded_at").values(
            "id", "plan_id", "plan__number", "plan__title", "plan__issuer", "area_id", "area_name", "from_on",
            "to_on", "recorded_at", "retired_reason",
        )
    )  # fmt: skip
    return [
        PublicLine(
            one["id"],
            one["plan_id"],
            one["plan__number"],
            one["plan__title"],
            one["plan__issuer"],
            one["area_id"],
            one["area_name"],
            one["from_on"],
            one["to_on"],
            local_day(one["recorded_at"]),
            one["retired_reason"],
        )
        for one in found
    ]
