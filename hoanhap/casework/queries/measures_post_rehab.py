# ruff: noqa: S608 (statements are put together from constants; every value is a parameter)
"""Named measures of what comes after rehabilitation: the file, the management, and how people fared.

One row for each person. `unit_id` is the unit that answers for them on the last day: a transfer that was accepted counts
with the receiver.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from hoanhap.casework.models import Episode
from hoanhap.casework.queries.matching import post_rehab_codes
from hoanhap.casework.queries.measures import Units
from hoanhap.casework.queries.standing import LIVES, OVERLAPS, REHAB, STANDS, any_of, listed, lives
from hoanhap.kit.rows import Sql
from hoanhap.people.queries.answering import answered_for

SLACK_DAYS: Final = 31
"""Management that ended well so shortly before the months were over still says how they went."""
AT_ONCE_DAYS: Final = 7
"""Where management began on the very day of completion no duty was left open; the file is looked for after so long."""

_DUE: Final = """
    WITH completed AS MATERIALIZED (
        SELECT DISTINCT ON (p.person_id) p.person_id, p.episode_id, p.from_on AS completed_on
        FROM casework_phase p
        WHERE p.kind = ANY(%(kinds)s::text[]) AND p.is_ended AND p.counts_as = 'completed'
          AND p.from_on BETWEEN %(from)s AND %(to)s
        ORDER BY p.person_id, p.from_on DESC, p.id DESC
    ),
    owed AS (
        SELECT DISTINCT ON (d.episode_id) d.episode_id, d.due_on, d.ended_as
        FROM casework_duty d WHERE d.code = ANY(%(codes)s::text[])
          AND d.episode_id IN (SELECT episode_id FROM completed)
        ORDER BY d.episode_id, d.from_on DESC, d.id DESC
    ),
    asked AS (
        SELECT completed.*, owed.ended_as,
               CASE WHEN owed.episode_id IS NULL THEN completed.completed_on + %(at_once)s ELSE owed.due_on END AS due_on
        FROM completed LEFT JOIN owed USING (episode_id)
        WHERE owed.episode_id IS NOT NULL OR (completed.person_id, completed.completed_on) IN (
            SELECT e.person_id, e.opened_on FROM casework_episode e WHERE e.kind = 'post-rehab')
    )
    SELECT asked.person_id, asked.episode_id, asked.completed_on, asked.due_on FROM asked
    JOIN people_person h ON h.id = asked.person_id
    WHERE asked.due_on <= %(to)s AND coalesce(asked.ended_as, '') <> 'excused'
      AND (h.died_on IS NULL OR h.died_on > asked.due_on)
      AND NOT EXISTS (
          SELECT 1 FROM casework_phase gone
          WHERE gone.person_id = asked.person_id AND gone.is_ended
            AND (gone.counts_as IN ('died', 'moved') OR gone.ended_as IN ('prison', 'imprisoned'))
            AND gone.from_on BETWEEN asked.completed_on AND asked.due_on)
      AND NOT EXISTS (
          SELECT 1 FROM casework_notmatched n
          WHERE n.person_id = asked.person_id AND n.reason_code = 'detained'
            AND n.valid_from <= asked.due_on AND (n.valid_until IS NULL OR n.valid_until > asked.due_on))"""


def post_rehab_due(*, from_on: date, to_on: date, unit_ids: Units, kinds: Collection[str] = REHAB) -> Sql:
    """Who completed rehabilitation in the period and whose post-rehab file had to be there by the last day.

    Left out: whom death, prison, custody or a move out of reach kept from it before the file was due, and whose file was
    excused by a document. Substitution treatment is asked for apart (`kinds`). `on` is the day of completion.
    """
    text = "SELECT due.person_id, due.completed_on, due.episode_id, due.episode_id FROM due"
    return _asked(text, from_on, to_on, unit_ids, kinds, shared={"due": _DUE})


def post_rehab_opened(*, from_on: date, to_on: date, unit_ids: Units, kinds: Collection[str] = REHAB) -> Sql:
    """Of them, whose post-rehab file had been made by the last day. `on` is the day of the file, or of the decision.

    The decision rests on the file: where only the decision was recorded (an old list), the file was there.
    """
    return _made("('file', 'decision')", from_on, to_on, unit_ids, kinds)


def post_rehab_decided(*, from_on: date, to_on: date, unit_ids: Units, kinds: Collection[str] = REHAB) -> Sql:
    """Of them, about whom post-rehab management had been decided by the last day. `on` is the day of the decision."""
    return _made("('decision')", from_on, to_on, unit_ids, kinds)


def in_post_rehab(*, from_on: date, to_on: date, unit_ids: Units, on_last_day: bool = False) -> Sql:
    """People under post-rehab management, decided and not over, on a day of the period or on its last day."""
    when, column = (STANDS, "in_at_end") if on_last_day else (OVERLAPS, "in_during")
    text = f"""
    SELECT p.person_id, min(p.from_on), p.episode_id, p.episode_id
    FROM casework_phase p WHERE p.kind = 'post-rehab' AND p.is_in AND {when}
    GROUP BY p.person_id, p.episode_id
    """
    who = f"SELECT lives.person_id FROM lives WHERE {any_of(column, [Episode.Kind.POST_REHAB])}"
    return _asked(text, from_on, to_on, unit_ids, (), who=who, shared={LIVES: lives()})


_FARED: Final = """
    WITH completed AS MATERIALIZED (
        SELECT DISTINCT ON (p.person_id) p.person_id, p.episode_id, p.from_on AS completed_on,
               (p.from_on + make_interval(months => %(months)s))::date AS ripe_on
        FROM casework_phase p
        WHERE p.kind = ANY(%(kinds)s::text[]) AND p.is_ended AND p.counts_as = 'completed'
          AND (p.from_on + make_interval(months => %(months)s))::date BETWEEN %(from)s AND %(to)s
        ORDER BY p.person_id, p.from_on DESC, p.id DESC
    ),
    after AS MATERIALIZED (
        SELECT c.person_id,
               min(p.from_on) FILTER (
                   WHERE p.from_on > c.completed_on
                     AND ((p.is_ended AND p.kind = 'dependence-determination' AND p.ended_as = 'dependent')
                          OR (p.is_ended AND p.kind = 'post-rehab' AND p.ended_as = 'relapsed')
                          OR (p.came_by = 'opened' AND p.kind = ANY(%(rehab)s::text[])))) AS relapsed_on,
               bool_or(p.kind = 'post-rehab'
                       AND ((p.is_in AND (p.until_on IS NULL OR p.until_on > c.ripe_on))
                            OR (p.is_ended AND p.counts_as = 'completed' AND p.from_on > c.completed_on
                                AND p.from_on >= c.ripe_on - %(slack)s))) AS is_managed
        FROM completed c JOIN casework_phase p ON p.person_id = c.person_id AND p.from_on <= c.ripe_on
        GROUP BY c.person_id
    ),
    fared AS (
        SELECT c.*, after.relapsed_on, after.relapsed_on IS NOT NULL OR after.is_managed AS is_followed
        FROM completed c JOIN people_person h ON h.id = c.person_id JOIN after ON after.person_id = c.person_id
        WHERE after.relapsed_on IS NOT NULL OR h.died_on IS NULL OR h.died_on > c.ripe_on
    )"""


def completers_followed(
    *, from_on: date, to_on: date, unit_ids: Units, months: int = 12, kinds: Collection[str] = REHAB
) -> Sql:
    """Who completed rehabilitation so long ago that, within the period, the months were over, and of whom it is known.

    Known is: determined dependent again within the months, or under post-rehab management until they were over (a month
    short of it is enough). Management of one year says nothing of the second. Lost is everybody else, but who died
    within the months: they are neither. `on` is the day of completion.
    """
    return _fared("is_followed", "fared.completed_on", from_on, to_on, unit_ids, months, kinds)


def completers_relapsed(
    *, from_on: date, to_on: date, unit_ids: Units, months: int = 12, kinds: Collection[str] = REHAB
) -> Sql:
    """Of them, who was determined dependent, or treated, again within the months. `on` is the first such day."""
    return _fared(
        "fared.relapsed_on IS NOT NULL", "fared.relapsed_on", from_on, to_on, unit_ids, months, kinds
    )


def completers_lost(
    *, from_on: date, to_on: date, unit_ids: Units, months: int = 12, kinds: Collection[str] = REHAB
) -> Sql:
    """The others of the same completions: nobody knows how they fared. They are no success."""
    return _fared("NOT is_followed", "fared.completed_on", from_on, to_on, unit_ids, months, kinds)


def _made(steps: str, from_on: date, to_on: date, unit_ids: Units, kinds: Collection[str]) -> Sql:
    # Both ends as rows: one stretch of the index by person and day, which is near however many are expected.
    made = f"""
    FROM due JOIN casework_episode e ON (e.person_id, e.opened_on) >= (due.person_id, due.completed_on)
         AND (e.person_id, e.opened_on) <= (due.person_id, %(to)s) AND e.kind = 'post-rehab'
    JOIN casework_step s ON s.episode_id = e.id AND s.kind IN {steps} AND s.retired_at IS NULL
         AND s.happened_on <= %(to)s"""
    text = f"""
    SELECT DISTINCT ON (due.person_id) due.person_id, s.happened_on, s.episode_id, s.id {made}
    ORDER BY due.person_id, s.happened_on, s.id
    """
    who = f"SELECT due.person_id {made}"
    return _asked(text, from_on, to_on, unit_ids, kinds, who=who, shared={"due": _DUE})


def _fared(
    which: str,
    day: str,
    from_on: date,
    to_on: date,
    unit_ids: Units,
    months: int,
    kinds: Collection[str],
) -> Sql:
    text = (
        f"{_FARED} SELECT fared.person_id, {day}, fared.episode_id, fared.episode_id FROM fared WHERE {which}"
    )
    return _asked(text, from_on, to_on, unit_ids, kinds, months=months, rehab=listed(REHAB), slack=SLACK_DAYS)


def _asked(
    text: str,
    from_on: date,
    to_on: date,
    unit_ids: Units,
    kinds: Collection[str],
    *,
    who: str = "",
    shared: Mapping[str, str] | None = None,
    **more: object,
) -> Sql:
    values = {"from": from_on, "to": to_on, "kinds": listed(sorted(kinds)), "at_once": AT_ONCE_DAYS, **more}
    values["codes"] = listed(sorted(post_rehab_codes()))
    return answered_for(text, unit_ids, values, who=who, shared=shared)
