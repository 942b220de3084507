"""Offices, facilities and points: who acts, where, and from when until when."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import written_once
from hoanhap.places.models.units import Unit


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Organisation(Keyed):
    """An office or a facility with a type, an area and dates."""

    class Kind(models.TextChoices):
        PEOPLES_COMMITTEE = "peoples-committee", _("People's committee")
        POLICE = "police", _("Police")
        LABOUR_DEPARTMENT = "labour-department", _("Department of labour")
        LABOUR_OFFICE = "labour-office", _("District labour office")
        SOCIAL_EVILS_SUB_DEPARTMENT = "social-evils-sub-department", _("Sub-department against social evils")
        HEALTH_DEPARTMENT = "health-department", _("Department of health")
        HEALTH_STATION = "health-station", _("Health station")
        REHAB_FACILITY = "rehab-facility", _("Rehabilitation facility")
        SATELLITE_POINT = "satellite-point", _("Satellite point")
        SUBSTITUTION_CLINIC = "substitution-clinic", _("Substitution treatment clinic")
        DISPENSING_SITE = "dispensing-site", _("Dispensing site")
        COURT = "court", _("Court")
        OTHER = "other", _("Other organisation")

    kind = models.CharField(max_length=30, choices=Kind)
    name = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="organisations")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Privacy:
        open = ("id", "kind", "name", "unit", "parent", "valid_from", "valid_until")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gt=F("valid_from")),
                name="organisation_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["kind", "name", "unit"],
                condition=Q(valid_until__isnull=True),
                name="organisation_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FormerName(models.Model):
    """What an organisation was called until a day; the name before that day on every paper of its time."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=200)
    valid_until = models.DateField()

    class Privacy:
        open = ("id", "organisation", "name", "valid_until")
        append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "valid_until"], name="former_name_once_a_day"),
        ]
        triggers = written_once("places_formername")

    def __str__(self) -> str:
        return self.name
