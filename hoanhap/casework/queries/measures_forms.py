# ruff: noqa: S608 (statements are put together from constants; every value is a parameter)
"""Named measures of who is in which form of treatment. One row for each episode; people are counted once by the engine.

`unit_id` is the unit that answers for the person on the last day: residents are counted, wherever they are treated. `on`
is the day on which they came into the form. "In" a form begins with its first day of treatment, not with a decision.
"""

from collections.abc import Collection
from datetime import date
from typing import Final

from hoanhap.casework.models import Episode
from hoanhap.casework.queries.measures import Units
from hoanhap.casework.queries.measures_files import SUBSTANCES
from hoanhap.casework.queries.standing import (
    LIVES,
    OVERLAPS,
    REHAB,
    STANDS,
    TREATED,
    VOLUNTARY,
    any_of,
    listed,
    lives,
)
from hoanhap.kit.rows import Sql
from hoanhap.people.queries.answering import answered_for

SUBSTITUTION: Final = (Episode.Kind.SUBSTITUTION.value,)


def in_any_rehab(
    *,
    from_on: date,
    to_on: date,
    unit_ids: Units,
    kinds: Collection[str] = REHAB,
    admitted_only: bool = False,
) -> Sql:
    """People in rehabilitation of any of the kinds on a day of the period; `admitted_only`: who came into it then."""
    return _in(kinds, DURING, from_on, to_on, unit_ids, began_since=from_on if admitted_only else None)


def in_voluntary_rehab(
    *,
    from_on: date,
    to_on: date,
    unit_ids: Units,
    kinds: Collection[str] = VOLUNTARY,
    admitted_only: bool = False,
) -> Sql:
    """Of them, who is there of their own will: at home, in the community or in a facility. No substitution treatment."""
    return _in(kinds, DURING, from_on, to_on, unit_ids, began_since=from_on if admitted_only else None)


def in_treatment_now(
    *,
    from_on: date,
    to_on: date,
    unit_ids: Units,
    kinds: Collection[str] = TREATED,
) -> Sql:
    """People in treatment of any of the kinds at the end of the last day."""
    return _in(kinds, AT_END, from_on, to_on, unit_ids)


def substitution_in_treatment(*, from_on: date, to_on: date, unit_ids: Units) -> Sql:
    """People in substitution treatment at the end of the last day. Whether they took their doses is for the clinic."""
    return _in(SUBSTITUTION, AT_END, from_on, to_on, unit_ids)


def substitution_admitted(*, from_on: date, to_on: date, unit_ids: Units) -> Sql:
    """People whose substitution treatment began in the period: the first dose, not the registration."""
    return _in(SUBSTITUTION, DURING, from_on, to_on, unit_ids, began_since=from_on)


def suitable_form(*, from_on: date, to_on: date, unit_ids: Units) -> Sql:
    """People who were, on a day of the period, in a form of treatment that suits them, whether it goes on or has ended.

    Not suitable: compulsory rehabilitation of adults for somebody who was under 18 when it began and the other way
    round; substitution where the last determination named substances and no opioid among them.
    """
    values = {"from": from_on, "to": to_on, "by_age": listed(BY_AGE), "kinds": listed(TREATED)}
    return answered_for(_suitable("%(kinds)s"), unit_ids, values, who=_WHO_SUITS, shared={LIVES: lives()})


BY_AGE: Final = (Episode.Kind.COMPULSORY.value, Episode.Kind.COMPULSORY_MINOR.value)
DURING: Final = (OVERLAPS, "in_during")
AT_END: Final = (STANDS, "in_at_end")
"""A phase at that time, and what `lives` says of the same."""


def _inside(when: str, kinds: str = "%(kinds)s") -> str:
    """Episodes of the kinds that have a phase inside the form at that time, with the first such day of the episode."""
    return f"""
        SELECT p.person_id, p.episode_id, p.kind, min(p.from_on) AS began_on
        FROM casework_phase p
        WHERE p.kind = ANY({kinds}::text[]) AND p.is_in AND p.from_on <= %(to)s
        GROUP BY p.person_id, p.episode_id, p.kind
        HAVING bool_or({when})"""


def _suitable(kinds: str) -> str:
    return f"""
    SELECT inside.person_id, inside.began_on, inside.episode_id, inside.episode_id
    FROM ({_inside(OVERLAPS, kinds)}) AS inside
    JOIN people_person h ON h.id = inside.person_id
    LEFT JOIN ({SUBSTANCES}) AS found ON found.person_id = inside.person_id
    WHERE NOT (inside.kind = 'compulsory' AND h.born_on > inside.began_on - interval '18 years')
      AND NOT (inside.kind = 'compulsory-minor' AND h.born_on <= inside.began_on - interval '18 years')
      AND NOT (inside.kind = 'substitution' AND coalesce(NOT found.has_opioids, false))"""


_WHO_SUITS: Final = f"""
    SELECT lives.person_id FROM lives
    WHERE {any_of("in_during", [kind for kind in TREATED if kind not in (*BY_AGE, *SUBSTITUTION)])}
    UNION ALL
    SELECT lives.person_id FROM lives WHERE {any_of("in_during", SUBSTITUTION)} AND lives.person_id NOT IN (
        SELECT found.person_id FROM ({SUBSTANCES}) AS found WHERE NOT found.has_opioids)
    UNION ALL
    SELECT aged.person_id FROM ({_suitable("%(by_age)s")}) AS aged"""
"""The same people: only where age decides does the first day of an episode matter."""


def _in(
    kinds: Collection[str],
    when: tuple[str, str],
    from_on: date,
    to_on: date,
    unit_ids: Units,
    *,
    began_since: date | None = None,
) -> Sql:
    began = "" if began_since is None else " WHERE inside.began_on >= %(since)s"
    phase, column = when
    text = f"""
    SELECT inside.person_id, inside.began_on, inside.episode_id, inside.episode_id FROM ({_inside(phase)}) AS inside{began}
    """
    who = "" if began else f"SELECT lives.person_id FROM lives WHERE {any_of(column, kinds)}"
    values = {"from": from_on, "to": to_on, "kinds": listed(sorted(kinds)), "since": began_since}
    return answered_for(text, unit_ids, values, who=who, shared={LIVES: lives()})
