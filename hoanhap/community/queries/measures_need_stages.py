"""Named measures of needs by where somebody stands on the way back: in rehabilitation, done with it, or managed after it.

Plans ask for different people in need: those after rehabilitation (Quảng Nam), or also those who are in it (Tuyên Quang).
`unit_id` and `on` are those of the need.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Final

from hoanhap.casework.queries.measures import Units
from hoanhap.casework.queries.standing import OVERLAPS, REHAB, listed
from hoanhap.community.queries.measures_needs import DOMAINS, PROVIDED, given, need_recorded
from hoanhap.kit.named import named
from hoanhap.kit.rows import Sql
from hoanhap.people.queries.answering import among, answering

_MANAGED: Final = f"p.kind = 'post-rehab' AND p.is_in AND {OVERLAPS}"
_IN_OR_COMPLETED: Final = (
    f"p.kind = ANY(%(kinds)s::text[]) AND ((p.is_in AND {OVERLAPS}) OR (p.is_ended"
    " AND p.counts_as = 'completed' AND p.from_on BETWEEN %(from)s AND %(to)s))"
)


def need_recorded_in_post_rehab(
    *, from_on: date, to_on: date, unit_ids: Units, domains: Collection[str] = DOMAINS
) -> Sql:
    """Of people with such a need open in the period, those under post-rehab management on some day of it."""
    return _of(_MANAGED, from_on, to_on, unit_ids, domains)


def need_recorded_in_rehab(
    *, from_on: date, to_on: date, unit_ids: Units, domains: Collection[str] = DOMAINS
) -> Sql:
    """Of people with such a need open in the period, those in rehabilitation on some day of it or completing it then."""
    return _of(_IN_OR_COMPLETED, from_on, to_on, unit_ids, domains)


def support_providers(
    *,
    from_on: date,
    to_on: date,
    unit_ids: Units,
    domains: Collection[str] = DOMAINS,
) -> Sql:
    """Those who provided support of one of the domains in the period, by the name that was written down.

    `subject` is a mark of the name, the same for the same name in small or capital letters: the name itself stands with
    the person who was helped. Two spellings are two. No `person_id`: it is not people who are counted.
    """
    text = f"""
    WITH answering AS ({answering(unit_ids)})
    SELECT md5(lower(btrim(s.provider))), a.unit_id, g.on, g.id
    FROM ({given()}) AS g JOIN answering a ON a.person_id = g.person_id
    JOIN community_support s ON s.id = g.id
    WHERE g.on >= %(from)s AND g.domain = ANY(%(domains)s::text[]) AND g.form = '{PROVIDED}' AND btrim(s.provider) <> ''
    """  # noqa: S608 (constants)
    values = {"from": from_on, "to": to_on, "domains": listed(sorted(domains))}
    return named(text, ("subject", "unit_id", "on", "fact_id"), **values, **among(unit_ids))


def _of(which: str, from_on: date, to_on: date, unit_ids: Units, domains: Collection[str]) -> Sql:
    """Rows of `need_recorded` of people with a phase of that kind."""
    needs = need_recorded(from_on=from_on, to_on=to_on, unit_ids=unit_ids, domains=domains)
    stages = named(
        f"SELECT p.person_id FROM casework_phase p WHERE {which}",  # noqa: S608 (constants)
        ("person_id",),
        **{"from": from_on, "to": to_on},
        kinds=listed(list(REHAB)),
    )
    columns = ", ".join(f'needs."{column}"' for column in needs.columns)
    quoted = ", ".join(f'"{column}"' for column in needs.columns)
    text = (
        f"SELECT {columns} FROM ({needs.text}) AS needs ({quoted}) WHERE needs.person_id IN ({stages.text})"  # noqa: S608
    )
    return replace(needs, text=text, params=(*needs.params, *stages.params))
