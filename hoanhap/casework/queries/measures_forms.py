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
from hoanhap.casework.queries.standing import OVERLAPS, REHAB, STANDS, TREATED, VOLUNTARY, listed
from hoanhap.kit.named import named
from hoanhap.kit.rows import Sql
from hoanhap.people.queries.answering import among, answering

_COLUMNS: Final = ("person_id", "unit_id", "on", "episode_id", "fact_id")
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
    return _in(kinds, OVERLAPS, from_on, to_on, unit_ids, began_since=from_on if admitted_only else None)


def in_voluntary_rehab(
    *,
    from_on: date,
    to_on: date,
    unit_ids: Units,
    kinds: Collection[str] = VOLUNTARY,
    admitted_only: bool = False,
) -> Sql:
    """Of them, who is there of their own will: at home, in the community or in a facility. No substitution treatment."""
    return _in(kinds, OVERLAPS, from_on, to_on, unit_ids, began_since=from_on if admitted_only else None)


def in_treatment_now(
    *,
    from_on: date,
    to_on: date,
    unit_ids: Units,
    kinds: Collection[str] = TREATED,
) -> Sql:
    """People in treatment of any of the kinds at the end of the last day."""
    return _in(kinds, STANDS, from_on, to_on, unit_ids)


def substitution_in_treatment(*, from_on: date, to_on: date, unit_ids: Units) -> Sql:
    """People in substitution treatment at the end of the last day. Whether they took their doses is for the clinic."""
    return _in(SUBSTITUTION, STANDS, from_on, to_on, unit_ids)


def substitution_admitted(*, from_on: date, to_on: date, unit_ids: Units) -> Sql:
    """People whose substitution treatment began in the period: the first dose, not the registration."""
    return _in(SUBSTITUTION, OVERLAPS, from_on, to_on, unit_ids, began_since=from_on)


def suitable_form(*, from_on: date, to_on: date, unit_ids: Units) -> Sql:
    """People who were, on a day of the period, in a form of treatment that suits them, whether it goes on or has ended.

    Not suitable: compulsory rehabilitation of adults for somebody who was under 18 when it began and the other way
    round; substitution where the last determination named substances and no opioid among them.
    """
    text = f"""
    WITH answering AS ({answering(unit_ids)}),
    inside AS MATERIALIZED ({_inside(OVERLAPS)}),
    found AS MATERIALIZED ({SUBSTANCES})
    SELECT inside.person_id, a.unit_id, inside.began_on, inside.episode_id, inside.episode_id
    FROM inside JOIN answering a ON a.person_id = inside.person_id
    JOIN people_person h ON h.id = inside.person_id
    LEFT JOIN found ON found.person_id = inside.person_id
    WHERE NOT (inside.kind = 'compulsory' AND h.born_on > inside.began_on - interval '18 years')
      AND NOT (inside.kind = 'compulsory-minor' AND h.born_on <= inside.began_on - interval '18 years')
      AND NOT (inside.kind = 'substitution' AND coalesce(NOT found.has_opioids, false))
    """
    return named(
        text, _COLUMNS, **{"from": from_on, "to": to_on}, kinds=listed(list(TREATED)), **among(unit_ids)
    )


def _inside(when: str) -> str:
    """Episodes of the kinds that have a phase inside the form at that time, with the first such day of the episode."""
    return f"""
        SELECT p.person_id, p.episode_id, p.kind, min(p.from_on) AS began_on
        FROM casework_phase p
        WHERE p.kind = ANY(%(kinds)s::text[]) AND p.is_in AND p.from_on <= %(to)s
        GROUP BY p.person_id, p.episode_id, p.kind
        HAVING bool_or({when})"""


def _in(
    kinds: Collection[str],
    when: str,
    from_on: date,
    to_on: date,
    unit_ids: Units,
    *,
    began_since: date | None = None,
) -> Sql:
    began = "" if began_since is None else " WHERE inside.began_on >= %(since)s"
    text = f"""
    WITH answering AS ({answering(unit_ids)}), inside AS MATERIALIZED ({_inside(when)})
    SELECT inside.person_id, a.unit_id, inside.began_on, inside.episode_id, inside.episode_id
    FROM inside JOIN answering a ON a.person_id = inside.person_id{began}
    """
    values = {"from": from_on, "to": to_on, "kinds": listed(sorted(kinds)), "since": began_since}
    return named(text, _COLUMNS, **values, **among(unit_ids))
