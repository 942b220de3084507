"""Generated secrets: one small file each under `var/secrets`, readable by its owner alone."""

import contextlib
import os
import secrets
import stat
from pathlib import Path
from typing import Final

from hoanhap.config.errors import PlatformError
from hoanhap.config.words import say

OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
"""What nobody but the owner of a secret may do with its file."""


class Secrets:
    """The folder of generated secrets of one installation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, name: str) -> bool:
        """Whether the secret was made before."""
        return (self.folder / name).is_file()

    def read(self, name: str) -> str | None:
        """The secret, or None when it was never made.

        Raises PlatformError where other accounts of the machine can read or write the file: then it is no secret.
        """
        try:
            with (self.folder / name).open(encoding="ascii") as file:
                if os.fstat(file.fileno()).st_mode & OTHERS:
                    raise self._open_to_others(name)
                return file.read().strip() or None
        except FileNotFoundError:
            return None
        except OSError as trouble:
            raise self._refused(name, trouble) from trouble

    def make(self, name: str) -> str:
        """The secret, made now if it does not exist; two processes agree on one value."""
        if known := self.read(name):
            return known
        return self.keep(name, secrets.token_urlsafe(32), replace=False)

    def keep(self, name: str, value: str, *, replace: bool = True) -> str:
        """Write a secret whole or not at all; without `replace` the first writer wins."""
        target = self.folder / name
        draft = self.folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.folder.chmod(0o700)
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(value + "\n")
                file.flush()
                os.fsync(file.fileno())
            if replace:
                draft.replace(target)
                return value
            try:
                os.link(draft, target)
            except FileExistsError:
                return self.read(name) or self.keep(name, value)
            return value
        except OSError as trouble:
            raise self._refused(name, trouble) from trouble
        finally:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)

    def _open_to_others(self, name: str) -> PlatformError:
        file, folder = self.folder / name, self.folder
        return PlatformError(
            say(
                f"Tài khoản khác trên máy này đọc hoặc ghi được tệp khóa {file}. "
                f"Hãy chạy “chmod -R go-rwx {folder}” rồi làm lại; nếu có người khác đã dùng máy này, hãy thay khóa.",
                f"Other accounts of this machine can read or write the secret file {file}. Run “chmod -R go-rwx "
                f"{folder}”, then try again; if somebody else has used this machine, replace the secret.",
            )
        )

    def _refused(self, name: str, trouble: OSError) -> PlatformError:
        return PlatformError(
            say(
                f"Không đọc hoặc ghi được tệp khóa {self.folder / name}: {trouble.strerror}. "
                "Hãy chạy bằng đúng tài khoản đã cài đặt, hoặc kiểm tra ổ đĩa.",
                f"The secret file {self.folder / name} cannot be read or written: {trouble.strerror}. "
                "Run as the account that installed the program, or check the disk.",
            ),
            detail=str(trouble),
        )
