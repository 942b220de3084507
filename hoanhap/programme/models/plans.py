"""Plans as they were issued, and the units each one chose."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from hoanhap.kit.models import Keyed
from hoanhap.places.models import Unit


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Plan(Keyed):
    """An issued plan: number, issuer, day, period, area, and what it is about."""

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
