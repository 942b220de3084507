"""Scans that are kept as they came: told by their first bytes, never by their name."""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

LARGEST: Final = 10 * 1024 * 1024
LONGEST_NAME: Final = 200
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_STARTS: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
)
ACCEPTED: Final = ".pdf,.jpg,.jpeg,.png,.docx"


class BadScan(ValueError):
    """The file is not kept: `code` is empty, too-large or not-a-scan."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Scan:
    """A file as it is kept. `name` is safe to give back; its ending follows from what the file really is."""

    name: str
    content: bytes
    content_type: str
    sha256: str


def scan(name: str, content: bytes) -> Scan:
    """A PDF, a picture or a Word file of at most ten megabytes. Raises BadScan."""
    if not content:
        raise BadScan("empty")
    if len(content) > LARGEST:
        raise BadScan("too-large")
    content_type, ending = _kind(content)
    stem = re.sub(r"[^\w .()-]+", "-", name.replace("\\", "/").rsplit("/", 1)[-1])
    stem = re.sub(r"\.[A-Za-z]{1,5}$", "", stem).strip(" .-") or "van-ban"
    return Scan(
        name=stem[: LONGEST_NAME - len(ending)] + ending,
        content=content,
        content_type=content_type,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _kind(content: bytes) -> tuple[str, str]:
    for start, content_type, ending in _STARTS:
        if content.startswith(start):
            return content_type, ending
    # A Word file is a package; with macros it names a part that holds them.
    if content.startswith(b"PK\x03\x04") and b"word/document.xml" in content and b"vbaProject" not in content:
        return WORD, ".docx"
    raise BadScan("not-a-scan")
