"""What is no list is said in one sentence, before any reader of spreadsheets is let near it."""

import struct
import zipfile
import zlib

import pytest

from hoanhap.exchange.imports import guard
from hoanhap.exchange.imports.guard import Unreadable
from hoanhap.exchange.imports.problems import FileRefused
from hoanhap.exchange.imports.sentences import FILES
from hoanhap.exchange.imports.tables import read_table
from hoanhap.exchange.imports.workbook import opened
from tests.exchange.made import EXAMPLES, good, grid, titles, written

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(path) -> str:
    with pytest.raises(Unreadable) as refused, opened(path) as book:
        list(read_table(book).rows)
    assert str(FileRefused(refused.value.code, **refused.value.params))
    return refused.value.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"%PDF-1.7", "file-is-pdf"),
        (b"\x89PNG\r\n\x1a\n", "file-is-picture"),
        (b"\xff\xd8\xff\xe0", "file-is-picture"),
        (b"Rar!\x1a\x07", "file-is-archive"),
        (b"7z\xbc\xaf\x27\x1c", "file-is-archive"),
        (b"<html><body><table><tr><td>H\xe1\xbb\x8d t\xc3\xaan</td></tr></table>", "file-is-web-page"),
        (b"{\\rtf1 x}", "file-is-word"),
        (b"PK\x03\x04 but broken", "file-damaged"),
        (OLE + b"EncryptedPackage".decode().encode("utf-16-le"), "file-has-password"),
        (OLE + b"WordDocument".decode().encode("utf-16-le"), "file-is-word"),
        (OLE + bytes(512), "file-not-a-list"),
        (OLE + "Workbook".encode("utf-16-le") + bytes(4096), "file-damaged"),
        (bytes(range(256)) * 20, "file-not-a-list"),
        (b"just some words\nwithout columns\n", "header-missing"),
    ],
)
def test_every_wrong_kind_of_file_has_its_own_sentence(tmp_path, content, code):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)

    assert refusal(path) == code


def test_a_file_above_the_limit_is_not_opened(tmp_path, monkeypatch):
    path = written(tmp_path / "a.xlsx", [good()])
    monkeypatch.setattr(guard, "LARGEST_FILE", 1_000)

    with pytest.raises(Unreadable) as refused:
        guard.kind_of(path)

    assert refused.value.code == "file-too-large"


def packed(path, parts: dict[str, bytes]):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def test_a_package_that_would_become_huge_is_not_unpacked(tmp_path):
    path = packed(
        tmp_path / "a.xlsx", {"xl/workbook.xml": b"x", "xl/worksheets/sheet1.xml": b"0" * 400_000_000}
    )

    assert path.stat().st_size < guard.MEGABYTE
    assert refusal(path) == "file-unpacks-too-large"


def test_a_package_that_lies_about_its_size_is_damaged(tmp_path):
    path = packed(tmp_path / "a.xlsx", {"xl/workbook.xml": b"x" * 100_000})
    data = bytearray(path.read_bytes())
    true = struct.pack("<I", 100_000)
    assert data.count(true) == 2
    path.write_bytes(bytes(data).replace(true, struct.pack("<I", 10)))

    assert refusal(path) == "file-damaged"


def test_a_word_document_and_a_plain_archive_are_told_apart(tmp_path):
    assert refusal(packed(tmp_path / "a.xlsx", {"word/document.xml": b"x"})) == "file-is-word"
    assert refusal(packed(tmp_path / "b.xlsx", {"danh-sach.xlsx": b"x"})) == "file-is-archive"
    assert refusal(packed(tmp_path / "c.xlsx", {"ppt/presentation.xml": b"x"})) == "file-not-a-list"


def test_a_workbook_with_a_part_missing_is_damaged(tmp_path):
    whole = written(tmp_path / "a.xlsx", [good()])
    with zipfile.ZipFile(whole) as package:
        parts = {name: package.read(name) for name in package.namelist() if "sheet1" not in name}

    assert refusal(packed(tmp_path / "b.xlsx", parts)) in {
        "file-damaged",
        "file-without-rows",
        "header-missing",
    }


def sheet_xml(cells: str) -> bytes:
    return (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{cells}</sheetData></worksheet>"
    ).encode()


def with_sheet(tmp_path, cells: str):
    whole = written(tmp_path / "whole.xlsx", [good()])
    with zipfile.ZipFile(whole) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/worksheets/sheet1.xml"] = sheet_xml(cells)
    return packed(tmp_path / "a.xlsx", parts)


def test_one_value_a_million_rows_below_does_not_fill_the_memory(tmp_path):
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="B1048576"><v>1</v></c></row>'

    assert refusal(with_sheet(tmp_path, cells)) == "file-too-many-rows"


def test_one_value_in_the_last_column_does_not_fill_the_memory(tmp_path):
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'

    assert refusal(with_sheet(tmp_path, cells)) == "file-too-wide"


def test_more_rows_than_allowed_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(guard, "MOST_ROWS", 5)
    path = grid(tmp_path / "a.xlsx", [["x"]] * 7)
    from hoanhap.exchange.imports import cells

    with pytest.raises(Unreadable) as refused:
        cells.open_file(path)

    assert refused.value.code == "file-too-many-rows"


def test_an_opendocument_bomb_is_refused(tmp_path):
    cell = '<table:table-cell office:value-type="string"/>'
    row = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    path = packed(tmp_path / "a.ods", {"content.xml": row.encode(), "META-INF/manifest.xml": b"<m/>"})

    assert refusal(path) == "file-too-many-rows"


def test_a_reader_that_hangs_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr("hoanhap.exchange.imports.workbook.MOST_SECONDS", 0.01)
    path = written(tmp_path / "a.xlsx", [good(i) for i in range(500)])

    assert refusal(path) == "file-unpacks-too-large"


def test_every_refusal_of_a_file_says_what_to_do():
    for code in FILES:
        params = {"megabytes": 20, "rows": 1, "columns": 1, "sheet": "A", "sheets": "B"}
        assert str(FileRefused(code, **params)).count(".") >= 1
        assert "%(" not in str(FileRefused(code, **params))


def test_a_deflated_stream_that_breaks_off_is_damaged(tmp_path):
    path = written(tmp_path / "a.xlsx", [good(i) for i in range(50)])
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])

    assert refusal(path) == "file-damaged"
    assert zlib.crc32(data)


def test_sheets_without_anything_in_them_are_said_to_be_empty(tmp_path):
    assert refusal(grid(tmp_path / "a.xlsx", [])) == "file-without-rows"


def test_a_header_without_people_says_so(tmp_path):
    path = grid(tmp_path / "a.xlsx", [titles("name", "born", "sex", "commune")])
    with opened(path) as book:
        assert list(read_table(book).rows) == []


def test_the_example_is_a_list():
    assert guard.kind_of(EXAMPLES / "vinh-phuc-2017.xlsx") == "excel"
