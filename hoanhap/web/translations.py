"""Compiled translations are made from the .po files where they are missing or older, so nobody has to remember it."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parents[1]


def catalogues(root: Path = PACKAGE) -> list[Path]:
    """Every .po file of the program."""
    return sorted(root.glob("**/locale/*/LC_MESSAGES/django.po"))


def compile_changed(root: Path = PACKAGE, *, everything: bool = False) -> list[Path]:
    """Write the .mo of each .po that is newer than its own; which ones were written.

    Two processes may do so at once: each writes aside and puts the whole file in place. Where the folder may not be
    written, as in a finished installation, the files that came with it are used as they are.
    """
    written = []
    for source in catalogues(root):
        target = source.with_suffix(".mo")
        if everything or not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns:
            with contextlib.suppress(PermissionError), _whole(target) as draft:
                polib.pofile(str(source)).save_as_mofile(str(draft))
                written.append(target)
    return written


@contextlib.contextmanager
def _whole(target: Path) -> Iterator[Path]:
    draft = target.with_suffix(f".{os.getpid()}.draft")
    try:
        yield draft
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
