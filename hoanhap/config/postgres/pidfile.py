"""Is the server alive? Read from `postmaster.pid`, and never believed without looking at the process."""

from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class Running:
    """A living server as its pid file describes it."""

    pid: int
    port: int
    socket: str
    listens: str
    ready: bool

    @property
    def host(self) -> str:
        """What a client gives as host: the socket's folder, else the local address."""
        return self.socket or self.listens or "127.0.0.1"

    @property
    def reachable(self) -> bool:
        """Whether the socket still lies where it was put (temporary folders get swept)."""
        return not self.socket or (Path(self.socket) / f".s.PGSQL.{self.port}").exists()


def read(data: Path) -> Running | None:
    """The living server of this data folder, or None."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        pid, started = int(lines[0]), int(lines[2])
    except (ValueError, IndexError):
        return None
    if not alive(pid, data, started):
        return None
    lines += [""] * (8 - len(lines))
    return Running(
        pid=pid,
        port=int(lines[3]) if lines[3].strip().isdigit() else 5432,
        socket=lines[4].strip(),
        listens=lines[5].strip(),
        ready=lines[7].strip() == "ready",
    )


def alive(pid: int, data: Path, started: int) -> bool:
    """Whether this process is the server of this folder.

    Where process 1 does not reap, a killed server stays a zombie that answers to
    signals; after a restart of the machine the number may belong to anything,
    even to another PostgreSQL. So the process's state, name, folder (or, where
    that may not be seen, its start time) are compared.
    """
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE or "postgres" not in process.name().lower():
            return False
        try:
            return Path(process.cwd()).samefile(data)
        except (psutil.AccessDenied, OSError):
            return abs(process.create_time() - started) < 60
    except psutil.NoSuchProcess:
        return False


def clear_stale(data: Path) -> bool:
    """Remove a pid file that no living server stands behind; True when one was removed."""
    file = data / "postmaster.pid"
    if not file.exists() or read(data) is not None:
        return False
    file.unlink(missing_ok=True)
    return True
