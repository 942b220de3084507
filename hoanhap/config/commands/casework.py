"""`hoanhap casework rebuild`: write anew what follows from the steps and the law, for every episode."""

import argparse

from hoanhap.config import output
from hoanhap.config.words import say

NAME = "casework"
HELP = say(
    "việc chung về hồ sơ: tính lại thời hạn của mọi hồ sơ", "all files together: work their dates out anew"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One act."""
    acts = parser.add_subparsers(dest="act", required=True, metavar=say("VIỆC", "ACT"))
    words = say(
        "tính lại giai đoạn và việc phải làm của mọi hồ sơ từ các bước đã ghi",
        "work out stages and duties of every file from its steps",
    )
    output.add_format(acts.add_parser("rebuild", help=words, description=words))


def run(args: argparse.Namespace) -> int:
    """Rebuild, in batches; what is read meanwhile is whole."""
    from hoanhap.config.start import django_ready

    django_ready()
    from hoanhap.casework.operations import spans

    total = spans.how_many()
    report = output.progress(quiet=args.format == "json")
    done = spans.rewrite_all(lambda number: report(say("tính lại hồ sơ", "files worked out"), number, total))
    output.emit(
        args,
        {"episodes": done},
        [say(f"Đã tính lại {done} hồ sơ.", f"{done} files were worked out anew.")],
    )
    return 0
