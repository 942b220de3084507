"""Which operating system account runs the server.

PostgreSQL refuses to run as root. The program then lends it an existing account
without rights; it never creates accounts and never changes a parent folder.
"""

import contextlib
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hoanhap.config.errors import PlatformError
from hoanhap.config.words import say

CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An account of the operating system."""

    name: str
    uid: int
    gid: int

    @property
    def process(self) -> dict[str, Any]:
        """Arguments for `subprocess` that run a command as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_account() -> Account | None:
    """The account to lend, or None when the server runs as ourselves."""
    if os.name == "nt" or os.geteuid() != 0:
        return None
    import pwd

    for name in CANDIDATES:
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            if entry.pw_uid != 0:
                return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise PlatformError(
        say(
            "PostgreSQL không chạy bằng tài khoản root, và máy này không có tài khoản “postgres” hay “nobody”. "
            "Hãy chạy chương trình bằng tài khoản thường, hoặc đặt DATABASE_URL.",
            "PostgreSQL refuses to run as root, and this machine has neither the account “postgres” nor “nobody”. "
            "Run the program as an ordinary user, or set DATABASE_URL.",
        )
    )


def run(
    command: Sequence[str | Path], account: Account | None, *, timeout: float = 300, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command as the account, apart from our terminal, and keep what it says.

    The output goes through a file: a server started by `pg_ctl` keeps a pipe
    open, and reading that pipe to its end would wait for the server's life.
    """
    import tempfile

    lent = account.process if account else {}
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        done = subprocess.run(
            [str(part) for part in command],
            check=False,
            stdin=subprocess.DEVNULL if stdin is None else None,
            input=stdin,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/" if os.name != "nt" else None,
            env={**os.environ, "LC_ALL": "C", "TZ": "UTC"},
            timeout=timeout,
            start_new_session=True,
            **lent,
        )
        output.seek(0)
        done.stdout = output.read()
    return done


def reaches(folder: Path, account: Account | None) -> bool:
    """Whether the account can pass through to the folder; tried, because modes alone do not tell (ACLs, mounts)."""
    if account is None:
        return os.access(folder, os.X_OK)
    try:
        return run(["sh", "-c", 'cd -- "$1"', "sh", folder], account, timeout=30).returncode == 0
    except OSError:
        return False
