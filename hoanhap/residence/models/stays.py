"""Stays in a facility, and in which bed of which ward somebody slept from when until when."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.casework.models import Episode
from hoanhap.kit.models import Keyed
from hoanhap.people.models import Person
from hoanhap.places.models import Organisation, Unit
from hoanhap.residence.models.fields import RECORDED, Withdrawable
from hoanhap.residence.models.visibility import OfStay, Stays
from hoanhap.residence.models.wards import Ward


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Stay(Withdrawable):
    """Somebody lives in a facility from a day on, until the day on which they are discharged (not counted).

    `unit` is the one that answered for the episode on admission. `ends_on` is the last day of the term as the papers
    say it, None while it is not known. Escaping does not end a stay: see `Escape`.
    """

    class Source(models.TextChoices):
        COURT = "court", _("Court decision")
        VOLUNTARY = "voluntary", pgettext_lazy("admission", "Voluntary")
        TRANSFER = "transfer", _("Transferred from another facility")

    class Health(models.TextChoices):
        GOOD = "good", pgettext_lazy("health", "Good")
        FAIR = "fair", pgettext_lazy("health", "Fair")
        POOR = "poor", pgettext_lazy("health", "Poor")
        URGENT = "urgent", _("Needs treatment at once")

    class Left(models.TextChoices):
        COMPLETED = "completed", _("Term completed")
        ENDED_EARLY = "ended-early", _("Reduced, exempted or no longer dependent, by decision")
        SUSPENDED = "suspended", _("Suspended or postponed by decision")
        TRANSFERRED = "transferred", _("Transferred to another facility")
        LEFT = "left", _("Ended voluntary treatment before the term")
        HOME = "home", _("Goes on at home after the stages in the facility")
        PRISON = "prison", _("Custody or prison")
        DIED = "died", _("Died")
        OTHER = "other", pgettext_lazy("discharge", "Other reason")

    person = models.ForeignKey(Person, models.PROTECT, related_name="stays")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="stays")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    facility = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    source = models.CharField(max_length=20, choices=Source)
    came_from = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    basis_number = models.CharField(max_length=60)
    basis_on = models.DateField()
    minutes_number = models.CharField(max_length=60, blank=True)
    admitted_on = models.DateField()
    ends_on = models.DateField(null=True)
    health_state = models.CharField(max_length=20, choices=Health)
    health_note = models.CharField(max_length=1000, blank=True)
    belongings = models.TextField(blank=True)
    discharged_on = models.DateField(null=True)
    left_as = models.CharField(max_length=20, choices=Left, blank=True)
    left_reason = models.CharField(max_length=500, blank=True)
    left_number = models.CharField(max_length=60, blank=True)
    left_paper_on = models.DateField(null=True)

    objects = Stays["Stay"].as_manager()

    class Privacy:
        health = (
            "source",
            "admitted_on",
            "ends_on",
            "health_state",
            "health_note",
            "discharged_on",
            "left_as",
        )
        police = ("basis_number", "basis_on", "minutes_number", "left_number", "left_paper_on")
        sensitive = ("belongings", "left_reason", "retired_reason")
        open = ("id", "person", "episode", "unit", "facility", "came_from", *RECORDED)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(discharged_on__isnull=True) | Q(discharged_on__gte=F("admitted_on")),
                name="stay_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(discharged_on__isnull=True, left_as="")
                | (Q(discharged_on__isnull=False) & ~Q(left_as="") & ~Q(left_reason="") & ~Q(left_number="")),
                name="stay_ends_with_a_reason_and_a_paper",
            ),
            ExclusionConstraint(
                name="stay_one_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (
                        Func(F("admitted_on"), F("discharged_on"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(retired_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["facility", "admitted_on"], name="stay_by_facility"),
            models.Index(fields=["unit", "admitted_on"], name="stay_by_unit"),
            models.Index(
                fields=["facility", "ends_on"],
                condition=Q(discharged_on__isnull=True, retired_at__isnull=True),
                name="stay_still_open",
            ),
        ]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Placement(Keyed):
    """Where somebody sleeps from one day until another. Without a bed only with the reason why the ward is over-full."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="placements")
    ward = models.ForeignKey(Ward, models.PROTECT, related_name="placements")
    bed = models.PositiveSmallIntegerField(null=True)
    over_reason = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = OfStay["Placement"].as_manager()

    class Privacy:
        health = ("bed", "valid_from", "valid_until")
        sensitive = ("over_reason", "reason")
        open = ("id", "person", "stay", "ward", "recorded_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="placement_ends_after_it_begins",
            ),
            models.CheckConstraint(
                # Without "is not null" an empty bed would make the whole condition unknown, and a check passes then.
                condition=Q(bed__isnull=False, bed__gte=1) | (Q(bed__isnull=True) & ~Q(over_reason="")),
                name="placement_has_a_bed_or_a_reason",
            ),
            ExclusionConstraint(
                name="placement_one_at_a_time",
                expressions=[
                    ("stay", RangeOperators.EQUAL),
                    (Func(F("valid_from"), F("valid_until"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="placement_one_person_a_bed",
                expressions=[
                    ("ward", RangeOperators.EQUAL),
                    ("bed", RangeOperators.EQUAL),
                    (Func(F("valid_from"), F("valid_until"), function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(bed__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["ward", "valid_from"], name="placement_by_ward")]
