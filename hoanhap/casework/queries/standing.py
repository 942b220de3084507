"""What the phases of somebody's episodes say together, as parts of larger statements about everybody.

A *statement* is what the end of an episode says about the person: `needed` (dependent, not treated), `done` (treated, or
not dependent), or `out` (died, moved away, in prison). The last one counts until another episode says otherwise.
"""

from collections.abc import Collection
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


_BITS: Final = {kind.value: 1 << place for place, kind in enumerate(Episode.Kind)}
_BIT: Final = "CASE p.kind " + " ".join(f"WHEN '{kind}' THEN {bit}" for kind, bit in _BITS.items()) + " END"
_SINCE: Final = "(p.until_on IS NULL OR p.until_on > %(from)s)"
_STILL: Final = "(p.until_on IS NULL OR p.until_on > %(to)s)"
_COMPLETED: Final = "p.is_ended AND p.counts_as = 'completed' AND p.from_on >= %(from)s"
LIVES: Final = "lives"
"""What the table of `lives()` is called where parts of a statement share it."""


def lives() -> str:
    """Everybody with a phase up to `%(to)s`, once: what their phases say together. Of the days since `%(from)s`.

    In which kinds of episodes they were *inside* (`in_during`, `in_at_end`), which ran (`open_during`, `open_at_end`) and
    which they completed (`completed_during`), each as a number to be asked by `any_of`; the last statement (`said`) and
    the last up to the first day (`said_before`), to be asked by `says`, `ended_as` and `said_on`. Every phase is read once
    and none is sorted.
    """
    return (
        "SELECT p.person_id, "  # noqa: S608 (constants)
        f"{_kinds(f'p.is_in AND {_SINCE}')} AS in_during, "
        f"{_kinds(f'p.is_in AND {_STILL}')} AS in_at_end, "
        f"{_kinds(f'NOT p.is_ended AND {_SINCE}')} AS open_during, "
        f"{_kinds(f'NOT p.is_ended AND {_STILL}')} AS open_at_end, "
        f"{_kinds(_COMPLETED)} AS completed_during, "
        f"max({_KEY}) FILTER (WHERE p.says IS NOT NULL) AS said, "
        f"max({_KEY}) FILTER (WHERE p.says IS NOT NULL AND p.from_on <= %(from)s) AS said_before"
        " FROM (SELECT f.person_id, f.id, f.kind, f.is_in, f.is_ended, f.from_on, f.until_on, f.counts_as, f.ended_as,"
        f" CASE WHEN f.is_ended THEN {_SAYS.replace('p.', 'f.')} END AS says"
        " FROM casework_phase f WHERE f.from_on <= %(to)s) AS p GROUP BY p.person_id"
    )


def any_of(column: str, kinds: Collection[str]) -> str:
    """Whether a column of `lives()` has any of the kinds."""
    return f"({LIVES}.{column} & {sum(_BITS.get(kind, 0) for kind in set(kinds))}) <> 0"


def _kinds(which: str) -> str:
    return f"coalesce(bit_or({_BIT}) FILTER (WHERE {which}), 0)"


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
