"""Photos of patients as they are kept: small, and without what a telephone writes beside them (place, time, device)."""

import hashlib
from dataclasses import dataclass
from typing import Final

LARGEST_BYTES: Final = 2 * 1024 * 1024
_JPEG: Final = b"\xff\xd8"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_SCAN: Final = 0xDA
_END: Final = 0xD9
_KEPT_CHUNKS: Final = frozenset(
    [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"]
)


class BadPicture(ValueError):
    """The file is not kept: `code` is empty, too-large or not-a-picture."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Picture:
    """A photo as it is kept."""

    content: bytes
    content_type: str
    sha256: str


def small_picture(content: bytes) -> Picture:
    """A JPEG or PNG of at most two megabytes, with nothing left in it but the picture. Raises BadPicture."""
    if not content:
        raise BadPicture("empty")
    if len(content) > LARGEST_BYTES:
        raise BadPicture("too-large")
    try:
        if content.startswith(_JPEG):
            kept, kind = _jpeg(content), "image/jpeg"
        elif content.startswith(_PNG):
            kept, kind = _png(content), "image/png"
        else:
            raise BadPicture("not-a-picture")
    except IndexError:
        raise BadPicture("not-a-picture") from None
    return Picture(kept, kind, hashlib.sha256(kept).hexdigest())


def _jpeg(content: bytes) -> bytes:
    """Without comments and application data (Exif, XMP); JFIF and Adobe's colour mark stay.

    What stands behind the end of the picture (a second, larger one, or a film) is not kept.
    """
    kept, place = bytearray(_JPEG), 2
    while True:
        if content[place] != 0xFF:
            raise BadPicture("not-a-picture")
        marker = content[place + 1]
        if marker == 0xFF:  # padding
            place += 1
            continue
        if marker == _END:
            return bytes(kept + content[place : place + 2])
        length = int.from_bytes(content[place + 2 : place + 4], "big")
        end = place + 2 + length
        if length < 2 or end > len(content):
            raise BadPicture("not-a-picture")
        if marker == _SCAN:
            end = _after_scan(content, end)
        is_told = marker == 0xFE or (0xE1 <= marker <= 0xEF and marker != 0xEE)
        if not is_told:
            kept += content[place:end]
        place = end


def _after_scan(content: bytes, place: int) -> int:
    """Where the lines of pixels end and the next marker stands. Raises IndexError where none does."""
    while True:
        place = content.find(b"\xff", place)
        if place < 0:
            raise IndexError(place)
        follows = content[place + 1]
        if follows != 0 and not 0xD0 <= follows <= 0xD7:
            return place
        place += 2


def _png(content: bytes) -> bytes:
    """Only the chunks that make the picture."""
    kept, place = bytearray(_PNG), len(_PNG)
    while True:
        length = int.from_bytes(content[place : place + 4], "big")
        kind = content[place + 4 : place + 8]
        end = place + 12 + length
        if len(kind) != 4 or end > len(content):
            raise BadPicture("not-a-picture")
        if kind in _KEPT_CHUNKS:
            kept += content[place:end]
        place = end
        if kind == b"IEND":
            return bytes(kept)
