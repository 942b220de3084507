"""The facts of checked rows, written by the operations of the rooms below: each of them once for all of the rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from hoanhap.access.scope import Scope
from hoanhap.casework.operations import histories
from hoanhap.exchange.imports.columns import definition
from hoanhap.exchange.imports.proposals import Proposal
from hoanhap.exchange.models import Batch, BatchRow
from hoanhap.exchange.operations import keeping, support
from hoanhap.exchange.operations.staging import IMPORT
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import Problem, Refused
from hoanhap.people.operations import people


def write(rows: Sequence[BatchRow], batch: Batch, *, scope: Scope, at: datetime) -> None:
    """Write the facts of the rows and mark them entered: all or none. Raises what refuses any of them."""
    told = [(row, Proposal.from_json(row.proposal), _reason(row, batch)) for row in rows]
    for _row, proposal, _why in told:
        if not scope.reaches(IMPORT, proposal.unit_id):
            raise Refused(
                Problem("not-in-reach", _("This commune is no longer in the area of your account."))
            )
    new = [one for one in told if "add_to" not in one[0].decision]
    _register([(row, proposal) for row, proposal, _why in new], scope=scope, at=at)
    _record(new, scope=scope, at=at)
    for row, proposal, why in told:
        if add_to := row.decision.get("add_to"):
            episode = histories.add_history(
                episode_id=UUID(add_to), history=proposal.steps()[1:], reason=why, scope=scope, at=at
            )
            row.person_id, row.episode_id = episode.person_id, episode.pk
    support.record_support(
        [
            support.Told(row.episode_id, proposal, is_new="add_to" not in row.decision, reason=why)
            for row, proposal, why in told
            if row.episode_id is not None
        ],
        scope=scope,
        at=at,
    )
    keeping.mark_entered(rows, at=at)


def _reason(row: BatchRow, batch: Batch) -> str:
    """Where a fact comes from, as the histories and the trail name it."""
    source = _("list %(sheet)s of %(day)s, row %(row)s") % {
        "sheet": f"“{batch.sheet}”" if batch.sheet else "",
        "day": f"{local_day(batch.uploaded_at):%d/%m/%Y}",
        "row": row.number,
    }
    return " ".join(source.split())


def _register(told: Sequence[tuple[BatchRow, Proposal]], *, scope: Scope, at: datetime) -> None:
    """Set the person of each row: the file that was decided for, or a new one."""
    unknown = []
    for row, proposal in told:
        if same_as := row.decision.get("same_as"):
            row.person_id = UUID(same_as)
        else:
            unknown.append((row, proposal))
    if unknown:
        made = people.register_people(
            [_registration(row, proposal) for row, proposal in unknown], scope=scope, at=at
        )
        for (row, _proposal), person in zip(unknown, made, strict=True):
            row.person_id = person.pk


def _registration(row: BatchRow, proposal: Proposal) -> people.Registration:
    assert proposal.birth is not None
    assert proposal.applied_on is not None
    others = [UUID(one) for one in row.decision.get("other_people", ())]
    if rows := row.decision.get("other_rows"):
        entered = BatchRow.objects.filter(batch_id=row.batch_id, number__in=rows, person__isnull=False)
        others += entered.values_list("person_id", flat=True)
    reasons: dict[str, Any] = row.decision.get("reasons", {})
    return people.Registration(
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
    )


def _basis(proposal: Proposal) -> str:
    """The paper by which the commune answers for the person, as it is cited in Vietnamese."""
    if proposal.decision_on is not None:
        return f"Quyết định số {proposal.decision_number} ngày {proposal.decision_on:%d/%m/%Y}"
    return f"Đơn đăng ký cai nghiện ngày {proposal.applied_on:%d/%m/%Y}"


def _record(told: Sequence[tuple[BatchRow, Proposal, str]], *, scope: Scope, at: datetime) -> None:
    """Set the episode of each row."""
    if not told:
        return
    episodes = histories.record_histories(
        [_history(row, proposal, why) for row, proposal, why in told], scope=scope, at=at
    )
    for (row, _proposal, _why), episode in zip(told, episodes, strict=True):
        row.episode_id = episode.pk


def _history(row: BatchRow, proposal: Proposal, why: str) -> histories.History:
    assert row.person_id is not None
    assert proposal.applied_on is not None
    return histories.History(
        person_id=row.person_id,
        kind=definition().episode_kind,
        form=proposal.form,
        applied_on=proposal.applied_on,
        office_id=UUID(proposal.office_id),
        history=proposal.steps()[1:],
        reason=why,
    )
