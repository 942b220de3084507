"""Plans that are being typed in, and amendments that are being written: nothing of them counts until it is issued."""

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import Keyed
from hoanhap.places.models import Unit
from hoanhap.programme.models.plans import Plan


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class PlanDraft(Keyed):
    """What a plan is to say, whole and in the shape of an edition (`rules.plan_files.PlanBody`), before it is issued.

    `plan` None: a plan that is not recorded yet; issuing the draft names the plan that came of it. `base_edition`: the
    edition that an amendment begins from (0: none). `version` counts the changes, so that nobody writes over another.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("draft of a plan", "Being written")
        ISSUED = "issued", pgettext_lazy("draft of a plan", "Issued")
        DROPPED = "dropped", pgettext_lazy("draft of a plan", "Dropped")

    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="drafts")
    area = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    base_edition = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=150)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=150)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)

    class Privacy:
        open = (
            "id",
            "plan",
            "area",
            "base_edition",
            "body",
            "version",
            "state",
            "recorded_at",
            "recorded_by",
            "recorded_by_name",
            "changed_at",
            "changed_by_name",
            "closed_at",
            "closed_by",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan"], condition=Q(state="open"), name="plan_draft_open_once"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True, closed_by__isnull=True)
                | ~Q(state="open") & Q(closed_at__isnull=False, closed_by__isnull=False),
                name="plan_draft_closed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["area"], condition=Q(state="open"), name="plan_draft_open")]
