"""How much is due, in numbers: the head of the page of the day."""

from datetime import date

from hoanhap.access.scope import Scope
from hoanhap.casework.queries import duties as casework
from hoanhap.casework.queries.worklists import Tally, tally
from hoanhap.community.queries import duties as community


def counts(*, scope: Scope, on: date, until: date | None = None, unit_id: str | None = None) -> Tally:
    """How many duties `worklist.due` lists for the same question, in one query."""
    asked = [
        *casework.parts(scope=scope, on=on, unit_id=unit_id),
        *community.parts(scope=scope, on=on, unit_id=unit_id),
    ]
    return tally(asked, on=on, until=until)
