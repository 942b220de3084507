"""The rows behind a figure: the very rows that were counted, as far as the reader may see them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.kit.paging import DEFAULT_SIZE, Page
from hoanhap.people.queries import people
from hoanhap.places.queries.units import full_names
from hoanhap.programme.queries import disclosure, frozen, placing
from hoanhap.programme.queries.disclosure import Reader
from hoanhap.programme.queries.figures import Member
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.queries.quality import rules
from hoanhap.programme.queries.scorecards import Asked
from hoanhap.programme.queries.target_questions import looking_back
from hoanhap.programme.rules.quality import is_late

READ_PEOPLE: Final = disclosure.READ_PEOPLE


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
    """The rows that the reader may see, of `counted` above the line and `over` below; None where that is not told."""

    page: Page[Behind]
    counted: int | None
    over: int | None
    seen_counted: int


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
    known: datetime | None = None,
) -> BehindPage:
    """The very rows that were counted; people only as far as the scope sees them now. `only`: counted, others, late, all.

    Where small numbers are hidden, who does not see the people of the area is not told how many there are, and sees no
    admission or course of somebody either.
    """
    is_open = disclosure.protected(one.indicator) <= 1 or Reader(scope).sees(area_id)
    with looking_back(known):
        rows = frozen.facts_of(held, one, area_id)
    wanted = [row for row in rows if _is_wanted(row, only)]
    people_ids = {row.person_id for row in rows if row.person_id}
    seen = (
        people.masked_names(people_ids, scope=scope, power=READ_PEOPLE)
        if people_ids and scope.may(READ_PEOPLE)
        else {}
    )
    own = scope.unit_ids(READ_PEOPLE)

    def may_see(person_id: UUID | None, unit_id: str) -> bool:
        return person_id in seen if person_id else is_open or unit_id in own

    mine = [row for row in wanted if may_see(row.person_id, row.unit_id)]
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
        counted=sum(row.is_counted for row in rows) if is_open else None,
        over=len(rows) if is_open else None,
        seen_counted=sum(row.is_counted and may_see(row.person_id, row.unit_id) for row in rows),
    )


def _is_wanted(row: Member, only: str) -> bool:
    if only == "late":
        return is_late(row.fact_id, row.day, after_days=rules().late_after_days.value)
    return only == "all" or row.is_counted == (only == "counted")
