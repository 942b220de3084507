"""Training: courses, seats counted by unit, and staff who took part by name."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import RECORDED, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn
from hoanhap.outreach.models.staff import StaffMember
from hoanhap.outreach.models.visibility import OfCourse, OfUnit
from hoanhap.places.models import Organisation, Unit


class Course(Withdrawable):
    """A training course, or class, from its first to its last day. `unit` is where it was held."""

    class Domain(models.TextChoices):
        REHAB = "rehab", _("Rehabilitation and post-rehabilitation management")
        DETERMINATION = "determination", _("Dependence determination")
        COUNSELLING = "counselling", pgettext_lazy("course", "Counselling on treatment")
        FILES = "files", _("Making and keeping files")
        SUBSTITUTION = "substitution", _("Substitution treatment")
        COMMUNICATION = "communication", pgettext_lazy("course", "Communication")
        OTHER = "other", pgettext_lazy("course", "Other")

    class Level(models.TextChoices):
        BASIC = "basic", pgettext_lazy("course", "Basic")
        ADVANCED = "advanced", pgettext_lazy("course", "Advanced")
        CERTIFICATION = "certification", pgettext_lazy("course", "Professional certificate")

    title = models.CharField(max_length=200)
    domain = models.CharField(max_length=20, choices=Domain)
    level = models.CharField(max_length=15, choices=Level)
    from_on = models.DateField()
    to_on = models.DateField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    co_organisers = models.CharField(max_length=300, blank=True)
    evidence = models.CharField(max_length=200, blank=True)

    objects = OfUnit["Course"].as_manager()

    class Privacy:
        open = (
            "id",
            "title",
            "domain",
            "level",
            "from_on",
            "to_on",
            "unit",
            "organisation",
            "co_organisers",
            "evidence",
            "retired_reason",
            *RECORDED,
        )

    class Meta:
        constraints = [
            with_a_reason("course"),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="course_lasts_forwards"),
            models.UniqueConstraint(
                fields=["organisation", "title", "from_on", "unit"],
                condition=Q(retired_at__isnull=True),
                name="course_of_a_title_once_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "to_on"], name="course_by_unit"),
            models.Index(fields=["to_on"], name="course_by_last_day"),
        ]
        triggers = only_withdrawn("outreach_course")

    def __str__(self) -> str:
        return self.title


class CourseSeats(Withdrawable):
    """How many officials of a unit sat in a course. Seats, not people: who sat twice is counted twice."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="seats")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    headcount = models.PositiveIntegerField()
    from_sheets = models.BooleanField(db_default=False, default=False)
    """Counted from attendance sheets, and counted anew whenever one of them is entered or withdrawn."""

    objects = OfCourse["CourseSeats"].as_manager()

    class Privacy:
        open = ("id", "course", "unit", "headcount", "from_sheets", "retired_reason", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("course_seats"),
            models.CheckConstraint(condition=Q(headcount__gte=1), name="course_seats_are_some"),
            models.UniqueConstraint(
                fields=["course", "unit"],
                condition=Q(retired_at__isnull=True),
                name="course_seats_of_a_unit_once",
            ),
        ]
        triggers = only_withdrawn("outreach_courseseats")


class CourseParticipant(Withdrawable):
    """Somebody of the roster took part, and whether they passed. Also counted among the seats of their unit."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="participants")
    member = models.ForeignKey(StaffMember, models.PROTECT, related_name="courses")
    has_passed = models.BooleanField()
    certificate_number = models.CharField(max_length=60, blank=True)
    certificate_until = models.DateField(null=True)

    objects = OfCourse["CourseParticipant"].as_manager()

    class Privacy:
        open = (
            "id",
            "course",
            "member",
            "has_passed",
            "certificate_number",
            "certificate_until",
            "retired_reason",
            *RECORDED,
        )

    class Meta:
        constraints = [
            with_a_reason("course_participant"),
            models.CheckConstraint(
                condition=Q(certificate_number="") | Q(has_passed=True),
                name="course_participant_certified_has_passed",
            ),
            models.UniqueConstraint(
                fields=["course", "member"],
                condition=Q(retired_at__isnull=True),
                name="course_participant_once",
            ),
        ]
        indexes = [models.Index(fields=["member"], name="course_participant_by_member")]
        triggers = only_withdrawn("outreach_courseparticipant")
