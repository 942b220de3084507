"""Inspections: planned, carried out, and what was asked to be put right."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from hoanhap.kit.models import Keyed
from hoanhap.places.models import Unit
from hoanhap.programme.models.findings import Finding
from hoanhap.programme.models.plans import Plan


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Inspection(Keyed):
    """A visit to a unit to see how the work goes. `visited_on` empty: planned only; it may be called off with a reason."""

    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="inspections")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=500)
    led_by = models.CharField(max_length=200)
    document_number = models.CharField(max_length=60, blank=True)
    planned_on = models.DateField()
    visited_on = models.DateField(null=True)
    conclusion = models.TextField(blank=True)
    called_off_on = models.DateField(null=True)
    called_off_reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    class Privacy:
        open = (
            "id",
            "plan",
            "unit",
            "subject",
            "led_by",
            "document_number",
            "planned_on",
            "visited_on",
            "conclusion",
            "called_off_on",
            "called_off_reason",
            "recorded_at",
            "recorded_by",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(visited_on__isnull=True) | Q(called_off_on__isnull=True),
                name="inspection_is_held_or_called_off",
            ),
            models.CheckConstraint(
                condition=Q(called_off_on__isnull=True) | ~Q(called_off_reason=""),
                name="inspection_is_called_off_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["unit", "planned_on"], name="inspection_by_unit")]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class CorrectiveAction(Keyed):
    """What must be done about a finding, by whom and until when; when it was done, and who looked again."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="actions")
    what = models.CharField(max_length=500)
    owner = models.CharField(max_length=200)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    evidence = models.CharField(max_length=500, blank=True)
    followed_up_on = models.DateField(null=True)
    follow_up = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    class Privacy:
        open = (
            "id",
            "finding",
            "what",
            "owner",
            "due_on",
            "done_on",
            "evidence",
            "followed_up_on",
            "follow_up",
            "recorded_at",
            "recorded_by",
            "retired_at",
            "retired_by",
            "retired_reason",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(followed_up_on__isnull=True) | Q(followed_up_on__gte=F("done_on")),
                name="corrective_action_is_looked_at_after_it_is_done",
            ),
            models.CheckConstraint(
                condition=Q(followed_up_on__isnull=True) | Q(done_on__isnull=False),
                name="corrective_action_is_done_before_it_is_looked_at",
            ),
        ]
        indexes = [models.Index(fields=["finding", "due_on"], name="corrective_action_by_day")]
