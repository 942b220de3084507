"""Reading an office's list, or what somebody pasted, as far as it says who stands on it."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from hoanhap.exchange.imports.guard import Unreadable
from hoanhap.exchange.imports.people import read_person
from hoanhap.exchange.imports.problems import FileRefused
from hoanhap.exchange.imports.proposals import Proposal
from hoanhap.exchange.imports.survey import Survey
from hoanhap.exchange.imports.tables import TableRow, read_table
from hoanhap.exchange.imports.values import Cells
from hoanhap.exchange.imports.workbook import opened

MOST_ROWS: Final = 5_000
"""A list is of one commune."""
LONGEST_PASTE: Final = 2_000_000


@dataclass(frozen=True)
class ListedLine:
    """One row of a list: who it says somebody is. `birth` in ISO form, as exact as the list is; may be empty."""

    number: int
    full_name: str
    birth: str
    sex: str
    numbers: tuple[tuple[str, str], ...]
    address: str


@dataclass(frozen=True)
class ReadList:
    """What a file says, and the numbers of the rows whose name could not be read."""

    lines: tuple[ListedLine, ...]
    left_out: tuple[int, ...]


def read_list(path: Path, *, sheet: str = "", on: date) -> ReadList:
    """The people of a list. `on`: its day; nobody on it was born later. Raises FileRefused with the sentence why not."""
    try:
        with opened(path) as book:
            table = read_table(book, wanted=sheet)
            rows = []
            for row in table.rows:
                rows.append(row)
                if len(rows) > MOST_ROWS:
                    raise Unreadable("too-many-for-pages", rows=MOST_ROWS)
        if not rows:
            raise Unreadable("no-people")
    except Unreadable as unreadable:
        raise FileRefused(unreadable.code, **unreadable.params) from None
    survey = Survey()
    for row in rows:
        survey.look(row)
    columns = frozenset(table.header.columns)
    read = [(row.number, _line(row, survey, columns, on)) for row in rows]
    if not any(line for _, line in read):
        raise FileRefused("no-people")
    return ReadList(
        tuple(line for _, line in read if line is not None),
        tuple(number for number, line in read if line is None),
    )


def _line(row: TableRow, survey: Survey, columns: frozenset[str], on: date) -> ListedLine | None:
    if row.continues:
        return None
    cells = Cells(dict(row.cells), survey, on)
    proposal = Proposal()
    read_person(cells, proposal, {}, columns=columns, on=on)
    if not proposal.full_name:
        return None
    return ListedLine(
        number=row.number,
        full_name=proposal.full_name,
        birth=proposal.birth.isoformat() if proposal.birth else "",
        sex=proposal.sex,
        numbers=tuple((one.kind, one.number) for one in proposal.numbers),
        address=cells.text("address", longest=300),
    )


def hash_of(path: Path, sheet: str = "") -> str:
    """Of the bytes of the file, and of the sheet that was asked for."""
    digest = hashlib.sha256(path.read_bytes())
    if sheet:
        digest.update(f"\0{sheet}".encode())
    return digest.hexdigest()


@contextmanager
def pasted(text: str) -> Iterator[Path]:
    """What somebody pasted from a table, as a file for the same readers; removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="hoanhap-paste-") as folder:
        path = Path(folder) / "paste.csv"
        path.write_text(text[:LONGEST_PASTE], encoding="utf-8")
        yield path
