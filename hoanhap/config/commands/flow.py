"""`hoanhap flow`: who came and who went, and whether the sum closes, for people and for programs."""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from hoanhap.config import output
from hoanhap.config.acting import add_account, scope_of
from hoanhap.config.days import day_of
from hoanhap.config.errors import PlatformError
from hoanhap.config.words import language, say

if TYPE_CHECKING:
    from hoanhap.casework.queries.cohorts import Flow

NAME = "flow"
HELP = say("đếm người vào, ra và còn lại trong kỳ", "count who came, went and is in")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of where, which form of treatment, from when to when, by communes or not."""
    parser.add_argument(
        "--area",
        required=True,
        help=say(
            'địa bàn theo tên gọi vào ngày cuối kỳ: "Vĩnh Phúc", "Thị trấn Yên Lạc, Yên Lạc"',
            'the area as it was called on the last day: "Vĩnh Phúc", "Thị trấn Yên Lạc, Yên Lạc"',
        ),
    )
    parser.add_argument(
        "--kind",
        default="",
        help=say(
            "một hình thức: compulsory, voluntary-facility, …; bỏ trống: mọi hình thức cai nghiện, điều trị",
            "one form: compulsory, voluntary-facility, …; left out: every form of treatment",
        ),
    )
    parser.add_argument("--from", dest="from_on", required=True, help=say("ngày đầu kỳ", "first day"))
    parser.add_argument("--to", dest="to_on", required=True, help=say("ngày cuối kỳ", "last day"))
    parser.add_argument(
        "--by-commune", action="store_true", help=say("kèm từng xã, phường", "with each commune apart")
    )
    add_account(parser)
    output.add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Count and print."""
    from hoanhap.config.start import django_ready

    django_ready()
    from django.utils import timezone, translation

    from hoanhap.audit import trail
    from hoanhap.casework.queries import cohorts
    from hoanhap.casework.queries.kinds import kinds
    from hoanhap.places.queries import units
    from hoanhap.reporting.queries.areas import area_named

    from_on, to_on = day_of("--from", args.from_on), day_of("--to", args.to_on)
    if to_on < from_on:
        raise PlatformError(
            say("Ngày cuối kỳ đứng trước ngày đầu kỳ.", "The last day is before the first day.")
        )
    known = dict(kinds())
    if args.kind and args.kind not in known:
        raise PlatformError(
            say(
                f"Không có hình thức “{args.kind}”. Có: {', '.join(known)}.",
                f"There is no form “{args.kind}”. There are: {', '.join(known)}.",
            )
        )
    scope = scope_of(args.account)
    area_id = area_named(args.area, on=to_on, scope=scope, power="casework.read")
    within = cohorts.reached([area_id], on=to_on)[area_id]
    asked: dict[str, Any] = {"from_on": from_on, "to_on": to_on}
    if args.kind:
        asked["kinds"] = [args.kind]
    communes = units.communes(within, on=to_on) if args.by_commune else []
    grounds = cohorts.reached([one.id for one in communes], on=to_on)
    found = cohorts.flows({**grounds, area_id: within}, **asked)
    trail.record(
        "casework.flow-counted",
        by=scope,
        at=timezone.now(),
        unit_id=area_id,
        **{"from": from_on.isoformat(), "to": to_on.isoformat(), "kind_asked": args.kind},
    )
    with translation.override(language()):
        line = units.unit(area_id, on=to_on)
        data = {
            "area": {"id": area_id, "name": line.path},
            "kind": args.kind or None,
            "from": from_on,
            "to": to_on,
            **_told(found[area_id]),
            "communes": [{"id": one.id, "name": one.name, **_told(found[one.id])} for one in communes],
        }
        title = str(known[args.kind]) if args.kind else say("mọi hình thức", "every form")
        head = f"{line.path}, {from_on:%d/%m/%Y} – {to_on:%d/%m/%Y}, {title}."
        lines = [head, *_sentences(found[area_id])]
        lines += [f"  {one.name}: {_short(found[one.id])}" for one in communes]
        output.emit(args, data, lines)
    return 0 if all(one.closes for one in found.values()) else 1


def _told(one: "Flow") -> dict[str, Any]:
    return {**asdict(one), "closes": one.closes}


def _sentences(one: "Flow") -> list[str]:
    lines = [
        say(f"  Có mặt đầu kỳ: {one.in_at_start}", f"  In at the start: {one.in_at_start}"),
        say(f"  Bắt đầu trong kỳ: {one.started}", f"  Started: {one.started}"),
        say(f"  Chuyển đến: {one.moved_in}", f"  Moved in: {one.moved_in}"),
        say(f"  Hoàn thành: {one.completed}", f"  Completed: {one.completed}"),
        say(f"  Dừng, chấm dứt: {one.stopped}", f"  Stopped: {one.stopped}"),
        say(f"  Chuyển đi: {one.moved_out}", f"  Moved out: {one.moved_out}"),
        say(f"  Chết: {one.died}", f"  Died: {one.died}"),
        say(f"  Có mặt cuối kỳ: {one.in_at_end}", f"  In at the end: {one.in_at_end}"),
    ]
    closing = say("Khớp", "It closes") if one.closes else say("KHÔNG KHỚP", "IT DOES NOT CLOSE")
    return [*lines, f"{closing}: {_short(one)}."]


def _short(one: "Flow") -> str:
    came = f"{one.in_at_start} + {one.started} + {one.moved_in}"
    went = f"{one.completed} + {one.stopped} + {one.moved_out} + {one.died} + {one.in_at_end}"
    return f"{came} = {went}"
