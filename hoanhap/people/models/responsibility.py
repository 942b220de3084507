"""Who answers for a person, and when. Written by the rooms above, read by every rule about who sees whom."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now

from hoanhap.kit.models import Keyed
from hoanhap.people.models.people import Person
from hoanhap.people.models.visibility import AboutPerson
from hoanhap.places.models import Organisation, Unit


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Responsibility(Keyed):
    """From one day until another, an office answers for a person. `unit` is the office's own, kept here for row security.

    `is_set_aside`: the file was merged into another that the same office answers for; while it is, this line gives nobody
    sight of anything.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="responsibilities")
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    basis = models.CharField(max_length=300)
    recorded_at = models.DateTimeField(db_default=Now())
    is_set_aside = models.BooleanField(default=False, db_default=False)

    objects = AboutPerson["Responsibility"].as_manager()

    class Privacy:
        open = (
            "id",
            "person",
            "office",
            "unit",
            "valid_from",
            "valid_until",
            "basis",
            "recorded_at",
            "is_set_aside",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="responsibility_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="responsibility_of_one_office_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("office", RangeOperators.EQUAL),
                    (Func(F("valid_from"), F("valid_until"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["unit", "person"], name="responsibility_by_unit")]
