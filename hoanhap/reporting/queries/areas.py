"""Which areas a reader may ask a report for, and which one a typed name means."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import Problem, Refused
from hoanhap.places.queries import editions, search, units


class AreaUnclear(Refused):
    """No area of that name, or several. `candidates` are their paths."""

    def __init__(self, problem: Problem, candidates: Sequence[str] = ()) -> None:
        super().__init__(problem)
        self.candidates = tuple(candidates)


@dataclass(frozen=True)
class AreaChoice:
    """One area to choose: its id, and what it is called."""

    unit_id: str
    text: str


def area_named(text: str, *, on: date, scope: Scope, power: str = "reporting.read") -> str:
    """The one area in reach that the text means on the day, or, if it means none then, on the day of the scope.

    The second lets an officer of a commune made in 2025 ask about 2017: the report then follows the ground that the
    commune took over whole. Of areas of different levels the highest is meant (the province before a ward of its
    name); between several of that level it never guesses. Raises AreaUnclear.
    """
    scope.require(power)
    found: list[editions.UnitLine] = []
    for day in (on, scope.on):
        found = [one.line for one in search.find(text, on=day) if scope.reaches(power, one.unit_id)]
        if found:
            break
    alive = [line for line in found if line.holds_on(on)] or found
    highest = [line for line in alive if line.level == alive[0].level]
    if not highest:
        raise _unknown(text, on, scope, power)
    if len(highest) > 1:
        paths = [line.path for line in highest]
        raise AreaUnclear(
            Problem(
                "several-areas",
                _("“%(text)s” may mean: %(candidates)s. Write the name with the unit above it."),
                field="area",
                params={"text": text, "candidates": "; ".join(paths[:8])},
            ),
            paths,
        )
    return highest[0].unit_id


def _unknown(text: str, on: date, scope: Scope, power: str) -> AreaUnclear:
    """Only areas in reach are offered: what lies outside must not even be confirmed to exist."""
    near = [line.path for line in search.suggest(text, on=on, limit=50) if scope.reaches(power, line.unit_id)]
    params = {"text": text, "on": f"{on:%d/%m/%Y}", "candidates": "; ".join(near[:5])}
    sentence = (
        _("No area called “%(text)s” on %(on)s is in your reach. Did you mean: %(candidates)s?")
        if near
        else _(
            "No area called “%(text)s” on %(on)s is in your reach. Check the name, or write it with the"
            " unit above it: Yên Lạc, Vĩnh Phúc."
        )
    )
    return AreaUnclear(Problem("no-area", sentence, field="area", params=params), near[:5])


def areas_to_choose(*, on: date, scope: Scope, power: str = "reporting.read") -> list[AreaChoice]:
    """The areas of the reader's own grants, and the units directly below each: what a chooser offers first."""
    scope.require(power)
    own = [units.unit(area_id, on=on) for area_id in sorted(scope.area_ids(power))]
    below: list[editions.UnitLine] = []
    for line in own:
        if line.level != "commune":
            below += [one for one in units.children(line.unit_id, on=on) if scope.reaches(power, one.unit_id)]
    return [
        AreaChoice(line.unit_id, line.path) for line in {one.unit_id: one for one in own + below}.values()
    ]
