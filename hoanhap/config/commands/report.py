"""`hoanhap report home-rehab-results`: the result report, for people, for programs and on paper."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hoanhap.config import output
from hoanhap.config.errors import PlatformError
from hoanhap.config.words import language, say

if TYPE_CHECKING:
    from hoanhap.access.scope import Scope
    from hoanhap.reporting.rules.results import HomeRehabResults

NAME = "report"
HELP = say("lập báo cáo từ hồ sơ", "make a report from the records")
REPORTS = ("home-rehab-results",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which report, of where and when, as what, and what to print on it."""
    parser.add_argument(
        "report",
        choices=REPORTS,
        help=say(
            "home-rehab-results: kết quả cai nghiện tại gia đình, cộng đồng",
            "home-rehab-results: results of rehabilitation at home and in the community",
        ),
    )
    parser.add_argument(
        "--area",
        required=True,
        help=say(
            'địa bàn theo tên gọi vào ngày cuối kỳ: "Vĩnh Phúc", "Thị trấn Yên Lạc, Yên Lạc"',
            'the area as it was called on the last day: "Vĩnh Phúc", "Thị trấn Yên Lạc, Yên Lạc"',
        ),
    )
    parser.add_argument(
        "--from",
        dest="from_on",
        required=True,
        help=say("ngày đầu kỳ: 15/05/2017 hoặc 2017-05-15", "first day"),
    )
    parser.add_argument(
        "--to", dest="to_on", required=True, help=say("ngày cuối kỳ: 21/06/2018 hoặc 2018-06-21", "last day")
    )
    parser.add_argument(
        "--out",
        type=Path,
        help=say("ghi ra tệp .docx, .pdf, .xlsx hoặc .json", "write a .docx, .pdf, .xlsx or .json file"),
    )
    parser.add_argument(
        "--public",
        action="store_true",
        help=say(
            "bản công bố: ẩn số từ 1 đến 4 và số giúp suy ra chúng", "for publication: hide small numbers"
        ),
    )
    parser.add_argument(
        "--as",
        dest="account",
        help=say(
            "xem như tài khoản này thay vì người vận hành máy chủ", "as this account, not as the operator"
        ),
    )
    for name, text in {
        "number": say("số, hoặc cả số và ký hiệu, của văn bản", "the paper's number"),
        "place": say("địa danh ghi trên văn bản", "the place printed on the paper"),
        "issued-on": say("ngày ký", "the day of signing"),
        "issuer": say("cơ quan ban hành", "the issuing body"),
        "issuer-above": say("cơ quan cấp trên của cơ quan ban hành", "the body above it"),
        "signer": say("họ tên người ký", "who signs"),
        "position": say('chức vụ người ký: "KT. Giám đốc/Phó Giám đốc"', "position of the signer"),
    }.items():
        parser.add_argument(f"--{name}", default="", help=text)
    output.add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Count, print, and write the file if one is asked for."""
    from hoanhap.config.start import django_ready

    django_ready()
    from django.utils import timezone

    from hoanhap.reporting.operations import papers
    from hoanhap.reporting.queries.areas import area_named
    from hoanhap.reporting.queries.home_rehab import home_rehab_results
    from hoanhap.reporting.queries.papers import Printing
    from hoanhap.reporting.rendering.data import data

    from_on, to_on = _day("--from", args.from_on), _day("--to", args.to_on)
    kind = papers.kind_of(args.out.name) if args.out else None
    scope, now = _scope(args.account), timezone.now()
    asked = {
        "area_id": area_named(args.area, on=to_on, scope=scope),
        "from_on": from_on,
        "to_on": to_on,
        "scope": scope,
        "at": now,
        "language": language(),
        "is_public": args.public,
    }
    if kind is None:
        results = home_rehab_results(**asked)
    else:
        printing = Printing(
            number=args.number,
            place=args.place,
            issued_on=_day("--issued-on", args.issued_on) if args.issued_on else None,
            issuer=args.issuer,
            issuer_above=args.issuer_above,
            signer=args.signer,
            position=args.position,
        )
        file = papers.export_home_rehab_results(kind=kind, printing=printing, **asked)
        _write(args.out, file.content)
        results = file.results
    output.emit(args, data(results), _sentences(results, args.out))
    return 0


def _day(option: str, text: str) -> date:
    """2017-05-15 or 15/05/2017."""
    from hoanhap.kit.dates import DateUnreadable, Precision, parse_vietnamese

    try:
        found = parse_vietnamese(text)
    except DateUnreadable:
        found = None
    if found is None or found.precision is not Precision.DAY:
        raise PlatformError(
            say(
                f"{option} “{text}” không phải là một ngày đầy đủ. Hãy viết 15/05/2017 hoặc 2017-05-15.",
                f"{option} “{text}” is not a whole day. Write 15/05/2017 or 2017-05-15.",
            )
        )
    return found.first_day


def _scope(account_name: str | None) -> "Scope":
    from django.utils import timezone

    from hoanhap.access.scope import account_named, operator_scope, scope_of

    today = timezone.localdate()
    if account_name is None:
        return operator_scope(on=today)
    account = account_named(account_name)
    if account is None:
        raise PlatformError(
            say(
                f"Không có tài khoản “{account_name}” đang hoạt động. Kiểm tra lại tên đăng nhập.",
                f"There is no active account “{account_name}”. Check the sign-in name.",
            )
        )
    return scope_of(account, on=today)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: a half-written report must not look like one."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _sentences(results: "HomeRehabResults", out: Path | None) -> list[str]:
    period = f"{results.from_on:%d/%m/%Y} – {results.to_on:%d/%m/%Y}"
    lines = [f"{results.title}. {results.area.path}, {period}."]
    width = max(len(figure.title) for figure in results.figures)
    lines += [f"  {figure.title:<{width}}  {figure.text}" for figure in results.figures]
    if results.is_publishable:
        check = f"{results.closing.text}. " if results.closing.text else ""
        lines.append(say(f"Kiểm tra: {check}Dữ liệu khớp.", f"Check: {check}The data match."))
    else:
        lines.append(
            say(
                f"Kiểm tra: {results.closing.text}. Dữ liệu chưa khớp, chưa được công bố.",
                f"Check: {results.closing.text}. The data do not match yet; not for publication.",
            )
        )
    if out is not None:
        lines.append(say(f"Đã ghi {out}.", f"Written: {out}."))
    return lines
