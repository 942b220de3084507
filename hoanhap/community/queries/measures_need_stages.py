"""Named measures of needs by where somebody stands on the way back: in rehabilitation, done with it, or managed after it.

Plans ask for different people in need: those after rehabilitation (Quảng Nam), or also those who are in it (Tuyên Quang).
`unit_id` and `on` are those of the need.
"""

from collections.abc import Collection
from datetime import date
from typing import Final

from hoanhap.casework.models import Episode
from hoanhap.casework.queries.measures import Units
from hoanhap.casework.queries.standing import LIVES, REHAB, any_of, listed, lives
from hoanhap.community.queries.measures_needs import DOMAINS, OPEN, PROVIDED, given
from hoanhap.kit.named import named
from hoanhap.kit.rows import Sql
from hoanhap.people.queries.answering import ANSWERING, among, answered_for, answering

_MANAGED: Final = any_of("in_during", [Episode.Kind.POST_REHAB])
_IN_OR_COMPLETED: Final = f"{any_of('in_during', REHAB)} OR {any_of('completed_during', REHAB)}"


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
    columns = ("subject", "unit_id", "on", "fact_id")
    return named(text, columns, (ANSWERING,), **values, **among(unit_ids))


def _of(which: str, from_on: date, to_on: date, unit_ids: Units, domains: Collection[str]) -> Sql:
    """Rows of `need_recorded` of people whose phases say that."""
    text = f"""
    {OPEN}
    SELECT open.person_id, open.opened_on, open.episode_id, open.id FROM open
    WHERE open.person_id IN (SELECT lives.person_id FROM lives WHERE {which})
    """  # noqa: S608 (constants)
    values = {"from": from_on, "to": to_on, "domains": listed(sorted(domains))}
    return answered_for(text, unit_ids, values, shared={LIVES: lives()})
