"""Whose figures about the way of people are told: over which area, and with which small numbers hidden.

Whoever may see the people of the area is told everything. Others choose only among their own areas and are told about the
end of a month: from parts of an area, or from days side by side, single people could be worked out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.places.queries import units
from hoanhap.programme.queries import placing
from hoanhap.programme.rules.small_numbers import is_small

READ: Final = "programme.read"
READ_PEOPLE: Final = "casework.read"


@dataclass(frozen=True)
class Ground:
    """An area as it is told to a reader. `is_open`: nothing has to be hidden from them."""

    area_id: str
    unit_ids: frozenset[str]
    on: date
    is_open: bool


def ground_of(area_id: str, *, scope: Scope, on: date) -> Ground:
    """The area, if it is the reader's to ask about. Raises Forbidden, NotFound."""
    scope.require(READ)
    is_open = scope.reaches(READ_PEOPLE, area_id)
    if not scope.reaches(READ, area_id) or (not is_open and area_id not in scope.area_ids(READ)):
        raise NotFound(Problem("no-such-unit", _("There is no such administrative unit."), "area"))
    if not is_open and (on + timedelta(days=1)).day != 1:
        on = on.replace(day=1) - timedelta(days=1)
    return Ground(area_id, placing.ground(area_id, on=on), on, is_open)


def areas_of(scope: Scope, *, on: date) -> list[tuple[str, str]]:
    """The areas to choose from: one's own and, for who may see the people, those directly below them."""
    scope.require(READ)
    own = sorted(scope.area_ids(READ))
    found = sorted(units.paths(own, on=on).items(), key=lambda one: one[1])
    for area_id, _path in list(found):
        if scope.reaches(READ_PEOPLE, area_id):
            below = units.children(area_id, on=on, with_above=False)
            found += [(one.unit_id, f"— {one.name}") for one in below]
    return list(dict(found).items())


def chain(numbers: Sequence[int]) -> list[int | None]:
    """Numbers each of which is part of the one before, without the small ones and those that would give one away."""
    told: list[int | None] = []
    last: int | None = None
    for number in numbers:
        is_hidden = is_small(number) or (last is not None and is_small(last - number))
        told.append(None if is_hidden else number)
        last = last if is_hidden else number
    return told
