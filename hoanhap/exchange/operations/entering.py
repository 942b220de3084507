"""Entering the rows that are ready: each through the operations of the pages, each wholly or not at all."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import DatabaseError, OperationalError, transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.operations import histories
from hoanhap.exchange.imports.columns import definition
from hoanhap.exchange.imports.problems import Finding, in_every_language, stop
from hoanhap.exchange.imports.proposals import Proposal
from hoanhap.exchange.models import Batch, BatchRow
from hoanhap.exchange.operations import support
from hoanhap.exchange.operations.holding import held, reached_batch
from hoanhap.exchange.operations.resembling import question_about
from hoanhap.exchange.operations.staging import IMPORT, Progress, nothing_told
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import Problem, Refused
from hoanhap.people.operations import people

AT_A_TIME: Final = 20
"""Rows in one transaction. A program that is killed loses at most these, and enters them again next time."""


class NotYet(Refused):
    """The list cannot be entered in the state it is in."""


@dataclass(frozen=True)
class Counts:
    """How many rows of a list are in each state."""

    ready: int = 0
    question: int = 0
    refused: int = 0
    skipped: int = 0
    committed: int = 0
    known: int = 0
    unread: int = 0

    @property
    def total(self) -> int:
        return sum(self.__dict__.values())


def counts_of(batch: Batch) -> Counts:
    """Rows by state."""
    found = batch.rows.order_by().values_list("state").annotate(Count("id"))
    return Counts(**dict(found))


def enter(
    *,
    batch_id: UUID,
    scope: Scope,
    at: datetime,
    seconds: float | None = None,
    progress: Progress = nothing_told,
) -> Counts:
    """Enter the rows that are ready, a few in each transaction; at most for `seconds`.

    A row's facts and its state "entered" are written together, so a call that was interrupted is simply repeated.
    Rows that somebody else made doubtful in the meantime become questions; one that is refused does not touch the
    others. Raises NotFound, Busy, NotYet.
    """
    scope.require(IMPORT)
    started = time.monotonic()
    before = counts_of(reached_batch(batch_id, scope=scope))
    done, total = before.committed, before.committed + before.ready
    while True:
        with held(batch_id, scope=scope) as locked:
            _begin(locked)
            chunk = list(locked.rows.filter(state=BatchRow.State.READY).order_by("number")[:AT_A_TIME])
            entered = sum(_enter_row(row, locked, scope=scope, at=at) for row in chunk)
            if entered:
                trail.record("exchange.rows-entered", by=scope, at=at, subject=locked, rows=entered)
            is_last = len(chunk) < AT_A_TIME
            if is_last:
                _finish(locked, counts_of(locked), scope=scope, at=at)
        done += entered
        progress(done, total)
        if is_last or (seconds is not None and time.monotonic() - started > seconds):
            return counts_of(locked)


def _begin(batch: Batch) -> None:
    if batch.state in (Batch.State.READING, Batch.State.ABANDONED):
        raise NotYet(
            Problem(
                "import-not-checked",
                _("This list has not been checked to the end. Open it and go on checking first."),
            )
        )
    if batch.state == Batch.State.REVIEW:
        batch.state = Batch.State.COMMITTING
        batch.save(update_fields=["state"])


def _finish(batch: Batch, counts: Counts, *, scope: Scope, at: datetime) -> None:
    """Nothing is ready any more: done, or waiting for decisions."""
    batch.state = Batch.State.REVIEW if counts.question or counts.refused else Batch.State.COMMITTED
    if batch.state == Batch.State.COMMITTED and batch.committed_at is None:
        batch.committed_at = at
        trail.record("exchange.batch-entered", by=scope, at=at, subject=batch, rows=counts.committed)
    batch.save(update_fields=["state", "committed_at"])


def _enter_row(row: BatchRow, batch: Batch, *, scope: Scope, at: datetime) -> bool:
    """Enter one row in a savepoint of its own; whatever refuses it is kept on the row."""
    try:
        with transaction.atomic():
            person_id, episode_id = _write(row, batch, scope=scope, at=at)
            row.person_id, row.episode_id = person_id, episode_id
            row.state, row.committed_at = BatchRow.State.COMMITTED, at
            row.save(update_fields=["person", "episode", "state", "committed_at"])
            return True
    except people.LikelyDuplicate as likely:
        people.log_told(likely, scope=scope, at=at)
        question = question_about(likely.candidates)
        row.decision = {
            **row.decision,
            "looked_at": sorted(str(one.id) for one in likely.candidates),
        }
        _keep(row, BatchRow.State.QUESTION, question)
    except Refused as refused:
        _keep(row, BatchRow.State.REFUSED, *(_said(problem) for problem in refused.problems))
    except OperationalError:
        raise
    except DatabaseError:
        # A rule of the database that no operation put into words; the row stays out, the others go on.
        said = gettext_lazy("The database refused this row, so nothing of it was entered.")
        _keep(row, BatchRow.State.REFUSED, stop("not-entered", said=in_every_language(said)))
    return False


def _said(problem: Problem) -> Finding:
    return stop("not-entered", said=in_every_language(problem))


def _keep(row: BatchRow, state: str, *findings: Finding) -> None:
    row.state = state
    row.problems = [*row.problems, *(finding.as_json() for finding in findings)]
    row.save(update_fields=["state", "problems", "decision"])


def _write(row: BatchRow, batch: Batch, *, scope: Scope, at: datetime) -> tuple[UUID, UUID]:
    """The facts of a row, by the operations of the rooms below. Raises Refused."""
    proposal = Proposal.from_json(row.proposal)
    assert proposal.applied_on is not None
    if not scope.reaches(IMPORT, proposal.unit_id):
        raise Refused(Problem("not-in-reach", _("This commune is no longer in the area of your account.")))
    source = _("list %(sheet)s of %(day)s, row %(row)s") % {
        "sheet": f"“{batch.sheet}”" if batch.sheet else "",
        "day": f"{local_day(batch.uploaded_at):%d/%m/%Y}",
        "row": row.number,
    }
    reason = " ".join(source.split())
    steps = proposal.steps()[1:]
    if add_to := row.decision.get("add_to"):
        episode = histories.add_history(
            episode_id=UUID(add_to), history=steps, reason=reason, scope=scope, at=at
        )
        person_id = episode.person_id
    else:
        person_id = _person(row, proposal, scope=scope, at=at)
        episode = histories.record_history(
            person_id=person_id,
            kind=definition().episode_kind,
            form=proposal.form,
            applied_on=proposal.applied_on,
            office_id=UUID(proposal.office_id),
            history=steps,
            reason=reason,
            scope=scope,
            at=at,
        )
    support.record_support(
        episode_id=episode.pk, proposal=proposal, is_new=not add_to, reason=reason, scope=scope, at=at
    )
    return person_id, episode.pk


def _person(row: BatchRow, proposal: Proposal, *, scope: Scope, at: datetime) -> UUID:
    if same_as := row.decision.get("same_as"):
        return UUID(same_as)
    assert proposal.birth is not None
    assert proposal.applied_on is not None
    others = [UUID(one) for one in row.decision.get("other_people", ())]
    if rows := row.decision.get("other_rows"):
        entered = BatchRow.objects.filter(batch_id=row.batch_id, number__in=rows, person__isnull=False)
        others += entered.values_list("person_id", flat=True)
    reasons: dict[str, Any] = row.decision.get("reasons", {})
    person = people.register_person(
        full_name=proposal.full_name,
        sex=proposal.sex,
        birth=proposal.birth,
        office_id=UUID(proposal.office_id),
        responsible_from=proposal.applied_on,
        basis=_basis(proposal),
        identifiers=[people.NewIdentifier(kind=one.kind, number=one.number) for one in proposal.numbers],
        addresses=[
            people.NewAddress(
                kind="current",
                unit_id=proposal.unit_id,
                line=proposal.address,
                valid_from=proposal.applied_on,
            )
        ],
        not_same_as=others,
        not_same_reason="; ".join(dict.fromkeys(filter(None, reasons.values())))[:300] if others else "",
        scope=scope,
        at=at,
    )
    return person.pk


def _basis(proposal: Proposal) -> str:
    """The paper by which the commune answers for the person, as it is cited in Vietnamese."""
    if proposal.decision_on is not None:
        return f"Quyết định số {proposal.decision_number} ngày {proposal.decision_on:%d/%m/%Y}"
    return f"Đơn đăng ký cai nghiện ngày {proposal.applied_on:%d/%m/%Y}"
