"""Asked, in need, counselled, supported: told apart for each commune, with the people behind; and families not visited."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Episode
from hoanhap.community.models import Contact
from hoanhap.community.queries import measures_needs, measures_offers
from hoanhap.kit.dates import add_months
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of, paged
from hoanhap.kit.rows import Statement
from hoanhap.people.queries.rows import PersonRow, masked_names
from hoanhap.places.queries.units import full_names

READ: Final = "community.read"
_COLUMNS: Final = (
    ("person_id", "text"),
    ("unit_id", "text"),
)
STEPS: Final[dict[str, Callable[..., Any]]] = {
    "asked": measures_needs.needs_asked,
    "in-need": measures_needs.need_recorded,
    "counselled": measures_needs.need_counselled,
    "supported": measures_needs.need_supported,
    "programme": measures_offers.programme_supported,
}
"""The steps, and beside them who was helped under a programme of poverty reduction or social protection."""


@dataclass(frozen=True)
class StepsOfUnit:
    """How many people of a commune came to each step in the year, by the step's code."""

    unit_id: str
    unit_name: str
    counts: dict[str, int]

    @property
    def met(self) -> int | None:
        """Of a hundred in need, how many were helped; None where nobody was in need."""
        needed = self.counts["in-need"]
        return self.counts["supported"] * 100 // needed if needed else None


@dataclass(frozen=True)
class Unvisited:
    """Somebody whose family was not met for so long; `last_on` when it last was."""

    episode_id: UUID
    person_id: UUID
    masked_name: str
    code: str
    last_on: date | None


def steps(
    year: int, *, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE
) -> tuple[StepsOfUnit, Page[StepsOfUnit]]:
    """All communes in reach together, then those where somebody came to a step, most people in need first.

    A person is counted where somebody answers for them on the last day. Raises Forbidden.
    """
    scope.require(READ)
    found: dict[str, dict[str, set[str]]] = {}
    for step in STEPS:
        for person_id, unit_id in _rows(step, year, _units(scope), on):
            found.setdefault(unit_id, {}).setdefault(step, set()).add(person_id)
    ordered = sorted(
        found.items(),
        key=lambda one: (-len(one[1].get("in-need", ())), -len(one[1].get("asked", ())), one[0]),
    )
    total = {step: len(set().union(*(one.get(step, set()) for one in found.values()))) for step in STEPS}
    page = paged(ordered, number, size)
    shown = page.rows
    names = full_names([unit_id for unit_id, _one in shown], on=on) if shown else {}
    lines = [
        StepsOfUnit(unit_id, names.get(unit_id, ""), {step: len(one.get(step, ())) for step in STEPS})
        for unit_id, one in shown
    ]
    return StepsOfUnit("", "", total), Page(lines, page.number, page.size, page.total)


def people_at(step: str, unit_id: str, year: int, *, scope: Scope, on: date) -> list[PersonRow]:
    """Who of a commune came to a step in the year, masked. Raises Forbidden, NotFound."""
    scope.require(READ)
    if step not in STEPS or not scope.reaches(READ, unit_id):
        raise NotFound(Problem("no-such-step", "No such step."))
    people = {UUID(person_id) for person_id, _unit in _rows(step, year, [unit_id], on)}
    return sorted(masked_names(people, scope=scope, power=READ).values(), key=lambda one: one.code)


def families_unvisited(
    months: int, *, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE
) -> Page[Unvisited]:
    """People in open episodes in reach whose family nobody met in so many months: never met first, then the longest."""
    meetings = Contact.objects.filter(
        person=OuterRef("person"),
        kind=Contact.Kind.FAMILY_MEETING,
        retired_at__isnull=True,
        happened_on__lte=on,
    )
    last = meetings.order_by().values("person").annotate(last_on=Max("happened_on")).values("last_on")
    latest = Episode.objects.filter(_open(on), person=OuterRef("person"), pk__gt=OuterRef("pk"))
    found: QuerySet[Any] = (
        Episode.objects.visible_to(scope, READ)
        .filter(_open(on), person__died_on__isnull=True)
        .exclude(Exists(meetings.filter(happened_on__gt=add_months(on, -months))))
        # Somebody with two open episodes stands here once.
        .exclude(Exists(latest))
        .annotate(last_on=Subquery(last))
        .order_by(F("last_on").asc(nulls_first=True), "pk")
    )
    page: Page[Any] = page_of(found, lambda row: row, number=number, size=size)
    names = masked_names({row.person_id for row in page.rows}, scope=scope, power=READ)
    lines = [
        Unvisited(
            row.pk, row.person_id, names[row.person_id].masked_name, names[row.person_id].code, row.last_on
        )
        for row in page.rows
        if row.person_id in names
    ]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def _open(on: date) -> Q:
    return Q(Q(closed_on__isnull=True) | Q(closed_on__gt=on), opened_on__lte=on)


def _units(scope: Scope) -> list[str] | None:
    return None if scope.everywhere(READ) else sorted(scope.unit_ids(READ))


def _rows(step: str, year: int, units: list[str] | None, on: date) -> list[tuple[str, str]]:
    to_on = min(on, date(year, 12, 31))
    rows = STEPS[step](from_on=date(year, 1, 1), to_on=to_on, unit_ids=units)
    with Statement() as statement:
        text, params = statement.part(rows, _COLUMNS)
        return [(str(one[0]), str(one[1])) for one in statement.fetch(text, params)]
