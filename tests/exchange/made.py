"""The ten communes of the example with their offices, officers over one and over all, and lists written for a test."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter
import yaml

from hoanhap.access.scope import Authority, Scope
from hoanhap.exchange.imports.columns import definition
from hoanhap.exchange.imports.template import write_list
from hoanhap.kit.keys import new_id
from hoanhap.places.models import Organisation
from hoanhap.places.queries.units import reach

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
AT = datetime(2019, 1, 7, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
POWERS = frozenset(
    (
        "people.read people.write people.identify casework.read casework.write community.read community.write "
        "exchange.import"
    ).split()
)
YEN_LAC, YEN_PHUONG = "09025-1", "09055-1"


def scope_over(
    *areas: str, powers: frozenset[str] = POWERS, name: str = "canbo", account_id: Any = None
) -> Scope:
    """An officer of these areas, with all that lies in them."""
    on = AT.date()
    reached = reach(areas, on=on)
    return Scope(
        account_id=account_id or new_id(),
        account_name=name,
        on=on,
        authorities=tuple(Authority("test", powers, area, reached[area]) for area in areas),
    )


@dataclass
class Province:
    """Vĩnh Phúc in 2017, as far as the example goes."""

    communes: list[dict[str, str]] = field(init=False)
    offices: dict[str, Organisation] = field(init=False)
    officer: Scope = field(init=False)
    """Works for the whole province."""

    def __post_init__(self) -> None:
        described = yaml.safe_load((EXAMPLES / "vinh-phuc-2017.yaml").read_text(encoding="utf-8"))
        self.communes = described["communes"]
        self.offices = {
            line["unit"]: Organisation.objects.create(
                kind="peoples-committee", name=f"Ủy ban nhân dân {line['name']}", unit_id=line["unit"]
            )
            for line in self.communes
        }
        self.officer = scope_over("26-1", name="tinh")


GOOD: Mapping[str, Any] = {
    "ordinal": 1,
    "name": "Nguyễn Văn Ân (mẫu)",
    "born": date(1985, 3, 5),
    "sex": "Nam",
    "identifier": "000000001",
    "commune": "Thị trấn Yên Lạc",
    "district": "Huyện Yên Lạc",
    "address": "Thôn Mẫu 1",
    "form": "Tại gia đình",
    "applied_on": date(2017, 6, 1),
    "decision_number": "01/QĐ-UBND",
    "decision_on": date(2017, 6, 6),
    "term_months": 6,
}
FINISHED: Mapping[str, Any] = {
    **GOOD,
    "category": "Loại mẫu",
    "detox_from": date(2017, 6, 8),
    "detox_until": date(2017, 6, 20),
    "hand_over_on": date(2017, 6, 21),
    "hand_over_number": "01/BB-BG",
    "member": "Trần Thị Bình (mẫu)",
    "contacts": "05/07/2017; 04/08/2017",
    "certificate_number": "01/GCN",
    "certificate_on": date(2017, 12, 25),
}


def good(index: int = 0, **changes: Any) -> dict[str, Any]:
    """A row that can be entered; each index is another person, unlike the others."""
    family = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ")[index % 10]
    given = ("Ân", "Bảo", "Cẩn", "Dậu", "Đông", "Giáp", "Hợi", "Khoa", "Lộc", "Mão", "Ngọ", "Phú")[
        index // 10 % 12
    ]
    row = {
        **GOOD,
        "name": f"{family} Văn {given}{'' if index < 120 else chr(97 + index // 120 % 26)} (mẫu)",
        "born": date(1960 + index % 40, 1 + index % 12, 1 + index // 7 % 28),
        "identifier": f"000{index + 1:06d}",
        "decision_number": f"{index + 1}/QĐ-UBND",
    }
    return {**row, **changes}


def written(path: Path, rows: Iterable[Mapping[str, Any]], **options: Any) -> Path:
    """A list in the columns of the template."""
    write_list(path, rows, **options)
    return path


def grid(path: Path, lines: Iterable[Iterable[Any]], sheet: str = "Sheet1") -> Path:
    """Cells just as given: text as text, numbers as numbers, dates as dates."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet(sheet)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for row, cells in enumerate(lines):
            for column, value in enumerate(cells):
                if isinstance(value, date):
                    page.write_datetime(row, column, datetime(value.year, value.month, value.day), day)
                elif isinstance(value, (int, float)) and not isinstance(value, bool):
                    page.write_number(row, column, value)
                elif value is not None:
                    page.write_string(row, column, str(value))
    return path


def titles(*codes: str) -> list[str]:
    """Our titles of columns."""
    return [definition().column(code).title.vi for code in codes]
