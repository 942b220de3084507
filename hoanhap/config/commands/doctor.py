"""`hoanhap doctor`: what is installed, which database, is it healthy, what to do if not."""

import argparse

from hoanhap.config import output
from hoanhap.config.words import say

NAME = "doctor"
HELP = say(
    "kiểm tra máy, cơ sở dữ liệu và quyền; nói rõ cần làm gì",
    "check the machine, the database and the roles; say what to do",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Text or JSON."""
    output.add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Print every finding. Exit code 1 as long as something is wrong."""
    from hoanhap.config.health import State, examine

    marks = {State.RIGHT: "✓", State.WORTH_KNOWING: "·", State.WRONG: "✗"}
    checks = list(examine())
    lines = []
    for check in checks:
        lines.append(f"{marks[check.state]} {check.found}")
        if check.remedy:
            lines.append(f"    → {check.remedy}")
    wrong = sum(check.state is State.WRONG for check in checks)
    lines.append(
        say(f"Có {wrong} điều cần sửa.", f"{wrong} things need repair.")
        if wrong
        else say("Mọi thứ đều ổn.", "Everything is well.")
    )
    data = {
        "healthy": wrong == 0,
        "checks": [
            {
                "code": check.code,
                "state": check.state.value,
                "found": check.found,
                "remedy": check.remedy,
                **check.facts,
            }
            for check in checks
        ],
    }
    output.emit(args, data, lines)
    return 1 if wrong else 0
