"""What supervision finds: difficulties that the report must name."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import Keyed
from hoanhap.places.models import Unit
from hoanhap.programme.models.plans import Plan


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Finding(Keyed):
    """A difficulty in a unit: medicine, staff, communication, direction. Never about a named member of staff."""

    class Kind(models.TextChoices):
        MEDICINE_SHORTAGE = "medicine-shortage", _("Shortage of detoxification medicine")
        STAFF = "staff", _("Staff and responsibility")
        COMMUNICATION = "communication", _("Communication and mobilisation")
        DIRECTION = "direction", _("Direction by local authorities")
        OTHER = "other", pgettext_lazy("finding", "Other")

    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="findings")
    inspection = models.ForeignKey("programme.Inspection", models.PROTECT, null=True, related_name="findings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    observed_on = models.DateField()
    resolved_on = models.DateField(null=True)
    text = models.TextField()
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    class Privacy:
        open = (
            "id",
            "plan",
            "inspection",
            "unit",
            "kind",
            "observed_on",
            "resolved_on",
            "text",
            "recorded_at",
            "recorded_by",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_on__isnull=True) | Q(resolved_on__gte=F("observed_on")),
                name="finding_is_resolved_after_it_is_observed",
            )
        ]
        indexes = [models.Index(fields=["unit", "observed_on"], name="finding_by_unit")]
