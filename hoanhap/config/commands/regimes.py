"""`hoanhap regimes …`: which rules there are, what a file of rules would change, and publishing it."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hoanhap.config import acting, output
from hoanhap.config.days import day_of
from hoanhap.config.errors import PlatformError
from hoanhap.config.words import language, say

if TYPE_CHECKING:
    from hoanhap.access.scope import Scope
    from hoanhap.casework.queries.simulations import Row, Simulated

NAME = "regimes"
HELP = say(
    "quy định pháp luật đang áp dụng: xem, kiểm tra, chạy thử, ban hành",
    "the rules of the law: read, check, try out, publish",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One question a command."""
    questions = parser.add_subparsers(dest="question", required=True, metavar=say("VIỆC", "QUESTION"))
    listed = questions.add_parser("list", help=say("liệt kê các bản quy định", "list the editions"))
    shown = questions.add_parser("show", help=say("đọc một bản quy định", "read one edition"))
    shown.add_argument("code", metavar=say("MÃ", "CODE"))
    shown.add_argument(
        "--edition", type=int, help=say("bản số; không ghi: bản mới nhất", "edition; the newest")
    )
    shown.add_argument(
        "--on", help=say("ai quyết định vào ngày này; không ghi: hôm nay", "who decides on this day")
    )
    checked = questions.add_parser("check", help=say("kiểm tra một tệp quy định", "check a file of rules"))
    tried = questions.add_parser(
        "simulate", help=say("tệp này làm thay đổi hạn của những ai", "whose dates a file would change")
    )
    published = questions.add_parser(
        "publish", help=say("ban hành một tệp quy định", "publish a file of rules")
    )
    for one in (checked, tried, published):
        one.add_argument("file", metavar=say("TỆP", "FILE"))
    for one in (tried, published):
        one.add_argument("--on", required=True, help=say("ngày có hiệu lực", "in force from this day"))
        one.add_argument(
            "--takes-over",
            action="store_true",
            help=say(
                "hồ sơ đang mở cũng theo bản này trong các việc làm từ ngày đó",
                "open files follow it in what is done from that day on",
            ),
        )
    published.add_argument(
        "--document", required=True, help=say("số, ký hiệu văn bản", "number of the document")
    )
    published.add_argument(
        "--document-on", help=say("ngày văn bản; không ghi: ngày có hiệu lực", "day of the document; as --on")
    )
    for one in (listed, shown, checked, tried, published):
        acting.add_account(one)
        output.add_format(one)


def run(args: argparse.Namespace) -> int:
    """Answer in the language of the command line. Exit code 1 where something is refused."""
    from hoanhap.config.start import django_ready

    django_ready()
    from django.utils import translation

    questions = {"list": _list, "show": _show, "check": _check, "simulate": _simulate, "publish": _publish}
    with translation.override(language()):
        return questions[args.question](args, acting.scope_of(args.account))


def _list(args: argparse.Namespace, scope: "Scope") -> int:
    from hoanhap.casework.queries import editions
    from hoanhap.casework.queries.texts import in_words

    lines = editions.edition_lines(scope=scope)
    data = [
        {
            "code": line.regime.code,
            "edition": line.regime.edition,
            "kind": line.regime.episode_kind,
            "title": str(in_words(line.regime.title)),
            "from": line.from_on,
            "until": line.until,
            "published_here": line.is_here,
            "document": line.document_number,
        }
        for line in lines
    ]
    sentences = [
        f"{line.regime.code}.{line.regime.edition}  {line.from_on:%d/%m/%Y} – "
        + (f"{line.last_on:%d/%m/%Y}" if line.last_on else "…")
        + f"  {in_words(line.regime.title)}"
        + (f" ({line.document_number})" if line.is_here else "")
        for line in lines
    ]
    output.emit(args, {"editions": data}, sentences)
    return 0


def _show(args: argparse.Namespace, scope: "Scope") -> int:
    from django.utils import timezone

    from hoanhap.casework.queries import editions, law_pages
    from hoanhap.casework.queries.texts import in_words

    on = day_of("--on", args.on) if args.on else timezone.localdate()
    known = [line for line in editions.edition_lines(scope=scope) if line.regime.code == args.code]
    wanted = [line for line in known if args.edition in (None, line.regime.edition)]
    if not wanted:
        raise PlatformError(
            say(
                f"Không có quy định “{args.code}”. Xem “hoanhap regimes list”.",
                f"There are no rules “{args.code}”. See “hoanhap regimes list”.",
            )
        )
    line = max(wanted, key=lambda one: one.regime.edition)
    found = law_pages.sections(line.regime, on=on, scope=scope)
    sentences = [str(in_words(line.regime.title))]
    for section in found:
        sentences += ["", section.title.upper()]
        for part in section.parts:
            sentences.append(f"• {part.title}")
            sentences += [f"    {text}" for text in part.lines]
            if part.legal_basis:
                sure = editions.confidence_words(part.confidence)
                sentences.append(f"    {part.legal_basis} · {sure}")
    data = {
        "code": line.regime.code,
        "edition": line.regime.edition,
        "title": str(in_words(line.regime.title)),
        "on": on,
        "sections": [
            {
                "code": section.code,
                "title": section.title,
                "parts": [
                    {
                        "code": part.code,
                        "title": part.title,
                        "lines": list(part.lines),
                        "article": part.legal_basis,
                        "confidence": part.confidence,
                        "note": part.note,
                        "left_open": list(part.blanks),
                    }
                    for part in section.parts
                ],
            }
            for section in found
        ],
    }
    output.emit(args, data, sentences)
    return 0


def _text(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise PlatformError(
            say(f"{name} không phải tệp văn bản UTF-8.", f"{name} is no text in UTF-8.")
        ) from None


def _check(args: argparse.Namespace, scope: "Scope") -> int:
    from hoanhap.casework.queries import editions
    from hoanhap.casework.rules.bodies import BodyWrong

    scope.require(editions.READ)
    problems: list[str] = []
    try:
        editions.checked(_text(args.file))
    except BodyWrong as wrong:
        problems = [str(problem) for problem in editions.in_sentences(wrong)]
    told = problems or [say("Tệp đầy đủ và không có lỗi.", "The file is whole and without mistakes.")]
    output.emit(args, {"right": not problems, "problems": problems}, told)
    return 1 if problems else 0


def _simulate(args: argparse.Namespace, scope: "Scope") -> int:
    from django.utils import timezone

    from hoanhap.casework.operations import editions as operations
    from hoanhap.casework.queries.simulations import simulate
    from hoanhap.kit.paging import LARGEST_SIZE

    regime = operations.as_next(
        body=_text(args.file), effective_on=day_of("--on", args.on), takes_over=args.takes_over
    )
    change, today = operations.publishing(regime), timezone.localdate()
    page = simulate(change, scope=scope, on=today, size=LARGEST_SIZE)
    rows = list(page)
    for number in range(2, page.pages + 1):
        rows += simulate(change, scope=scope, on=today, number=number, size=LARGEST_SIZE)
    output.emit(args, _told(page, rows), _sentences(page, rows))
    return 0


def _told(page: "Simulated", rows: list["Row"]) -> dict[str, Any]:
    return {
        "examined": page.examined,
        "people": page.people,
        "dates": page.total,
        "followers": page.followers,
        "totals": {effect.value: count for effect, count in page.totals.items()},
        "changes": [
            {
                "person_code": row.person_code,
                "unit": {"id": row.unit_id, "name": row.unit_name},
                "code": row.code or "term",
                "what": str(row.title),
                "since": row.since_on,
                "before": row.before,
                "after": row.after,
                "effect": row.effect.value,
            }
            for row in rows
        ],
    }


def _sentences(page: "Simulated", rows: list["Row"]) -> list[str]:
    lines = [
        say(
            f"Đã xem {page.examined} hồ sơ: {page.total} mốc hạn của {page.people} người thay đổi; "
            f"{page.followers} hồ sơ đang mở sẽ theo bản này.",
            f"{page.examined} files looked at: {page.total} dates of {page.people} people change; "
            f"{page.followers} open files will follow it.",
        )
    ]
    for row in rows:
        before, after = (f"{day:%d/%m/%Y}" if day else "–" for day in (row.before, row.after))
        lines.append(f"  {row.person_code} · {row.unit_name} · {row.title}: {before} → {after}")
    return lines


def _publish(args: argparse.Namespace, scope: "Scope") -> int:
    from django.db import transaction
    from django.utils import timezone

    from hoanhap.casework.operations import editions as operations

    on, now = day_of("--on", args.on), timezone.now()
    document_on = day_of("--document-on", args.document_on) if args.document_on else on
    with transaction.atomic():
        draft = operations.bring_draft(body=_text(args.file), reason=args.document, scope=scope, at=now)
        made = operations.publish_edition(
            draft_id=draft.pk,
            document_number=args.document,
            document_on=min(document_on, timezone.localdate(now)) if not args.document_on else document_on,
            effective_on=on,
            takes_over=args.takes_over,
            scope=scope,
            at=now,
        )
    output.emit(
        args,
        {"code": made.code, "edition": made.edition, "from": on, "document": made.document_number},
        [
            say(
                f"Đã ban hành {made.code}, bản {made.edition}, có hiệu lực từ {on:%d/%m/%Y}.",
                f"Published {made.code}, edition {made.edition}, in force from {on:%d/%m/%Y}.",
            )
        ],
    )
    return 0
