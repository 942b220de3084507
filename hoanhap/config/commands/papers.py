"""`hoanhap papers verify`: whether the kept files of issued papers are still, byte for byte, what was issued."""

import argparse

from hoanhap.config import output
from hoanhap.config.words import say

NAME = "papers"
HELP = say("kiểm tra các bản giấy tờ đã lưu", "check the kept files of issued papers")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do; text or JSON."""
    parser.add_argument(
        "what",
        choices=["verify"],
        help=say(
            "verify: tính lại mã băm của từng tệp đã lưu", "verify: compute the hash of each kept file anew"
        ),
    )
    output.add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Exit code 1 where a file is not what was written. Names papers by their key, never by a person."""
    from hoanhap.config.start import django_ready

    django_ready()
    from hoanhap.casework.queries import documents

    total, damaged = documents.kept_files(), documents.damaged()
    lines = [
        say(
            f"Đã kiểm tra {total} tệp; {len(damaged)} tệp không còn nguyên vẹn.",
            f"{total} files checked; {len(damaged)} are not what was issued.",
        ),
        *(f"✗ {key} .{kind}" for key, kind in damaged),
    ]
    data = {
        "checked": total,
        "damaged": [{"document": str(key), "kind": kind} for key, kind in damaged],
        "intact": not damaged,
    }
    output.emit(args, data, lines)
    return 1 if damaged else 0
