"""One target looked at closely: its readings side by side, its last months, its parts, and the rows behind it."""

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
from hoanhap.programme.queries import figures, frozen, plan_bodies, scorecards
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.queries.scorecards import Asked, Value
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


@figures.SameLists()
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


@figures.SameLists()
def readings(held: PlanHeld, one: Asked, area_id: str) -> list[tuple[Any, Value]]:
    """The value in every reading of the indicator, the plan's own first."""
    ordered = sorted(one.indicator.readings, key=lambda reading: reading.code != one.reading.code)
    others = [replace(one, reading=reading) for reading in ordered]
    found = scorecards.figures_of(held, others, area_id)
    return [
        (other.reading, scorecards.whole(held, other, area_id, figure))
        for other, figure in zip(others, found, strict=True)
    ]


@figures.SameLists()
def trend(held: PlanHeld, one: Asked, area_id: str, *, months: int = 12) -> list[tuple[date, Value]]:
    """The value at the end of each of the last months and on the day itself, oldest first."""
    days: list[date] = [one.to_on]
    while len(days) < months:
        days.append(days[-1].replace(day=1) - timedelta(days=1))
    first = (one.target.period or held.body.period).from_on
    asked = [
        then
        for day in reversed(days)
        if day >= first and (then := scorecards.asked_of(held, one.target, day)) is not None
    ]
    found = scorecards.figures_of(held, asked, area_id)
    return [
        (then.to_on, scorecards.whole(held, then, area_id, figure))
        for then, figure in zip(asked, found, strict=True)
    ]


@figures.SameLists()
def parts(held: PlanHeld, one: Asked, area_id: str, by: str) -> list[Part]:
    """The value by sex or by age on the last day. The parts add up to the whole."""
    expression = {
        "sex": "coalesce(p.sex, '')",
        "age-band": "coalesce(extract(year FROM age(%s::date, p.born_on))::int, -1)::text",
    }[by]
    with Statement() as statement:
        text, params = figures.member_sql(
            statement,
            one.indicator,
            one.reading,
            from_on=one.from_on,
            to_on=one.to_on,
            unit_ids=figures.ground(area_id, on=one.to_on),
            subjects=scorecards.subjects_of(held, one.target),
        )
        given = [one.to_on] if by == "age-band" else []
        rows = statement.fetch(
            f"{text} SELECT {expression}, count(*) FILTER (WHERE is_counted), count(*)"  # noqa: S608
            " FROM members LEFT JOIN people_person p ON p.id::text = members.person_id GROUP BY 1 ORDER BY 1",
            [*params, *given],
        )
    is_share = bool(one.reading.denominator)
    if by == "sex":
        return [
            Part(SEXES.get(sex, sex), int(counted), int(over) if is_share else None)
            for sex, counted, over in rows
        ]
    return _by_age(rows, is_share=is_share)


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


@figures.SameLists()
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
