"""Questions to the list of episodes that somebody asks again and again, kept by a name."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from hoanhap.kit.models import Keyed
from hoanhap.places.models import Unit


class SavedList(Keyed):
    """Filters of the list of episodes. They name nobody: kinds, stages, places, days.

    `unit` null: only its owner sees it; else everybody does who may read the episodes of that unit.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    filters = models.JSONField(default=dict)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())
    retired_at = models.DateTimeField(null=True)

    class Privacy:
        open = ("id", "account", "name", "filters", "unit", "recorded_at", "retired_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "name"], condition=Q(retired_at__isnull=True), name="saved_list_name_once"
            )
        ]
        indexes = [models.Index(fields=["unit"], name="saved_list_by_unit")]
