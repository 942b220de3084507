"""A row while it is looked at, and what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from hoanhap.exchange.imports.participants import LEAVE_OUT, Reading
from hoanhap.exchange.imports.problems import Finding, Level
from hoanhap.exchange.imports.proposals import Proposal
from hoanhap.exchange.models import BatchRow


@dataclass
class Look:
    """A row with what was read from it; findings are added by each comparison."""

    row: BatchRow
    reading: Reading
    findings: list[Finding]

    @property
    def proposal(self) -> Proposal:
        return self.reading.proposal

    @property
    def answers(self) -> Mapping[str, str]:
        answers: Mapping[str, str] = self.row.decision.get("answers", {})
        return answers

    @property
    def is_comparable(self) -> bool:
        """Whether enough is known to look for the same person elsewhere."""
        reading = self.reading
        return (
            not reading.is_out_of_reach
            and reading.level is not Level.STOP
            and reading.proposal.birth is not None
        )

    @property
    def is_new_person(self) -> bool:
        """Whether the row could make a new file as it stands: no list brought it before, no row above says the same."""
        return (
            self.is_comparable
            and self.reading.level is None
            and self.row.person_id is None
            and not self._found("row-twice")
        )

    def conclude(self) -> None:
        """Write proposal, findings and state into the row."""
        row = self.row
        row.proposal = self.proposal.as_json()
        row.problems = [finding.as_json() for finding in self.findings]
        is_left_out = row.decision.get("skip") or LEAVE_OUT.value in self.answers.values()
        row.state = BatchRow.State.SKIPPED if is_left_out else self._state()

    def _state(self) -> str:
        if self.is_comparable:
            if self.row.person_id is not None and not self._found("known-more"):
                return BatchRow.State.KNOWN
            if self._found("row-twice"):
                return BatchRow.State.SKIPPED
        levels = {finding.level for finding in self.findings}
        if Level.STOP in levels:
            return BatchRow.State.REFUSED
        return BatchRow.State.QUESTION if Level.ASK in levels else BatchRow.State.READY

    def _found(self, code: str) -> bool:
        return any(finding.code == code for finding in self.findings)


def reason_of(row: BatchRow, key: str) -> str:
    """The reason given with the answer to a question; empty if there is none."""
    reason: str = row.decision.get("reasons", {}).get(key, "")
    return reason
