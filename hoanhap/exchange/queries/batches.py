"""Lists on their way in, as whoever brought them sees them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.exchange.imports.problems import LEVELS, Finding, Level, column_said, label_said, note_said, said
from hoanhap.exchange.imports.values import shown
from hoanhap.exchange.models import Batch, BatchRow
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of

IMPORT: Final = "exchange.import"


@dataclass(frozen=True)
class FileNote:
    """A remark about the file as a whole."""

    code: str
    text: str


@dataclass(frozen=True)
class Answer:
    """One answer to choose."""

    value: str
    label: str
    needs_reason: bool


@dataclass(frozen=True)
class FindingReport:
    """One finding in words: column, what stands there, what is wrong, what to do."""

    code: str
    level: Level
    level_text: Words
    column: str
    letter: str
    stands: str
    wrong: str
    todo: str
    key: str = ""
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class RowReport:
    """One row and everything found about it. `number` is the row in Excel."""

    number: int
    state: str
    state_text: Words
    name: str
    person_id: UUID | None
    unit_id: str | None
    findings: tuple[FindingReport, ...]

    @property
    def is_open(self) -> bool:
        """Whether something can still be decided about it."""
        return self.state not in (BatchRow.State.COMMITTED, BatchRow.State.KNOWN)


@dataclass(frozen=True)
class BatchCard:
    """One list, with how many of its rows are in each state."""

    id: UUID
    file_name: str
    sheet: str
    state: str
    state_text: Words
    uploaded_at: datetime
    counts: Mapping[str, int]
    notes: tuple[FileNote, ...]

    def count(self, state: str) -> int:
        return self.counts.get(state, 0)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def batches(*, scope: Scope, number: int = 1, size: int = DEFAULT_SIZE) -> Page[BatchCard]:
    """The lists that the account brought, newest first."""
    scope.require(IMPORT)
    found = Batch.objects.visible_to(scope, IMPORT).exclude(state=Batch.State.ABANDONED)
    page = page_of(found.order_by("-uploaded_at", "-id"), lambda batch: batch, number=number, size=size)
    counted: dict[UUID, dict[str, int]] = {batch.pk: {} for batch in page}
    rows = BatchRow.objects.filter(batch_id__in=counted).order_by().values_list("batch_id", "state")
    for batch_id, state, count in rows.annotate(Count("id")):
        counted[batch_id][state] = count
    return Page(
        rows=[_card(batch, counted[batch.pk]) for batch in page],
        number=page.number,
        size=page.size,
        total=page.total,
        total_is_capped=page.total_is_capped,
    )


def batch(batch_id: UUID, *, scope: Scope) -> BatchCard:
    """One list. Raises NotFound."""
    found = reached(batch_id, scope)
    counted = found.rows.order_by().values_list("state").annotate(Count("id"))
    return _card(found, dict(counted))


def rows(
    batch_id: UUID, *, scope: Scope, state: str = "", number: int = 1, size: int = DEFAULT_SIZE
) -> Page[RowReport]:
    """The rows of a list, in the order of the file; of one state if one is named. Raises NotFound."""
    found = reached(batch_id, scope)
    chosen = found.rows.filter(state=state) if state else found.rows.all()
    return page_of(chosen.order_by("number"), lambda row: report_of(row, found), number=number, size=size)


def reports(found: Batch) -> Iterator[RowReport]:
    """Every row about which there is anything to say."""
    for row in found.rows.exclude(problems=[]).order_by("number").iterator(chunk_size=500):
        yield report_of(row, found)


def with_findings(batch_id: UUID, *, scope: Scope) -> Iterator[RowReport]:
    """Every row about which there is anything to say. Raises NotFound."""
    return reports(reached(batch_id, scope))


def notes_of(found: Batch) -> tuple[FileNote, ...]:
    """The remarks about a file, in words."""
    return tuple(FileNote(note["code"], note_said(note["code"], note["params"])) for note in found.notes)


def report_of(row: BatchRow, found: Batch) -> RowReport:
    """A row in words."""
    cells: Mapping[str, list[Any]] = row.raw.get("cells", {})
    return RowReport(
        number=row.number,
        state=row.state,
        state_text=BatchRow.State(row.state).label,
        name=row.proposal.get("full_name") or " ".join(map(shown, cells.get("name", ()))),
        person_id=row.person_id,
        unit_id=row.unit_id,
        findings=tuple(_finding(Finding.from_json(kept), cells, found.columns) for kept in row.problems),
    )


def _finding(finding: Finding, cells: Mapping[str, list[Any]], columns: Mapping[str, Any]) -> FindingReport:
    column = column_in(cells, finding.column)
    place = columns.get(column, {})
    wrong, todo = said(finding.code, finding.params)
    stands = finding.params.get("stands") or "; ".join(map(shown, cells.get(column, ())))
    return FindingReport(
        code=finding.code,
        level=finding.level,
        level_text=LEVELS[finding.level],
        column=place.get("heading") or (column_said(column) if column else ""),
        letter=place.get("letter", ""),
        stands=str(stands),
        wrong=wrong,
        todo=todo,
        key=finding.key if finding.options else "",
        answers=tuple(
            Answer(one.value, label_said(one.label, one.params), one.needs_reason) for one in finding.options
        ),
    )


_INSTEAD: Final = {"born": ("born_male", "born_female"), "sex": ("sex_male", "sex_female")}


def column_in(cells: Mapping[str, list[Any]], code: str) -> str:
    """The column that stands in the file for the one that a finding names."""
    if code in cells:
        return code
    return next((other for other in _INSTEAD.get(code, ()) if other in cells), code)


def _card(found: Batch, counts: Mapping[str, int]) -> BatchCard:
    return BatchCard(
        id=found.pk,
        file_name=found.file_name,
        sheet=found.sheet,
        state=found.state,
        state_text=Batch.State(found.state).label,
        uploaded_at=found.uploaded_at,
        counts=counts,
        notes=notes_of(found),
    )


def reached(batch_id: UUID, scope: Scope) -> Batch:
    """The list itself, for the queries beside this one. Raises NotFound."""
    scope.require(IMPORT)
    found = Batch.objects.visible_to(scope, IMPORT).filter(pk=batch_id).first()
    if found is None or found.state == Batch.State.ABANDONED:
        raise NotFound(Problem("no-such-import", _("There is no such list.")))
    return found
