"""Whether a list brought the application of a row before."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.exchange.imports.participants import LEAVE_OUT
from hoanhap.exchange.imports.problems import Finding, Option, ask, warn
from hoanhap.exchange.imports.proposals import Proposal
from hoanhap.exchange.models import BatchRow
from hoanhap.exchange.operations.looking import Look
from hoanhap.people.queries.rows import masked_names


def recognise(looks: Sequence[Look], *, scope: Scope) -> None:
    """Set `row.person` where a list brought this application before, and say how the rows differ.

    Somebody whom another office answers for by now is not recognised: what became of them is not ours to tell.
    """
    hashes = {look.row.who_hash for look in looks} - {""}
    if not hashes:
        return
    entered: dict[str, list[BatchRow]] = {}
    found = BatchRow.objects.filter(who_hash__in=hashes, state=BatchRow.State.COMMITTED)
    for one in found.order_by("-committed_at", "-id"):
        entered.setdefault(one.who_hash, []).append(one)
    people = {one.person_id for same in entered.values() for one in same if one.person_id}
    reached = masked_names(people, scope=scope).keys()
    for look in looks:
        look.findings += _known(look, entered.get(look.row.who_hash, ()), reached)


def _known(look: Look, entered: Iterable[BatchRow], reached: Container[UUID | None]) -> list[Finding]:
    row = look.row
    before = next(
        (
            one
            for one in entered
            if one.batch_id != row.batch_id
            and one.person_id in reached
            and not _other_numbers(one.proposal, look.proposal)
        ),
        None,
    )
    if before is None:
        return []
    row.person_id, row.episode_id = before.person_id, before.episode_id
    if before.row_hash == row.row_hash:
        return []
    old, new = before.proposal, look.proposal.as_json()
    changed = [name for name in old if name in new and old[name] != new[name] and name not in _GROWING]
    gone = [name for name in old if name not in new]
    if changed or gone or not set(old.get("contacts", ())) <= set(new.get("contacts", ())):
        return [warn("known-differs", columns=_columns_of([*changed, *gone]))]
    more = [name for name in new if old.get(name) != new[name]]
    question = ask("known-more", "", Option("add", "add-more"), LEAVE_OUT, columns=_columns_of(more))
    if look.answers.get(question.key) == "add":
        row.decision["add_to"] = str(before.episode_id)
        return [warn("known-more", columns=_columns_of(more))]
    return [question]


def _other_numbers(kept: Mapping[str, Any], proposal: Proposal) -> bool:
    """Both have identity numbers and none in common: two people, though everything else agrees."""
    before = {(kind, number) for kind, number, _doubts in kept.get("numbers", ())}
    now = {(one.kind, one.number) for one in proposal.numbers}
    return bool(before and now) and not before & now


_GROWING: Final = {"contacts", "office_id"}


def _columns_of(names: Iterable[str]) -> list[str]:
    """Names of proposal fields, to be said as column titles."""
    return sorted(set(names) - {"office_id"})
