"""Understanding the kept rows: each becomes ready, a question, refused, or known."""

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.exchange.imports.participants import (
    LEAVE_OUT,
    Reading,
    Surroundings,
    read_row,
    row_hash,
    who_hash,
)
from hoanhap.exchange.imports.places import Places
from hoanhap.exchange.imports.problems import Finding, Level, Option, ask, stop, warn
from hoanhap.exchange.imports.proposals import Proposal
from hoanhap.exchange.models import Batch, BatchRow
from hoanhap.exchange.operations.holding import held, reached_batch
from hoanhap.exchange.operations.keeping import write
from hoanhap.exchange.operations.staging import IMPORT, Progress, context_of, nothing_told
from hoanhap.exchange.operations.twins import Seen, papers_of, traits_of
from hoanhap.kit.dates import local_day
from hoanhap.kit.text import mask
from hoanhap.people.queries.lookalikes import Candidate, look_alikes
from hoanhap.people.queries.rows import masked_names
from hoanhap.people.rules.duplicates import Band
from hoanhap.places.queries.organisations import offices

AT_A_TIME: Final = 200


def check(
    *,
    batch_id: UUID,
    scope: Scope,
    at: datetime,
    seconds: float | None = None,
    progress: Progress = nothing_told,
) -> int:
    """Check rows that are not yet checked, chunk by chunk; at most for `seconds`. Returns how many are left.

    Each chunk is kept by itself, so a check that was interrupted goes on where it stopped. Raises NotFound, Busy.
    """
    scope.require(IMPORT)
    started = time.monotonic()
    batch = reached_batch(batch_id, scope=scope)
    if batch.state != Batch.State.READING:
        return 0
    total = batch.rows.count()
    checker = Checker(batch, scope=scope, at=at)
    while True:
        with held(batch_id, scope=scope) as locked:
            chunk = list(locked.rows.filter(state=BatchRow.State.UNREAD).order_by("number")[:AT_A_TIME])
            for row in chunk:
                checker.look(row)
            write(chunk)
            left = locked.rows.filter(state=BatchRow.State.UNREAD).count()
            if not left:
                locked.state = Batch.State.REVIEW
                locked.save(update_fields=["state"])
        progress(total - left, total)
        if not left or (seconds is not None and time.monotonic() - started > seconds):
            return left


class Checker:
    """Checks rows of one batch, in their order."""

    def __init__(self, batch: Batch, *, scope: Scope, at: datetime, is_kept: bool = True) -> None:
        self._scope = scope
        self._at = at
        survey, setting, form = context_of(batch)
        self._offices: dict[tuple[str, date], str] = {}
        self._around = Surroundings(
            survey=survey,
            today=local_day(at),
            places=Places(),
            reaches=lambda unit_id: scope.reaches(IMPORT, unit_id),
            office_of=self._office,
            setting=setting,
            columns=frozenset(batch.columns),
            form=form,
        )
        self._seen = Seen()
        self._above = ""
        if is_kept:
            self._remember(batch)

    def _remember(self, batch: Batch) -> None:
        """The rows that were checked before, so that a check can go on where it stopped."""
        checked = batch.rows.exclude(state=BatchRow.State.UNREAD).order_by("number")
        for number, kept_hash, proposal, unit_id in checked.values_list(
            "number", "row_hash", "proposal", "unit_id"
        ).iterator():
            if proposal.get("full_name"):
                told = Proposal.from_json(proposal)
                self._seen.add(number, kept_hash, told)
            self._above = unit_id or ""

    def _office(self, unit_id: str, on: date) -> str:
        key = (unit_id, on.replace(day=1))
        if key not in self._offices:
            found = offices([unit_id], on=on, kinds=["peoples-committee"])
            self._offices[key] = str(found[0].id) if found else ""
        return self._offices[key]

    def look(self, row: BatchRow) -> None:
        """Fill in the row what is read from it, and its state. Not saved here."""
        if row.state == BatchRow.State.COMMITTED:
            return
        if self._above and "above" not in row.raw:
            row.raw["above"] = self._above
        answers: dict[str, str] = row.decision.get("answers", {})
        reading = read_row(row.raw, self._around, answers)
        findings = list(reading.findings)
        row.unit_id = reading.unit.unit_id if reading.unit else None
        row.person_id = None
        row.row_hash = row.who_hash = ""
        state = _state(reading)
        if not reading.is_out_of_reach:
            row.row_hash, row.who_hash = row_hash(reading.proposal), who_hash(reading.proposal)
            if reading.level is not Level.STOP and reading.proposal.birth is not None:
                findings += self._known(row, reading)
                if row.person_id is None:
                    findings += self._twins(row, reading, answers)
                state = self._after_twins(row, findings, state)
            if reading.proposal.full_name and state != BatchRow.State.SKIPPED:
                self._seen.add(row.number, row.row_hash, reading.proposal)
        self._above = row.unit_id or ""
        row.proposal = reading.proposal.as_json()
        row.problems = [finding.as_json() for finding in findings]
        row.state = (
            BatchRow.State.SKIPPED
            if row.decision.get("skip") or LEAVE_OUT.value in answers.values()
            else state
        )

    def look_again(self, row: BatchRow) -> None:
        """`look`, for a row that was checked before: it is no twin of itself, nor of what stands below it."""
        self._above = row.raw.get("above", "")
        self.look(row)

    def _after_twins(self, row: BatchRow, findings: Sequence[Finding], state: str) -> str:
        codes = {finding.code for finding in findings}
        if row.person_id is not None and "known-more" not in codes:
            return BatchRow.State.KNOWN
        if "row-twice" in codes:
            return BatchRow.State.SKIPPED
        if any(finding.level is Level.STOP for finding in findings):
            return BatchRow.State.REFUSED
        return BatchRow.State.QUESTION if any(f.level is Level.ASK for f in findings) else state

    # --- entered before -------------------------------------------------------------------

    def _known(self, row: BatchRow, reading: Reading) -> list[Finding]:
        """Whether a list brought this application before; then `row.person` is set.

        Somebody whom another office answers for by now is not recognised: what became of them is not ours to tell.
        """
        if not row.who_hash:
            return []
        entered = BatchRow.objects.filter(who_hash=row.who_hash, state=BatchRow.State.COMMITTED)
        others = list(entered.exclude(batch_id=row.batch_id).order_by("-committed_at", "-id"))
        reached = masked_names([one.person_id for one in others if one.person_id], scope=self._scope)
        before = next(
            (
                one
                for one in others
                if one.person_id in reached and not _other_numbers(one.proposal, reading.proposal)
            ),
            None,
        )
        if before is None:
            return []
        row.person_id, row.episode_id = before.person_id, before.episode_id
        if before.row_hash == row.row_hash:
            return []
        old, new = before.proposal, reading.proposal.as_json()
        changed = [name for name in old if name in new and old[name] != new[name] and name not in _GROWING]
        gone = [name for name in old if name not in new]
        if changed or gone or not set(old.get("contacts", ())) <= set(new.get("contacts", ())):
            return [warn("known-differs", columns=_columns_of([*changed, *gone]))]
        more = [name for name in new if old.get(name) != new[name]]
        question = ask("known-more", "", Option("add", "add-more"), LEAVE_OUT, columns=_columns_of(more))
        if row.decision.get("answers", {}).get(question.key) == "add":
            row.decision["add_to"] = str(before.episode_id)
            return [warn("known-more", columns=_columns_of(more))]
        return [question]

    # --- the same person, perhaps ---------------------------------------------------------

    def _twins(self, row: BatchRow, reading: Reading, answers: Mapping[str, str]) -> list[Finding]:
        twin = self._seen.by_hash.get(row.row_hash)
        if twin is not None and twin < row.number:
            return [warn("row-twice", row=twin)]
        found = self._alike_rows(row, reading, answers)
        found += self._papers(row, reading.proposal)
        if reading.level is None:
            found += self._alike_people(row, reading, answers)
        return found

    def _alike_rows(self, row: BatchRow, reading: Reading, answers: Mapping[str, str]) -> list[Finding]:
        alike = self._seen.alike(traits_of(reading.proposal), before=row.number)
        if not alike:
            return []
        number, other = alike[0]
        question = ask(
            "row-like",
            "name",
            Option("other-person", "other-person", needs_reason=True),
            LEAVE_OUT,
            row=number,
            name=other.full_name,
        )
        if answers.get(question.key) == "other-person" and _reason(row, question.key):
            row.decision["other_rows"] = [number for number, _ in alike]
            return []
        return [question]

    def _decided_others(self, row: BatchRow) -> set[UUID]:
        """The people of other rows of this list, of whom it was decided that they are somebody else."""
        numbers = row.decision.get("other_rows")
        if not numbers:
            return set()
        found = BatchRow.objects.filter(batch_id=row.batch_id, number__in=numbers, person__isnull=False)
        return set(found.values_list("person_id", flat=True))

    def _papers(self, row: BatchRow, proposal: Proposal) -> list[Finding]:
        """Numbers that another row of the same commune has for another person in the same year."""
        return [
            stop("paper-twice", key[1], row=first)
            for key in papers_of(proposal)
            if (first := self._seen.papers.get(key, row.number)) < row.number
        ]

    def _alike_people(self, row: BatchRow, reading: Reading, answers: Mapping[str, str]) -> list[Finding]:
        found = [
            one
            for one in candidates_for(reading.proposal, scope=self._scope, at=self._at)
            if one.band is not Band.POSSIBLE and one.id not in self._decided_others(row)
        ]
        if not found:
            return []
        question = question_about(found)
        chosen = answers.get(question.key, "")
        ids = sorted(str(one.id) for one in found)
        if chosen == "other-person" and _reason(row, question.key):
            # Somebody who turned up since the decision was not looked at, so it is asked again.
            if set(ids) <= set(row.decision.get("looked_at", ())):
                row.decision["other_people"] = ids
                return []
        elif chosen and chosen in {str(one.id) for one in found if one.is_visible}:
            row.decision["same_as"] = chosen
            return []
        row.decision["looked_at"] = ids
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


def _reason(row: BatchRow, key: str) -> str:
    reason: str = row.decision.get("reasons", {}).get(key, "")
    return reason


def _state(reading: Reading) -> str:
    if reading.level is Level.STOP:
        return BatchRow.State.REFUSED
    return BatchRow.State.QUESTION if reading.level is Level.ASK else BatchRow.State.READY


def candidates_for(proposal: Proposal, *, scope: Scope, at: datetime) -> tuple[Candidate, ...]:
    """The files that may be about the same person; whoever is shown is logged."""
    assert proposal.birth is not None
    return look_alikes(
        full_name=proposal.full_name,
        birth=proposal.birth,
        sex=proposal.sex,
        numbers=[one.number for one in proposal.numbers],
        unit_ids=[proposal.unit_id] if proposal.unit_id else [],
        scope=scope,
        at=at,
    )


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
