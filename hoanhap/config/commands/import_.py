"""`hoanhap import participants FILE`, `import template OUT`, `import resume`: lists from spreadsheets."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hoanhap.config import output
from hoanhap.config.words import say

if TYPE_CHECKING:
    from hoanhap.access.scope import Scope
    from hoanhap.exchange.operations.participants import Outcome, Telling

NAME = "import"
HELP = say("nhập danh sách từ tệp Excel", "import lists from Excel files")
SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Three things to do with lists."""
    below = parser.add_subparsers(dest="what", metavar=say("VIỆC", "WHAT"), required=True)
    people = below.add_parser(
        "participants",
        help=say(
            "nhập người cai nghiện tại gia đình, cộng đồng", "people in home or community rehabilitation"
        ),
    )
    people.add_argument(
        "file", type=Path, help=say("tệp .xlsx, .xls, .ods hoặc .csv", "an .xlsx, .xls, .ods or .csv file")
    )
    people.add_argument(
        "--dry-run",
        action="store_true",
        help=say("chỉ kiểm tra và nói kết quả, không ghi gì", "only check and tell, write nothing"),
    )
    people.add_argument(
        "--sheet", default="", help=say("tên trang tính cần đọc", "name of the sheet to read")
    )
    template = below.add_parser(
        "template", help=say("ghi tệp mẫu để điền", "write the blank list to fill in")
    )
    template.add_argument("out", type=Path, help=say("tệp .xlsx sẽ ghi", "the .xlsx file to write"))
    template.add_argument(
        "--force", action="store_true", help=say("ghi đè tệp đã có", "write over a file that is there")
    )
    resume = below.add_parser(
        "resume", help=say("làm tiếp các danh sách đang nhập dở", "go on with lists that were interrupted")
    )
    for parser_of_people in (people, resume):
        _common(parser_of_people)
    output.add_format(template)


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as",
        dest="account",
        metavar=say("TÀI_KHOẢN", "ACCOUNT"),
        default="",
        help=say(
            "nhập với quyền và địa bàn của tài khoản này; nếu không có thì với quyền quản trị máy chủ",
            "import with the powers and the area of this account; otherwise as the operator of the server",
        ),
    )
    parser.add_argument(
        "--report",
        type=Path,
        metavar=say("TỆP", "FILE"),
        help=say(
            "ghi mọi dòng có vấn đề vào tệp .csv hoặc .json",
            "write every row with a problem to a .csv or .json file",
        ),
    )
    output.add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Exit code 0 only if no row was refused and no question is open: whoever calls it may go on without looking."""
    if args.what == "template":
        return _template(args)
    from hoanhap.config.start import django_ready

    django_ready()
    from django.db import InterfaceError, OperationalError
    from django.utils import timezone

    at = timezone.now()
    scope = _scope(args.account, timezone.localdate(at))
    try:
        return _participants(args, scope, at) if args.what == "participants" else _resume(args, scope, at)
    except (OperationalError, InterfaceError) as lost:
        raise _lost(args, lost) from lost


def _lost(args: argparse.Namespace, lost: Exception) -> Exception:
    """The database went away in the middle: what became of the list, and how to go on."""
    from hoanhap.config.backend.base import describe
    from hoanhap.config.errors import PlatformError

    if getattr(args, "dry_run", False):
        return PlatformError(describe(lost), detail=str(lost))
    way_on = say(
        "Dòng đã nhập vẫn còn nguyên, dòng đang dở không bị ghi một phần. Để làm tiếp: hoanhap import resume "
        "(hoặc chạy lại đúng lệnh này; không dòng nào bị nhập hai lần).",
        "Rows that were entered are kept whole, the others not at all. To go on: hoanhap import resume "
        "(or run this very command again; no row is entered twice).",
    )
    return PlatformError(f"{describe(lost)} {way_on}", detail=str(lost))


def _template(args: argparse.Namespace) -> int:
    from hoanhap.config.errors import PlatformError
    from hoanhap.config.words import language
    from hoanhap.exchange.imports.template import write_template

    if args.out.exists() and not args.force:
        raise PlatformError(
            say(
                f"Đã có tệp {args.out}. Chọn tên khác, hoặc thêm --force.",
                f"{args.out} is there. Choose another name, or add --force.",
            )
        )
    if not args.out.parent.is_dir():
        raise PlatformError(
            say(f"Không có thư mục {args.out.parent}.", f"There is no folder {args.out.parent}.")
        )
    write_template(args.out, language=language())
    output.emit(
        args, {"file": str(args.out)}, [say(f"Đã ghi tệp mẫu {args.out}.", f"The blank list is {args.out}.")]
    )
    return 0


def _scope(account: str, on: Any) -> "Scope":
    from hoanhap.access.scope import account_named, operator_scope, scope_of
    from hoanhap.config.errors import PlatformError

    if not account:
        return operator_scope(on=on)
    found = account_named(account)
    if found is None:
        raise PlatformError(
            say(
                f"Không có tài khoản “{account}” đang hoạt động. Kiểm tra lại tên đăng nhập.",
                f"There is no active account “{account}”. Check the sign-in name.",
            )
        )
    return scope_of(found, on=on)


def _participants(args: argparse.Namespace, scope: "Scope", at: Any) -> int:
    from hoanhap.config.errors import PlatformError
    from hoanhap.exchange.operations import participants

    if not args.file.is_file():
        raise PlatformError(say(f"Không có tệp {args.file}.", f"There is no file {args.file}."))
    do = participants.try_file if args.dry_run else participants.import_file
    outcome = do(args.file, scope=scope, at=at, sheet=args.sheet, telling=_telling(args))
    _report(args, [outcome])
    output.emit(args, _data(outcome, args), _sentences(outcome, args))
    return 0 if _is_clean(outcome) else 1


def _resume(args: argparse.Namespace, scope: "Scope", at: Any) -> int:
    from hoanhap.exchange.operations import participants

    waiting = participants.interrupted(scope=scope)
    outcomes, sentences = [], []
    for batch in waiting:
        outcome = participants.resume(batch["id"], scope=scope, at=at, telling=_telling(args))
        outcomes.append(outcome)
        sentences += [
            say(f"Danh sách “{batch['file_name']}”:", f"The list “{batch['file_name']}”:"),
            *_sentences(outcome, args),
        ]
    if not waiting:
        sentences = [say("Không có danh sách nào đang nhập dở.", "No list was interrupted.")]
    _report(args, outcomes)
    output.emit(args, {"lists": [_data(outcome, args) for outcome in outcomes]}, sentences)
    return 0 if all(map(_is_clean, outcomes)) else 1


def _telling(args: argparse.Namespace) -> "Telling":
    from hoanhap.exchange.operations.participants import Telling

    progress = output.progress(quiet=args.format == "json")
    reading, checking, entering = (
        say("Đọc tệp", "Reading the file"),
        say("Kiểm tra từng dòng", "Checking each row"),
        say("Nhập", "Entering"),
    )
    return Telling(
        reading=lambda done, total: progress(reading, done, max(total, done + 1)),
        checking=lambda done, total: progress(checking, done, total),
        entering=lambda done, total: progress(entering, done, total),
    )


def _is_clean(outcome: "Outcome") -> bool:
    return not (
        outcome.refused
        or outcome.questions
        or outcome.counts.unread
        or (outcome.counts.ready and outcome.batch_id)
    )


def _data(outcome: "Outcome", args: argparse.Namespace) -> dict[str, Any]:
    counts = outcome.counts
    return {
        "batch": str(outcome.batch_id) if outcome.batch_id else None,
        "dry_run": getattr(args, "dry_run", False),
        "sheet": outcome.sheet,
        "is_new": outcome.is_new,
        "rows": counts.total,
        "ready": counts.ready,
        "entered": counts.committed,
        "known": counts.known,
        "left_out": counts.skipped,
        "questions": counts.question,
        "refused": counts.refused,
        "notes": [note.text for note in outcome.notes],
        "problems": [problem for row in outcome.rows for problem in _problems(row)],
    }


def _problems(row: Any) -> list[dict[str, Any]]:
    return [
        {
            "row": row.number,
            "state": row.state,
            "level": finding.level.value,
            "code": finding.code,
            "column": finding.column,
            "column_letter": finding.letter,
            "stands": finding.stands,
            "wrong": finding.wrong,
            "todo": finding.todo,
            "answers": [answer.label for answer in finding.answers],
        }
        for finding in row.findings
    ]


def _sentences(outcome: "Outcome", args: argparse.Namespace) -> list[str]:
    counts = outcome.counts
    lines = [note.text for note in outcome.notes]
    if outcome.sheet:
        lines.insert(
            0,
            say(
                f"Trang tính “{outcome.sheet}”: {counts.total} dòng.",
                f"Sheet “{outcome.sheet}”: {counts.total} rows.",
            ),
        )
    named = (
        (counts.committed, say("đã nhập", "entered")),
        (counts.ready, say("nhập được", "can be entered")),
        (counts.known, say("đã có từ trước", "entered before")),
        (counts.skipped, say("bỏ qua", "left out")),
        (counts.question, say("cần quyết định", "need a decision")),
        (counts.refused, say("không nhập được", "cannot be entered")),
    )
    lines.append(", ".join(f"{number} {words}" for number, words in named if number) + ".")
    problems = [problem for row in outcome.rows for problem in _problems(row)]
    lines += [_line(problem) for problem in problems[:SHOWN]]
    if len(problems) > SHOWN:
        rest = len(problems) - SHOWN
        lines.append(
            say(
                f"… và {rest} điều nữa; thêm --report TỆP để ghi đủ.",
                f"… and {rest} more; add --report FILE for all.",
            )
        )
    if counts.question and outcome.batch_id:
        lines.append(
            say(
                f"Mở trang “Nhập danh sách” (/imports/{outcome.batch_id}/) để quyết định các dòng còn hỏi.",
                f"Open the page “Imports” (/imports/{outcome.batch_id}/) to decide about the open rows.",
            )
        )
    if getattr(args, "dry_run", False):
        lines.append(say("Chỉ kiểm tra, chưa ghi gì.", "Only checked; nothing was written."))
    return lines


def _line(problem: dict[str, Any]) -> str:
    where = say(f"Dòng {problem['row']}", f"Row {problem['row']}")
    if problem["column"]:
        letter = f" ({problem['column_letter']})" if problem["column_letter"] else ""
        where += say(f", cột “{problem['column']}”{letter}", f", column “{problem['column']}”{letter}")
    stands = f" [{problem['stands']}]" if problem["stands"] else ""
    return f"{where}{stands}: {problem['wrong']} {problem['todo']}"


def _report(args: argparse.Namespace, outcomes: "list[Outcome]") -> None:
    """Every problem in a file: JSON for programs, CSV for Excel."""
    if args.report is None:
        return
    import json

    from hoanhap.exchange.queries.refusals import as_csv

    rows = [row for outcome in outcomes for row in outcome.rows]
    if args.report.suffix.lower() == ".json":
        problems = [problem for row in rows for problem in _problems(row)]
        args.report.write_text(json.dumps(problems, ensure_ascii=False, indent=2), encoding="utf-8")
    else:
        args.report.write_bytes(as_csv(rows))
