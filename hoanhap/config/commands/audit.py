"""`hoanhap audit`: is the trail as it was written, and where did it stand."""

import argparse
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hoanhap.config import output
from hoanhap.config.errors import PlatformError
from hoanhap.config.words import language, say
from hoanhap.kit.text import in_blocks

if TYPE_CHECKING:
    from hoanhap.audit.rules.heads import Heads

NAME = "audit"
HELP = say(
    "nhật ký: kiểm tra không ai sửa, xóa, chèn; lưu và in mốc của nhật ký",
    "the trail: verify that nobody changed, cut or forged it; keep and print where it stands",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with the trail."""
    parser.add_argument(
        "what",
        choices=("verify", "keep", "heads"),
        help=say(
            "verify: kiểm tra toàn bộ; keep: lưu mốc ra ngoài cơ sở dữ liệu ngay bây giờ; heads: in mốc đã lưu gần nhất",
            "verify: walk all of it; keep: keep its heads outside the database now; heads: print those kept last",
        ),
    )
    output.add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Ends with 1 where the trail is not as it was written."""
    from hoanhap.config.start import django_ready

    django_ready()
    from django.utils import translation

    with translation.override(language()):
        return {"verify": _verify, "keep": _keep, "heads": _heads}[args.what](args)


def _verify(args: argparse.Namespace) -> int:
    from hoanhap.audit.queries.verification import verify
    from hoanhap.audit.queries.verification_words import sentence
    from hoanhap.config.witness import heads_file

    file = heads_file()
    found = verify(file.lines())
    last = file.last()
    data = {
        "whole": found.is_whole,
        "entries": found.entries,
        "links": found.links,
        "chains": len(found.heads),
        "heads_kept": found.heads_lines,
        "heads_file": str(file.path),
        "last_kept_at": last.made_at if last else None,
        "faults": [
            {
                "kind": one.kind,
                "chain": one.shard,
                "number": one.number,
                "count": one.count,
                "about": one.about,
                "sentence": sentence(one),
            }
            for one in found.faults
        ],
    }
    lines = [
        say(
            f"{found.entries} dòng nhật ký, {found.links} mắt xích trong {len(found.heads)} chuỗi; "
            f"{found.heads_lines} mốc đã ký trong {file.path}.",
            f"{found.entries} lines, {found.links} links in {len(found.heads)} chains; "
            f"{found.heads_lines} signed heads in {file.path}.",
        ),
        *(f"✗ {sentence(one)}" for one in found.faults),
        say("Nhật ký nguyên vẹn.", "The trail is whole.")
        if found.is_whole
        else say(
            "NHẬT KÝ KHÔNG CÒN NGUYÊN VẸN. Giữ nguyên máy chủ, báo người phụ trách an toàn dữ liệu.",
            "THE TRAIL IS NOT WHOLE. Leave the server as it is and tell who answers for data protection.",
        ),
    ]
    if not found.heads_lines:
        lines.insert(
            1,
            say(
                "Chưa có mốc nào được lưu: phần cuối bị cắt sẽ không phát hiện được. Chạy: hoanhap audit keep",
                "No heads were kept yet: a cut end cannot be found. Run: hoanhap audit keep",
            ),
        )
    output.emit(args, data, lines)
    return 0 if found.is_whole else 1


def _keep(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from hoanhap.audit.operations.heads import keep_heads
    from hoanhap.config.witness import heads_file

    file = heads_file()
    try:
        heads = keep_heads(file, at=timezone.now())
    except OSError as refused:
        raise PlatformError(
            say(
                f"Không ghi được {file.path}: {refused.strerror}. Kiểm tra ổ đĩa và quyền, hoặc đặt HOANHAP_AUDIT_HEADS.",
                f"{file.path} cannot be written: {refused.strerror}. Check disk and rights, or set HOANHAP_AUDIT_HEADS.",
            )
        ) from refused
    output.emit(args, _told(heads, str(file.path)), _sheet(heads))
    return 0


def _heads(args: argparse.Namespace) -> int:
    from hoanhap.config.witness import heads_file

    file = heads_file()
    last = file.last()
    if last is None:
        raise PlatformError(
            say(
                "Chưa có mốc nào được lưu. Chạy: hoanhap audit keep",
                "No heads were kept yet. Run: hoanhap audit keep",
            )
        )
    output.emit(args, _told(last, str(file.path)), _sheet(last))
    return 0


def _told(heads: "Heads", path: str) -> dict[str, Any]:
    return {
        "made_at": heads.made_at,
        "links": heads.links,
        "root": heads.root,
        "heads": [[one.shard, one.number, one.hash] for one in heads.heads],
        "file": path,
    }


def _sheet(heads: "Heads") -> list[str]:
    """What is printed, signed by hand and put into a binder: a root that fits on a line."""
    when = datetime.fromisoformat(heads.made_at).astimezone()
    root = in_blocks(heads.root, 8)
    return [
        say(
            f"Mốc nhật ký lúc {when:%d/%m/%Y %H:%M:%S}: {heads.links} mắt xích",
            f"Heads of the trail at {when:%d/%m/%Y %H:%M:%S}: {heads.links} links",
        ),
        f"  {root}",
        *(f"  {one.shard:>2} · {one.number:>9} · {one.hash}" for one in heads.heads),
    ]
