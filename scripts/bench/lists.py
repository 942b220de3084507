"""Lists of participants to import, written as an office would hand them in."""

import random
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter
from floors import fresh_name
from population import Population

from hoanhap.kit.dates import add_months
from hoanhap.places.queries.units import paths

HEADER = [
    "STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CMND/CCCD", "Xã/phường/thị trấn", "Huyện/thành phố", "Địa chỉ",
    "Hình thức cai", "Ngày nộp đơn", "Số quyết định", "Ngày quyết định", "Thời hạn (tháng)",
    "Ngày bắt đầu cắt cơn", "Ngày kết thúc cắt cơn", "Ngày bàn giao",
    "Số biên bản bàn giao", "Số giấy chứng nhận", "Ngày giấy chứng nhận",
]  # fmt: skip


def write(target: Path, size: int, filled: Population, *, seed: int) -> Path:
    """A spreadsheet of `size` people whom nobody knows yet, all certified."""
    chance = random.Random(1000 + seed)
    where = paths(filled.unit_ids, on=date(2017, 6, 1))
    book = xlsxwriter.Workbook(str(target), {"constant_memory": True})
    sheet = book.add_worksheet("Danh sách")
    sheet.write_row(0, 0, HEADER)
    for number in range(1, size + 1):
        commune, district, *_ = [part.strip() for part in where[chance.choice(filled.unit_ids)].split(",")]
        applied = date(2017, 5, 20) + timedelta(days=chance.randrange(60))
        decided, detox = applied + timedelta(days=3), applied + timedelta(days=6)
        handed = detox + timedelta(days=14)
        certified = add_months(handed, 6) + timedelta(days=2)
        born = date(1950, 1, 1) + timedelta(days=chance.randrange(3000))
        days = [
            f"{day:%d/%m/%Y}"
            for day in (applied, decided, detox, detox + timedelta(days=12), handed, certified)
        ]
        sheet.write_row(
            number,
            0,
            [
                number, fresh_name(chance), f"{born:%d/%m/%Y}", "Nam", f"0008{seed:02d}{number:06d}", commune, district,
                "Thôn Mẫu 1", "Tại gia đình", days[0], f"{seed}{number}/QĐ-UBND", days[1], 6, days[2], days[3], days[4],
                f"{seed}{number}/BB", f"{seed}{number}/GCN", days[5],
            ],
        )  # fmt: skip
    book.close()
    return target
