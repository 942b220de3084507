"""Taking a file in: its rows are kept as they stand, and nothing of them is a fact yet."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.exchange.imports.columns import definition
from hoanhap.exchange.imports.guard import Unreadable
from hoanhap.exchange.imports.headers import Header
from hoanhap.exchange.imports.participants import form_in_title, kept, required_columns
from hoanhap.exchange.imports.places import Places, Setting, setting_of
from hoanhap.exchange.imports.problems import FileRefused
from hoanhap.exchange.imports.survey import Survey
from hoanhap.exchange.imports.tables import Note, TableRow, read_table
from hoanhap.exchange.imports.workbook import opened
from hoanhap.exchange.models import Batch, BatchRow
from hoanhap.kit.dates import local_day
from hoanhap.kit.text import clean

IMPORT: Final = "exchange.import"
AT_A_TIME: Final = 1_000

Progress = Callable[[int, int], None]
"""How many are done, of how many (0: not known yet)."""


def nothing_told(_done: int, _all: int) -> None:
    """For callers who show no progress."""


@transaction.atomic
def stage(
    *,
    path: Path,
    file_name: str,
    scope: Scope,
    at: datetime,
    sheet: str = "",
    most_rows: int | None = None,
    progress: Progress = nothing_told,
) -> Batch:
    """Keep the rows of a list for checking and review. The same file by the same account is the batch it was before.

    `sheet` names the sheet to read; otherwise the one most plainly a list is. Raises Forbidden, or FileRefused with
    the one sentence that says why the file cannot be used; then nothing of it is kept.
    """
    scope.require(IMPORT)
    file_hash = _hash(path, sheet)
    known = Batch.objects.filter(
        kind=definition().code, file_hash=file_hash, uploaded_by=scope.account_id
    ).exclude(state=Batch.State.ABANDONED)
    if batch := known.first():
        return batch
    batch = take_in(
        path=path,
        file_name=file_name,
        sheet=sheet,
        scope=scope,
        at=at,
        begin=lambda new: new.save(force_insert=True),
        keep=BatchRow.objects.bulk_create,
        most_rows=most_rows,
        progress=progress,
    )
    batch.file_hash = file_hash
    batch.save(update_fields=["survey", "notes", "file_hash"])
    trail.record("exchange.batch-staged", by=scope, at=at, subject=batch, rows=batch.rows.count())
    return batch


def _hash(path: Path, sheet: str) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1024 * 1024):
            digest.update(block)
    if sheet:
        digest.update(f"\0{clean(sheet)}".encode())
    return digest.hexdigest()


def take_in(
    *,
    path: Path,
    file_name: str,
    sheet: str,
    scope: Scope,
    at: datetime,
    begin: Callable[[Batch], object],
    keep: Callable[[list[BatchRow]], object],
    most_rows: int | None = None,
    progress: Progress = nothing_told,
) -> Batch:
    """Read a file into a batch and its rows; `begin` and `keep` decide whether they are saved. Raises FileRefused."""
    try:
        with opened(path) as book:
            table = read_table(book, wanted=sheet)
            batch = Batch(
                kind=definition().code,
                file_name=clean(file_name)[-200:],
                sheet=clean(table.sheet)[:100],
                columns=_columns(table.header),
                uploaded_by=scope.account_id,
                uploaded_at=at,
            )
            begin(batch)
            survey = Survey()
            count, has_notes = 0, False
            for chunk in _chunks(table.rows):
                for row in chunk:
                    survey.look(row)
                    has_notes = has_notes or "note" in row.cells
                count += len(chunk)
                if most_rows is not None and count > most_rows:
                    raise Unreadable("too-many-for-pages", rows=most_rows)
                keep([_row(batch, row) for row in chunk])
                progress(count, 0)
        if not count:
            raise Unreadable("no-people")
    except Unreadable as unreadable:
        raise FileRefused(unreadable.code, **unreadable.params) from None
    setting = setting_of(table.header.above, places=Places(), on=local_day(at))
    batch.survey = {
        **survey.as_json(),
        "setting": dict(setting.__dict__),
        "form": form_in_title(table.header.above),
    }
    batch.notes = _notes(table.notes, table.header, survey, setting, has_notes=has_notes)
    return batch


def _chunks(rows: Iterable[TableRow]) -> Iterator[list[TableRow]]:
    waiting = iter(rows)
    while chunk := list(islice(waiting, AT_A_TIME)):
        yield chunk


def _columns(header: Header) -> dict[str, Any]:
    return {
        code: {
            "letter": ", ".join(place.letter for place in places),
            "heading": " / ".join(place.heading for place in places)[:200],
        }
        for code, places in header.columns.items()
    }


def _row(batch: Batch, row: TableRow) -> BatchRow:
    raw = kept(row.cells, section=row.section, hidden=row.hidden, continues=row.continues)
    return BatchRow(batch=batch, number=row.number, state=BatchRow.State.UNREAD, raw=raw)


def _notes(
    found: list[Note], header: Header, survey: Survey, setting: Setting, *, has_notes: bool
) -> list[dict[str, Any]]:
    notes = [{"code": note.code, "params": note.params} for note in found]
    alternatives = {"born": {"born_male", "born_female"}, "sex": {"born_male", "sex_male", "sex_female"}}
    notes += [
        {"code": "column-missing", "params": {"column_code": code}}
        for code in required_columns()
        if code not in header.columns and not (alternatives.get(code, set()) & header.columns.keys())
    ]
    for code in survey.encodings:
        if encoding := survey.expected(code):
            heading = " / ".join(place.heading for place in header.columns[code])
            notes.append({"code": "encoding", "params": {"column": heading, "encoding": encoding.value}})
    if has_notes:
        heading = " / ".join(place.heading for place in header.columns["note"])
        notes.append({"code": "column-kept", "params": {"column": heading}})
    if not setting.is_empty:
        notes.append({"code": "title-place", "params": {"place": setting.text}})
    return notes


def context_of(batch: Batch) -> tuple[Survey, Setting, str]:
    """What was learned from the whole file: columns, place in the title, form in the title."""
    told = batch.survey
    return Survey.from_json(told), Setting(**told.get("setting", {})), told.get("form", "")
