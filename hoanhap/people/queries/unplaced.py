"""People whose commune is gone and did not go over whole: a person must say which office answers for each of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from hoanhap.access.scope import Scope
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.people.models import Responsibility
from hoanhap.people.queries.rows import PersonRow, in_force, masked_names
from hoanhap.places.models import Level, Unit, UnitReach
from hoanhap.places.queries import editions, successions, units
from hoanhap.places.rules.maps import Reason

__all__ = ["POWER", "Reason", "Successor", "UnplacedRow", "alive", "unplaced"]

POWER: Final = "people.assign"
"""Who may hand a responsibility over sees which ones have to be."""


@dataclass(frozen=True)
class Successor:
    """A unit of the day that took over a part of the ended one: one of those that may be meant."""

    unit_id: str
    name: str
    path: str


@dataclass(frozen=True)
class UnplacedRow:
    """A person who still stands at a unit that has ended, and what is known of where its ground went.

    `reason` is DIVIDED where it went to several units, UNRESOLVED where no list says where it went.
    """

    responsibility_id: UUID
    person: PersonRow
    unit_id: str
    unit_path: str
    ended_on: date
    reason: Reason
    candidates: tuple[Successor, ...]

    @property
    def code(self) -> str:
        return self.person.code


def unplaced(
    *, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE, area_id: str | None = None
) -> Page[UnplacedRow]:
    """The people to be placed one by one, by unit and given name, as the map of the day `on` has it.

    Only responsibilities over units that the scope reaches with `people.write`, of people it still sees: a divided
    commune is reached by the province, by none of the communes that took a part. Who has died needs no new office.
    `area_id` narrows to one ended unit, or to all within an area. Raises Forbidden.
    """
    scope.require(POWER)
    standing = (
        Responsibility.objects.visible_to(scope, POWER)
        .filter(in_force(on), alive(on), unit_id__in=_without_one_heir(on))
        .select_related("unit")
    )
    if not scope.everywhere(POWER):
        standing = standing.filter(unit_id__in=scope.unit_ids(POWER))
    if area_id is not None:
        standing = standing.filter(unit_id__in=units.reach([area_id], on=on)[area_id] | {area_id})
    ordered = standing.order_by("unit_id", "person__sort_key", "person_id", "id")
    found = page_of(ordered, lambda record: record, number=number, size=size)
    return Page(
        rows=_rows(found.rows, scope, on),
        number=found.number,
        size=found.size,
        total=found.total,
        total_is_capped=found.total_is_capped,
    )


def alive(on: date) -> Q:
    """Rows about people who had not died by the day."""
    return Q(person__died_on__isnull=True) | Q(person__died_on__gt=on)


def _without_one_heir(on: date) -> QuerySet[Unit, str]:
    """Units that ended by the day and do not lie wholly in one unit of their level (or in one commune)."""
    whole = UnitReach.objects.filter(
        editions.in_force(on),
        Q(area__level=OuterRef("level")) | Q(area__level=Level.COMMUNE),
        unit_id=OuterRef("id"),
    )
    return Unit.objects.filter(~Exists(whole), ended_on__lte=on).values_list("id", flat=True)


def _rows(found: Iterable[Responsibility], scope: Scope, on: date) -> list[UnplacedRow]:
    records = list(found)
    people = masked_names([one.person_id for one in records], scope=scope, power=POWER)
    records = [one for one in records if one.person_id in people]  # handed over a moment ago
    went = successions.successors_of({one.unit_id for one in records}, on=on)
    ends = {link.unit_id for links in went.values() for link in links}
    known = editions.lines_of({one.unit_id for one in records} | ends, on=on)
    rows = []
    for one in records:
        links = went.get(one.unit_id, ())
        assert one.unit.ended_on is not None
        rows.append(
            UnplacedRow(
                responsibility_id=one.pk,
                person=people[one.person_id],
                unit_id=one.unit_id,
                unit_path=known[one.unit_id].path,
                ended_on=one.unit.ended_on,
                reason=Reason.DIVIDED if len(links) > 1 else Reason.UNRESOLVED,
                # What has ended itself, its own heir unknown, cannot be chosen.
                candidates=tuple(
                    Successor(line.unit_id, line.full_name, line.path)
                    for line in (known[link.unit_id] for link in links)
                    if line.holds_on(on)
                ),
            )
        )
    return rows
