"""The regimes as they are published in `definitions/regimes/`, read once."""

from datetime import date
from functools import lru_cache

import yaml
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hoanhap.casework.rules.regimes import Regime
from hoanhap.kit.errors import Problem, Refused

REPEALED_FROM = date(2022, 1, 1)
"""From here on Law 73/2021/QH14 holds, which this version of the program does not carry out yet."""


class NoRegime(Refused):
    """No edition that we have is in force for such an episode on that day."""


@lru_cache(maxsize=1)
def _published() -> dict[tuple[str, int], Regime]:
    found: dict[tuple[str, int], Regime] = {}
    for path in sorted((settings.DEFINITIONS / "regimes").glob("*.yaml")):
        regime = Regime.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        if path.name != f"{regime.code}.{regime.edition}.yaml":
            raise ValueError(f"{path.name} holds {regime.code}, edition {regime.edition}")
        found[regime.code, regime.edition] = regime
    return found


def regimes() -> tuple[Regime, ...]:
    """Every edition of every regime. Raises pydantic.ValidationError where a file is wrong."""
    return tuple(_published().values())


def regime(code: str, edition: int) -> Regime:
    """The edition that an episode is pinned to. Raises KeyError: an edition in use is never taken away."""
    return _published()[code, edition]


def regime_on(kind: str, on: date) -> Regime:
    """The newest edition in force on the day of an application. Raises NoRegime, which names the law to follow."""
    fitting = [found for found in regimes() if found.episode_kind == kind and found.holds(on)]
    if fitting:
        return max(fitting, key=lambda found: (found.in_force.from_on, found.edition))
    params = {"on": f"{on:%d/%m/%Y}"}
    if on >= REPEALED_FROM:
        raise NoRegime(
            Problem(
                "regime-not-yet-here",
                _(
                    "An application of %(on)s falls under Law 73/2021/QH14 and Decree 116/2021/NĐ-CP, in force from "
                    "01/01/2022. This version does not have that procedure yet; only applications up to 31/12/2021 "
                    "can be entered."
                ),
                "applied_on",
                params,
            )
        )
    raise NoRegime(
        Problem(
            "regime-before-first",
            _(
                "No procedure is known for an application of %(on)s: Decree 94/2010/NĐ-CP is in force from 01/11/2010. "
                "Check the date."
            ),
            "applied_on",
            params,
        )
    )
