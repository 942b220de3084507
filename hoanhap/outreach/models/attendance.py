"""Attendance sheets of courses: what an office wrote down, row by row, and which of it counts."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import RECORDED, Keyed, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn, written_once
from hoanhap.outreach.models.courses import Course
from hoanhap.outreach.models.visibility import OfCourse, OfUnit
from hoanhap.places.models import Unit


class OfSheet(OfUnit["models.Model"]):
    """Rows of an attendance sheet."""

    unit_path = "sheet__course__unit_id"
    organisation_path = "sheet__course__organisation_id"


class AttendanceSheet(Withdrawable):
    """A file that says who sat in a course, as it was read. Its rows count from its `AttendanceEntry` on."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="sheets")
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    sheet_name = models.CharField(max_length=100, blank=True)

    objects = OfCourse["AttendanceSheet"].as_manager()

    class Privacy:
        open = ("id", "course", "file_name", "file_hash", "sheet_name", "retired_reason", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("attendance_sheet"),
            models.UniqueConstraint(
                fields=["course", "file_hash"],
                condition=Q(retired_at__isnull=True),
                name="attendance_sheet_once_in_a_course",
            ),
        ]
        triggers = only_withdrawn("outreach_attendancesheet")

    def __str__(self) -> str:
        return self.file_name


class AttendanceRow(Keyed):
    """One row of a sheet. `number` is the one that Excel shows. `who` is equal for one name in one unit.

    `problem`: the code of why it cannot count; its words stand in `queries.attendance_words`, and `params` fill them.
    """

    class Verdict(models.TextChoices):
        COUNTED = "counted", pgettext_lazy("attendance", "Was there")
        ABSENT = "absent", pgettext_lazy("attendance", "Was not there")
        WRONG = "wrong", pgettext_lazy("attendance", "Cannot be counted")

    sheet = models.ForeignKey(AttendanceSheet, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()
    full_name = models.CharField(max_length=150, blank=True)
    office_name = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=150, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    who = models.UUIDField(null=True)
    verdict = models.CharField(max_length=10, choices=Verdict)
    problem = models.CharField(max_length=30, blank=True)
    params = models.JSONField(default=dict)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = OfSheet.as_manager()

    class Privacy:
        open = (
            *("id", "sheet", "number", "full_name", "office_name", "title", "unit", "who", "verdict"),
            *("problem", "params", "recorded_at"),
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="attendance_row_once"),
            models.CheckConstraint(
                condition=~Q(verdict="counted")
                | (Q(unit__isnull=False, who__isnull=False) & ~Q(full_name="")),
                name="attendance_row_counts_somebody",
            ),
            models.CheckConstraint(
                condition=(Q(verdict="wrong") & ~Q(problem="")) | (~Q(verdict="wrong") & Q(problem="")),
                name="attendance_row_wrong_says_why",
            ),
        ]
        indexes = [models.Index(fields=["sheet", "verdict", "number"], name="attendance_row_by_verdict")]
        triggers = written_once("outreach_attendancerow")
        verbose_name = _("row of an attendance sheet")


class AttendanceEntry(Keyed):
    """Somebody looked a sheet over and entered it: from here on its rows count."""

    sheet = models.OneToOneField(AttendanceSheet, models.PROTECT, related_name="entry")
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = OfSheet.as_manager()

    class Privacy:
        open = ("id", "sheet", "recorded_at", "recorded_by")

    class Meta:
        triggers = written_once("outreach_attendanceentry")
