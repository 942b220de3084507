# ruff: noqa: S608 (statements are put together from constants; every value is a parameter)
"""Named measures of services: who was counselled or helped, and whom a volunteer met every month.

`unit_id` is the unit that answers for the person on the last day. A signature, a visit without counselling and a telephone
call are no services.
"""

from collections.abc import Collection
from datetime import date
from typing import Final

from hoanhap.casework.queries.measures import Units
from hoanhap.casework.queries.standing import listed
from hoanhap.community.queries.measures_needs import given
from hoanhap.kit.rows import Sql
from hoanhap.people.queries.answering import answered_for

PREVENTION: Final = "prevention-counselling"
TREATMENT: Final = "treatment-counselling"
REINTEGRATION: Final = "reintegration-support"
SERVICES: Final = (PREVENTION, TREATMENT, REINTEGRATION)


def service_contacts(
    *, from_on: date, to_on: date, unit_ids: Units, kinds: Collection[str] = SERVICES
) -> Sql:
    """People who got a service of any of the kinds on a day of the period: a row for each.

    Counselling during an episode is that of prevention under management as a user, of reintegration after
    rehabilitation, and else of treatment. Support of any domain is of reintegration. Treatment itself is asked for by
    `in_any_rehab` and `in_treatment_now`.
    """
    # Where every kind is meant, none has to be found out.
    chosen = "" if set(SERVICES) <= set(kinds) else " WHERE served.service = ANY(%(kinds)s::text[])"
    text = f"""
    WITH served AS (
        SELECT c.person_id, c.happened_on AS on, c.episode_id, c.id,
               CASE WHEN c.kind <> 'counselling' THEN c.kind
                    WHEN e.kind = 'user-management' THEN '{PREVENTION}'
                    WHEN e.kind = 'post-rehab' THEN '{REINTEGRATION}'
                    ELSE '{TREATMENT}' END AS service
        FROM community_contact c LEFT JOIN casework_episode e ON e.id = c.episode_id
        WHERE c.retired_at IS NULL AND c.happened_on BETWEEN %(from)s AND %(to)s
          AND c.kind IN ('counselling', '{PREVENTION}', '{TREATMENT}', '{REINTEGRATION}')
        UNION ALL
        SELECT g.person_id, g.on, g.episode_id, g.id, '{REINTEGRATION}'
        FROM ({given()}) AS g WHERE g.on BETWEEN %(from)s AND %(to)s
    )
    SELECT served.person_id, served.on, served.episode_id, served.id FROM served{chosen}
    """
    values = {"from": from_on, "to": to_on, "kinds": listed(sorted(kinds))}
    return answered_for(text, unit_ids, values)


def volunteer_helped_monthly(*, from_on: date, to_on: date, unit_ids: Units) -> Sql:
    """People under post-rehab management whom a volunteer helped, with a contact in every month of it within the period.

    A volunteer is a member of a volunteer team, or a member of another team in that role. Months run from the first day
    of the task (or of the period) to its last; what is left over of a month is not asked for, but at least one contact
    is. A contact of anybody of the team keeps the month. `on` is the day since when.
    """
    text = """
    WITH helped AS (
        SELECT s.person_id, s.episode_id, greatest(min(s.valid_from), %(from)s) AS first_on,
               least(max(coalesce(s.valid_until - 1, %(to)s)), %(to)s, min(coalesce(e.closed_on, %(to)s))) AS last_on
        FROM community_assignment s
        JOIN casework_episode e ON e.id = s.episode_id AND e.kind = 'post-rehab'
        JOIN community_teammember m ON m.id = s.member_id
        JOIN community_team t ON t.id = m.team_id
        WHERE (t.kind = 'volunteer-team' OR m.role = 'volunteer')
          AND s.valid_from <= %(to)s AND (s.valid_until IS NULL OR s.valid_until > %(from)s)
          AND (e.closed_on IS NULL OR e.closed_on >= %(from)s)
        GROUP BY s.person_id, s.episode_id
    ),
    months AS (
        SELECT h.person_id, h.episode_id, h.first_on, h.last_on,
               (h.first_on + make_interval(months => i))::date AS starts_on,
               CASE WHEN full_months = 0 THEN h.last_on + 1
                    ELSE (h.first_on + make_interval(months => i + 1))::date END AS ends_on
        FROM helped h,
             LATERAL (SELECT (extract(year FROM age(h.last_on + 1, h.first_on)) * 12
                              + extract(month FROM age(h.last_on + 1, h.first_on)))::int AS full_months) AS n,
             LATERAL generate_series(0, greatest(full_months, 1) - 1) AS i
        WHERE h.last_on >= h.first_on
    ),
    kept AS (
        SELECT months.person_id, months.episode_id, months.first_on
        FROM months
        LEFT JOIN LATERAL (
            SELECT true AS is_met FROM community_contact c
            WHERE c.episode_id = months.episode_id AND c.retired_at IS NULL
              AND c.happened_on >= months.starts_on AND c.happened_on < months.ends_on LIMIT 1
        ) AS met ON true
        GROUP BY months.person_id, months.episode_id, months.first_on
        HAVING bool_and(coalesce(met.is_met, false))
    )
    SELECT kept.person_id, kept.first_on, kept.episode_id, kept.episode_id FROM kept
    """
    return answered_for(text, unit_ids, {"from": from_on, "to": to_on})
