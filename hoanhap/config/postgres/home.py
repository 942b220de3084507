"""Where a server keeps its files, and where its socket may lie."""

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hoanhap.config import env
from hoanhap.config.errors import PlatformError
from hoanhap.config.postgres.account import Account, reaches
from hoanhap.config.words import say

SYSTEM_FOLDER = Path("/var/lib/hoanhap")
SOCKET_LIMIT = 99
SOCKET_NAME = ".s.PGSQL.5432"
LEAST_FREE_MB = 200


@dataclass(frozen=True)
class Home:
    """The folder of one server.

    `keys` belongs to us (locks, where the data went); `place` holds what the
    server writes. The two are the same folder except where root lends an
    account that cannot pass through the parents of `keys`.
    """

    keys: Path
    place: Path

    @property
    def data(self) -> Path:
        """The cluster itself."""
        return self.place / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.place / "log" / "server.log"

    @property
    def lock(self) -> Path:
        """Held while starting, stopping or creating."""
        return self.keys / "start.lock"

    @property
    def users(self) -> Path:
        """Held, shared, by every process that uses the server."""
        return self.keys / "users.lock"

    @property
    def furnished(self) -> Path:
        """Present when our roles and database were made since the last start."""
        return self.keys / "furnished"

    @property
    def stay(self) -> Path:
        """Present when a person asked the server to keep running."""
        return self.keys / "stay"


def settle(folder: Path, account: Account | None) -> Home:
    """Make the folders, and choose a place that the server's account can reach."""
    note = folder / "moved-to"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if note.exists():
            place = Path(note.read_text(encoding="utf-8").strip())
        elif (folder / "data" / "PG_VERSION").exists() or reaches(folder, account):
            place = folder
        else:
            place = _elsewhere(folder)
            note.write_text(f"{place}\n", encoding="utf-8")
        home = Home(folder, place)
        place.mkdir(parents=True, exist_ok=True, mode=0o755)
        own_folder(home.log.parent, account)
    except OSError as trouble:
        raise PlatformError(
            say(
                f"Không tạo được thư mục cơ sở dữ liệu {folder}: {trouble.strerror}. "
                "Hãy kiểm tra quyền ghi và chỗ trống, hoặc đặt HOANHAP_VAR vào thư mục khác.",
                f"The database folder {folder} cannot be made: {trouble.strerror}. "
                "Check write permission and free space, or point HOANHAP_VAR to another folder.",
            ),
            detail=str(trouble),
        ) from trouble
    if not reaches(place, account):
        who = account.name if account else "?"
        raise PlatformError(
            say(
                f"Tài khoản “{who}” chạy PostgreSQL không vào được thư mục {place}. "
                "Hãy đặt HOANHAP_VAR vào thư mục mà tài khoản ấy vào được, hoặc chạy bằng tài khoản thường.",
                f"The account “{who}” that runs PostgreSQL cannot enter {place}. "
                "Point HOANHAP_VAR to a folder it can enter, or run as an ordinary user.",
            )
        )
    return home


def own_folder(folder: Path, account: Account | None) -> None:
    """A folder that only the server's account may enter."""
    folder.mkdir(exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    if account is not None:
        os.chown(folder, account.uid, account.gid)


def free_mb(folder: Path) -> int:
    """Free space where the folder lies, in megabytes."""
    return shutil.disk_usage(folder).free // 1_000_000


def socket_folder(home: Home, account: Account | None) -> Path | None:
    """A closed folder for the Unix socket, or None where only TCP is left.

    The path of a Unix socket is short by nature (about 100 characters): a deep
    checkout gets a folder under the run-time or temporary directory instead.
    """
    if os.name == "nt":
        return None
    short = f"hoanhap-{_mark(home.keys)}"
    options = [home.place / "s"]
    if runtime := env.text("XDG_RUNTIME_DIR"):
        options.append(Path(runtime) / short)
    options.append(Path(tempfile.gettempdir()) / short)
    for folder in options:
        if len(os.fsencode(folder / SOCKET_NAME)) > SOCKET_LIMIT or set("\",'") & set(str(folder)):
            continue
        try:
            own_folder(folder, account)
        except OSError:
            continue
        owner = account.uid if account else os.geteuid()
        if folder.is_symlink() or folder.stat().st_uid != owner or not reaches(folder, account):
            continue  # somebody else's folder in a shared directory is never trusted
        return folder
    return None


def _mark(folder: Path) -> str:
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]


def _elsewhere(folder: Path) -> Path:
    place = SYSTEM_FOLDER / _mark(folder)
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o755)
    except OSError:
        return folder
    return place
