"""Eleven attendance sheets of one province as offices write them: each ugly in its own way, 1,294 seats in all."""

import csv
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from hoanhap.places.queries.units import UnitLine, lines_of, reach

AREA: Final = "87-1"
ON: Final = date(2023, 2, 20)
SEATS: Final = 1294
SHEETS: Final = 11
TWICE: Final = 11
"""So many people of each sheet sat in the one before as well."""
PEOPLE: Final = SEATS - TWICE * (SHEETS - 1)
_FAMILY: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
_MIDDLE: Final = ("Văn", "Thị", "Hữu", "Ngọc", "Thanh", "Minh", "Đức")
_GIVEN: Final = (
    "Ân",
    "Bảo",
    "Cẩn",
    "Dậu",
    "Đông",
    "Giáp",
    "Hợi",
    "Khoa",
    "Lộc",
    "Mão",
    "Ngọ",
    "Phú",
    "Quý",
    "Sửu",
    "Tỵ",
)


@dataclass(frozen=True)
class Sat:
    """Somebody made up, and where they come from."""

    name: str
    commune: UnitLine
    title: str

    @property
    def commune_name(self) -> str:
        return self.commune.full_name

    @property
    def district_name(self) -> str:
        return self.commune.above[0].full_name


@dataclass
class Made:
    """A written file: how many sat in it by the units, which rows are wrong, and how many are marked as away."""

    path: Path
    seats: int
    wrong: dict[int, str] = field(default_factory=dict)
    absent: int = 0


def _communes() -> list[UnitLine]:
    ids = reach([AREA], on=ON)[AREA]
    lines = [one for one in lines_of(ids, on=ON).values() if one.level == "commune" and one.holds_on(ON)]
    return sorted(lines, key=lambda one: one.unit_id)


def _people() -> Iterator[Sat]:
    communes = _communes()
    for number in count():
        name = f"{_FAMILY[number % 12]} {_MIDDLE[number % 7]} {_GIVEN[number // 12 % 15]}"
        yield Sat(
            name,
            communes[number * 5 % len(communes)],
            ("Công an viên", "Cán bộ y tế", "Chi hội trưởng")[number % 3],
        )


def written(folder: Path) -> list[Made]:
    """Write all eleven into a folder."""
    fresh, before, made = _people(), [], []
    each, more = divmod(SEATS, SHEETS)
    for number, write in enumerate(STYLES):
        size = each + (number < more)
        again = before[:TWICE]
        before = [next(fresh) for _ in range(size - len(again))]
        made.append(write(folder / f"Lop {number + 1} (mau)", [*again, *before]))
    return made


# --- the ways in which they are ugly ------------------------------------------------------


def _book(title: str) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for line in (
        "UBND TỈNH ĐỒNG THÁP",
        "DANH SÁCH HỌC VIÊN LỚP TẬP HUẤN (mẫu)",
        "Ngày 20 tháng 02 năm 2023",
        None,
    ):
        sheet.append([line])
    return book, sheet


def _saved(book: Workbook, path: Path, seats: int, wrong: dict[int, str], absent: int = 0) -> Made:
    path = path.with_suffix(".xlsx")
    book.save(path)
    return Made(path, seats, wrong, absent)


def plain(path: Path, people: list[Sat]) -> Made:
    """One header, an empty column for signatures, a sum and signatures below; a name and a unit are missing."""
    book, sheet = _book("Danh sách")
    sheet.append(["STT", "Họ và tên", "Năm sinh", "Chức vụ", "Đơn vị công tác", "Ký tên"])
    for number, one in enumerate(people, 1):
        office = f"UBND {one.commune_name.lower()}, {one.district_name}"
        sheet.append([number, one.name, 1970 + number % 30, one.title, office, None])
    sheet.append([len(people) + 1, None, 1980, "Công an viên", f"Công an {people[0].commune_name}", None])
    sheet.append([len(people) + 2, "Hồ Văn Vô (mẫu)", 1981, "Cán bộ", None, None])
    wrong = {sheet.max_row - 1: "name-missing", sheet.max_row: "office-missing"}
    sheet.append([None, f"Tổng cộng: {len(people) + 2} người"])
    sheet.append([None, None, None, None, "Đồng Tháp, ngày 21 tháng 02 năm 2023"])
    sheet.append([None, "NGƯỜI LẬP BIỂU", None, None, "THỦ TRƯỞNG ĐƠN VỊ"])
    return _saved(book, path, len(people), wrong)


def two_lines(path: Path, people: list[Sat]) -> Made:
    """A header of two merged lines with morning and afternoon; three people were away; one mark is a question mark."""
    book, sheet = _book("Điểm danh")
    sheet.append(["TT", "HỌ VÀ TÊN", "ĐƠN VỊ", "ĐIỂM DANH", None, "GHI CHÚ"])
    sheet.append([None, None, None, "Sáng", "Chiều", None])
    row = sheet.max_row
    for span in (f"A{row - 1}:A{row}", f"B{row - 1}:B{row}", f"C{row - 1}:C{row}", f"D{row - 1}:E{row - 1}"):
        sheet.merge_cells(span)
    for number, one in enumerate(people, 1):
        marks = ("x", "x") if number % 3 else ("x", None)
        sheet.append([number, one.name, f"Công an {one.commune_name} ({one.district_name})", *marks, None])
    for number in range(3):
        sheet.append(
            [0, f"Mai Văn Vắng {'Nhất Nhì Ba'.split()[number]}", "UBND tỉnh", "vắng", "-", "có phép"]
        )
    sheet.append([0, "Mai Thị Hỏi", "Sở Y tế", "?", None, None])
    return _saved(book, path, len(people), {sheet.max_row: "mark-unclear"}, absent=3)


def shouted(path: Path, people: list[Sat]) -> Made:
    """Names in capitals with spaces too many, columns the other way round, a commune that does not exist."""
    book, sheet = _book("DS")
    sheet.append(["Cơ quan, đơn vị", "Chức danh", "Họ tên học viên", "Số TT"])
    for number, one in enumerate(people, 1):
        name = "  ".join(one.name.upper().split()) + " "
        sheet.append([f"{one.commune_name} - {one.district_name}", one.title, name, f"{number}."])
    sheet.append(["Xã Không Có Thật - Huyện Lai Vung", "Công an viên", "LÊ VĂN LẠC", f"{len(people) + 1}."])
    return _saved(book, path, len(people), {sheet.max_row: "unit-unknown"})


def decomposed(path: Path, people: list[Sat]) -> Made:
    """Letters and tones apart (a Mac wrote it), surname and given name in two columns, a formula that broke."""
    book, sheet = _book("Sheet1")
    heads = ["STT", "Họ và đệm", "Tên", "Xã, phường, thị trấn", "Huyện, thị xã, thành phố"]
    sheet.append([unicodedata.normalize("NFD", one) for one in heads])
    for number, one in enumerate(people, 1):
        first, last = one.name.rsplit(" ", 1)
        line = [first, last, one.commune_name, one.district_name]
        sheet.append([number, *(unicodedata.normalize("NFD", text) for text in line)])
    sheet.append([len(people) + 1, "#REF!", "Ba", people[0].commune_name, people[0].district_name])
    return _saved(book, path, len(people), {sheet.max_row: "cell-error"})


def grouped(path: Path, people: list[Sat]) -> Made:
    """A heading for each district; the communes below it without the word commune; one row stands there twice."""
    book, sheet = _book("Theo huyện")
    sheet.append(["STT", "Họ và tên", "Xã/phường/thị trấn", "Điện thoại"])
    wrong: dict[int, str] = {}
    number = 0
    for district in sorted({one.district_name for one in people}):
        sheet.append([None, district.upper()])
        for one in people:
            if one.district_name == district:
                number += 1
                sheet.append([number, one.name, one.commune.full_name, 939000000 + number])
        if not wrong:
            sheet.append([number, one_more(sheet), sheet.cell(sheet.max_row, 3).value, None])
            wrong[sheet.max_row] = "row-twice"
    return _saved(book, path, len(people), wrong)


def one_more(sheet: Worksheet) -> Any:
    """The name of the last row, in small letters but for the first of each word."""
    return sheet.cell(sheet.max_row, 2).value


def merged(path: Path, people: list[Sat]) -> Made:
    """The unit stands once for several people, in a merged cell; a name is a telephone number."""
    book, sheet = _book("Gộp ô")
    sheet.append(["STT", "Họ và tên", "Đơn vị", "Nhiệm vụ"])
    number = 0
    for unit_id in sorted({one.commune.unit_id for one in people}):
        there = [one for one in people if one.commune.unit_id == unit_id]
        first = sheet.max_row + 1
        for one in there:
            number += 1
            office = f"{one.commune_name}, {one.district_name}" if one is there[0] else None
            sheet.append([number, one.name, office, one.title])
        if len(there) > 1:
            sheet.merge_cells(f"C{first}:C{sheet.max_row}")
    sheet.append([number + 1, "0939 000 111", "Tỉnh đoàn", "Cán bộ"])
    return _saved(book, path, len(people), {sheet.max_row: "name-unclear"})


def x_and_v(path: Path, people: list[Sat]) -> Made:
    """X for who was there, V for who was not ("vắng"); blank lines and gaps in the numbers."""
    book, sheet = _book("Lớp")
    sheet.append(["STT", "Họ tên", "Đơn vị cử", "Có mặt"])
    for number, one in enumerate(people, 1):
        sheet.append([number * 2, f"Đ/c {one.name}", f"TYT {one.commune_name}, {one.district_name}", "X"])
        if number % 20 == 0:
            sheet.append([])
            sheet.append([number * 2 + 1, f"Tạ Văn {_GIVEN[number // 20]}", "Chi cục PCTNXH", "V"])
    away = len(people) // 20
    sheet.append([999, "Tạ Thị Nơi Xa", "xã Mẫu Ở Đâu, huyện Tân Hồng", "X"])
    return _saved(book, path, len(people), {sheet.max_row: "unit-unknown"}, absent=away)


def repeated(path: Path, people: list[Sat]) -> Made:
    """The header again on every page of thirty, a sum below each page, the signature block in the middle of nowhere."""
    book, sheet = _book("In")
    head = ["TT", "Họ và tên", "Nơi công tác", "Chữ ký"]
    wrong = {}
    for number, one in enumerate(people, 1):
        if number % 30 == 1:
            sheet.append(head)
        sheet.append([number, one.name, f"BCĐ {one.commune_name}, {one.district_name}", one.name.split()[-1]])
        if number % 30 == 0:
            sheet.append(["Cộng trang:", "30 người", None, None])
    sheet.append([len(people) + 1, "Vô Danh", "Hội nghị", "Danh"])
    wrong[sheet.max_row] = "unit-unknown"
    sheet.append([])
    sheet.append([None, None, "KT. GIÁM ĐỐC"])
    sheet.append([None, None, "PHÓ GIÁM ĐỐC"])
    return _saved(book, path, len(people), wrong)


def words(path: Path, people: list[Sat]) -> Made:
    """Có and vắng, ticks, ones and noughts; the province's own officers; a district by itself."""
    book, sheet = _book("Điểm danh")
    sheet.append(["STT", "Họ và tên học viên", "Cơ quan công tác", "Buổi 1", "Buổi 2"])
    ticks = (("có", "có"), ("✓", None), (1, 0), ("Có mặt", "vắng"))
    for number, one in enumerate(people, 1):
        office = f"Trạm Y tế {one.commune_name.lower()} ({one.district_name.lower()})"
        sheet.append([float(number), one.name, office, *ticks[number % 4]])
    for number, away in enumerate(("vắng", 0, "k"), 1):
        sheet.append([0, f"Cao Văn {_GIVEN[number]}", "Công an huyện Lấp Vò", away, None])
    return _saved(book, path, len(people), {}, absent=3)


def buried(path: Path, people: list[Sat]) -> Made:
    """A first sheet of remarks, the header far down, hidden rows that count like others, remarks below."""
    book, sheet = _book("Danh sách lớp")
    notes = book.create_sheet("Ghi chú", 0)
    notes.append(["Lớp học tổ chức tại Cao Lãnh (mẫu)"])
    for _ in range(8):
        sheet.append([None])
    sheet.append(["STT", "Họ, tên", "Sinh ngày", "Đơn vị", None, "Ký nhận tài liệu"])
    for number, one in enumerate(people, 1):
        born: Any = date(1970 + number % 30, 1, 2) if number % 2 else f"0{number % 9 + 1}/05/1980"
        sheet.append(
            [number, one.name, born, f"{one.commune_name}, {one.district_name}, Đồng Tháp", None, "đã ký"]
        )
        sheet.row_dimensions[sheet.max_row].hidden = number % 10 == 0
    sheet.append([len(people) + 1, "Kim Văn Hai, Kim Văn Ba", None, "UBND tỉnh", None, "đã ký"])
    wrong = {sheet.max_row: "name-unclear"}
    sheet.append([None, "Ghi chú: danh sách có thể bổ sung"])
    return _saved(book, path, len(people), wrong)


def text_file(path: Path, people: list[Sat]) -> Made:
    """Text with semicolons, title lines, and a line that lost its name."""
    path = path.with_suffix(".csv")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(["Danh sách lớp tập huấn (mẫu)", "", "", ""])
        out.writerow(["STT", "Họ và tên", "Xã, phường", "Quận, huyện"])
        for number, one in enumerate(people, 1):
            out.writerow([number, one.name, one.commune_name, one.district_name])
        out.writerow([len(people) + 1, "", people[0].commune_name, people[0].district_name])
    return Made(path, len(people), {len(people) + 3: "name-missing"})


STYLES: Final = (
    plain,
    two_lines,
    shouted,
    decomposed,
    grouped,
    merged,
    x_and_v,
    repeated,
    words,
    buried,
    text_file,
)
