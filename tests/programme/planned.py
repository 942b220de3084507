"""A plan with targets, tasks and figures that were handed in, with a mark in every text."""

from datetime import date
from typing import Any

from django.db import transaction

from hoanhap.access.scope import Scope
from hoanhap.places.models import Unit
from hoanhap.programme.models import Plan, PublishedFigures, Submission, TaskReport
from hoanhap.programme.operations import plan_editions, submissions, tasks
from hoanhap.programme.queries.plan_bodies import Resolved
from hoanhap.programme.rules.plan_files import PlanBody
from tests.casework.made import LATER

DAY = date(2018, 6, 21)


def body_of(code: str, unit_id: str, mark: str = "", **changes: Any) -> PlanBody:
    """A plan of the unit for 15/05/2017 – 21/06/2018. Its target and task have codes that addresses of tests know."""
    words = {"vi": f"Rà soát{mark}", "en": f"Review{mark}"}
    return PlanBody.model_validate(
        {
            "code": code,
            "number": f"7/KH-{code}{mark}",
            "title": f"Kế hoạch mẫu{mark}",
            "issuer": f"Ủy ban Mẫu{mark}",
            "issued_on": "2017-05-15",
            "area": {"code": unit_id.partition("-")[0], "name": f"Mẫu{mark}"},
            "period": {"from": "2017-05-15", "to": "2018-06-21"},
            "topics": ["home-rehab"],
            "parties": [{"code": "cong-an", "name": f"Công an Mẫu{mark}", "head": f"Trưởng Công an{mark}"}],
            "targets": [
                {"code": "classify", "indicator": "vp-i2-participants", "title": words},
                {
                    "code": "certify",
                    "indicator": "vp-i3-certified-share",
                    "mark": {"kind": "above", "per_cent": 90},
                    "responsible": ["cong-an"],
                },
            ],
            "tasks": [
                {"code": "classify", "title": words, "lead": "cong-an", "every": "quarter"},
                {"code": "certify", "title": words, "lead": "cong-an", "due": "2017-12-31"},
            ],
            **changes,
        }
    )


def planned(code: str, unit: Unit, *, scope: Scope, mark: str = "", **changes: Any) -> Plan:
    """Such a plan, issued."""
    body = body_of(code, unit.pk, mark, **changes)
    with transaction.atomic():
        written = plan_editions.issue(body, meant=Resolved(unit.pk, {}), scope=scope, at=LATER)
    return Plan.objects.get(pk=written.plan_id)


def handed_in(plan: Plan, *, scope: Scope, **changes: Any) -> Submission:
    """Its figures, handed in for the whole period."""
    return submissions.submit_figures(
        **{"plan_id": plan.pk, "to_on": DAY, "scope": scope, "at": LATER} | changes
    )


def reported(plan: Plan, *, scope: Scope, mark: str = "", **changes: Any) -> TaskReport:
    """What was said of its task that has a day: done."""
    return tasks.report_task(
        **{
            "plan_id": plan.pk,
            "task": "certify",
            "state": "done",
            "reported_on": date(2017, 12, 1),
            "evidence": f"9/BC{mark}",
            "text": f"Xong{mark}",
            "scope": scope,
            "at": LATER,
        }
        | changes
    )


def taken_back(plan: Plan, *, scope: Scope) -> PublishedFigures:
    """Its figures, published for everybody and taken back: they stand on no public page."""
    return PublishedFigures.objects.create(
        plan=plan,
        plan_edition=1,
        area_id=plan.area_id,
        area_name=plan.title,
        from_on=plan.period_from,
        to_on=DAY,
        year=DAY.year,
        rows=[],
        recorded_by=scope.account_id,
        retired_at=LATER,
        retired_by=scope.account_id,
        retired_reason=plan.title,
    )
