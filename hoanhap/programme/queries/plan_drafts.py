"""Plans that are being written: what stands in a draft, what it still lacks, and what its scorecard would say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.programme.models import PlanDraft
from hoanhap.programme.queries import plan_bodies
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.queries.plan_pages import BOXES
from hoanhap.programme.rules.marks import Assigned, Keep, Watch
from hoanhap.programme.rules.plan_files import UNNUMBERED, PlanBody, completeness

WRITE: Final = "programme.write"
NO_SUCH_DRAFT: Final = Problem("no-such-draft", _("There is no such draft."))


@dataclass(frozen=True)
class DraftLine:
    """A draft as lists show it. `plan_id`: the plan that it amends; `missing`: how many parts it still lacks."""

    id: UUID
    number: str
    title: str
    issuer: str
    plan_id: UUID | None
    changed_at: datetime
    changed_by_name: str
    missing: int


@dataclass(frozen=True)
class DraftHeld:
    """A draft and what it says."""

    id: UUID
    version: int
    plan_id: UUID | None
    base_edition: int
    area_id: str
    body: PlanBody
    changed_at: datetime
    changed_by_name: str


@dataclass(frozen=True)
class Missing:
    """What a draft lacks. `section`: the part of it where that is put right; `must`: it is not issued before."""

    code: str
    words: Words
    section: str
    must: bool = False
    what: str = ""

    def __str__(self) -> str:
        return str(self.words) % {"what": self.what} if self.what else str(self.words)


def drafts(*, scope: Scope) -> list[DraftLine]:
    """The open drafts of the areas in which the account may write plans, the last changed first. Raises Forbidden."""
    scope.require(WRITE)
    found = PlanDraft.objects.filter(state=PlanDraft.State.OPEN)
    if not scope.everywhere(WRITE):
        found = found.filter(area_id__in=scope.unit_ids(WRITE))
    lines = []
    for row in found.order_by("-changed_at")[:200]:
        body = PlanBody.model_validate(row.body)
        lines.append(
            DraftLine(
                row.pk,
                body.number,
                body.title,
                body.issuer,
                row.plan_id,
                row.changed_at,
                row.changed_by_name,
                len(list(missing(body))),
            )
        )
    return lines


def draft(draft_id: UUID, *, scope: Scope) -> DraftHeld:
    """An open draft in reach. Raises Forbidden, NotFound."""
    scope.require(WRITE)
    row = PlanDraft.objects.filter(pk=draft_id, state=PlanDraft.State.OPEN).first()
    if row is None or not scope.reaches(WRITE, row.area_id):
        raise NotFound(NO_SUCH_DRAFT)
    return of_row(row)


def draft_of_plan(plan_id: UUID, *, scope: Scope) -> UUID | None:
    """The open draft of an amendment of a plan, if there is one in reach."""
    row = PlanDraft.objects.filter(plan_id=plan_id, state=PlanDraft.State.OPEN).first()
    return row.pk if row is not None and scope.reaches(WRITE, row.area_id) else None


def of_row(row: PlanDraft) -> DraftHeld:
    """What a row says."""
    return DraftHeld(
        row.pk,
        row.version,
        row.plan_id,
        row.base_edition,
        row.area_id,
        PlanBody.model_validate(row.body),
        row.changed_at,
        row.changed_by_name,
    )


def missing(body: PlanBody) -> Iterator[Missing]:
    """What a plan should have and the draft has not: first what must be there, then what makes it complete."""
    if body.number.startswith(UNNUMBERED):
        yield Missing("number", _("The number of the plan, as it was issued"), "head", must=True)
    sections = {"solutions": "groups", "models": "head", "schedule": "head"}
    for box, is_there in completeness(body).items():
        if not is_there:
            yield Missing(box, BOXES[box], sections.get(box, box))
    yield from _of_targets(body)
    yield from _of_work(body)
    kept = {one.mark.of for one in body.targets if isinstance(one.mark, Keep)}
    for listed in body.lists:
        if listed.code not in kept and not _is_read(body, listed.code):
            yield Missing(
                "list", _("A target that reads the list “%(what)s”"), "targets", what=listed.title.vi
            )


def _of_targets(body: PlanBody) -> Iterator[Missing]:
    for target in body.targets:
        name = target.title.vi if target.title else target.code
        if isinstance(target.mark, Assigned) and target.mark.count is None:
            words = _("The figure assigned for “%(what)s”, and the document that did so")
            yield Missing("assigned", words, f"targets/{target.code}", what=name)
        if not isinstance(target.mark, Watch) and not target.responsible:
            yield Missing("responsible", _("Who answers for “%(what)s”"), f"targets/{target.code}", what=name)


def _of_work(body: PlanBody) -> Iterator[Missing]:
    for task in body.tasks:
        if task.evidence is None and (task.due or task.every):
            yield Missing(
                "evidence", _("What shows that “%(what)s” is done"), f"tasks/{task.code}", what=task.title.vi
            )
    for party in body.parties:
        if not party.head:
            yield Missing(
                "head", _("Which post answers in “%(what)s”"), f"parties/{party.code}", what=party.name
            )


def as_held(found: DraftHeld) -> PlanHeld:
    """A draft as if it were issued, so that figures can be counted for it. Raises PlanTextWrong."""
    meant = plan_bodies.resolve(found.body)
    return PlanHeld(
        found.plan_id or found.id, found.base_edition, found.body, meant.area_id, meant.lists, None
    )


def _is_read(body: PlanBody, code: str) -> bool:
    """Whether an indicator may read the list: the plan's own names it, or it stands under one of its topics."""
    own = (
        value
        for one in body.indicators
        for call in one.calls
        for name, value in call.parameters
        if name == "topic"
    )
    return code in own or code in body.topics
