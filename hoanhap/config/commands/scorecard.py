"""`hoanhap scorecard PLAN`: where a plan stands, for people and for programs."""

import argparse
import csv
import sys
from typing import TYPE_CHECKING, Any, Final

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
COLUMNS: Final = (
    "target_code",
    "indicator",
    "area",
    "area_name",
    "numerator",
    "denominator",
    "value",
    "target",
    "verdict",
    "reading",
    "as_of",
    "definition_edition",
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
    from hoanhap.reporting.queries.areas import area_named

    scope = scope_of(args.account)
    on = day_of("--on", args.on) if args.on else timezone.localdate()
    plan_id = plan_bodies.plan_named(args.plan, scope=scope)
    body = plan_bodies.held(plan_id, scope=scope).body
    day = min(on, body.period.to_on)
    area = area_named(args.area, on=day, scope=scope, power="programme.read") if args.area else None
    with translation.override(language()):
        card = scorecards.scorecard(
            plan_id, scope=scope, on=on, area_id=area, chosen=scorecards.Map(args.map), level=args.level
        )
        data = scorecard_words.data(card, language())
        if args.format == "csv":
            _csv(data)
        else:
            output.emit(args, data, _sentences(card, data))
    return 0


def _csv(data: dict[str, Any]) -> None:
    writer = csv.DictWriter(sys.stdout, COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(data["rows"])
    sys.stdout.flush()


def _sentences(card: "Scorecard", data: dict[str, Any]) -> list[str]:
    from hoanhap.programme.queries.scorecard_words import VERDICTS
    from hoanhap.programme.rules.marks import Verdict

    lines = [
        f"{card.plan.body.number} · {card.plan.body.title}",
        f"{data['area_name']}, {card.as_of:%d/%m/%Y}",
    ]
    for row in data["rows"]:
        verdict = VERDICTS[Verdict(row["verdict"])] if row["verdict"] else say("chưa xếp được", "no place")
        where = "" if row["area"] == card.area_id else f"    {row['area_name']}: "
        what = where or f"  {row['title']}: "
        lines.append(f"{what}{row['value']}  [{row['target']}]  {verdict}")
    return lines
