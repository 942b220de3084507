"""Files made twice, counted for the page of the day: only those that hardly anybody would doubt, in one statement."""

from dataclasses import dataclass
from datetime import date
from hashlib import blake2s
from typing import Any, Final

from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet

from hoanhap.access.scope import Scope
from hoanhap.kit.dates import local_day
from hoanhap.kit.lookups import array_of
from hoanhap.people.models import Responsibility
from hoanhap.people.queries.pairs import POWER, SETTLED
from hoanhap.people.queries.rows import in_force

REMEMBERED: Final = 60
"""Seconds. A province's pairs are not counted again with every look at the day."""

# Equal numbers, or an equal name, day of birth and sex with nothing known against it: `likeness` calls every one of
# them the same or likely, so each stands on the list of pairs.
_PAIRS: Final = """
WITH mine AS MATERIALIZED (
    SELECT DISTINCT p.id, p.full_name, p.born_on, p.born_precision, p.sex, p.recorded_at
    FROM people_responsibility r JOIN people_person p ON p.id = r.person_id
    WHERE r.unit_id = ANY(%(units)s::text[]) AND NOT r.is_set_aside AND p.merged_into_id IS NULL
        AND r.valid_from <= %(on)s AND (r.valid_until IS NULL OR r.valid_until > %(on)s)),
numbers AS (
    SELECT person_id, kind, number FROM people_identifier WHERE retired_at IS NULL),
alike AS (
    SELECT a.id AS person_id, b.id AS other_id
    FROM mine a JOIN mine b ON a.full_name = b.full_name AND a.born_on = b.born_on AND a.sex = b.sex AND a.id > b.id
    WHERE a.born_precision = 'day' AND b.born_precision = 'day'
        AND NOT (EXISTS (SELECT FROM numbers n WHERE n.person_id = a.id AND n.kind = 'cccd')
            AND EXISTS (SELECT FROM numbers n WHERE n.person_id = b.id AND n.kind = 'cccd'))
        AND NOT EXISTS (
            SELECT FROM people_relative m JOIN people_relative n ON n.person_id = b.id AND n.relation = 'mother'
                AND n.retired_at IS NULL AND n.full_name <> m.full_name
            WHERE m.person_id = a.id AND m.relation = 'mother' AND m.retired_at IS NULL)
    UNION
    SELECT a.person_id, b.person_id FROM numbers a
    JOIN numbers b ON a.number = b.number AND a.kind = b.kind AND a.person_id > b.person_id
    WHERE a.person_id IN (SELECT id FROM mine) AND b.person_id IN (SELECT id FROM mine)),
waiting AS (SELECT person_id, other_id FROM alike EXCEPT (SETTLED))
SELECT count(*), min(greatest(a.recorded_at, b.recorded_at))
FROM waiting w JOIN mine a ON a.id = w.person_id JOIN mine b ON b.id = w.other_id
""".replace("SETTLED", SETTLED)


@dataclass(frozen=True)
class PairsWaiting:
    """How many pairs of files are almost certainly of one person, and since when the oldest pair has been there."""

    count: int
    oldest_on: date | None


def pairs_waiting(*, scope: Scope, on: date) -> PairsWaiting:
    """The undecided pairs of which both files are in reach; as they were at most a minute ago. Raises Forbidden."""
    scope.require(POWER)
    units = array_of(scope.unit_ids(POWER))
    key = "people.pairs:" + blake2s(f"{on} {units}".encode()).hexdigest()
    known: PairsWaiting | None = cache.get(key)
    if known is None:
        known = _counted({"units": units, "on": on})
        cache.set(key, known, REMEMBERED)
    return known


def _counted(asked: dict[str, Any]) -> PairsWaiting:
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, asked)
        count, since = cursor.fetchone()
    return PairsWaiting(int(count), local_day(since) if since else None)


def answered_for(on: date) -> "QuerySet[Responsibility]":
    """Who is answered for where on the day: to be asked about inside another question, never read by itself."""
    return Responsibility.objects.filter(in_force(on), is_set_aside=False)
