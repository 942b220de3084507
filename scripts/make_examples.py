#!/usr/bin/env python3
"""Make the example lists anew: `scripts/make_examples.py [FOLDER]`, into `examples/` unless told otherwise.

Every person is made up: a family name and a given name drawn from short lists, marked "(mẫu)", with numbers beginning
000 that belong to no province. The same seed gives the same bytes.
"""

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ugly_sheets import documented, write_ugly  # noqa: E402

from hoanhap.exchange.imports.template import write_list, write_template  # noqa: E402
from hoanhap.kit.dates import add_months  # noqa: E402

SEED = 2017
PEOPLE = 24
BREACHES = {7: "Trộm cắp tài sản (mẫu)", 18: "Gây rối trật tự công cộng (mẫu)"}
PLAN_FROM = date(2017, 5, 15)
REPORT_ON = date(2018, 6, 21)

FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương"]
MIDDLE = {"Nam": ["Văn", "Đức", "Hữu", "Quang", "Minh"], "Nữ": ["Thị", "Thu", "Ngọc"]}
GIVEN = {
    "Nam": [
        "An",
        "Bình",
        "Cường",
        "Dũng",
        "Giang",
        "Hải",
        "Hùng",
        "Khánh",
        "Long",
        "Nam",
        "Phong",
        "Sơn",
        "Thành",
    ],
    "Nữ": ["Hà", "Lan", "Mai", "Thảo"],
}
CATEGORIES = ["Sử dụng dưới 2 năm (mẫu)", "Sử dụng từ 2 đến 5 năm (mẫu)", "Sử dụng trên 5 năm (mẫu)"]


def main(arguments: list[str]) -> int:
    """Write every example."""
    folder = Path(arguments[0]) if arguments else ROOT / "examples"
    folder.mkdir(parents=True, exist_ok=True)
    write_list(folder / "vinh-phuc-2017.xlsx", people(), above=TITLE)
    write_template(folder / "mau-danh-sach.xlsx")
    write_ugly(folder / "ugly-participants.xlsx")
    readme = folder / "README.md"
    told = (readme if readme.exists() else ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    readme.write_text(told[: told.index(TABLES)] + TABLES + "\n\n" + documented(), encoding="utf-8")
    for made in ("vinh-phuc-2017.xlsx", "mau-danh-sach.xlsx", "ugly-participants.xlsx"):
        print(folder / made)
    return 0


TABLES = "<!-- scripts/make_examples.py writes what follows -->"
TITLE = [
    "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI TỈNH VĨNH PHÚC",
    "DANH SÁCH NGƯỜI CAI NGHIỆN MA TÚY TỰ NGUYỆN TẠI GIA ĐÌNH, CỘNG ĐỒNG NĂM 2017",
    "(Dữ liệu mẫu, không có người thật)",
]


def people() -> Iterator[dict[str, str | date | int]]:
    """The twenty-four rows: two or three people in each of the ten communes."""
    draw = random.Random(SEED)
    described = yaml.safe_load((ROOT / "examples" / "vinh-phuc-2017.yaml").read_text(encoding="utf-8"))
    communes = described["communes"]
    names: set[str] = set()
    members = [_name(draw, names, "Nữ" if index % 3 else "Nam") for index in range(len(communes))]
    numbers: dict[str, int] = {}
    for index in range(PEOPLE):
        place = communes[index % len(communes)]
        numbers[place["name"]] = numbers.get(place["name"], 0) + 1
        yield _person(draw, index, place, names, members[index % len(communes)], numbers[place["name"]])


def _person(
    draw: random.Random, index: int, place: dict[str, str], names: set[str], member: str, number: int
) -> dict[str, str | date | int]:
    sex = "Nữ" if index % 12 == 5 else "Nam"
    born = date(draw.randint(1972, 1996), draw.randint(1, 12), draw.randint(1, 28))
    applied_on = _weekday(PLAN_FROM + timedelta(days=draw.randint(2, 40)))
    decision_on = _weekday(applied_on + timedelta(days=draw.randint(3, 6)))
    detox_from = _weekday(decision_on + timedelta(days=draw.randint(1, 5)))
    detox_until = detox_from + timedelta(days=draw.randint(9, 14))
    hand_over_on = _weekday(detox_until + timedelta(days=draw.randint(0, 2)))
    row: dict[str, str | date | int] = {
        "ordinal": index + 1,
        "name": _name(draw, names, sex),
        # Some papers know only the year, as everywhere.
        "born": str(born.year) if index % 8 == 3 else born,
        "sex": sex,
        "identifier": _identifier(index, born, sex),
        "commune": place["name"],
        "district": place["district"],
        "address": f"Thôn Mẫu {draw.randint(1, 9)}",
        "form": "Tại cộng đồng" if index % 5 == 4 else "Tại gia đình",
        "applied_on": applied_on,
        "decision_number": f"{100 + number}/QĐ-UBND",
        "decision_on": decision_on,
        "term_months": 6,
        "category": draw.choice(CATEGORIES),
        "detox_from": detox_from,
        "detox_until": detox_until,
        "hand_over_on": hand_over_on,
        "hand_over_number": f"{number:02d}/BB-BG",
        "member": member,
        "note": "Dữ liệu mẫu",
    }
    last = max(add_months(decision_on, 6), add_months(hand_over_on, 6))
    if index in BREACHES:
        last = _weekday(hand_over_on + timedelta(days=draw.randint(60, 110)))
        row |= {"breach_number": f"{number:02d}/BB-VP", "breach_on": last, "breach": BREACHES[index]}
    else:
        row |= {
            "certificate_number": f"{number:02d}/GCN-UBND",
            "certificate_on": _weekday(last + timedelta(days=draw.randint(1, 20))),
        }
    row["contacts"] = "; ".join(f"{day:%d/%m/%Y}" for day in _contacts(draw, hand_over_on, last))
    assert last < REPORT_ON
    return row


def _contacts(draw: random.Random, hand_over_on: date, last: date) -> list[date]:
    """One in every month after the hand-over, until the end of the six months or the breach."""
    days = [add_months(hand_over_on, month) + timedelta(days=draw.randint(3, 24)) for month in range(6)]
    return [day for day in days if day < last]


def _weekday(day: date) -> date:
    """The next day on which an office works: not a Saturday or Sunday."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


def _name(draw: random.Random, taken: set[str], sex: str) -> str:
    while True:
        name = f"{draw.choice(FAMILY)} {draw.choice(MIDDLE[sex])} {draw.choice(GIVEN[sex])} (mẫu)"
        if name not in taken:
            taken.add(name)
            return name


def _identifier(index: int, born: date, sex: str) -> str:
    """000: no province has it. The rest says what the birth says, so that no check complains."""
    if index % 4 == 2:
        return f"000{index + 1:06d}"
    return f"000{1 if sex == 'Nữ' else 0}{born.year % 100:02d}{index + 1:06d}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
