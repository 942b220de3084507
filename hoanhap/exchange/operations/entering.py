"""Entering the rows that are ready: through the operations of the pages, each row wholly or not at all."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import DatabaseError, OperationalError, transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.exchange.imports.problems import Finding, in_every_language, stop
from hoanhap.exchange.models import Batch, BatchRow
from hoanhap.exchange.operations import facts
from hoanhap.exchange.operations.holding import held, reached_batch
from hoanhap.exchange.operations.resembling import question_about
from hoanhap.exchange.operations.staging import IMPORT, Progress, nothing_told
from hoanhap.kit.errors import Problem, Refused
from hoanhap.people.operations import people

AT_A_TIME: Final = 100
"""Rows in one transaction. A program that is killed loses at most these, and enters them again next time."""
TRIES: Final = 5
DEADLOCK: Final = "40P01"


class NotYet(Refused):
    """The list cannot be entered in the state it is in."""


@dataclass(frozen=True)
class Counts:
    """How many rows of a list are in each state."""

    ready: int = 0
    question: int = 0
    refused: int = 0
    skipped: int = 0
    committed: int = 0
    known: int = 0
    unread: int = 0

    @property
    def total(self) -> int:
        return sum(self.__dict__.values())


def counts_of(batch: Batch) -> Counts:
    """Rows by state."""
    found = batch.rows.order_by().values_list("state").annotate(Count("id"))
    return Counts(**dict(found))


def enter(
    *,
    batch_id: UUID,
    scope: Scope,
    at: datetime,
    seconds: float | None = None,
    progress: Progress = nothing_told,
) -> Counts:
    """Enter the rows that are ready, a few in each transaction; at most for `seconds`.

    A row's facts and its state "entered" are written together, so a call that was interrupted is simply repeated.
    Rows that somebody else made doubtful in the meantime become questions; one that is refused does not touch the
    others. Raises NotFound, Busy, NotYet.
    """
    scope.require(IMPORT)
    started = time.monotonic()
    before = counts_of(reached_batch(batch_id, scope=scope))
    done, total = before.committed, before.committed + before.ready
    while True:
        entered, is_last, batch = _enter_next(batch_id, scope=scope, at=at)
        done += entered
        progress(done, total)
        if is_last or (seconds is not None and time.monotonic() - started > seconds):
            return counts_of(batch)


def _enter_next(batch_id: UUID, *, scope: Scope, at: datetime) -> tuple[int, bool, Batch]:
    """One transaction: how many rows went in, and whether none is left. Begun again if it and another lock each other."""
    for tries_left in reversed(range(TRIES)):
        try:
            with held(batch_id, scope=scope) as locked:
                _begin(locked)
                chunk = list(locked.rows.filter(state=BatchRow.State.READY).order_by("number")[:AT_A_TIME])
                entered = _enter(chunk, locked, scope=scope, at=at)
                if entered:
                    trail.record("exchange.rows-entered", by=scope, at=at, subject=locked, rows=entered)
                is_last = len(chunk) < AT_A_TIME
                if is_last:
                    _finish(locked, counts_of(locked), scope=scope, at=at)
                return entered, is_last, locked
        except OperationalError as error:
            if not tries_left or getattr(error.__cause__, "sqlstate", "") != DEADLOCK:
                raise
    raise AssertionError


def _begin(batch: Batch) -> None:
    if batch.state in (Batch.State.READING, Batch.State.ABANDONED):
        raise NotYet(
            Problem(
                "import-not-checked",
                _("This list has not been checked to the end. Open it and go on checking first."),
            )
        )
    if batch.state == Batch.State.REVIEW:
        batch.state = Batch.State.COMMITTING
        batch.save(update_fields=["state"])


def _finish(batch: Batch, counts: Counts, *, scope: Scope, at: datetime) -> None:
    """Nothing is ready any more: done, or waiting for decisions."""
    batch.state = Batch.State.REVIEW if counts.question or counts.refused else Batch.State.COMMITTED
    if batch.state == Batch.State.COMMITTED and batch.committed_at is None:
        batch.committed_at = at
        trail.record("exchange.batch-entered", by=scope, at=at, subject=batch, rows=counts.committed)
    batch.save(update_fields=["state", "committed_at"])


def _enter(rows: Sequence[BatchRow], batch: Batch, *, scope: Scope, at: datetime) -> int:
    """Enter the rows of one transaction; whatever refuses one is kept on it. Returns how many went in.

    Rows that refer to people or episodes of other rows come after those, one by one.
    """
    by_themselves = [row for row in rows if row.decision.keys() & _REFERRING]
    together = [row for row in rows if row not in by_themselves]
    entered = _enter_together(together, batch, scope=scope, at=at) if together else 0
    return entered + sum(_enter_together([row], batch, scope=scope, at=at) for row in by_themselves)


_REFERRING: Final = {"add_to", "other_rows"}


def _enter_together(
    rows: Sequence[BatchRow], batch: Batch, *, scope: Scope, at: datetime, is_again: bool = False
) -> int:
    """Enter all of the rows in a savepoint; where anything refuses them, either half by itself, down to the one row."""
    try:
        with transaction.atomic():
            facts.write(rows, batch, scope=scope, at=at)
        return len(rows)
    except OperationalError:
        raise
    except (Refused, people.AlikeTogether, DatabaseError) as refused:
        if len(rows) == 1:
            if isinstance(refused, people.TakenMeanwhile) and not is_again:
                return _enter_together(rows, batch, scope=scope, at=at, is_again=True)
            _explain(rows[0], refused, scope=scope, at=at)
            return 0
    middle = len(rows) // 2
    return sum(_enter_together(half, batch, scope=scope, at=at) for half in (rows[:middle], rows[middle:]))


def _explain(row: BatchRow, refused: Exception, *, scope: Scope, at: datetime) -> None:
    """Keep on the row why it stays out: a question about somebody who resembles, or what was refused."""
    row.person_id = row.episode_id = None
    if isinstance(refused, people.LikelyDuplicate):
        people.log_told(refused, scope=scope, at=at)
        row.decision = {
            **row.decision,
            "looked_at": sorted(str(one.id) for one in refused.candidates),
        }
        _keep(row, BatchRow.State.QUESTION, question_about(refused.candidates))
    elif isinstance(refused, Refused):
        _keep(row, BatchRow.State.REFUSED, *(_said(problem) for problem in refused.problems))
    else:
        # A rule of the database that no operation put into words; the row stays out, the others go on.
        said = gettext_lazy("The database refused this row, so nothing of it was entered.")
        _keep(row, BatchRow.State.REFUSED, stop("not-entered", said=in_every_language(said)))


def _said(problem: Problem) -> Finding:
    return stop("not-entered", said=in_every_language(problem))


def _keep(row: BatchRow, state: str, *findings: Finding) -> None:
    row.state = state
    row.problems = [*row.problems, *(finding.as_json() for finding in findings)]
    row.save(update_fields=["state", "problems", "decision"])
