"""A chart of every kind with made-up numbers, for the gallery."""

from hoanhap.web.charts import kinds
from hoanhap.web.charts.chart import Chart

MONTHS = tuple(f"{month:02d}/24" for month in range(1, 13))
QUARTERS = tuple(f"{quarter}/{year}" for year in ("22", "23") for quarter in ("I", "II", "III", "IV"))
OUTCOMES = ("Hoàn thành", "Vi phạm, dừng", "Còn đang cai", "Chưa rõ kết quả")


def charts() -> list[Chart]:
    """Every kind, and one without anything to draw."""
    shares = [None if place == 4 else 55 + 2.5 * place for place in range(12)]
    points = [
        kinds.Point(month, share, "Dưới 5 người" if share is None else f"{share:g} %".replace(".", ","))
        for month, share in zip(MONTHS, shares, strict=True)
    ]
    years = [
        (f"{month:02d}/{year}", 20 * (year - 21) + 2 * month, 20 * (year - 20))
        for year in range(21, 25)
        for month in (3, 6, 9, 12)
    ]
    return [
        kinds.trend(
            "Tỷ lệ tiếp cận dịch vụ, cuối mỗi tháng", points, is_share=True, mark=kinds.Mark(80, "Trên 80 %")
        ),
        kinds.bands(
            "Mức phủ mô hình theo từng năm",
            [kinds.Point(at, value, f"{value} %") for at, value, _lower in years],
            [
                kinds.Step(at, lower, min(lower + 10, 100), f"{lower}–{min(lower + 10, 100)} %")
                for at, _value, lower in years
            ],
            second=[kinds.Point(at, value / 5, f"{value / 5:.0f} %") for at, value, _lower in years],
            names=("Đang áp dụng", "Tạm dừng"),
        ),
        kinds.bars(
            "Theo xã, phường",
            [
                kinds.Bar("Phường Mẫu Hai", 95, "19/20 (95 %)", True, "Đạt"),
                kinds.Bar("Xã Mẫu Một", 61, "11/18 (61,1 %)", False, "Chưa đạt"),
                kinds.Bar("Xã Mẫu Ba", None, "Không áp dụng", None, ""),
            ],
            mark=kinds.Mark(80, "Trên 80 %"),
        ),
        kinds.funnel(
            "Từ hồ sơ đến hỗ trợ",
            [
                kinds.Bar("Hoàn thành cai nghiện", 310, "310"),
                kinds.Bar("Có hồ sơ sau cai", 235, "235", note="75,8 %"),
                kinds.Bar("Được hỗ trợ", None, "Dưới 5"),
            ],
        ),
        kinds.cohort(
            "Sau 12 tháng, theo quý bắt đầu",
            [(quarter, "24") for quarter in QUARTERS],
            OUTCOMES,
            [
                kinds.Cell(quarter, outcome, 10 * place + 5 * number, f"{10 * place + 5 * number} %")
                for number, quarter in enumerate(QUARTERS)
                for place, outcome in enumerate(OUTCOMES)
            ],
        ),
        kinds.trend("Chưa có số liệu", [], is_share=False, empty="Chưa tháng nào có số liệu."),
    ]
