# ruff: noqa: S608 (the statement is put together from constants; every value is a parameter)
"""How far people came: from their file over completion and the post-rehabilitation file to being asked and supported."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hoanhap.access.scope import Scope
from hoanhap.casework.queries.standing import REHAB, listed
from hoanhap.community.queries.measures_needs import given
from hoanhap.kit.lookups import array_of
from hoanhap.kit.named import named
from hoanhap.kit.rows import Statement
from hoanhap.programme.queries import flows, placing

STEPS: Final = ("file", "completed", "post-rehab", "asked", "supported", "working")
"""Each is part of the one before."""

_WAY: Final = f"""
    SELECT count(*) AS "file", count(*) FILTER (WHERE completed_on IS NOT NULL) AS "completed",
           count(*) FILTER (WHERE managed_on IS NOT NULL) AS "post-rehab",
           count(*) FILTER (WHERE asked_on IS NOT NULL) AS "asked",
           count(*) FILTER (WHERE supported_on IS NOT NULL) AS "supported",
           count(*) FILTER (WHERE supported_on IS NOT NULL AND worked_on IS NOT NULL) AS "working"
    FROM (
        SELECT f.person_id, done.completed_on, after.managed_on, talk.asked_on, got.supported_on, got.worked_on
        FROM casework_managementfile f
        LEFT JOIN LATERAL (
            SELECT min(p.from_on) AS completed_on FROM casework_phase p
            WHERE p.person_id = f.person_id AND p.kind = ANY(%(kinds)s::text[]) AND p.is_ended
              AND p.counts_as = 'completed' AND p.from_on BETWEEN f.opened_on AND %(to)s
        ) done ON true
        LEFT JOIN LATERAL (
            SELECT min(e.opened_on) AS managed_on FROM casework_episode e
            WHERE e.person_id = f.person_id AND e.kind = 'post-rehab'
              AND e.opened_on BETWEEN done.completed_on AND %(to)s
        ) after ON true
        LEFT JOIN LATERAL (
            SELECT min(t.held_on) AS asked_on FROM community_needstalk t
            WHERE t.person_id = f.person_id AND t.retired_at IS NULL AND t.held_on BETWEEN done.completed_on AND %(to)s
              AND after.managed_on IS NOT NULL
        ) talk ON true
        LEFT JOIN LATERAL (
            SELECT min(g.on) AS supported_on, (
                       SELECT min(s.provided_on) FROM community_support s
                       WHERE s.person_id = f.person_id AND s.retired_at IS NULL AND s.result = 'hired'
                         AND s.provided_on BETWEEN done.completed_on AND %(to)s) AS worked_on
            FROM ({given()}) AS g
            WHERE g.person_id = f.person_id AND g.form = 'provided' AND g.on >= done.completed_on
              AND talk.asked_on IS NOT NULL
        ) got ON true
        WHERE f.opened_on BETWEEN %(from)s AND %(to)s AND f.opened_on <= %(until)s AND f.unit_id = ANY(%(units)s::text[])
    ) AS way"""


@dataclass(frozen=True)
class Funnel:
    """How many people came as far as each step by `on`. A number is None where it is hidden."""

    on: date
    steps: tuple[tuple[str, int | None], ...]
    is_veiled: bool

    @property
    def is_empty(self) -> bool:
        return all(number == 0 for _step, number in self.steps)


@placing.SameLists()
def funnel(*, area_id: str, from_year: int, to_year: int, scope: Scope, on: date) -> Funnel:
    """Of the people whose file was opened in these years by an office of the area: how far each came by the day.

    A step counts only after the one before. Raises Forbidden, NotFound.
    """
    ground = flows.ground_of(area_id, scope=scope, on=on)
    values: dict[str, Any] = {
        "from": date(from_year, 1, 1),
        "until": date(to_year, 12, 31),
        "to": ground.on,
        "kinds": listed(REHAB),
        "units": array_of(ground.unit_ids),
    }
    query = named(_WAY, STEPS, **values)
    with Statement() as statement:
        text, params = statement.part(query, [(step, "bigint") for step in STEPS])
        numbers = [int(number) for number in statement.fetch(text, params)[0]]
    told = list(numbers) if ground.is_open else flows.chain(numbers)
    return Funnel(ground.on, tuple(zip(STEPS, told, strict=True)), not ground.is_open)
