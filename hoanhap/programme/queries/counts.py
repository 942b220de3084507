"""How much is due, in numbers: the head of the page of the day."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from hoanhap.access.scope import Scope
from hoanhap.casework.queries import duties as casework
from hoanhap.community.queries import duties as community


@dataclass(frozen=True)
class Counts:
    """The duties of a worklist by when they are due. `undated`: no text gives a last day."""

    late: int
    today: int
    undated: int
    ahead: int


def counts(*, scope: Scope, on: date, until: date | None = None, unit_id: str | None = None) -> Counts:
    """How many duties `worklist.due` lists for the same question, in one query."""
    first, *others = [
        *casework.rows(scope=scope, on=on, until=until, unit_id=unit_id),
        *community.rows(scope=scope, on=on, until=until, unit_id=unit_id),
    ]
    united, params = first.union(*others, all=True).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE due_on < %s), count(*) FILTER (WHERE due_on = %s),"  # noqa: S608 - Django's own SQL
            f" count(*) FILTER (WHERE due_on IS NULL), count(*) FILTER (WHERE due_on > %s) FROM ({united}) AS duties",
            [on, on, on, *params],
        )
        row = cursor.fetchone()
    return Counts(*row)
