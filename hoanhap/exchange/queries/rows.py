"""One row of a list in full: what stands there, what was read, what is asked, and whom it resembles."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.exchange.imports.columns import definition
from hoanhap.exchange.imports.problems import column_said
from hoanhap.exchange.imports.proposals import Proposal
from hoanhap.exchange.imports.values import shown
from hoanhap.exchange.models import BatchRow
from hoanhap.exchange.queries.batches import RowReport, column_in, reached, report_of
from hoanhap.exchange.queries.words import in_words
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.people.queries.lookalikes import Candidate, look_alikes
from hoanhap.people.rules.duplicates import Band


@dataclass(frozen=True)
class CellReport:
    """One column of a row: what stands there, and what it was read as."""

    column: str
    letter: str
    stands: str
    read: str


@dataclass(frozen=True)
class RowPage:
    """Everything about one row. `candidates` are files that look like the same person, where that is asked."""

    report: RowReport
    cells: tuple[CellReport, ...]
    read: Mapping[str, str]
    candidates: tuple[Candidate, ...]
    reasons: Mapping[str, str]
    is_left_out: bool
    before: int | None
    after: int | None


def row_page(batch_id: UUID, number: int, *, scope: Scope, at: datetime) -> RowPage:
    """A row with its neighbours among the open ones. Showing look-alikes is logged. Raises NotFound."""
    found = reached(batch_id, scope)
    row = found.rows.filter(number=number).first()
    if row is None:
        raise NotFound(Problem("no-such-row", _("There is no such row in this list.")))
    report = report_of(row, found)
    read = in_words(row.proposal)
    still_open = found.rows.filter(state=BatchRow.State.QUESTION)
    return RowPage(
        report=report,
        cells=_cells(row, found.columns, read),
        read=read,
        candidates=_candidates(report, row, scope, at),
        reasons=row.decision.get("reasons", {}),
        is_left_out=row.state == BatchRow.State.SKIPPED and bool(row.decision),
        before=_first(still_open.filter(number__lt=number).order_by("-number")),
        after=_first(still_open.filter(number__gt=number).order_by("number")),
    )


def first_question(batch_id: UUID, *, scope: Scope, after: int = 0) -> int | None:
    """The next row that asks something, from the top again if there is none below. Raises NotFound."""
    asking = reached(batch_id, scope).rows.filter(state=BatchRow.State.QUESTION).order_by("number")
    return _first(asking.filter(number__gt=after)) or _first(asking)


def _first(found: QuerySet[BatchRow]) -> int | None:
    return found.values_list("number", flat=True).first()


def _cells(row: BatchRow, columns: Mapping[str, Any], read: Mapping[str, str]) -> tuple[CellReport, ...]:
    cells: Mapping[str, list[Any]] = row.raw.get("cells", {})
    read = {column_in(cells, code) if code == "born" else code: words for code, words in read.items()}
    return tuple(
        CellReport(
            column=columns.get(column.code, {}).get("heading") or column_said(column.code),
            letter=columns.get(column.code, {}).get("letter", ""),
            stands="; ".join(map(shown, cells.get(column.code, ()))),
            read=read.get(column.code, ""),
        )
        for column in definition().columns
        if column.code in cells or column.code in read
    )


def _candidates(report: RowReport, row: BatchRow, scope: Scope, at: datetime) -> tuple[Candidate, ...]:
    if not any(finding.code == "person-like" for finding in report.findings) or not report.is_open:
        return ()
    proposal = Proposal.from_json(row.proposal)
    if proposal.birth is None:
        return ()
    found = look_alikes(
        full_name=proposal.full_name,
        birth=proposal.birth,
        sex=proposal.sex,
        numbers=[one.number for one in proposal.numbers],
        unit_ids=[proposal.unit_id] if proposal.unit_id else [],
        scope=scope,
        at=at,
    )
    return tuple(one for one in found if one.band is not Band.POSSIBLE and one.is_visible)
