"""Who came and who went: for any areas, a period and forms of treatment, and the proof that the sum closes.

    in at start + started + moved in = completed + stopped + moved out + died + in at end

Counted are episodes (somebody may come twice), by the end of each day: who began and ended on one and the same day is
in neither side. `in at start` is the evening before the first day, `in at end` the evening of the last. A hand-over
between two of the areas that are asked for together moves nobody in or out. Figures take no scope; whoever shows people
narrows the rows (`people_behind`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Episode
from hoanhap.kit.lookups import array_of
from hoanhap.kit.paging import DEFAULT_SIZE, Page
from hoanhap.people.queries import people
from hoanhap.places.queries import units
from hoanhap.places.queries.units import full_names

READ: Final = "casework.read"
TREATMENT: Final = (
    Episode.Kind.VOLUNTARY_HOME_COMMUNITY,
    Episode.Kind.VOLUNTARY_FACILITY,
    Episode.Kind.COMPULSORY,
    Episode.Kind.COMPULSORY_MINOR,
    Episode.Kind.COMPULSORY_COMMUNITY,
    Episode.Kind.SUBSTITUTION,
)
FIGURES: Final = (
    "in_at_start",
    "started",
    "moved_in",
    "completed",
    "stopped",
    "moved_out",
    "died",
    "in_at_end",
)

_EVENTS: Final = """
WITH along AS (
    SELECT p.episode_id, p.person_id, p.unit_id, p.is_in, p.is_ended, p.counts_as, p.from_on, p.until_on,
           lag(p.unit_id) OVER w AS unit_before, coalesce(lag(p.is_in) OVER w, false) AS in_before
    FROM casework_phase p
    WHERE p.kind = ANY(%(kinds)s::text[]) AND (%(form)s::text IS NULL OR p.form = %(form)s) AND p.from_on <= %(to)s
    WINDOW w AS (PARTITION BY p.episode_id ORDER BY p.from_on, p.id)
), area AS (
    SELECT * FROM unnest(%(areas)s::text[], %(units)s::text[]) AS area (area_id, unit_id)
), events AS (
    SELECT area.area_id, 'in_at_start' AS what, along.*
    FROM along JOIN area USING (unit_id)
    WHERE is_in AND from_on < %(from)s AND (until_on IS NULL OR until_on >= %(from)s)
    UNION ALL
    SELECT area.area_id, 'in_at_end', along.*
    FROM along JOIN area USING (unit_id)
    WHERE is_in AND (until_on IS NULL OR until_on > %(to)s)
    UNION ALL
    SELECT area.area_id, 'started', along.*
    FROM along JOIN area USING (unit_id)
    WHERE is_in AND NOT in_before AND from_on >= %(from)s
    UNION ALL
    -- From another unit, whether it goes on or ends on that very day: in here, and out there.
    SELECT area.area_id, 'moved_in', along.*
    FROM along JOIN area USING (unit_id)
    LEFT JOIN area AS there ON there.area_id = area.area_id AND there.unit_id = along.unit_before
    WHERE in_before AND from_on >= %(from)s AND there.unit_id IS NULL
    UNION ALL
    SELECT area.area_id, 'moved_out', along.*
    FROM along JOIN area ON area.unit_id = along.unit_before
    LEFT JOIN area AS there ON there.area_id = area.area_id AND there.unit_id = along.unit_id
    WHERE in_before AND from_on >= %(from)s AND there.unit_id IS NULL
    UNION ALL
    SELECT area.area_id,
           CASE counts_as WHEN 'completed' THEN 'completed' WHEN 'died' THEN 'died' WHEN 'moved' THEN 'moved_out'
                          ELSE 'stopped' END,
           along.*
    FROM along JOIN area USING (unit_id)
    WHERE in_before AND NOT is_in AND from_on >= %(from)s
)
"""
"""Every line of every figure. A phase lasts until the day before `until_on`; phases of one episode follow on each other."""


@dataclass(frozen=True)
class Flow:
    """Episodes that came and went in a period."""

    in_at_start: int = 0
    started: int = 0
    moved_in: int = 0
    completed: int = 0
    stopped: int = 0
    moved_out: int = 0
    died: int = 0
    in_at_end: int = 0

    @property
    def came(self) -> int:
        return self.in_at_start + self.started + self.moved_in

    @property
    def went(self) -> int:
        return self.completed + self.stopped + self.moved_out + self.died + self.in_at_end

    @property
    def closes(self) -> bool:
        """Whether everybody who came is accounted for."""
        return self.came == self.went

    def __add__(self, other: "Flow") -> "Flow":
        return Flow(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


@dataclass(frozen=True)
class FlowPerson:
    """Somebody behind a figure. The name is masked."""

    person_id: UUID
    episode_id: UUID
    person_code: str
    masked_name: str
    unit_id: str
    unit_name: str
    on: date


def flow(
    *,
    unit_ids: Collection[str],
    from_on: date,
    to_on: date,
    kinds: Sequence[str] = TREATMENT,
    form: str | None = None,
) -> Flow:
    """The flow of these units taken together: hand-overs among them move nobody."""
    return flows({"": unit_ids}, from_on=from_on, to_on=to_on, kinds=kinds, form=form)[""]


def flows(
    areas: Mapping[str, Collection[str]],
    *,
    from_on: date,
    to_on: date,
    kinds: Sequence[str] = TREATMENT,
    form: str | None = None,
) -> dict[str, Flow]:
    """The flow of each area (its units), all in one statement: a province by its communes costs as much as one."""
    text = f"{_EVENTS} SELECT area_id, what, count(*) FROM events GROUP BY area_id, what"  # noqa: S608 - a constant
    counts: dict[str, dict[str, int]] = {area: {} for area in areas}
    for area, what, count in _fetch(text, _asked(areas, from_on, to_on, kinds, form)):
        counts[area][what] = count
    return {area: Flow(**told) for area, told in counts.items()}


def reached(area_ids: Iterable[str], *, on: date) -> dict[str, frozenset[str]]:
    """The units of each area as of the last day of a period: also of units that it took over since."""
    return units.reach(area_ids, on=on)


def people_behind(
    figure: str,
    *,
    scope: Scope,
    unit_ids: Collection[str],
    from_on: date,
    to_on: date,
    kinds: Sequence[str] = TREATMENT,
    form: str | None = None,
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> Page[FlowPerson]:
    """Who is behind a figure, as far as the scope still answers for them. Raises KeyError for another figure."""
    if figure not in FIGURES:
        raise KeyError(figure)
    text = f"{_EVENTS} SELECT person_id, episode_id, unit_id, from_on FROM events WHERE what = %(what)s ORDER BY from_on, episode_id"  # noqa: S608, E501
    asked = {**_asked({"": unit_ids}, from_on, to_on, kinds, form), "what": figure}
    rows = _fetch(text, asked)
    seen = people.masked_names({row[0] for row in rows}, scope=scope, power=READ)
    mine = [row for row in rows if row[0] in seen]
    number = max(1, min(number, -(-len(mine) // size) or 1))
    shown = mine[(number - 1) * size : number * size]
    names = full_names({row[2] for row in shown}, on=to_on)
    lines = [
        FlowPerson(
            person, episode, seen[person].code, seen[person].masked_name, unit, names.get(unit, unit), on
        )
        for person, episode, unit, on in shown
    ]
    return Page(lines, number, size, len(mine))


def eve(day: date) -> date:
    """The evening on which who is in at the start is counted."""
    return day - timedelta(days=1)


def _asked(
    areas: Mapping[str, Collection[str]], from_on: date, to_on: date, kinds: Sequence[str], form: str | None
) -> dict[str, Any]:
    pairs = [(area, unit) for area, unit_ids in areas.items() for unit in sorted(set(unit_ids))]
    return {
        "kinds": array_of(str(kind) for kind in kinds),
        "form": form,
        "from": from_on,
        "to": to_on,
        "areas": [area for area, _unit in pairs],
        "units": [unit for _area, unit in pairs],
    }


def _fetch(text: str, asked: Mapping[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(text, asked)
        return list(cursor.fetchall())
