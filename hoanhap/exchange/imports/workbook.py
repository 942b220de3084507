"""Asking the reading process for the cells of a file, and keeping it within its time."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from hoanhap.exchange.imports.guard import LARGEST_UNPACKED, MEGABYTE, Unreadable

MOST_SECONDS: Final = 120.0
MODULE: Final = "hoanhap.exchange.imports.cells"
ROOT: Final = Path(__file__).resolve().parents[3]

Cell = Any
"""None, text, a number, a bool, or a marked value: {"day": …}, {"time": …}, {"error": …}, {"formula": …}."""


@dataclass(frozen=True)
class SheetPreview:
    """One sheet before it is chosen: its first rows, and what is merged and hidden in it."""

    index: int
    name: str
    is_hidden: bool
    row_count: int
    preview: tuple[tuple[int, list[Cell]], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()


@dataclass
class Workbook:
    """An opened file. `rows` may be asked for once, of one sheet."""

    sheets: tuple[SheetPreview, ...]
    _talk: "_Talk" = field(repr=False)

    def rows(self, index: int) -> Iterator[tuple[int, list[Cell]]]:
        """Every row of a sheet that holds anything: its number from 0, and its cells."""
        return self._talk.rows(index)


@contextmanager
def opened(path: Path) -> Iterator[Workbook]:
    """Open a spreadsheet or a text table. Raises Unreadable, which names the sentence that says why not."""
    process = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", MODULE, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="ascii",
    )
    watch = threading.Timer(MOST_SECONDS, process.kill)
    watch.daemon = True
    watch.start()
    try:
        talk = _Talk(process)
        yield Workbook(talk.sheets(), talk)
    finally:
        watch.cancel()
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _close(pipe)
        process.wait()


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:
        return


class _Talk:
    """The conversation with the reading process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def sheets(self) -> tuple[SheetPreview, ...]:
        found: list[SheetPreview] = []
        while True:
            told = self._line()
            if "sheets" in told:
                return tuple(found)
            found.append(
                SheetPreview(
                    index=len(found),
                    name=told["name"],
                    is_hidden=told["hidden"],
                    row_count=told["rows"],
                    preview=tuple((number, cells) for number, cells in told["preview"]),
                    merged=tuple((top, left, bottom, right) for top, left, bottom, right in told["merged"]),
                    hidden_rows=frozenset(told["hidden_rows"]),
                )
            )

    def rows(self, index: int) -> Iterator[tuple[int, list[Cell]]]:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{index}\n")
            self._process.stdin.flush()
        except OSError:
            raise self._gone() from None
        while True:
            told = self._line()
            if isinstance(told, dict):
                return
            yield told[0], told[1]

    def _line(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.endswith("\n"):
            raise self._gone()
        told = json.loads(line)
        if isinstance(told, dict) and "refused" in told:
            raise Unreadable(told["refused"], **told["params"])
        return told

    def _gone(self) -> Unreadable:
        """The process ended before it was through: out of memory or time."""
        return Unreadable("file-unpacks-too-large", megabytes=LARGEST_UNPACKED // MEGABYTE)
