"""Attendance sheets of courses: eleven ugly ones, what is wrong told row by row, seats and people told apart."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction

from hoanhap.exchange.operations.attendance import bring_attendance
from hoanhap.kit.errors import NotFound
from hoanhap.outreach.models import AttendanceRow, AttendanceSheet, CourseSeats
from hoanhap.outreach.operations import attendance, training
from hoanhap.outreach.operations.refusals import OutreachRefused
from hoanhap.outreach.queries import attendance as queries
from hoanhap.places.models import Organisation
from hoanhap.programme.queries.measures import MEASURES
from tests.exchange.attendance_sheets import AREA, ON, PEOPLE, SEATS, SHEETS, written
from tests.exchange.made import scope_over

POWERS = frozenset({"outreach.read", "outreach.write"})
NOW = datetime(2023, 3, 1, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def scope(db):
    return scope_over(AREA, powers=POWERS)


@pytest.fixture
def office(scope):
    return Organisation.objects.create(kind="labour-department", name="Sở Mẫu", unit_id=AREA)


@pytest.fixture
def course(scope, office):
    def make(number=1):
        return training.record_course(
            organisation_id=office.pk,
            title=f"Lớp {number} (mẫu)",
            domain="rehab",
            level="basic",
            from_on=ON,
            to_on=ON,
            scope=scope,
            at=NOW,
        )

    return make


@pytest.fixture
def bring(scope, course):
    def make(path, of=None, **changes):
        of = of or course()
        given = {"path": path, "file_name": path.name, "scope": scope, "at": NOW}
        return AttendanceSheet.objects.get(pk=bring_attendance(course_id=of.pk, **(given | changes)))

    return make


def measured(name):
    return MEASURES[name].count(from_on=date(2023, 1, 1), to_on=date(2023, 12, 31), unit_ids=None)


def test_eleven_ugly_sheets_give_1294_seats_and_every_wrong_row_is_told(tmp_path, scope, course, bring):
    made = written(tmp_path)
    assert len(made) == SHEETS

    for number, file in enumerate(made, 1):
        sheet = bring(file.path, of=course(number))
        rows = {row.number: row for row in sheet.rows.all()}
        wrong = {number: row.problem for number, row in rows.items() if row.verdict == "wrong"}
        assert wrong == file.wrong, file.path.name
        assert sum(row.verdict == "counted" for row in rows.values()) == file.seats, file.path.name
        assert sum(row.verdict == "absent" for row in rows.values()) == file.absent, file.path.name
        attendance.enter_sheet(sheet_id=sheet.pk, scope=scope, at=NOW)
        shown = queries.rows(sheet.pk, scope=scope, on=ON, verdict="wrong")
        assert all(line.wrong and line.todo for line in shown)

    assert measured("course_seats") == SEATS
    assert measured("course_people") == PEOPLE
    assert measured("courses_held") == SHEETS


def test_nothing_counts_before_the_sheet_is_entered_nor_after_it_is_withdrawn(tmp_path, scope, bring):
    sheet = bring(written(tmp_path)[0].path)
    assert measured("course_seats") == 0

    attendance.enter_sheet(sheet_id=sheet.pk, scope=scope, at=NOW)
    assert measured("course_seats") == 118

    attendance.withdraw_sheet(sheet_id=sheet.pk, reason="Nhầm lớp", scope=scope, at=NOW)
    assert (measured("course_seats"), measured("course_people")) == (0, 0)


def test_the_same_file_again_changes_nothing(tmp_path, scope, course, bring):
    held, file = course(), written(tmp_path)[2].path
    sheet = bring(file, of=held)
    attendance.enter_sheet(sheet_id=sheet.pk, scope=scope, at=NOW)

    assert bring(file, of=held).pk == sheet.pk
    with pytest.raises(OutreachRefused) as refused:
        attendance.enter_sheet(sheet_id=sheet.pk, scope=scope, at=NOW)

    assert refused.value.problems[0].code == "entered-already"
    assert (measured("course_seats"), AttendanceSheet.objects.count()) == (118, 1)


def test_who_stands_in_two_sheets_of_one_course_sat_in_it_once(tmp_path, scope, course, bring):
    held = course()
    one, two = written(tmp_path)[:2]
    for file in (one, two):
        sheet = bring(file.path, of=held)
        attendance.enter_sheet(sheet_id=sheet.pk, scope=scope, at=NOW)

    assert measured("course_seats") == measured("course_people") == one.seats + two.seats - 11
    assert CourseSeats.objects.filter(retired_at__isnull=True, from_sheets=False).count() == 0


def test_seats_that_were_counted_by_hand_are_not_counted_twice(tmp_path, scope, course, bring):
    held = course()
    sheet = bring(written(tmp_path)[0].path, of=held)
    unit_id = sheet.rows.filter(verdict="counted").first().unit_id
    training.count_seats(course_id=held.pk, unit_id=unit_id, headcount=3, scope=scope, at=NOW)

    with pytest.raises(OutreachRefused) as refused:
        attendance.enter_sheet(sheet_id=sheet.pk, scope=scope, at=NOW)

    assert refused.value.problems[0].code == "counted-by-hand"
    assert measured("course_seats") == 3


def test_another_province_neither_brings_nor_reads_nor_enters(tmp_path, scope, course, bring):
    held, file = course(), written(tmp_path)[0].path
    sheet = bring(file, of=held)
    other = scope_over("26-1", powers=POWERS)

    for forbidden in (
        lambda: bring(file, of=held, scope=other),
        lambda: attendance.enter_sheet(sheet_id=sheet.pk, scope=other, at=NOW),
        lambda: attendance.withdraw_sheet(sheet_id=sheet.pk, reason="x", scope=other, at=NOW),
        lambda: queries.sheet(sheet.pk, scope=other),
    ):
        with pytest.raises(NotFound):
            forbidden()
    assert queries.rows(sheet.pk, scope=other, on=ON).total == 0
    assert queries.sheets_of(held.pk, scope=other) == []


def test_the_rows_are_never_rewritten(tmp_path, bring):
    sheet = bring(written(tmp_path)[0].path)

    with pytest.raises(DatabaseError), transaction.atomic():
        AttendanceRow.objects.filter(sheet=sheet).update(verdict="absent")
