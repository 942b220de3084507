"""What of figures that were handed in is told to whom: the rule of `disclosure`, on the rows that were frozen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, Sum

from hoanhap.access.scope import Scope
from hoanhap.programme.models import Submission
from hoanhap.programme.queries import disclosure, placing
from hoanhap.programme.queries.disclosure import Reader, Veil, grouped
from hoanhap.programme.queries.figures import Counted, Figure
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.queries.target_questions import Asked, asked_of
from hoanhap.programme.queries.target_values import Value
from hoanhap.programme.rules.marks import Keep, PerParent
from hoanhap.programme.rules.plan_files import Target


@dataclass(frozen=True)
class FrozenVeils:
    """The veil of each target; none where the reader sees the people of the area.

    `closed`: targets of which nothing is told, since they are about people in a part of the plan's area, or their
    definition is gone.
    """

    closed: frozenset[str] = frozenset()
    veils: Mapping[str, tuple[Asked, Figure, Veil]] = field(default_factory=dict)

    def whole(self, target: str, value: Value) -> Value:
        """The value of the whole area."""
        if target in self.closed:
            return disclosure.hide(value)
        if target not in self.veils:
            return value
        _asked, figure, veil = self.veils[target]
        return veil.told(value, figure.by_unit)

    def units(
        self, target: str, made: Submission, level: str, values: Iterable[tuple[str, Value]]
    ) -> list[Value]:
        """The values of units of a level."""
        if target in self.closed:
            return [disclosure.hide(value) for _unit, value in values]
        if target not in self.veils:
            return [value for _unit, value in values]
        asked, figure, veil = self.veils[target]
        fates = placing.fates(made.area_id, on=asked.to_on, onto=made.map_on, level=level)
        inside = grouped(figure.by_unit, fates)
        return [veil.told(value, inside.get(unit_id, ())) for unit_id, value in values]


def is_veiled(held: PlanHeld, made: Submission, target: str, scope: Scope) -> bool:
    """Whether something of a target may be hidden from this reader."""
    if Reader(scope).sees(made.area_id):
        return False
    try:
        indicator = held.indicator_of(held.body.target(target))
    except KeyError:  # the definition is gone: nobody can say what it counts
        return True
    return disclosure.protected(indicator) > 1


def veils_of(held: PlanHeld, made: Submission, scope: Scope) -> FrozenVeils:
    """Decided from the frozen rows, in one question. Of a part of the plan's area nothing about people is told."""
    reader = Reader(scope)
    if reader.sees(made.area_id):
        return FrozenVeils()
    rows: Any = (
        made.members.order_by()
        .values("target", "unit_id")
        .annotate(counted=Sum("amount", filter=Q(is_counted=True)), over=Sum("amount"))
    )
    numbers: dict[str, dict[str, tuple[int, int]]] = {}
    for row in rows:
        numbers.setdefault(row["target"], {})[row["unit_id"] or ""] = (row["counted"] or 0, row["over"])
    closed, found = set(), {}
    for target in held.body.targets:
        if not is_veiled(held, made, target.code, scope) or isinstance(target.mark, Keep | PerParent):
            continue
        if made.area_id != held.area_id or (asked := _asked(held, target, made)) is None:
            closed.add(target.code)
            continue
        is_share = bool(asked.reading.denominator)
        figure = Figure(
            {
                unit_id: Counted(counted, over if is_share else None)
                for unit_id, (counted, over) in numbers.get(target.code, {}).items()
            },
            is_share,
            bool(asked.indicator.needs),
        )
        found[target.code] = (asked, figure, disclosure.veil(held, asked, figure, reader, today=made.map_on))
    return FrozenVeils(frozenset(closed), found)


def _asked(held: PlanHeld, target: Target, made: Submission) -> Asked | None:
    try:
        return asked_of(held, target, made.to_on)
    except KeyError:
        return None
