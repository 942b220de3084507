"""What figures rest on, so that they can be frozen and counted again: definitions, law, map, and the rows themselves."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from hoanhap.casework.queries.law import law
from hoanhap.programme.queries import figures, placing
from hoanhap.programme.queries.figures import Counted, Figure, Member
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.queries.scorecards import Asked, subjects_of
from hoanhap.programme.rules import plan_texts
from hoanhap.programme.rules.marks import Keep


def facts_of(held: PlanHeld, asked: Asked, area_id: str) -> list[Member]:
    """The rows behind a target over an area: those that `scorecards` counts, and the missing units of a list to keep."""
    ground = placing.ground(area_id, on=asked.to_on)
    listed = subjects_of(held, asked.target)
    found = figures.members(
        asked.indicator,
        asked.reading,
        from_on=asked.from_on,
        to_on=asked.to_on,
        unit_ids=ground,
        subjects=listed,
    )
    if not isinstance(asked.target.mark, Keep):
        return found
    kept = {one.subject: one for one in found if one.is_counted}
    return [
        kept[unit_id]
        if unit_id in kept
        else Member(unit_id, None, unit_id, is_counted=False, amount=1, day=None, fact_id=None)
        for unit_id in listed or ()
        if unit_id in ground
    ]


def figure_from(members: Iterable[Member], asked: Asked, needed: Figure | None = None) -> Figure:
    """The figure that rows make, as `figures.figure` would count them. `needed`: where the indicator needs other rows."""
    is_share = bool(asked.reading.denominator) or isinstance(asked.target.mark, Keep)
    needs = bool(asked.indicator.needs)
    sums = asked.indicator.counts == "amount"
    found: dict[str, Counted] = {}
    for one in members:
        value = one.amount if sums else 1
        counted = Counted(value if one.is_counted else 0, value if is_share else None, 0 if needs else 1)
        found[one.unit_id] = found[one.unit_id] + counted if one.unit_id in found else counted
    if needs and needed is not None:
        for unit_id, counted in needed.by_unit.items():
            only = Counted(0, 0 if is_share else None, counted.needed)
            found[unit_id] = found[unit_id] + only if unit_id in found else only
    return Figure(found, is_share, needs)


def definitions_of(held: PlanHeld, asked: Iterable[Asked]) -> dict[str, Any]:
    """Edition and fingerprint of the plan and of every indicator that is used."""
    return {
        "plan": {"edition": held.edition, "sha256": fingerprint(plan_texts.plain(held.body))},
        "indicators": {
            one.indicator.code: {
                "edition": one.indicator.edition,
                "sha256": fingerprint(one.indicator.model_dump(mode="json", by_alias=True)),
            }
            for one in asked
        },
    }


def law_in_force() -> dict[str, Any]:
    """Fingerprints of the law as it is applied now, and of the lists of units."""
    now = law()
    return {
        "regimes": {
            f"{code}.{edition}": fingerprint(regime.model_dump(mode="json", by_alias=True))
            for (code, edition), regime in sorted(now.regimes.items())
        },
        "blanks": fingerprint(sorted(f"{blank} {values}" for blank, values in now.blanks.items())),
        "calendar": fingerprint([sorted(now.calendar.rest_days), sorted(now.calendar.working_days)]),
        "units": placing.lists_fingerprint(),
    }


def fingerprint(value: Any) -> str:
    """Sixteen signs of the SHA-256 of the value as JSON: two editions that differ never share them by chance."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def with_edition(asked: Asked, edition: int, held: PlanHeld) -> Asked:
    """The same with another edition of the indicator. Raises KeyError where it is gone."""
    target = asked.target.model_copy(update={"edition": edition})
    indicator = held.indicator_of(target)
    return replace(asked, indicator=indicator, reading=indicator.reading(asked.target.reading))
