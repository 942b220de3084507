"""What a level below takes over from a plan that it carries out, and what it must set by itself. Pure."""

from typing import Any

from hoanhap.programme.rules.marks import Assigned, AtLeast, CountBy, Keep, Mark, PerParent
from hoanhap.programme.rules.plan_files import PlanBody
from hoanhap.programme.rules.plan_texts import plain

OWN = frozenset({"lists", "source", "schedule", "rating", "escalation"})
"""What no plan takes over: each level writes its own."""


def taken_over(above: PlanBody, *, code: str, level: str, own_marks: bool = False) -> dict[str, Any]:
    """The values that the plan of the unit with this code begins with. `own_marks`: totals are not its own, so it gets the
    figure assigned to it, or none yet.
    """
    kept = {key: value for key, value in plain(above).items() if key not in OWN}
    targets = [one for one in above.targets if not isinstance(one.mark, Keep) and _fits(one.mark, level)]
    listed = {one["code"]: one for one in kept.get("targets", ())}
    kept["targets"] = [
        listed[one.code]
        if not own_marks or (other := _other_mark(one.mark, code)) is None
        else {**listed[one.code], "mark": other}
        for one in targets
    ]
    remaining = {one.code for one in targets}
    for task in kept.get("tasks", ()):
        task["targets"] = [one for one in task.get("targets", ()) if one in remaining]
    kept["follows"] = above.code
    return kept


def _fits(mark: Mark, level: str) -> bool:
    """At least so many in each district says nothing to a commune."""
    return not (isinstance(mark, PerParent) and level == "commune")


def _other_mark(mark: Mark, code: str) -> dict[str, Any] | None:
    """The mark that the unit has instead; None where it takes over the very mark."""
    if isinstance(mark, Assigned):
        figure = mark.of_area(code)
        return {"kind": "assigned", "count": figure, "document": mark.document if figure is not None else ""}
    if isinstance(mark, CountBy) or (isinstance(mark, AtLeast) and mark.count is not None):
        return {"kind": "assigned"}
    return None
