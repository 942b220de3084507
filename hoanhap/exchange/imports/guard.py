"""What a file is, and whether it may be opened at all: looked at before any reader of spreadsheets touches it.

Runs in the reading process, without Django. A refusal is a code; the sentence stands in `problems`.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

MEGABYTE: Final = 1024 * 1024
LARGEST_FILE: Final = 20 * MEGABYTE
LARGEST_UNPACKED: Final = 300 * MEGABYTE
MOST_PARTS: Final = 5_000
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 300


class Unreadable(Exception):
    """The file cannot be read as a list. `code` names the sentence, `params` fill it."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


Spot = tuple[int, int]
"""Row and column, both counted from 0."""


@dataclass
class Oddities:
    """What stands in a sheet beside its values: the reader of values does not tell."""

    hidden_rows: set[int] = field(default_factory=set)
    errors: dict[Spot, str] = field(default_factory=dict)
    formulas: dict[Spot, str] = field(default_factory=dict)
    """Formulas whose result was never saved: the cell looks empty."""


def kind_of(path: Path) -> str:
    """`excel` (anything calamine opens) or `text`. Raises Unreadable for everything else."""
    size = path.stat().st_size
    if size == 0:
        raise Unreadable("file-empty")
    if size > LARGEST_FILE:
        raise Unreadable("file-too-large", megabytes=LARGEST_FILE // MEGABYTE)
    head = _head(path)
    if head.startswith(b"PK\x03\x04"):
        _check_package(path)
        return "excel"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        _check_compound(path)
        return "excel"
    if head.startswith(b"%PDF"):
        raise Unreadable("file-is-pdf")
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8")):
        raise Unreadable("file-is-picture")
    if head.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"PK\x05\x06")):
        raise Unreadable("file-is-archive")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<meta")):
        raise Unreadable("file-is-web-page")
    if start.startswith(b"{\\rtf"):
        raise Unreadable("file-is-word")
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")) and (b"\x00" in head or _mostly_control(head)):
        raise Unreadable("file-not-a-list")
    return "text"


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4096)


def _mostly_control(head: bytes) -> bool:
    control = sum(byte < 32 and byte not in b"\t\r\n\x0c\x1a" for byte in head)
    return control * 20 > len(head)


def _check_package(path: Path) -> None:
    """A zip: what is in it, and how large it would become. The parts are unpacked once, so no size is believed."""
    try:
        with zipfile.ZipFile(path) as package:
            _check_parts(package)
            for entry in package.infolist():
                with package.open(entry) as part:
                    while part.read(MEGABYTE):
                        pass
    except Unreadable:
        raise
    except Exception as broken:
        raise Unreadable("file-damaged") from broken


def _check_parts(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("file-has-password")
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise Unreadable("file-unpacks-too-large", megabytes=LARGEST_UNPACKED // MEGABYTE)
    if any(name.startswith("word/") for name in names):
        raise Unreadable("file-is-word")
    if any(name.startswith("ppt/") for name in names):
        raise Unreadable("file-not-a-list")
    if any(name.startswith("xl/") for name in names):
        return
    if "content.xml" not in names:
        raise Unreadable("file-is-archive")
    if _is_encrypted_document(package):
        raise Unreadable("file-has-password")
    _check_document(package)


def _is_encrypted_document(package: zipfile.ZipFile) -> bool:
    try:
        return b"encryption-data" in package.read("META-INF/manifest.xml")
    except KeyError:
        return False


_REPEATED_ROW: Final = re.compile(
    rb'<table:table-row[^>]*number-rows-repeated="(\d{5,})"[^>]*(?<!/)>(.{0,100000}?)</table:table-row>',
    re.DOTALL,
)
_REPEATED_CELL: Final = re.compile(
    rb'<table:table-cell(?=[^>]*value-type)[^>]*number-columns-repeated="(\d{4,})"'
)


def _check_document(package: zipfile.ZipFile) -> None:
    """An OpenDocument sheet says "this row a million times" in one line; with values in it that is a bomb."""
    content = package.read("content.xml")
    if _REPEATED_CELL.search(content):
        raise Unreadable("file-too-wide", columns=MOST_COLUMNS)
    for match in _REPEATED_ROW.finditer(content):
        if b"value-type" in match[2]:
            raise Unreadable("file-too-many-rows", rows=MOST_ROWS)


def _check_compound(path: Path) -> None:
    """The container of old Excel files, of Word files and of Excel files with a password."""
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unreadable("file-has-password")
    if "WordDocument".encode("utf-16-le") in data:
        raise Unreadable("file-is-word")
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        raise Unreadable("file-not-a-list")


# --- what Excel keeps beside the values ---------------------------------------------------

_SHEET_NS: Final = {
    "main": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
}
_REL_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_VALUE: Final = rb"[^>]*(?<!/)>\s*<[vif]"
_FAR_COLUMN: Final = re.compile(rb'<c r="[A-Z]{3}\d+"' + _VALUE)
_FAR_ROW: Final = re.compile(rb'<c r="[A-Z]+(\d{6,})"' + _VALUE)
_HIDDEN: Final = re.compile(rb'<row (?=[^>]*hidden="(?:1|true)")[^>]*?\br="(\d+)"')
_ERROR: Final = re.compile(
    rb'<c (?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)(\d+)"[^>]*>(?:<f[^>]*/>|<f.*?</f>)?\s*<v>([^<]*)'
)
_FORMULA: Final = re.compile(
    rb'<c [^>]*?\br="([A-Z]+)(\d+)"[^>]*>\s*<f(?:[^>]*/>|[^>]*>([^<]*)</f>)\s*(?:<v>\s*</v>|<v\s*/>|(?=</c>))'
)
MOST_ODDITIES: Final = 50_000


def oddities(path: Path) -> dict[str, Oddities]:
    """Hidden rows, error values and formulas without a saved result, by sheet name. Only .xlsx tells."""
    found: dict[str, Oddities] = {}
    with zipfile.ZipFile(path) as package:
        for name, part in _sheet_parts(package):
            try:
                data = package.read(part)
            except KeyError:
                continue
            if _FAR_COLUMN.search(data):
                raise Unreadable("file-too-wide", columns=MOST_COLUMNS)
            if any(int(match[1]) > MOST_ROWS for match in _FAR_ROW.finditer(data)):
                raise Unreadable("file-too-many-rows", rows=MOST_ROWS)
            found[name] = _oddities_of(data)
    return found


def _oddities_of(data: bytes) -> Oddities:
    odd = Oddities()
    odd.hidden_rows.update(int(match[1]) - 1 for match in _HIDDEN.finditer(data))
    if b't="e"' in data:
        for match in _limited(_ERROR.finditer(data)):
            odd.errors[_spot(match)] = match[3].decode("utf-8", "replace")
    if b"<f" in data:
        for match in _limited(_FORMULA.finditer(data)):
            odd.formulas[_spot(match)] = "=" + (match[3] or b"").decode("utf-8", "replace")[:200]
    return odd


def _limited(matches: Iterator[re.Match[bytes]]) -> Iterator[re.Match[bytes]]:
    for count, match in enumerate(matches):
        if count == MOST_ODDITIES:
            return
        yield match


def _spot(match: re.Match[bytes]) -> Spot:
    column = 0
    for letter in match[1]:
        column = column * 26 + letter - 64
    return int(match[2]) - 1, column - 1


def _sheet_parts(package: zipfile.ZipFile) -> list[tuple[str, str]]:
    """(sheet name, its part) of an .xlsx; nothing for other formats."""
    names = set(package.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return []
    try:
        targets = {
            relation.get("Id"): relation.get("Target", "")
            for relation in ET.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314  # nosec B314
        }
        sheets = ET.fromstring(package.read("xl/workbook.xml")).iterfind(  # noqa: S314  # nosec B314
            "main:sheets/main:sheet", _SHEET_NS
        )
        return [(sheet.get("name", ""), _part(targets.get(sheet.get(_REL_ID), ""))) for sheet in sheets]
    except ET.ParseError:
        raise Unreadable("file-damaged") from None


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
