"""The rules for files that cross a change of the law, as `definitions/transitions/` says them."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.conf import settings

from hoanhap.casework.rules import transitions as rules
from hoanhap.casework.rules.regimes import Regime
from hoanhap.casework.rules.transitions import Crossing, Transitions
from hoanhap.kit.yaml_texts import load_yaml


@lru_cache(maxsize=1)
def transitions() -> Transitions:
    """The newest edition, read once. Raises pydantic.ValidationError where a file is wrong."""
    found: list[Transitions] = []
    for path in sorted((settings.DEFINITIONS / "transitions").glob("*.yaml")):
        read = Transitions.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        if path.name != f"{read.code}.{read.edition}.yaml":
            raise ValueError(f"{path.name} holds {read.code}, edition {read.edition}")
        found.append(read)
    return max(found, key=lambda read: read.edition)


def crossings(
    regime: Regime,
    *,
    opened_on: date,
    closed_on: date | None,
    steps: Iterable[tuple[str, date]],
    on: date,
) -> tuple[Crossing, ...]:
    """What an episode follows after each change of the law it lived through; empty where it crossed none."""
    return rules.crossings(
        transitions(), regime, opened_on=opened_on, closed_on=closed_on, steps=steps, on=on
    )
