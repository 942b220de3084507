"""`hoanhap migrate`: bring the database up to date."""

import argparse

from hoanhap.config import output
from hoanhap.config.words import say

NAME = "migrate"
HELP = say(
    "chuẩn bị hoặc cập nhật cơ sở dữ liệu (chạy lại không sao)",
    "prepare or update the database (safe to repeat)",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--reset-app-password` for a server whose kept password was lost."""
    parser.add_argument(
        "--reset-app-password",
        action="store_true",
        help=say(
            "đặt lại mật khẩu tài khoản hoanhap_app trên máy chủ dùng DATABASE_URL",
            "give the role hoanhap_app of the DATABASE_URL server a new password",
        ),
    )
    output.add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Migrate as the owner and grant to the program."""
    from hoanhap.config.start import django_ready

    django_ready()
    from hoanhap.config.migrating import migrate

    done = migrate(reset_password=args.reset_app_password)
    from hoanhap.treatment.operations.limits import load_limits

    load_limits()
    count = len(done.applied)
    output.emit(
        args,
        {"applied": list(done.applied)},
        [
            say(
                f"Cơ sở dữ liệu đã sẵn sàng: vừa chạy {count} bước cập nhật.",
                f"The database is ready: {count} migrations were run.",
            )
            if count
            else say("Cơ sở dữ liệu đã cập nhật sẵn.", "The database is up to date.")
        ],
    )
    return 0
