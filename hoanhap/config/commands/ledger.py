"""`hoanhap ledger reconcile`: from the supplier to the patient, what became of every millilitre."""

import argparse
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from hoanhap.config import output
from hoanhap.config.acting import add_account, scope_of
from hoanhap.config.days import day_of
from hoanhap.config.errors import PlatformError
from hoanhap.config.words import language, say

if TYPE_CHECKING:
    from hoanhap.access.scope import Scope
    from hoanhap.treatment.queries.reconcile import Reconciled

NAME = "ledger"
HELP = say(
    "sổ kho thuốc: đối chiếu nhập, cấp phát, tồn", "stock books: reconcile what came, went and is there"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, where, and for which days."""
    parser.add_argument("what", choices=("reconcile",), help=say("reconcile: đối chiếu", "reconcile"))
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "--site",
        help=say("cơ sở theo tên hoặc mã, kèm các điểm của cơ sở", "a place by name or id, with its points"),
    )
    where.add_argument(
        "--all", action="store_true", help=say("mọi cơ sở trong phạm vi", "every place in reach")
    )
    parser.add_argument("--from", dest="from_on", required=True, help=say("ngày đầu", "first day"))
    parser.add_argument("--to", dest="to_on", required=True, help=say("ngày cuối", "last day"))
    parser.add_argument(
        "--format",
        choices=("table", "json"),
        default="table",
        help=say("table cho người đọc; json cho chương trình", "table for people; json for programs"),
    )
    add_account(parser)


def run(args: argparse.Namespace) -> int:
    """Reconcile and print; ends with 1 where something is unexplained."""
    from hoanhap.config.start import django_ready

    django_ready()
    from django.utils import translation

    from hoanhap.treatment.queries.reconcile import reconcile

    scope = scope_of(args.account)
    from_on, to_on = day_of("--from", args.from_on), day_of("--to", args.to_on)
    if to_on < from_on:
        raise PlatformError(
            say(
                "Ngày cuối trước ngày đầu. Kiểm tra --from và --to.",
                "The last day comes before the first. Check --from and --to.",
            )
        )
    places = None if args.all else _places(args.site, scope=scope)
    with translation.override(language()):
        rows = reconcile(scope=scope, from_on=from_on, to_on=to_on, place_ids=places)
        data = _data(rows, from_on.isoformat(), to_on.isoformat())
        output.emit(args, data, _sentences(data))
    return 1 if data["total"]["unexplained_mg"] else 0


def _places(name: str, *, scope: "Scope") -> list[UUID]:
    """The place and its points. Raises PlatformError where the name says none, or several."""
    from hoanhap.medicine.queries.flows import places_named

    found = places_named(name, scope=scope)
    if not found:
        raise PlatformError(
            say(
                f"Không có cơ sở nào tên “{name}” trong phạm vi. Dùng tên đầy đủ, hoặc --all.",
                f"No place in reach is called “{name}”. Use the full name, or --all.",
            )
        )
    return found


def _data(rows: "list[Reconciled]", from_on: str, to_on: str) -> dict[str, Any]:
    from hoanhap.medicine.queries.medicines import unit_of
    from hoanhap.medicine.rules.flows import COLUMNS
    from hoanhap.treatment.queries.reconcile import total_of

    total, unexplained_mg = total_of(rows)
    had_mg = total.opening + total.came
    listed = []
    for one in rows:
        flow = one.lot.flow
        listed.append(
            {
                "site": one.lot.organisation,
                "site_id": str(one.lot.organisation_id),
                "medicine": one.lot.medicine,
                "unit": str(unit_of(one.lot.medicine)),
                "lot": one.lot.lot_number,
                "mg_per_unit": _plain(one.lot.mg_per_unit),
                "opening_ml": _plain(flow.opening),
                **{f"{name}_ml": _plain(flow.columns[name]) for name in COLUMNS},
                "lost_away_ml": _plain(flow.lost_away),
                "balance_ml": _plain(flow.closing),
                "unexplained_ml": _plain(one.unexplained),
            }
        )
    return {
        "from": from_on,
        "to": to_on,
        "rows": listed,
        "total": {
            "opening_mg": _plain(total.opening),
            **{f"{name}_mg": _plain(total.columns[name]) for name in COLUMNS},
            "lost_away_mg": _plain(total.lost_away),
            "balance_mg": _plain(total.closing),
            "unexplained_mg": _plain(unexplained_mg),
            "explained_percent": _plain(100 * (1 - unexplained_mg / had_mg)) if had_mg else "100",
        },
    }


def _plain(value: Decimal) -> Any:
    """A number as JSON has it: exact, as text with no needless zeros; 0 as the number 0."""
    if not value:
        return 0
    return f"{value.normalize():f}"


def _sentences(data: dict[str, Any]) -> list[str]:
    lines = [f"{data['from']} – {data['to']}"]
    for row in data["rows"]:
        moved = ", ".join(
            f"{_WORDS[name]} {row[f'{name}_ml']}" for name in _WORDS if row.get(f"{name}_ml") not in (0, None)
        )
        lines.append(f"{row['site']} · {row['medicine']} · {row['lot']} ({row['unit']}): {moved}")
        if row["unexplained_ml"]:
            lines.append(say("  KHÔNG GIẢI THÍCH ĐƯỢC: ", "  UNEXPLAINED: ") + str(row["unexplained_ml"]))
    total = data["total"]
    lines.append(
        say("Giải thích được", "Explained")
        + f" {total['explained_percent']} %; "
        + say("không giải thích được", "unexplained")
        + f" {total['unexplained_mg']} mg; "
        + say("ghi nhận mất", "recorded as missing")
        + f" {total['missing_mg']} mg"
    )
    return lines


_WORDS = {
    "opening": say("tồn đầu", "opening"),
    "received": say("nhập", "received"),
    "arrived": say("nhận từ nơi khác", "arrived"),
    "taken_back": say("mang trả", "taken back"),
    "found": say("tìm thấy", "found"),
    "dispensed": say("uống tại chỗ", "dispensed"),
    "taken_home": say("mang về", "taken home"),
    "sent": say("gửi nơi khác", "sent"),
    "spilt": say("đổ vỡ", "spilt"),
    "destroyed": say("hủy", "destroyed"),
    "returned": say("trả nhà cung cấp", "returned"),
    "missing": say("thiếu", "missing"),
    "lost_away": say("mất ngoài kho", "lost away"),
    "balance": say("tồn cuối", "balance"),
}
