"""Imports on their way in: what a file said, what is proposed, what was decided. Nothing here is a fact yet."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.models import Keyed


class Batches(models.QuerySet["Batch"]):
    """Uploaded files."""

    def visible_to(self, scope: Scope, power: str) -> Self:
        """Files that this very account brought: another office's list of people is not shown even to a neighbour."""
        return self if scope.everywhere(power) else self.filter(uploaded_by=scope.account_id)


class Batch(Keyed):
    """One uploaded file. The same bytes by the same account are the same batch, so running it again changes nothing."""

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        REVIEW = "review", _("Waiting for review")
        COMMITTING = "committing", _("Being entered")
        COMMITTED = "committed", _("Entered")
        ABANDONED = "abandoned", _("Given up")

    kind = models.CharField(max_length=30)
    state = models.CharField(max_length=12, choices=State, default=State.READING)
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    sheet = models.CharField(max_length=100, blank=True)
    columns = models.JSONField(default=dict)
    survey = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    uploaded_by = models.UUIDField()
    uploaded_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True)

    objects = Batches.as_manager()

    class Privacy:
        sensitive = ("file_name",)
        open = (
            "id",
            "kind",
            "state",
            "file_hash",
            "sheet",
            "columns",
            "survey",
            "notes",
            "uploaded_by",
            "uploaded_at",
            "committed_at",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "file_hash", "uploaded_by"],
                condition=~Q(state="abandoned"),
                name="batch_of_a_file_once",
            )
        ]


class BatchRow(Keyed):
    """One row of the file: what stood in it, what we read from it, what is wrong with it, and what became of it.

    `row_hash` is equal for rows that say the same, `who_hash` for rows about the same application of the same person.
    """

    class State(models.TextChoices):
        UNREAD = "unread", _("Not yet checked")
        READY = "ready", _("Ready")
        QUESTION = "question", _("Needs a decision")
        REFUSED = "refused", _("Cannot be entered")
        SKIPPED = "skipped", _("Left out")
        COMMITTED = "committed", _("Entered")
        KNOWN = "known", _("Already entered")

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State)
    raw = models.JSONField(default=dict)
    proposal = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    decision = models.JSONField(default=dict)
    row_hash = models.CharField(max_length=64, blank=True)
    who_hash = models.CharField(max_length=64, blank=True)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    episode = models.ForeignKey("casework.Episode", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())
    committed_at = models.DateTimeField(null=True)

    class Privacy:
        identity = ("raw", "proposal", "problems", "decision")
        sensitive = ("row_hash", "who_hash")
        open = (
            "id",
            "batch",
            "number",
            "state",
            "person",
            "episode",
            "unit",
            "recorded_at",
            "committed_at",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="batch_row_once"),
            models.CheckConstraint(
                condition=~Q(state="committed") | Q(person__isnull=False, committed_at__isnull=False),
                name="batch_row_entered_names_its_person",
            ),
        ]
        indexes = [
            models.Index(fields=["batch", "state", "number"], name="batch_row_by_state"),
            models.Index(
                fields=["who_hash"], condition=Q(state="committed"), name="batch_row_entered_by_who"
            ),
        ]
