"""A list of participants in one go: for the command line and the demo, where nobody sits between the steps."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.exchange.models import Batch, BatchRow
from hoanhap.exchange.operations.checking import AT_A_TIME, Checker, check
from hoanhap.exchange.operations.entering import Counts, counts_of, enter
from hoanhap.exchange.operations.holding import reached_batch
from hoanhap.exchange.operations.staging import IMPORT, Progress, nothing_told, stage, take_in
from hoanhap.exchange.queries.batches import FileNote, RowReport, notes_of, report_of, reports


@dataclass(frozen=True)
class Outcome:
    """What became of a list. `is_new` is false where the same file was brought before."""

    batch_id: UUID | None
    sheet: str
    counts: Counts
    notes: tuple[FileNote, ...]
    rows: tuple[RowReport, ...]
    """Every row that is not simply in: questions, refusals, warnings."""
    is_new: bool = True

    @property
    def refused(self) -> int:
        return self.counts.refused

    @property
    def questions(self) -> int:
        return self.counts.question


@dataclass(frozen=True)
class Telling:
    """Who is told how far each part has come."""

    reading: Progress = nothing_told
    checking: Progress = nothing_told
    entering: Progress = nothing_told


def import_file(
    path: Path, *, scope: Scope, at: datetime, sheet: str = "", telling: Telling | None = None
) -> Outcome:
    """Read a list, check it and enter every row that is ready. Repeating it goes on where it stopped.

    Raises FileRefused, Forbidden, Busy.
    """
    told = telling or Telling()
    batch = stage(path=path, file_name=path.name, scope=scope, at=at, sheet=sheet, progress=told.reading)
    is_new = batch.state == Batch.State.READING
    return resume(batch.pk, scope=scope, at=at, telling=told, is_new=is_new)


def resume(
    batch_id: UUID, *, scope: Scope, at: datetime, telling: Telling | None = None, is_new: bool = False
) -> Outcome:
    """Go on with a list that was interrupted, at whatever step. Raises NotFound, Busy."""
    told = telling or Telling()
    check(batch_id=batch_id, scope=scope, at=at, progress=told.checking)
    batch = reached_batch(batch_id, scope=scope)
    if batch.rows.filter(state=BatchRow.State.READY).exists() or batch.state == Batch.State.COMMITTING:
        enter(batch_id=batch_id, scope=scope, at=at, progress=told.entering)
    return _outcome(reached_batch(batch_id, scope=scope), is_new=is_new)


def try_file(
    path: Path, *, scope: Scope, at: datetime, sheet: str = "", telling: Telling | None = None
) -> Outcome:
    """What would become of a list: read and checked in memory, nothing kept of it.

    What is written all the same is the log of reads, where an existing file that looks alike is named. Raises
    FileRefused, Forbidden.
    """
    scope.require(IMPORT)
    told = telling or Telling()
    rows: list[BatchRow] = []
    batch = take_in(
        path=path,
        file_name=path.name,
        sheet=sheet,
        scope=scope,
        at=at,
        begin=lambda _batch: None,
        keep=rows.extend,
        progress=told.reading,
    )
    checker = Checker(batch, scope=scope, at=at, is_kept=False)
    for done in range(0, len(rows), AT_A_TIME):
        checker.look(rows[done : done + AT_A_TIME])
        told.checking(min(done + AT_A_TIME, len(rows)), len(rows))
    return Outcome(
        batch_id=None,
        sheet=batch.sheet,
        counts=Counts(**Counter(row.state for row in rows)),
        notes=notes_of(batch),
        rows=tuple(report for row in rows if (report := report_of(row, batch)).findings),
    )


def interrupted(*, scope: Scope) -> list[dict[str, Any]]:
    """The lists of the account that were begun and not finished."""
    found = Batch.objects.visible_to(scope, IMPORT).filter(
        state__in=(Batch.State.READING, Batch.State.COMMITTING)
    )
    return [{"id": batch.pk, "file_name": batch.file_name} for batch in found.order_by("uploaded_at")]


def _outcome(batch: Batch, *, is_new: bool) -> Outcome:
    return Outcome(
        batch_id=batch.pk,
        sheet=batch.sheet,
        counts=counts_of(batch),
        notes=notes_of(batch),
        rows=tuple(reports(batch)),
        is_new=is_new,
    )
