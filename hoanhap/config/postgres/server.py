"""The embedded server: create, start, stop, status. Every failure is one sentence."""

import contextlib
import os
import secrets as randomness
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hoanhap.config.errors import PlatformError
from hoanhap.config.postgres import pidfile, recovery, trouble
from hoanhap.config.postgres.account import Account, run, server_account
from hoanhap.config.postgres.binaries import Binaries, find, runnable
from hoanhap.config.postgres.home import LEAST_FREE_MB, Home, free_mb, own_folder, settle, socket_folder
from hoanhap.config.postgres.locks import FileLock
from hoanhap.config.secrets import Secrets
from hoanhap.config.words import say

SUPERUSER = "postgres"
SUPERUSER_SECRET = "postgres-superuser"  # noqa: S105 (the name of a file)  # pragma: allowlist secret
PATIENCE_SECONDS = 60.0

# Small by design: the same machine serves the pages. `jit` costs more than it gives on short queries.
DEFAULTS: Mapping[str, str] = {
    "shared_buffers": "128MB",
    "max_connections": "100",
    "jit": "off",
    "password_encryption": "scram-sha-256",  # pragma: allowlist secret
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    # Values of a failing statement may be personal data: they do not belong into a log file.
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
}


@dataclass(frozen=True)
class Address:
    """Where a client finds the server."""

    host: str
    port: int


@dataclass(frozen=True)
class Status:
    """What can be said about the server without disturbing it."""

    running: bool
    created: bool
    folder: Path
    log: Path
    address: Address | None = None
    pid: int | None = None
    stays: bool = False


class Server:
    """One PostgreSQL under a folder of ours; several processes may use the same one at once."""

    def __init__(
        self,
        folder: Path,
        secrets: Secrets,
        *,
        options: Mapping[str, str] | None = None,
        patience: float = PATIENCE_SECONDS,
        after_start: Callable[[Address, Secrets], None] | None = None,
    ) -> None:
        self.folder = folder
        self.secrets = secrets
        self.options = {**DEFAULTS, **(options or {})}
        self.patience = patience
        self.after_start = after_start

    # -- what a caller asks ------------------------------------------------------------

    def status(self) -> Status:
        """Whether it runs, and where; starts and creates nothing."""
        home = self._known_home()
        running = pidfile.read(home.data) if home else None
        return Status(
            running=running is not None,
            created=home is not None and (home.data / "PG_VERSION").exists(),
            folder=home.place if home else self.folder,
            log=home.log if home else self.folder / "log" / "server.log",
            address=Address(running.host, running.port) if running else None,
            pid=running.pid if running else None,
            stays=home is not None and home.stay.exists(),
        )

    def address(self) -> Address | None:
        """Where the server listens if it is up and ready; a quick look, no lock."""
        home = self._known_home()
        running = pidfile.read(home.data) if home else None
        if running is None or not running.ready or not running.reachable:
            return None
        return Address(running.host, running.port)

    def start(self) -> tuple[Address, bool]:
        """Make sure the server runs. Returns where, and whether this call started it."""
        if (found := self.address()) and self._furnished():
            return found, False
        account = server_account()
        home = settle(self.folder, account)
        with self._locked(home):
            if found := self.address():
                self._furnish(home, found)
                return found, False
            programs, version = runnable(find(), account, home.place / "programs")
            if not (home.data / "PG_VERSION").exists():
                self._create(home, account, programs, version)
            self._check_version(home, version)
            self._repair_password(home, account, programs)
            home.furnished.unlink(missing_ok=True)
            address = self._launch(home, account, programs)
            self._furnish(home, address)
            return address, True

    def stop(self, *, force: bool = True) -> bool:
        """Stop the server. False when it was not running, or is in use and `force` is off."""
        home = self._known_home()
        if home is None or pidfile.read(home.data) is None:
            return False
        with self._locked(home):
            if not force:
                alone = FileLock(home.users)
                if home.stay.exists() or not alone.take():
                    return False
                try:
                    return self._halt(home)
                finally:
                    alone.release()
            home.stay.unlink(missing_ok=True)
            return self._halt(home)

    def keep_running(self) -> None:
        """Remember that a person wants the server to stay when the last program ends."""
        home = self._known_home()
        if home is not None:
            home.stay.touch()

    def lease(self) -> FileLock:
        """Say “I am using it” until the process ends, however it ends: the lock dies with the process.

        Take it before `start`: somebody who just stops the server is waited for.
        """
        home = settle(self.folder, server_account())
        held = FileLock(home.users)
        held.take(shared=True, patience=self.patience)
        return held

    # -- how it is done ----------------------------------------------------------------

    def _known_home(self) -> Home | None:
        note = self.folder / "moved-to"
        try:
            if note.exists():
                return Home(self.folder, Path(note.read_text(encoding="utf-8").strip()))
            return Home(self.folder, self.folder) if self.folder.is_dir() else None
        except OSError as refused:
            raise PlatformError(
                say(
                    f"Không đọc được thư mục {self.folder}: {refused.strerror}. "
                    "Hãy chạy bằng đúng tài khoản đã cài đặt.",
                    f"The folder {self.folder} cannot be read: {refused.strerror}. "
                    "Run as the account that installed the program.",
                )
            ) from refused

    def _furnished(self) -> bool:
        return self.after_start is None or (self.folder / "furnished").exists()

    def _furnish(self, home: Home, address: Address) -> None:
        """Roles and database, once per start; nobody else is told the address before it is done."""
        if self.after_start is not None and not home.furnished.exists():
            self.after_start(address, self.secrets)
            home.furnished.touch()

    @contextlib.contextmanager
    def _locked(self, home: Home) -> Iterator[None]:
        lock = FileLock(home.lock)
        try:
            got = lock.take(patience=self.patience + 60)
        except OSError as refused:
            raise trouble.explain(str(refused), folder=home.keys, log=home.log) from refused
        if not got:
            raise PlatformError(
                say(
                    f"Một tiến trình khác đang khởi động cơ sở dữ liệu quá lâu (khóa {home.lock}). "
                    "Hãy đợi nó xong hoặc kết thúc nó rồi thử lại.",
                    f"Another process has been starting the database for too long (lock {home.lock}). "
                    "Wait for it or end it, then try again.",
                )
            )
        try:
            yield
        finally:
            lock.release()

    def _create(self, home: Home, account: Account | None, programs: Binaries, version: str) -> None:
        if free_mb(home.place) < LEAST_FREE_MB:
            raise trouble.full_disk(home.place)
        password = self.secrets.make(SUPERUSER_SECRET)
        for rest in home.place.glob("data.new-*"):
            shutil.rmtree(rest, ignore_errors=True)
        draft = home.place / f"data.new-{os.getpid()}"
        note = home.log.parent / f"pw-{randomness.token_hex(8)}"
        # The built-in locale knows Vietnamese capitals and is the same on every machine; it came with version 17.
        locale = (
            ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            if int(version.split(".", maxsplit=1)[0]) >= 17
            else ["--locale=C.UTF-8"]
        )
        try:
            own_folder(draft, account)
            note.touch(mode=0o600)
            note.write_text(password + "\n", encoding="ascii")
            if account is not None:
                os.chown(note, account.uid, account.gid)
            done = run(
                (
                    programs.tool("initdb"),
                    "-D",
                    draft,
                    f"--username={SUPERUSER}",
                    "--encoding=UTF8",
                    *locale,
                    "--auth=scram-sha-256",
                    f"--pwfile={note}",
                ),
                account,
            )
            if done.returncode:
                raise trouble.explain(done.stdout, folder=home.place, log=home.log)
            draft.rename(home.data)
        except OSError as refused:
            raise trouble.explain(str(refused), folder=home.place, log=home.log) from refused
        finally:
            note.unlink(missing_ok=True)
            shutil.rmtree(draft, ignore_errors=True)

    def _check_version(self, home: Home, version: str) -> None:
        made_by = (home.data / "PG_VERSION").read_text(encoding="ascii").strip()
        if made_by != version.split(".", maxsplit=1)[0]:
            raise trouble.explain(
                f"data directory was initialized by PostgreSQL version {made_by}, programs are {version}",
                folder=home.data,
                log=home.log,
            )

    def _repair_password(self, home: Home, account: Account | None, programs: Binaries) -> None:
        """The superuser's password was lost with `var/secrets`: the folder is ours, so give it a new one."""
        if self.secrets.has(SUPERUSER_SECRET):
            return
        self._settle_after_crash(home)
        password = randomness.token_urlsafe(32)
        done = run(
            [programs.tool("postgres"), "--single", "-D", home.data, "postgres"],
            account,
            stdin=f"ALTER ROLE {SUPERUSER} PASSWORD '{password}'\n",
        )
        if done.returncode:
            raise trouble.explain(done.stdout, folder=home.data, log=home.log)
        self.secrets.keep(SUPERUSER_SECRET, password)

    def _settle_after_crash(self, home: Home) -> None:
        pidfile.clear_stale(home.data)

    def _configure(self, home: Home, account: Account | None) -> int:
        folder = socket_folder(home, account)
        port = 5432 if folder else _free_port()
        values = {
            **self.options,
            "port": str(port),
            "unix_socket_directories": str(folder) if folder else "",
            "unix_socket_permissions": "0700",
            "listen_addresses": "" if folder else "127.0.0.1",
        }
        lines = [f"{name} = '{_quoted(value)}'\n" for name, value in values.items()]
        (home.data / "hoanhap.conf").write_text(
            "# Written anew at every start; put own settings into own.conf beside this file.\n"
            + "".join(lines),
            encoding="utf-8",
        )
        main = home.data / "postgresql.conf"
        include = "include_if_exists = 'hoanhap.conf'\ninclude_if_exists = 'own.conf'\n"
        if include not in (known := main.read_text(encoding="utf-8")):
            main.write_text(f"{known.rstrip()}\n{include}", encoding="utf-8")
        if account is not None:
            os.chown(home.data / "hoanhap.conf", account.uid, account.gid)
        return port

    def _launch(self, home: Home, account: Account | None, programs: Binaries) -> Address:
        deadline = time.monotonic() + self.patience
        pause = 0.2
        while True:
            running = pidfile.read(home.data)
            if running is not None and running.ready and not running.reachable:
                self._halt(home)
            elif running is not None and running.ready:
                return Address(running.host, running.port)
            said = self._attempt(home, account, programs) if running is None else "the server is starting"
            if said is None:
                continue
            # After a kill -9 the old backends hold the shared memory for a second or two; everything
            # else that fails at once will fail again, except a port that was taken meanwhile.
            passing = ("still in use", "address already in use", "is starting", "lock file")
            if time.monotonic() > deadline or not any(word in said.lower() for word in passing):
                raise trouble.explain(said, folder=home.data, log=home.log)
            time.sleep(pause)
            pause = min(pause * 1.5, 2.0)

    def _attempt(self, home: Home, account: Account | None, programs: Binaries) -> str | None:
        """Start once; None on success, else what the server said."""
        self._settle_after_crash(home)
        try:
            self._configure(home, account)
            _shorten(home.log)
            before = home.log.stat().st_size if home.log.exists() else 0
            done = run(
                (
                    *(programs.tool("pg_ctl"), "-D", home.data, "-s", "-w", "-t", str(int(self.patience))),
                    *("-l", home.log, "start"),
                ),
                account,
                timeout=self.patience + 60,
            )
        except (OSError, subprocess.TimeoutExpired) as refused:
            raise trouble.explain(str(refused), folder=home.data, log=home.log) from refused
        if done.returncode == 0:
            return None
        with contextlib.suppress(OSError), home.log.open("rb") as log:
            log.seek(before)
            return done.stdout + log.read().decode("utf-8", "replace")
        return done.stdout

    def _halt(self, home: Home) -> bool:
        running = pidfile.read(home.data)
        if running is None:
            return False
        account = server_account()
        programs, _ = runnable(find(), account, home.place / "programs")
        recovery.wait_out(running, SUPERUSER, self.secrets.read(SUPERUSER_SECRET) or "")
        for mode in ("fast", "immediate"):
            run(
                [programs.tool("pg_ctl"), "-D", home.data, "-s", "-w", "-t", "60", "-m", mode, "stop"],
                account,
                timeout=120,
            )
            if pidfile.read(home.data) is None:
                return True
        raise PlatformError(
            say(
                f"Không dừng được PostgreSQL (tiến trình {running.pid}). Hãy kết thúc tiến trình ấy rồi thử lại.",
                f"PostgreSQL (process {running.pid}) does not stop. End that process and try again.",
            )
        )


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _shorten(log: Path, limit: int = 5_000_000) -> None:
    """Keep one earlier log; a server that runs for years must not fill the disk with words."""
    with contextlib.suppress(OSError):
        if log.stat().st_size > limit:
            log.replace(log.with_suffix(".log.1"))
