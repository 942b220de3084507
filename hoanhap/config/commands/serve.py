"""`hoanhap serve`: the pages, on this machine or for an office."""

import argparse

from hoanhap.config import env, output, serving
from hoanhap.config.words import say

NAME = "serve"
HELP = say("chạy trang web", "serve the pages")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to serve."""
    parser.add_argument(
        "--host",
        default=env.text("HOANHAP_HOST", serving.HOST),
        help=say(
            "địa chỉ lắng nghe, mặc định chỉ máy này (127.0.0.1)",
            "address to listen on; this machine alone (127.0.0.1) unless told otherwise",
        ),
    )
    parser.add_argument(
        "--port",
        type=int,
        default=env.number("HOANHAP_PORT", serving.PORT, least=1, most=65535),
        help=say("cổng, mặc định 8000", "port, 8000 unless told otherwise"),
    )
    parser.add_argument(
        "--workers", type=int, default=1, help=say("số tiến trình phục vụ", "number of worker processes")
    )


def run(args: argparse.Namespace) -> int:
    """Check the port first (cheap), then the database, then serve."""
    place = serving.free_place(args.host, args.port)
    from hoanhap.config.start import django_ready

    django_ready()
    from hoanhap.config.migrating import migrate, pending

    if pending():
        output.note(say("Đang cập nhật cơ sở dữ liệu…", "Updating the database…"))
        migrate()
    if serving.collect_static():
        output.note(say("Đã gom tệp giao diện.", "Collected the style files."))
    output.note(
        say(
            f"Mở {place.url} trong trình duyệt. Nhấn Ctrl+C để dừng.",
            f"Open {place.url} in a browser. Press Ctrl+C to stop.",
        )
    )
    serving.serve(place, workers=max(1, args.workers))
    return 0
