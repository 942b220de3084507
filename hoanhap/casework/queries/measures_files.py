# ruff: noqa: S608 (statements are put together from constants; every value is a parameter)
"""Named measures of who has a management file: users, dependents, and who is neither any more.

Each row is one person. `unit_id` is the unit that answers for them on the last day, so whoever was handed over is counted
by the receiver, and somebody for whom nobody answers any more is counted nowhere.
"""

from datetime import date
from typing import Final

from hoanhap.casework.queries.measures import Units
from hoanhap.casework.queries.standing import (
    OVERLAPS,
    STANDS,
    TREATED,
    ended_as,
    listed,
    said_on,
    says,
    told,
)
from hoanhap.kit.named import named
from hoanhap.kit.rows import Sql
from hoanhap.people.queries.answering import among, answering

WINDOW_DAYS: Final = 30
"""Whoever died or went to prison before this many days under management in the period could be offered nothing."""
_COLUMNS: Final = ("person_id", "unit_id", "on", "episode_id", "fact_id")


def managed_with_file(
    *,
    from_on: date,
    to_on: date,
    unit_ids: Units,
    on_last_day: bool = False,
    with_post_rehab: bool = True,
) -> Sql:
    """Dependents and users whose file was open on at least one day of the period, or on its last day. `on`: its opening.

    A file rests when the last episode ended well, or the person died, moved away or went to prison; it is open while an
    episode runs, while treatment is needed, and before any episode. Left out: who died or was imprisoned before 30 days
    under management within the period. `with_post_rehab` false leaves out who is in nothing but post-rehab management.
    """
    first = to_on if on_last_day else from_on
    kinds = "" if with_post_rehab else " AND p.kind <> 'post-rehab'"
    running = f", bool_or(NOT p.is_ended AND {OVERLAPS}{kinds}) AS is_running"
    text = f"""
    WITH answering AS ({answering(unit_ids)}),
    told AS MATERIALIZED ({told(also=running, also_before=True)})
    SELECT f.person_id, a.unit_id, f.opened_on, NULL::uuid, f.id
    FROM casework_managementfile f
    JOIN answering a ON a.person_id = f.person_id
    JOIN people_person h ON h.id = f.person_id
    LEFT JOIN told ON told.person_id = f.person_id
    WHERE f.opened_on <= %(to)s
      AND (told.person_id IS NULL OR told.is_running OR {says("told.said_before")} = 'needed')
      AND (h.died_on IS NULL OR h.died_on > %(to)s OR h.died_on - greatest(f.opened_on, %(from)s) >= {WINDOW_DAYS})
      AND NOT (NOT coalesce(told.is_standing, false) AND {says("told.said")} = 'out'
               AND {ended_as("told.said")} IN ('prison', 'imprisoned', 'died')
               AND {said_on("told.said")} >= %(from)s
               AND {said_on("told.said")} - greatest(f.opened_on, %(from)s) < {WINDOW_DAYS})
    """
    return named(text, _COLUMNS, **{"from": first, "to": to_on}, **among(unit_ids))


def dependents_with_file(
    *,
    from_on: date,  # noqa: ARG001 (measures share arguments)
    to_on: date,
    unit_ids: Units,
    with_impossible: bool = False,
) -> Sql:
    """Dependents with a file on the last day: determined and untreated, broken off, relapsed, or in treatment.

    Users are not among them. Taken out, unless asked for (`with_impossible`): who is dead, in prison or custody, has moved
    away, was exempted by a decision, or is in no treatment for a lawful reason that stands in a document. To refuse, to
    wait and not to be found are no such reasons. `on` is the day since when.
    """
    lawful = "" if with_impossible else _LAWFUL
    text = f"""
    WITH answering AS ({answering(unit_ids)}), told AS MATERIALIZED ({told(also=_TREATED)})
    SELECT f.person_id, a.unit_id, coalesce(told.treated_on, {said_on("told.said")}), NULL::uuid, f.id
    FROM casework_managementfile f
    JOIN answering a ON a.person_id = f.person_id
    JOIN people_person h ON h.id = f.person_id
    JOIN told ON told.person_id = f.person_id
    WHERE f.opened_on <= %(to)s
      AND (h.died_on IS NULL OR h.died_on > %(to)s)
      AND (told.treated_on IS NOT NULL OR {says("told.said")} = 'needed'){lawful}
    """
    return named(text, _COLUMNS, to=to_on, treated=listed(TREATED), **among(unit_ids))


_TREATED: Final = f""",
    min(p.from_on) FILTER (WHERE p.kind = ANY(%(treated)s::text[]) AND NOT p.is_ended AND {STANDS}) AS treated_on"""
_LAWFUL: Final = f"""
      AND (told.treated_on IS NOT NULL OR {ended_as("told.said")} <> 'exempted')
      AND (told.treated_on IS NOT NULL OR NOT EXISTS (
          SELECT 1 FROM casework_notmatched n
          WHERE n.person_id = f.person_id AND n.valid_from <= %(to)s
            AND (n.valid_until IS NULL OR n.valid_until > %(to)s)
            AND (n.reason_code = 'detained'
                 OR (n.document_number <> '' AND n.reason_code NOT IN ('waiting', 'not-found')))))"""


def opioid_dependents(
    *,
    from_on: date,  # noqa: ARG001
    to_on: date,
    unit_ids: Units,
) -> Sql:
    """Dependents on the last day whose last determination named an opioid, or who are in substitution treatment.

    Where no substance was recorded, nothing is assumed. `on` is the day of the determination, or of the treatment.
    """
    text = f"""
    WITH answering AS ({answering(unit_ids)}), told AS MATERIALIZED ({told(also=_TREATED + _SUBSTITUTED)}),
    found AS MATERIALIZED ({SUBSTANCES})
    SELECT f.person_id, a.unit_id, coalesce(found.on, told.treated_on), found.episode_id, coalesce(found.id, f.id)
    FROM casework_managementfile f
    JOIN answering a ON a.person_id = f.person_id
    JOIN people_person h ON h.id = f.person_id
    JOIN told ON told.person_id = f.person_id
    LEFT JOIN found ON found.person_id = f.person_id
    WHERE f.opened_on <= %(to)s
      AND (h.died_on IS NULL OR h.died_on > %(to)s)
      AND (told.treated_on IS NOT NULL OR {says("told.said")} = 'needed')
      AND (told.is_substituted OR found.has_opioids)
    """
    return named(text, _COLUMNS, to=to_on, treated=listed(TREATED), **among(unit_ids))


_SUBSTITUTED: Final = f""",
    bool_or(p.kind = 'substitution' AND NOT p.is_ended AND {STANDS}) AS is_substituted"""

SUBSTANCES: Final = """
        SELECT DISTINCT ON (s.person_id) s.person_id, s.id, s.episode_id, s.happened_on AS on,
               s.details -> 'substances' ?| ARRAY['opium', 'heroin'] AS has_opioids
        FROM casework_step s JOIN casework_episode e ON e.id = s.episode_id
        WHERE e.kind = 'dependence-determination' AND s.kind = 'result' AND s.ends_as = 'dependent'
          AND s.retired_at IS NULL AND s.happened_on <= %(to)s
          AND jsonb_typeof(s.details -> 'substances') = 'array' AND s.details -> 'substances' <> '[]'
        ORDER BY s.person_id, s.happened_on DESC, s.id DESC"""
"""What the last determination that named substances found, for each person."""
