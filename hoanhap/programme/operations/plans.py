"""Plans as they were issued, and the frozen list of units that each chose."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.text import fold
from hoanhap.places.queries import units
from hoanhap.programme.models import Plan, PlanUnit
from hoanhap.programme.operations import plan_editions
from hoanhap.programme.operations.refusals import PlanRefused, asked, not_ahead
from hoanhap.programme.queries import plan_bodies
from hoanhap.programme.queries.plan_bodies import Resolved
from hoanhap.programme.rules import plan_texts
from hoanhap.programme.rules.plan_files import PlanBody
from hoanhap.programme.rules.topics import TOPICS

WRITE = "programme.write"
TEXTS = {"number": 60, "title": 300, "issuer": 200}
DAYS = {"issued_on", "period_from", "period_until"}
ENDS_BEFORE: Final = Problem(
    "ends-before-it-begins", _("The period must end after it begins."), "period_until"
)


@transaction.atomic
def issue_plan(
    *,
    number: str,
    title: str,
    issuer: str,
    issued_on: date,
    area_id: str,
    period_from: date,
    period_until: date,
    topics: Sequence[str],
    scope: Scope,
    at: datetime,
) -> Plan:
    """Record a plan that was issued. `period_until` is the first day after its period; `topics` what it is about.

    Raises Forbidden, NotFound, PlanRefused.
    """
    scope.require(WRITE)
    if not scope.reaches(WRITE, area_id):
        raise NotFound(Problem("no-such-unit", _("There is no such administrative unit."), "area_id"))
    not_ahead(issued_on, "issued_on", at, PlanRefused)
    texts = {
        field: asked(text, field=field, longest=TEXTS[field], error=PlanRefused)
        for field, text in {"number": number, "title": title, "issuer": issuer}.items()
    }
    chosen = _topics(topics)
    if period_until <= period_from:
        raise PlanRefused(ENDS_BEFORE)
    line = units.lines_of([area_id], on=issued_on).get(area_id)
    body = PlanBody.model_validate(
        {
            **texts,
            "code": code_of(texts["number"], issued_on),
            "issued_on": issued_on,
            "area": {"code": area_id.rpartition("-")[0], "name": line.full_name if line else area_id},
            "period": {"from": period_from, "to": period_until - timedelta(days=1)},
            "topics": chosen,
        }
    )
    written = plan_editions.issue(body, meant=Resolved(area_id, {}), scope=scope, at=at)
    return Plan.objects.get(pk=written.plan_id)


@transaction.atomic
def correct_plan(
    *, plan_id: UUID, changes: Mapping[str, Any], reason: str, scope: Scope, at: datetime
) -> Plan:
    """Set right what was typed wrongly of a plan; the row as it was stays in its history.

    Raises Forbidden, NotFound, PlanRefused.
    """
    plan = plan_editions.hold(plan_id, scope)
    why = asked(reason, field="reason", longest=300, error=PlanRefused)
    body = plan_bodies.of_plan(plan).body
    days = {"from": body.period.from_on, "to": body.period.to_on}
    new: dict[str, Any] = {}
    for field, value in changes.items():
        if field in TEXTS:
            new[field] = asked(value, field=field, longest=TEXTS[field], error=PlanRefused)
        elif field == "issued_on":
            not_ahead(value, field, at, PlanRefused)
            new[field] = value
        elif field in DAYS:
            key = "from" if field == "period_from" else "to"
            days[key] = value if key == "from" else value - timedelta(days=1)
        else:
            raise PlanRefused(Problem("unknown-field", _("This cannot be changed."), field))
    if days["to"] < days["from"]:
        raise PlanRefused(ENDS_BEFORE)
    corrected = PlanBody.model_validate(plan_texts.plain(body) | new | {"period": days})
    plan_editions.amend(plan, corrected, reason=why, meant=Resolved(plan.area_id, {}), scope=scope, at=at)
    plan.refresh_from_db()
    return plan


@transaction.atomic
def select_units(
    *,
    plan_id: UUID,
    unit_ids: Collection[str],
    topic: str,
    reason: str = "",
    scope: Scope,
    at: datetime,
) -> int:
    """The plan chooses these units for a topic. The first list stands; adding to it later needs a reason.

    Units that are on the list already are left as they are. Returns how many were added. Locks the plan.
    Raises Forbidden, NotFound, PlanRefused.
    """
    plan = plan_editions.hold(plan_id, scope)
    if topic not in plan.topics:
        raise PlanRefused(Problem("topic-unknown", _("The plan is not about this topic."), "topic"))
    chosen = list(PlanUnit.objects.filter(plan=plan, topic=topic).values_list("unit_id", flat=True))
    wanted = sorted(set(unit_ids) - set(chosen))
    why = ""
    if chosen and wanted:
        why = asked(reason, field="reason", longest=300, error=PlanRefused)
    new = plan_editions.add_to_list(plan, topic, [*chosen, *wanted], reason=why)
    if not new:
        return 0
    trail.record(
        "programme.units-selected",
        by=scope,
        at=at,
        subject=plan,
        unit_id=plan.area_id,
        reason=why,
        topic=topic,
        units=new,
    )
    return len(new)


def _topics(topics: Sequence[str]) -> list[str]:
    if not topics or set(topics) - set(TOPICS):
        raise PlanRefused(Problem("topic-unknown", _("Choose the topics from the list."), "topics"))
    return sorted(set(topics))


def code_of(number: str, issued_on: date) -> str:
    """What files call the plan: its number and day in small letters (50-kh-sldtbxh-2017-05-15)."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(number)).strip("-") or "plan"
    return f"{plain[:45].strip('-')}-{issued_on}"
