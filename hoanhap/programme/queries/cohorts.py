"""How people fared, by the quarter in which they began: after 6, 12 and 24 months; and who uses no drugs a year after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection

from hoanhap.access.scope import Scope
from hoanhap.casework.queries.standing import REHAB, listed
from hoanhap.kit.dates import add_months
from hoanhap.kit.lookups import array_of
from hoanhap.kit.rows import Statement
from hoanhap.programme.queries import flows, placing
from hoanhap.programme.queries.measures import COLUMNS, MEASURES
from hoanhap.programme.rules.small_numbers import Sum, hidden

AFTER: Final = (6, 12, 24)
OUTCOMES: Final = ("completed", "stopped", "other", "in", "lost")
"""Completed; broke off; died, moved away or imprisoned; still in; the term was over and nobody said how it ended."""
FARED: Final = ("clean", "relapsed", "lost")

_FARED: Final = """
WITH began AS (
    SELECT p.episode_id, p.person_id, min(p.from_on) AS began_on,
           (array_agg(p.unit_id ORDER BY p.from_on, p.id))[1] AS unit_id
    FROM casework_phase p WHERE p.kind = ANY(%(kinds)s::text[]) AND p.is_in AND p.from_on <= %(to)s
    GROUP BY p.episode_id, p.person_id
), once AS (
    SELECT DISTINCT ON (person_id, date_trunc('quarter', began_on))
           episode_id, began_on, date_trunc('quarter', began_on)::date AS quarter
    FROM began WHERE began_on BETWEEN %(from)s AND %(to)s AND unit_id = ANY(%(units)s::text[])
    ORDER BY person_id, date_trunc('quarter', began_on), began_on DESC, episode_id DESC
)
SELECT once.quarter, CASE WHEN ripe.is_ripe THEN
    CASE WHEN last.is_ended AND last.counts_as = 'completed' THEN 'completed'
         WHEN last.is_ended AND (last.counts_as IN ('died', 'moved') OR last.ended_as IN ('prison', 'imprisoned'))
         THEN 'other'
         WHEN last.is_ended THEN 'stopped'
         WHEN last.term_ends_on < ripe.day THEN 'lost'
         ELSE 'in' END END AS outcome, count(*)
FROM once
CROSS JOIN LATERAL (
    SELECT (once.began_on + make_interval(months => %(months)s))::date AS day,
           (once.quarter + make_interval(months => 3 + %(months)s))::date <= %(on)s AS is_ripe
) ripe
LEFT JOIN LATERAL (
    SELECT p.is_ended, p.counts_as, p.ended_as, p.term_ends_on FROM casework_phase p
    WHERE p.episode_id = once.episode_id AND p.from_on <= ripe.day ORDER BY p.from_on DESC, p.id DESC LIMIT 1
) last ON true
GROUP BY 1, 2 ORDER BY 1
"""


@dataclass(frozen=True)
class Group:
    """Those of one quarter. A number is None where it is hidden; `outcomes` None while the months are not over."""

    begins_on: date
    size: int | None
    outcomes: Mapping[str, int | None] | None


@dataclass(frozen=True)
class Cohorts:
    """All quarters of some years, as of a day."""

    on: date
    groups: tuple[Group, ...]
    is_veiled: bool


@placing.SameLists()
def fared(
    *,
    area_id: str,
    from_year: int,
    to_year: int,
    after: int,
    scope: Scope,
    on: date,
    kinds: Iterable[str] = REHAB,
) -> Cohorts:
    """Of the people who began rehabilitation in each quarter, in the area: how it stood with them after so many months.

    Somebody who began twice in a quarter counts once, with the later one. Raises Forbidden, NotFound.
    """
    ground = flows.ground_of(area_id, scope=scope, on=on)
    given: dict[str, Any] = {
        "kinds": listed(sorted(kinds)),
        "from": date(from_year, 1, 1),
        "to": min(date(to_year, 12, 31), ground.on),
        "on": ground.on + timedelta(days=1),
        "months": after,
        "units": array_of(ground.unit_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(_FARED, given)
        rows = cursor.fetchall()
    counted: dict[date, dict[str, int]] = {}
    for quarter, outcome, number in rows:
        counted.setdefault(quarter, {})[outcome or ""] = int(number)
    groups = [_group(quarter, found, OUTCOMES, is_open=ground.is_open) for quarter, found in counted.items()]
    return Cohorts(ground.on, tuple(groups), not ground.is_open)


@placing.SameLists()
def a_year_after(
    *, area_id: str, from_year: int, to_year: int, scope: Scope, on: date, after: int = 12
) -> Cohorts:
    """Of the people who completed rehabilitation in each quarter: known to use no drugs so long after, relapsed, lost.

    The very measures of the indicator of relapse; quarters whose months are over by the day. Raises Forbidden, NotFound.
    """
    ground = flows.ground_of(area_id, scope=scope, on=on)
    quarters = [
        quarter
        for year in range(from_year, to_year + 1)
        for month in (1, 4, 7, 10)
        if _ripe_until(quarter := date(year, month, 1), after) <= ground.on
    ]
    texts, params = [], list[Any]()
    with Statement() as statement:
        for quarter in quarters:
            for name in ("completers_followed", "completers_relapsed", "completers_lost"):
                rows = MEASURES[name](
                    from_on=add_months(quarter, after),
                    to_on=_ripe_until(quarter, after),
                    unit_ids=ground.unit_ids,
                    months=after,
                )
                text, values = statement.part(rows, COLUMNS)
                texts.append(
                    f"SELECT %s::date, '{name}', count(DISTINCT person_id) FROM ({text}) AS measured"  # noqa: S608
                )
                params += [quarter, *values]
        found = statement.fetch(" UNION ALL ".join(texts), params) if texts else []
    by_quarter: dict[date, dict[str, int]] = {}
    for quarter, name, number in found:
        by_quarter.setdefault(quarter, {})[name] = int(number)
    groups = []
    for quarter in quarters:
        one = by_quarter[quarter]
        numbers = {
            "clean": one["completers_followed"] - one["completers_relapsed"],
            "relapsed": one["completers_relapsed"],
            "lost": one["completers_lost"],
        }
        if any(numbers.values()):
            groups.append(_group(quarter, numbers, FARED, is_open=ground.is_open))
    return Cohorts(ground.on, tuple(groups), not ground.is_open)


def _ripe_until(quarter: date, after: int) -> date:
    """The day by which the months are over for everybody of the quarter."""
    return add_months(quarter, 3 + after) - timedelta(days=1)


def _group(quarter: date, found: Mapping[str, int], outcomes: tuple[str, ...], *, is_open: bool) -> Group:
    """The numbers of a quarter; for who may not see the people, without small ones and what gives them away."""
    size = sum(found.values())
    is_ripe = "" not in found
    values = {"size": size} | ({one: found.get(one, 0) for one in outcomes} if is_ripe else {})
    sums = [Sum("size", outcomes)] if is_ripe else []
    away = frozenset[str]() if is_open else hidden(values, sums)
    told = {one: None if one in away else number for one, number in values.items()}
    size_told = told.pop("size")
    return Group(quarter, size_told, told if is_ripe else None)
