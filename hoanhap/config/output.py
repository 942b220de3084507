"""How commands speak: sentences on the terminal, JSON where a program reads, progress with numbers."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from hoanhap.config.words import say

Progress = Callable[[str, int, int], None]
"""`progress(what, done, total)`: called as often as one likes; it prints a few lines a second at most."""


def add_format(parser: argparse.ArgumentParser) -> None:
    """`--format text|json`."""
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help=say("text cho người đọc, json cho chương trình", "text for people, json for programs"),
    )


def emit(args: argparse.Namespace, data: dict[str, Any], sentences: Sequence[str]) -> None:
    """The answer: the data as JSON, or the same in sentences."""
    if getattr(args, "format", "text") == "json":
        print(json.dumps(data, ensure_ascii=False, indent=2, default=str))
    else:
        for sentence in sentences:
            print(sentence)
    sys.stdout.flush()


def note(sentence: str) -> None:
    """Something worth knowing while working; kept apart from the answer."""
    print(sentence, file=sys.stderr, flush=True)


def warn(sentence: str) -> None:
    """Something is wrong."""
    note(sentence)


def progress(*, quiet: bool = False, every_seconds: float = 0.5) -> Progress:
    """A progress line with numbers: rewritten in place on a terminal, one line per step elsewhere."""
    began = time.monotonic()
    shown: dict[str, float] = {}
    terminal = sys.stderr.isatty()

    def report(what: str, done: int, total: int) -> None:
        if quiet:
            return
        now = time.monotonic()
        last = done >= total
        if not last and now - shown.get(what, 0.0) < (every_seconds if terminal else 5.0):
            return
        if last and shown.get(what) == float("inf"):
            return
        shown[what] = float("inf") if last else now
        share = f"{done}/{total}" if total > 1 else ("✓" if last else "…")
        line = f"  {now - began:5.1f} s  {what}: {share}"
        if terminal:
            sys.stderr.write(f"\r\033[K{line}" + ("\n" if last else ""))
        else:
            sys.stderr.write(line + "\n")
        sys.stderr.flush()

    return report
