"""Understanding the kept rows: each becomes ready, a question, refused, or known."""

import time
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.exchange.imports.participants import LEAVE_OUT, Surroundings, read_row, row_hash, who_hash
from hoanhap.exchange.imports.places import Places
from hoanhap.exchange.imports.problems import Finding, Option, ask, stop, warn
from hoanhap.exchange.imports.proposals import Proposal
from hoanhap.exchange.models import Batch, BatchRow
from hoanhap.exchange.operations.holding import held, reached_batch
from hoanhap.exchange.operations.keeping import write
from hoanhap.exchange.operations.looking import Look, reason_of
from hoanhap.exchange.operations.recognising import recognise
from hoanhap.exchange.operations.resembling import compare_with_files
from hoanhap.exchange.operations.staging import IMPORT, Progress, context_of, nothing_told
from hoanhap.exchange.operations.twins import Seen, papers_of, traits_of
from hoanhap.kit.dates import local_day
from hoanhap.places.queries.organisations import OrganisationLine, offices
from hoanhap.places.rules.spans import holds

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
            checker.look(chunk)
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
        self._offices: dict[str, list[OrganisationLine]] = {}
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
        """The people's committee of the unit on the day. All that a unit ever had are asked for once."""
        if unit_id not in self._offices:
            ever = offices([unit_id], on=date.max, kinds=["peoples-committee"], also_closed=True)
            self._offices[unit_id] = sorted(ever, key=lambda one: (one.name, str(one.id)))
        open_then = (one for one in self._offices[unit_id] if holds((one.valid_from, one.valid_until), on))
        return next((str(one.id) for one in open_then), "")

    def look(self, rows: Sequence[BatchRow]) -> None:
        """Fill in the rows what is read from them, and their states. Not saved here; entered rows stay as they are.

        What has to be looked up for one row is looked up for all of them at once.
        """
        looks = [self._read(row) for row in rows if row.state != BatchRow.State.COMMITTED]
        recognise([look for look in looks if look.is_comparable], scope=self._scope)
        for look in looks:
            self._compare_with_rows(look)
        compare_with_files([look for look in looks if look.is_new_person], scope=self._scope, at=self._at)
        for look in looks:
            look.conclude()

    def look_again(self, row: BatchRow) -> None:
        """`look`, for a row that was checked before: it is no twin of itself, nor of what stands below it."""
        self._above = row.raw.get("above", "")
        self.look([row])

    def _read(self, row: BatchRow) -> Look:
        if self._above and "above" not in row.raw:
            row.raw["above"] = self._above
        reading = read_row(row.raw, self._around, row.decision.get("answers", {}))
        row.unit_id = reading.unit.unit_id if reading.unit else None
        row.person_id = None
        row.row_hash = row.who_hash = ""
        if not reading.is_out_of_reach:
            row.row_hash, row.who_hash = row_hash(reading.proposal), who_hash(reading.proposal)
        self._above = row.unit_id or ""
        return Look(row, reading, list(reading.findings))

    # --- the rows above -------------------------------------------------------------------

    def _compare_with_rows(self, look: Look) -> None:
        if look.reading.is_out_of_reach:
            return
        row, proposal = look.row, look.proposal
        if look.is_comparable and row.person_id is None:
            twin = self._seen.by_hash.get(row.row_hash)
            if twin is not None and twin < row.number:
                look.findings.append(warn("row-twice", row=twin))
                return
            look.findings += self._alike_rows(look)
            look.findings += self._papers(look)
        if proposal.full_name:
            self._seen.add(row.number, row.row_hash, proposal)

    def _alike_rows(self, look: Look) -> list[Finding]:
        alike = self._seen.alike(traits_of(look.proposal), before=look.row.number)
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
        if look.answers.get(question.key) == "other-person" and reason_of(look.row, question.key):
            look.row.decision["other_rows"] = [number for number, _ in alike]
            return []
        return [question]

    def _papers(self, look: Look) -> list[Finding]:
        """Numbers that another row of the same commune has for another person in the same year."""
        number = look.row.number
        return [
            stop("paper-twice", key[1], row=first)
            for key in papers_of(look.proposal)
            if (first := self._seen.papers.get(key, number)) < number
        ]
