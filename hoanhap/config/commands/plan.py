"""`hoanhap plan check|load|export|submit|rating|restated`: plans as files, and the figures that are handed in for them.

What is loaded, shown and exported is one and the same.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from hoanhap.config import output
from hoanhap.config.acting import add_account, scope_of
from hoanhap.config.days import day_of
from hoanhap.config.errors import PlatformError
from hoanhap.config.words import language, say

if TYPE_CHECKING:
    from hoanhap.access.scope import Scope

NAME = "plan"
HELP = say(
    "kế hoạch: kiểm tra, nạp, xuất tệp; chốt số liệu và tính lại",
    "plans: check, load, export files; hand in figures and count them again",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with which file or plan."""
    actions = parser.add_subparsers(dest="action", required=True)
    for name, text in {
        "check": say("kiểm tra tệp, không ghi gì", "check a file, write nothing"),
        "load": say("nạp tệp: ghi nhận hoặc sửa đổi kế hoạch", "record the plan, or amend it"),
    }.items():
        action = actions.add_parser(name, help=text)
        action.add_argument("file", type=Path, metavar=say("TỆP", "FILE"))
        if name == "load":
            action.add_argument(
                "--reason", default="", help=say("lý do, khi sửa kế hoạch đã có", "why, where a plan changes")
            )
            action.add_argument(
                "--document", default="", help=say("số văn bản sửa đổi", "number of the amending document")
            )
        add_account(action)
        output.add_format(action)
    export = actions.add_parser("export", help=say("xuất kế hoạch ra tệp YAML", "write a plan as YAML"))
    export.add_argument("plan", help=say("mã hoặc số kế hoạch", "code or number of the plan"))
    export.add_argument("--out", type=Path, help=say("ghi ra tệp này", "write this file"))
    add_account(export)
    output.add_format(export)
    submit = actions.add_parser("submit", help=say("chốt và nộp số liệu", "hand in the figures of a day"))
    submit.add_argument("plan", help=say("mã hoặc số kế hoạch", "code or number of the plan"))
    submit.add_argument(
        "--on", required=True, help=say("ngày chốt: 31/12/2024 hoặc 2024-12-31", "last day of the figures")
    )
    submit.add_argument("--area", help=say("địa bàn trong kế hoạch", "an area of the plan"))
    add_account(submit)
    output.add_format(submit)
    rating = actions.add_parser(
        "rating", help=say("xếp loại đơn vị theo kế hoạch, kèm cách tính", "units rated by a plan, explained")
    )
    rating.add_argument("plan", help=say("mã hoặc số kế hoạch", "code or number of the plan"))
    rating.add_argument(
        "--on", help=say("ngày: 31/12/2024 hoặc 2024-12-31 (mặc định hôm nay)", "day (default: today)")
    )
    rating.add_argument("--map", choices=("old", "new", "as-was"), default="as-was")
    add_account(rating)
    output.add_format(rating)
    again = actions.add_parser(
        "restated", help=say("số liệu đã nộp hôm nay sẽ ra sao, vì sao", "what would it say today, and why")
    )
    again.add_argument("submission", type=UUID, help=say("mã số liệu đã nộp", "id of what was handed in"))
    add_account(again)
    output.add_format(again)


def run(args: argparse.Namespace) -> int:
    """Read, check, and do what is asked; nothing is half written."""
    from hoanhap.config.start import django_ready

    django_ready()
    from django.utils import timezone, translation

    from hoanhap.programme.operations import plan_editions
    from hoanhap.programme.queries import plan_bodies
    from hoanhap.programme.rules import plan_texts

    scope = scope_of(args.account)
    with translation.override(language()):
        if args.action == "submit":
            return _submit(args, scope)
        if args.action == "rating":
            return _rating(args, scope)
        if args.action == "restated":
            return _restated(args, scope)
        if args.action == "export":
            text = plan_texts.write(
                plan_bodies.held(plan_bodies.plan_named(args.plan, scope=scope), scope=scope).body
            )
            if args.out:
                args.out.write_text(text, encoding="utf-8")
                output.emit(
                    args, {"written": str(args.out)}, [say(f"Đã ghi {args.out}.", f"Written: {args.out}.")]
                )
            else:
                print(text, end="", flush=True)
            return 0
        body = plan_bodies.read(_text(args.file))
        told = {
            "code": body.code,
            "number": body.number,
            "targets": len(body.targets),
            "tasks": len(body.tasks),
        }
        counts = say(
            f"{body.number}: {len(body.targets)} chỉ tiêu, {len(body.tasks)} nhiệm vụ",
            f"{body.number}: {len(body.targets)} targets, {len(body.tasks)} tasks",
        )
        if args.action == "check":
            output.emit(args, told | {"change": "none"}, [counts, say("Tệp hợp lệ.", "The file is sound.")])
            return 0
        written = plan_editions.load_plan(
            body=body, reason=args.reason, document_number=args.document, scope=scope, at=timezone.now()
        )
        said = {
            "issued": say("Đã ghi nhận kế hoạch.", "The plan was recorded."),
            "amended": say(f"Đã sửa đổi, lần {written.edition}.", f"Amended: edition {written.edition}."),
            "same": say("Kế hoạch đã có đúng như vậy.", "The plan is recorded just so."),
        }[written.change]
        output.emit(args, told | {"change": written.change, "edition": written.edition}, [counts, said])
    return 0


def _submit(args: argparse.Namespace, scope: "Scope") -> int:
    from django.utils import timezone

    from hoanhap.programme.operations import submissions
    from hoanhap.programme.queries import plan_bodies
    from hoanhap.reporting.queries.areas import area_named

    on = day_of("--on", args.on)
    made = submissions.submit_figures(
        plan_id=plan_bodies.plan_named(args.plan, scope=scope),
        to_on=on,
        area_id=area_named(args.area, on=on, scope=scope, power="programme.write") if args.area else None,
        scope=scope,
        at=timezone.now(),
    )
    told = {"submission": str(made.pk), "area": made.area_id, "to": made.to_on.isoformat()}
    output.emit(args, told, [say(f"Đã nộp số liệu: {made.pk}", f"Handed in: {made.pk}")])
    return 0


def _rating(args: argparse.Namespace, scope: "Scope") -> int:
    from django.utils import timezone

    from hoanhap.programme.queries import plan_bodies, ratings
    from hoanhap.programme.queries.scorecards import Map

    found = ratings.table(
        plan_bodies.plan_named(args.plan, scope=scope),
        scope=scope,
        on=day_of("--on", args.on) if args.on else timezone.localdate(),
        chosen=Map(args.map),
    )
    told = ratings.data(found, language())
    lines = [f"{told['number']} · {found.card.area_name}, {found.card.as_of:%d/%m/%Y}"]
    if found.rating is None:
        lines.append(say("Kế hoạch không quy định xếp loại đơn vị.", "The plan orders no rating of units."))
    for unit in told["units"]:
        why = f"  ({'; '.join(unit['why_no_place'])})" if unit["why_no_place"] else ""
        lines.append(f"{unit['place'] or '–':>4}  {unit['area_name']}: {unit['score_of_100']}{why}")
    output.emit(args, told, lines)
    return 0


def _restated(args: argparse.Namespace, scope: "Scope") -> int:
    from django.utils import timezone

    from hoanhap.programme.queries import restatements, submission_pages

    found = restatements.restated(args.submission, scope=scope, on=timezone.localdate())
    told = submission_pages.data(found)
    output.emit(args, told, submission_pages.in_lines(found))
    return 0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PlatformError(
            say(
                f"Không đọc được tệp {path}. Kiểm tra đường dẫn; tệp phải là văn bản UTF-8.",
                f"The file {path} cannot be read. Check the path; it must be UTF-8 text.",
            )
        ) from error
