# ruff: noqa: S608 (statements are put together from constants; every value is a parameter)
"""Named measures of who has a management file: users, dependents, and who is neither any more.

Each row is one person. `unit_id` is the unit that answers for them on the last day, so whoever was handed over is counted
by the receiver, and somebody for whom nobody answers any more is counted nowhere.
"""

from datetime import date
from typing import Final

from hoanhap.casework.models import Episode
from hoanhap.casework.queries.measures import Units
from hoanhap.casework.queries.standing import (
    LIVES,
    STANDS,
    TREATED,
    any_of,
    ended_as,
    listed,
    lives,
    said_on,
    says,
)
from hoanhap.kit.rows import Sql
from hoanhap.people.queries.answering import answered_for

KINDS: Final = tuple(kind.value for kind in Episode.Kind)
SUBSTITUTION: Final = Episode.Kind.SUBSTITUTION.value
WINDOW_DAYS: Final = 30
"""Whoever died or went to prison before this many days under management in the period could be offered nothing."""


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
    kinds = KINDS if with_post_rehab else tuple(kind for kind in KINDS if kind != Episode.Kind.POST_REHAB)
    text = f"""
    SELECT f.person_id, f.opened_on, NULL::uuid, f.id
    FROM casework_managementfile f
    JOIN people_person h ON h.id = f.person_id
    LEFT JOIN lives ON lives.person_id = f.person_id
    WHERE f.opened_on <= %(to)s
      AND (lives.person_id IS NULL OR {any_of("open_during", kinds)} OR {says("lives.said_before")} = 'needed')
      AND (h.died_on IS NULL OR h.died_on > %(to)s OR h.died_on - greatest(f.opened_on, %(from)s) >= {WINDOW_DAYS})
      AND NOT (NOT coalesce({any_of("open_at_end", KINDS)}, false) AND {says("lives.said")} = 'out'
               AND {ended_as("lives.said")} IN ('prison', 'imprisoned', 'died')
               AND {said_on("lives.said")} >= %(from)s
               AND {said_on("lives.said")} - greatest(f.opened_on, %(from)s) < {WINDOW_DAYS})
    """
    first = to_on if on_last_day else from_on
    return answered_for(text, unit_ids, {"from": first, "to": to_on}, shared={LIVES: lives()})


def dependents_with_file(
    *,
    from_on: date,
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
    SELECT f.person_id, coalesce({_TREATED_ON}, {said_on("lives.said")}), NULL::uuid, f.id
    FROM casework_managementfile f
    JOIN people_person h ON h.id = f.person_id
    JOIN lives ON lives.person_id = f.person_id
    WHERE f.opened_on <= %(to)s
      AND (h.died_on IS NULL OR h.died_on > %(to)s)
      AND ({_TREATED} OR {says("lives.said")} = 'needed'){lawful}
    """
    return _of_lives(text, from_on, to_on, unit_ids)


_TREATED: Final = any_of("open_at_end", TREATED)
_TREATED_ON: Final = f"""(
        SELECT min(p.from_on) FROM casework_phase p
        WHERE p.person_id = f.person_id AND p.kind = ANY(%(treated)s::text[]) AND NOT p.is_ended AND {STANDS})"""
_LAWFUL: Final = f"""
      AND ({_TREATED} OR ({ended_as("lives.said")} <> 'exempted' AND f.person_id NOT IN (
          SELECT n.person_id FROM casework_notmatched n
          WHERE n.valid_from <= %(to)s AND (n.valid_until IS NULL OR n.valid_until > %(to)s)
            AND (n.reason_code = 'detained'
                 OR (n.document_number <> '' AND n.reason_code NOT IN ('waiting', 'not-found'))))))"""


def opioid_dependents(
    *,
    from_on: date,
    to_on: date,
    unit_ids: Units,
) -> Sql:
    """Dependents on the last day whose last determination named an opioid, or who are in substitution treatment.

    Where no substance was recorded, nothing is assumed. `on` is the day of the determination, or of the treatment.
    """
    text = f"""
    WITH found AS MATERIALIZED ({SUBSTANCES})
    SELECT f.person_id, coalesce(found.on, {_TREATED_ON}), found.episode_id, coalesce(found.id, f.id)
    FROM casework_managementfile f
    JOIN people_person h ON h.id = f.person_id
    JOIN lives ON lives.person_id = f.person_id
    LEFT JOIN found ON found.person_id = f.person_id
    WHERE f.opened_on <= %(to)s
      AND (h.died_on IS NULL OR h.died_on > %(to)s)
      AND ({_TREATED} OR {says("lives.said")} = 'needed')
      AND ({any_of("open_at_end", [SUBSTITUTION])} OR found.has_opioids)
    """
    return _of_lives(text, from_on, to_on, unit_ids)


def _of_lives(text: str, from_on: date, to_on: date, unit_ids: Units) -> Sql:
    values = {"from": from_on, "to": to_on, "treated": listed(TREATED)}
    return answered_for(text, unit_ids, values, shared={LIVES: lives()})


SUBSTANCES: Final = """
        SELECT DISTINCT ON (s.person_id) s.person_id, s.id, s.episode_id, s.happened_on AS on,
               s.details -> 'substances' ?| ARRAY['opium', 'heroin'] AS has_opioids
        FROM casework_step s JOIN casework_episode e ON e.id = s.episode_id
        WHERE e.kind = 'dependence-determination' AND s.kind = 'result' AND s.ends_as = 'dependent'
          AND s.retired_at IS NULL AND s.happened_on <= %(to)s
          AND jsonb_typeof(s.details -> 'substances') = 'array' AND s.details -> 'substances' <> '[]'
        ORDER BY s.person_id, s.happened_on DESC, s.id DESC"""
"""What the last determination that named substances found, for each person."""
