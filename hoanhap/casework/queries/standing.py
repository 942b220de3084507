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


def statements(by: str = "to") -> str:
    """`SELECT person_id, says, ended_as, on`: the last statement about each person up to the day `%(…)s`."""
    return (
        "SELECT DISTINCT ON (said.person_id) said.person_id, said.says, said.ended_as, said.from_on AS said_on"  # noqa: S608
        f" FROM (SELECT p.person_id, p.id, p.from_on, p.ended_as, {_SAYS} AS says FROM casework_phase p"
        f" WHERE p.is_ended AND p.from_on <= %({by})s) AS said WHERE said.says IS NOT NULL"
        " ORDER BY said.person_id, said.from_on DESC, said.id DESC"
    )


def listed(kinds: tuple[str, ...] | list[str]) -> str:
    """Kinds of episodes as one value."""
    return array_of(kinds)
