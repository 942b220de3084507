"""Attendance sheets of a course, and their rows with what is wrong with them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.outreach.models import AttendanceRow, AttendanceSheet
from hoanhap.outreach.queries.attendance_words import PROBLEMS
from hoanhap.places.queries.units import full_names

READ: Final = "outreach.read"
Verdict = AttendanceRow.Verdict


@dataclass(frozen=True)
class SheetLine:
    """A sheet, and how many of its rows count, are absent, are wrong. `entered_at`: since when it counts."""

    id: UUID
    course_id: UUID
    course_title: str
    file_name: str
    sheet_name: str
    brought_at: datetime
    entered_at: datetime | None
    retired_at: datetime | None
    retired_reason: str
    counted: int
    absent: int
    wrong: int

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has still to look it over."""
        return self.entered_at is None and self.retired_at is None


@dataclass(frozen=True)
class RowLine:
    """One row of a sheet; `wrong` and `todo` in words where it cannot count."""

    number: int
    full_name: str
    office_name: str
    title: str
    unit_name: str
    verdict: str
    verdict_label: Words
    wrong: str
    todo: str


@dataclass(frozen=True)
class Attended:
    """Of a course: the different people who are named in its entered sheets."""

    people: int
    units: int


def sheets_of(course_id: UUID, *, scope: Scope) -> list[SheetLine]:
    """The sheets of a course, the latest first, withdrawn ones too."""
    found = _counted(scope).filter(course_id=course_id).order_by("-recorded_at", "-pk")
    return [_line(row) for row in found[:DEFAULT_SIZE]]


def sheet(sheet_id: UUID, *, scope: Scope) -> SheetLine:
    """One sheet. Raises NotFound."""
    row = _counted(scope).filter(pk=sheet_id).first()
    if row is None:
        raise NotFound(Problem("no-such-sheet", "No such attendance sheet."))
    return _line(row)


def rows(
    sheet_id: UUID,
    *,
    scope: Scope,
    on: date,
    verdict: str = "",
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> Page[RowLine]:
    """The rows of a sheet in reach, in the order of the file; of one verdict if one is named."""
    found = AttendanceRow.objects.filter(
        sheet__in=AttendanceSheet.objects.visible_to(scope, READ), sheet_id=sheet_id
    )
    if verdict:
        found = found.filter(verdict=verdict)
    page: Page[Any] = page_of(found.order_by("number"), lambda row: row, number=number, size=size)
    units = full_names({row.unit_id for row in page.rows if row.unit_id}, on=on)
    lines = [_row(row, units) for row in page.rows]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def attended(course_id: UUID, *, scope: Scope) -> Attended:
    """How many different people, of how many units, the entered sheets of a course name."""
    found = AttendanceRow.objects.filter(
        sheet__in=AttendanceSheet.objects.visible_to(scope, READ).filter(retired_at__isnull=True),
        sheet__course_id=course_id,
        sheet__entry__isnull=False,
        verdict=Verdict.COUNTED,
    ).aggregate(people=Count("who", distinct=True), units=Count("unit", distinct=True))
    return Attended(found["people"], found["units"])


def _counted(scope: Scope) -> Any:
    return (
        AttendanceSheet.objects.visible_to(scope, READ)
        .select_related("course", "entry")
        .annotate(
            counted=Count("rows", filter=Q(rows__verdict=Verdict.COUNTED)),
            absent=Count("rows", filter=Q(rows__verdict=Verdict.ABSENT)),
            wrong=Count("rows", filter=Q(rows__verdict=Verdict.WRONG)),
        )
    )


def _line(row: Any) -> SheetLine:
    entry = getattr(row, "entry", None)
    return SheetLine(
        id=row.pk,
        course_id=row.course_id,
        course_title=row.course.title,
        file_name=row.file_name,
        sheet_name=row.sheet_name,
        brought_at=row.recorded_at,
        entered_at=entry.recorded_at if entry else None,
        retired_at=row.retired_at,
        retired_reason=row.retired_reason,
        counted=row.counted,
        absent=row.absent,
        wrong=row.wrong,
    )


def _row(row: Any, units: dict[str, str]) -> RowLine:
    wrong, todo = PROBLEMS.get(row.problem, ("", ""))
    return RowLine(
        number=row.number,
        full_name=row.full_name,
        office_name=row.office_name,
        title=row.title,
        unit_name=units.get(row.unit_id or "", ""),
        verdict=row.verdict,
        verdict_label=Verdict(row.verdict).label,
        wrong=str(wrong) % row.params if wrong else "",
        todo=str(todo) % row.params if todo else "",
    )
