"""Whether a file of the same person is there already."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.exchange.imports.participants import LEAVE_OUT
from hoanhap.exchange.imports.problems import Finding, Option, ask, stop
from hoanhap.exchange.imports.proposals import Proposal
from hoanhap.exchange.models import BatchRow
from hoanhap.exchange.operations.looking import Look, reason_of
from hoanhap.kit.text import mask
from hoanhap.people.queries.lookalikes import Candidate, Sought, look_alikes_of_each
from hoanhap.people.rules.duplicates import Band


def compare_with_files(looks: Sequence[Look], *, scope: Scope, at: datetime) -> None:
    """Ask about each row whose person resembles somebody with a file; whoever is shown is logged."""
    if not looks:
        return
    every = look_alikes_of_each([_sought(look.proposal) for look in looks], scope=scope, at=at)
    for look, found in zip(looks, every, strict=True):
        likely = [one for one in found if one.band is not Band.POSSIBLE]
        if likely:
            decided = _decided_others(look.row)
            look.findings += _asked(look, [one for one in likely if one.id not in decided])


def _sought(proposal: Proposal) -> Sought:
    assert proposal.birth is not None
    return Sought(
        full_name=proposal.full_name,
        birth=proposal.birth,
        sex=proposal.sex,
        numbers=[one.number for one in proposal.numbers],
        unit_ids=[proposal.unit_id] if proposal.unit_id else [],
    )


def _decided_others(row: BatchRow) -> set[UUID]:
    """The people of other rows of this list, of whom it was decided that they are somebody else."""
    numbers = row.decision.get("other_rows")
    if not numbers:
        return set()
    found = BatchRow.objects.filter(batch_id=row.batch_id, number__in=numbers, person__isnull=False)
    return set(found.values_list("person_id", flat=True))


def _asked(look: Look, found: Sequence[Candidate]) -> list[Finding]:
    if not found:
        return []
    row, question = look.row, question_about(found)
    chosen = look.answers.get(question.key, "")
    ids = sorted(str(one.id) for one in found)
    if chosen == "other-person" and reason_of(row, question.key):
        # Somebody who turned up since the decision was not looked at, so it is asked again.
        if set(ids) <= set(row.decision.get("looked_at", ())):
            row.decision["other_people"] = ids
            return []
    elif chosen and chosen in {str(one.id) for one in found if one.is_visible}:
        row.decision["same_as"] = chosen
        return []
    row.decision["looked_at"] = ids
    return [question]


def question_about(found: Sequence[Candidate]) -> Finding:
    """Is it one of these people, or somebody else? Nothing is kept about anybody out of reach."""
    visible = [one for one in found if one.is_visible]
    options = [Option(str(one.id), "same-person", {"name": one.code}) for one in visible]
    if not any(one.is_number_taken for one in found):
        options.append(Option("other-person", "other-person", needs_reason=True))
    options.append(LEAVE_OUT)
    if visible:
        who = "; ".join(f"{one.code} ({mask(one.name)})" for one in visible)
        return ask("person-like", "name", *options, who=who)
    if any(one.is_number_taken for one in found):
        return stop("number-taken-elsewhere", "identifier")
    return ask("person-like-elsewhere", "name", *options)
