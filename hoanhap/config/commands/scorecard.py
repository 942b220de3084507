"""`hoanhap scorecard PLAN`: where a plan stands, for people and for programs."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from hoanhap.config import output
from hoanhap.config.acting import add_account, scope_of
from hoanhap.config.days import day_of
from hoanhap.config.words import language, say

if TYPE_CHECKING:
    from hoanhap.programme.queries.scorecards import Scorecard

NAME = "scorecard"
HELP = say(
    "bảng điểm một kế hoạch: chỉ tiêu, số đạt, người đứng sau", "where a plan stands, target by target"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which plan, on which day, of which area, on which map."""
    parser.add_argument("plan", help=say("mã hoặc số kế hoạch", "code or number of the plan"))
    parser.add_argument(
        "--on", help=say("ngày: 31/12/2024 hoặc 2024-12-31 (mặc định hôm nay)", "day (default: today)")
    )
    parser.add_argument(
        "--area", help=say("địa bàn trong kế hoạch, theo tên gọi vào ngày đó", "an area of the plan")
    )
    parser.add_argument(
        "--map",
        choices=("old", "new", "as-was"),
        default="as-was",
        help=say(
            "bản đồ: khi ban hành, hôm nay, hoặc cuối kỳ",
            "map: when issued, today's, or as it was at the end",
        ),
    )
    parser.add_argument(
        "--level",
        choices=("province", "district", "commune"),
        help=say("cả từng đơn vị của cấp này", "also each unit of this level"),
    )
    parser.add_argument(
        "--known",
        metavar="DATE",
        help=say(
            "theo những gì đã nhập đến hết ngày này",
            "from the records as they were known at the end of this day",
        ),
    )
    parser.add_argument(
        "--publish",
        action="store_true",
        help=say(
            "để công bố: ẩn số nhỏ về người và các số có thể suy ra chúng",
            "to be published: hide small numbers of people and what gives them away",
        ),
    )
    parser.add_argument(
        "--format",
        choices=("table", "json", "csv"),
        default="table",
        help=say(
            "table cho người đọc; json, csv cho chương trình", "table for people; json, csv for programs"
        ),
    )
    add_account(parser)


def run(args: argparse.Namespace) -> int:
    """Count and print."""
    from hoanhap.config.start import django_ready

    django_ready()
    from django.utils import timezone, translation

    from hoanhap.programme.queries import plan_bodies, scorecard_words, scorecards
    from hoanhap.programme.queries.target_questions import end_of
    from hoanhap.reporting.queries.areas import area_named

    scope = scope_of(args.account)
    on = day_of("--on", args.on) if args.on else timezone.localdate()
    plan_id = plan_bodies.plan_named(args.plan, scope=scope)
    body = plan_bodies.held(plan_id, scope=scope).body
    day = min(on, body.period.to_on)
    area = area_named(args.area, on=day, scope=scope, power="programme.read") if args.area else None
    with translation.override(language()):
        card = scorecards.scorecard(
            plan_id,
            scope=scope,
            on=on,
            area_id=area,
            chosen=scorecards.Map(args.map),
            level=args.level,
            with_quality=True,
            known=end_of(day_of("--known", args.known)) if args.known else None,
            publish=args.publish,
        )
        data = scorecard_words.data(card, language())
        if args.format == "csv":
            sys.stdout.write(scorecard_words.csv_text(data))
            sys.stdout.flush()
        else:
            output.emit(args, data, _sentences(card, data))
    return 0


def _sentences(card: "Scorecard", data: dict[str, Any]) -> list[str]:
    from hoanhap.programme.queries.scorecard_words import VERDICTS, place_name
    from hoanhap.programme.rules.marks import Verdict

    lines = [
        f"{card.plan.body.number} · {card.plan.body.title}",
        f"{data['area_name']}, {card.as_of:%d/%m/%Y}",
    ]
    if data["known_on"]:
        lines.append(say("theo số liệu đã nhập đến hết ngày", "as known on") + f" {data['known_on']}")
    for row in data["rows"]:
        verdict = VERDICTS[Verdict(row["verdict"])] if row["verdict"] else row["residue_text"]
        name = place_name(row["area"], row["area_name"])
        where = "" if row["area"] == card.area_id and not row.get("residue") else f"    {name}: "
        what = where or f"  {row['title']}: "
        lines.append(f"{what}{row['value']}  [{row['target']}]  {verdict}")
        lines += [f"      {why}" for why in (*row["why"], *_of_records(row))]
    return lines


def _of_records(row: dict[str, Any]) -> list[str]:
    quality = row.get("quality")
    if not quality:
        return []
    days, late = quality["late_after_days"], f"{quality['late']}/{quality['records']}"
    told = say(f"nhập muộn quá {days} ngày: {late}", f"entered more than {days} days late: {late}")
    return [*([told] if quality["late"] else []), *quality["warnings"]]
