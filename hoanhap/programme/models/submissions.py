"""Figures that were handed in: frozen with the rows behind them, the definitions, the map and the law of that day."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import written_once
from hoanhap.people.models import AboutPerson, Person
from hoanhap.places.models import Unit
from hoanhap.programme.models.plans import Plan


class Submission(Keyed):
    """The figures of a plan for an area and a period, handed in at a moment. Nothing changes them.

    `map_on` is the day whose map placed the rows. `definitions`: edition and fingerprint of each indicator and of the
    plan; `law`: of each regime, and of the lists of units. A later one for the same period `restates` it and says why.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="submissions")
    plan_edition = models.PositiveSmallIntegerField()
    area = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    map_on = models.DateField()
    restates = models.ForeignKey("self", models.PROTECT, null=True, related_name="restated_by")
    reason = models.CharField(max_length=300, blank=True)
    definitions = models.JSONField()
    law = models.JSONField()
    known_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=150)

    class Privacy:
        append_only = True
        open = (
            "id",
            "plan",
            "plan_edition",
            "area",
            "from_on",
            "to_on",
            "map_on",
            "restates",
            "reason",
            "definitions",
            "law",
            "known_at",
            "recorded_at",
            "recorded_by",
            "recorded_by_name",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="submission_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["plan", "area", "from_on", "to_on"],
                condition=Q(restates__isnull=True),
                name="submission_of_a_period_once",
            ),
            models.UniqueConstraint(fields=["restates"], name="submission_restated_once"),
            models.CheckConstraint(
                condition=Q(restates__isnull=True) | ~Q(reason=""), name="submission_restated_with_a_reason"
            ),
        ]
        triggers = written_once("programme_submission")


class SubmissionCell(Keyed):
    """One figure of a submission: of a target, for the whole area or for one unit in it.

    `numerator` null: not enough data. `denominator` null: a count.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="cells")
    target = models.CharField(max_length=60)
    indicator = models.CharField(max_length=60)
    indicator_edition = models.PositiveSmallIntegerField()
    reading = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    level = models.CharField(max_length=10)
    numerator = models.PositiveIntegerField(null=True)
    denominator = models.PositiveIntegerField(null=True)
    verdict = models.CharField(max_length=20)
    recorded_at = models.DateTimeField(db_default=Now())

    class Privacy:
        append_only = True
        open = (
            "id",
            "submission",
            "target",
            "indicator",
            "indicator_edition",
            "reading",
            "unit",
            "level",
            "numerator",
            "denominator",
            "verdict",
            "recorded_at",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "target", "unit"], name="submission_cell_once"),
        ]
        triggers = written_once("programme_submissioncell")


class SubmissionMember(Keyed):
    """One row behind a figure, as it was counted: who or what (`subject`), where, on which day, by which record.

    `amount` is 1, or what a row that sums up brought. `unit` is where it was counted, before any map.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="members")
    target = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    is_counted = models.BooleanField()
    amount = models.PositiveIntegerField(default=1)
    day = models.DateField(null=True)
    fact_id = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = AboutPerson["SubmissionMember"].as_manager()

    class Privacy:
        append_only = True
        health = ("target", "is_counted", "amount", "day", "fact_id")
        open = ("id", "submission", "subject", "person", "unit", "recorded_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "target", "subject"], name="submission_member_once"
            ),
        ]
        triggers = written_once("programme_submissionmember")
