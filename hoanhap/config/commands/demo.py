"""`hoanhap demo`: made-up data, sign-ins to try, and the pages."""

import argparse

from hoanhap.config import env, output, serving
from hoanhap.config.words import say

NAME = "demo"
HELP = say(
    "nạp dữ liệu mẫu (không có người thật) rồi chạy trang web",
    "load made-up data (no real person) and serve the pages",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--no-serve` only loads."""
    parser.add_argument(
        "--no-serve",
        action="store_true",
        help=say("chỉ nạp, không chạy trang web", "only load, do not serve"),
    )
    parser.add_argument(
        "--plan",
        metavar=say("TÊN", "NAME"),
        help=say(
            "thêm tỉnh mẫu khớp một kế hoạch (mã trong definitions/plans), hoặc all cho cả năm",
            "also a made-up province that fits a plan (a code of definitions/plans), or all five",
        ),
    )
    parser.add_argument(
        "--port",
        type=int,
        default=env.number("HOANHAP_PORT", serving.PORT, least=1, most=65535),
        help=say("cổng, mặc định 8000 hoặc cổng trống kế tiếp", "port, 8000 or the next free one"),
    )
    output.add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Migrate, load what is missing, say where and as whom, serve: one process from start to end."""
    from hoanhap.config.start import django_ready

    progress = output.progress()
    starting = say("Khởi động", "Starting")
    progress(starting, 0, 1)
    django_ready()
    progress(starting, 1, 1)
    from hoanhap.config import demo
    from hoanhap.config.demo_plans import provinces
    from hoanhap.config.errors import PlatformError
    from hoanhap.config.migrating import migrate

    if args.plan not in (None, "all", *provinces.CODES):
        known = ", ".join(provinces.CODES)
        raise PlatformError(
            say(
                f"Không có tỉnh mẫu cho kế hoạch {args.plan}. Chọn một trong: {known}, hoặc all.",
                f"There is no made-up province for plan {args.plan}. Choose one of: {known}, or all.",
            )
        )

    updating = say("Chuẩn bị cơ sở dữ liệu", "Preparing the database")
    progress(updating, 0, 1)
    migrate()
    progress(updating, 1, 1)
    loaded = demo.build(progress, plans=provinces.wanted(args.plan))
    place = None
    if not args.no_serve:
        collecting = say("Gom tệp giao diện", "Collecting the style files")
        progress(collecting, 0, 1)
        serving.collect_static()
        progress(collecting, 1, 1)
        place = serving.free_place(serving.HOST, args.port, move=True)
    _tell(args, loaded.sign_ins, place)
    if place is not None:
        serving.serve(place)
    return 0


def _tell(args: argparse.Namespace, sign_ins: object, place: serving.Place | None) -> None:
    people = [
        {"name": one.name, "password": one.password, "role": str(one.role)}
        for one in sign_ins  # type: ignore[attr-defined]
    ]
    width = max((len(one["name"]) for one in people), default=0)
    sentences = [say("Dữ liệu mẫu đã sẵn sàng. Đăng nhập thử:", "The made-up data is ready. Sign in as:")]
    sentences += [f"  {one['name']:<{width}}  {one['password']}  {one['role']}" for one in people]
    if place is not None:
        sentences.append(
            say(
                f"Mở {place.url} trong trình duyệt. Nhấn Ctrl+C để dừng.",
                f"Open {place.url} in a browser. Press Ctrl+C to stop.",
            )
        )
    output.emit(args, {"sign_ins": people, "url": place.url if place else None}, sentences)
