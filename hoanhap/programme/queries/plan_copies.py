"""Which units below have made a plan their own: issued, being written, or nothing yet, and what each still lacks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.places.queries import maps
from hoanhap.places.queries.units import full_names
from hoanhap.programme.models import Plan, PlanDraft, PlanEdition
from hoanhap.programme.queries import placing
from hoanhap.programme.queries.measures_care_models import communes
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.queries.plan_drafts import WRITE, missing
from hoanhap.programme.queries.plan_pages import BOXES
from hoanhap.programme.queries.plans import READ
from hoanhap.programme.rules.plan_files import PlanBody, completeness


@dataclass(frozen=True)
class CopyLine:
    """One unit: its plan or its draft, and what is missing there. `state`: complete, incomplete, draft or none."""

    unit_id: str
    name: str
    state: str
    number: str
    plan_id: UUID | None
    draft_id: UUID | None
    lacks: tuple[str, ...]


def levels(*, on: date) -> list[str]:
    """The levels of units that can have plans of their own on the map of a day."""
    found = ["district"] if maps.has_level("district", on=on) else []
    return [*found, "commune"]


def copies(held: PlanHeld, *, level: str, scope: Scope, on: date) -> list[CopyLine]:
    """Every unit of a level of the plan's area in reach, on the map of a day; those that lack most come first."""
    units = {one for one in units_of(held, level=level, on=on) if scope.reaches(READ, one)}
    plans = {
        row.area_id: row
        for row in Plan.objects.filter(follows_id=held.id, area_id__in=units).order_by("issued_on")
    }
    newest = {
        row.plan_id: row.body
        for row in PlanEdition.objects.filter(plan__in=list(plans.values())).order_by("number")
    }
    drafts = {
        row.area_id: row
        for row in PlanDraft.objects.filter(
            state=PlanDraft.State.OPEN, area_id__in=units, body__follows=held.body.code
        )
        if scope.reaches(WRITE, row.area_id)
    }
    names = full_names(units, on=on)
    lines = [
        _line(unit_id, names.get(unit_id, unit_id), plans.get(unit_id), newest, drafts.get(unit_id))
        for unit_id in units
    ]
    order = ("none", "draft", "incomplete", "complete")
    return sorted(lines, key=lambda line: (order.index(line.state), line.name))


def _line(
    unit_id: str, name: str, plan: Plan | None, newest: dict[UUID, object], draft: PlanDraft | None
) -> CopyLine:
    if plan is not None:
        body = newest.get(plan.pk)
        boxes = completeness(PlanBody.model_validate(body)) if body else dict.fromkeys(BOXES, False)
        lacks = tuple(str(BOXES[box]) for box, is_there in boxes.items() if not is_there)
        state = "incomplete" if lacks else "complete"
        return CopyLine(unit_id, name, state, plan.number, plan.pk, None, lacks)
    if draft is not None:
        body_of = PlanBody.model_validate(draft.body)
        lacks = tuple(str(one) for one in missing(body_of))
        return CopyLine(unit_id, name, "draft", "", None, draft.pk, lacks)
    return CopyLine(unit_id, name, "none", "", None, None, ())


def units_of(held: PlanHeld, *, level: str, on: date) -> list[str]:
    """The units of a level below the plan's area on the map of a day."""
    found = communes(on, placing.ground(held.area_id, on=on), level).values_list("pk", flat=True)
    return sorted(one for one in found if one != held.area_id)
