"""The reading process: `python -m hoanhap.exchange.imports.cells FILE` tells the cells of a file, line by line, as JSON.

Readers of foreign formats can run out of memory or fall over, so they do it here, in a process of their own with a
limit, and never in the one that serves the pages. Without Django, so it starts at once.

Out: one line a sheet with its first rows; in: the number of the sheet wanted; out: its rows; last: {"end": true}.
"""

import csv
import io
import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from hoanhap.exchange.imports import guard
from hoanhap.kit.legacy_encodings import Encoding, repair
from hoanhap.kit.syllables import is_syllable

MEMORY: Final = 2 * 1024 * guard.MEGABYTE
PREVIEW: Final = 80
LONGEST_TEXT: Final = 5_000

Row = tuple[int, list[Any]]
"""Row number counted from 0, and what stands in it."""


@dataclass
class Sheet:
    """One sheet: its rows that hold anything, in order."""

    name: str
    rows: Iterable[Row]
    is_hidden: bool = False
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()


def main(arguments: Sequence[str]) -> int:
    """Talk with the program that asked. Every failure is a line, never a trace."""
    limit_memory()
    out = sys.stdout
    try:
        sheets = open_file(Path(arguments[0]))
        for sheet in sheets:
            _say(out, described(sheet))
        _say(out, {"sheets": len(sheets)})
        out.flush()
        wanted = sys.stdin.readline().strip()
        if wanted:
            for number, values in sheets[int(wanted)].rows:
                _say(out, [number, values])
        _say(out, {"end": True})
        out.flush()
    except guard.Unreadable as unreadable:
        _say(out, {"refused": unreadable.code, "params": unreadable.params})
    except MemoryError:
        _say(
            out,
            {
                "refused": "file-unpacks-too-large",
                "params": {"megabytes": guard.LARGEST_UNPACKED // guard.MEGABYTE},
            },
        )
    except BrokenPipeError:
        return 1
    return 0


def limit_memory() -> None:
    """Where the system can: a file that wants more memory ends this process, and nothing else."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def open_file(path: Path) -> list[Sheet]:
    """The sheets of a file. Raises Unreadable."""
    if guard.kind_of(path) == "text":
        return [Sheet("", list(_text_rows(path)))]
    return _workbook(path)


def described(sheet: Sheet) -> dict[str, Any]:
    """What is told of a sheet before anybody chooses it."""
    rows = list(sheet.rows)
    sheet.rows = rows
    return {
        "name": sheet.name,
        "hidden": sheet.is_hidden,
        "rows": len(rows),
        "merged": sheet.merged,
        "hidden_rows": sorted(sheet.hidden_rows),
        "preview": rows[:PREVIEW],
    }


# --- workbooks ----------------------------------------------------------------------------


def _workbook(path: Path) -> list[Sheet]:
    import python_calamine as calamine

    try:
        odd = _odd(path)
        with path.open("rb") as file:
            book = calamine.load_workbook(io.BytesIO(file.read()))
        return [
            _sheet(book, index, meta, odd.get(meta.name, guard.Oddities()))
            for index, meta in enumerate(book.sheets_metadata)
            if meta.typ == calamine.SheetTypeEnum.WorkSheet
        ]
    except calamine.PasswordError:
        raise guard.Unreadable("file-has-password") from None
    except (guard.Unreadable, MemoryError):
        raise
    except BaseException as broken:  # a panic of the reader is no Exception
        if isinstance(broken, (KeyboardInterrupt, SystemExit)):
            raise
        raise guard.Unreadable("file-damaged") from None


def _odd(path: Path) -> dict[str, guard.Oddities]:
    with path.open("rb") as file:
        is_package = file.read(2) == b"PK"
    return guard.oddities(path) if is_package else {}


def _sheet(book: Any, index: int, meta: Any, odd: guard.Oddities) -> Sheet:
    import python_calamine as calamine

    found = book.get_sheet_by_index(index)
    if found.start is None:
        return Sheet(meta.name, [])
    first_column = found.start[1]
    if found.width + first_column > guard.MOST_COLUMNS:
        raise guard.Unreadable("file-too-wide", columns=guard.MOST_COLUMNS)
    told_apart = _by_row(odd)
    rows = []
    for number, values in enumerate(found.iter_rows()):
        told: list[Any] = [None] * first_column + [plain(value) for value in values]
        for column, mark in told_apart.get(number, ()):
            told += [None] * (column + 1 - len(told))
            told[column] = mark
        while told and told[-1] is None:
            told.pop()
        if told:
            rows.append((number, told))
        if len(rows) > guard.MOST_ROWS:
            raise guard.Unreadable("file-too-many-rows", rows=guard.MOST_ROWS)
    merged = [(top, left, bottom, right) for (top, left), (bottom, right) in found.merged_cell_ranges or ()]
    hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    return Sheet(meta.name, rows, hidden, merged[:20_000], frozenset(odd.hidden_rows))


def _by_row(odd: guard.Oddities) -> dict[int, list[tuple[int, dict[str, str]]]]:
    """Error values and formulas without a result, as marked cells: the reader of values gives them as nothing."""
    found: dict[int, list[tuple[int, dict[str, str]]]] = {}
    for key, spots in (("error", odd.errors), ("formula", odd.formulas)):
        for (row, column), shown in spots.items():
            if column < guard.MOST_COLUMNS:
                found.setdefault(row, []).append((column, {key: text(shown) or "="}))
    return found


def plain(value: Any) -> Any:
    """A value that JSON can carry: text, number, yes or no, nothing, or a marked day or time."""
    match value:
        case None | "":
            return None
        case bool():
            return value
        case int() | float():
            if not math.isfinite(value):
                return str(value)
            return int(value) if value == int(value) and abs(value) < 10**15 else value
        case datetime():
            return {"day": value.date().isoformat(), "at": value.time().isoformat()}
        case date():
            return {"day": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case timedelta():
            return {"time": str(value)}
        case _:
            return text(str(value))


def text(raw: str) -> str | None:
    """Text that the database can keep: no NUL, no half characters, of bearable length. Blank text is nothing."""
    kept = raw.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")[:LONGEST_TEXT]
    return kept if kept.strip() else None


# --- comma-separated text -----------------------------------------------------------------


def _text_rows(path: Path) -> Iterator[Row]:
    content = decoded(path.read_bytes())
    if content.startswith("sep=") and "\n" in content:
        first, content = content.split("\n", 1)
        delimiter, offset = first[4:5] or ",", 1
    else:
        delimiter, offset = _delimiter(content), 0
    csv.field_size_limit(guard.MEGABYTE)
    count = 0
    try:
        reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
        for number, values in enumerate(reader):
            if len(values) > guard.MOST_COLUMNS:
                raise guard.Unreadable("file-too-wide", columns=guard.MOST_COLUMNS)
            told = [text(value) for value in values]
            while told and told[-1] is None:
                told.pop()
            if told:
                count += 1
                yield number + offset, told
            if count > guard.MOST_ROWS:
                raise guard.Unreadable("file-too-many-rows", rows=guard.MOST_ROWS)
    except csv.Error:
        raise guard.Unreadable("file-damaged") from None


def decoded(data: bytes) -> str:
    """The text in whichever encoding it was saved."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    western, vietnamese = data.decode("cp1252", "replace"), data.decode("cp1258", "replace")
    return max((western, vietnamese), key=lambda candidate: _vietnamese_words(candidate[:20_000]))


def _vietnamese_words(candidate: str) -> int:
    count = 0
    for line in candidate.splitlines():
        for piece in line.replace(";", ",").replace("\t", ",").split(","):
            fixed = repair(piece)
            legacy = fixed.certain and fixed.encoding is not Encoding.UNICODE
            count += sum(not word.isascii() and is_syllable(word) for word in fixed.text.split()) * (
                2 if legacy else 1
            )
    return count


def _delimiter(content: str) -> str:
    lines = content.splitlines()[:PREVIEW]
    return max(",;\t|", key=lambda sign: sum(line.count(sign) for line in lines))


def _say(out: Any, what: Any) -> None:
    out.write(json.dumps(what, ensure_ascii=True, allow_nan=False) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
