"""Writing a plan on the screen: a draft is begun, changed part by part, and issued, or an edition of a recorded plan.

Nothing of a draft counts before it is issued; a recorded plan changes only by the edition that issuing writes.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.programme.models import Plan, PlanDraft
from hoanhap.programme.operations import plan_editions
from hoanhap.programme.operations.plan_editions import Written
from hoanhap.programme.operations.refusals import PlanRefused, asked
from hoanhap.programme.queries import plan_bodies, plan_problems
from hoanhap.programme.queries.plan_drafts import NO_SUCH_DRAFT
from hoanhap.programme.rules import plan_texts
from hoanhap.programme.rules.plan_files import UNNUMBERED, PlanBody

WRITE = "programme.write"
CHANGED = Problem(
    "changed-meanwhile",
    _("Somebody changed the draft since you looked. Open it again, then make your change."),
)


@transaction.atomic
def begin_draft(*, values: dict[str, Any], scope: Scope, at: datetime) -> PlanDraft:
    """A plan is begun, from what stands at its head at least. Raises Forbidden, NotFound, PlanRefused, PlanTextWrong."""
    scope.require(WRITE)
    return keep(body_of(values), scope=scope, at=at)


def keep(body: PlanBody, *, scope: Scope, at: datetime) -> PlanDraft:
    """A draft that says this. Inside the caller's transaction."""
    area_id = plan_bodies.resolve(body).area_id
    if not scope.reaches(WRITE, area_id):
        raise NotFound(Problem("no-such-unit", _("There is no such administrative unit."), "area_id"))
    made = PlanDraft.objects.create(
        area_id=area_id,
        body=plan_texts.plain(body),
        recorded_at=at,
        recorded_by=scope.account_id,
        recorded_by_name=scope.account_name,
        changed_at=at,
        changed_by_name=scope.account_name,
    )
    trail.record("programme.plan-draft-begun", by=scope, at=at, subject=made, unit_id=area_id, code=body.code)
    return made


@transaction.atomic
def amend_plan(*, plan_id: UUID, scope: Scope, at: datetime) -> PlanDraft:
    """The draft of an amendment, from the newest edition; the open one, if there is one. Raises Forbidden, NotFound."""
    plan = plan_editions.hold(plan_id, scope)
    open_one = PlanDraft.objects.filter(plan=plan, state=PlanDraft.State.OPEN).first()
    if open_one is not None:
        return open_one
    before = plan_bodies.of_plan(plan)
    made = PlanDraft.objects.create(
        plan=plan,
        area_id=plan.area_id,
        base_edition=before.edition,
        body=plan_texts.plain(before.body),
        recorded_at=at,
        recorded_by=scope.account_id,
        recorded_by_name=scope.account_name,
        changed_at=at,
        changed_by_name=scope.account_name,
    )
    trail.record(
        "programme.plan-draft-begun",
        by=scope,
        at=at,
        subject=made,
        unit_id=plan.area_id,
        edition=before.edition,
    )
    return made


@transaction.atomic
def change_draft(
    *, draft_id: UUID, version: int, changes: dict[str, Any], scope: Scope, at: datetime
) -> PlanDraft:
    """Parts of a draft anew, by their keys; None takes a part out. The rest stays as it is.

    Raises Forbidden, NotFound, PlanRefused where somebody changed it since that version or it would not hang together,
    PlanTextWrong.
    """
    row = _open(draft_id, version, scope)
    values = {key: value for key, value in (row.body | changes).items() if value is not None}
    return _put(row, body_of(values), scope, at)


@transaction.atomic
def replace_draft(*, draft_id: UUID, version: int, body: PlanBody, scope: Scope, at: datetime) -> PlanDraft:
    """The whole draft anew, as a text says it. Raises as `change_draft`."""
    return _put(_open(draft_id, version, scope), body, scope, at)


@transaction.atomic
def issue_draft(
    *,
    draft_id: UUID,
    version: int,
    reason: str = "",
    document_number: str = "",
    scope: Scope,
    at: datetime,
) -> Written:
    """The draft becomes the plan, or the next edition of the plan that it amends, with the reason and the number of the
    amending document. Raises Forbidden, NotFound, PlanRefused, PlanTextWrong.
    """
    row = _open(draft_id, version, scope)
    body = PlanBody.model_validate(row.body)
    if body.number.startswith(UNNUMBERED):
        raise PlanRefused(
            Problem("no-number", _("The plan has no number yet. Write it on the first page of the draft."))
        )
    if row.plan_id is None:
        if Plan.objects.filter(code=body.code).exists():
            raise PlanRefused(
                Problem(
                    "code-taken",
                    _("Another plan has the short name %(code)s. Change “code” in the text of the draft."),
                    None,
                    {"code": body.code},
                )
            )
        written = plan_editions.issue(body, scope=scope, at=at)
    else:
        why = asked(reason, field="reason", longest=300, error=PlanRefused)
        document = asked(document_number, field="document_number", longest=60, error=PlanRefused)
        plan = plan_editions.hold(row.plan_id, scope)
        if plan_bodies.of_plan(plan).edition != row.base_edition:
            raise PlanRefused(
                Problem(
                    "edition-meanwhile",
                    _(
                        "The plan got another edition since this draft was begun. Drop the draft and begin anew."
                    ),
                )
            )
        written = plan_editions.amend(plan, body, reason=why, document_number=document, scope=scope, at=at)
        if written.change == "same":
            raise PlanRefused(Problem("nothing-changed", _("The draft changes nothing of the plan.")))
    row.plan_id = written.plan_id
    _close(row, PlanDraft.State.ISSUED, scope, at)
    return written


@transaction.atomic
def drop_draft(*, draft_id: UUID, version: int, scope: Scope, at: datetime) -> None:
    """The draft is given up; what stood in it stays in the history. Raises Forbidden, NotFound, PlanRefused."""
    row = _open(draft_id, version, scope)
    _close(row, PlanDraft.State.DROPPED, scope, at)
    trail.record("programme.plan-draft-dropped", by=scope, at=at, subject=row, unit_id=row.area_id)


def body_of(values: dict[str, Any]) -> PlanBody:
    """The plan that these values are. Raises PlanRefused."""
    try:
        return PlanBody.model_validate(values)
    except ValidationError as wrong:
        raise PlanRefused(*plan_problems.of_values(wrong)) from None


def _open(draft_id: UUID, version: int, scope: Scope) -> PlanDraft:
    scope.require(WRITE)
    row = PlanDraft.objects.select_for_update().filter(pk=draft_id, state=PlanDraft.State.OPEN).first()
    if row is None or not scope.reaches(WRITE, row.area_id):
        raise NotFound(NO_SUCH_DRAFT)
    if row.version != version:
        raise PlanRefused(CHANGED)
    return row


def _put(row: PlanDraft, body: PlanBody, scope: Scope, at: datetime) -> PlanDraft:
    meant = plan_bodies.resolve(body)
    if row.plan_id is not None and meant.area_id != row.area_id:
        raise PlanRefused(
            Problem("another-area", _("A plan keeps its area. Record another plan for another area."), "area")
        )
    if not scope.reaches(WRITE, meant.area_id):
        raise NotFound(Problem("no-such-unit", _("There is no such administrative unit."), "area_id"))
    row.area_id, row.body = meant.area_id, plan_texts.plain(body)
    row.version += 1
    row.changed_at, row.changed_by_name = at, scope.account_name
    row.save()
    return row


def _close(row: PlanDraft, state: PlanDraft.State, scope: Scope, at: datetime) -> None:
    row.state, row.closed_at, row.closed_by = state, at, scope.account_id
    row.save()
