"""The indicators as they are published in `definitions/indicators/`, and their values."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache

from django.conf import settings

from hoanhap.access.scope import Scope
from hoanhap.kit.yaml_texts import load_yaml
from hoanhap.programme.queries.figures import figure
from hoanhap.programme.queries.measures import MEASURES
from hoanhap.programme.rules.indicators import Indicator, IndicatorValue, value_of

READ = "programme.read"


@lru_cache(maxsize=1)
def _published() -> dict[tuple[str, int], Indicator]:
    found: dict[tuple[str, int], Indicator] = {}
    for path in sorted((settings.DEFINITIONS / "indicators").glob("*.yaml")):
        indicator = Indicator.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        if path.name != f"{indicator.code}.{indicator.edition}.yaml":
            raise ValueError(f"{path.name} holds {indicator.code}, edition {indicator.edition}")
        if problems := unknown_in(indicator):
            raise ValueError(f"{path.name}: {'; '.join(problems)}")
        found[indicator.code, indicator.edition] = indicator
    return found


def unknown_in(indicator: Indicator) -> list[str]:
    """What an indicator asks for that does not exist: measures, or parameters of measures."""
    found = [f"there is no measure {name}" for name in sorted(indicator.measures - MEASURES.keys())]
    for call in indicator.calls:
        if call.measure in MEASURES:
            known = MEASURES[call.measure].parameters
            wrong = sorted({name for name, _ in call.parameters} - known.keys())
            found += [f"{call.measure} has no parameter {name}" for name in wrong]
    return found


def indicators() -> tuple[Indicator, ...]:
    """Every edition of every indicator. Raises where a file is wrong."""
    return tuple(_published().values())


def indicators_on(on: date) -> tuple[Indicator, ...]:
    """The newest edition of each indicator meant for periods that end on a day."""
    found: dict[str, Indicator] = {}
    for indicator in indicators():
        holds = indicator.in_force.from_on <= on and (
            indicator.in_force.until is None or on < indicator.in_force.until
        )
        if holds and indicator.edition >= getattr(found.get(indicator.code), "edition", 0):
            found[indicator.code] = indicator
    return tuple(found.values())


def newest(code: str) -> Indicator | None:
    """The newest edition of an indicator; None where there is no such code."""
    return max((one for one in indicators() if one.code == code), key=lambda one: one.edition, default=None)


def values(
    *,
    from_on: date,
    to_on: date,
    unit_ids: Collection[str] | None,
    scope: Scope,
    codes: Iterable[str] | None = None,
) -> list[IndicatorValue]:
    """The values over these units, as far as the scope reaches them; each in its usual reading.

    Raises Forbidden without `programme.read`.
    """
    scope.require(READ)
    reached: frozenset[str] | None = None if unit_ids is None else frozenset(unit_ids)
    if not scope.everywhere(READ):
        own = scope.unit_ids(READ)
        reached = own if reached is None else reached & own
    wanted = None if codes is None else set(codes)
    asked = [one for one in indicators_on(to_on) if wanted is None or one.code in wanted]
    found = []
    for one in asked:
        counts = {
            name: MEASURES[name].count(from_on=from_on, to_on=to_on, unit_ids=reached)
            for name in sorted(
                {*one.quality.closes_with, *one.quality.must_be_empty, *filter(None, [one.cohort])}
            )
        }
        whole = figure(one, one.usual, from_on=from_on, to_on=to_on, unit_ids=reached).total
        found.append(value_of(one, counts, counted=(whole.numerator, whole.denominator)))
    return found
