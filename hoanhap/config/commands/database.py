"""`hoanhap database start|stop|status`: the embedded server by hand."""

import argparse

from hoanhap.config import output
from hoanhap.config.words import say

NAME = "database"
HELP = say("bật, tắt, xem máy chủ PostgreSQL đi kèm", "start, stop or look at the embedded PostgreSQL")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One of three verbs."""
    parser.add_argument(
        "action",
        choices=("start", "stop", "status"),
        help=say(
            "start: bật và giữ chạy; stop: tắt; status: xem",
            "start: start and keep running; stop: stop; status: look",
        ),
    )
    output.add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Do it, then say how it stands. `status` fails when the server does not run."""
    from hoanhap.config import database
    from hoanhap.config.errors import PlatformError

    if not database.embedded():
        raise PlatformError(
            say(
                "DATABASE_URL đang chỉ đến một máy chủ khác; lệnh này chỉ dành cho PostgreSQL đi kèm. "
                "Xem tình trạng bằng “hoanhap doctor”.",
                "DATABASE_URL points to another server; this command is for the embedded PostgreSQL only. "
                "Use “hoanhap doctor” to see how it is.",
            )
        )
    server = database.embedded_server()
    if args.action == "start":
        server.start()
        server.keep_running()
    elif args.action == "stop":
        server.stop()
    status = server.status()
    where = f"{status.address.host}:{status.address.port}" if status.address else None
    output.emit(
        args,
        {
            "running": status.running,
            "created": status.created,
            "stays": status.stays,
            "pid": status.pid,
            "address": where,
            "folder": str(status.folder),
            "log": str(status.log),
        },
        [
            say(
                f"PostgreSQL đang chạy (tiến trình {status.pid}, {where}). Dữ liệu: {status.folder}",
                f"PostgreSQL is running (process {status.pid}, {where}). Data: {status.folder}",
            )
            if status.running
            else say(
                f"PostgreSQL không chạy. Dữ liệu: {status.folder}",
                f"PostgreSQL is not running. Data: {status.folder}",
            )
        ],
    )
    return 0 if status.running != (args.action == "stop") else 1
