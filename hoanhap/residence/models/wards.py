"""Wards of a facility, and how many beds each has from which day on."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import written_once
from hoanhap.places.models import Organisation
from hoanhap.residence.models.visibility import OfFacility, OfWard


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Ward(Keyed):
    """A part of a facility in which people sleep. Women, minors and people with an infection sleep apart."""

    class Purpose(models.TextChoices):
        GENERAL = "general", pgettext_lazy("ward", "Adults")
        MINORS = "minors", pgettext_lazy("ward", "Under 18")
        INFECTION = "infection", _("Infection of group A or B")
        DETOX = "detox", _("Intake and detoxification")

    class Sex(models.TextChoices):
        MALE = "male", pgettext_lazy("ward", "Men")
        FEMALE = "female", pgettext_lazy("ward", "Women")
        ANY = "any", _("Men and women in separate rooms")

    facility = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    purpose = models.CharField(max_length=20, choices=Purpose)
    for_sex = models.CharField(max_length=10, choices=Sex)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = OfFacility["Ward"].as_manager()

    class Privacy:
        open = (
            "id",
            "facility",
            "name",
            "purpose",
            "for_sex",
            "valid_from",
            "valid_until",
            "recorded_at",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "name"],
                condition=Q(valid_until__isnull=True),
                name="ward_name_once_in_a_facility",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="ward_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WardBeds(Keyed):
    """How many beds a ward has from a day on, until the next line. A correction is a later line for the same day."""

    ward = models.ForeignKey(Ward, models.PROTECT, related_name="sizes")
    beds = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = OfWard["WardBeds"].as_manager()

    class Privacy:
        open = ("id", "ward", "beds", "valid_from", "recorded_at", "recorded_by")
        append_only = True

    class Meta:
        indexes = [models.Index(fields=["ward", "-valid_from", "-id"], name="ward_beds_latest")]
        triggers = written_once("residence_wardbeds")
