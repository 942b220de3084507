"""Plans as they were issued, and the units each one chose."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import only_withdrawn, written_once
from hoanhap.places.models import Unit


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Plan(Keyed):
    """An issued plan: number, issuer, day, period, area, and what it is about.

    Everything else that it says stands in its editions (`PlanEdition`); `code` is what files and commands call it.
    `follows` is the plan of the level above that it carries out.
    """

    code = models.CharField(max_length=60, null=True)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    issuer = models.CharField(max_length=200)
    issued_on = models.DateField()
    area = models.ForeignKey(Unit, models.PROTECT, related_name="plans")
    period_from = models.DateField()
    period_until = models.DateField()
    topics = ArrayField(models.CharField(max_length=40), default=list)
    recorded_at = models.DateTimeField(db_default=Now())

    class Privacy:
        open = (
            "id",
            "code",
            "follows",
            "number",
            "title",
            "issuer",
            "issued_on",
            "area",
            "period_from",
            "period_until",
            "topics",
            "recorded_at",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "issuer", "issued_on"], name="plan_number_once"),
            models.UniqueConstraint(fields=["code"], name="plan_code_once"),
            models.CheckConstraint(condition=~Q(follows=F("id")), name="plan_follows_another"),
            models.CheckConstraint(
                condition=Q(period_until__gt=F("period_from")), name="plan_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.number


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class PlanUnit(Keyed):
    """A unit that the plan selected. The list is frozen: it is a denominator. What is added later says why."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    topic = models.CharField(max_length=40)
    reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Privacy:
        open = ("id", "plan", "unit", "topic", "reason", "recorded_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "unit", "topic"], name="plan_selects_a_unit_once")
        ]


class PlanEdition(Keyed):
    """What a plan says, whole, as it was issued (edition 1) or amended: the shape is `rules.plan_files.PlanBody`.

    The newest edition counts. The lists of units are kept as rows of `PlanUnit` besides, under the code of the list.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    body = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    document_number = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=150)

    class Privacy:
        append_only = True
        open = (
            "id",
            "plan",
            "number",
            "body",
            "reason",
            "document_number",
            "recorded_at",
            "recorded_by",
            "recorded_by_name",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_edition_once"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="plan_edition_says_why_it_changes"
            ),
        ]
        triggers = written_once("programme_planedition")


class PlanFile(Keyed):
    """The signed paper of a plan or of an amendment, with its very bytes."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    class Privacy:
        open = (
            "id",
            "plan",
            "name",
            "content",
            "content_type",
            "sha256",
            "recorded_at",
            "recorded_by",
            "retired_at",
            "retired_by",
            "retired_reason",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "sha256"], condition=Q(retired_at__isnull=True), name="plan_file_once"
            )
        ]
        triggers = only_withdrawn("programme_planfile")


class TaskReport(Keyed):
    """What an agency says of a task of a plan: how far it is, with what evidence. The newest of a task (and of its
    period, where it comes again) counts.

    `period_from` is the first day of the month, quarter, half-year or year that it is about; null for a task that is
    done once.
    """

    class State(models.TextChoices):
        UNDER_WAY = "under-way", pgettext_lazy("task", "Under way")
        DONE = "done", pgettext_lazy("task", "Done")
        BLOCKED = "blocked", pgettext_lazy("task", "Held up")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="task_reports")
    task = models.CharField(max_length=60)
    period_from = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State)
    reported_on = models.DateField()
    text = models.TextField(blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=150)
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    class Privacy:
        open = (
            "id",
            "plan",
            "task",
            "period_from",
            "state",
            "reported_on",
            "text",
            "evidence",
            "recorded_at",
            "recorded_by",
            "recorded_by_name",
            "retired_at",
            "retired_by",
            "retired_reason",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(evidence=""), name="task_done_has_evidence"
            ),
        ]
        indexes = [models.Index(fields=["plan", "task", "reported_on"], name="task_report_by_task")]
        triggers = only_withdrawn("programme_taskreport")
