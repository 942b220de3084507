"""Derive `definitions/calendars/vn-rest-days.csv` from a public library and a list of our corrections. Development only.

The program never runs this: it reads the CSV file, which is committed and reviewed line by line. To derive it again,
in a scratch environment:

    python3 -m venv /tmp/calendar
    /tmp/calendar/bin/pip install holidays==0.109
    /tmp/calendar/bin/python scripts/derive_calendar.py

What the library gets wrong or cannot know is put right in `definitions/calendars/reviewed.csv`, by hand and with a reason.
"""

import csv
import re
from datetime import date
from importlib.metadata import version
from pathlib import Path

import holidays

TARGET = Path(__file__).resolve().parent.parent / "definitions" / "calendars"
FIRST_YEAR, LAST_YEAR = 2010, 2027
# No yearly notice was published for these when the list was made: their movable days are a forecast.
NOT_ANNOUNCED = {2027}
COLUMNS = ("day", "kind", "name_vi", "name_en", "basis", "confidence")
LIBRARY = f"holidays {version('holidays')}"

# Labour codes: from which day which article names the holidays.
CODES = (
    (date(2021, 1, 1), "Bộ luật Lao động 2019, Điều 112"),
    (date(2013, 5, 1), "Bộ luật Lao động 2012, Điều 115"),
    (date.min, "Bộ luật Lao động 1994 (sửa đổi), Điều 73"),
)
# The notices that the library cites for days swapped or made up, by the days that they cover.
NOTICES = (
    (date(2018, 12, 31), date(2019, 5, 4), "Công văn 6519/VPCP-KGVX năm 2018"),
    (date(2024, 4, 29), date(2024, 5, 4), "Công văn 2450/VPCP-KGVX năm 2024"),
    (date(2025, 1, 1), date(2025, 12, 31), "Thông báo 6150/TB-BLĐTBXH năm 2024"),
)
SAME_EVERY_YEAR = {(1, 1), (4, 30), (5, 1), (9, 2)}
SWAP = re.compile(r"thay cho ngày (\d{2})/(\d{2})/(\d{4})")

Row = dict[str, str]


def code_of(day: date) -> str:
    """The article that named the holidays on that day."""
    return next(article for since, article in CODES if day >= since)


def notice_of(day: date) -> str | None:
    """The notice that covers a day swapped or made up, where the library names one."""
    return next((number for since, until, number in NOTICES if since <= day <= until), None)


def confidence_of(day: date, *, statutory: bool) -> str:
    """How sure we are; see the README beside the file."""
    if day.year in NOT_ANNOUNCED:
        return "medium" if (day.month, day.day) in SAME_EVERY_YEAR else "low"
    return "high" if statutory or notice_of(day) else "medium"


def of_library() -> dict[str, Row]:
    """What the library says, day by day, with the Saturdays that were worked instead."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    vietnamese = holidays.country_holidays("VN", years=years, language="vi")
    english = holidays.country_holidays("VN", years=years, language="en_US")
    rows: dict[str, Row] = {}
    for day, name in vietnamese.items():
        swap = SWAP.search(name)
        # Which day beside 2/9 is free, and how Tết lies around its weekend, is decided every year.
        second_national_day = name == "Quốc khánh" and (day.month, day.day) != (9, 2)
        decided_yearly = "nghỉ bù" in name or "29 Tết" in name or second_national_day
        notice = notice_of(day) or LIBRARY
        if swap:
            worked = date(int(swap[3]), int(swap[2]), int(swap[1]))
            sure = confidence_of(day, statutory=False)
            rows[day.isoformat()] = _row(
                day, "rest", name, f"Day off (in place of {worked:%d/%m/%Y})", notice, sure
            )
            rows[worked.isoformat()] = _row(
                worked,
                "working",
                f"Làm bù cho ngày {day:%d/%m/%Y}",
                f"Worked in place of {day:%d/%m/%Y}",
                notice,
                sure,
            )
            continue
        rows[day.isoformat()] = _row(
            day,
            "rest",
            name,
            english[day],
            f"{code_of(day)}; {notice}" if decided_yearly else code_of(day),
            confidence_of(day, statutory=not decided_yearly),
        )
    return rows


def _row(day: date, *values: str) -> Row:
    return dict(zip(COLUMNS, (day.isoformat(), *values), strict=True))


def main() -> None:
    """Write the file and say how many days it holds."""
    rows = of_library()
    with (TARGET / "reviewed.csv").open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            rows[row["day"]] = {column: row[column] for column in COLUMNS}
    with (TARGET / "vn-rest-days.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[day] for day in sorted(rows))
    print(f"{len(rows)} days, {sum(row['kind'] == 'working' for row in rows.values())} of them worked")


if __name__ == "__main__":
    main()
