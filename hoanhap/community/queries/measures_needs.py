# ruff: noqa: S608 (statements are put together from constants; every value is a parameter)
"""Named measures of needs and of the support that answered them.

`unit_id` is the unit that answers for the person on the last day. Support counts wherever it was recorded: as such, or as
a step of post-rehab management.
"""

from collections.abc import Collection
from datetime import date
from typing import Final

from hoanhap.casework.queries.measures import Units
from hoanhap.casework.queries.standing import listed
from hoanhap.community.models import Domain, Support
from hoanhap.kit.rows import Sql
from hoanhap.people.queries.answering import answered_for

DOMAINS: Final = tuple(one.value for one in Domain)
JOBS: Final = (Domain.VOCATIONAL_TRAINING.value, Domain.WORK.value)
COUNSELLED, PROVIDED = Support.Form.COUNSELLED.value, Support.Form.PROVIDED.value

# What a step of post-rehab management calls the kinds of its support.
_STEP_DOMAINS: Final = (
    ("vocational", Domain.VOCATIONAL_TRAINING.value, PROVIDED),
    ("job", Domain.WORK.value, PROVIDED),
    ("loan", Domain.LOAN.value, PROVIDED),
    ("papers", Domain.PAPERS.value, PROVIDED),
    ("legal", Domain.LEGAL.value, PROVIDED),
    ("other", Domain.REINTEGRATION_OTHER.value, PROVIDED),
    ("counselling", Domain.PSYCHOLOGY.value, COUNSELLED),
)


def given() -> str:
    """`SELECT id, person_id, episode_id, need_id, domain, form, on`: all support that holds, up to `%(to)s`."""
    kinds = ", ".join(f"('{code}', '{domain}', '{form}')" for code, domain, form in _STEP_DOMAINS)
    return f"""
        SELECT s.id, s.person_id, s.episode_id, s.need_id, s.domain, s.form, s.provided_on AS on
        FROM community_support s WHERE s.retired_at IS NULL AND s.provided_on <= %(to)s
        UNION ALL
        SELECT t.id, t.person_id, t.episode_id, NULL, named.domain, named.form, t.happened_on
        FROM casework_step t
        JOIN casework_episode e ON e.id = t.episode_id AND e.kind = 'post-rehab'
        JOIN (VALUES {kinds}) AS named (code, domain, form)
          ON jsonb_typeof(t.details -> 'kind') IN ('array', 'string') AND t.details -> 'kind' ? named.code
        WHERE t.kind = 'support' AND t.retired_at IS NULL AND t.happened_on <= %(to)s"""


def needs_asked(*, from_on: date, to_on: date, unit_ids: Units) -> Sql:
    """People with whom their needs were talked over in the period. `on` is the day of the talk."""
    text = """
    SELECT t.person_id, t.held_on, t.episode_id, t.id FROM community_needstalk t
    WHERE t.retired_at IS NULL AND t.held_on BETWEEN %(from)s AND %(to)s
    """
    return answered_for(text, unit_ids, {"from": from_on, "to": to_on})


OPEN: Final = """
    WITH open AS (
        SELECT n.id, n.person_id, n.episode_id, n.domain, n.opened_on
        FROM community_need n
        WHERE n.retired_at IS NULL AND n.domain = ANY(%(domains)s::text[]) AND n.opened_on <= %(to)s
          AND NOT EXISTS (
              SELECT 1 FROM community_needchange c
              WHERE c.need_id = n.id AND c.retired_at IS NULL AND c.state NOT IN ('referred', 'being-met', 'partly')
              AND c.on < %(from)s)
    )"""
"""A statement begins with the needs of the domains that were open on a day of the period."""


def need_recorded(*, from_on: date, to_on: date, unit_ids: Units, domains: Collection[str] = DOMAINS) -> Sql:
    """People with a need of one of the domains open on a day of the period: a row for each need. `on`: when stated."""
    text = f"""
    {OPEN}
    SELECT open.person_id, open.opened_on, open.episode_id, open.id FROM open
    """
    values = {"from": from_on, "to": to_on, "domains": listed(sorted(domains))}
    return answered_for(text, unit_ids, values)


def need_supported(*, from_on: date, to_on: date, unit_ids: Units, domains: Collection[str] = DOMAINS) -> Sql:
    """Of them, to whom what they asked for was provided by the last day: support of that domain, since they asked.

    One requested domain that was met is enough. Advice alone is not. `on` is the day of the support.
    """
    return _answered((PROVIDED,), from_on, to_on, unit_ids, domains)


def need_counselled(
    *, from_on: date, to_on: date, unit_ids: Units, domains: Collection[str] = DOMAINS
) -> Sql:
    """Of them, who were advised on what they asked for by the last day, whether they got it later or not."""
    return _answered((COUNSELLED,), from_on, to_on, unit_ids, domains)


def need_counselled_or_supported(
    *, from_on: date, to_on: date, unit_ids: Units, domains: Collection[str] = DOMAINS
) -> Sql:
    """Of them, who were advised on what they asked for, or got it, by the last day."""
    return _answered((COUNSELLED, PROVIDED), from_on, to_on, unit_ids, domains)


def supported(
    *,
    from_on: date,
    to_on: date,
    unit_ids: Units,
    domains: Collection[str] = DOMAINS,
    forms: Collection[str] = (PROVIDED,),
) -> Sql:
    """People to whom support of one of the domains was provided in the period, whether they had asked or not."""
    text = f"""
    SELECT g.person_id, g.on, g.episode_id, g.id FROM ({given()}) AS g
    WHERE g.on >= %(from)s AND g.domain = ANY(%(domains)s::text[]) AND g.form = ANY(%(forms)s::text[])
    """
    values = {
        "from": from_on,
        "to": to_on,
        "domains": listed(sorted(domains)),
        "forms": listed(sorted(forms)),
    }
    return answered_for(text, unit_ids, values)


def jobs_found(*, from_on: date, to_on: date, unit_ids: Units) -> Sql:
    """People who found work through support given in the period. `on` is the day."""
    text = """
    SELECT s.person_id, s.provided_on, s.episode_id, s.id FROM community_support s
    WHERE s.retired_at IS NULL AND s.result = 'hired' AND s.provided_on BETWEEN %(from)s AND %(to)s
    """
    return answered_for(text, unit_ids, {"from": from_on, "to": to_on})


def _answered(
    forms: tuple[str, ...], from_on: date, to_on: date, unit_ids: Units, domains: Collection[str]
) -> Sql:
    text = f"""
    {OPEN}
    SELECT open.person_id, g.on, g.episode_id, g.id
    FROM open JOIN ({given()}) AS g ON g.person_id = open.person_id AND (g.domain = open.domain OR g.need_id = open.id)
    WHERE g.on >= open.opened_on AND g.form = ANY(%(forms)s::text[])
    """
    values = {"from": from_on, "to": to_on, "domains": listed(sorted(domains)), "forms": listed(forms)}
    return answered_for(text, unit_ids, values)
