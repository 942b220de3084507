"""The months of the follow-up in SQL: the same answers as `rules.follow_up`.

A monthly return that its month does not have falls on that month's last day, so a return lies in the calendar month
counted from the first day's, and only the two days of the month have to be compared: nothing is counted up.
"""

import re
from typing import Any, ClassVar, Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, Func, IntegerField
from django.db.models.sql.compiler import SQLCompiler

_APART: Final = (
    "(date_part('year', {day}) - date_part('year', {since})) * 12"
    " + date_part('month', {day}) - date_part('month', {since})"
)
_NAMED: Final = re.compile(r"\{(since|day)\}")


class _Months(Func):
    """How many of the first `months` monthly returns of the first day lie before the second day."""

    arity = 2
    output_field = IntegerField()
    still_to_come: ClassVar[str]
    """Whether the return in the second day's own month does not count."""

    def as_sql(  # type: ignore[override]
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,  # noqa: ARG002 (there is one kind of database)
        *_: Any,
        **given: Any,
    ) -> tuple[str, list[Any]]:
        """Each day is needed several times, and so are its parameters."""
        since, day = (compiler.compile(one) for one in self.get_source_expressions())
        asked = {"since": since, "day": day}
        months = {**self.extra, **given}["months"]
        template = f"least(greatest({_APART} - ({self.still_to_come})::int, 0), {int(months)})::int"
        text: list[str] = []
        params: list[Any] = []
        for place, piece in enumerate(_NAMED.split(template)):
            text.append(asked[piece][0] if place % 2 else piece)
            params += asked[piece][1] if place % 2 else ()
        return "".join(text), params


class MonthsBefore(_Months):
    """Counting returns before the day: a contact's month, from 0."""

    still_to_come = "date_part('day', {since}) >= date_part('day', {day})"


class MonthsPassed(_Months):
    """Counting returns up to the day itself: how many months are over."""

    still_to_come = "date_part('day', {since}) > date_part('day', {day}) AND date_part('day', {day} + 1) > 1"


class Bit(Func):
    """The month's own bit: months that had a contact are put together with `BitOr`. Up to 62 months."""

    template = "(1::bigint << %(expressions)s)"
    output_field = BigIntegerField()


class BitsBelow(Func):
    """The bits of all months before that one."""

    template = "((1::bigint << %(expressions)s) - 1)"
    output_field = BigIntegerField()
