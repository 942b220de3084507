"""The regimes: which there are, and which one is in force."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from hoanhap.casework.queries.law import law, shipped
from hoanhap.casework.rules.facts import Course, StepFact
from hoanhap.casework.rules.regimes import Regime
from hoanhap.kit.errors import Problem, Refused


class NoRegime(Refused):
    """No edition that we have is in force for such an episode on that day."""


def regimes() -> tuple[Regime, ...]:
    """Every edition of every regime. Raises pydantic.ValidationError where a file is wrong."""
    return tuple(law().regimes.values())


def regime(code: str, edition: int) -> Regime:
    """The edition that an episode is pinned to. Raises KeyError: an edition in use is never taken away."""
    return shipped().get((code, edition)) or law().regime(code, edition)


def course_of(regime: Regime, facts: Iterable[StepFact]) -> Course:
    """The law that an episode follows which was opened under this edition and has these facts."""
    return law().course(regime.code, regime.edition, facts)


def regime_on(kind: str, on: date) -> Regime:
    """The newest edition in force on the day of an application. Raises NoRegime, which names the law to follow."""
    fitting = [found for found in regimes() if found.episode_kind == kind and found.holds(on)]
    if fitting:
        return max(fitting, key=lambda found: (found.in_force.from_on, found.edition))
    known = sorted(
        (found.in_force.from_on, found.in_force.until) for found in regimes() if found.episode_kind == kind
    )
    params = {"on": f"{on:%d/%m/%Y}", "first": f"{known[0][0]:%d/%m/%Y}" if known else ""}
    if known and on < known[0][0]:
        words = _(
            "No procedure of this kind is known for %(on)s: the first one is in force from %(first)s. Check the date."
        )
    else:
        words = _(
            "No procedure of this kind is in force on %(on)s. Check the date, or choose the form of treatment that the "
            "law of that day knows."
        )
    raise NoRegime(Problem("no-regime", words, "applied_on", params))
