"""A plan is handed down: drafts of their own plans for the units below, to be finished and issued by each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import Problem
from hoanhap.places.queries.units import unit
from hoanhap.programme.models import Plan, PlanDraft
from hoanhap.programme.operations.plan_drafts import body_of, keep
from hoanhap.programme.operations.refusals import PlanRefused
from hoanhap.programme.queries import plan_bodies, plan_pages
from hoanhap.programme.rules.plan_copies import taken_over
from hoanhap.programme.rules.plan_files import UNNUMBERED

WRITE = "programme.write"
LONGEST = 60


@dataclass(frozen=True)
class HandedDown:
    """How many drafts were made, and how many units had a plan or a draft already."""

    made: int
    had: int


@transaction.atomic
def hand_down(
    *, plan_id: UUID, unit_ids: Sequence[str], issued_on: date, scope: Scope, at: datetime
) -> HandedDown:
    """A draft for each of the units, as they were on that day; who has a plan or a draft for it already is left alone.

    Raises Forbidden, NotFound, PlanRefused, PlanTextWrong.
    """
    scope.require(WRITE)
    above = plan_bodies.held(plan_id, scope=scope)
    outside = [
        one
        for one in unit_ids
        if not scope.reaches(WRITE, one) or not plan_pages.lies_in(above, one, on=issued_on)
    ]
    if outside:
        names = ", ".join(unit(one, on=issued_on).path for one in outside[:5])
        raise PlanRefused(
            Problem(
                "outside-the-area",
                _("These units do not lie below the area of the plan: %(units)s. Take them out."),
                "units",
                {"units": names},
            )
        )
    with_plan = set(Plan.objects.filter(follows_id=plan_id).values_list("area_id", flat=True))
    with_draft = PlanDraft.objects.filter(state=PlanDraft.State.OPEN, body__follows=above.body.code)
    there = with_plan | set(with_draft.values_list("area_id", flat=True))
    new = [one for one in dict.fromkeys(unit_ids) if one not in there]
    for unit_id in new:
        line = unit(unit_id, on=issued_on)
        values = taken_over(above.body, code=line.code, level=line.level, own_marks=True) | {
            "code": f"{above.body.code[: LONGEST - 1 - len(line.code)]}-{line.code}",
            "number": f"{UNNUMBERED}/KH-UBND",
            "issuer": f"Ủy ban nhân dân {line.full_name}",
            "issued_on": issued_on,
            "area": {"code": line.code, "name": line.full_name},
        }
        keep(body_of(values), scope=scope, at=at)
    return HandedDown(len(new), len(set(unit_ids)) - len(new))
