"""`hoanhap places …`: administrative units as of a day, totals on another map, who is to be placed by a person."""

import argparse
import csv
import sys
from datetime import date
from pathlib import Path

from hoanhap.config import acting, output, place_people, place_words
from hoanhap.config.errors import PlatformError
from hoanhap.config.words import say

NAME = "places"
HELP = say("đơn vị hành chính theo ngày: cây, tìm, đếm, đơn vị kế thừa", "administrative units as of a day")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One question a command."""
    questions = parser.add_subparsers(dest="question", required=True, metavar=say("VIỆC", "QUESTION"))
    for name, text, takes in (
        (
            "tree",
            say(
                "các đơn vị trực thuộc một nơi (không ghi: các tỉnh)",
                "what lies in a place (none: provinces)",
            ),
            "?",
        ),
        (
            "find",
            say("tìm theo mã, tên, tên cũ, không cần dấu", "find by code, name or old name, tones or not"),
            None,
        ),
        ("counts", say("số tỉnh, huyện, xã", "how many provinces, districts, communes"), ""),
        ("successors", say("đơn vị này nay thuộc về đâu", "what became of a unit"), None),
        (
            "unresolved",
            say("đơn vị cũ phải xác minh từng người", "old units to be decided person by person"),
            "",
        ),
        (
            "totals",
            say(
                "số người đang được quản lý theo đơn vị, trên bản đồ của một ngày",
                "how many people are under responsibility, on the map of a day",
            ),
            "",
        ),
        ("map", say("quy đổi số liệu sang bản đồ ngày khác", "read counts on the map of another day"), None),
    ):
        question = questions.add_parser(name, help=text, description=text)
        if takes != "":
            label = say("TỆP.csv", "FILE.csv") if name == "map" else say("NƠI", "PLACE")
            question.add_argument("place", nargs=takes, metavar=label)
        _add_options(question, name)


def _add_options(question: argparse.ArgumentParser, name: str) -> None:
    question.add_argument(
        "--on",
        metavar=say("NGÀY", "DAY"),
        help=say("ngày xem, ví dụ 2017-06-01; không ghi: hôm nay", "as of this day; today"),
    )
    if name in ("counts", "unresolved", "totals"):
        question.add_argument("--area", help=say("chỉ trong nơi này", "within this place only"))
    if name == "unresolved":
        question.add_argument(
            "--people",
            action="store_true",
            help=say("liệt kê từng người (đã che tên)", "list the people one by one, names masked"),
        )
    if name in ("unresolved", "totals"):
        acting.add_account(question)
    if name == "totals":
        question.add_argument(
            "--map",
            dest="map_day",
            metavar=say("NGÀY", "DAY"),
            help=say("theo bản đồ của ngày này; không ghi: như --on", "on the map of this day; as --on"),
        )
    if name in ("find", "map", "totals"):
        question.add_argument("--level", choices=place_words.LEVELS, help=say("cấp", "level"))
    if name == "map":
        question.add_argument(
            "--from",
            dest="from_day",
            metavar=say("NGÀY", "DAY"),
            help=say(
                "ngày của số liệu, để hiểu tên trong tệp; không ghi: như --on",
                "the day of the counts; as --on",
            ),
        )
    output.add_format(question)


def run(args: argparse.Namespace) -> int:
    """Answer. Exit code 1 where nothing was found."""
    from hoanhap.config.start import django_ready

    django_ready()
    from django.utils import timezone

    on = place_words.read_day(args.on) if args.on else timezone.localdate()
    answers = {
        "tree": _tree, "find": _find, "counts": _counts,
        "successors": _successors, "unresolved": _unresolved, "map": _map,
        "totals": place_people.totals,
    }  # fmt: skip
    return answers[args.question](args, on)


def _tree(args: argparse.Namespace, on: date) -> int:
    from hoanhap.places.queries import units

    parent = place_words.one_place(args.place, on) if args.place else None
    children = units.children(parent.unit_id if parent else None, on=on)
    below = units.counts_below([line.unit_id for line in children], on=on)
    rows = [{**place_words.as_data(line), "below": below[line.unit_id]} for line in children]
    sentences = [
        f"{line.unit_id:<9} {line.full_name}"
        + (f"  ({place_words.counted(below[line.unit_id])})" if below[line.unit_id] else "")
        for line in children
    ]
    head = parent.path if parent else say("Cả nước", "The whole country")
    note = (
        []
        if children
        else [say("Không có đơn vị nào trực thuộc vào ngày này.", "Nothing lies below it on this day.")]
    )
    output.emit(
        args,
        {"on": on.isoformat(), "place": place_words.as_data(parent) if parent else None, "children": rows},
        [f"{head}, {place_words.said(on)}:", *sentences, *note],
    )
    return 0


def _find(args: argparse.Namespace, on: date) -> int:
    from hoanhap.places.queries import units

    found = units.find(args.place, on=on, level=args.level)
    names = units.paths({link.unit_id for one in found for link in one.successors}, on=on)
    rows, sentences = [], []
    for one in found:
        rows.append(
            {
                **place_words.as_data(one.line),
                "successors": [place_words.link_data(link, names) for link in one.successors],
            }
        )
        sentences.append(f"{one.unit_id:<9} {one.line.path}{place_words.ended(one.line, on)}")
        sentences.extend(
            f"          → {names[link.unit_id]}{place_words.part(link.is_whole)}" for link in one.successors
        )
    if not found:
        sentences = [say(f"Không tìm thấy “{args.place}”.", f"“{args.place}” was not found.")]
        sentences += [
            f"  {line.unit_id:<9} {line.path}" for line in units.suggest(args.place, on=on, limit=5)
        ]
    output.emit(args, {"on": on.isoformat(), "text": args.place, "found": rows}, sentences)
    return 0 if found else 1


def _counts(args: argparse.Namespace, on: date) -> int:
    from hoanhap.places.queries import units

    if args.area:
        area = place_words.one_place(args.area, on)
        found = units.counts_below([area.unit_id], on=on)[area.unit_id]
        head = area.full_name
    else:
        found, head = units.counts(on=on), say("Cả nước", "The whole country")
    counted = {level: found.get(level, 0) for level in place_words.LEVELS}
    output.emit(
        args,
        {"on": on.isoformat(), "area": args.area, **counted},
        [f"{head}, {place_words.said(on)}: {place_words.counted(counted)}"],
    )
    return 0


def _successors(args: argparse.Namespace, on: date) -> int:
    from hoanhap.places.queries import units

    rows, sentences = [], []
    for one in place_words.some_places(args.place, on):
        links = units.successors(one.unit_id, on=on)
        names = units.paths([link.unit_id for link in links], on=on)
        rows.append(
            {**place_words.as_data(one), "successors": [place_words.link_data(link, names) for link in links]}
        )
        sentences.append(f"{one.unit_id} {one.path}{place_words.ended(one, on)}")
        sentences += [
            f"  → {link.unit_id} {names[link.unit_id]}{place_words.part(link.is_whole)}. {link.basis}"
            for link in links
        ]
        if not links and not one.holds_on(on):
            sentences.append(
                say("  → chưa rõ: cần xác minh từng người", "  → unknown: to be decided person by person")
            )
    output.emit(args, {"on": on.isoformat(), "units": rows}, sentences)
    return 0


def _unresolved(args: argparse.Namespace, on: date) -> int:
    if args.people:
        return place_people.unresolved(args, on)
    from hoanhap.places.queries import units

    areas = [place_words.one_place(args.area, on).unit_id] if args.area else None
    found = units.unresolved_units(areas, on=on)
    rows = [
        {**place_words.as_data(one.line), "reason": one.reason, "candidates": list(one.candidates)}
        for one in found
    ]
    sentences = [f"{one.line.unit_id:<9} {place_words.reason(one.reason)}: {one.line.path}" for one in found]
    sentences.append(
        say(
            f"{len(found)} đơn vị cũ phải xác minh từng người.",
            f"{len(found)} old units to be decided person by person.",
        )
    )
    output.emit(args, {"on": on.isoformat(), "count": len(found), "units": rows}, sentences)
    return 0


def _map(args: argparse.Namespace, on: date) -> int:
    from hoanhap.places.queries import maps, units

    counts = _counted_units(args.place, place_words.read_day(args.from_day) if args.from_day else on)
    found = maps.project(counts, onto=on, level=args.level)
    names = units.paths({*found.rows, *(one.unit_id for one in found.residue)}, on=on)
    rows = [{"unit": unit, "path": names[unit], "count": count} for unit, count in sorted(found.rows.items())]
    residue = [
        {
            "unit": one.unit_id,
            "path": names.get(one.unit_id, ""),
            "count": one.count,
            "reason": one.reason,
            "among": list(one.among),
        }
        for one in found.residue
    ]  # fmt: skip
    sentences = [f"{row['count']:>8}  {row['path']}" for row in rows]
    sentences += [
        f"{one.count:>8}  {place_words.reason(one.reason)}: {names.get(one.unit_id, one.unit_id)}"
        for one in found.residue
    ]
    sentences.append(
        say(
            f"Tổng {found.total}: quy đổi được {found.placed}, còn lại {found.unplaced}.",
            f"Total {found.total}: {found.placed} placed, {found.unplaced} left over.",
        )
    )
    output.emit(
        args,
        {"on": on.isoformat(), "total": found.total, "placed": found.placed, "unplaced": found.unplaced,
         "rows": rows, "residue": residue},
        sentences,
    )  # fmt: skip
    return 0


def _counted_units(file: str, on: date) -> dict[str, int]:
    """A file of two columns, place and count; every line must name exactly one unit."""
    from hoanhap.places.queries.units import Gazetteer, lines_of

    with sys.stdin if file == "-" else Path(file).open(encoding="utf-8-sig", newline="") as source:
        lines = [
            (number, line)
            for number, line in enumerate(csv.reader(source), 1)
            if any(cell.strip() for cell in line)
        ]
    gazetteer = Gazetteer(on=on)
    known = lines_of([line[0].strip() for _, line in lines], on=on)
    counts: dict[str, int] = {}
    for number, line in lines:
        if len(line) < 2 or not line[1].strip().isdecimal():
            if number == 1:
                continue
            raise PlatformError(
                say(
                    f"{file}, dòng {number}: cần hai cột “nơi,số”.",
                    f"{file}, line {number}: two columns are needed: place,count.",
                )
            )
        text = line[0].strip()
        found = [known[text]] if text in known else gazetteer.find(text, on=on)
        unit = place_words.only_place(
            found, text, say(f"{file}, dòng {number}: ", f"{file}, line {number}: ")
        ).unit_id
        counts[unit] = counts.get(unit, 0) + int(line[1])
    return counts
