"""One target looked at closely: its readings side by side, its last months, its parts, and the rows behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page
from hoanhap.kit.rows import Statement
from hoanhap.people.queries import people
from hoanhap.places.queries.units import full_names
from hoanhap.programme.queries import figures, frozen, placing, plan_bodies, scorecards
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.queries.scorecards import Asked, Map, Scorecard, Value
from hoanhap.programme.rules.indicators import Reading
from hoanhap.programme.rules.plan_files import Target

READ_PEOPLE: Final = "casework.read"
NO_SUCH_TARGET: Final = Problem("no-such-target", _("The plan has no such target."))
AGES: Final = ((0, 15), (16, 17), (18, 29), (30, 44), (45, 59), (60, None))
SEXES: Final[dict[str, Words]] = {
    "male": pgettext_lazy("sex", "Male"),
    "female": pgettext_lazy("sex", "Female"),
    "": _("Not known"),
}


@dataclass(frozen=True)
class Behind:
    """One row behind a figure, as far as the reader may see it: a person, or a unit, activity, facility."""

    person_id: UUID | None
    title: str
    note: str
    unit_name: str
    day: date | None
    is_counted: bool


@dataclass(frozen=True)
class BehindPage:
    """The rows that the reader may see, of `counted` above the line and `over` below."""

    page: Page[Behind]
    counted: int
    over: int
    seen_counted: int


@dataclass(frozen=True)
class Part:
    """One part of the value: of one sex, of one age."""

    title: Words
    numerator: int
    denominator: int | None


@placing.SameLists()
def asked(
    plan_id: UUID, code: str, *, scope: Scope, on: date, area_id: str | None
) -> tuple[PlanHeld, Asked, str]:
    """The plan, the target on a day, and the area, if all are in reach. Raises NotFound."""
    held = plan_bodies.held(plan_id, scope=scope)
    target = target_of(held, code)
    area = area_id or scorecards.area_of(held, scope)
    scorecards.reach(held, area, scope)
    found = scorecards.asked_of(held, target, min(on, held.body.period.to_on))
    if found is None:
        raise NotFound(NO_SUCH_TARGET)
    return held, found, area


def target_of(held: PlanHeld, code: str) -> Target:
    """Raises NotFound."""
    try:
        return held.body.target(code)
    except KeyError:
        raise NotFound(NO_SUCH_TARGET) from None


@dataclass(frozen=True)
class Closely:
    """A target on a day: as a scorecard of one row, in every reading, month by month, by sex and by age."""

    card: Scorecard
    asked: Asked
    readings: tuple[tuple[Reading, Value], ...]
    months: tuple[tuple[date, Value], ...]
    parts: Mapping[str, tuple[Part, ...]]


@placing.SameLists()
def closely(
    plan_id: UUID,
    code: str,
    *,
    scope: Scope,
    on: date,
    area_id: str | None,
    chosen: Map = Map.AS_WAS,
    level: str | None = None,
) -> Closely:
    """Everything about one target; whatever is counted is counted in one statement. Raises NotFound.

    By sex and by age only for who may see the people of the area: in a commune such a part is often one person.
    """
    held, one, area = asked(plan_id, code, scope=scope, on=on, area_id=area_id)
    as_of = min(on, held.body.period.to_on)
    map_on = scorecards.day_of_map(held, chosen, as_of=as_of, today=on)
    if level is None:
        level = next(iter(scorecards.levels_below(area, on=one.to_on)), None)
    ordered = sorted(one.indicator.readings, key=lambda reading: reading.code != one.reading.code)
    others = [replace(one, reading=reading) for reading in ordered]
    months = _months(held, one)
    found = scorecards.figures_of(held, [*others, *months], area)
    values = [
        scorecards.whole(held, other, area, figure)
        for other, figure in zip([*others, *months], found, strict=True)
    ]
    row = scorecards.row_of(held, one, area, level, map_on, found[0])
    return Closely(
        scorecards.card_of(held, area, as_of, chosen, map_on, level, [row]),
        one,
        tuple(zip(ordered, values, strict=False)),
        tuple((then.to_on, value) for then, value in zip(months, values[len(others) :], strict=True)),
        _parts(held, one, area) if scope.reaches(READ_PEOPLE, area) else {},
    )


def _months(held: PlanHeld, one: Asked, *, months: int = 12) -> list[Asked]:
    """The same at the end of each of the last months and on the day itself, oldest first."""
    days: list[date] = [one.to_on]
    while len(days) < months:
        days.append(days[-1].replace(day=1) - timedelta(days=1))
    first = (one.target.period or held.body.period).from_on
    return [
        then
        for day in reversed(days)
        if day >= first and (then := scorecards.asked_of(held, one.target, day)) is not None
    ]


def _parts(held: PlanHeld, one: Asked, area_id: str) -> dict[str, tuple[Part, ...]]:
    """The value by sex and by age on the last day, as far as the indicator is told apart by them; each adds up to it."""
    wanted = [by for by in ("sex", "age-band") if by in one.indicator.by]
    if not wanted:
        return {}
    with Statement() as statement:
        text, params = figures.member_sql(
            statement,
            one.indicator,
            one.reading,
            from_on=one.from_on,
            to_on=one.to_on,
            unit_ids=placing.ground(area_id, on=one.to_on),
            subjects=scorecards.subjects_of(held, one.target),
        )
        rows = statement.fetch(
            f"{text}, told AS (SELECT is_counted, coalesce(p.sex, '') AS sex,"  # noqa: S608
            " coalesce(extract(year FROM age(%s::date, p.born_on))::int, -1) AS age"
            " FROM members LEFT JOIN people_person p ON p.id::text = members.person_id)"
            " SELECT grouping(sex), sex, age, count(*) FILTER (WHERE is_counted), count(*)"
            " FROM told GROUP BY GROUPING SETS ((sex), (age)) ORDER BY 1, 2, 3",
            [*params, one.to_on],
        )
    is_share = bool(one.reading.denominator)
    sexes = [
        Part(SEXES.get(sex, sex), int(counted), int(over) if is_share else None)
        for is_age, sex, _age, counted, over in rows
        if not is_age
    ]
    ages = [(age, counted, over) for is_age, _sex, age, counted, over in rows if is_age]
    told = {"sex": tuple(sexes), "age-band": tuple(_by_age(ages, is_share=is_share))}
    return {by: told[by] for by in wanted}


def _by_age(rows: list[tuple[Any, ...]], *, is_share: bool) -> list[Part]:
    found = []
    for least, most in (*AGES, (-1, -1)):
        inside = [
            (int(counted), int(over))
            for age, counted, over in rows
            if least <= int(age) and (most is None or int(age) <= most)
        ]
        counted, over = sum(one for one, _ in inside), sum(one for _, one in inside)
        if over:
            title: Words = (
                _("Not known") if most == -1 else f"{least}+" if most is None else f"{least}–{most}"
            )
            found.append(Part(title, counted, over if is_share else None))
    return found


@placing.SameLists()
def behind(
    held: PlanHeld,
    one: Asked,
    area_id: str,
    *,
    scope: Scope,
    only: str = "counted",
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> BehindPage:
    """The very rows that were counted; people only as far as the scope sees them now. `only`: counted, others, all."""
    rows = frozen.facts_of(held, one, area_id)
    wanted = [row for row in rows if only == "all" or row.is_counted == (only == "counted")]
    people_ids = {row.person_id for row in rows if row.person_id}
    seen = (
        people.masked_names(people_ids, scope=scope, power=READ_PEOPLE)
        if people_ids and scope.may(READ_PEOPLE)
        else {}
    )
    mine = [row for row in wanted if row.person_id is None or row.person_id in seen]
    number = max(1, min(number, -(-len(mine) // size) or 1))
    shown = mine[(number - 1) * size : number * size]
    units = {row.unit_id for row in shown if row.unit_id}
    if one.indicator.counts == "unit":
        units |= {row.subject for row in shown}
    names = full_names(units, on=one.to_on)
    lines = [
        Behind(
            person_id=row.person_id,
            title=seen[row.person_id].masked_name
            if row.person_id
            else names.get(row.subject, row.subject[:13]),
            note=seen[row.person_id].code if row.person_id else "",
            unit_name=names.get(row.unit_id, ""),
            day=row.day,
            is_counted=row.is_counted,
        )
        for row in shown
    ]
    return BehindPage(
        Page(lines, number, size, len(mine)),
        counted=sum(row.is_counted for row in rows),
        over=len(rows),
        seen_counted=sum(row.is_counted and (row.person_id is None or row.person_id in seen) for row in rows),
    )
