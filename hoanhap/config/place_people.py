"""`hoanhap places unresolved --people` and `hoanhap places totals`: what of the map concerns people."""

import argparse
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from hoanhap.config import acting, output, place_words
from hoanhap.config.words import say

if TYPE_CHECKING:
    from hoanhap.people.queries.unplaced import UnplacedRow

AT_ONCE = 200


def unresolved(args: argparse.Namespace, on: date) -> int:
    """The people who must be placed one by one, masked."""
    from hoanhap.people.queries.unplaced import unplaced

    scope = acting.scope_of(args.account)
    area = place_words.one_place(args.area, on).unit_id if args.area else None
    first = unplaced(scope=scope, on=on, size=AT_ONCE, area_id=area)

    def rows() -> "Iterator[UnplacedRow]":
        yield from first
        for number in range(2, first.pages + 1):
            yield from unplaced(scope=scope, on=on, number=number, size=AT_ONCE, area_id=area)

    found = list(rows())
    more = say("hơn ", "more than ") if first.total_is_capped else ""
    output.emit(
        args,
        {
            "on": on.isoformat(),
            "count": first.total,
            "count_is_capped": first.total_is_capped,
            "people": [_as_data(row) for row in found],
        },
        [
            *(_said(row) for row in found),
            say(
                f"{more}{first.total} người phải xác minh và chuyển từng người.",
                f"{more}{first.total} people to be placed one by one.",
            ),
        ],
    )
    return 0


def totals(args: argparse.Namespace, on: date) -> int:
    """How many people are under responsibility, on the map asked for, with what has no row there."""
    from hoanhap.people.queries import totals as queries

    map_on = place_words.read_day(args.map_day) if args.map_day else on
    found = queries.totals(
        scope=acting.scope_of(args.account),
        on=on,
        map_on=map_on,
        level=args.level or "commune",
        area_id=place_words.one_place(args.area, on).unit_id if args.area else None,
    )
    reasons = ", ".join(f"{place_words.reason(reason)} {count}" for reason, count in found.by_reason.items())
    output.emit(
        args,
        {
            "on": on.isoformat(),
            "map": map_on.isoformat(),
            "level": found.level,
            "area": args.area,
            "total": found.total,
            "placed": found.placed,
            "unplaced": found.unplaced,
            "by_reason": found.by_reason,
            "rows": [{"unit": row.unit_id, "path": row.path, "count": row.count} for row in found.rows],
            "residue": [
                {
                    "unit": one.unit_id,
                    "path": one.path,
                    "count": one.count,
                    "reason": one.reason,
                    "among": list(one.among),
                }
                for one in found.residue
            ],
        },
        [
            say(
                f"Số người đang được quản lý {place_words.said(on)}, theo bản đồ {place_words.said(map_on)}:",
                f"People under responsibility {place_words.said(on)}, on the map {place_words.said(map_on)}:",
            ),
            *(f"{row.count:>8}  {row.path}" for row in found.rows),
            *(f"{one.count:>8}  {place_words.reason(one.reason)}: {one.path}" for one in found.residue),
            say(
                f"Tổng {found.total}: có nơi trên bản đồ {found.placed}, chưa quy đổi được {found.unplaced} ({reasons}).",
                f"Total {found.total}: {found.placed} placed, {found.unplaced} left over ({reasons}).",
            ),
        ],
    )
    return 0


def _as_data(row: "UnplacedRow") -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.person.masked_name,
        "unit": row.unit_id,
        "path": row.unit_path,
        "ended_on": row.ended_on,
        "reason": row.reason,
        "candidates": [{"unit": one.unit_id, "path": one.path} for one in row.candidates],
    }


def _said(row: "UnplacedRow") -> str:
    among = "; ".join(one.name for one in row.candidates)
    return f"{row.code}  {row.person.masked_name}  {place_words.reason(row.reason)}: {row.unit_path}" + (
        f" → {among}" if among else ""
    )
