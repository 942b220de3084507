"""A made-up province to measure on: many people, files and steps, filled by COPY as the owner of the tables."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connections

from hoanhap.kit.dates import add_months
from hoanhap.kit.keys import new_id
from hoanhap.kit.text import given_name_sort_key

FAMILY = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
WEIGHTS = [38, 11, 10, 7, 5, 5, 5, 4, 3, 3, 2, 2, 2, 1, 1, 1]
MIDDLE = "Văn Thị Đức Minh Hữu Quang Thanh Ngọc Xuân Đình Công Thế Bá Hồng Kim Quốc Gia".split()
GIVEN = (
    "An Bình Cường Dũng Đạt Giang Hà Hải Hạnh Hiếu Hòa Hùng Huy Khánh Kiên Lan Linh Long Lợi Mai Nam Nga Nghĩa Nhung "
    "Phong Phúc Phương Quân Quyên Sơn Tâm Thảo Thắng Thịnh Thủy Tiến Toàn Trang Trung Tú Tuấn Tùng Uyên Vân Việt Vinh Yến"
).split()
BORN = date(1960, 1, 1)


@dataclass(frozen=True)
class Population:
    """What was filled in: who, where, and the offices that answer for them."""

    people: Sequence[UUID]
    names: Sequence[str]
    unit_ids: Sequence[str]
    office_ids: Sequence[UUID]


def fill(*, size: int, unit_ids: Sequence[str], cohort: int, seed: int = 20170515) -> Population:
    """`size` people spread evenly over the units; the first `cohort` of them have a finished episode of 2017."""
    chance = random.Random(seed)
    offices = [(new_id(), unit) for unit in unit_ids]
    people = [_person(chance, number) for number in range(size)]
    homes = [offices[number % len(offices)] for number in range(size)]
    copy(
        "places_organisation",
        ["id", "kind", "name", "unit_id", "parent_id", "valid_from", "valid_until"],
        [
            (office, "peoples-committee", f"UBND {unit} (đo tốc độ)", unit, None, None, None)
            for office, unit in offices
        ],
    )
    copy(
        "people_person",
        ["id", "code", "full_name", "sort_key", "sex", "born_on", "born_precision", "died_on"],
        people,
    )
    copy(
        "people_identifier",
        [
            "id",
            "person_id",
            "kind",
            "number",
            "issued_on",
            "issued_by",
            "valid_until",
            "warnings",
            "retired_at",
            "retired_reason",
        ],
        [
            (new_id(), p[0], "cccd", f"000{n:09d}", None, "", None, "[]", None, "")
            for n, p in enumerate(people)
        ],
    )
    copy(
        "people_address",
        ["id", "person_id", "kind", "unit_id", "line", "valid_from", "valid_until"],
        [
            (new_id(), p[0], "permanent", h[1], "Thôn Mẫu 1", BORN, None)
            for p, h in zip(people, homes, strict=True)
        ],
    )
    copy(
        "people_responsibility",
        ["id", "person_id", "office_id", "unit_id", "valid_from", "valid_until", "basis"],
        [
            (new_id(), p[0], h[0], h[1], date(2017, 1, 1), None, "đo tốc độ")
            for p, h in zip(people, homes, strict=True)
        ],
    )
    _files(chance, people[:cohort], homes[:cohort])
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    return Population([p[0] for p in people], [p[2] for p in people], list(unit_ids), [o[0] for o in offices])


def _person(chance: random.Random, number: int) -> tuple[Any, ...]:
    middles = chance.choices(MIDDLE, k=chance.choice([1, 1, 1, 2]))
    name = " ".join([chance.choices(FAMILY, WEIGHTS)[0], *middles, chance.choice(GIVEN)])
    born = BORN + timedelta(days=chance.randrange(16_000))
    sex = "female" if "Thị" in middles else "male"
    return (new_id(), f"B{number:07d}", name, given_name_sort_key(name), sex, born, "day", None)


def _files(
    chance: random.Random, people: Sequence[tuple[Any, ...]], homes: Sequence[tuple[UUID, str]]
) -> None:
    files, episodes, steps, contacts = [], [], [], []
    author = new_id()
    for person, (office, unit) in zip(people, homes, strict=True):
        applied = date(2017, 5, 16) + timedelta(days=chance.randrange(45))
        decided = applied + timedelta(days=5)
        detox_until = decided + timedelta(days=17)
        handed = detox_until + timedelta(days=2)
        window = max(add_months(decided, 6), add_months(handed, 6))
        file, episode = new_id(), new_id()
        files.append((file, person[0], "", applied, office, unit))
        episodes.append(
            (
                episode,
                person[0],
                file,
                "voluntary-home-community",
                "home",
                "home-community-2010",
                1,
                office,
                unit,
                applied,
                window,
            )
        )
        for kind, ends_as, on, months, ends_on in (
            ("application", "", applied, None, None),
            ("decision", "", decided, 6, None),
            ("detox", "", decided + timedelta(days=4), None, None),
            ("detox-end", "", detox_until, None, None),
            ("handover", "", handed, None, None),
            ("certificate", "completed", window, None, window),
        ):
            steps.append(
                (
                    new_id(),
                    person[0],
                    episode,
                    unit,
                    kind,
                    True,
                    ends_as,
                    on,
                    months,
                    ends_on,
                    "{}",
                    "",
                    author,
                    "",
                )
            )
        contacts += [
            (
                new_id(),
                person[0],
                episode,
                unit,
                "visit",
                add_months(handed, month) + timedelta(days=3),
                "",
                author,
                "",
            )
            for month in range(6)
        ]
    copy("casework_managementfile", ["id", "person_id", "number", "opened_on", "office_id", "unit_id"], files)
    copy(
        "casework_episode",
        [
            "id",
            "person_id",
            "file_id",
            "kind",
            "form",
            "regime",
            "regime_edition",
            "office_id",
            "unit_id",
            "opened_on",
            "closed_on",
        ],
        episodes,
    )
    copy(
        "casework_step",
        [
            "id",
            "person_id",
            "episode_id",
            "unit_id",
            "kind",
            "is_once",
            "ends_as",
            "happened_on",
            "term_months",
            "window_ends_on",
            "details",
            "reason",
            "recorded_by",
            "retired_reason",
        ],
        steps,
    )
    copy(
        "community_contact",
        [
            "id",
            "person_id",
            "episode_id",
            "unit_id",
            "kind",
            "happened_on",
            "note",
            "recorded_by",
            "retired_reason",
        ],
        contacts,
    )


def copy(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    with (
        connections["owner"].cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as out,
    ):
        for row in rows:
            out.write_row(row)
