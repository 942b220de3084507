"""Scorecards: every target of a shipped plan for a province of 100,000 people, beside hand-written SQL for the same."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import floors
import plan_floors
import provinces
from measure import Pair

from hoanhap.access.scope import operator_scope
from hoanhap.config.demo_plans import quang_nam_2024, tuyen_quang_2020
from hoanhap.programme.queries import placing, plan_bodies, scorecards
from hoanhap.programme.queries.scorecards import Scorecard

Figures = dict[str, tuple[int, int]]
PLANS = (
    (quang_nam_2024.CODE, quang_nam_2024.AREA, quang_nam_2024.END, plan_floors.QUANG_NAM),
    (tuyen_quang_2020.CODE, tuyen_quang_2020.AREA, tuyen_quang_2020.END, plan_floors.TUYEN_QUANG),
)


def all_pairs(code: str, *, area_id: str, on: date, floor: str, size: int) -> Iterator[Pair]:
    """The whole scorecard for the province, and the same with every commune of it. The database holds units only."""
    people = provinces.enter(code, size=size)
    scope = operator_scope(on=on)
    plan_id = plan_bodies.plan_named(code, scope=scope)
    asked = {"units": sorted(placing.ground(area_id, on=on)), "from": date(on.year, 1, 1), "to": on}

    def ours(level: str | None = None) -> Callable[[], Scorecard]:
        return lambda: scorecards.scorecard(plan_id, scope=scope, on=on, level=level)

    def by_hand() -> list[tuple[Any, ...]]:
        return floors.rows(floor, asked)

    whole, communes = _told(ours()()), _told(ours("commune")())
    assert whole[0] == _sums(by_hand()), (whole[0], _sums(by_hand()))
    assert communes[1] == _by_commune(by_hand()), set(communes[1].items()) ^ set(
        _by_commune(by_hand()).items()
    )
    yield Pair(f"{code}: every target, {people:,} people", ours(), by_hand, aim=1.5, rounds=10)
    yield Pair("the same for every commune at once", ours("commune"), by_hand, aim=1.5, rounds=10)


def _told(card: Scorecard) -> tuple[Figures, Figures]:
    """Counted and asked of each target, and of each commune; nothing of nothing left out."""
    return _some(
        {row.target.code: (row.value.numerator or 0, row.value.denominator or 0) for row in card.rows}
    ), _some(
        {
            f"{row.target.code} {area.unit_id}": (area.value.numerator or 0, area.value.denominator or 0)
            for row in card.rows
            for area in row.areas
        }
    )


def _sums(rows: list[tuple[Any, ...]]) -> Figures:
    found: Figures = {}
    for code, _unit, counted, asked in rows:
        before = found.get(code, (0, 0))
        found[code] = (before[0] + counted, before[1] + (asked or 0))
    return _some(found)


def _by_commune(rows: list[tuple[Any, ...]]) -> Figures:
    """Staff and facilities of the province itself lie in no commune."""
    of_communes = [
        (f"{code} {unit}", unit, *rest) for code, unit, *rest in rows if len(unit) > len("00-1") + 2
    ]
    return _sums(of_communes)


def _some(found: Figures) -> Figures:
    return {key: value for key, value in found.items() if value != (0, 0)}
