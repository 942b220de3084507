"""One target looked at closely: its readings side by side, its last months, its parts, and what is counted beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.programme.queries import disclosure, placing, plan_bodies, quality, scorecards
from hoanhap.programme.queries.disclosure import Reader
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.queries.scorecards import Asked, Map, Scorecard, Value
from hoanhap.programme.queries.target_parts import Part, parts_of
from hoanhap.programme.queries.target_questions import looking_back
from hoanhap.programme.rules.indicators import Indicator, Reading
from hoanhap.programme.rules.plan_files import Target

NO_SUCH_TARGET: Final = Problem("no-such-target", _("The plan has no such target."))


@placing.SameLists()
def asked(
    plan_id: UUID, code: str, *, scope: Scope, on: date, area_id: str | None
) -> tuple[PlanHeld, Asked, str]:
    """The plan, the target on a day, and the area, if all are in reach. Raises NotFound."""
    held = plan_bodies.held(plan_id, scope=scope)
    target = target_of(held, code)
    area = area_id or scorecards.area_of(held, scope)
    scorecards.reach(held, area, scope)
    found = scorecards.asked_of(held, target, min(on, held.body.period.to_on))
    if found is None:
        raise NotFound(NO_SUCH_TARGET)
    return held, found, area


def target_of(held: PlanHeld, code: str) -> Target:
    """Raises NotFound."""
    try:
        return held.body.target(code)
    except KeyError:
        raise NotFound(NO_SUCH_TARGET) from None


@dataclass(frozen=True)
class Closely:
    """A target on a day: as a scorecard of one row, in every reading, month by month, by sex and by age.

    `companions`: what is counted beside it, because it can only be understood with them.
    """

    card: Scorecard
    asked: Asked
    readings: tuple[tuple[Reading, Value], ...]
    months: tuple[tuple[date, Value], ...]
    parts: Mapping[str, tuple[Part, ...]]
    companions: tuple[tuple[Indicator, Value], ...] = ()


@placing.SameLists()
def closely(
    plan_id: UUID,
    code: str,
    *,
    scope: Scope,
    on: date,
    area_id: str | None,
    chosen: Map = Map.AS_WAS,
    level: str | None = None,
    known: datetime | None = None,
    publish: bool = False,
) -> Closely:
    """Everything about one target; whatever is counted is counted in one statement. Raises NotFound.

    By sex and by age only for who may see the people of the area: in a commune such a part is often one person. `known`,
    `publish`: as for a scorecard.
    """
    held, one, area = asked(plan_id, code, scope=scope, on=on, area_id=area_id)
    reader = Reader(scope, publish=publish)
    as_of = min(on, held.body.period.to_on)
    map_on = scorecards.day_of_map(held, chosen, as_of=as_of, today=on)
    if level is None:
        level = next(iter(scorecards.levels_below(area, on=one.to_on)), None)
    others = [reading for reading in one.indicator.readings if reading.code != one.reading.code]
    months = _months(held, one)
    variants = [replace(one, reading=reading) for reading in others]
    companions = quality.companions(one)
    with looking_back(known):
        ((figure, veil), *monthly), aside = disclosure.figures_for(
            held, [one, *months], area, reader, today=on, beside=[*variants, *companions]
        )
        parts = parts_of(held, one, area) if reader.sees(area) else {}
        late = quality.late(held, [one], area, reader=reader)[0]
    row = scorecards.row_of(held, one, area, level, map_on, figure, veil=veil)
    below = 1 if reader.sees(area) else disclosure.protected(one.indicator)
    told = disclosure.told_beside(
        row.value,
        [scorecards.whole(held, other, area, found) for other, found in zip(variants, aside, strict=False)],
        below,
        is_whole=area == held.area_id,
    )
    others_beside = tuple(
        quality.told_companion(held, other, area, found, row.value, reader)
        for other, found in zip(companions, aside[len(variants) :], strict=True)
    )
    row = replace(row, late=late.beside(row.value), warnings=tuple(quality.warnings(others_beside)))
    return Closely(
        scorecards.card_of(held, area, as_of, chosen, map_on, level, [row], known),
        one,
        ((one.reading, row.value), *zip(others, told, strict=True)),
        tuple(
            (then.to_on, scorecards.veiled_whole(held, then, area, *found))
            for then, found in zip(months, monthly, strict=True)
        ),
        parts,
        others_beside,
    )


def _months(held: PlanHeld, one: Asked, *, months: int = 12) -> list[Asked]:
    """The same at the end of each of the last months and on the day itself, oldest first."""
    days: list[date] = [one.to_on]
    while len(days) < months:
        days.append(days[-1].replace(day=1) - timedelta(days=1))
    first = (one.target.period or held.body.period).from_on
    return [
        then
        for day in reversed(days)
        if day >= first and (then := scorecards.asked_of(held, one.target, day)) is not None
    ]
