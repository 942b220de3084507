"""The ugly example: one list with what is ugly in real lists, and for each row what the import shall make of it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from hoanhap.kit.legacy_tables import to_tcvn3, to_vni

MADE: Final = datetime(2017, 1, 1)  # noqa: DTZ001 a fixed day, so that the same list is the same bytes
OPTIONS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Formula:
    """A formula as Excel would not save it: without its result, or with an error."""

    text: str
    shows: str = ""


@dataclass(frozen=True)
class Kind:
    """One ugly row. `state` is what it becomes for the province's officer, `codes` what is said about it."""

    what: str
    state: str
    codes: tuple[str, ...] = ()
    cells: dict[str, Any] = field(default_factory=dict)
    hidden: bool = False
    number: int = 0


def nfd(text: str) -> str:
    """Letters and marks apart, as some machines save them."""
    return unicodedata.normalize("NFD", text)


# --- the first sheet ----------------------------------------------------------------------

MAIN: Final = "DS tự nguyện"
COLUMNS: Final[Sequence[tuple[str, str, str]]] = (
    # code, upper heading, lower heading (the same upper heading side by side is one merged cell)
    ("ordinal", "TT", ""),
    ("name", nfd("HỌ TÊN\nngười cai nghiện"), ""),
    ("born_male", "Năm sinh", "Nam"),
    ("born_female", "Năm sinh", "Nữ"),
    ("identifier", "Số  CMT", ""),
    ("people", "Dân tộc", ""),
    ("commune", "Xã, phường, TT", ""),
    ("district", "Huyện, TP", ""),
    ("address", "Chỗ ở", ""),
    ("form", "Hình thức", ""),
    ("applied_on", "Ngày đơn", ""),
    ("decision_number", "Quyết định", "Số"),
    ("decision_on", "Quyết định", "Ngày"),
    ("term_months", "Thời hạn cai nghiện (tháng)", ""),
    ("detox_from", "Cắt cơn", "Từ ngày"),
    ("detox_until", "Cắt cơn", "Đến ngày"),
    ("hand_over_number", "Bàn giao", "Số biên bản"),
    ("hand_over_on", "Bàn giao", "Ngày"),
    ("member", "Tổ viên", ""),
    ("contacts", "Ngày gặp gỡ", ""),
    ("certificate_number", "GCN", "Số"),
    ("certificate_on", "GCN", "Ngày"),
    ("breach_number", "Biên bản vi phạm", "Số"),
    ("breach_on", "Biên bản vi phạm", "Ngày"),
    ("breach", "Biên bản vi phạm", "Hành vi"),
    ("note", "Ghi chú", ""),
)
FIRST_ROW: Final = 8
"""In Excel's counting: three lines of title, an empty one, two of header, one of column numbers."""

NAMES: Final = (
    "Nguyễn Văn Ẩn",
    "Trần Đức Bảo",
    "Lê Hữu Chiến",
    "Phạm Quang Đạt",
    "Hoàng Minh Giáp",
    "Phan Văn Hạnh",
    "Vũ Đức Khải",
    "Đặng Hữu Lâm",
    "Bùi Quang Mạnh",
    "Đỗ Minh Nghĩa",
    "Ngô Văn Phúc",
    "Dương Đức Quý",
    "Nguyễn Hữu Sáng",
    "Trần Quang Tấn",
    "Lê Minh Út",
    "Phạm Văn Vượng",
    "Hoàng Đức Xuyên",
    "Phan Hữu Yên",
    "Vũ Quang Ánh",
    "Đặng Minh Bách",
    "Bùi Văn Cảnh",
    "Đỗ Đức Diện",
    "Ngô Hữu Đông",
    "Dương Quang Hậu",
    "Nguyễn Minh Kiên",
    "Trần Văn Lộc",
    "Lê Đức Mẫn",
    "Phạm Hữu Nhật",
    "Hoàng Quang Oai",
    "Phan Minh Phát",
    "Vũ Văn Quyết",
    "Đặng Đức Rạng",
    "Bùi Hữu Song",
    "Đỗ Quang Thắng",
    "Ngô Minh Tuấn",
    "Dương Văn Ứng",
    "Nguyễn Đức Việt",
    "Trần Hữu Xuân",
    "Lê Quang Ý",
    "Phạm Minh Bằng",
    "Hoàng Văn Chung",
    "Phan Đức Doanh",
    "Vũ Hữu Được",
    "Đặng Quang Hiển",
    "Bùi Minh Khôi",
    "Đỗ Văn Luận",
    "Ngô Đức Mười",
    "Dương Hữu Năm",
)


def plain(index: int, **changes: Any) -> dict[str, Any]:
    """A row without anything ugly; every one is another person. `changes` are written over it."""
    row = {
        "ordinal": index + 1,
        "name": f"{NAMES[index]} (mẫu)",
        "born_male": date(1970 + index % 25, 1 + index % 12, 1 + index % 28),
        "identifier": f"000{index + 700:06d}",
        "commune": "Thị trấn Yên Lạc",
        "district": "Yên Lạc",
        "address": f"Thôn Mẫu {index % 9 + 1}",
        "form": "Tại gia đình",
        "applied_on": date(2017, 6, 1 + index % 20),
        "decision_number": f"{index + 300}/QĐ-UBND",
        "decision_on": date(2017, 7, 3),
        "term_months": 6,
    }
    return {**row, **changes}


def finished(**changes: Any) -> dict[str, Any]:
    """The rest of a rehabilitation that came to its end."""
    rest = {
        "detox_from": date(2017, 7, 5),
        "detox_until": date(2017, 7, 17),
        "hand_over_number": "05/BB-BG",
        "hand_over_on": date(2017, 7, 18),
        "certificate_number": "05/GCN-UBND",
        "certificate_on": date(2018, 1, 25),
    }
    return {**rest, **changes}


def main_kinds() -> list[Kind]:
    """The rows of the first sheet, in order; None-less: blank lines, headings and totals are written by `write_ugly`."""
    ready, question, refused, skipped = "ready", "question", "refused", "skipped"
    twin = plain(40)
    return [
        Kind("name with marks apart (NFD)", ready, (), plain(0, name=nfd(f"{NAMES[0]} (mẫu)"))),
        Kind("name in the old font TCVN3", ready, (), plain(1, name=to_tcvn3(f"{NAMES[1]} (mẫu)"))),
        Kind("name in the old font VNI", ready, (), plain(2, name=to_vni(f"{NAMES[2]} (mẫu)"))),
        Kind(
            "hard spaces and too many of them",
            ready,
            (),
            plain(3, name=f"  {NAMES[3].replace(' ', chr(160) * 2)} (mẫu) "),
        ),
        Kind("name in capitals", ready, ("name-in-capitals",), plain(4, name=f"{NAMES[4].upper()} (MẪU)")),
        Kind("year of birth as a number", ready, (), plain(5, born_male=1980)),
        Kind("year of birth in words", ready, (), plain(6, born_male="sinh năm 1981")),
        Kind(
            "a woman, told by the column of the birth",
            ready,
            (),
            plain(7, name="Trần Thị Bưởi (mẫu)", born_male=None, born_female="03/1985"),
        ),
        Kind("a date as Excel's number of days", ready, (), plain(8, applied_on=42_900)),
        Kind("a date with dots", ready, (), plain(9, applied_on="15.06.2017")),
        Kind("a date in words", ready, (), plain(10, applied_on="ngày 05 tháng 6 năm 2017")),
        Kind("a year of two digits", ready, ("short-year-read",), plain(11, applied_on="05/06/17")),
        Kind("a date with a time of day", ready, (), plain(12, decision_on=datetime(2017, 7, 3, 8, 30))),  # noqa: DTZ001
        Kind("commune without its type", ready, (), plain(13, commune="Yên Phương")),
        Kind("commune abbreviated", ready, (), plain(14, commune="P. Liên Bảo", district="TP. Vĩnh Yên")),
        Kind(
            "commune without tones, district left empty",
            ready,
            (),
            plain(15, commune="tt huong canh", district=None),
        ),
        Kind(
            "commune within the address",
            ready,
            ("commune-in-address",),
            plain(16, commune=None, district=None, address="Thôn Mẫu 1, xã Hải Lựu, huyện Sông Lô"),
        ),
        Kind(
            "two communes of that name in the province",
            question,
            ("commune-which",),
            plain(17, commune="Xuân Hòa", district=None),
        ),
        Kind(
            "commune in another district than said",
            question,
            ("district-differs",),
            plain(18, commune="Xã Duy Phiên", district="Yên Lạc"),
        ),
        Kind(
            "commune that nobody knows",
            refused,
            ("commune-unknown",),
            plain(19, commune="Xã Không Có Thật", district="Yên Lạc"),
        ),
        Kind(
            "number as text that lost a zero",
            question,
            ("identifier-lost-zeros",),
            plain(20, identifier="00008500020"),
        ),
        Kind(
            "letter O among the digits", question, ("identifier-unread",), plain(21, identifier="OOO000721")
        ),
        Kind(
            "number by which the person would be a woman",
            ready,
            ("identifier-doubt",),
            plain(22, identifier="000192000722"),
        ),
        Kind("two numbers in one cell", ready, (), plain(23, identifier="000000723; 000093000723")),
        Kind("no number, only a dash", ready, (), plain(24, identifier="-")),
        Kind(
            "a formula whose result was not saved",
            refused,
            ("cell-formula",),
            plain(25, name=Formula("=B8&B9")),
        ),
        Kind("an Excel error", refused, ("cell-error",), plain(26, decision_on=Formula("=NA()", "#N/A"))),
        Kind(
            "a formula in place of a name",
            refused,
            ("name-strange",),
            plain(27, name='=HYPERLINK("http://mau.example","An")'),
        ),
        Kind("a formula in a note stays text", ready, (), plain(28, note="=1+1")),
        Kind("31 February", refused, ("date-no-such-day",), plain(29, applied_on="31/02/2017")),
        Kind(
            "a date that has not come",
            refused,
            ("date-in-the-future",),
            plain(30, applied_on=date(2117, 6, 1)),
        ),
        Kind(
            "a year typed into a cell of dates",
            refused,
            ("date-is-a-year",),
            plain(31, born_male=date(1905, 6, 7)),
        ),
        Kind(
            "certificate before six months are over",
            refused,
            ("order",),
            plain(32, **finished(certificate_on=date(2017, 12, 25))),
        ),
        Kind(
            "handed over before detoxification ended",
            refused,
            ("order",),
            plain(33, **finished(hand_over_on=date(2017, 7, 10))),
        ),
        Kind(
            "certificate and breach at once",
            refused,
            ("ends-twice",),
            plain(34, **finished(), breach_number="05/BB-VP", breach_on=date(2017, 10, 1), breach="Trộm cắp"),
        ),
        Kind("decision without its number", refused, ("partner-missing",), plain(35, decision_number=None)),
        Kind("a child of ten", refused, ("order",), plain(36, born_male=date(2007, 5, 1))),
        Kind(
            "breach in words that say neither",
            question,
            ("breach-unclear",),
            plain(37, breach_number="06/BB-VP", breach_on=date(2017, 10, 1), breach="Làm ồn"),
        ),
        Kind(
            "contacts below each other in one cell, term in words",
            ready,
            (),
            plain(
                38,
                term_months="6 tháng",
                member="Trần Thị Bình (mẫu)",
                contacts="01/08/2017\n- 02/09/2017\n- 03/10/2017",
            ),
        ),
        Kind("row hidden in Excel", ready, (), plain(39), hidden=True),
        Kind("good row", ready, (), twin),
        Kind("the same row again", skipped, ("row-twice",), {**twin, "ordinal": 42}),
        Kind(
            "the same person again, written a little differently",
            question,
            ("row-like",),
            {**twin, "ordinal": 43, "name": "Hoàng Văn Trung (mẫu)", "decision_number": "999/QĐ-UBND"},
        ),
    ]


SECTION: Final = "II. XÃ YÊN PHƯƠNG"
BELOW_SECTION: Final = Kind(
    "commune told by the heading of the group above", "ready", (), plain(43, commune=None, district=None)
)
MERGED: Final = (
    Kind(
        "commune cell merged over two rows, first",
        "ready",
        (),
        plain(41, commune="Thổ Tang", district="Vĩnh Tường"),
    ),
    Kind(
        "commune cell merged over two rows, second",
        "ready",
        (),
        plain(42, commune=None, district="Vĩnh Tường"),
    ),
)


SAME_PAPER: Final = Kind(
    "decision number that another row of the commune has",
    "refused",
    ("paper-twice",),
    plain(44, decision_number="300/QĐ-UBND"),
)


def numbered() -> dict[int, Kind]:
    """Row in Excel → its kind, for the first sheet."""
    kinds = main_kinds()
    rows: dict[int, Kind] = {}
    row = FIRST_ROW
    for position, kind in enumerate(kinds):
        if position == HEADER_AGAIN_AT:
            row += 2  # an empty line, and the header once more as at the top of a printed page
        rows[row] = kind
        row += 1
    for kind in MERGED:
        rows[row] = kind
        row += 1
    rows[row] = SAME_PAPER
    row += 2  # after the heading of the group
    rows[row] = BELOW_SECTION
    return rows


HEADER_AGAIN_AT: Final = 20

# --- the second sheet ---------------------------------------------------------------------

SECOND: Final = "Bổ sung"
SECOND_COLUMNS: Final = (
    "STT",
    "HO VA TEN",
    "Sinh ngày",
    "Giới",
    "CCCD/CMND",
    "Xã/TT",
    "HKTT",
    "Nơi cai",
    "Ngày đăng ký",
    "Số QĐ",
    "Ngày QĐ",
    "Thời hạn",
    "Từ ngày cắt cơn",
)
SECOND_CODES: Final = (
    "ordinal",
    "name",
    "born",
    "sex",
    "identifier",
    "commune",
    "address",
    "form",
    "applied_on",
    "decision_number",
    "decision_on",
    "term_months",
    "detox_from",
)


def second_kinds() -> list[Kind]:
    """The rows of the second sheet, from row 2."""
    rows = [
        Kind("sex as one letter", "ready", (), {"sex": "F"}),
        Kind("sex as a number", "ready", (), {"sex": 1}),
        Kind("sex that says nothing", "refused", ("sex-unclear",), {"sex": "?"}),
        Kind(
            "only the month of birth, the form abbreviated",
            "ready",
            (),
            {"born": "tháng 3/1985", "form": "TGĐ"},
        ),
        Kind("form left empty", "question", ("form-missing",), {"form": None}),
        Kind("month before day", "refused", ("date-month-first",), {"detox_from": "07/25/2017"}),
        Kind(
            "a date that may be either, in a column with the month first",
            "refused",
            ("date-column-mixed",),
            {"detox_from": "08/07/2017"},
        ),
        Kind("commune empty below a filled one", "question", ("commune-from-above",), {"commune": None}),
        Kind("application empty", "refused", ("empty",), {"applied_on": None}),
    ]
    names = [f"{'Lê Thị' if index == 0 else 'Lê Văn'} {name} (mẫu)" for index, name in enumerate(_GIVEN)]
    return [
        Kind(
            kind.what,
            kind.state,
            kind.codes,
            {
                "ordinal": index + 1,
                "name": names[index],
                "born": f"{index + 1:02d}/11/19{70 + index}",
                "sex": "Nam",
                "identifier": f"000{index + 900:06d}",
                "commune": "Xã Đạo Trù",
                "address": "Thôn Mẫu 2",
                "form": "Tại nhà",
                "applied_on": "20/06/2017",
                "decision_number": f"{index + 500}/QĐ-UBND",
                "decision_on": "03/07/2017",
                "term_months": "06",
                **kind.cells,
            },
        )
        for index, kind in enumerate(rows)
    ]


_GIVEN: Final = ("Huệ", "Tiến", "Lợi", "Đoàn", "Kết", "Chăm", "Chỉ", "Siêng", "Năng")
