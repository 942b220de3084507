"""`hoanhap duties`: what has to be done for whom, by which office and by when, for people and for programs."""

import argparse
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from hoanhap.config import output
from hoanhap.config.acting import add_account, scope_of
from hoanhap.config.days import day_of
from hoanhap.config.words import language, say

if TYPE_CHECKING:
    from hoanhap.casework.queries.duties import Duty

NAME = "duties"
HELP = say("liệt kê việc phải làm theo luật, của một địa bàn, vào một ngày", "list what the law asks, by day")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of where, on which day, until when, as whom."""
    parser.add_argument(
        "--area",
        required=True,
        help=say(
            'địa bàn theo tên gọi vào ngày đó: "Vĩnh Phúc", "Thị trấn Yên Lạc, Yên Lạc"',
            'the area as it was called on that day: "Vĩnh Phúc", "Thị trấn Yên Lạc, Yên Lạc"',
        ),
    )
    parser.add_argument(
        "--on", required=True, help=say("vào ngày: 15/07/2026 hoặc 2026-07-15", "as of the end of this day")
    )
    parser.add_argument(
        "--until",
        help=say("bỏ việc có hạn sau ngày này", "leave out what is due after this day"),
    )
    add_account(parser)
    output.add_format(parser)


def run(args: argparse.Namespace) -> int:
    """List and print; every page of the list, whole."""
    from hoanhap.config.start import django_ready

    django_ready()
    from django.utils import timezone, translation

    from hoanhap.audit import trail
    from hoanhap.kit.paging import LARGEST_SIZE
    from hoanhap.places.queries import units
    from hoanhap.programme.queries import worklist
    from hoanhap.reporting.queries.areas import area_named

    on = day_of("--on", args.on)
    until = day_of("--until", args.until) if args.until else None
    scope = scope_of(args.account)
    area_id = area_named(args.area, on=on, scope=scope, power="casework.read")
    within = units.reach([area_id], on=on)[area_id]
    found: list[Duty] = []
    number = 1
    while True:
        page = worklist.due(scope=scope, on=on, until=until, unit_id=within, number=number, size=LARGEST_SIZE)
        found += page
        if not page.has_next:
            break
        number += 1
    counts, now = page.counts, timezone.now()
    trail.record(
        "casework.duties-listed", by=scope, at=now, unit_id=area_id, on=on.isoformat(), total=len(found)
    )
    with translation.override(language()):
        area = units.unit(area_id, on=on).path
        data = {
            "area": {"id": area_id, "name": area},
            "on": on,
            "until": until,
            "counts": {
                "total": counts.total,
                "late": counts.late,
                "due_today": counts.today,
                "without_a_day": counts.undated,
                "ahead": counts.ahead,
                "risen": sum(1 for one in found if one.has_risen),
            },
            "duties": [_told(one) for one in found],
        }
        output.emit(args, data, _sentences(area, on, found))
    return 0


def _told(one: "Duty") -> dict[str, Any]:
    return {
        "code": one.code,
        "what": str(one.title),
        "person_code": one.person_code,
        "person": one.masked_name,
        "person_id": one.person_id,
        "episode_id": one.episode_id,
        "unit": {"id": one.unit_id, "name": one.unit_name},
        "by": one.by,
        "office": str(one.office),
        "since": one.since_on,
        "due": one.due_on,
        "days_late": one.days_late,
        "rises_on": one.rises_on,
        "has_risen": one.has_risen,
        "article": one.legal_basis,
        "confidence": one.confidence,
        "missing_value": str(one.blank),
    }


def _sentences(area: str, on: date, found: list["Duty"]) -> list[str]:
    late = sum(1 for one in found if one.is_late)
    lines = [
        say(
            f"{area}, ngày {on:%d/%m/%Y}: {len(found)} việc, trong đó {late} việc quá hạn.",
            f"{area}, {on:%d/%m/%Y}: {len(found)} duties, {late} of them late.",
        )
    ]
    return [*lines, *(line for one in found for line in _line(one))]


def _line(one: "Duty") -> Iterable[str]:
    if one.due_on is None:
        when = say("luật không định ngày", "no day in the law")
        if one.blank:
            when = say(f"chưa có ngày: thiếu “{one.blank}”", f"no day yet: “{one.blank}” is missing")
    else:
        when = say(f"hạn {one.due_on:%d/%m/%Y}", f"due {one.due_on:%d/%m/%Y}")
        if one.days_late:
            when += say(f", chậm {one.days_late} ngày", f", {one.days_late} days late")
        if one.has_risen:
            when += say(", đã báo lên cấp trên", ", risen to the office above")
    who = f"{one.person_code} · {one.masked_name} · {one.unit_name}"
    yield f"  {when}: {one.title}. {who}"
    yield f"      {one.office or '–'} · {one.legal_basis} ({one.confidence})"
