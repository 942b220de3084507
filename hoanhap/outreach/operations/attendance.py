"""Attendance sheets: kept as they were read, entered once they were looked over, withdrawn with a reason.

The seats of a unit in a course are then the different people of it who are counted in the entered sheets of the course.
Lock order: the course, then the sheet.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.outreach.models import (
    AttendanceEntry,
    AttendanceRow,
    AttendanceSheet,
    Course,
    CourseSeats,
)
from hoanhap.outreach.operations.reach import WRITE, noted
from hoanhap.outreach.operations.refusals import asked, nothing, refused
from hoanhap.outreach.rules.attendance import AttendedRow, who_is
from hoanhap.places.queries.units import full_names

AT_A_TIME: Final = 1_000


@transaction.atomic
def keep_sheet(
    *,
    course_id: UUID,
    file_name: str,
    file_hash: str,
    sheet_name: str,
    rows: Sequence[AttendedRow],
    scope: Scope,
    at: datetime,
) -> AttendanceSheet:
    """Keep a sheet as it was read; nothing of it counts yet. The same file for the same course is the sheet it was before.

    Whoever stands in a sheet twice counts once, and the second row is wrong. Raises Forbidden, NotFound, OutreachRefused.
    """
    course = held_course(course_id, scope)
    known = AttendanceSheet.objects.filter(
        course=course, file_hash=file_hash, retired_at__isnull=True
    ).first()
    if known is not None:
        return known
    sheet = AttendanceSheet.objects.create(
        course=course,
        file_name=file_name[-200:],
        file_hash=file_hash,
        sheet_name=sheet_name[:100],
        recorded_by=scope.account_id,
    )
    AttendanceRow.objects.bulk_create(_rows(sheet, rows), batch_size=AT_A_TIME)
    noted("attendance-brought", sheet, course.unit_id, scope=scope, at=at, rows=len(rows))
    return sheet


@transaction.atomic
def enter_sheet(*, sheet_id: UUID, scope: Scope, at: datetime) -> AttendanceSheet:
    """Count who was there. Wrong rows stay out and stay listed. Raises Forbidden, NotFound, OutreachRefused."""
    sheet = _held(sheet_id, scope)
    if AttendanceEntry.objects.filter(sheet=sheet).exists():
        raise refused("entered-already", _("This sheet was already entered."))
    counted = sheet.rows.filter(verdict=AttendanceRow.Verdict.COUNTED)
    if not counted.exists():
        raise refused(
            "nobody-counted", _("Nobody in this sheet can be counted. Correct the list and bring it again.")
        )
    by_hand = CourseSeats.objects.filter(
        course=sheet.course, retired_at__isnull=True, from_sheets=False, unit__in=counted.values("unit")
    )
    if unit_ids := list(by_hand.values_list("unit_id", flat=True)[:3]):
        names = full_names(unit_ids, on=sheet.course.to_on)
        words = _(
            "The seats of %(units)s were counted by hand already. Withdraw them first, then enter the sheet."
        )
        raise refused("counted-by-hand", words, units=", ".join(names.get(one, one) for one in unit_ids))
    AttendanceEntry.objects.create(sheet=sheet, recorded_by=scope.account_id)
    _recount(sheet.course, scope=scope, at=at)
    noted("attendance-entered", sheet, sheet.course.unit_id, scope=scope, at=at, people=counted.count())
    return sheet


@transaction.atomic
def withdraw_sheet(*, sheet_id: UUID, reason: str, scope: Scope, at: datetime) -> AttendanceSheet:
    """A sheet counts no more, or is given up before it was entered. Raises Forbidden, NotFound, OutreachRefused."""
    sheet = _held(sheet_id, scope)
    why = asked(reason, field="reason", longest=300)
    AttendanceSheet.objects.filter(pk=sheet.pk).update(
        retired_at=at, retired_by=scope.account_id, retired_reason=why
    )
    _recount(sheet.course, scope=scope, at=at)
    noted("attendance-withdrawn", sheet, sheet.course.unit_id, scope=scope, at=at, reason=why)
    return sheet


def _rows(sheet: AttendanceSheet, rows: Sequence[AttendedRow]) -> list[AttendanceRow]:
    seen: dict[UUID, int] = {}
    made = []
    for row in rows:
        problem, params, who = row.problem, dict(row.params), None
        if not problem:
            who = who_is(row.full_name, row.unit_id)
            if row.was_there and who in seen:
                problem, params = "row-twice", {"row": seen[who]}
            elif row.was_there:
                seen[who] = row.number
        counted = AttendanceRow.Verdict.COUNTED if row.was_there else AttendanceRow.Verdict.ABSENT
        made.append(
            AttendanceRow(
                sheet=sheet,
                number=row.number,
                full_name=row.full_name[:150],
                office_name=row.office_name[:300],
                title=row.title[:150],
                unit_id=row.unit_id or None,
                who=who,
                verdict=AttendanceRow.Verdict.WRONG if problem else counted,
                problem=problem,
                params=params,
            )
        )
    return made


def _recount(course: Course, *, scope: Scope, at: datetime) -> None:
    """Let the seats that come from sheets say what the entered sheets of the course say."""
    counted = AttendanceRow.objects.filter(
        sheet__course=course,
        sheet__retired_at__isnull=True,
        sheet__entry__isnull=False,
        verdict=AttendanceRow.Verdict.COUNTED,
    )
    wanted = dict(counted.order_by().values_list("unit_id").annotate(n=Count("who", distinct=True)))
    standing = CourseSeats.objects.filter(course=course, retired_at__isnull=True, from_sheets=True)
    for seats in standing:
        if wanted.get(seats.unit_id) == seats.headcount:
            del wanted[seats.unit_id]
            continue
        CourseSeats.objects.filter(pk=seats.pk).update(
            retired_at=at,
            retired_by=scope.account_id,
            retired_reason=str(_("Counted anew from the attendance sheets")),
        )
    CourseSeats.objects.bulk_create(
        CourseSeats(
            course=course,
            unit_id=unit_id,
            headcount=headcount,
            from_sheets=True,
            recorded_by=scope.account_id,
        )
        for unit_id, headcount in sorted(wanted.items())
    )


def held_course(course_id: UUID, scope: Scope) -> Course:
    """The course, locked. Raises Forbidden, NotFound."""
    scope.require(WRITE)
    found = Course.objects.visible_to(scope, WRITE).filter(pk=course_id, retired_at__isnull=True)
    course = found.select_for_update(of=("self",)).first()
    if course is None:
        raise nothing("course_id")
    return course


def _held(sheet_id: UUID, scope: Scope) -> AttendanceSheet:
    scope.require(WRITE)
    found = AttendanceSheet.objects.visible_to(scope, WRITE).filter(pk=sheet_id, retired_at__isnull=True)
    course_id = found.values_list("course_id", flat=True).first()
    if course_id is None:
        raise nothing("sheet_id")
    held_course(course_id, scope)
    sheet = found.select_related("course").select_for_update(of=("self",)).first()
    if sheet is None:
        raise nothing("sheet_id")
    return sheet
