"""What people decide about the rows of a list: answers, rows left out, lists given up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.exchange.imports.problems import Finding
from hoanhap.exchange.models import Batch, BatchRow
from hoanhap.exchange.operations.checking import Checker
from hoanhap.exchange.operations.holding import held
from hoanhap.exchange.operations.keeping import write
from hoanhap.exchange.operations.staging import IMPORT
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.text import clean

LONGEST_REASON: Final = 200
ABOUT_PEOPLE: Final = ("person-like", "person-like-elsewhere", "row-like", "known-more", "identifier")
"""Questions that are answered for one person at a time, never for many rows at once."""


class DecisionRefused(Refused):
    """The decision was not taken over; the row is as it was."""


def decide(
    *,
    batch_id: UUID,
    number: int,
    answers: Mapping[str, str],
    reasons: Mapping[str, str] | None = None,
    for_all_alike: bool = False,
    scope: Scope,
    at: datetime,
) -> int:
    """Answer the questions of a row; it is read again with the answers. Returns how many rows were decided.

    `for_all_alike` gives the same answers to every row that asks the very same question with the same choices, unless
    the question is about who somebody is. Raises NotFound, Busy, DecisionRefused.
    """
    scope.require(IMPORT)
    with held(batch_id, scope=scope) as batch:
        row = _open_row(batch, number)
        asked = _questions(row)
        _check_answers(asked, answers, reasons or {})
        rows = [row]
        if for_all_alike:
            rows += _alike(batch, row, {key: asked[key] for key in answers})
        checker = Checker(batch, scope=scope, at=at)
        for one in rows:
            known = one.decision
            one.decision = {
                **known,
                "answers": {**known.get("answers", {}), **answers},
                "reasons": {**known.get("reasons", {}), **_tidy(reasons or {})},
                "by": str(scope.account_id),
                "at": at.isoformat(),
            }
            checker.look_again(one)
        write(rows)
        trail.record(
            "exchange.row-decided",
            by=scope,
            at=at,
            subject=batch,
            row=number,
            rows=len(rows),
            questions=sorted(answers),
        )
        return len(rows)


def leave_out(*, batch_id: UUID, number: int, scope: Scope, at: datetime) -> None:
    """Do not enter this row. Raises NotFound, Busy, DecisionRefused."""
    _set_skip(batch_id, number, skip=True, scope=scope, at=at)


def take_back(*, batch_id: UUID, number: int, scope: Scope, at: datetime) -> None:
    """Forget what was decided about a row, and look at it anew. Raises NotFound, Busy, DecisionRefused."""
    _set_skip(batch_id, number, skip=False, scope=scope, at=at)


def _set_skip(batch_id: UUID, number: int, *, skip: bool, scope: Scope, at: datetime) -> None:
    scope.require(IMPORT)
    with held(batch_id, scope=scope) as batch:
        row = _open_row(batch, number)
        row.decision = {"skip": True, "by": str(scope.account_id), "at": at.isoformat()} if skip else {}
        Checker(batch, scope=scope, at=at).look_again(row)
        write([row])
        kind = "exchange.row-left-out" if skip else "exchange.row-decision-taken-back"
        trail.record(kind, by=scope, at=at, subject=batch, row=number)


def give_up(*, batch_id: UUID, scope: Scope, at: datetime) -> None:
    """Forget a list: what is entered stays, what the file said about everybody else is wiped. Raises NotFound, Busy."""
    scope.require(IMPORT)
    with held(batch_id, scope=scope) as batch:
        if batch.state == Batch.State.ABANDONED:
            return
        batch.rows.exclude(state=BatchRow.State.COMMITTED).update(
            raw={},
            proposal={},
            problems=[],
            decision={},
            row_hash="",
            who_hash="",
            state=BatchRow.State.SKIPPED,
        )
        batch.state = Batch.State.ABANDONED
        batch.save(update_fields=["state"])
        trail.record("exchange.batch-given-up", by=scope, at=at, subject=batch)


def _open_row(batch: Batch, number: int) -> BatchRow:
    row = batch.rows.filter(number=number).first()
    if row is None or batch.state == Batch.State.ABANDONED:
        raise NotFound(Problem("no-such-row", _("There is no such row in this list.")))
    if row.state in (BatchRow.State.COMMITTED, BatchRow.State.KNOWN):
        raise DecisionRefused(
            Problem("row-entered", _("This row has been entered. Correct it on the page of the person."))
        )
    if row.state == BatchRow.State.UNREAD:
        raise DecisionRefused(
            Problem("row-unread", _("This row has not been checked yet. Go on checking first."))
        )
    return row


def _questions(row: BatchRow) -> dict[str, Finding]:
    """Every question of the row, also those answered before: their findings are gone, so the row is asked again."""
    findings = (Finding.from_json(kept) for kept in row.problems)
    return {finding.key: finding for finding in findings if finding.options}


def _check_answers(
    asked: Mapping[str, Finding], answers: Mapping[str, str], reasons: Mapping[str, str]
) -> None:
    problems = []
    if not answers:
        problems.append(Problem("answer-missing", _("Choose an answer first.")))
    for key, value in answers.items():
        options = {option.value: option for option in asked[key].options} if key in asked else {}
        if value not in options:
            problems.append(
                Problem(
                    "answer-unknown",
                    _("This answer is no longer possible. Reload the page and choose again."),
                    key,
                )
            )
        elif options[value].needs_reason and len(clean(reasons.get(key, ""))) < 3:
            problems.append(
                Problem("reason-missing", _("Say in a few words why this is somebody else."), key)
            )
        elif len(clean(reasons.get(key, ""))) > LONGEST_REASON:
            problems.append(
                Problem("reason-too-long", _("The reason is too long: 200 letters at most."), key)
            )
    if problems:
        raise DecisionRefused(*problems)


def _tidy(reasons: Mapping[str, str]) -> dict[str, str]:
    return {key: tidy for key, reason in reasons.items() if (tidy := clean(reason))}


def _alike(batch: Batch, row: BatchRow, asked: Mapping[str, Finding]) -> list[BatchRow]:
    """The other rows that ask the very same."""
    if any(question.code.startswith(ABOUT_PEOPLE) for question in asked.values()):
        return []
    found = []
    for other in batch.rows.filter(state=BatchRow.State.QUESTION).exclude(pk=row.pk).order_by("number"):
        theirs = _questions(other)
        if all(_same(theirs.get(key), question) for key, question in asked.items()):
            found.append(other)
    return found


def _same(theirs: Finding | None, mine: Finding) -> bool:
    if theirs is None or theirs.code != mine.code or theirs.options != mine.options:
        return False
    return bool(theirs.params.get("stands") == mine.params.get("stands"))
