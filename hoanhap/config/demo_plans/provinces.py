"""The made-up provinces by the code of their plan: what enters each, and who may sign in there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.audit.queries.reads import was_recorded
from hoanhap.config.demo_plans import (
    dong_thap_2023,
    ha_noi_2021_2025,
    published,
    quang_nam_2024,
    tuyen_quang_2020,
    vinh_phuc_2017,
)
from hoanhap.config.demo_plans.records import Province
from hoanhap.config.output import Progress
from hoanhap.config.words import say
from hoanhap.places.queries import successions

ENTERED: Final = "config.demo-plan-loaded"
VINH_PHUC: Final = vinh_phuc_2017.CODE
"""The demo itself: it is always there."""


@dataclass(frozen=True)
class Described:
    """A province: its area and day of the plan; `commune`: where the commune's officer to try works; `suffix`: of names.

    `first_number`: from here on its people are counted, a thousand apart, so that nobody resembles anybody.
    """

    code: str
    area_id: str
    commune: str
    suffix: str
    first_number: int
    build: Callable[[Province], None]


PROVINCES: Final = {
    one.code: one
    for one in (
        Described(dong_thap_2023.CODE, "87-1", "29869-1", "dongthap", 1000, dong_thap_2023.build),
        Described(ha_noi_2021_2025.CODE, "01-1", "00031-1", "hanoi", 2000, ha_noi_2021_2025.build),
        Described(quang_nam_2024.CODE, "49-1", "20335-1", "quangnam", 3000, quang_nam_2024.build),
        Described(tuyen_quang_2020.CODE, "08-1", "02200-1", "tuyenquang", 4000, tuyen_quang_2020.build),
    )
}
CODES: Final = (VINH_PHUC, *sorted(PROVINCES))


def wanted(name: str | None) -> tuple[str, ...]:
    """The provinces that a name asks for: one code, or `all`; without a name only those that are always there."""
    if name is None or name == VINH_PHUC:
        return ()
    return tuple(sorted(PROVINCES)) if name == "all" else (name,)


def is_entered(code: str) -> bool:
    """Whether the province was entered before."""
    return was_recorded(f"{ENTERED}.{code}")


def enter(codes: Sequence[str], *, scope: Scope, at: datetime, progress: Progress) -> None:
    """Enter those that are not there yet; each wholly or not at all."""
    what = say("Tỉnh mẫu theo kế hoạch", "Made-up provinces of plans")
    for number, code in enumerate(codes):
        progress(what, number, len(codes))
        if is_entered(code):
            continue
        found = PROVINCES[code]
        with transaction.atomic():
            province = Province(scope, at, found.first_number)
            found.build(province)
            published.publish(code, province)
            trail.record(f"{ENTERED}.{code}", by=scope, at=at, reason="hoanhap demo")
    if codes:
        progress(what, len(codes), len(codes))


def signs(*, on: date) -> list[tuple[str, str, str]]:
    """Names, roles and units of today of the accounts to try, for the provinces that are there."""
    found = []
    for code, one in sorted(PROVINCES.items()):
        if is_entered(code):
            for name, role, unit_id in (
                (f"tinh.{one.suffix}", "province-officer", one.area_id),
                (f"canbo.{one.suffix}", "commune-officer", one.commune),
            ):
                links = successions.successors(unit_id, on=on)
                found.append((name, role, links[0].unit_id if links else unit_id))
    return found
