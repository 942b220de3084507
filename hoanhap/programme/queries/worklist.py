"""Everything that is due: each room is asked, nothing is pushed."""

from collections.abc import Collection
from datetime import date

from hoanhap.access.scope import Scope
from hoanhap.casework.queries import duties as casework
from hoanhap.casework.queries.duties import Where, Worklist
from hoanhap.casework.queries.worklists import Asked
from hoanhap.community.queries import duties as community
from hoanhap.kit.paging import DEFAULT_SIZE


def due(
    *,
    scope: Scope,
    on: date,
    until: date | None = None,
    unit_id: Where = None,
    by: Collection[str] | None = None,
    only_risen: bool = False,
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> Worklist:
    """The duties of steps, helpers and contacts on one list: late ones first, then undated ones, then by day.

    `until` leaves out what is due after it; `unit_id` asks for some communes, `by` for the duties of some offices (the
    codes under which they act: `casework.queries.offices.codes_of`), `only_risen` for what the office above sees too.
    """
    parts = [
        *casework.parts(scope=scope, on=on, unit_id=unit_id),
        *community.parts(scope=scope, on=on, unit_id=unit_id),
    ]
    return casework.page(
        parts,
        scope=scope,
        on=on,
        asked=Asked(until, by, on if only_risen else None),
        number=number,
        size=size,
        words={**casework.words(), **community.words()},
    )
