"""How `hoanhap places` reads a place or a day, and how it says what it found."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from hoanhap.config.errors import PlatformError
from hoanhap.config.words import say

if TYPE_CHECKING:
    from hoanhap.places.queries.units import UnitLine

LEVELS = ("province", "district", "commune")


def some_places(text: str, on: date) -> "list[UnitLine]":
    from hoanhap.places.queries import units

    found = [one.line for one in units.find(text, on=on)]
    if not found:
        raise PlatformError(say(f"Không tìm thấy “{text}”.", f"“{text}” was not found."))
    return found


def one_place(text: str, on: date) -> "UnitLine":
    found = some_places(text, on)
    highest = [line for line in found if line.level == found[0].level]
    return only_place(highest, text, "")


def only_place(found: "Sequence[UnitLine]", text: str, where: str) -> "UnitLine":
    if len(found) == 1:
        return found[0]
    if not found:
        raise PlatformError(where + say(f"không tìm thấy “{text}”.", f"“{text}” was not found."))
    several = "; ".join(f"{line.unit_id} {line.path}" for line in found[:5])
    raise PlatformError(
        where
        + say(
            f"“{text}” có thể là nhiều nơi, hãy ghi rõ hơn hoặc dùng mã: {several}",
            f"“{text}” may be several places: {several}",
        )
    )


def read_day(text: str) -> date:
    from hoanhap.kit.dates import DateUnreadable, Precision, parse_vietnamese

    try:
        found = parse_vietnamese(text)
    except DateUnreadable:
        found = None
    if found is None or found.precision is not Precision.DAY:
        raise PlatformError(
            say(
                f"“{text}” không phải một ngày. Ví dụ: 2017-06-01 hoặc 01/06/2017.",
                f"“{text}” is no day. Example: 2017-06-01.",
            )
        )
    return found.first_day


def as_data(line: "UnitLine") -> dict[str, Any]:
    return {
        "unit": line.unit_id,
        "code": line.code,
        "name": line.name,
        "kind": line.kind,
        "level": line.level,
        "path": line.path,
        "valid_from": line.valid_from,
        "valid_until": line.valid_until,
        "date_is_estimated": line.date_is_estimated,
        "basis": line.basis,
    }


def link_data(link: Any, names: dict[str, str]) -> dict[str, Any]:
    return {
        "unit": link.unit_id,
        "path": names[link.unit_id],
        "is_whole": link.is_whole,
        "kind": link.kind,
        "on": link.on,
        "basis": link.basis,
    }


def counted(counts: dict[str, int]) -> str:
    words = {
        "province": say("tỉnh, thành phố", "provinces"),
        "district": say("huyện", "districts"),
        "commune": say("xã, phường", "communes"),
    }
    return ", ".join(f"{counts[level]} {words[level]}" for level in LEVELS if level in counts)


def said(on: date) -> str:
    return say(f"ngày {on:%d/%m/%Y}", f"on {on:%d/%m/%Y}")


def ended(line: "UnitLine", on: date) -> str:
    if line.holds_on(on):
        return ""
    if line.valid_until and line.valid_until <= on:
        about = say("khoảng ", "about ") if line.date_is_estimated else ""
        return say(
            f" (đến {about}{line.valid_until:%d/%m/%Y})", f" (until {about}{line.valid_until:%d/%m/%Y})"
        )
    return say(f" (từ {line.valid_from:%d/%m/%Y})", f" (from {line.valid_from:%d/%m/%Y})")


def part(is_whole: bool) -> str:
    return "" if is_whole else say(" (một phần)", " (in part)")


def reason(reason: str) -> str:
    return {
        "divided": say("bị chia", "divided"),
        "merged": say("gộp từ nhiều đơn vị", "made of several"),
        "unresolved": say("chưa rõ kế thừa", "no known successor"),
        "no-such-level": say("không còn cấp này", "no such level"),
        "higher-level": say("do cơ quan cấp trên quản lý", "answered for at a higher level"),
        "unknown": say("không có trong danh mục", "not in the lists"),
    }[reason]
