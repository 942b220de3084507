"""Models of care: which communes took one up, since when, and what was really done there.

The catalogue stands in `definitions/models`; a province adds its own to it. A decision alone is not a model that works:
only dated activities are.
"""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import only_withdrawn
from hoanhap.places.models import Unit


class AddedModel(Keyed):
    """A model of care that a province wrote down itself, with the document that introduced it.

    `months`: how long an activity shows that the model is applied.
    """

    area = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    about = models.CharField(max_length=1000, blank=True)
    months = models.PositiveSmallIntegerField()
    document_number = models.CharField(max_length=60)
    document_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    class Privacy:
        open = (
            "id",
            "area",
            "code",
            "title",
            "about",
            "months",
            "document_number",
            "document_on",
            "recorded_at",
            "recorded_by",
            "retired_at",
            "retired_by",
            "retired_reason",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(retired_at__isnull=True), name="added_model_code_once"
            ),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=24), name="added_model_months_are_few"
            ),
        ]
        triggers = only_withdrawn("programme_addedmodel")

    def __str__(self) -> str:
        return self.title


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class ModelAdoption(Keyed):
    """A commune decided to apply a model. Planned until `started_on`; over from `ended_on` on."""

    model_code = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    decision_number = models.CharField(max_length=60)
    decision_on = models.DateField()
    issuer = models.CharField(max_length=200)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    class Privacy:
        open = (
            "id",
            "model_code",
            "unit",
            "decision_number",
            "decision_on",
            "issuer",
            "started_on",
            "ended_on",
            "end_reason",
            "recorded_at",
            "recorded_by",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(ended_on__gte=Coalesce(F("started_on"), F("decision_on"))),
                name="model_adoption_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="model_adopted_once_at_a_time",
                expressions=[
                    ("model_code", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    (
                        Func(
                            Coalesce(F("started_on"), F("decision_on")), F("ended_on"), function="daterange"
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [models.Index(fields=["unit", "model_code"], name="model_adoption_by_unit")]


class ModelActivity(Keyed):
    """What was done under a model on a day: how many people came, never who. A wrong line is withdrawn."""

    class Kind(models.TextChoices):
        MEETING = "meeting", pgettext_lazy("model of care", "Meeting")
        COUNSELLING = "counselling", pgettext_lazy("model of care", "Counselling")
        VISIT = "visit", pgettext_lazy("model of care", "Visits to families")
        TALK = "talk", pgettext_lazy("model of care", "Talk for the public")
        TRAINING = "training", pgettext_lazy("model of care", "Training of helpers")
        SUPPORT = "support", pgettext_lazy("model of care", "Support with work or papers")
        OTHER = "other", pgettext_lazy("model of care", "Other activity")

    adoption = models.ForeignKey(ModelAdoption, models.PROTECT, related_name="activities")
    kind = models.CharField(max_length=20, choices=Kind)
    held_on = models.DateField()
    headcount = models.PositiveIntegerField(_("headcount"), null=True)
    note = models.CharField(max_length=1000, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    class Privacy:
        open = (
            "id",
            "adoption",
            "kind",
            "held_on",
            "headcount",
            "note",
            "recorded_at",
            "recorded_by",
            "retired_at",
            "retired_by",
            "retired_reason",
        )

    class Meta:
        indexes = [models.Index(fields=["adoption", "held_on"], name="model_activity_by_day")]
        triggers = only_withdrawn("programme_modelactivity")
