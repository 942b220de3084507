"""Who answers for whom on a day, as a part of larger statements."""

from collections.abc import Collection
from typing import Any

from hoanhap.kit.lookups import array_of

_IN_FORCE = "{r}.valid_from <= %(to)s AND ({r}.valid_until IS NULL OR {r}.valid_until > %(to)s) AND NOT {r}.is_set_aside"


def answering(unit_ids: Collection[str] | None) -> str:
    """`SELECT person_id, unit_id`: the one unit that answers for each person on the day `%(to)s`, among `%(units)s`.

    Where several offices answer, the latest does. Nobody answers for who moved out of reach, nor for a merged file.
    """
    narrowed = "" if unit_ids is None else " AND r.unit_id = ANY(%(units)s::text[])"
    return (
        "SELECT r.person_id, r.unit_id FROM people_responsibility r"  # noqa: S608 (constants)
        f" WHERE {_IN_FORCE.format(r='r')}{narrowed}"
        " AND NOT EXISTS (SELECT 1 FROM people_responsibility later WHERE later.person_id = r.person_id"
        f" AND {_IN_FORCE.format(r='later')} AND (later.valid_from, later.id) > (r.valid_from, r.id))"
    )


def among(unit_ids: Collection[str] | None) -> dict[str, Any]:
    """The value of `%(units)s`, where it stands in the text."""
    return {} if unit_ids is None else {"units": array_of(unit_ids)}
