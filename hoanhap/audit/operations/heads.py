"""Keeping signed heads of the trail in a file outside the database, a line each time."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hoanhap.audit.queries.verification import heads as heads_now
from hoanhap.audit.rules.heads import FIRST, Heads, HeadsLine, fingerprint, read, written


@dataclass(frozen=True)
class HeadsFile:
    """Where the heads are kept and what signs them. The file is only ever added to."""

    path: Path
    key: Ed25519PrivateKey

    def lines(self) -> list[HeadsLine]:
        """Every line that was kept, with whether it is sound; none before the first."""
        try:
            told = self.path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        return list(read(told, self.key.public_key()))

    def last(self) -> Heads | None:
        """What was kept last, if it could be read."""
        lines = self.lines()
        return lines[-1].heads if lines else None

    def is_due(self, *, at: datetime, every: timedelta) -> bool:
        """Whether the last line is older than that, or there is none."""
        try:
            return at.timestamp() - self.path.stat().st_mtime >= every.total_seconds()
        except FileNotFoundError:
            return True


def keep_heads(file: HeadsFile, *, at: datetime) -> Heads:
    """Add a signed line saying where the chains stand; nothing is added where nothing was written since the last.

    One process at a time: a lock on the file. Raises OSError where the file cannot be written.
    """
    import fcntl

    file.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(file.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "r+", encoding="utf-8") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        kept = [line for line in opened.read().splitlines() if line.strip()]
        standing = heads_now()
        before = list(read(kept[-1:], file.key.public_key()))
        if before and before[0].heads is not None and before[0].heads.heads == standing:
            os.utime(file.path, (at.timestamp(), at.timestamp()))
            return before[0].heads
        previous = fingerprint(kept[-1]) if kept else FIRST
        heads = Heads(at.isoformat(), standing, previous)
        opened.write(written(heads, file.key) + "\n")
        opened.flush()
        os.fsync(opened.fileno())
    return heads
