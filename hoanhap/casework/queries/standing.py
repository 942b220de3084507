"""What the phases of somebody's episodes say together, as parts of larger statements about everybody.

A *statement* is what the end of an episode says about the person: `needed` (dependent, not treated), `done` (treated, or
not dependent), or `out` (died, moved away, in prison). The last one counts until another episode says otherwise.
"""

from typing import Final

from hoanhap.casework.models import Episode
from hoanhap.casework.queries.cohorts import TREATMENT
from hoanhap.kit.lookups import array_of

REHAB: Final[tuple[str, ...]] = tuple(kind.value for kind in TREATMENT if kind != Episode.Kind.SUBSTITUTION)
"""Rehabilitation in the narrow sense: substitution is treatment, but no rehabilitation."""
VOLUNTARY: Final[tuple[str, ...]] = (
    Episode.Kind.VOLUNTARY_HOME_COMMUNITY.value,
    Episode.Kind.VOLUNTARY_FACILITY.value,
)
TREATED: Final[tuple[str, ...]] = tuple(kind.value for kind in TREATMENT)
PRISON: Final = ("prison", "imprisoned")

OVERLAPS: Final = "p.from_on <= %(to)s AND (p.until_on IS NULL OR p.until_on > %(from)s)"
"""A phase shares a day with the period."""
STANDS: Final = "p.from_on <= %(to)s AND (p.until_on IS NULL OR p.until_on > %(to)s)"
"""A phase holds on the last day."""

_SAYS: Final = """CASE
    WHEN p.counts_as IN ('died', 'moved') OR p.ended_as IN ('prison', 'imprisoned') THEN 'out'
    WHEN p.kind = 'dependence-determination' THEN
        CASE p.ended_as WHEN 'dependent' THEN 'needed' WHEN 'not-dependent' THEN 'done' END
    WHEN p.kind = 'user-management' THEN CASE WHEN p.ended_as = 'dependent' THEN 'needed' ELSE 'done' END
    WHEN p.kind = 'post-rehab' THEN CASE WHEN p.ended_as = 'relapsed' THEN 'needed' ELSE 'done' END
    WHEN p.counts_as = 'completed' THEN 'done'
    ELSE 'needed' END"""


_KEY: Final = "(p.from_on::text || p.id::text || p.says || ':' || p.ended_as) COLLATE \"C\""
"""A statement as one text that sorts by its day: the greatest is the last."""


def told(*, also: str = "", also_before: bool = False) -> str:
    """Everybody with a phase up to `%(to)s`, once: `person_id`, `is_standing`, `said` (the last statement), and `also`.

    The phases are read once and sorted never. `also` are more columns, aggregates over `p`; `also_before` adds the last
    statement up to `%(from)s`. Ask for the parts of a statement by `says`, `ended_as` and `said_on`.
    """
    before = f", max({_KEY}) FILTER (WHERE p.says IS NOT NULL AND p.from_on <= %(from)s) AS said_before"
    return (
        "SELECT p.person_id, "  # noqa: S608 (constants)
        f"bool_or(NOT p.is_ended AND {STANDS}) AS is_standing, "
        f"max({_KEY}) FILTER (WHERE p.says IS NOT NULL) AS said{before if also_before else ''}{also}"
        " FROM (SELECT f.person_id, f.id, f.kind, f.is_ended, f.from_on, f.until_on, f.ended_as,"
        f" CASE WHEN f.is_ended THEN {_SAYS.replace('p.', 'f.')} END AS says"
        " FROM casework_phase f WHERE f.from_on <= %(to)s) AS p GROUP BY p.person_id"
    )


def says(column: str) -> str:
    """What a statement says; nothing where there is none."""
    return f"coalesce(split_part(substr({column}, 47), ':', 1), '')"


def ended_as(column: str) -> str:
    """How the episode of a statement ended; nothing where there is none."""
    return f"coalesce(split_part(substr({column}, 47), ':', 2), '')"


def said_on(column: str) -> str:
    """The day of a statement."""
    return f"substr({column}, 1, 10)::date"


def listed(kinds: tuple[str, ...] | list[str]) -> str:
    """Kinds of episodes as one value."""
    return array_of(kinds)
