"""Made-up counts and papers, without a database."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hoanhap.kit.layout.blocks import Heading, Items, Paragraph, Section, Signature, Table
from hoanhap.reporting.queries.forms import forms
from hoanhap.reporting.rules.cohorts import Counted
from hoanhap.reporting.rules.documents import ReportDocument, SheetRow, Sheets, Words
from hoanhap.reporting.rules.home_rehab import FindingRow, Records, results
from hoanhap.reporting.rules.results import Area, HomeRehabResults, PlanLine

FROM, TO = date(2017, 5, 15), date(2018, 6, 21)
AT = datetime(2018, 6, 21, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
AREA = Area("99-1", "province", "Mẫu", "Tỉnh Mẫu", "Tỉnh Mẫu", "", TO)
NASTY = '=1+1 #strong[đậm] {{ 7*7 }} {% now %} $x$ \\ "đóng" <w:t>&amp; `mã` *sao* _gạch_ @nhãn'


def counted(
    number: int, unit_id: str = "u1", *, episode: int | None = None, on: date = date(2017, 6, 1)
) -> Counted:
    """Person number so and so."""
    return Counted(UUID(int=number), UUID(int=1000 + (episode or number)), unit_id, on)


def people(*numbers: int, units: int = 10) -> list[Counted]:
    """People dealt out over the units u1, u2, …"""
    return [counted(number, f"u{number % units + 1}") for number in numbers]


def rows(**given: Sequence[Counted]) -> dict[str, Sequence[Counted]]:
    """Rows for every figure about people; those not given are empty."""
    return {one.code: given.get(one.code, []) for one in forms()[0].people_figures}


def vinh_phuc() -> dict[str, Sequence[Counted]]:
    """24 started, 22 certified, 2 stopped; one not handed over, four not met every month."""
    everybody = people(*range(24))
    return rows(
        participants=everybody,
        certified=everybody[:22],
        breached=everybody[22:],
        detox_done=everybody,
        handed_over=everybody[:23],
        contacts_kept=everybody[:20],
    )


def records(given: Mapping[str, Sequence[Counted]] | None = None, **changes: Any) -> Records:
    units = {f"u{number}": f"Xã Mẫu {number}" for number in range(1, 11)}
    usual: dict[str, Any] = {
        "area": AREA,
        "from_on": FROM,
        "to_on": TO,
        "rows": vinh_phuc() if given is None else given,
        "selected": frozenset(units),
        "findings": [],
        "plans": [PlanLine("50/KH-MẪU", "Cai nghiện tại gia đình", "Sở Mẫu", FROM)],
        "names": units,
    }
    return Records(**(usual | changes))


def made(
    given: Mapping[str, Sequence[Counted]] | None = None, *, language: str = "vi", **changes: Any
) -> HomeRehabResults:
    """The results of made-up counts."""
    is_public = changes.pop("is_public", False)
    return results(forms()[0], records(given, **changes), language=language, at=AT, is_public=is_public)


def finding(kind: str, unit_id: str = "u1", text: str = "Ghi nhận mẫu", **days: Any) -> FindingRow:
    return FindingRow(unit_id, kind, days.get("on", date(2017, 7, 1)), days.get("until"), text)


def document(text: str = "Nội dung mẫu.") -> ReportDocument:
    """A paper with one of each block, in which `text` stands wherever people may write."""
    return ReportDocument(
        language="vi",
        words=Words(
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Nơi nhận:", "BÁO CÁO"
        ),
        issuer_above="UBND TỈNH MẪU",
        issuer="SỞ MẪU",
        number="Số: 12/BC-SM",
        place_and_date="Mẫu, ngày 21 tháng 6 năm 2018",
        subject="Kết quả mẫu\ntại tỉnh Mẫu",
        warning="",
        bases=("Căn cứ Nghị định mẫu;", f"Thực hiện kế hoạch {text}."),
        opening="Báo cáo như sau:",
        sections=(
            Section("I. KẾT QUẢ", (Heading("1. Chung"), Paragraph(text), Items((text, "Dòng hai")))),
            Section(
                "II. BẢNG",
                (
                    Table(
                        caption="Bảng mẫu",
                        columns=("TT", "Xã", "Số người"),
                        rows=tuple((str(n), f"Xã Mẫu {n}", str(n * 3)) for n in range(1, 60)),
                        totals=("", "Cộng", "5.310"),
                        widths=(6, 30, 10),
                        note="Ghi chú.",
                    ),
                ),
            ),
        ),
        closing="Trên đây là báo cáo./.",
        recipients=("UBND tỉnh (để b/c)", "Lưu: VT"),
        signature=Signature(("KT. Giám đốc", "Phó Giám đốc"), "Nguyễn Văn Mẫu (mẫu)"),
        appendix_title="PHỤ LỤC",
        appendix_note="(Kèm theo Báo cáo số 12/BC-SM)",
        appendix=(Table("", ("Chỉ tiêu", "Cách tính"), ((text, text),), (1, 2), is_text=True),),
        title="Báo cáo mẫu",
        made_at=AT,
        sheets=Sheets(
            names=("Theo xã", "Chỉ tiêu", "Định nghĩa"),
            head=("Báo cáo mẫu", "Kỳ mẫu"),
            columns=("TT", "Xã", "Tham gia", "Chứng nhận"),
            communes=((text, (3, None)), ("Xã Mẫu 2", (5, 4))),
            totals_title="Cộng",
            totals=(8, None),
            figure_columns=("Chỉ tiêu", "Số", "Trên", "Tỷ lệ"),
            figures=(
                SheetRow("certified", text, 22, 24, text, text, text),
                SheetRow("nothing", "Không có", 0, 0, "", "", ""),
                SheetRow("hidden", "Ẩn", None, 24, "", "", ""),
            ),
            definition_columns=("Chỉ tiêu", "Cách tính", "Căn cứ", "Độ tin cậy", "Mã"),
            not_published="…",
        ),
    )
