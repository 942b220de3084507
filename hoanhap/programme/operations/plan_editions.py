"""Writing what a plan says: as it is issued, and each time it is amended. A file and the screen end here alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.places.queries.units import reach
from hoanhap.programme.models import Plan, PlanEdition, PlanUnit
from hoanhap.programme.operations.refusals import PlanRefused, asked
from hoanhap.programme.queries import plan_bodies, plan_problems
from hoanhap.programme.queries.plan_bodies import PlanTextWrong, Resolved
from hoanhap.programme.rules import plan_copies, plan_texts
from hoanhap.programme.rules.plan_files import PlanBody

WRITE = "programme.write"
FIXED = ("number", "issuer", "issued_on", "area")
"""What makes a plan this plan: another of these is another plan, unless it was typed wrongly (`correct_plan`)."""


@dataclass(frozen=True)
class Written:
    """What became of a plan that was brought."""

    plan_id: UUID
    edition: int
    change: Literal["issued", "amended", "same"]


@transaction.atomic
def load_plan(
    *, body: PlanBody, reason: str = "", document_number: str = "", scope: Scope, at: datetime
) -> Written:
    """Record a plan, or a new edition of one that is recorded under its code; the same again changes nothing.

    `reason` and the amending document are asked where a recorded plan changes. Raises Forbidden, NotFound,
    PlanRefused, PlanTextWrong.
    """
    scope.require(WRITE)
    plan = Plan.objects.select_for_update().filter(code=body.code).first()
    if plan is None:
        return issue(body, scope=scope, at=at)
    return amend(plan, body, reason=reason, document_number=document_number, scope=scope, at=at)


def issue(body: PlanBody, *, meant: Resolved | None = None, scope: Scope, at: datetime) -> Written:
    """The first edition of a new plan. `meant`: its units, where the caller knows them. Inside the caller's transaction."""
    meant = meant or plan_bodies.resolve(body)
    if not scope.reaches(WRITE, meant.area_id):
        raise NotFound(Problem("no-such-unit", _("There is no such administrative unit."), "area_id"))
    if body.issued_on > local_day(at):
        raise PlanRefused(
            Problem(
                "in-the-future", _("This date is in the future. Record it when it has happened."), "issued_on"
            )
        )
    plan = Plan(code=body.code, area_id=meant.area_id)
    _fill(plan, body)
    _save(plan, is_new=True)
    _write(plan, 1, body, "", "", scope, at)
    _list(plan, meant, reason="")
    trail.record("programme.plan-issued", by=scope, at=at, subject=plan, unit_id=plan.area_id, code=body.code)
    return Written(plan.pk, 1, "issued")


def amend(
    plan: Plan,
    body: PlanBody,
    *,
    reason: str,
    document_number: str = "",
    meant: Resolved | None = None,
    scope: Scope,
    at: datetime,
) -> Written:
    """The next edition of a plan, if it says anything else than the last. Inside the caller's transaction."""
    if not scope.reaches(WRITE, plan.area_id):
        raise NotFound(plan_bodies.NO_SUCH_PLAN)
    before = plan_bodies.of_plan(plan)
    if before.edition and plan_texts.plain(before.body) == plan_texts.plain(body):
        return Written(plan.pk, before.edition, "same")
    why = asked(reason, field="reason", longest=300, error=PlanRefused)
    meant = meant or plan_bodies.resolve(body)
    if meant.area_id != plan.area_id:
        raise PlanRefused(
            Problem(
                "another-area", _("A plan keeps its area. Record another plan under another code."), "area"
            )
        )
    _fill(plan, body)
    with trail.because(by=scope, reason=why):
        _save(plan, is_new=False)
    _list(plan, meant, reason=why)
    _write(plan, before.edition + 1, body, why, document_number.strip()[:60], scope, at)
    trail.record(
        "programme.plan-amended",
        by=scope,
        at=at,
        subject=plan,
        unit_id=plan.area_id,
        reason=why,
        edition=before.edition + 1,
    )
    return Written(plan.pk, before.edition + 1, "amended")


@transaction.atomic
def change_plan(
    *,
    plan_id: UUID,
    edition: int,
    changes: dict[str, Any],
    reason: str,
    document_number: str = "",
    scope: Scope,
    at: datetime,
) -> Written:
    """Parts of a plan anew, as a form gives them (`{"targets": [...]}`), on the edition that the writer saw.

    Raises PlanRefused where somebody wrote a later edition meanwhile, or the plan would not hold together; PlanTextWrong.
    """
    plan = hold(plan_id, scope)
    before = plan_bodies.of_plan(plan)
    if before.edition != edition:
        raise PlanRefused(
            Problem(
                "changed-meanwhile",
                _("Somebody changed the plan since you looked. Look at it again, then change it."),
            )
        )
    try:
        body = PlanBody.model_validate(plan_texts.plain(before.body) | changes)
    except ValidationError as wrong:
        raise PlanRefused(*plan_problems.of_values(wrong)) from None
    return amend(plan, body, reason=reason, document_number=document_number, scope=scope, at=at)


@transaction.atomic
def copy_plan(
    *,
    plan_id: UUID,
    code: str,
    number: str,
    title: str,
    issuer: str,
    issued_on: date,
    area: tuple[str, str],
    level: str = "",
    scope: Scope,
    at: datetime,
) -> Written:
    """A level below makes the plan its own: the same targets, tasks and models, under its own number, to be adapted.

    `area`: code and name of the unit on the day of issue; `level`: its level. Lists of units are not copied. Raises as
    `load_plan`.
    """
    scope.require(WRITE)
    above = plan_bodies.held(plan_id, scope=scope)
    kept = plan_copies.taken_over(above.body, code=area[0], level=level)
    given = {
        "code": code,
        "number": number,
        "title": title,
        "issuer": issuer,
        "issued_on": issued_on,
        "area": {"code": area[0], "name": area[1]},
    }
    try:
        body = PlanBody.model_validate(kept | given)
    except ValidationError as wrong:
        raise PlanRefused(*plan_problems.of_values(wrong)) from None
    if Plan.objects.filter(code=code).exists():
        raise PlanRefused(Problem("code-taken", _("Another plan has this code. Choose another."), "code"))
    return issue(body, scope=scope, at=at)


def hold(plan_id: UUID, scope: Scope) -> Plan:
    """The plan, locked, if the scope may write it. Raises Forbidden, NotFound."""
    scope.require(WRITE)
    plan = Plan.objects.select_for_update().filter(pk=plan_id).first()
    if plan is None or not scope.reaches(WRITE, plan.area_id):
        raise NotFound(plan_bodies.NO_SUCH_PLAN)
    return plan


def _fill(plan: Plan, body: PlanBody) -> None:
    plan.number, plan.title, plan.issuer = body.number, body.title, body.issuer
    plan.issued_on, plan.topics = body.issued_on, sorted(body.topics)
    plan.period_from, plan.period_until = body.period.from_on, body.period.to_on + timedelta(days=1)
    if body.follows:
        above = Plan.objects.filter(code=body.follows).exclude(pk=plan.pk).first()
        if above is None:
            raise PlanTextWrong(
                Problem(
                    "no-such-plan",
                    _(
                        "The plan above, %(code)s, is not recorded. Record that plan first, or check its code."
                    ),
                    "body",
                    {"code": body.follows, "path": "follows"},
                )
            )
        plan.follows = above
    else:
        plan.follows = None


def _save(plan: Plan, *, is_new: bool) -> None:
    try:
        with transaction.atomic():
            plan.save(force_insert=is_new)
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if name not in {"plan_number_once", "plan_code_once"}:
            raise
        raise PlanRefused(
            Problem("plan-twice", _("This plan is already recorded: same number, issuer and day."), "number")
        ) from error


def _write(
    plan: Plan, number: int, body: PlanBody, reason: str, document: str, scope: Scope, at: datetime
) -> None:
    PlanEdition.objects.create(
        plan=plan,
        number=number,
        body=plan_texts.plain(body),
        reason=reason,
        document_number=document,
        recorded_at=at,
        recorded_by=scope.account_id,
        recorded_by_name=scope.account_name,
    )


def _list(plan: Plan, meant: Resolved, *, reason: str) -> None:
    """The lists as rows: a list stands as it was issued, and only grows, with a reason."""
    for code, units in meant.lists.items():
        add_to_list(plan, code, units, reason=reason)


def add_to_list(plan: Plan, code: str, units: Sequence[str], *, reason: str) -> list[str]:
    """Units of the plan's area join one of its lists; those that were added. Raises PlanRefused."""
    outside = set(units) - reach([plan.area_id], on=plan.issued_on)[plan.area_id]
    if outside:
        raise PlanRefused(
            Problem(
                "outside-the-area",
                _("These units do not lie in the plan's area: %(units)s. Check the list."),
                "unit_ids",
                {"units": ", ".join(sorted(outside))},
            )
        )
    chosen = set(PlanUnit.objects.filter(plan=plan, topic=code).values_list("unit_id", flat=True))
    gone = chosen - set(units)
    if chosen and gone:
        raise PlanRefused(
            Problem(
                "list-stands",
                _("A list stands as it was issued: these units cannot be taken off it: %(units)s."),
                "lists",
                {"units": ", ".join(sorted(gone))},
            )
        )
    new = [unit for unit in units if unit not in chosen]
    PlanUnit.objects.bulk_create(
        PlanUnit(plan=plan, unit_id=unit, topic=code, reason=reason if chosen else "") for unit in new
    )
    return new
