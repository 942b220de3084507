"""A lock between processes that dies with its holder, shared or alone.

`flock` belongs to the open file, so two holders inside one process exclude each
other as well, and closing another handle on the file does not give it away
(record locks, which libraries use for portability, fail on both counts).
"""

import os
import time
from pathlib import Path
from typing import IO

if os.name != "nt":
    import fcntl


class FileLock:
    """One hold on a lock file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None

    def take(self, *, shared: bool = False, patience: float = 0.0) -> bool:
        """Get hold of it within so many seconds; False when others would not let go."""
        deadline = time.monotonic() + patience
        while not self._try(shared=shared):
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.02)
        return True

    def release(self) -> None:
        """Let go; a second time does nothing."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _try(self, *, shared: bool) -> bool:
        file = self.path.open("a", encoding="ascii")
        if os.name == "nt":
            # Never tried on Windows: no lock there, PostgreSQL's own guards the data folder.
            self._file = file
            return True
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        except OSError:
            file.close()
            raise
        self._file = file
        return True
