"""Lists of duties in one statement: every open episode is read once, its dates side by side, its duties unfolded.

Asking for each kind of duty by itself reads a province's steps once for each; this reads them once.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Max, Q, QuerySet

from hoanhap.casework.models import Episode
from hoanhap.casework.rules.regimes import Regime
from hoanhap.kit.paging import LARGEST_SIZE

Parameters = Sequence[Any]
COLUMNS: Final = "id, person_id, unit_id, regime, regime_edition, code, due_on, since_on, due_by, rises_on"
"""Of every duty, in the order of `Row`."""


@dataclass(frozen=True)
class Sql:
    """A piece of SQL with its parameters. Nothing that anybody typed is ever part of `text`."""

    text: str
    params: Parameters = ()


@dataclass(frozen=True)
class Unfolded:
    """A kind of duty: when an episode has it, and its last day, in terms of the columns of `e` (and `joins`)."""

    code: str
    holds: Sql
    due_on: Sql
    by: str = ""


@dataclass(frozen=True)
class Part:
    """Episodes with the days of their steps in the columns `columns`, and the duties these can bring about."""

    episodes: QuerySet[Episode]
    columns: dict[str, Any]
    duties: Sequence[Unfolded]
    joins: Sql = Sql("")


@dataclass(frozen=True)
class Row:
    """One duty of one episode."""

    episode_id: UUID
    person_id: UUID
    unit_id: str
    regime: str
    regime_edition: int
    code: str
    due_on: date | None
    since_on: date | None
    by: str
    rises_on: date | None


@dataclass(frozen=True)
class Asked:
    """Which of the duties are wanted: those of some offices (codes of `by`), and only those that have risen by a day."""

    until: date | None = None
    by: Collection[str] | None = None
    risen_by: date | None = None

    @property
    def condition(self) -> Sql:
        """The same over the columns of `Row`."""
        told = [Sql("(%s::date IS NULL OR due_on IS NULL OR due_on <= %s::date)", [self.until, self.until])]
        if self.by is not None:
            told.append(Sql("due_by = ANY(%s)", [sorted(self.by)]))
        if self.risen_by is not None:
            told.append(Sql("rises_on <= %s::date", [self.risen_by]))
        return Sql(" AND ".join(one.text for one in told), [value for one in told for value in one.params])


@dataclass(frozen=True)
class Tally:
    """Duties by when they are due. `undated`: no text gives a last day."""

    late: int
    today: int
    undated: int
    ahead: int

    @property
    def total(self) -> int:
        return self.late + self.today + self.undated + self.ahead


NOTHING: Final = Tally(0, 0, 0, 0)


@dataclass(frozen=True)
class Written:
    """Duties that are written out already: `select` gives the columns of `Row`, in that order."""

    select: Sql


def day_columns(regime: Regime, on: date) -> dict[str, Any]:
    """The day of each step by `on`, null where it is not there yet."""
    columns: dict[str, Any] = {
        column(regime, step.code): Max("steps__happened_on", filter=_held(step.code, on))
        for step in regime.steps
    }
    return columns


def column(regime: Regime, step: str) -> str:
    """The column of a step's day."""
    return f"day_{regime.order[step]}"


def _held(kind: str, on: date) -> Q:
    return Q(steps__kind=kind, steps__retired_at__isnull=True, steps__happened_on__lte=on)


def read(
    parts: Sequence[Part | Written], *, on: date, asked: Asked, number: int, size: int
) -> tuple[list[Row], int, Tally]:
    """One page of the duties of all parts: late ones first, then undated ones, then by day; the page read, and how
    many there are on all pages. One statement: the page and the counts come from one look at the steps.
    """
    size = max(1, min(size, LARGEST_SIZE))
    rows, counts = _fetch(parts, on, asked, (max(1, number) - 1) * size, size)
    if rows or number <= 1:
        return rows, max(1, number), counts
    _first, counts = _fetch(parts, on, asked, 0, 1)
    number = max(1, -(-counts.total // size))
    return _fetch(parts, on, asked, (number - 1) * size, size)[0], number, counts


def _fetch(
    parts: Sequence[Part | Written], on: date, asked: Asked, offset: int, limit: int
) -> tuple[list[Row], Tally]:
    united = _united(parts, asked)
    statement = (
        "SELECT due.*, count(*) FILTER (WHERE due_on < %s) OVER (), count(*) FILTER (WHERE due_on = %s) OVER (), "  # noqa: S608
        "count(*) FILTER (WHERE due_on IS NULL) OVER (), count(*) FILTER (WHERE due_on > %s) OVER () "
        f"FROM {united.text} ORDER BY coalesce(due_on, %s::date), id, code LIMIT %s OFFSET %s"
    )
    params = [*united.source_params, on, on, on, *united.params, on, limit, offset]
    with connection.cursor() as cursor:
        cursor.execute(f"{united.sources} {statement}", params)
        rows = cursor.fetchall()
    return [Row(*row[:-4]) for row in rows], Tally(*rows[0][-4:]) if rows else NOTHING


@dataclass(frozen=True)
class _United:
    sources: str
    source_params: list[Any]
    text: str
    params: list[Any]


def _united(parts: Sequence[Part | Written], asked: Asked) -> _United:
    """The duties of all parts as one table `due`. Pieces are Django's own SQL and the constants of this program."""
    sources: list[str] = []
    source_params: list[Any] = []
    selects: list[str] = []
    params: list[Any] = []
    wanted = asked.condition
    for place, part in enumerate(parts):
        if isinstance(part, Written):
            selects.append(
                f"SELECT * FROM ({part.select.text}) AS written "  # noqa: S608
                f"({COLUMNS}) WHERE {wanted.text}"
            )
            params += [*part.select.params, *wanted.params]
            continue
        columns = ["id", "person_id", "unit_id", "regime", "regime_edition", *part.columns]
        text, given = (
            part.episodes.order_by().annotate(**part.columns).values(*columns).query.sql_with_params()
        )
        sources.append(f"e{place} ({', '.join(columns)}) AS MATERIALIZED ({text})")
        source_params += given
        params += part.joins.params
        for duty in part.duties:
            params += [duty.code, *duty.holds.params, *duty.due_on.params, duty.by]
        unfolded = ", ".join(
            f"(%s::text, {duty.holds.text}, {duty.due_on.text}, %s::text, NULL::date)" for duty in part.duties
        )
        selects.append(
            "SELECT e.id, e.person_id, e.unit_id, e.regime, e.regime_edition, duty.code, duty.due_on, NULL::date, "  # noqa: S608
            f"duty.due_by, duty.rises_on FROM e{place} AS e {part.joins.text} "
            f"CROSS JOIN LATERAL (VALUES {unfolded}) AS duty (code, holds, due_on, due_by, rises_on) "
            f"WHERE duty.holds AND {wanted.text}"
        )
        params += wanted.params
    return _United(
        f"WITH {', '.join(sources)}" if sources else "",
        source_params,
        f"({' UNION ALL '.join(selects)}) AS due",
        params,
    )
