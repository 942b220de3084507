"""Satellite points of a facility: which communes each serves, and since when it works."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now

from hoanhap.kit.models import Keyed
from hoanhap.places.models import Organisation, Unit
from hoanhap.residence.models.visibility import OfPoint


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class PointService(Keyed):
    """The day on which a satellite point served somebody for the first time, and the paper that set it up."""

    point = models.OneToOneField(Organisation, models.PROTECT, related_name="+")
    decision_number = models.CharField(max_length=60)
    first_service_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = OfPoint["PointService"].as_manager()

    class Privacy:
        open = ("id", "point", "decision_number", "first_service_on", "recorded_at")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Catchment(Keyed):
    """A satellite point serves a commune from one day until another."""

    point = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = OfPoint["Catchment"].as_manager()

    class Privacy:
        open = ("id", "point", "unit", "valid_from", "valid_until", "recorded_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="catchment_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="catchment_of_a_commune_once_at_a_time",
                expressions=[
                    ("point", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    (Func(F("valid_from"), F("valid_until"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
