"""`hoanhap clinic month|quarter|year`: the reports of substitution treatment and of its medicine, as sums."""

import argparse
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hoanhap.config import output
from hoanhap.config.acting import add_account, scope_of
from hoanhap.config.errors import PlatformError
from hoanhap.config.words import language, say

if TYPE_CHECKING:
    from uuid import UUID

    from hoanhap.access.scope import Scope

NAME = "clinic"
HELP = say(
    "báo cáo của cơ sở điều trị thay thế: tháng, quý, năm",
    "reports of substitution clinics: month, quarter, year",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which report, of which period, and where."""
    parser.add_argument(
        "what",
        choices=("month", "quarter", "year"),
        help=say(
            "month: người bệnh, liều, thuốc; quarter: bảng quý; year: báo cáo thuốc của năm",
            "month: patients, doses, medicine; quarter: the quarterly table; year: medicine of the year",
        ),
    )
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--site", help=say("cơ sở theo tên hoặc mã", "a clinic by name or id"))
    where.add_argument(
        "--all",
        action="store_true",
        help=say(
            "mọi cơ sở trong phạm vi, số nhỏ được ẩn (quarter, year)",
            "every clinic in reach, small numbers hidden (quarter, year)",
        ),
    )
    parser.add_argument(
        "--period",
        required=True,
        help=say("2026-10 (tháng), 2026-3 (quý 3), 2026 (năm)", "2026-10, 2026-3, 2026"),
    )
    output.add_format(parser)
    add_account(parser)


def run(args: argparse.Namespace) -> int:
    """Count and print."""
    from hoanhap.config.start import django_ready

    django_ready()
    from django.utils import translation

    scope = scope_of(args.account)
    with translation.override(language()):
        made = {"month": _month, "quarter": _quarter, "year": _year}[args.what](args, scope)
        output.emit(args, made, _sentences(made))
    return 0


def _wrong_period(text: str) -> PlatformError:
    return PlatformError(
        say(
            f"Không hiểu kỳ “{text}”. Tháng: 2026-10; quý: 2026-3; năm: 2026.",
            f"The period “{text}” is not clear. A month: 2026-10; a quarter: 2026-3; a year: 2026.",
        )
    )


def _clinic(args: argparse.Namespace, scope: "Scope") -> "UUID":
    """The clinic that was named, if its patients may be counted. Raises PlatformError."""
    from hoanhap.treatment.queries.quarterly import clinic_named

    found = clinic_named(args.site, scope=scope)
    if found is None:
        raise _no_place(args.site)
    return found


def _site(args: argparse.Namespace, scope: "Scope") -> "UUID":
    """The place that was named, if its stock may be seen. Raises PlatformError."""
    from hoanhap.medicine.queries.flows import places_named

    found = places_named(args.site, scope=scope)
    if not found:
        raise _no_place(args.site)
    return found[0]


def _no_place(name: str) -> PlatformError:
    return PlatformError(
        say(
            f"Không có cơ sở nào tên “{name}” trong phạm vi. Dùng tên đầy đủ, hoặc --all.",
            f"No place in reach is called “{name}”. Use the full name, or --all.",
        )
    )


def _month(args: argparse.Namespace, scope: "Scope") -> dict[str, Any]:
    from django.utils import timezone

    from hoanhap.treatment.queries.monthly import DOSES, PEOPLE, Month, monthly

    if args.all:
        raise PlatformError(
            say("Báo cáo tháng là của một cơ sở: dùng --site.", "A month is of one clinic: use --site.")
        )
    try:
        month = Month.parse(args.period)
    except ValueError:
        raise _wrong_period(args.period) from None
    found = monthly(_clinic(args, scope), month, on=timezone.localdate(), scope=scope)
    rows = [
        {"code": code, "title": str(words), "count": found.counts[code]} for code, words in PEOPLE.items()
    ]
    rows += [{"code": code, "title": str(words), "count": found.doses[code]} for code, words in DOSES.items()]
    rows += [
        {"code": "positive-for", "title": str(words), "count": count} for words, count in found.substances
    ]
    return {
        "period": str(month),
        "from": month.first.isoformat(),
        "to": found.to_on.isoformat(),
        "rows": rows,
        "medicines": [_medicine(one) for one in found.medicines or ()],
    }


def _quarter(args: argparse.Namespace, scope: "Scope") -> dict[str, Any]:
    from hoanhap.reporting.queries.substitution_area import area_table
    from hoanhap.treatment.queries.quarterly import quarterly
    from hoanhap.treatment.rules.quarterly import Quarter

    try:
        quarter = Quarter.parse(args.period)
    except ValueError:
        raise _wrong_period(args.period) from None
    if args.site:
        one = quarterly(_clinic(args, scope), quarter, scope=scope)
        rows = [
            {
                "code": row.code,
                "title": f"{row.number} {row.title.told(language())}",
                "count": one.counts[row.code],
            }
            for row in one.table.rows
        ]
        period = {"from": one.from_on.isoformat(), "to": one.to_on.isoformat()}
        return {"period": str(quarter), **period, "rows": rows}
    area = area_table(quarter, scope=scope)
    listed: list[dict[str, Any]] = [
        {
            "code": row.code,
            "title": f"{row.number} {row.title.told(language())}",
            "count": area.total[place],
            "clinics": {name: counts[place] for name, counts in area.clinics},
        }
        for place, row in enumerate(area.rows)
    ]
    period = {"from": area.from_on.isoformat(), "to": area.to_on.isoformat()}
    return {"period": str(quarter), **period, "hidden": area.hides, "rows": listed}


def _year(args: argparse.Namespace, scope: "Scope") -> dict[str, Any]:
    from django.utils import timezone

    from hoanhap.medicine.queries.year_reports import year_report

    if not (args.period.isascii() and args.period.isdigit() and len(args.period) == 4):
        raise _wrong_period(args.period)
    found = year_report(
        int(args.period),
        scope=scope,
        on=timezone.localdate(),
        place_id=_site(args, scope) if args.site else None,
        of_a_province=args.all,
    )
    return {
        "period": args.period,
        "from": found.from_on.isoformat(),
        "to": found.to_on.isoformat(),
        "due": found.due_on.isoformat(),
        "rows": [],
        "medicines": [_medicine(one) for one in (*found.lines, *(found.totals if args.all else ()))],
    }


def _medicine(one: Any) -> dict[str, Any]:
    row = one.row
    return {
        "medicine": one.medicine,
        "title": one.title,
        "unit": one.unit,
        "place": one.place or None,
        **{
            name: _plain(units)
            for name, units in (
                ("opening", row.opening),
                ("received", row.received),
                ("issued", row.issued),
                ("wasted", row.wasted),
                ("closing", row.closing),
            )
        },
        "because": {cause: _plain(units) for cause, units in row.because.items()},
    }


def _plain(value: Decimal) -> Any:
    """A number as JSON has it: exact, as text with no needless zeros; 0 as the number 0."""
    return f"{value.normalize():f}" if value else 0


def _sentences(made: dict[str, Any]) -> list[str]:
    lines = [f"{made['from']} – {made['to']}"]
    for row in made["rows"]:
        count = say("ẩn", "hidden") if row["count"] is None else row["count"]
        lines.append(f"  {row['title']}: {count}")
    for one in made.get("medicines", ()):
        place = f" · {one['place']}" if one["place"] else ""
        lines.append(
            f"  {one['title']}{place} ({one['unit']}): "
            + say("tồn trước", "opening")
            + f" {one['opening']}, "
            + say("nhập", "received")
            + f" {one['received']}, "
            + say("xuất", "issued")
            + f" {one['issued']}, "
            + say("hao hụt", "wastage")
            + f" {one['wasted']}, "
            + say("tồn cuối", "closing")
            + f" {one['closing']}"
        )
    if made.get("due"):
        lines.append(say("Hạn gửi: ", "Due: ") + made["due"])
    return lines
