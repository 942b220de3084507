"""Everything that is due: each room is asked, nothing is pushed."""

from datetime import date

from hoanhap.access.scope import Scope
from hoanhap.casework.queries import duties as casework
from hoanhap.casework.queries.duties import Worklist
from hoanhap.community.queries import duties as community
from hoanhap.kit.paging import DEFAULT_SIZE


def due(
    *,
    scope: Scope,
    on: date,
    until: date | None = None,
    unit_id: str | None = None,
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> Worklist:
    """The duties of steps, helpers and contacts on one list: late ones first, then undated ones, then by day.

    `until` leaves out what is due after it; `unit_id` asks for one commune.
    """
    asked = [
        *casework.parts(scope=scope, on=on, unit_id=unit_id),
        *community.parts(scope=scope, on=on, unit_id=unit_id),
    ]
    return casework.page(
        asked,
        scope=scope,
        on=on,
        until=until,
        number=number,
        size=size,
        words={**casework.words(), **community.words()},
    )
